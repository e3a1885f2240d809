#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/text/utf8.h"
#include "mailstore/office/journal/event_sentence.h"
#include "tests/mailstore/mail_house.h"
#include "tests/mailstore/office/event_samples.h"

namespace {

using namespace mailstore::office;
using tests::must;
using Json = nlohmann::json;

// The same event with one field of its JSON changed.
base::Result<Event> with(const Event& event, const std::string& pointer, const Json& value) {
  Json json = Json::parse(to_json(event));
  json[Json::json_pointer(pointer)] = value;
  return parse_event(json.dump());
}

base::ErrorCode error_of(const base::Result<Event>& result) {
  return result ? base::ErrorCode::internal : result.error().code;
}

TEST_CASE("office/event json: every kind of event comes back as it was") {
  std::set<std::string> types;
  std::set<std::size_t> kinds;
  std::set<policies::tasks::EventKind> steps;
  for (const Event& event : tests::journal_of_town()) {
    const std::string json = to_json(event);
    INFO(json);
    const Event back = must(parse_event(json));
    CHECK(to_json(back) == json);
    CHECK(back.seq == event.seq);
    CHECK(back.office == event.office);
    CHECK(back.at == event.at);
    CHECK(back.actor == event.actor);
    CHECK(back.actor_name == event.actor_name);
    CHECK(back.proof == event.proof);
    CHECK(back.verdict == event.verdict);
    CHECK(back.cause == event.cause);
    CHECK(back.cause_message_id == event.cause_message_id);
    CHECK(back.body.index() == event.body.index());
    CHECK(std::string(type_of(back)) == type_of(event));
    CHECK_FALSE(sentence_of(back).vi.empty());
    CHECK_FALSE(sentence_of(back).en.empty());
    if (const auto* step = std::get_if<TaskStep>(&back.body)) {
      steps.insert(step->event.kind);
      CHECK(step->event.seq == event.seq);
      CHECK(step->event.actor == event.actor);
      CHECK(step->event.at == event.at);
    }
    types.insert(type_of(event));
    kinds.insert(event.body.index());
  }
  CHECK(kinds.size() == std::variant_size_v<EventBody>);
  CHECK(types.size() == kinds.size());
  CHECK(steps.size() == static_cast<std::size_t>(policies::tasks::kEventKindCount) - 1);  // all but undone, see below
}

TEST_CASE("office/event json: values of each field survive") {
  const Event dispatched = must(parse_event(to_json(tests::event(7, tests::dispatched(1)))));
  const auto& body = std::get<DocumentDispatched>(dispatched.body);
  CHECK(body.key == tests::key(1));
  CHECK(body.date == tests::day(2026, 11, 23));
  CHECK(body.signer == "Mai Đình Lâm");
  REQUIRE(body.recipients.size() == 2);
  CHECK(body.recipients[0].office == tests::kWard);
  CHECK(body.recipients[1].address == "so@ngoai.example");
  CHECK(body.answers == "1132/STTTT-CNTT");
  const Event assigned = must(parse_event(to_json(tests::event(7, tests::assigned()))));
  const auto& task = std::get<TaskAssigned>(assigned.body);
  CHECK(task.deadline == tests::assigned().deadline);
  CHECK(task.assignment.due == tests::assigned().assignment.due);
  CHECK(task.assignment.parties.at(1).role == policies::tasks::PartyRole::cooperating);
  CHECK(task.assignment.content == "Đề nghị các phường báo cáo.\nHạn 18/12.");
  DocumentArrived local = tests::arrived();
  local.sender = tests::key(4, 2026, Book::outgoing, tests::kWard);
  local.recipient = 3;
  local.duplicate_of = 2;
  local.date.year = 0;
  const Event here = must(parse_event(to_json(tests::event(7, local))));
  const auto& document = std::get<DocumentArrived>(here.body);
  CHECK(document.sender == local.sender);
  CHECK(document.recipient == 3);
  CHECK(document.duplicate_of == 2);
  CHECK(document.date.year == 0);
  CHECK(document.digest == local.digest);
}

TEST_CASE("office/event json: how a document came, whose signature it has, what the files of a dispatch sign") {
  auto body = tests::arrived();
  body.origin = Origin::copied;
  body.shares_message_id = true;
  body.signature = "la@evil.example đã ký thư này; đó KHÔNG phải người gửi.";
  const Event entered = tests::event(7, body);
  CHECK(type_of(entered) == std::string("document.entered"));
  const auto back = std::get<DocumentArrived>(must(parse_event(to_json(entered))).body);
  CHECK(back.origin == Origin::copied);
  CHECK(back.shares_message_id);
  CHECK(back.signature == body.signature);
  const auto dispatched =
      std::get<DocumentDispatched>(must(parse_event(to_json(tests::event(7, tests::dispatched(1))))).body);
  REQUIRE(dispatched.files.size() == 1);
  CHECK(dispatched.files[0].name == "“van-ban.pdf”");
  CHECK(dispatched.files[0].signed_contents ==
        std::vector<base::Sha256>{base::sha256("leader 1"), base::sha256("seal 1")});
  // Events from before have none of it.
  Json old = Json::parse(to_json(tests::event(7, tests::arrived())));
  for (const char* name : {"origin", "shares_message_id", "signature"}) CHECK_FALSE(old["body"].contains(name));
  CHECK(old["type"] == "document.arrived");
  CHECK(std::get<DocumentArrived>(must(parse_event(old.dump())).body).origin == Origin::delivered);
  old["body"]["origin"] = "somehow";
  CHECK_FALSE(parse_event(old.dump()));
}

TEST_CASE("office/event json: hostile text is kept, broken UTF-8 repaired, once and for all") {
  const std::string hostile = "\"},\"seq\":1}\r\n\t\\u0000<script>\x01 \xE2\x80\xAE“Số”\n.\r\nBcc: x@y.example";
  for (const std::string& text : {hostile, std::string("nửa \xC3 chừng \xFF\xFE"), std::string("a\0b", 3),
                                  std::string(100000, 'x'), std::string()}) {
    Event event = tests::event(3, NumberVoided{tests::key(2), text});
    event.actor_name = event.verdict_sentence = event.cause_message_id = text;
    const Event once = must(parse_event(to_json(event)));
    CHECK(to_json(must(parse_event(to_json(once)))) == to_json(once));
    CHECK(base::is_valid_utf8(std::get<NumberVoided>(once.body).reason));
    if (base::is_valid_utf8(text)) CHECK(std::get<NumberVoided>(once.body).reason == text);
    CHECK(once.seq == 3);
    const std::string mail = event_message(event, {"nhatky@bimson.example", "UBND thị xã\r\nBcc: x@y.example"});
    CHECK(mail.substr(0, mail.find("\r\n\r\n")).find("\r\nBcc:") == std::string::npos);
    CHECK(to_json(must(event_of_message(mail))) == to_json(once));
  }
}

TEST_CASE("office/event json: unknown fields are ignored, missing ones keep their defaults") {
  const Event event = tests::event(5, tests::arrived());
  Json json = Json::parse(to_json(event));
  json["tomorrow"] = {{"deep", {1, 2, 3}}};
  json["body"]["more"] = "x";
  for (const char* name : {"verdict", "verdict_sentence", "cause_sha256", "cause_message_id", "actor", "at"})
    json.erase(name);
  for (const char* name : {"issuer", "date", "duplicate_of", "digest", "recipient"}) json["body"].erase(name);
  json["body"]["abstract"] = nullptr;
  const Event back = must(parse_event(json.dump()));
  CHECK(back.verdict.empty());
  CHECK_FALSE(back.actor);
  CHECK(back.cause == base::Sha256{});
  const auto& body = std::get<DocumentArrived>(back.body);
  CHECK(body.issuer.empty());
  CHECK(body.abstract.empty());
  CHECK(body.date.year == 0);
  CHECK(body.number == "1132/STTTT-CNTT");
}

TEST_CASE("office/event json: a step taken back comes back as it was") {
  auto body = tests::step(policies::tasks::EventKind::undone);
  body.event.undoes = 7;
  body.event.parties = {0, 2};
  body.event.taken_back = {"Nguyễn Văn Bình đã hủy nhiệm vụ.", "Nguyễn Văn Bình cancelled the task."};
  Event event = tests::event(9, body);
  event.version = kEventVersion;
  const Event back = must(parse_event(to_json(event)));
  const auto& step = std::get<TaskStep>(back.body).event;
  CHECK(back.version == kEventVersion);
  CHECK(step.kind == policies::tasks::EventKind::undone);
  CHECK(step.undoes == 7);
  CHECK(step.parties == std::vector<int>{0, 2});
  CHECK(step.taken_back.vi == body.event.taken_back.vi);
  CHECK(step.taken_back.en == body.event.taken_back.en);
  CHECK(error_of(with(event, "/body/step/parties", "all")) == base::ErrorCode::bad_input);
}

TEST_CASE("office/event json: newer versions and kinds are unsupported, not bad") {
  const Event event = tests::event(5, tests::arrived());
  CHECK(error_of(with(event, "/version", kEventVersion + 1)) == base::ErrorCode::unsupported);
  CHECK(error_of(parse_event(R"({"version":3,"all":"different"})")) == base::ErrorCode::unsupported);
  CHECK(error_of(with(event, "/type", "document.recalled")) == base::ErrorCode::unsupported);
  CHECK(error_of(with(event, "/version", 0)) == base::ErrorCode::bad_input);
  CHECK(error_of(with(event, "/version", "1")) == base::ErrorCode::bad_input);
}

TEST_CASE("office/event json: values out of their range are bad, never cut or taken for others") {
  const Event number = tests::event(5, tests::reserved(7, tests::day(2026, 11, 23)));
  for (const auto& [pointer, value] : std::vector<std::pair<std::string, Json>>{{"/seq", 0},
                                                                                {"/seq", -1},
                                                                                {"/seq", 1.5},
                                                                                {"/seq", "5"},
                                                                                {"/seq", 18446744073709551615ull},
                                                                                {"/office", "x"},
                                                                                {"/at_us", -1},
                                                                                {"/at_us", 1e300},
                                                                                {"/at_us", 253402300800000000},
                                                                                {"/proof", "dkim"},
                                                                                {"/proof", nullptr},
                                                                                {"/proof", 1},
                                                                                {"/type", 7},
                                                                                {"/cause_sha256", "abc"},
                                                                                {"/cause_sha256", std::string(64, 'z')},
                                                                                {"/body/key/book", "secret"},
                                                                                {"/body/key/number", 4294967297},
                                                                                {"/body/key/number", 0},
                                                                                {"/body/key/number", 1000000},
                                                                                {"/body/key/year", -2026},
                                                                                {"/body/date", "31/02/2026"},
                                                                                {"/body/date", 20261123},
                                                                                {"/body/symbol", {1}},
                                                                                {"/body/type", 9000000000},
                                                                                {"/body", nullptr},
                                                                                {"/body", "x"},
                                                                                {"/actor", 5}}) {
    INFO(pointer, " ", value.dump());
    const auto bad = with(number, pointer, value);
    if (pointer == "/actor") CHECK((bad && !bad->actor));
    else CHECK(error_of(bad) == base::ErrorCode::bad_input);
  }
  const Event task = tests::event(5, tests::assigned());
  CHECK(error_of(with(task, "/body/assignment/parties", Json::array())) == base::ErrorCode::bad_input);
  CHECK(error_of(with(task, "/body/assignment/parties/0/state", "LATE")) == base::ErrorCode::bad_input);
  CHECK(error_of(with(task, "/body/assignment/parties/0/role", "boss")) == base::ErrorCode::bad_input);
  CHECK(error_of(with(task, "/body/assignment/parties/0/reassigned_to", 1)) == base::ErrorCode::bad_input);
  CHECK(error_of(with(task, "/body/assignment/parties/0/percent", 101)) == base::ErrorCode::bad_input);
  CHECK(error_of(with(task, "/body/deadline/minute", 1440)) == base::ErrorCode::bad_input);
  const Event step = tests::event(6, tests::step(policies::tasks::EventKind::accepted));
  CHECK(error_of(with(step, "/body/step/kind", "exploded")) == base::ErrorCode::bad_input);
  CHECK(error_of(with(step, "/body/step/party", -1)) == base::ErrorCode::bad_input);
  const Event told = tests::event(6, tests::status(1, 0, policies::dispatch::ExchangeStatus::arrived));
  CHECK(error_of(with(told, "/body/status", "09")) == base::ErrorCode::bad_input);
  CHECK(error_of(with(told, "/body/recipient", -1)) == base::ErrorCode::bad_input);
}

TEST_CASE("office/event json: every truncation is bad input") {
  for (const Event& event : {tests::event(3, tests::assigned()), tests::event(4, tests::dispatched(1))}) {
    const std::string json = to_json(event);
    for (std::size_t size = 0; size < json.size(); ++size) {
      if (error_of(parse_event(std::string_view(json).substr(0, size))) != base::ErrorCode::bad_input)
        FAIL("length " << size);
    }
    CHECK(error_of(parse_event(json + "x")) == base::ErrorCode::bad_input);
  }
  for (const char* text : {"", "null", "[]", "5", "\"x\"", "{}", "{\"version\":1}", "\xFF"})
    CHECK(error_of(parse_event(text)) == base::ErrorCode::bad_input);
  const std::string deep = R"({"version":1,"type":"answered","seq":1,"at_us":1,"proof":"system","body":{"more":)" +
                           std::string(200000, '[') + std::string(200000, ']') + "}}";
  CHECK(parse_event(deep).has_value());
}

TEST_CASE("office/event message: a mail for people with the event in it") {
  for (const Event& event : tests::journal_of_town()) {
    const std::string mail = event_message(event, {"nhatky@bimson.example", "UBND thị xã Bỉm Sơn"});
    INFO(mail);
    CHECK(mail == event_message(event, {"nhatky@bimson.example", "UBND thị xã Bỉm Sơn"}));
    CHECK(to_json(must(event_of_message(mail))) == to_json(event));
    CHECK(mail.find("[NK " + std::to_string(event.seq) + "] " + type_of(event)) != std::string::npos);
    CHECK(mail.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
    CHECK(mail.find("Message-ID: <nk.101." + std::to_string(event.seq) + "@bimson.example>\r\n") != std::string::npos);
  }
  CHECK(error_of(event_of_message("Subject: x\r\n\r\nno event")) == base::ErrorCode::bad_input);
  CHECK(error_of(event_of_message("")) == base::ErrorCode::bad_input);
  CHECK(error_of(event_of_message("Content-Type: application/json\r\n\r\n{")) == base::ErrorCode::bad_input);
}

TEST_CASE("office/event json: a folded task comes back as it was") {
  policies::tasks::Task task = policies::tasks::new_task(tests::assigned().assignment);
  for (const Event& event : tests::journal_of_town()) {
    const auto* step = std::get_if<TaskStep>(&event.body);
    if (step == nullptr || step->task != tests::kTask) continue;
    policies::tasks::TaskEvent applied = step->event;
    applied.seq = event.seq;
    applied.at = event.at;
    applied.actor = event.actor;
    const auto next = policies::tasks::apply(task, applied);
    INFO(policies::tasks::to_string(applied.kind), next.refusal.en);
    REQUIRE(next.ok);
    task = next.task;
    const std::string json = task_to_json(task);
    const auto back = must(task_from_json(json));
    CHECK(task_to_json(back) == json);
    CHECK(back.state() == task.state());
    CHECK(back.parties.size() == task.parties.size());
    CHECK(back.lead().name == task.lead().name);
  }
  CHECK(task.parties.at(0).approved_extensions() == 1);
  CHECK(task.lead().times_returned == 1);
  CHECK(task.state() == policies::tasks::State::done);
  for (const char* text : {"", "{}", "[]", R"({"head":{"parties":[]}})", "{\"head\":5}"})
    CHECK_FALSE(task_from_json(text).has_value());
  Json loop = Json::parse(task_to_json(task));
  loop["parties"][0]["reassigned_to"] = 0;
  CHECK_FALSE(task_from_json(loop.dump()).has_value());
}

}  // namespace
