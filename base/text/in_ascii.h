// Text for a reader who was not promised UTF-8, such as an IMAP client without ENABLE UTF8=ACCEPT (RFC 3501 §9
// TEXT-CHAR). Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace base {

// "Không có hộp thư này" -> "Khong co hop thu nay": letters without their marks, what has no such letter as "?". ASCII
// stays as it is, also control characters; octets that are no UTF-8 are "?".
std::string in_ascii(std::string_view utf8);

}  // namespace base
