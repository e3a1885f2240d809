#include "mailstore/office/mails/page_html.h"

#include "base/text/html.h"

namespace mailstore::office {

namespace {

constexpr const char* kFont = "font-family:'Segoe UI',Roboto,Arial,sans-serif;";
constexpr const char* kTable = "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" ";

struct Colours {
  const char* ink;
  const char* back;
};

// As on the cards: red only for what is late, amber for what is near.
Colours colours_of(Tone tone) {
  switch (tone) {
    case Tone::late: return {"#b3261e", "#fdecea"};
    case Tone::near: return {"#8a4a00", "#fff2d9"};
    case Tone::done: return {"#14693f", "#e4f5eb"};
    case Tone::calm: break;
  }
  return {"#45536a", "#eef1f6"};
}

std::string text_style(const char* rest) { return std::string(kFont) + rest; }

std::string escaped_lines(std::string_view text) {
  std::string out;
  for (const char c : base::escape_html(text)) out += c == '\n' ? std::string("<br>") : std::string(1, c);
  return out;
}

std::string strong_first(std::string_view text, bool strong) {
  const std::size_t end = text.find('\n');
  if (!strong || end == std::string_view::npos) return escaped_lines(text);
  return "<b>" + escaped_lines(text.substr(0, end)) + "</b><br>" + escaped_lines(text.substr(end + 1));
}

std::string english_below(const std::string& html) {
  if (html.empty()) return {};
  return "<div lang=\"en\" style=\"" + text_style("font-size:13px;line-height:18px;color:#566278;") + "\">" + html +
         "</div>";
}

}  // namespace

std::string page_begin(const base::Sentence& title, const base::Sentence& greeting) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light\"><title>" +
      base::escape_html(title.vi) +
      "</title></head>\n<body bgcolor=\"#eef1f6\" style=\"margin:0;padding:0;background:#eef1f6;"
      "-webkit-text-size-adjust:100%;\">\n";
  out += std::string(kTable) +
         "width=\"100%\" bgcolor=\"#eef1f6\"><tr><td align=\"center\" style=\"padding:16px 8px;\">\n";
  // Outlook knows no max-width: it gets a table of fixed width around the page.
  out += "<!--[if mso]><table role=\"presentation\" width=\"640\" align=\"center\"><tr><td><![endif]-->\n";
  out += std::string(kTable) +
         "width=\"100%\" bgcolor=\"#ffffff\" align=\"center\" style=\"max-width:640px;background:#ffffff;border:1px "
         "solid #d5dce8;border-radius:12px;border-collapse:separate;text-align:left;\">\n";
  out += "<tr><td style=\"padding:20px 24px 4px 24px;\"><h1 style=\"" +
         text_style("margin:0;font-size:20px;line-height:28px;font-weight:bold;color:#1c56a6;") + "\">" +
         base::escape_html(title.vi) +
         " <span lang=\"en\" style=\"font-size:13px;font-weight:normal;color:#566278;\">" +
         base::escape_html(title.en) + "</span></h1></td></tr>\n";
  return out + "<tr><td style=\"padding:0 24px 8px 24px;" +
         text_style("font-size:15px;line-height:23px;color:#152033;") + "\">" + escaped_lines(greeting.vi) +
         english_below(escaped_lines(greeting.en)) + "</td></tr>\n";
}

std::string section_begin(Tone tone, const base::Sentence& heading) {
  const Colours colours = colours_of(tone);
  return std::string("<tr><td style=\"padding:10px 24px 0 24px;\">\n") + kTable +
         "width=\"100%\">\n<tr><td bgcolor=\"" + colours.back + "\" style=\"" +
         text_style("font-size:15px;line-height:22px;font-weight:bold;padding:6px 10px;border-radius:6px;") +
         "color:" + colours.ink + ";background:" + colours.back + ";\"><b>" + base::escape_html(heading.vi) +
         "</b> <span lang=\"en\" style=\"font-size:12px;font-weight:normal;\">" + base::escape_html(heading.en) +
         "</span></td></tr>\n";
}

std::string group_row(const std::string& name) {
  return "<tr><td style=\"" + text_style("font-size:14px;line-height:20px;color:#1c56a6;padding:10px 0 0 0;") +
         "\"><b>" + base::escape_html(name) + "</b></td></tr>\n";
}

std::string said_row(const base::Sentence& said, bool strong) {
  return "<tr><td style=\"" +
         text_style(
             "font-size:15px;line-height:22px;color:#152033;padding:9px 0;border-bottom:1px solid #e3e8f0;"
             "word-break:break-word;") +
         "\">" + strong_first(said.vi, strong) + english_below(escaped_lines(said.en)) + "</td></tr>\n";
}

std::string word_row(const base::Sentence& word, const base::Sentence& what) {
  return "<tr><td style=\"" +
         text_style(
             "font-size:15px;line-height:22px;color:#152033;padding:7px 0;border-bottom:1px solid #e3e8f0;"
             "word-break:break-word;") +
         "\"><b>" + base::escape_html(word.vi) + "</b> &ndash; " + base::escape_html(what.vi) +
         english_below("<b>" + base::escape_html(word.en) + "</b> &ndash; " + base::escape_html(what.en)) +
         "</td></tr>\n";
}

std::string section_end() { return "</table></td></tr>\n"; }

std::string page_end(const base::Sentence& foot) {
  std::string out = "<tr><td style=\"padding:14px 24px 20px 24px;" +
                    text_style("font-size:13px;line-height:19px;color:#566278;") + "\">";
  if (!foot.vi.empty()) out += escaped_lines(foot.vi) + english_below(escaped_lines(foot.en));
  return out +
         "</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body></html>\n";
}

}  // namespace mailstore::office
