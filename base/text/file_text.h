// Text files of other programs: the byte order mark at their head belongs to the file and not to the text. Every reader
// of such a file comes through here. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace base {

inline constexpr std::string_view kUtf8Signature = "\xEF\xBB\xBF";

// The bytes behind a UTF-8 signature (RFC 3629 §6), one or several (programs that join files leave them); all bytes
// when none is there.
std::string_view without_signature(std::string_view bytes);

// Whether the bytes begin with the byte order mark of UTF-16, as "Unicode" files of Windows editors do.
bool begins_as_utf16(std::string_view bytes);

// The text without its mark. UTF-16 with a mark becomes UTF-8; other bytes are left as they are, valid or not.
std::string text_of_file(std::string_view bytes);

}  // namespace base
