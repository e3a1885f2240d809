#include "mailstore/maintenance/mbox_fields.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/mime/header_fields.h"
#include "base/text/case.h"

namespace mailstore {
namespace {

constexpr std::string_view kOwn = "X-Vanthu-Own-", kMark = "X-Vanthu-Mbox";
// Read by us or by others as the folder's.
constexpr std::string_view kNames[] = {"Status", "X-Status",   "X-Keywords",     "X-UID",
                                       "X-IMAP", "X-IMAPbase", "Content-Length", kMark};
// Written beside them by other programs.
constexpr std::string_view kCompanions[] = {"Lines", "X-Mozilla-Status", "X-Mozilla-Status2", "X-Mozilla-Keys",
                                            "X-Evolution"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view each) { return base::equals_ignoring_case(name, each); });
}

bool may_be_the_folders(std::string_view name) {
  return is_one_of(name, kNames) || is_one_of(name, kCompanions) || base::starts_with_ignoring_case(name, "X-KMail-");
}

// A name that has to be hidden: the folder's, or one that is hidden already.
bool needs_hiding(std::string_view name) {
  while (base::starts_with_ignoring_case(name, kOwn)) name.remove_prefix(kOwn.size());
  return is_one_of(name, kNames);
}

std::string_view name_of(std::string_view line) {
  std::string_view name = line.substr(0, std::min(line.find(':'), line.size()));
  if (name.size() == line.size()) return {};
  while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
  return name;
}

std::string folder_lines(const Flags& flags, std::string_view words) {
  std::string out =
      std::string(kMark) + ": 1" + std::string(words) + "\nStatus: " + (flags.system & flag::kSeen ? "RO\n" : "O\n");
  std::string more;
  if (flags.system & flag::kAnswered) more += 'A';
  if (flags.system & flag::kFlagged) more += 'F';
  if (flags.system & flag::kDraft) more += 'T';
  if (flags.system & flag::kDeleted) more += 'D';
  if (!more.empty()) out += "X-Status: " + more + "\n";
  if (flags.keywords.empty()) return out;
  out += "X-Keywords:";
  for (const std::string& keyword : flags.keywords) out += " " + keyword;
  return out + "\n";
}

// Whether LF for CRLF can be undone.
bool has_plain_line_ends(std::string_view bytes) {
  if (bytes.ends_with('\r')) return false;
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r' || (at >= 2 && bytes[at - 2] == '\r')) return false;
  }
  return true;
}

void read_flags(std::string_view name, std::string_view value, Flags& flags) {
  if (base::equals_ignoring_case(name, "Status") || base::equals_ignoring_case(name, "X-Status")) {
    for (const char c : value) {
      if (c == 'R') flags.system |= flag::kSeen;
      else if (c == 'A') flags.system |= flag::kAnswered;
      else if (c == 'F') flags.system |= flag::kFlagged;
      else if (c == 'D') flags.system |= flag::kDeleted;
      else if (c == 'T') flags.system |= flag::kDraft;
    }
  } else if (base::equals_ignoring_case(name, "X-Keywords")) {
    std::string word;
    for (const char c : std::string(value) + " ") {
      if (c != ' ' && c != '\t' && c != ',' && c != '\r' && c != '\n') word += c;
      else if (!word.empty()) flags.keywords.push_back(std::exchange(word, {}));
    }
  }
}

// Which fields are the folder's: [0, head) and [tail, size). Of ours only the tail, which begins with the mark.
struct Runs {
  std::size_t head = 0, tail = 0;
  bool ours = false;
};

Runs folder_runs(std::string_view header, const std::vector<base::HeaderField>& fields) {
  Runs runs{0, fields.size(), false};
  const auto name = [&](std::size_t i) { return fields[i].name(header); };
  while (runs.tail > 0 && may_be_the_folders(name(runs.tail - 1))) --runs.tail;
  for (std::size_t i = runs.tail; i < fields.size(); ++i) {
    if (!base::equals_ignoring_case(name(i), kMark)) continue;
    return {0, i, true};
  }
  while (runs.head < runs.tail && may_be_the_folders(name(runs.head))) ++runs.head;
  // A program that writes its own behind a sender's: the last Status begins them.
  std::size_t seen = 0;
  for (std::size_t i = fields.size(); i > runs.tail; --i) {
    if (!base::equals_ignoring_case(name(i - 1), "Status") || ++seen < 2) continue;
    for (std::size_t last = fields.size(); last > i; --last) {
      if (base::equals_ignoring_case(name(last - 1), "Status")) runs.tail = std::max(runs.tail, last - 1);
    }
    break;
  }
  return runs;
}

// The header of our export as it was.
void show_own(std::string& message, std::string_view header, const std::vector<base::HeaderField>& fields,
              std::size_t tail) {
  const std::size_t tail_begin = static_cast<std::size_t>(fields[tail].begin),
                    tail_end = static_cast<std::size_t>(fields.back().end);
  const std::string_view value = fields[tail].value(header);
  const auto says = [&](std::string_view word) { return value.find(word) != std::string_view::npos; };
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < tail; ++i) {
    if (!base::starts_with_ignoring_case(fields[i].name(header), kOwn) || !needs_hiding(fields[i].name(header)))
      continue;
    const auto begin = static_cast<std::size_t>(fields[i].begin);
    out += header.substr(at, begin - at);
    at = begin + kOwn.size();
  }
  out += header.substr(at, tail_begin - at);
  std::string_view rest = std::string_view(message).substr(tail_end);
  const std::string_view empty_line = rest.substr(0, rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0);
  if (says("bare")) rest.remove_prefix(empty_line.size());
  out += rest;
  if (says("unended") && out.ends_with('\n')) out.pop_back();
  message = std::move(out);
}

}  // namespace

std::string mbox_entry(std::string_view message, const Flags& flags) {
  const std::size_t header_size = base::header_size(message);
  const bool verbatim = !has_plain_line_ends(message);
  std::string words = verbatim ? " verbatim" : "", out;
  if (!message.ends_with('\n')) words += " unended";
  bool status_written = false;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t end = std::min(message.find('\n', at), message.size());
    std::string_view line = message.substr(at, end - at), kept = line;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!status_written && at < header_size && line.empty()) {
      out += folder_lines(flags, words);
      status_written = true;
    }
    if (at < header_size && !status_written && needs_hiding(name_of(line))) out += kOwn;
    const std::size_t marks = line.find_first_not_of('>');
    if (at >= header_size && marks != std::string_view::npos && line.substr(marks).starts_with("From ")) out += '>';
    out += verbatim ? kept : line;
    out += '\n';
    at = end + 1;
  }
  if (!status_written) out += folder_lines(flags, " bare" + words) + "\n";  // nothing but a header
  return out + "\n";
}

FolderFields take_folder_fields(std::string& message) {
  FolderFields out;
  const std::string header = message.substr(0, base::header_size(message));
  const std::vector<base::HeaderField> fields = base::index_header(header, header.size());
  const Runs runs = folder_runs(header, fields);
  out.ours = runs.ours;
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i >= runs.head && i < runs.tail) continue;
    const std::string_view name = fields[i].name(header);
    read_flags(name, fields[i].value(header), out.flags);
    if (is_one_of(name, kNames) && !base::equals_ignoring_case(name, "Content-Length")) taken.push_back(i);
  }
  if (out.ours) {
    show_own(message, header, fields, runs.tail);
    return out;
  }
  for (auto i = taken.rbegin(); i != taken.rend(); ++i) {
    message.erase(static_cast<std::size_t>(fields[*i].begin),
                  static_cast<std::size_t>(fields[*i].end - fields[*i].begin));
  }
  return out;
}

}  // namespace mailstore
