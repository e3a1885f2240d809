// A tree of a query as text, for tests and logs.
#include "base/mime/date.h"
#include "mailstore/search/query/query_tree.h"
#include "mailstore/store/types.h"

namespace mailstore::search {
namespace {

std::string bounds(const Node& node) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min(),
                         kMax = std::numeric_limits<std::int64_t>::max();
  const auto text = [&](std::int64_t v) {
    if (node.kind == NodeKind::size) return std::to_string(v);
    return base::format_internal_date(base::Timestamp(v), base::kOfficeOffsetMinutes).substr(0, 11);
  };
  return "[" + (node.from == kMin ? "" : text(node.from)) + "," + (node.until == kMax ? "" : text(node.until)) + ")";
}

std::string words_text(const Node& node) {
  std::string out(node.field == Field::any ? "any" : field_info(node.field).name);
  out += ":";
  if (node.exact) out += "\"";
  else if (node.words.size() > 1) out += "[";
  for (std::size_t i = 0; i < node.words.size(); ++i) {
    if (i) out += " ";
    out += node.exact ? node.words[i].exact : node.words[i].folded;
  }
  if (node.prefix) out += "*";
  if (node.exact) out += "\"";
  else if (node.words.size() > 1) out += "]";
  return out;
}

std::string state_text(const Node& node) {
  const char* name = node.bit == flag::kSeen       ? "seen"
                     : node.bit == flag::kFlagged  ? "flagged"
                     : node.bit == flag::kAnswered ? "answered"
                                                   : "draft";
  return std::string("is:") + (node.bit_set ? "" : "!") + name;
}

std::string list_text(std::string_view word, const Node& node) {
  std::string out = "(" + std::string(word);
  for (const Node& child : node.children) out += " " + to_string(child);
  return out + ")";
}

}  // namespace

std::string to_string(const Node& node) {
  switch (node.kind) {
    case NodeKind::all: return "all";
    case NodeKind::words: return words_text(node);
    case NodeKind::number:
      return "number:" + node.number.number + (node.number.year.empty() ? "" : "/" + node.number.year) +
             (node.number.symbol.empty() ? "" : "/" + node.number.symbol);
    case NodeKind::has_attachment: return "has:attachment";
    case NodeKind::received: return "received:" + bounds(node);
    case NodeKind::size: return "size:" + bounds(node);
    case NodeKind::mailbox: return "in:\"" + node.mailbox + "\"";
    case NodeKind::state: return state_text(node);
    case NodeKind::both: return list_text("and", node);
    case NodeKind::either: return list_text("or", node);
    case NodeKind::negation: return list_text("not", node);
  }
  return "";
}

}  // namespace mailstore::search
