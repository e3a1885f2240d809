// Mail whose text stands inside one S/MIME part (application/pkcs7-mime): Outlook signs so when "clear text" is
// switched off. Pure, thread-safe. Opening proves nothing: who speaks is proved by the submission, of documents the
// verdict tells (signing/).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/mime/message.h"

namespace mailstore::office {

// The entity ("Content-Type: …", body) inside the opaque signatures around the whole message; nothing when there is
// none, or when it cannot be read.
std::optional<std::string> opened_entity(const base::ParsedMessage& message, std::string_view bytes);

// S/MIME or PGP has encrypted the whole: nobody here can read it.
bool is_encrypted(const base::ParsedMessage& message, std::string_view bytes);

}  // namespace mailstore::office
