// Trace lines of any bytes: never a crash, only the five words, and no verdict without a field of ours.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mailstore/signing/authentication_results.h"

using namespace mailstore::signing;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const StatedVerdict stated = stated_verdict(bytes);
  if (stated.word != "none" && stated.word != "valid" && stated.word != "other signer" &&
      stated.word != "indeterminate" && stated.word != "invalid")
    std::abort();
  std::string read(bytes);  // NUL, CR and LF are dropped where header fields are read
  std::erase_if(read, [](char c) { return c == '\0' || c == '\r' || c == '\n'; });
  if (stated.word == "valid" && read.find("smime=") == std::string::npos) std::abort();
  if (sentence_of(stated).vi.empty()) std::abort();
  return 0;
}
