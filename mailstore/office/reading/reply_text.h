// The newly written text of a reply message: the first text part that says something (text/plain before its HTML twin),
// without the quoted original, the signature and what nobody sees of its HTML. Never fails: a message without text gives an empty one. Reads at most
// kMaxReplyPart bytes of the part. Pure, thread-safe, linear time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/mime/message.h"
#include "policies/replies/quoted_reply.h"

namespace mailstore::office {

inline constexpr std::size_t kMaxReplyPart =
    4u << 20;  // encoded bytes; Outlook puts up to 100 KiB of styles before the text

// `bytes`: those `message` was parsed from.
policies::replies::NewText reply_text(const base::ParsedMessage& message, std::string_view bytes);

// The new text of the HTML part, with the numbers of its lists and the cells of its tables parted by tabs. Empty: there
// is no HTML, or it has neither.
std::string listed_text(const base::ParsedMessage& message, std::string_view bytes);

// The same of HTML with what nobody sees of it (html_hidden.h). Nothing: all of it is seen, or the words are plain text.
// Where nothing at all would be seen, reply_text() has it too.
std::optional<policies::replies::NewText> text_with_hidden(const base::ParsedMessage& message, std::string_view bytes);

// What that part quotes or forwards below the new text, as plain text. Empty: nothing.
std::string quoted_below(const base::ParsedMessage& message, std::string_view bytes);

}  // namespace mailstore::office
