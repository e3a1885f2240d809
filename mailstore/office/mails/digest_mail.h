// The morning's mail to one person: text, and HTML that reads without styles too. From the task mailbox of his office.
#pragma once

#include <string>

#include "mailstore/office/mails/outputs.h"
#include "policies/reminders/digest_text.h"

namespace mailstore::office {

struct MailToOne {
  base::UnitId office;  // whose task mailbox speaks
  std::string to;
  std::string message_id;  // without brackets, "nhac.…"
  base::Timestamp at;
};

struct DigestMail : MailToOne {
  policies::reminders::Digest digest;
};

// Errors: of the seal (temporary).
base::Result<std::string> digest_mail(const OutputTools& tools, const DigestMail& mail);
std::string digest_html(const policies::reminders::Digest& digest);

// A mail of ours that is a list, in the languages of who reads it. Errors: of the seal (temporary).
base::Result<std::string> list_mail(const OutputTools& tools, const MailToOne& mail,
                                    const policies::tasks::MessageText& text, const std::string& html);

}  // namespace mailstore::office
