// Any bytes as a header, asked for names that stand in front of it: what the kept fields tell is what the header says.
// And any bytes as kept fields.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/mime/header_fields.h"
#include "base/mime/kept_fields.h"

// Input: names parted by blanks, a line end, the header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  std::vector<std::string> names;
  for (std::size_t at = 0; at < line && names.size() < 50;) {
    const std::size_t end = std::min(bytes.find(' ', at), line);
    if (end > at) names.emplace_back(bytes.substr(at, end - at));
    at = end + 1;
  }
  const std::string_view header = bytes.substr(std::min(line + 1, bytes.size()));
  const base::KeptQuestion question(names);
  std::string told = "x";
  if (question.answer(base::encode_kept_fields(header), told)) {
    if (told.substr(1) + "\r\n" != base::select_header_fields(header, names, false)) std::abort();
  } else if (told != "x") {
    std::abort();
  }
  std::string any;
  if (question.answer(header, any) && any.size() > header.size() + 2) std::abort();
  return 0;
}
