// Mail that no person wrote at this moment: answers of programs, reports, copies of mailing lists. It asks nothing of
// an office and is answered nothing (structured-mail.md 5, rule 5), however right its token is. Pure.
#pragma once

#include <string_view>

#include "base/mime/message.h"

namespace mailstore::office {

// `bytes`: the message that was parsed.
bool is_automatic(std::string_view bytes, const base::ParsedMessage& message);

}  // namespace mailstore::office
