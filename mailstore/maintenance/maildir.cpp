#include "mailstore/maintenance/maildir.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace mailstore {

namespace {

// What stands behind "2,". On file systems of Windows, where ":" may not be in a name, programs write another sign
// before it: ";" (mutt, mbsync), "!" (OfflineIMAP, mutt), and other ones or a look-alike of the colon. Signs that names
// of hosts hold as well count only when nothing but flags follows, in their order.
std::string_view flag_letters(std::string_view name) {
  const std::size_t info = name.rfind("2,");
  if (info == std::string_view::npos) return {};
  const std::string_view before = name.substr(0, info), letters = name.substr(info + 2);
  for (const std::string_view sign : {":", ";", "!"}) {
    if (before.ends_with(sign)) return letters;
  }
  const bool only_flags =
      std::is_sorted(letters.begin(), letters.end()) && std::all_of(letters.begin(), letters.end(), [](char c) {
        return std::string_view("DFPRST").find(c) != std::string_view::npos || (c >= 'a' && c <= 'z');
      });
  if (!only_flags) return {};
  // The last five: the colon of a private area (Cygwin, WSL, SMB), of phonetics, of mathematics, the wide one, and
  // written as %3A.
  for (const std::string_view sign :
       {"-", "_", "+", "^", "=", "~", "\uF03A", "\uA789", "\u2236", "\uFF1A", "%3A", "%3a"}) {
    if (before.ends_with(sign)) return letters;
  }
  return {};
}

}  // namespace

Flags parse_maildir_flags(std::string_view file_name, const std::vector<std::string>& keywords) {
  Flags flags;
  for (char c : flag_letters(file_name)) {
    switch (c) {
      case 'S': flags.system |= flag::kSeen; break;
      case 'R': flags.system |= flag::kAnswered; break;
      case 'F': flags.system |= flag::kFlagged; break;
      case 'D': flags.system |= flag::kDraft; break;
      case 'T': flags.system |= flag::kDeleted; break;
      case 'P': flags.keywords.push_back("$Forwarded"); break;
      default:
        if (c >= 'a' && c <= 'z' && static_cast<std::size_t>(c - 'a') < keywords.size() &&
            !keywords[static_cast<std::size_t>(c - 'a')].empty()) {
          flags.keywords.push_back(keywords[static_cast<std::size_t>(c - 'a')]);
        }
    }
  }
  std::sort(flags.keywords.begin(), flags.keywords.end(), base::AsciiCaseLess());
  flags.keywords.erase(std::unique(flags.keywords.begin(), flags.keywords.end()), flags.keywords.end());
  return flags;
}

std::string format_maildir_flags(const Flags& flags, std::vector<std::string>& keywords) {
  std::string out = ":2,";  // letters in ASCII order
  if (flags.system & flag::kDraft) out += 'D';
  if (flags.system & flag::kFlagged) out += 'F';
  if (flags.system & flag::kAnswered) out += 'R';
  if (flags.system & flag::kSeen) out += 'S';
  if (flags.system & flag::kDeleted) out += 'T';
  std::string letters;
  for (const std::string& keyword : flags.keywords) {
    auto known = std::find(keywords.begin(), keywords.end(), keyword);
    if (known == keywords.end() && keywords.size() < 26) known = keywords.insert(keywords.end(), keyword);
    if (known != keywords.end()) letters += static_cast<char>('a' + (known - keywords.begin()));
  }
  std::sort(letters.begin(), letters.end());
  return out + letters;
}

std::optional<std::string> parse_maildir_folder(std::string_view directory_name) {
  if (directory_name.size() < 2 || directory_name[0] != '.' || directory_name[1] == '.') return std::nullopt;
  std::string out;
  std::string_view rest = directory_name.substr(1);
  while (true) {
    const std::size_t dot = rest.find('.');
    std::string level(rest.substr(0, dot));
    if (level.empty()) return std::nullopt;
    for (std::size_t at; (at = level.find("&AC4-")) != std::string::npos;) level.replace(at, 5, ".");  // our own, below
    const base::Result<std::string> decoded = base::mailbox_utf7_decode(level);
    if (!out.empty()) out += '/';
    out += decoded ? *decoded : base::sanitize_utf8(level);
    if (dot == std::string_view::npos) return out;
    rest = rest.substr(dot + 1);
  }
}

std::string format_maildir_folder(std::string_view path) {
  std::string out;
  std::string level;
  for (char c : std::string(path) + "/") {
    if (c == '/') {
      // A dot in a name would part levels: it is written as modified UTF-7 of its own.
      std::string encoded;
      for (char d : base::mailbox_utf7_encode(level)) encoded += d == '.' ? std::string("&AC4-") : std::string(1, d);
      out += "." + encoded;
      level.clear();
    } else {
      level += c;
    }
  }
  return out;
}

std::vector<std::string> parse_maildir_keywords(std::string_view file) {
  std::vector<std::string> out;
  while (!file.empty()) {
    const std::size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || blank == 0 || blank > 2) continue;
    std::size_t number = 0;
    bool good = true;
    for (char c : line.substr(0, blank)) {
      good = good && c >= '0' && c <= '9';
      number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    if (!good || number >= 26) continue;
    if (out.size() <= number) out.resize(number + 1);
    out[number] = line.substr(blank + 1);
  }
  return out;
}

std::string format_maildir_keywords(const std::vector<std::string>& keywords) {
  std::string out;
  for (std::size_t i = 0; i < keywords.size(); ++i) out += std::to_string(i) + " " + keywords[i] + "\n";
  return out;
}

}  // namespace mailstore
