#include "mailstore/store/contents/message_ids.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "base/text/case.h"

namespace mailstore {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Of "<…>", in any case.
std::int64_t hash_of(std::string_view id) {
  std::string lower(id);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const base::Sha256 digest = base::sha256(lower);
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8 | digest[i];
  return std::max(static_cast<std::int64_t>(key >> 1), MessageIds::kFirstHash);
}

// The next "<…>" without another "<" in it; empty at the end.
std::string_view take_id(std::string_view& text) {
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find('<'), text.size());
    text.remove_prefix(begin);
    const std::size_t end = text.find_first_of("<>", 1);
    if (end == std::string_view::npos) break;
    const std::string_view id = text.substr(0, end + 1);
    text.remove_prefix(id.back() == '<' ? end : end + 1);
    if (id.back() == '>') return id;
  }
  text = {};
  return {};
}

std::int64_t key_of(std::string_view text) {
  if (text.size() > kMaxMessageIdText) return MessageIds::kNotKept;
  if (!is_ascii(text)) return MessageIds::kSeveral;
  const std::string_view first = take_id(text);
  if (first.empty()) return MessageIds::kNoId;
  return take_id(text).empty() ? hash_of(first) : MessageIds::kSeveral;
}

}  // namespace

MessageIds message_ids_of(std::string_view header_lines, bool cut) {
  MessageIds out;
  while (!header_lines.empty()) {
    const std::string_view line = header_lines.substr(0, header_lines.find('\n'));
    header_lines.remove_prefix(std::min(line.size() + 1, header_lines.size()));
    const std::size_t name = kMessageIdName.size();
    if (line.size() <= name || line[name] != ':' || !base::starts_with_ignoring_case(line, kMessageIdName)) continue;
    if (out.text.size() > kMaxMessageIdText) break;
    if (!out.text.empty()) out.text += '\n';
    out.text += line.substr(std::min(name + 2, line.size()));
  }
  out.key = cut ? MessageIds::kNotKept : key_of(out.text);
  if (out.key == MessageIds::kNotKept) out.text.clear();
  return out;
}

std::optional<std::int64_t> key_of_whole_id(std::string_view needle) {
  const bool plain = is_ascii(needle) && needle.find_first_of("\n") == std::string_view::npos;
  std::string_view rest = needle;
  if (!plain || needle.size() < 3 || take_id(rest) != needle) return std::nullopt;
  return hash_of(needle);
}

}  // namespace mailstore
