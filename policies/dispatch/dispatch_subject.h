// The subject of a dispatch: "[VB 147/BC-UBND] Kết quả triển khai các phần mềm". Pure, thread-safe, linear time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/dispatch/document_number.h"

namespace policies::dispatch {

struct DispatchSubject {
  enum class Kind {
    none,      // no [VB …] tag: ordinary mail
    broken,    // a tag, but no number and symbol in it
    dispatch,  // a tag at the very beginning
    reply,     // the tag stands behind "Re:", "Fwd:", "Trả lời:" …: talk about a document, not a dispatch
  };
  Kind kind = Kind::none;
  DocumentNumber number;  // of dispatch and reply
  std::string abstract;   // what follows the tag, one line, trimmed
  std::string tag;        // as written between the brackets, without "VB"
};

// `subject`: decoded (UTF-8). "VB" in any case, blanks around everything. Never fails.
DispatchSubject parse_dispatch_subject(std::string_view subject);
// "[VB 147/BC-UBND] abstract". Line ends in the abstract become blanks.
std::string build_dispatch_subject(const DocumentNumber& number, std::string_view abstract);

}  // namespace policies::dispatch
