// Maildir: names of files and folders. Maildir++ puts sub-folders beside cur/ and new/ as ".A.B" in modified UTF-7;
// others nest directories. Keywords are letters a … z of the file name, spelled in "dovecot-keywords" ("0 $Forwarded").
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/store/types.h"

namespace mailstore {

// In the names of files that our export writes: "1700000000.U7.vanthu,S=1234:2,FS".
inline constexpr std::string_view kMaildirMark = ".vanthu,";

// Flags after ":2," (or the signs that stand for the colon where it is not allowed).
Flags parse_maildir_flags(std::string_view file_name, const std::vector<std::string>& keywords);
// ":2,FS" with keyword letters; keywords that get no letter are appended to `keywords` while there is room.
std::string format_maildir_flags(const Flags& flags, std::vector<std::string>& keywords);

// ".Công.2026" in modified UTF-7 → "Công/2026"; nothing for names that are no folders.
std::optional<std::string> parse_maildir_folder(std::string_view directory_name);
std::string format_maildir_folder(std::string_view path);

std::vector<std::string> parse_maildir_keywords(std::string_view file);
std::string format_maildir_keywords(const std::vector<std::string>& keywords);

}  // namespace mailstore
