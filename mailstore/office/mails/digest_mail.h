// The morning's mail to one person: text, and HTML that reads without styles too. From the task mailbox of his office.
#pragma once

#include <string>

#include "mailstore/office/mails/outputs.h"
#include "policies/reminders/digest_text.h"

namespace mailstore::office {

struct DigestMail {
  policies::reminders::Digest digest;
  base::UnitId office;  // whose task mailbox speaks
  std::string to;
  std::string message_id;  // without brackets, "nhac.…"
  base::Timestamp at;
};

// Errors: of the seal (temporary).
base::Result<std::string> digest_mail(const OutputTools& tools, const DigestMail& mail);
std::string digest_html(const policies::reminders::Digest& digest);

}  // namespace mailstore::office
