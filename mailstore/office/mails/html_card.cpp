// The card as HTML mail: tables and inline styles (Outlook draws with Word), one column up to 640 px that shrinks to a
// phone, dark text on white, colours of the web client (webmail-ux.md, "Visual language"). Colour never stands alone:
// the words say it too. Every value passes escape_html(); links are mailto: only.
#include <initializer_list>

#include "base/text/html.h"
#include "base/text/utf8.h"
#include "mailstore/office/mails/card_facts.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

using base::Sentence;
using policies::replies::Intent;
using policies::tasks::Choice;
using policies::tasks::Qualifier;
using policies::tasks::State;

constexpr const char* kFont = "font-family:'Segoe UI',Roboto,Arial,sans-serif;";
constexpr const char* kText = "#152033";
constexpr const char* kQuiet = "#566278";
constexpr const char* kBrand = "#1c56a6";
constexpr const char* kTable = "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" ";
constexpr std::size_t kMaxLinkSubject = 300;  // bytes: Outlook cuts links at about 2,000 characters

struct Colours {
  const char* back;
  const char* text;
  const char* bar;
};

// Words of others keep their own direction of writing.
std::string value(std::string_view text) { return "<span dir=\"auto\">" + base::escape_html(text) + "</span>"; }

std::string lines(std::string_view text) {
  std::string out;
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  for (const char c : base::escape_html(text)) out += c == '\n' ? std::string("<br>\n") : std::string(1, c);
  return out;
}

// Paragraphs become lines; with `joined` all stands on one.
std::string compact(std::string_view text, bool joined) {
  std::string out;
  for (const char c : base::sanitize_utf8(text)) {
    if (c == '\n' && (out.empty() || out.back() == '\n' || joined)) {
      if (joined && !out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    out += c;
  }
  return out;
}

std::string block(const std::string& style, const std::string& html) {
  return "<div style=\"" + std::string(kFont) + style + "\">" + html + "</div>\n";
}

std::string english(const std::string& html, const char* colour = kQuiet) {
  return "<div lang=\"en\" style=\"" + std::string(kFont) + "font-size:13px;line-height:19px;color:" + colour + ";\">" +
         html + "</div>\n";
}

// The English word beside or below a Vietnamese one.
std::string small_english(std::string_view html) {
  return "<span lang=\"en\" style=\"font-size:12px;line-height:16px;\">" + std::string(html) + "</span>";
}

// One row of the card with the usual margins.
std::string row(const std::string& html, const char* padding = "0 24px 16px 24px") {
  return "<tr><td style=\"padding:" + std::string(padding) + ";\">\n" + html + "</td></tr>\n";
}

std::string coloured_box(const Colours& colours, const std::string& html) {
  return std::string(kTable) + "width=\"100%\" bgcolor=\"" + colours.back + "\" style=\"background:" + colours.back +
         ";border-radius:8px;border-collapse:separate;\"><tr><td style=\"padding:12px 16px;\">\n" + html +
         "</td></tr></table>\n";
}

// Red only for what is late, amber for what is near, green for what is done in time, violet for what waits.
Colours colours_of(const CardFacts& facts) {
  if (facts.shown.state == State::cancelled || facts.shown.state == State::suspended)
    return {"#eef1f6", "#45536a", "#8a97ad"};
  if (facts.qualifier == Qualifier::overdue) return {"#fdecea", "#b3261e", "#d9534a"};
  if (facts.shown.state == State::done) return {"#e4f5eb", "#14693f", "#2a9d63"};
  if (facts.shown.state == State::wait_confirm) return {"#f0eafb", "#5b3aa0", "#8c6fd0"};
  if (facts.qualifier == Qualifier::near_due) return {"#fff2d9", "#8a4a00", "#e3a035"};
  if (facts.qualifier == Qualifier::in_time) return {"#e8f0fb", kBrand, "#5a8fdc"};
  return {"#eef1f6", "#45536a", "#8a97ad"};
}

std::string bar(const Colours& colours, int percent) {
  auto cell = [](int width, const char* colour) {
    return width <= 0
               ? std::string()
               : "<td width=\"" + std::to_string(width) + "%\" height=\"6\" bgcolor=\"" + colour +
                     "\" style=\"height:6px;line-height:6px;font-size:1px;background:" + colour + ";\">&nbsp;</td>";
  };
  return std::string(kTable) + "width=\"100%\" style=\"margin-top:10px;\"><tr>" + cell(percent, colours.bar) +
         cell(100 - percent, "#d5dce8") + "</tr></table>\n";
}

std::string due_box(const CardFacts& facts) {
  const Colours colours = colours_of(facts);
  const std::string ink = std::string("color:") + colours.text + ";";
  std::string html = block("font-size:13px;line-height:19px;" + ink, "Thời hạn " + small_english("Deadline"));
  html += block("font-size:17px;line-height:25px;font-weight:bold;" + ink, base::escape_html(facts.due_words.vi));
  html += english(base::escape_html(facts.due_words.en), colours.text);
  html += block(
      "font-size:15px;line-height:23px;padding-top:8px;" + ink,
      "<b>" + base::escape_html(facts.state_words.vi) + "</b> &ndash; tiến độ " + std::to_string(facts.percent) + "%");
  html += english(base::escape_html(facts.state_words.en) + " &ndash; progress " + std::to_string(facts.percent) + "%",
                  colours.text);
  if (!facts.escalated.vi.empty()) {
    html += block("font-size:15px;line-height:23px;" + ink, base::escape_html("Quá hạn, " + facts.escalated.vi));
    html += english(base::escape_html("overdue, " + facts.escalated.en), colours.text);
  }
  return coloured_box(colours, html + bar(colours, facts.percent));
}

std::string people(const std::vector<CardPerson>& list) {
  std::string out;
  for (const CardPerson& who : list) {
    if (!out.empty()) out += "<br>\n";
    out += value(who.name);
    if (!who.address.empty())
      out += " <span style=\"color:" + std::string(kQuiet) + ";font-size:13px;\">&lt;" +
             base::escape_html(who.address) + "&gt;</span>";
  }
  return out;
}

std::string fact(const char* vi, const char* en, const std::string& html) {
  if (html.empty()) return {};
  return "<tr><td width=\"96\" valign=\"top\" style=\"" + std::string(kFont) +
         "padding:5px 10px 5px 0;font-size:14px;line-height:21px;color:" + kQuiet + ";\">" + vi + "<br>" +
         small_english(en) + "</td><td valign=\"top\" style=\"" + kFont +
         "padding:5px 0;font-size:15px;line-height:22px;color:" + kText + ";word-break:break-word;\">" + html +
         "</td></tr>\n";
}

std::string facts_table(const CardFacts& facts) {
  const std::string urgency = facts.priority.empty() ? std::string()
                                                     : "<b>" + base::escape_html(facts.priority.vi) + "</b> " +
                                                           small_english(base::escape_html(facts.priority.en));
  return std::string(kTable) + "width=\"100%\">\n" + fact("Độ khẩn", "Urgency", urgency) +
         fact("Chủ trì", "Lead", people(facts.lead)) + fact("Phối hợp", "Cooperating", people(facts.cooperating)) +
         fact("Thực hiện", "Each for itself", people(facts.parts)) +
         fact("Để biết", "For information", people(facts.informed)) +
         fact("Người giao", "Assigned by", value(facts.assigner)) +
         fact("Người nhập", "Entered by", facts.entered_by.empty() ? std::string() : value(facts.entered_by)) +
         fact("Cơ quan", "Office", facts.office.empty() ? std::string() : value(facts.office)) +
         fact("Định kỳ", "Periodic",
              facts.series.empty() ? std::string()
                                   : value(facts.series.vi) + " " + small_english(base::escape_html(facts.series.en))) +
         fact("Căn cứ", "Basis", facts.basis.empty() ? std::string() : value(facts.basis)) + "</table>\n";
}

std::string extension_box(const CardFacts& facts) {
  const auto* extension = facts.shown.pending_extension();
  if (extension == nullptr) return {};
  const Sentence until = policies::phrases::describe_due(extension->new_due);
  const std::string ink = "color:#8a4a00;";
  std::string html = block("font-size:15px;line-height:22px;" + ink,
                           "<b>Đang xin gia hạn đến " + base::escape_html(until.vi) + "</b>");
  if (!facts.reason_of_extension.empty())
    html += block("font-size:15px;line-height:22px;" + ink, "Lý do: " + value(facts.reason_of_extension));
  html += english("Extension asked until " + base::escape_html(until.en), "#8a4a00");
  return row(coloured_box({"#fff2d9", "#8a4a00", "#e3a035"}, html));
}

std::string direction(const CardFacts& facts) {
  if (facts.content.empty()) return {};
  return row(block(std::string("font-size:14px;line-height:21px;color:") + kQuiet + ";",
                   "Ý kiến chỉ đạo " + small_english("Direction")) +
             "<div dir=\"auto\" style=\"" + kFont + "font-size:15px;line-height:23px;color:" + kText +
             ";padding:8px 0 0 12px;border-left:3px solid #c9d6ea;word-break:break-word;\">" + lines(facts.content) +
             "</div>\n");
}

std::string files(const CardFacts& facts) {
  std::string names;
  for (const CardFile& file : facts.files) {
    if (!file.name.empty()) names += (names.empty() ? "" : "<br>\n") + value(file.name);
  }
  if (names.empty()) return {};
  return row(block(std::string("font-size:14px;line-height:21px;color:") + kQuiet + ";",
                   "Tệp kèm theo " + small_english("Files")) +
             block(std::string("font-size:15px;line-height:22px;color:") + kText + ";", names));
}

bool is_primary(Intent intent) {
  return intent == Intent::accept || intent == Intent::approve || intent == Intent::close || intent == Intent::done;
}

// A link that opens a reply with the word written. Words that need more end in a space: sent as they are, they are
// asked back. Word (Outlook) draws no padding of a link: mso-padding-alt is its own. Where no style counts, cellpadding
// and <font> keep buttons apart and readable.
std::string button(const TaskCard& card, const Choice& choice, bool primary) {
  const bool more = !choice.argument.vi.empty();
  const std::string subject =
      "Re: " + policies::phrases::one_line(base::sanitize_utf8(card.text.subject), kMaxLinkSubject);
  const std::string link = mailto_uri(card.reply_address, subject, choice.command.vi + (more ? " " : ""));
  const std::string back = primary ? kBrand : "#ffffff", ink = primary ? "#ffffff" : kBrand;
  std::string out =
      "<table role=\"presentation\" cellpadding=\"9\" cellspacing=\"0\" border=\"0\" align=\"left\" style=\"margin:0 8px 8px 0;border-collapse:separate;\"><tr><td bgcolor=\"" +
      back + "\" style=\"padding:0;mso-padding-alt:9px 16px;background:" + back + ";border:1px solid " + kBrand +
      ";border-radius:8px;\">";
  out += "<a href=\"" + base::escape_html(link) + "\" style=\"" + kFont +
         "display:inline-block;padding:9px 16px;font-size:15px;line-height:24px;font-weight:bold;color:" + ink +
         ";text-decoration:none;\"><font color=\"" + ink + "\">" + base::escape_html(choice.command.vi) +
         (more ? "&hellip;" : "") + " <span lang=\"en\" style=\"font-weight:normal;font-size:12px;\">" +
         base::escape_html(choice.command.en) + "</span></font></a>";
  return out + "</td></tr></table>\n";
}

std::string answers(const TaskCard& card, const CardFacts& facts) {
  if (facts.choices.empty()) return {};
  std::string buttons;
  bool primary = true;  // one filled button: the first of those that bring the task on
  std::string seldom_vi, seldom_en;
  for (const Choice& choice : facts.choices) {
    if (choice.seldom) {
      auto add = [](std::string& list, const std::string& word, const std::string& argument) {
        list += (list.empty() ? "" : " &middot; ") + base::escape_html(word + (argument.empty() ? "" : " ") + argument);
      };
      add(seldom_vi, choice.command.vi, choice.argument.vi);
      add(seldom_en, choice.command.en, choice.argument.en);
      continue;
    }
    const bool fill = primary && is_primary(choice.intent);
    if (fill) primary = false;
    buttons += button(card, choice, fill);
  }
  std::string help = block(
      std::string("font-size:14px;line-height:21px;color:") + kText + ";",
      "Bấm nút để mở thư trả lời đã ghi sẵn lệnh (&hellip; là phần cần ghi thêm) rồi gửi, hoặc trả lời thư này và ghi lệnh ở dòng đầu tiên.");
  help += english(
      "A button opens a reply with the word written (&hellip; needs more words); send it. Or reply to this message with the word in the first line.");
  if (!seldom_vi.empty()) {
    help += block(std::string("font-size:14px;line-height:21px;padding-top:6px;color:") + kText + ";",
                  "Các lệnh khác: " + seldom_vi);
    help += english("Other words: " + seldom_en);
  }
  return row(buttons, "0 16px 4px 24px") + row(help);
}

std::string opening(const TaskCard& card) {
  std::string html = block(std::string("font-size:15px;line-height:23px;color:") + kText + ";",
                           lines(compact(card.text.opening.vi, false)));
  html += english(lines(compact(card.text.opening.en, true)));
  if (!card.text.words.empty()) {
    html += "<div dir=\"auto\" style=\"" + std::string(kFont) + "font-size:15px;line-height:23px;color:" + kText +
            ";margin-top:8px;padding:2px 0 2px 12px;border-left:3px solid #c9d6ea;word-break:break-word;\">" +
            lines(plain_lines(card.text.words)) + "</div>\n";
  }
  return card.text.opening.empty() ? std::string() : row(html);
}

std::string notes(const TaskCard& card) {
  if (card.text.notes.empty()) return {};
  return row(block(std::string("font-size:14px;line-height:21px;color:") + kText + ";",
                   lines(base::sanitize_utf8(card.text.notes.vi))) +
             english(lines(base::sanitize_utf8(card.text.notes.en))));
}

std::string heading(const CardFacts& facts) {
  return row(block(std::string("font-size:13px;line-height:19px;color:") + kQuiet + ";",
                   "Nhiệm vụ <b>" + base::escape_html(facts.number) + "</b> " + small_english("Task")) +
             "<h1 dir=\"auto\" style=\"" + kFont + "margin:0;font-size:20px;line-height:29px;font-weight:bold;color:" +
             kText + ";padding-top:4px;word-break:break-word;\">" + base::escape_html(facts.title) + "</h1>\n");
}

}  // namespace

std::string html_card(const TaskCard& card) {
  const CardFacts facts = facts_of(card);
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light\">\n<meta name=\"supported-color-schemes\" content=\"light\"></head>\n"
      "<body bgcolor=\"#eef1f6\" style=\"margin:0;padding:0;background:#eef1f6;-webkit-text-size-adjust:100%;\">\n";
  out += std::string(kTable) +
         "width=\"100%\" bgcolor=\"#eef1f6\"><tr><td align=\"center\" style=\"padding:16px 8px;\">\n";
  // Outlook knows no max-width: it gets a table of fixed width around the card.
  out += "<!--[if mso]><table role=\"presentation\" width=\"640\" align=\"center\"><tr><td><![endif]-->\n";
  out +=
      std::string(kTable) +
      "width=\"100%\" bgcolor=\"#ffffff\" align=\"center\" style=\"max-width:640px;background:#ffffff;border:1px solid #d5dce8;border-radius:12px;"
      "border-collapse:separate;text-align:left;\">\n";
  out += "<tr><td height=\"20\" style=\"height:20px;line-height:20px;font-size:1px;\">&nbsp;</td></tr>\n";
  out += opening(card) + heading(facts) + row(due_box(facts)) + extension_box(facts) + notes(card) + direction(facts) +
         files(facts) + answers(card, facts) + row(facts_table(facts));
  out += "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body></html>\n";
  return out;
}

}  // namespace mailstore::office
