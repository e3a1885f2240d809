#include "mailstore/office/mails/digest_mail.h"

#include "base/mime/builder.h"
#include "base/text/html.h"
#include "mailstore/office/mails/server_mail.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

namespace reminders = policies::reminders;

constexpr const char* kFont = "font-family:'Segoe UI',Roboto,Arial,sans-serif;";

struct Colours {
  const char* ink;
  const char* back;
};

// As on the cards: red only for what is late, amber for what is near. The heading says it too.
Colours colours_of(reminders::Section section) {
  using reminders::Section;
  switch (section) {
    case Section::overdue:
    case Section::overdue_given: return {"#b3261e", "#fdecea"};
    case Section::today:
    case Section::before: return {"#8a4a00", "#fff2d9"};
    default: return {"#45536a", "#eef1f6"};
  }
}

std::string escaped_lines(std::string_view text) {
  std::string out;
  for (const char c : base::escape_html(text)) out += c == '\n' ? std::string("<br>") : std::string(1, c);
  return out;
}

std::string heading_row(const Colours& colours, const base::Sentence& heading) {
  return "<tr><td style=\"padding:8px 24px 0 24px;\"><div style=\"" + std::string(kFont) +
         "font-size:15px;line-height:22px;font-weight:bold;padding:6px 10px;border-radius:6px;color:" + colours.ink +
         ";background:" + colours.back + ";\">" + base::escape_html(heading.vi) +
         " <span lang=\"en\" style=\"font-size:12px;font-weight:normal;\">" + base::escape_html(heading.en) +
         "</span></div>\n"
         "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\">\n";
}

std::string said_row(const base::Sentence& said) {
  return "<tr><td style=\"padding:10px 0;border-bottom:1px solid #e3e8f0;" + std::string(kFont) +
         "font-size:15px;line-height:22px;color:#152033;\">" + escaped_lines(said.vi) + "<div lang=\"en\" style=\"" +
         kFont + "font-size:12px;line-height:17px;color:#566278;\">" + escaped_lines(said.en) + "</div></td></tr>\n";
}

std::string password_rows(const reminders::PasswordReminder& password) {
  const Colours colours = colours_of(password.days <= 1 ? reminders::Section::overdue : reminders::Section::before);
  return heading_row(colours, {"Mật khẩu thư", "Mail password"}) + said_row(reminders::describe(password)) +
         "</table></td></tr>\n";
}

}  // namespace

std::string digest_html(const reminders::Digest& digest) {
  const std::string day = policies::calendar::slash_date(digest.day);
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>Nhắc việc " +
      day +
      "</title></head>\n<body style=\"margin:0;padding:16px;background:#f4f6fa;\">\n"
      "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" align=\"center\" width=\"100%\" "
      "style=\"max-width:640px;background:#ffffff;border-radius:10px;\">\n<tr><td style=\"padding:20px 24px 4px 24px;" +
      std::string(kFont) + "font-size:20px;line-height:28px;font-weight:bold;color:#1c56a6;\">Nhắc việc " + day +
      " <span lang=\"en\" style=\"font-size:13px;font-weight:normal;color:#566278;\">To be seen to</span></td></tr>\n"
      "<tr><td style=\"padding:0 24px 8px 24px;" +
      kFont + "font-size:15px;line-height:22px;color:#152033;\">Kính gửi " +
      base::escape_html(policies::phrases::one_line(digest.name)) + "</td></tr>\n";
  for (const reminders::DigestSection& section : reminders::sections_of(digest)) {
    const std::string number = " (" + std::to_string(section.lines.size()) + ")";
    html += heading_row(colours_of(section.section), {section.heading.vi + number, section.heading.en});
    for (const reminders::DigestLine& line : section.lines) html += said_row(reminders::describe(line));
    html += "</table></td></tr>\n";
  }
  if (digest.password) html += password_rows(*digest.password);
  const base::Sentence foot = reminders::foot_of(digest);
  html += "<tr><td style=\"padding:14px 24px 20px 24px;" + std::string(kFont) +
          "font-size:13px;line-height:19px;color:#566278;\">" + base::escape_html(foot.vi);
  if (!foot.en.empty()) html += "<br><span lang=\"en\">" + base::escape_html(foot.en) + "</span>";
  return html + "</td></tr>\n</table>\n</body></html>\n";
}

base::Result<std::string> digest_mail(const OutputTools& tools, const DigestMail& mail) {
  const policies::tasks::MessageText text = reminders::digest_message(mail.digest);
  ServerMail header;
  header.office = mail.office;
  header.to = mail.to;
  header.subject = text.subject;
  header.message_id = mail.message_id;
  header.at = mail.at;
  return build_server_mail(
      tools, header,
      base::multipart_entity("alternative",
                             {base::text_entity(text.text), base::text_entity(digest_html(mail.digest), "html")},
                             mail.message_id + "/alternative"));
}

}  // namespace mailstore::office
