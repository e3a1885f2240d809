// What lies on the disk beside Xapian's tables: a damaged manifest or word row is refused or read, never trusted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mailstore/search/shards/manifest.h"
#include "mailstore/search/shards/word_row.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mailstore::search;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const std::optional<Manifest> manifest = decode_manifest(bytes)) {
    if (decode_manifest(encode(*manifest)) != manifest) std::abort();
  }
  static const std::vector<WordForm> phrase = word_forms("công văn");
  for (Field field : kRowFields) {
    for (bool exact : {true, false}) (void)row_holds(bytes, field, phrase, exact);
  }
  if (const base::Result<RowWords> words = decode_row(bytes)) {
    const std::string row = encode_row(*words);  // empty: nothing but gaps
    const base::Result<RowWords> again = decode_row(row);
    if (!again || (!row.empty() && *again != *words)) std::abort();
  }
  return 0;
}
