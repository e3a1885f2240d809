// The rules are in quote_rules.cpp. A signature with nothing above it is passed over: some phones put it first and the
// cursor below.
#include "policies/replies/quoted_reply.h"

#include <array>
#include <optional>

#include "base/text/utf8.h"
#include "policies/replies/quote_rules.h"

namespace policies::replies {

namespace {

// Unquoted lines below a block of quoted ones: the writer answered at the bottom.
bool answered_below(const std::vector<Line>& lines, std::size_t from) {
  bool quoted = false;
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (is_quoted_line(lines[i])) {
      quoted = true;
    } else if (quoted && !is_blank_line(lines[i])) {
      return cut_at(lines, i) == Cut::none;
    }
  }
  return false;
}

// Does anything but blank lines and further signatures stand before the next cut?
bool has_text_of_its_own(const std::vector<Line>& lines, std::size_t from) {
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (is_blank_line(lines[i])) continue;
    const Cut cut = cut_at(lines, i);
    if (cut != Cut::phone_signature) return cut == Cut::none;
  }
  return false;
}

bool is_quote(Cut cut) { return cut != Cut::none && cut != Cut::signature && cut != Cut::phone_signature; }

}  // namespace

const char* to_string(Cut cut) {
  constexpr std::array<const char*, 8> words{"none",      "quote_mark", "attribution",     "header_block",
                                             "separator", "signature",  "phone_signature", "forward"};
  return words.at(static_cast<std::size_t>(cut));
}

NewText new_text(std::string_view body_utf8, bool quote_follows) {
  const std::vector<Line> lines = split_lines(base::utf8_prefix_bytes(body_utf8, kMaxReplyText));
  NewText out;
  std::size_t begin = text_begin(lines), end = lines.size();
  bool empty = true;
  std::optional<bool> goes_on;  // below signatures that stand first
  for (std::size_t i = begin; i < lines.size(); ++i) {
    out.cut = cut_at(lines, i);
    if (out.cut == Cut::phone_signature && empty && !goes_on) goes_on = has_text_of_its_own(lines, i + 1);
    if (out.cut == Cut::phone_signature && empty && *goes_on) {
      begin = i + 1;
    } else if (out.cut != Cut::none) {
      end = i;
      break;
    }
    empty = empty && (begin == i + 1 || is_blank_line(lines[i]));
  }
  const std::size_t cut_line = end;
  while (begin < end && is_blank_line(lines[begin])) ++begin;
  while (end > begin && is_blank_line(lines[end - 1])) --end;
  if (is_quote(out.cut) || (quote_follows && out.cut == Cut::none)) end = end_before_quote(lines, begin, end);
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) out.text += '\n';
    if (!is_blank_line(lines[i])) out.text += lines[i].raw;
  }
  // Below a signature that stands first, a command cannot be told from a name.
  const bool below_signature = out.cut == Cut::signature && has_text_of_its_own(lines, cut_line + 1);
  out.text_below = out.text.empty() && out.cut != Cut::none && (below_signature || answered_below(lines, cut_line));
  return out;
}

std::string quoted_text(std::string_view body_utf8) {
  const std::vector<Line> lines = split_lines(base::utf8_prefix_bytes(body_utf8, kMaxReplyText));
  std::size_t begin = 0, end = lines.size();
  auto quotes = [&](std::size_t at) {
    const Cut cut = cut_at(lines, at);
    return cut != Cut::none && cut != Cut::signature && cut != Cut::phone_signature;
  };
  while (begin < end && !quotes(begin)) ++begin;
  while (end > begin && is_blank_line(lines[end - 1])) --end;
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) out += '\n';
    out += lines[i].raw;
  }
  out.resize(base::utf8_prefix_bytes(out, kMaxQuoted).size());
  return out;
}

}  // namespace policies::replies
