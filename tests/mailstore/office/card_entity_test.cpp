// How the forms are put together, and that the leader's files are not touched.
#include <doctest/doctest.h>
#include <libical/ical.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/crypto/hash.h"
#include "base/mime/builder.h"
#include "base/mime/decoded_text.h"
#include "base/mime/message.h"
#include "tests/mailstore/office/card_samples.h"

using namespace mailstore::office;
using namespace card_samples;

namespace {

using Calendar = std::unique_ptr<icalcomponent, void (*)(icalcomponent*)>;

std::string type_of(const base::Part& part) { return part.content_type.type + "/" + part.content_type.subtype; }

// Files as clients send them: base64 of one long line, 8-bit text without a last line end, an embedded message, lone LF
// and NUL.
std::vector<std::string> hostile_files() {
  return {
      "Content-Type: application/pdf; name=\"bao cao.pdf\"\r\nContent-Disposition: attachment; filename=\"bao cao.pdf\"\r\nContent-ID: <f1$a@x.example>\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
          std::string(4000, 'Q') + "\r\n",
      "content-type:TEXT/plain;charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nTiếng Việt\r\n--=_khong phai ranh gioi\r\nhết",
      "Content-Type: message/rfc822\r\n\r\nFrom: a@x.example\r\nSubject: trong\r\n\r\nthân\r\n\r\n",
      std::string("Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\na\0b\nc\r", 80)};
}

icalcomponent* todo_of(const Calendar& calendar) {
  REQUIRE(calendar != nullptr);
  icalcomponent* todo = icalcomponent_get_first_component(calendar.get(), ICAL_VTODO_COMPONENT);
  REQUIRE(todo != nullptr);
  return todo;
}

Calendar parsed(const std::string& ics) { return {icalparser_parse_string(ics.c_str()), icalcomponent_free}; }

}  // namespace

TEST_CASE("office/card: text, machine form, HTML, then files and calendar") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  made.files = hostile_files();
  const auto entity = task_entity(made, "seed");
  REQUIRE(entity.has_value());
  CHECK(*entity == task_entity(made, "seed").value_or(std::string()));
  CHECK(*entity != task_entity(made, "other seed").value_or(std::string()));
  const auto message = base::parse_message(*entity);
  const auto& parts = message.root.children;
  CHECK(type_of(message.root) == "multipart/mixed");
  REQUIRE(parts.size() == 6);
  CHECK(type_of(parts[0]) == "multipart/alternative");
  REQUIRE(parts[0].children.size() == 3);
  // RFC 2046 §5.1.4 lets a program show the last it knows, old ones show the first: the machine form is neither.
  CHECK(type_of(parts[0].children[0]) == "text/plain");
  CHECK(type_of(parts[0].children[1]) == "application/ld+json");
  CHECK(type_of(parts[0].children[2]) == "text/html");
  CHECK_FALSE(parts[0].children[1].is_attachment());
  auto lf = [](std::string text) {
    std::erase(text, '\r');
    return text;
  };
  CHECK(lf(base::decode_text_part(parts[0].children[0], *entity)) == made.text.text);
  CHECK(base::decode_body(parts[0].children[1], *entity) == json_ld(made));
  CHECK(lf(base::decode_text_part(parts[0].children[2], *entity)) == html_card(made));
  CHECK(type_of(parts[5]) == "text/calendar");
  CHECK(parts[5].content_type.parameter("method") == "REQUEST");
  CHECK(parts[5].content_type.parameter("component") == "VTODO");
  CHECK(parts[5].disposition.type == "attachment");
  CHECK(parts[5].file_name() == "nhiem-vu.ics");
  CHECK(base::decode_body(parts[5], *entity) == vtodo(made).value_or(std::string()));
}

TEST_CASE("office/card: the leader's files are carried byte for byte") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  made.files = hostile_files();
  for (const bool calendar : {true, false}) {
    made.calendar = calendar;
    const auto entity = task_entity(made, "seed");
    REQUIRE(entity.has_value());
    const auto message = base::parse_message(*entity);
    REQUIRE(message.root.children.size() == 1 + made.files.size() + (calendar ? 1 : 0));
    for (std::size_t i = 0; i < made.files.size(); ++i) {
      const base::Part& part = message.root.children[1 + i];
      CHECK(entity->substr(part.header.begin, part.body.end - part.header.begin) == made.files[i]);
    }
  }
}

TEST_CASE("office/card: a file that holds the boundary of the seed gets another boundary") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  const auto first = task_entity(made, "seed");
  REQUIRE(first.has_value());
  made.files = {"Content-Type: text/plain\r\n\r\n" + *first};
  const auto second = task_entity(made, "seed");
  REQUIRE(second.has_value());
  const auto message = base::parse_message(*second);
  REQUIRE(message.root.children.size() == 3);
  const base::Part& part = message.root.children[1];
  CHECK(second->substr(part.header.begin, part.body.end - part.header.begin) == made.files[0]);
}

TEST_CASE("office/card: without files and calendar the alternative stands alone") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  made.calendar = false;
  CHECK(type_of(base::parse_message(task_entity(made, "s").value_or(std::string())).root) == "multipart/alternative");
}

TEST_CASE("office/card: the machine form names the files with their digests") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  made.files = {base::binary_entity("application/pdf", "%PDF-1.7 nội dung", "báo cáo.pdf"), hostile_files()[0]};
  const auto value = nlohmann::json::parse(json_ld(made));
  REQUIRE(value["associatedMedia"].size() == 2);
  CHECK(value["associatedMedia"][0]["name"] == "báo cáo.pdf");
  CHECK(value["associatedMedia"][0]["sha256"] == base::to_hex(base::sha256("%PDF-1.7 nội dung")));
  CHECK(value["associatedMedia"][0]["contentSize"] == std::to_string(std::string("%PDF-1.7 nội dung").size()));
  CHECK(value["associatedMedia"][1]["contentUrl"] == "cid:f1$a@x.example");
  const auto calendar = parsed(vtodo(made).value_or(std::string()));
  auto* attach = icalcomponent_get_first_property(todo_of(calendar), ICAL_ATTACH_PROPERTY);
  REQUIRE(attach != nullptr);
  CHECK(std::string(icalattach_get_url(icalproperty_get_attach(attach))) == "CID:f1%24a%40x.example");
  CHECK(icalcomponent_get_next_property(todo_of(calendar), ICAL_ATTACH_PROPERTY) == nullptr);
}

TEST_CASE("office/vtodo: identity, sequence, people and states") {
  struct Case {
    tasks::State state;
    icalproperty_status status;
    icalparameter_partstat partstat;
  };
  for (const auto& c :
       std::vector<Case>{{tasks::State::not_started, ICAL_STATUS_NEEDSACTION, ICAL_PARTSTAT_NEEDSACTION},
                         {tasks::State::in_progress, ICAL_STATUS_INPROCESS, ICAL_PARTSTAT_INPROCESS},
                         {tasks::State::wait_confirm, ICAL_STATUS_INPROCESS, ICAL_PARTSTAT_COMPLETED},
                         {tasks::State::done, ICAL_STATUS_COMPLETED, ICAL_PARTSTAT_COMPLETED},
                         {tasks::State::returned, ICAL_STATUS_NEEDSACTION, ICAL_PARTSTAT_NEEDSACTION},
                         {tasks::State::refused, ICAL_STATUS_NEEDSACTION, ICAL_PARTSTAT_DECLINED},
                         {tasks::State::cancelled, ICAL_STATUS_CANCELLED, ICAL_PARTSTAT_ACCEPTED}}) {
    CAPTURE(std::string(tasks::to_string(c.state)));
    Choice choice;
    choice.state = c.state;
    const auto one = task(choice);
    const std::string ics = vtodo(card(one, choice)).value_or(std::string());
    for (std::size_t at = 0; at < ics.size();) {  // RFC 5545 §3.1: CRLF, at most 75 octets, no character cut
      const auto end = ics.find("\r\n", at);
      REQUIRE(end != std::string::npos);
      REQUIRE(end - at <= 75);
      REQUIRE((static_cast<unsigned char>(ics[at]) & 0xC0) != 0x80);
      at = end + 2;
    }
    const auto calendar = parsed(ics);
    icalcomponent* todo = todo_of(calendar);
    CHECK(std::string(icalcomponent_get_uid(todo)) == "nv-4711@bimson.example");
    CHECK(icalcomponent_get_sequence(todo) == one.events);
    CHECK(static_cast<std::int64_t>(icaltime_as_timet(icalcomponent_get_dtstamp(todo))) == kNow.seconds());
    CHECK(icalcomponent_get_status(todo) == c.status);
    auto* organizer = icalcomponent_get_first_property(todo, ICAL_ORGANIZER_PROPERTY);
    REQUIRE(organizer != nullptr);
    CHECK(std::string(icalproperty_get_organizer(organizer)) == "mailto:giaoviec@bimson.example");
    CHECK(std::string(icalparameter_get_sentby(icalproperty_get_first_parameter(organizer, ICAL_SENTBY_PARAMETER))) ==
          "mailto:binhnv@bimson.example");
    auto* attendee = icalcomponent_get_first_property(todo, ICAL_ATTENDEE_PROPERTY);
    REQUIRE(attendee != nullptr);
    CHECK(icalparameter_get_partstat(icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER)) ==
          c.partstat);
    const bool open = !tasks::is_final(c.state);
    CHECK(icalparameter_get_rsvp(icalproperty_get_first_parameter(attendee, ICAL_RSVP_PARAMETER)) ==
          (open ? ICAL_RSVP_TRUE : ICAL_RSVP_FALSE));
    CHECK((icalcomponent_get_first_property(todo, ICAL_COMPLETED_PROPERTY) != nullptr) ==
          (c.state == tasks::State::done));
    CHECK(icalcomponent_get_first_property(todo, ICAL_DESCRIPTION_PROPERTY) != nullptr);
    CHECK(icalcomponent_get_first_property(todo, ICAL_COMMENT_PROPERTY) != nullptr);
  }
}

TEST_CASE("office/vtodo: an hour is urgent, who is only informed is not") {
  auto priority = [](const Choice& choice) {
    const auto one = task(choice);
    const auto calendar = parsed(vtodo(card(one, choice)).value_or(std::string()));
    auto* property = icalcomponent_get_first_property(todo_of(calendar), ICAL_PRIORITY_PROPERTY);
    return property == nullptr ? -1 : icalproperty_get_priority(property);
  };
  Choice day, hour, informed;
  hour.due = Due::hour;
  informed.party = 2;
  CHECK(priority(day) == 5);
  CHECK(priority(hour) == 1);
  CHECK(priority(informed) == 9);
}

TEST_CASE("office/vtodo: a cancelled task is cancelled for the calendar too") {
  Choice choice;
  choice.state = tasks::State::cancelled;
  const auto one = task(choice);
  const auto entity = task_entity(card(one, choice), "seed").value_or(std::string());
  const auto message = base::parse_message(entity);
  REQUIRE(message.root.children.size() == 2);
  CHECK(message.root.children[1].content_type.parameter("method") == "CANCEL");
  CHECK(base::decode_body(message.root.children[1], entity).find("\r\nMETHOD:CANCEL\r\n") != std::string::npos);
}

TEST_CASE("office/vtodo: who handed the task over is shown as delegating it") {
  Choice choice;
  choice.parties = 2;
  auto one = task(choice);
  one.parties[0].role = tasks::PartyRole::informed;
  one.parties[0].reassigned_to = 1;
  one.parties[1].role = tasks::PartyRole::lead;
  const auto calendar = parsed(vtodo(card(one, choice)).value_or(std::string()));
  auto* attendee = icalcomponent_get_first_property(todo_of(calendar), ICAL_ATTENDEE_PROPERTY);
  REQUIRE(attendee != nullptr);
  CHECK(icalparameter_get_partstat(icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER)) ==
        ICAL_PARTSTAT_DELEGATED);
  CHECK(std::string(icalparameter_get_delegatedto(icalproperty_get_first_parameter(
            attendee, ICAL_DELEGATEDTO_PARAMETER))) == "mailto:taichinh@bimson.example");
}
