#include "mailstore/maintenance/eml_index.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/mime/date.h"
#include "base/text/case.h"
#include "base/text/utf8.h"

namespace mailstore {
namespace {

constexpr std::size_t kMaxKeywords = 1000;  // of one message
constexpr std::array<std::pair<std::string_view, std::uint32_t>, 5> kSystemFlags = {{{"\\Seen", flag::kSeen},
                                                                                     {"\\Answered", flag::kAnswered},
                                                                                     {"\\Flagged", flag::kFlagged},
                                                                                     {"\\Deleted", flag::kDeleted},
                                                                                     {"\\Draft", flag::kDraft}}};

std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

bool add_flag(Flags& flags, std::string_view word) {
  if (std::any_of(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x21) || c == 0x7F; }))
    return false;
  if (!word.starts_with('\\')) {
    flags.keywords.emplace_back(word);
    return flags.keywords.size() <= kMaxKeywords;
  }
  for (const auto& [name, bit] : kSystemFlags) {
    if (!base::equals_ignoring_case(name, word)) continue;
    flags.system |= bit;
    return true;
  }
  return false;
}

std::optional<EmlIndexEntry> parse_entry(std::string_view date, std::string_view words) {
  EmlIndexEntry entry;
  const std::optional<base::ZonedTime> time = base::parse_internal_date(date);
  if (!time) return std::nullopt;
  entry.date = {time->time, static_cast<std::int16_t>(time->offset_minutes)};
  while (!words.empty()) {
    const std::string_view word = take_until(words, ' ');
    if (!word.empty() && !add_flag(entry.flags, word)) return std::nullopt;
  }
  std::vector<std::string>& keywords = entry.flags.keywords;
  std::sort(keywords.begin(), keywords.end(), base::AsciiCaseLess());
  keywords.erase(std::unique(keywords.begin(), keywords.end(),
                             [](const auto& a, const auto& b) { return base::equals_ignoring_case(a, b); }),
                 keywords.end());
  return entry;
}

}  // namespace

std::string format_eml_index_line(std::string_view name, const EmlIndexEntry& entry) {
  std::string line = std::string(name) + "\t" + base::format_internal_date(entry.date.at, entry.date.offset_minutes) +
                     "\t",
              words;
  for (const auto& [word, bit] : kSystemFlags) {
    if (entry.flags.system & bit) words += (words.empty() ? "" : " ") + std::string(word);
  }
  for (const std::string& keyword : entry.flags.keywords) words += (words.empty() ? "" : " ") + keyword;
  return line + words + "\n";
}

EmlIndex parse_eml_index(std::string_view file,
                         const std::function<void(std::int64_t offset, std::string what)>& problem) {
  EmlIndex index;
  const std::size_t whole = file.size();
  if (take_until(file, '\n') != kEmlIndexHead.substr(0, kEmlIndexHead.size() - 1)) {
    problem(
        0,
        "tệp chỉ mục có định dạng lạ, cờ của các thư bên cạnh không được nhập / this index is of an unknown format, the flags of the messages beside it are not imported");
    return index;
  }
  while (!file.empty()) {
    const auto offset = static_cast<std::int64_t>(whole - file.size());
    std::string_view line = take_until(file, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);  // an editor was there
    if (line.empty()) continue;
    const std::string_view name = take_until(line, '\t'), date = take_until(line, '\t');
    std::optional<EmlIndexEntry> entry =
        name.empty() || !base::is_valid_utf8(line) ? std::nullopt : parse_entry(date, line);
    if (entry) index.insert_or_assign(std::string(name), std::move(*entry));
    else
      problem(
          offset,
          "dòng không đọc được, cờ của thư này không được nhập / this line cannot be read, the flags of its message are not imported");
  }
  return index;
}

}  // namespace mailstore
