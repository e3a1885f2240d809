// Whole replies as mail programs send them, HTML-only ones above all: each file says what must be understood.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/mime/message.h"
#include "mailstore/office/reading/html_quote.h"
#include "mailstore/office/reading/reply_text.h"
#include "policies/calendar/calendar.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/texts/task_text.h"

using namespace mailstore::office;
namespace tasks = policies::tasks;
namespace cal = policies::calendar;

namespace {

struct Golden {
  std::string expect, cut, message;
  std::optional<std::string> text;  // the whole new text, "|" for a line end
};

Golden read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  Golden golden;
  std::string line;
  while (std::getline(in, line) && line != "---") {
    if (line.starts_with("expect: ")) golden.expect = line.substr(8);
    if (line.starts_with("cut: ")) golden.cut = line.substr(5);
    if (line.starts_with("text: ")) golden.text = line.substr(6);
  }
  std::stringstream rest;
  rest << in.rdbuf();
  golden.message = rest.str();
  return golden;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

std::string shown(const policies::replies::NewText& text, const policies::replies::ReplyContext& context) {
  const policies::replies::Reply reply = policies::replies::parse_reply(text.text, context);
  std::string out = policies::replies::to_string(reply.intent);
  if (text.text_below) out += " below";
  if (reply.intent == policies::replies::Intent::comment && tasks::hint_for_comment(text, context)) out += " hint";
  if (reply.problem != policies::replies::ReplyProblem::none) out += " incomplete";
  if (reply.intent == policies::replies::Intent::progress) out += " " + std::to_string(reply.percent);
  if (reply.due) out += " " + cal::iso_date(reply.due->date);
  if (!reply.reason.empty()) out += " | " + reply.reason;
  return out;
}

std::string own(const std::string& html) { return split_html_reply(html).own; }

}  // namespace

TEST_CASE("office/reply: golden files of mail programs") {
  const base::Timestamp now = cal::at_minute(cal::Date{2026, 11, 23}, 600);
  const policies::replies::ReplyContext context{cal::shipped_calendar(), now, cal::end_of_day(cal::Date{2026, 12, 20})};
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(VANTHU_SOURCE_DIR) + "/tests/mailstore/office/replies")) {
    CAPTURE(entry.path().filename().string());
    const Golden golden = read(entry.path());
    REQUIRE_FALSE(golden.expect.empty());
    for (const std::string& bytes : {golden.message, with_crlf(golden.message)}) {
      const policies::replies::NewText text = reply_text(base::parse_message(bytes), bytes);
      CHECK(std::string(policies::replies::to_string(text.cut)) == golden.cut);
      CHECK(shown(text, context) == golden.expect);
      std::string whole = text.text;
      std::replace(whole.begin(), whole.end(), '\n', '|');
      if (golden.text) CHECK(whole == *golden.text);
    }
    ++files;
  }
  CHECK(files >= 122);
}

TEST_CASE("office/reply: an HTML quote of any depth and shape is cut where it begins") {
  CHECK(own("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e") == "a");
  CHECK(split_html_reply("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e").after == "e");
  CHECK(split_html_reply("<blockquote>never closed").after.empty());
  CHECK(split_html_reply("a<blockquote>b</blockquote>c<blockquote>d</blockquote>e<hr tabindex=-1>f").after == "ce");
  CHECK(own("<!-- <blockquote> -->a<script>'<blockquote>'</script>b") ==
        "<!-- <blockquote> -->a<script>'<blockquote>'</script>b");
  CHECK(own("<p title='<blockquote>'>a") == "<p title='<blockquote>'>a");
  CHECK(own("<BLOCKQUOTE TYPE=CITE>x").empty());
  CHECK(own("a<div class='x_x_gmail_quote'>b") == "a");
  CHECK(own("a<div class=\"gmail_quoted_by_me\">b") == "a<div class=\"gmail_quoted_by_me\">b");
  CHECK(own("a<div data-class=\"gmail_quote\">b") == "a<div data-class=\"gmail_quote\">b");
  CHECK(own("<head><title>t</title></head><body>a</body>") == "a</body>");
  CHECK(own("a < b <") == "a < b <");
  CHECK(own("") == "");
  CHECK(split_html_reply("a<hr>b").cut == policies::replies::Cut::none);
}

TEST_CASE("office/reply: hostile HTML takes linear time") {
  for (const std::string& piece :
       {std::string("<blockquote"), std::string("<div class=\""), std::string("<!--"), std::string("<style>"),
        std::string("<a x='"), std::string("<pre>\n"), std::string("<div><p>"), std::string("class=class=class= ")}) {
    std::string html;
    while (html.size() < 2'000'000) html += piece;
    const std::string bytes = "Content-Type: text/html\r\n\r\n" + html;
    CHECK(reply_text(base::parse_message(bytes), bytes).text.size() <= policies::replies::kMaxReplyText);
  }
}
