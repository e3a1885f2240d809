#include "base/sentence.h"

namespace base {

std::string one_line(const Sentence& sentence) {
  if (sentence.vi.empty()) return sentence.en;
  if (sentence.en.empty()) return sentence.vi;
  return sentence.vi + " / " + sentence.en;
}

}  // namespace base
