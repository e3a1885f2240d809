// SequenceSet: what a client names by numbers, "1:4,7,*" or "$" (RFC 9051 §9 sequence-set, RFC 5182). NumberSet: the
// canonical ascending form that answers use. Values; pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::imap {

struct SequenceSet {
  static constexpr std::uint32_t kStar = 0;  // "*": the greatest number in use
  struct Range {
    std::uint32_t first = 0, last = 0;  // in the order written; kStar for "*"
    bool operator==(const Range&) const = default;
  };
  std::vector<Range> ranges;
  bool saved = false;  // "$"
  bool operator==(const SequenceSet&) const = default;

  // Nothing when the text is no sequence-set.
  static std::optional<SequenceSet> parse(std::string_view text);
  // Ranges ascending, merged, with "*" replaced by `greatest`. "5:*" includes `greatest` even when it is below 5.
  std::vector<Range> resolve(std::uint32_t greatest) const;
  bool has_star() const;
};

// "1:4,7" for ascending numbers; "" for none.
std::string to_text(const std::vector<std::uint32_t>& ascending);
// As given, runs of +1 as ranges: APPENDUID and COPYUID keep the order.
std::string to_text_in_order(const std::vector<std::uint32_t>& numbers);

// Is `number` in one of these ascending, merged ranges?
bool contains(const std::vector<SequenceSet::Range>& resolved, std::uint32_t number);

}  // namespace server::imap
