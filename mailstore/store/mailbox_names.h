// Names of mailboxes: UTF-8 NFC, levels separated by '/', "INBOX" in any case is INBOX (RFC 9051 §5.1). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mailstore {

inline constexpr std::size_t kMaxMailboxPath = 500;  // code points of a whole path
inline constexpr std::size_t kMaxMailboxLevels = 32;

// The path as it is stored. bad_input: empty, empty level, broken UTF-8, control characters, too long, too deep; a
// leading or trailing '/' of a CREATE is the caller's matter.
base::Result<std::string> normal_mailbox_path(std::string_view path);
// What must be unique within an account: the normal path (names are case-sensitive but for INBOX).
std::string mailbox_name_key(std::string_view normal_path);
// "a/b/c" → {"a", "a/b"}.
std::vector<std::string> parent_paths(std::string_view path);
bool is_child_path(std::string_view path, std::string_view parent);

}  // namespace mailstore
