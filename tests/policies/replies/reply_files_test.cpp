// Replies as real clients write them: each file says what must be understood. HTML-only ones are flattened first.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/mime/html_text.h"
#include "policies/replies/quoted_reply.h"
#include "policies/replies/reply_grammar.h"

using namespace policies::phrases;
using namespace policies::replies;
namespace cal = policies::calendar;

namespace {

struct Golden {
  std::string expect, cut, body;
};

Golden read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  Golden golden;
  std::string line;
  while (std::getline(in, line) && line != "---") {
    if (line.starts_with("expect: ")) golden.expect = line.substr(8);
    if (line.starts_with("cut: ")) golden.cut = line.substr(5);
  }
  std::stringstream rest;
  rest << in.rdbuf();
  golden.body = rest.str();
  return golden;
}

std::string shown(const NewText& text, const Reply& reply) {
  std::string out = to_string(reply.intent);
  if (text.text_below) out += " below";
  if (reply.problem != ReplyProblem::none) out += " incomplete";
  if (reply.intent == Intent::progress) out += " " + std::to_string(reply.percent);
  if (reply.due)
    out += " " + cal::iso_date(reply.due->date) + (reply.due->minute ? " " + cal::clock_time(*reply.due->minute) : "");
  if (!reply.document_type.empty()) out += " " + reply.document_type;
  if (!reply.reason.empty()) out += " | " + reply.reason;
  return out;
}

}  // namespace

TEST_CASE("tasks/replies: golden files of mail clients") {
  const base::Timestamp now = cal::at_minute(cal::Date{2026, 11, 23}, 600);
  const ReplyContext context{cal::shipped_calendar(), now, cal::end_of_day(cal::Date{2026, 12, 20})};
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(VANTHU_SOURCE_DIR) + "/tests/policies/replies/files")) {
    CAPTURE(entry.path().filename().string());
    const Golden golden = read(entry.path());
    REQUIRE_FALSE(golden.expect.empty());
    const bool html = entry.path().extension() == ".html";
    // The same reply as plain text with LF, with CRLF, and for HTML after flattening.
    std::string crlf;
    for (const char c : golden.body) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (const std::string& body :
         {html ? base::html_to_text(golden.body) : golden.body, html ? base::html_to_text(crlf) : crlf}) {
      const NewText text = new_text(body);
      CHECK(to_string(text.cut) == golden.cut);
      CHECK(shown(text, parse_reply(text.text, context)) == golden.expect);
    }
    ++files;
  }
  CHECK(files >= 25);
}
