// TextScan: looks for one needle in a text that comes in pieces of any size, as CasemapFinder (case.h) does in a whole
// one. Memory: some pieces of 64 KiB and the needle. Belongs to one thread; the finder outlives it.
#pragma once

#include <string>
#include <string_view>

#include "base/text/case.h"

namespace base {

class TextScan {
 public:
  explicit TextScan(const CasemapFinder& finder);
  // More of the text, valid UTF-8 when put together. True: it is there, nothing more needs to be said.
  bool add(std::string_view piece);
  // The text ends here; what is added next begins another one.
  bool end();

 private:
  bool look(std::string_view text);

  const CasemapFinder& finder_;
  const bool literal_;       // the needle holds nothing that is seen
  const std::size_t piece_;  // octets that are mapped at one time, at least
  std::string rest_;         // not mapped yet
  std::string window_;       // mapped: as much as a needle that began earlier may need
};

}  // namespace base
