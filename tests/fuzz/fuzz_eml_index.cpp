// Any bytes are an index of .eml files: the reader ends, and what it understood it reads again as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mailstore/maintenance/eml_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailstore;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto ignore = [](std::int64_t, std::string) {};
  const EmlIndex index = parse_eml_index(text, ignore);
  std::string again(kEmlIndexHead);
  for (const auto& [name, entry] : index) again += format_eml_index_line(name, entry);
  const EmlIndex second = parse_eml_index(again, [](std::int64_t, std::string) { std::abort(); });
  if (second.size() != index.size()) std::abort();
  for (const auto& [name, entry] : index) {
    const auto found = second.find(name);
    if (found == second.end() || found->second.flags != entry.flags) std::abort();
  }
  return 0;
}
