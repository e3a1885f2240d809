// What visit_searchable() (decoded_text.h) tells of a message, for messages of any size: each text in pieces. Beside
// the message memory holds a part's body without its transfer encoding, and of HTML its text. Pure, thread-safe.
#pragma once

#include <functional>
#include <string_view>

#include "base/mime/message.h"

namespace base {

// `ends`: the text ends with this piece. False: enough.
using VisitPiece = std::function<bool(std::string_view piece, bool ends)>;
void visit_searchable_pieces(const ParsedMessage& message, std::string_view bytes, const VisitPiece& visit);

}  // namespace base
