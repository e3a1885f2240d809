// The mails of a role mailbox: header, sealing, attachments of a causing mail. Internal to outputs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/mime/builder.h"
#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

struct ServerMail {
  base::UnitId office;
  std::string_view purpose = directory::kTasks;  // whose mailbox speaks
  std::string to;
  std::string subject;
  std::string message_id;  // without brackets
  std::string in_reply_to;
  std::int64_t task =
      0;  // its mails have one ancestor that never was, so that mail programs show them as one conversation
  std::string reply_to;         // "" = the role mailbox
  std::string sender;           // address of the person who acted; "" = nobody
  std::string structured_data;  // of the structured-email draft: "full", "full, action"; "" = text only
  base::Timestamp at;
  bool answer = false;  // auto-replied, else auto-generated (RFC 3834 §5)
};

// The entity under that header, sealed when the office has a seal. Errors: of the seal (temporary: it is tried again).
base::Result<std::string> build_server_mail(const OutputTools& tools, const ServerMail& mail,
                                            const std::string& entity);

// MIME entities of the attachments of a mail, byte for byte.
std::vector<std::string> attachment_entities(std::string_view bytes);

}  // namespace mailstore::office
