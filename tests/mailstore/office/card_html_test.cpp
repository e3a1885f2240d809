// The HTML card is safe and its buttons answer: read tag by tag.
#include <doctest/doctest.h>

#include <set>

#include "base/mime/html_text.h"
#include "base/text/encoding.h"
#include "policies/calendar/calendar.h"
#include "policies/replies/reply_grammar.h"
#include "tests/mailstore/office/card_samples.h"

using namespace mailstore::office;
using namespace card_samples;

namespace {

// Names of all tags and attributes, and the values of links, of a document that we wrote ourselves: every value in
// double quotes.
struct Scan {
  std::set<std::string> tags, attributes;
  std::vector<std::string> links;
  bool balanced = true;
};

Scan scan(const std::string& html) {
  Scan out;
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    if (html.compare(at, 4, "<!--") == 0) {
      at = html.find("-->", at);
      REQUIRE(at != std::string::npos);
      continue;
    }
    std::size_t i = at + 1;
    const bool closing = html[i] == '/';
    if (closing) ++i;
    std::string name;
    while (i < html.size() && html[i] != '>' && html[i] != ' ') name += html[i++];
    out.tags.insert(name);
    while (i < html.size() && html[i] == ' ') {
      std::string attribute;
      for (++i; i < html.size() && html[i] != '=' && html[i] != '>' && html[i] != ' '; ++i) attribute += html[i];
      if (i >= html.size() || html[i] != '=') continue;
      out.attributes.insert(attribute);
      REQUIRE(html[i + 1] == '"');
      const auto end = html.find('"', i + 2);
      REQUIRE(end != std::string::npos);
      if (attribute == "href") out.links.push_back(base::html_to_text(html.substr(i + 2, end - i - 2)));
      i = end + 1;
    }
    REQUIRE(i < html.size());
    REQUIRE(html[i] == '>');
    at = i;
    if (name == "br" || name == "meta" || name == "!DOCTYPE") continue;
    if (!closing) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      out.balanced = false;
    } else {
      open.pop_back();
    }
  }
  out.balanced = out.balanced && open.empty();
  return out;
}

std::string part_of(const std::string& link, const std::string& name) {
  const auto at = link.find(name + "=");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 1;
  return base::percent_decode(link.substr(begin, link.find('&', begin) - begin)).value_or("broken");
}

}  // namespace

TEST_CASE("office/card: hostile words bring no tag, attribute or link of their own") {
  const std::set<std::string> tags{"!DOCTYPE", "html", "head", "meta", "body", "table", "tr", "td",
                                   "div",      "h1",   "span", "font", "a",    "b",     "br"};
  const std::set<std::string> attributes{"lang",  "charset",     "name",        "content", "bgcolor", "style",
                                         "role",  "cellpadding", "cellspacing", "border",  "width",   "height",
                                         "align", "valign",      "dir",         "href",    "color"};
  for (const auto state : kStates) {
    for (const auto& title : titles()) {
      Choice choice{state, Due::hour, Asked::pending, 2, title, state == tasks::State::in_progress, 0};
      CAPTURE(title);
      auto one = task(choice);
      one.head.content = title + "\n" + title;
      one.head.office_name = one.head.assigner_name = one.head.basis = one.parties[1].name = one.parties[1].address =
          title;
      one.parties[0].extensions[0].reason = title;
      auto made = card(one, choice);
      made.files = {"Content-Type: text/plain; name*=utf-8''" + base::percent_encode(title) + "\r\n\r\nx\r\n"};
      const std::string html = html_card(made);
      const Scan seen = scan(html);
      CHECK(seen.balanced);
      for (const auto& tag : seen.tags) CHECK_MESSAGE(tags.contains(tag), tag);
      for (const auto& attribute : seen.attributes) CHECK_MESSAGE(attributes.contains(attribute), attribute);
      for (const auto& link : seen.links) {
        CHECK(link.starts_with("mailto:nv%2B1a2b3c.2.k7m2p9qx@bimson.example?subject="));
        CHECK(link.size() < 2000);
      }
      // Nothing is fetched: no source, no url(), and no address but in mailto links and visible words.
      CHECK(html.find("url(") == std::string::npos);
      CHECK(html.find("src=") == std::string::npos);
      for (const unsigned char c : html) REQUIRE((c >= ' ' || c == '\n' || c == '\t'));
    }
  }
}

TEST_CASE("office/card: each button carries a word the grammar takes, and the subject") {
  struct Case {
    Choice choice;
    std::vector<std::string> bodies;
  };
  Choice assign, asked, wait, nothing, informed;
  asked.state = tasks::State::in_progress;
  asked.asked = Asked::pending;
  asked.to_assigner = wait.to_assigner = true;
  wait.state = tasks::State::wait_confirm;
  nothing.state = tasks::State::done;
  informed.party = 2;
  for (const auto& c : std::vector<Case>{{assign, {"NHẬN", "TIẾN ĐỘ ", "XONG", "GIA HẠN ", "CHUYỂN TỚI ", "TỪ CHỐI "}},
                                         {asked, {"ĐỒNG Ý", "KHÔNG ", "TẠM HOÃN ", "HỦY ", "HẠN MỚI "}},
                                         {wait, {"ĐÓNG", "TRẢ LẠI ", "TẠM HOÃN ", "HỦY "}},
                                         {nothing, {}},
                                         {informed, {}}}) {
    const auto one = task(c.choice);
    const auto made = card(one, c.choice);
    const Scan seen = scan(html_card(made));
    REQUIRE(seen.links.size() == c.bodies.size());
    for (std::size_t i = 0; i < seen.links.size(); ++i) {
      CHECK(part_of(seen.links[i], "body") == c.bodies[i]);
      CHECK(part_of(seen.links[i], "subject") == "Re: " + made.text.subject);
      const auto reply =
          policies::replies::parse_reply(part_of(seen.links[i], "body"), {cal::shipped_calendar(), kNow, {}});
      CHECK(reply.intent != policies::replies::Intent::comment);
      // A word that needs more must not do anything when it is sent as it is; a pause needs no reason.
      const bool more = c.bodies[i].ends_with(' ') && reply.intent != policies::replies::Intent::suspend;
      CHECK(reply.applies() != more);
    }
  }
}

TEST_CASE("office/card: the buttons are buttons in Word and without any style") {
  const Choice choice;
  const auto one = task(choice);
  const std::string html = html_card(card(one, choice));
  const auto count = [&](std::string_view what) {
    std::size_t n = 0;
    for (auto at = html.find(what); at != std::string::npos; at = html.find(what, at + 1)) ++n;
    return n;
  };
  const std::size_t buttons = scan(html).links.size();
  REQUIRE(buttons == 6);
  CHECK(count("mso-padding-alt:9px 16px") == buttons);
  CHECK(count("<font color=\"#ffffff\">NHẬN ") == 1);  // the ink of the filled one does not hang on the style
  CHECK(count("<font color=\"#1c56a6\">") == buttons - 1);
}

TEST_CASE("office/card: read aloud it has one heading, and its English is marked as English") {
  Choice choice;
  choice.asked = Asked::pending;
  const auto one = task(choice);
  const std::string html = html_card(card(one, choice));
  CHECK(html.find(">Rà soát hộ nghèo năm 2026</h1>") != std::string::npos);
  CHECK(html.find("<h1", html.find("<h1") + 1) == std::string::npos);
  for (const char* english : {">Deadline<", ">Friday, 18 December 2026 (end of day)<", ">not started, in time",
                              ">Direction<", ">Extension asked until ", ">Lead<", ">ACCEPT<", ">A button opens"}) {
    CAPTURE(std::string(english));
    const auto at = html.find(english);
    REQUIRE(at != std::string::npos);
    const auto tag = html.rfind('<', at);
    CHECK(html.substr(tag, at - tag).find("lang=\"en\"") != std::string::npos);
  }
}

TEST_CASE("office/card: no answer expected, no buttons") {
  const Choice choice;
  const auto one = task(choice);
  auto made = card(one, choice);
  made.reply_address.clear();
  const std::string html = html_card(made);
  CHECK(scan(html).links.empty());
  CHECK(base::html_to_text(html).find("Bấm nút") == std::string::npos);
}

TEST_CASE("office/card: the colour of the deadline goes with its word") {
  struct Case {
    tasks::State state;
    std::chrono::hours left;
    const char* colour;
    const char* word;
  };
  for (const auto& c :
       std::vector<Case>{{tasks::State::in_progress, std::chrono::hours(240), "#e8f0fb", "trong hạn"},
                         {tasks::State::in_progress, std::chrono::hours(30), "#fff2d9", "sắp đến hạn"},
                         {tasks::State::in_progress, std::chrono::hours(-30), "#fdecea", "quá hạn"},
                         {tasks::State::wait_confirm, std::chrono::hours(30), "#f0eafb", "chờ xác nhận"},
                         {tasks::State::done, std::chrono::hours(30), "#e4f5eb", "đúng hạn"},
                         {tasks::State::done, std::chrono::hours(-30), "#fdecea", "quá hạn"},
                         {tasks::State::cancelled, std::chrono::hours(30), "#eef1f6", "đã hủy"}}) {
    Choice choice;
    choice.state = c.state;
    auto one = task(choice);
    one.parties[0].due = kNow + c.left;
    const std::string html = html_card(card(one, choice));
    CAPTURE(std::string(c.word));
    CHECK(html.find(std::string("background:") + c.colour + ";border-radius:8px") != std::string::npos);
    CHECK(base::html_to_text(html).find(c.word) != std::string::npos);
  }
}
