// The lines of a reply, and the rules by which one of them ends what its writer wrote himself. Pure, thread-safe; every
// rule looks at a few lines of at most kMaxRuleLine bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policies/replies/quoted_reply.h"

namespace policies::replies {

struct Line {
  std::string_view raw;  // without trailing white space
  std::string folded;    // trimmed, folded, stars and quotes around header names dropped; empty for very long lines
};

inline constexpr std::size_t kMaxRuleLine = 400;  // bytes; a longer line is prose

// At most kMaxReplyLines; the lines point into `body`.
std::vector<Line> split_lines(std::string_view body);

// Behind the first lines of a text signed with PGP; else 0.
std::size_t text_begin(const std::vector<Line>& lines);

// What begins at the line; none: it is text.
Cut cut_at(const std::vector<Line>& lines, std::size_t at);

// Nothing that is seen, or only the mark of a picture: "[cid:image001.png@…]", "[image: …]".
bool is_blank_line(const Line& line);
bool is_quoted_line(const Line& line);  // ">"

// Where the text of lines[begin, end) ends when a quote follows: before "Binh wrote:", "Quoting Binh <b@x>:", a line of
// dashes.
std::size_t end_before_quote(const std::vector<Line>& lines, std::size_t begin, std::size_t end);

}  // namespace policies::replies
