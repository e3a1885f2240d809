// The file that stands beside exported .eml files and holds what their bytes cannot: flags and the exact date of
// arrival. Text in UTF-8, one line for the format and one a message:
//   "vanthu-eml-index 1" LF  *( name TAB internaldate TAB [flag *(SP flag)] LF )
// name is the file's name in the same directory; internaldate as in IMAP ("23-Nov-2026 16:32:00 +0700"); a flag is
// \Seen, \Answered, \Flagged, \Deleted, \Draft or a keyword. Pure, thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "mailstore/store/types.h"

namespace mailstore {

inline constexpr std::string_view kEmlIndexName = "vanthu-flags.tsv";
inline constexpr std::string_view kEmlIndexHead = "vanthu-eml-index 1\n";

struct EmlIndexEntry {
  Flags flags;
  InternalDate date;
};
using EmlIndex = std::map<std::string, EmlIndexEntry, std::less<>>;  // by file name

std::string format_eml_index_line(std::string_view name, const EmlIndexEntry& entry);

// What cannot be read (another format, a line that is none) is told with its offset and left out.
EmlIndex parse_eml_index(std::string_view file,
                         const std::function<void(std::int64_t offset, std::string what)>& problem);

}  // namespace mailstore
