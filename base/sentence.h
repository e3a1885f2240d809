// One sentence for people, in both languages apart. A page shows the language its reader chose; where there is only one
// line for everybody (a protocol's reply, a command's output), one_line() joins them, Vietnamese first. Value type.
#pragma once

#include <string>
#include <utility>

namespace base {

struct Sentence {
  std::string vi;
  std::string en;

  Sentence() = default;
  // Always both: that one was forgotten does not compile.
  Sentence(std::string vietnamese, std::string english) : vi(std::move(vietnamese)), en(std::move(english)) {}
  bool empty() const { return vi.empty() && en.empty(); }
  bool operator==(const Sentence&) const = default;
};

// "vi / en"; the one that is there when there is only one.
std::string one_line(const Sentence& sentence);

// English only: words of a grammar that programs read ("bad section"). Where a person meets them after all, in_words()
// of base/error.h says the Vietnamese of the error's kind. Only the files that tests/tree/two_languages_test.py names.
inline Sentence protocol_words(std::string english) { return Sentence({}, std::move(english)); }

}  // namespace base
