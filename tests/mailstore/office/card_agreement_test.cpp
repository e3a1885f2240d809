// Text, JSON-LD, VTODO and HTML of one card say the same: each is read back by another hand (nlohmann, libical,
// html_to_text).
#include <doctest/doctest.h>
#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/mime/html_text.h"
#include "base/text/encoding.h"
#include "mailstore/office/mails/task_card.h"
#include "policies/phrases/deadline_resolve.h"
#include "tests/mailstore/office/card_samples.h"

using namespace mailstore::office;
using namespace card_samples;
using Json = nlohmann::json;

namespace {

using Calendar = std::unique_ptr<icalcomponent, void (*)(icalcomponent*)>;

std::string flat(std::string_view text) { return policies::phrases::one_line(text, 100000); }

// What must be found in each form, gathered here a second time and by other means.
struct Facts {
  std::string number, title, assigner;
  std::vector<std::pair<std::string, std::string>> lead, cooperating, informed;  // name, address
  std::optional<base::Timestamp> due;
  tasks::State state = tasks::State::not_started;
  int percent = 0;
};

Facts expected(const tasks::Task& task) {
  Facts facts{task.head.number,    flat(task.head.title), task.head.assigner_name, {}, {}, {},
              task.parties[0].due, task.parties[0].state, task.parties[0].percent};
  for (const auto& party : task.parties) {
    auto& list = party.role == tasks::PartyRole::lead          ? facts.lead
                 : party.role == tasks::PartyRole::cooperating ? facts.cooperating
                                                               : facts.informed;
    list.emplace_back(flat(party.name), party.address);
  }
  return facts;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void check_text(const std::string& text, const Facts& facts) {
  auto joined = [](const auto& list) {
    std::string out;
    for (const auto& [name, address] : list) out += (out.empty() ? "" : "; ") + name + " <" + address + ">";
    return out;
  };
  const std::string due = facts.due ? policies::phrases::describe_due(*facts.due).vi : "không có thời hạn";
  CHECK(has(text, "\nNhiệm vụ: " + facts.number + "\n"));
  CHECK(has(text, "\nNội dung: " + facts.title + "\n"));
  CHECK(has(text, "\nNgười giao: " + facts.assigner + "\n"));
  CHECK(has(text, "\nThời hạn: " + due + "\n"));
  CHECK(has(text, "\nChủ trì: " + joined(facts.lead) + "\n"));
  CHECK(has(text, "\nPhối hợp: " + joined(facts.cooperating) + "\n") == !facts.cooperating.empty());
  CHECK(has(text, "\nĐể biết: " + joined(facts.informed) + "\n") == !facts.informed.empty());
  CHECK(has(text, std::string("\nTrạng thái: ") + tasks::state_vi(facts.state)));
  CHECK(has(text, "\nTiến độ: " + std::to_string(facts.percent) + "%\n"));
  CHECK(has(text, "\nTask: " + facts.number + "\n"));
}

void check_json(const std::string& json, const Facts& facts) {
  const Json value = Json::parse(json);
  CHECK(value["@type"] == "Action");
  CHECK(value["@context"][0] == "https://schema.org");
  CHECK(value["identifier"] == facts.number);
  CHECK(value["name"] == facts.title);
  CHECK(value["assigner"]["name"] == facts.assigner);
  CHECK(value["state"] == tasks::to_string(facts.state));
  CHECK(value["percent"] == facts.percent);
  if (facts.due) CHECK(value["due"] == base::iso_date_time(*facts.due, 420));
  else CHECK(value["due"].is_null());
  auto same = [&](const char* role, const auto& list) {
    REQUIRE(value[role].size() == list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      CHECK(value[role][i]["name"] == list[i].first);
      CHECK(value[role][i]["email"] == list[i].second);
    }
  };
  same("lead", facts.lead);
  same("cooperating", facts.cooperating);
  same("informed", facts.informed);
}

std::string x_value(icalcomponent* todo, std::string_view name) {
  for (auto* p = icalcomponent_get_first_property(todo, ICAL_X_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(todo, ICAL_X_PROPERTY)) {
    if (icalproperty_get_x_name(p) == name) return icalproperty_get_x(p);
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> attendees(icalcomponent* todo, icalparameter_role role) {
  std::vector<std::pair<std::string, std::string>> out;
  for (auto* p = icalcomponent_get_first_property(todo, ICAL_ATTENDEE_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(todo, ICAL_ATTENDEE_PROPERTY)) {
    auto* r = icalproperty_get_first_parameter(p, ICAL_ROLE_PARAMETER);
    auto* cn = icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);
    REQUIRE(r != nullptr);
    REQUIRE(cn != nullptr);
    CHECK(icalproperty_get_first_parameter(p, ICAL_PARTSTAT_PARAMETER) != nullptr);
    CHECK(icalproperty_get_first_parameter(p, ICAL_RSVP_PARAMETER) != nullptr);
    const std::string uri = icalproperty_get_attendee(p);
    REQUIRE(uri.starts_with("mailto:"));
    if (icalparameter_get_role(r) == role)
      out.emplace_back(icalparameter_get_cn(cn), base::percent_decode(uri.substr(7)).value_or("?"));
  }
  return out;
}

void check_vtodo(const std::string& ics, const Facts& facts) {
  const Calendar calendar(icalparser_parse_string(ics.c_str()), icalcomponent_free);
  REQUIRE(calendar != nullptr);
  CHECK(icalcomponent_count_errors(calendar.get()) == 0);
  CHECK(icalcomponent_count_components(calendar.get(), ICAL_ANY_COMPONENT) == 1);
  icalcomponent* todo = icalcomponent_get_first_component(calendar.get(), ICAL_VTODO_COMPONENT);
  REQUIRE(todo != nullptr);
  CHECK(x_value(todo, "X-VANTHU-NUMBER") == facts.number);
  CHECK(x_value(todo, "X-VANTHU-STATE") == tasks::to_string(facts.state));
  auto* contact = icalcomponent_get_first_property(todo, ICAL_CONTACT_PROPERTY);
  REQUIRE(contact != nullptr);
  CHECK(std::string(icalproperty_get_contact(contact)) == facts.assigner);
  CHECK(std::string(icalcomponent_get_summary(todo)) == facts.title);
  auto* percent = icalcomponent_get_first_property(todo, ICAL_PERCENTCOMPLETE_PROPERTY);
  REQUIRE(percent != nullptr);
  CHECK(icalproperty_get_percentcomplete(percent) == facts.percent);
  auto* due = icalcomponent_get_first_property(todo, ICAL_DUE_PROPERTY);
  REQUIRE((due != nullptr) == facts.due.has_value());
  if (due != nullptr) {
    const icaltimetype time = icalproperty_get_due(due);
    CHECK(icaltime_is_utc(time));
    CHECK_FALSE(time.is_date);
    CHECK(static_cast<std::int64_t>(icaltime_as_timet(time)) == facts.due->seconds());
  }
  // RFC 5545 §3.2: no double quote in a parameter.
  auto without_quotes = [](auto list) {
    for (auto& [name, address] : list) std::replace(name.begin(), name.end(), '"', '\'');
    return list;
  };
  CHECK(attendees(todo, ICAL_ROLE_CHAIR) == without_quotes(facts.lead));
  CHECK(attendees(todo, ICAL_ROLE_REQPARTICIPANT) == without_quotes(facts.cooperating));
  CHECK(attendees(todo, ICAL_ROLE_NONPARTICIPANT) == without_quotes(facts.informed));
  const bool cancelled = facts.state == tasks::State::cancelled;
  CHECK(icalcomponent_get_method(calendar.get()) == (cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST));
}

void check_html(const std::string& html, const Facts& facts) {
  const std::string text = base::html_to_text(html);
  CAPTURE(text);
  auto section = [](const char* vi, const char* en, const auto& list) {
    std::string out;
    for (const auto& [name, address] : list)
      out += (out.empty() ? std::string("\n") + vi + "\n" + en + " " : std::string("\n")) + name + " <" + address + ">";
    return out.empty() ? out : out + "\n";
  };
  const auto due =
      facts.due ? policies::phrases::describe_due(*facts.due) : tasks::Sentence{"không có thời hạn", "no deadline"};
  CHECK(has(text, "\nNhiệm vụ " + facts.number + " Task\n" + facts.title + "\nThời hạn Deadline\n" + due.vi + "\n" +
                      due.en + "\n"));
  CHECK(has(text, section("Chủ trì", "Lead", facts.lead)));
  CHECK(has(text, section("Phối hợp", "Cooperating", facts.cooperating)));
  CHECK(has(text, section("Để biết", "For information", facts.informed)));
  CHECK(has(text, "\nPhối hợp\n") == !facts.cooperating.empty());
  CHECK(has(text, "\nĐể biết\n") == !facts.informed.empty());
  CHECK(has(text, "\nNgười giao\nAssigned by " + facts.assigner + "\n"));
  CHECK(has(text, std::string("\n") + tasks::state_vi(facts.state)));
  CHECK(has(text, " – tiến độ " + std::to_string(facts.percent) + "%\n"));
}

}  // namespace

TEST_CASE("office/card: text, JSON-LD, VTODO and HTML say the same") {
  int cards = 0;
  for (const auto state : kStates) {
    for (const Due due : {Due::none, Due::whole_day, Due::hour}) {
      for (const Asked asked : {Asked::nothing, Asked::pending, Asked::approved}) {
        for (std::size_t t = 0; t < titles().size(); ++t) {
          Choice choice{state, due, asked, static_cast<int>(t % 3), titles()[t], (cards % 2) != 0, 0};
          CAPTURE(tasks::to_string(state));
          CAPTURE(static_cast<int>(due));
          CAPTURE(static_cast<int>(asked));
          CAPTURE(choice.title);
          CAPTURE(choice.to_assigner);
          const auto one = task(choice);
          const auto made = card(one, choice);
          const Facts facts = expected(one);
          check_text(made.text.text, facts);
          check_json(json_ld(made), facts);
          const auto ics = vtodo(made);
          REQUIRE(ics.has_value());
          check_vtodo(*ics, facts);
          check_html(html_card(made), facts);
          ++cards;
        }
      }
    }
  }
  CHECK(cards == 9 * 3 * 3 * 10);
}

TEST_CASE("office/card: every party gets the same facts in all forms") {
  for (const auto state : {tasks::State::not_started, tasks::State::in_progress}) {
    for (int party = 0; party < 5; ++party) {
      CAPTURE(party);
      Choice choice{state, Due::hour, Asked::nothing, 2, titles()[1], false, party};
      auto one = task(choice);
      // Cooperating parties have states of their own; those who are only informed see the lead's.
      const bool cooperates = one.parties[static_cast<std::size_t>(party)].role == tasks::PartyRole::cooperating;
      if (cooperates) one.parties[static_cast<std::size_t>(party)].percent = 40;
      const auto made = card(one, choice);
      Facts facts = expected(one);
      if (cooperates) {
        facts.state = tasks::State::not_started;
        facts.percent = 40;
      }
      check_text(made.text.text, facts);
      check_json(json_ld(made), facts);
      check_vtodo(vtodo(made).value_or(std::string()), facts);
      check_html(html_card(made), facts);
    }
  }
}

TEST_CASE("office/card: what the sender wrote besides the command stands in every form") {
  Choice choice;
  choice.state = tasks::State::in_progress;
  const auto one = task(choice);
  auto made = card(one, choice);
  tasks::TaskEvent event;
  event.kind = tasks::EventKind::submitted;
  event.reason = "Đã gửi 3 biểu mẫu.\nCòn <1> biểu; thứ Hai gửi nốt, \"bản giấy\".";
  made.text = tasks::step_message(one, event, true, "Lê Thị Hoa", kNow);
  CHECK(has(made.text.text, "chờ xác nhận.\n\nNguyên văn:\n" + event.reason + "\n\nNhiệm vụ: "));
  CHECK(has(made.text.text, "As written:\n" + event.reason + "\n\nTask: "));
  CHECK(Json::parse(json_ld(made))["words"] == event.reason);
  CHECK(has(base::html_to_text(html_card(made)), "\n" + event.reason + "\n"));
  const Calendar calendar(icalparser_parse_string(vtodo(made).value_or(std::string()).c_str()), icalcomponent_free);
  REQUIRE(calendar != nullptr);
  CHECK(has(icalcomponent_get_comment(icalcomponent_get_first_component(calendar.get(), ICAL_VTODO_COMPONENT)),
            flat(event.reason)));
}

TEST_CASE("office/card: an extension that waits is said in every form") {
  Choice choice;
  choice.asked = Asked::pending;
  choice.to_assigner = true;
  choice.state = tasks::State::in_progress;
  const auto one = task(choice);
  const auto made = card(one, choice);
  const std::string until = "thứ Hai, ngày 28/12/2026 (hết ngày)";
  CHECK(has(made.text.text, "Đang xin gia hạn đến: " + until + " – lý do: chờ số liệu; <thiếu> người\n"));
  const Json value = Json::parse(json_ld(made));
  CHECK(value["extension"]["due"] == "2026-12-28T23:59:59+07:00");
  CHECK(value["extension"]["description"] == "chờ số liệu; <thiếu> người");
  const std::string html = base::html_to_text(html_card(made));
  CHECK(has(html, "Đang xin gia hạn đến " + until + "\nLý do: chờ số liệu; <thiếu> người\n"));
  CHECK(has(html, "ĐỒNG Ý APPROVE"));
  const Calendar calendar(icalparser_parse_string(vtodo(made).value_or(std::string()).c_str()), icalcomponent_free);
  REQUIRE(calendar != nullptr);
  CHECK(has(icalcomponent_get_description(icalcomponent_get_first_component(calendar.get(), ICAL_VTODO_COMPONENT)),
            "Đang xin gia hạn đến: " + until));
}
