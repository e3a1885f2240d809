// The printed page of a role.
#include <algorithm>
#include <vector>

#include "base/text/html.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/help_text.h"

namespace policies::tasks {

namespace {

constexpr const char* kStyle =
    "@page{size:A4;margin:16mm}"
    "body{font-family:'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#152033;background:#fff;margin:0 auto;"
    "max-width:180mm;padding:16px;font-size:11pt;line-height:1.45}"
    "header{border-bottom:2px solid #1c56a6;margin-bottom:10px}"
    "h1{font-size:17pt;line-height:1.3;margin:0;color:#1c56a6}"
    "h2{font-size:12pt;margin:14px 0 4px;break-after:avoid}"
    "p{margin:4px 0 8px}"
    "table{width:100%;border-collapse:collapse}"
    "tr{break-inside:avoid}"
    "td{padding:4px 8px;border-bottom:1px solid #d5dce8;vertical-align:top}"
    "td.word{width:44%;font-weight:bold}"
    "[lang=en]{font-size:9pt;color:#566278;font-weight:normal;display:block}"
    "@media print{body{padding:0;max-width:none}}"
    "@media (max-width:600px){td{display:block;border-bottom:0;padding:2px 0}"
    "td.word{width:auto;padding-top:8px}tr{border-bottom:1px solid #d5dce8;display:block}}";

Sentence title_of(HelpRole role) {
  return {"Thư công việc: hướng dẫn cho " + name_of(role).vi, "Office mail: a page for " + name_of(role).en};
}

// A paragraph for each line of it, the twin's line below its own.
std::string paragraphs(const Sentence& sentence, bool english) {
  const auto lines = [](std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      if (end > 0) out.emplace_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
  };
  const std::vector<std::string> vi = lines(sentence.vi), en = lines(sentence.en);
  std::string out;
  for (size_t i = 0; i < std::max(vi.size(), english ? en.size() : 0); ++i) {
    out += "<p>" + (i < vi.size() ? base::escape_html(vi[i]) : "");
    if (english && i < en.size()) out += "<span lang=\"en\">" + base::escape_html(en[i]) + "</span>";
    out += "</p>\n";
  }
  return out;
}

std::string said(const Sentence& sentence, bool english) {
  std::string out = base::escape_html(sentence.vi);
  if (english) out += "<span lang=\"en\">" + base::escape_html(sentence.en) + "</span>";
  return out;
}

}  // namespace

std::string help_page_html(HelpRole role, std::string_view office, const HelpAddresses& addresses, bool english) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>" +
      base::escape_html(title_of(role).vi) + "</title>\n<style>" + kStyle + "</style></head>\n<body>\n<header><h1>" +
      said(title_of(role), english) + "</h1>";
  if (!office.empty()) out += "<p>" + base::escape_html(phrases::one_line(office)) + "</p>";
  out += "</header>\n";
  if (const Sentence assign = how_to_assign(role, addresses); !assign.vi.empty()) out += paragraphs(assign, english);
  for (const HelpBlock& block : help_blocks(role, addresses)) {
    out += "<h2>" + said(block.heading, english) + "</h2>\n<table>\n";
    for (const HelpLine& line : block.lines) {
      // A command of the server is one in both languages.
      const bool twin = english && line.words.vi != line.words.en;
      out +=
          "<tr><td class=\"word\">" + said(line.words, twin) + "</td><td>" + said(line.what, english) + "</td></tr>\n";
    }
    out += "</table>\n";
  }
  return out + "<p>" + said(plain_words_note(), english) + "</p>\n</body></html>\n";
}

std::string help_page_text(HelpRole role, std::string_view office, const HelpAddresses& addresses, bool english) {
  const Sentence title = title_of(role), body = help_body(role, addresses);
  const std::string of = office.empty() ? "" : "\n" + phrases::one_line(office);
  std::string out = title.vi + of + "\n" + body.vi;
  if (english) out += "\n----------\n\n" + title.en + of + "\n" + body.en;
  return out;
}

}  // namespace policies::tasks
