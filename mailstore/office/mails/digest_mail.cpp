#include "mailstore/office/mails/digest_mail.h"

#include "base/mime/builder.h"
#include "mailstore/office/mails/html_languages.h"
#include "mailstore/office/mails/page_html.h"
#include "mailstore/office/mails/server_mail.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

namespace reminders = policies::reminders;

Tone tone_of(reminders::Section section) {
  using reminders::Section;
  switch (section) {
    case Section::overdue:
    case Section::overdue_given: return Tone::late;
    case Section::today:
    case Section::before: return Tone::near;
    default: return Tone::calm;
  }
}

}  // namespace

std::string digest_html(const reminders::Digest& digest) {
  const std::string day = policies::calendar::slash_date(digest.day), name = policies::phrases::one_line(digest.name);
  const base::Sentence counts = reminders::counts_of(digest);
  std::string html = page_begin({"Nhắc việc " + day, "To be seen to"},
                                {"Kính gửi " + name + ": " + counts.vi + ".", "To " + name + ": " + counts.en + "."});
  for (const reminders::DigestSection& section : reminders::sections_of(digest)) {
    const std::string number = " (" + std::to_string(section.lines.size()) + ")";
    html += section_begin(tone_of(section.section), {section.heading.vi + number, section.heading.en});
    for (const reminders::DigestLine& line : section.lines) html += said_row(reminders::describe(line), true);
    html += section_end();
  }
  if (digest.password) {
    html += section_begin(digest.password->days <= 1 ? Tone::late : Tone::near, {"Mật khẩu thư", "Mail password"}) +
            said_row(reminders::describe(*digest.password)) + section_end();
  }
  return html + page_end(reminders::foot_of(digest));
}

base::Result<std::string> digest_mail(const OutputTools& tools, const DigestMail& mail) {
  return list_mail(tools, mail, reminders::digest_message(mail.digest), digest_html(mail.digest));
}

base::Result<std::string> list_mail(const OutputTools& tools, const MailToOne& mail,
                                    const policies::tasks::MessageText& text, const std::string& html) {
  const bool english = tools.view->says_english(mail.to);
  ServerMail header;
  header.office = mail.office;
  header.to = mail.to;
  header.subject = text.subject;
  header.message_id = mail.message_id;
  header.at = mail.at;
  return build_server_mail(
      tools, header,
      base::multipart_entity("alternative",
                             {base::text_entity(text.in(english)), base::text_entity(html_in(html, english), "html")},
                             mail.message_id + "/alternative"));
}

}  // namespace mailstore::office
