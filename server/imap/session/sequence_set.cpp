#include "server/imap/session/sequence_set.h"

namespace server::imap {
namespace {

// nz-number or "*". Moves past it.
std::optional<std::uint32_t> seq_number(std::string_view text, std::size_t& at) {
  if (at < text.size() && text[at] == '*') {
    ++at;
    return SequenceSet::kStar;
  }
  std::uint64_t value = 0;
  const std::size_t begin = at;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    value = value * 10 + static_cast<std::uint64_t>(text[at++] - '0');
    if (value > UINT32_MAX) return std::nullopt;
  }
  if (at == begin || value == 0) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

}  // namespace

std::optional<SequenceSet> SequenceSet::parse(std::string_view text) {
  SequenceSet set;
  if (text == "$") {
    set.saved = true;
    return set;
  }
  for (std::size_t at = 0;;) {
    const auto first = seq_number(text, at);
    if (!first) return std::nullopt;
    Range range{*first, *first};
    if (at < text.size() && text[at] == ':') {
      const auto last = seq_number(text, ++at);
      if (!last) return std::nullopt;
      range.last = *last;
    }
    set.ranges.push_back(range);
    if (at == text.size()) return set;
    if (text[at++] != ',') return std::nullopt;
  }
}

std::vector<SequenceSet::Range> SequenceSet::resolve(std::uint32_t greatest) const {
  std::vector<Range> out;
  out.reserve(ranges.size());
  for (Range range : ranges) {
    if (range.first == kStar) range.first = greatest;
    if (range.last == kStar) range.last = greatest;
    if (range.first > range.last) std::swap(range.first, range.last);
    if (range.last == 0) continue;  // "*" in an empty mailbox
    out.push_back(range);
  }
  std::sort(out.begin(), out.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const Range& range : out) {
    if (kept > 0 && (out[kept - 1].last == UINT32_MAX || range.first <= out[kept - 1].last + 1)) {
      out[kept - 1].last = std::max(out[kept - 1].last, range.last);
    } else {
      out[kept++] = range;
    }
  }
  out.resize(kept);
  return out;
}

bool SequenceSet::has_star() const {
  return std::any_of(ranges.begin(), ranges.end(),
                     [](const Range& range) { return range.first == kStar || range.last == kStar; });
}

std::string to_text_in_order(const std::vector<std::uint32_t>& numbers) {
  std::string out;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    if (!out.empty()) out += ',';
    out += std::to_string(numbers[i]);
    if (end - i > 1) out += ':' + std::to_string(numbers[end - 1]);
    i = end;
  }
  return out;
}

std::string to_text(const std::vector<std::uint32_t>& ascending) { return to_text_in_order(ascending); }

bool contains(const std::vector<SequenceSet::Range>& resolved, std::uint32_t number) {
  const auto after = std::upper_bound(resolved.begin(), resolved.end(), number,
                                      [](std::uint32_t n, const SequenceSet::Range& range) { return n < range.first; });
  return after != resolved.begin() && number <= std::prev(after)->last;
}

}  // namespace server::imap
