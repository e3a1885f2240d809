// A query as a tree: text → parse_query() → Node → to_string(). Pure; time is a parameter. Grammar in query_parser.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "mailstore/search/query/fields.h"
#include "mailstore/search/query/words.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::search {

inline constexpr std::size_t kMaxQueryBytes = 4096;
inline constexpr int kMaxQueryDepth = 32;
inline constexpr int kMaxQueryLeaves = 128;

enum class NodeKind : std::uint8_t {
  all,     // everything
  words,   // one word, or several in a row
  number,  // document number
  has_attachment,
  received,  // [from, until) µs
  mailbox,
  state,     // system flag `bit`, set or not
  size,      // [from, until) octets
  both,      // every child
  either,    // at least one child
  negation,  // not the child
};

struct Node {
  NodeKind kind = NodeKind::all;
  Field field = Field::any;
  std::vector<WordForm> words;
  bool exact = false;   // words: in quotes
  bool prefix = false;  // words: the last one is the beginning of a word
  policies::dispatch::NumberWords number;
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
  std::string mailbox;  // as typed
  std::uint32_t bit = 0;
  bool bit_set = true;
  std::vector<Node> children;

  // In the index (true), or a matter of the account's rows.
  bool is_condition() const {
    return kind == NodeKind::received || kind == NodeKind::mailbox || kind == NodeKind::state || kind == NodeKind::size;
  }
};

// Errors: bad_input, whose text names the place by the number of the character. An empty query is NodeKind::all.
base::Result<Node> parse_query(std::string_view text, base::Timestamp now);

// (and any:bao any:"quyết định" (not subject:hop*))
std::string to_string(const Node& node);

// --- values of fields; bad values give false/nothing ---
struct Range {
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
};
// "01/11/2026", "2026-11-01", "11/2026", "2026-11", "2026", "homnay"/"today", "homqua"/"yesterday": µs in the office
// zone.
bool parse_day(std::string_view text, base::Timestamp now, Range& out);
bool parse_dates(Field field, std::string_view text, base::Timestamp now, Range& out);
bool parse_size_range(std::string_view text, Range& out);
// `bit` and whether it must be set.
bool parse_state(std::string_view text, std::uint32_t& bit, bool& set);
bool parse_has(std::string_view text);

}  // namespace mailstore::search
