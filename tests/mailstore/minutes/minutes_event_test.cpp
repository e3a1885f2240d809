// The events of minutes come back from their JSON as they were; what was written before they were there reads on.
#include <doctest/doctest.h>

#include "tests/mailstore/office/event_samples.h"

using namespace mailstore::office;

namespace {

template <class Body>
Event again(const Body& body) {
  auto read = parse_event(to_json(tests::event(1, body)));
  REQUIRE(read.has_value());
  CHECK(to_json(*read) == to_json(tests::event(1, body)));
  return std::move(*read);
}

}  // namespace

TEST_CASE("office/minutes: question, answer and task as JSON and back") {
  const Event asked = again(tests::minutes_question());
  const auto& question = std::get<Question>(asked.body);
  REQUIRE(question.table);
  CHECK(*question.table == tests::point_table());
  REQUIRE(question.one);
  REQUIRE(question.drafts.size() == 1);
  const TaskDraft& draft = question.drafts.front();
  CHECK(draft.point == 2);
  CHECK(draft.information);
  CHECK(draft.several == std::vector<std::string>{"Phòng Kinh tế"});
  CHECK(draft.doubt.en == "no 31 Nov");
  const Event told = again(tests::minutes_answered());
  REQUIRE(std::get<Answered>(told.body).table);
  CHECK(*std::get<Answered>(told.body).table == tests::point_table());
  const Event assigned = again(tests::minutes_assigned());
  CHECK(std::get<TaskAssigned>(assigned.body).in_table);
}

TEST_CASE("office/minutes: events without the new fields read as before") {
  const Event asked = again(tests::samples<Question>().front());
  const auto& question = std::get<Question>(asked.body);
  CHECK_FALSE(question.table);
  CHECK_FALSE(question.one);
  CHECK(question.drafts.front().point == 0);
  const Event assigned = again(tests::assigned());
  CHECK_FALSE(std::get<TaskAssigned>(assigned.body).in_table);
}
