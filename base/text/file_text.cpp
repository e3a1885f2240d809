#include "base/text/file_text.h"

#include "base/text/charset.h"

namespace base {

std::string_view without_signature(std::string_view bytes) {
  while (bytes.starts_with(kUtf8Signature)) bytes.remove_prefix(kUtf8Signature.size());
  return bytes;
}

bool begins_as_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

std::string text_of_file(std::string_view bytes) {
  if (!begins_as_utf16(bytes)) return std::string(without_signature(bytes));
  return std::string(
      without_signature(decode_charset(bytes.substr(2), bytes.front() == '\xFF' ? "utf-16le" : "utf-16be")));
}

}  // namespace base
