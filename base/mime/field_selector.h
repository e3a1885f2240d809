// FieldSelector: IMAP HEADER.FIELDS and HEADER.FIELDS.NOT (RFC 9051 §6.4.5.1) over a header that comes in pieces: the
// chosen fields as they stand, then a blank line. Keeps one field's beginning at most, never the header. FieldNames: a
// set of names in any case. Values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// Looking one name up costs the logarithm of their number: a message has millions of fields, a command thousands of
// names.
class FieldNames {
 public:
  explicit FieldNames(std::vector<std::string> names);
  bool contains(std::string_view name) const;

 private:
  std::vector<std::string> names_;  // ascending without regard to case, unique
};

class FieldSelector {
 public:
  // A line whose colon does not come within so many octets is no field (RFC 5322 §2.1.1: a line has 998).
  static constexpr std::size_t kMaxStart = 1024;

  // `negate`: HEADER.FIELDS.NOT. `names` outlives the selector.
  FieldSelector(const FieldNames& names, bool negate) : names_(names), negate_(negate) {}

  // Appends what is chosen of the next piece. Nothing is taken after the blank line.
  void feed(std::string_view piece, std::string& out);
  // The header is over: what is still held, then the blank line.
  void finish(std::string& out);
  bool past_blank_line() const { return done_; }

 private:
  void begin_line(std::string_view line);
  void emit(std::string_view text, std::string& out);

  const FieldNames& names_;
  const bool negate_;
  std::string start_;    // of a line that was cut before it could be judged
  bool inside_ = false;  // in the middle of a line that was judged
  bool keep_ = false;    // the field that the line belongs to is chosen
  bool done_ = false;
  char last_ = '\n';  // octet given last
};

}  // namespace base
