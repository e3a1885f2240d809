#include "base/mime/references.h"

#include <algorithm>
#include <unordered_set>

#include "base/mime/header_scan.h"
#include "base/mime/header_text.h"
#include "base/text/case.h"

namespace base {

namespace {

constexpr std::size_t kMaxSubjectBytes = 4096;  // what is compared for threads; longer ones are cut

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// One id between "<" and ">" or a bare word: quotes and blanks out.
std::string without_quotes(std::string_view id) {
  std::string out;
  for (std::size_t i = 0; i < id.size(); ++i) {
    char c = id[i];
    if (c == '"' || is_blank(c) || c == '\0') continue;
    if (c == '\\' && i + 1 < id.size()) c = id[++i];
    out += c;
  }
  return out;
}

// White space runs become one blank, ends trimmed.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_blank(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// subj-blob = "[" *BLOBCHAR "]" *WSP; its size or 0.
std::size_t blob_size(std::string_view text) {
  if (text.empty() || text.front() != '[') return 0;
  const std::size_t end = text.find_first_of("[]", 1);
  if (end == std::string_view::npos || text[end] != ']') return 0;
  std::size_t size = end + 1;
  while (size < text.size() && is_blank(text[size])) ++size;
  return size;
}

// subj-refwd = ("re" / "fw" / "fwd") *WSP [subj-blob] ":"; the Vietnamese marks besides.
std::size_t reply_mark_size(std::string_view text) {
  constexpr std::string_view kMarks[] = {"re", "fwd", "fw", "tl", "ct"};
  for (const std::string_view mark : kMarks) {
    if (!starts_with_ignoring_case(text, mark)) continue;
    std::size_t size = mark.size();
    while (size < text.size() && is_blank(text[size])) ++size;
    size += blob_size(text.substr(size));
    if (size < text.size() && text[size] == ':') return size + 1;
  }
  return 0;
}

// §2.1 step 2: "(fwd)" and white space at the end.
bool drop_trailer(std::string_view& text) {
  bool forward = false;
  for (;;) {
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (!ends_with_ignoring_case(text, "(fwd)")) return forward;
    text.remove_suffix(5);
    forward = true;
  }
}

// Steps 3 to 5: leaders, and blobs as long as something is left behind them.
bool drop_leaders(std::string_view& text) {
  bool reply = false;
  for (;;) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    // subj-leader = (*subj-blob subj-refwd) / WSP
    std::size_t blobs = 0;
    for (std::size_t n = blob_size(text); n > 0; n = blob_size(text.substr(blobs))) blobs += n;
    if (const std::size_t mark = reply_mark_size(text.substr(blobs)); mark > 0) {
      text.remove_prefix(blobs + mark);
      reply = true;
      continue;
    }
    const std::size_t one = blob_size(text);
    if (one == 0 || one == text.size()) return reply;
    text.remove_prefix(one);
  }
}

}  // namespace

std::vector<std::string> message_ids(std::string_view value) {
  std::vector<std::string> ids;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::string_view raw) {
    std::string id = without_quotes(raw);
    if (!id.empty() && seen.insert(id).second) ids.push_back(std::move(id));
  };
  const bool brackets = value.find('<') != std::string_view::npos;
  for (std::size_t at = 0; at < value.size();) {
    if (brackets) {
      const std::size_t open = value.find('<', at);
      if (open == std::string_view::npos) break;
      const std::size_t close = value.find_first_of("<>", open + 1);
      if (close == std::string_view::npos) break;
      if (value[close] == '>') add(value.substr(open + 1, close - open - 1));
      at = value[close] == '>' ? close + 1 : close;
    } else {
      while (at < value.size() && is_blank(value[at])) ++at;
      std::size_t end = at;
      while (end < value.size() && !is_blank(value[end])) ++end;
      const std::string_view word = value.substr(at, end - at);
      if (word.find('@') != std::string_view::npos) add(word);
      at = end;
    }
  }
  // The first names the thread, the newest name the parents.
  if (ids.size() > kMaxReferences)
    ids.erase(ids.begin() + 1, ids.end() - static_cast<std::ptrdiff_t>(kMaxReferences - 1));
  return ids;
}

std::string normalised_message_id(std::string_view value) {
  const std::size_t open = value.find('<');
  if (open != std::string_view::npos) {
    const std::size_t close = value.find('>', open);
    return without_quotes(value.substr(open + 1, close == std::string_view::npos ? close : close - open - 1));
  }
  value = trim_wsp(value);
  return without_quotes(value.substr(0, std::min(value.find_first_of(" \t("), value.size())));
}

BaseSubject base_subject(std::string_view raw_subject) {
  BaseSubject result;
  const std::string decoded = squeezed(decode_header_text(raw_subject.substr(0, kMaxSubjectBytes * 4)));
  std::string_view text = std::string_view(decoded).substr(0, kMaxSubjectBytes);
  for (;;) {
    result.is_reply_or_forward |= drop_trailer(text);
    result.is_reply_or_forward |= drop_leaders(text);
    // Step 6: "[fwd: … ]"
    if (!starts_with_ignoring_case(text, "[fwd:") || text.back() != ']') break;
    text = text.substr(5, text.size() - 6);
    result.is_reply_or_forward = true;
  }
  result.text = casemap(text);
  return result;
}

}  // namespace base
