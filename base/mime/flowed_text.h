// Text that its sender's program broke into lines (RFC 3676, Format=Flowed): paragraphs as they were typed. Linear
// time. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/mime/content_type.h"

namespace base {

// Whether a text/plain says that it is flowed.
bool is_flowed(const ContentType& type);

// Soft line breaks undone, also in quoted lines of the same depth (which begin with their quote marks once); the space
// that stuffs a line goes; "-- " ends a paragraph. `del_sp`: the space before a soft break goes too. Line ends become
// LF.
std::string join_flowed(std::string_view text, bool del_sp);

// The same piece by piece: a paragraph of any length needs little memory.
class FlowedJoiner {
 public:
  explicit FlowedJoiner(bool del_sp) : del_sp_(del_sp) {}
  void add(std::string_view piece, std::string& out);
  void end(std::string& out);

 private:
  void begin_line(std::string_view line, std::string& out);
  void end_line(std::string_view rest, std::string& out);

  const bool del_sp_;
  std::string line_;       // what has come of the line, when its end has not
  bool begun_ = false;     // the line is long: line_ is only what has not been written of it
  bool open_ = false;      // the paragraph goes on
  std::size_t depth_ = 0;  // its quote marks
};

// Of a part that is_flowed().
bool drops_soft_spaces(const ContentType& type);

// The text of a part by its parameters Format and DelSp; unchanged when it is not flowed.
std::string as_typed(const ContentType& type, std::string text);

}  // namespace base
