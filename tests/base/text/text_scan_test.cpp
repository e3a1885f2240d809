// A needle is found in a text that comes in pieces exactly when it is found in the whole one.
#include "base/text/text_scan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using base::CasemapFinder;
using base::TextScan;

namespace {

bool found_in_pieces(const CasemapFinder& finder, std::string_view text, std::size_t piece) {
  TextScan scan(finder);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    if (scan.add(text.substr(at, piece))) return true;
  }
  return scan.end();
}

}  // namespace

TEST_CASE("text/text_scan: hits across pieces, marks apart and long needles are found") {
  std::string letters;
  for (int i = 0; i < 40000; ++i) letters += "đ日";
  const std::string texts[] = {std::string(65530, 'x') + "cuối cu\u0300ng" + std::string(70000, 'y'),
                               letters + "ế" + letters,
                               std::string(200000, 'Y'),
                               std::string(131071, '.') + "NeedLe",
                               "hoa\u0300n nghi\u00ADệm",
                               ""};
  const std::string needles[] = {"CUỐI CÙNG",
                                 "ếế",
                                 "日ế",
                                 "needle",
                                 "HOÀN",
                                 "nghiệm",
                                 "\u00AD",
                                 "",
                                 std::string(100000, 'y'),
                                 std::string(200001, 'y')};
  for (const std::string& text : texts) {
    for (const std::string& needle : needles) {
      const CasemapFinder finder(needle);
      const bool whole = finder.contains_in_raw(text);
      for (const std::size_t piece : {std::size_t{1000}, std::size_t{65537}, std::size_t{1} << 20}) {
        INFO(needle.substr(0, 20) << " in " << text.substr(0, 20) << ", pieces of " << piece);
        CHECK(found_in_pieces(finder, text, piece) == whole);
      }
    }
  }
}

TEST_CASE("text/text_scan: the end of a text is no place for a hit") {
  const CasemapFinder finder("ab");
  TextScan scan(finder);
  CHECK_FALSE(scan.add("xa"));
  CHECK_FALSE(scan.end());
  CHECK_FALSE(scan.add("b"));
  CHECK_FALSE(scan.end());
  CHECK_FALSE(scan.add("xa"));
  CHECK_FALSE(scan.add("b"));
  CHECK(scan.end());
}
