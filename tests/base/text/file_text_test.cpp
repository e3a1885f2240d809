#include "base/text/file_text.h"

#include <doctest/doctest.h>

using namespace base;

TEST_CASE("text/file_text: a byte order mark belongs to the file, not to the text") {
  CHECK(without_signature("\xEF\xBB\xBFxin") == "xin");
  CHECK(without_signature("\xEF\xBB\xBF\xEF\xBB\xBFxin") == "xin");
  CHECK(without_signature("xin\xEF\xBB\xBF") == "xin\xEF\xBB\xBF");  // inside it is text
  CHECK(without_signature("\xEF\xBB") == "\xEF\xBB");
  CHECK(without_signature("").empty());
  CHECK(text_of_file("\xEF\xBB\xBF"
                     "chào\r\n") == "chào\r\n");
  CHECK(text_of_file(std::string_view("\xFF\xFE"
                                      "a\0\xA1\x1E",
                                      6)) == "aạ");
  CHECK(text_of_file(std::string_view("\xFE\xFF\0a\x1E\xA1", 6)) == "aạ");
  CHECK(text_of_file("\xD0\xE1 not UTF-8") == "\xD0\xE1 not UTF-8");
  CHECK(begins_as_utf16("\xFF\xFEx"));
  CHECK_FALSE(begins_as_utf16("\xEF\xBB\xBF"));
}
