#include "mailstore/store/contents/listed_content.h"

#include <doctest/doctest.h>

#include "mailstore/store/contents/trace_fields.h"

using mailstore::is_trace_prefix;
using mailstore::ListedContent;

TEST_CASE("store/listed content: what was packed comes out") {
  const std::string large(70000, 'e');
  for (const ListedContent::Parts& parts :
       {ListedContent::Parts{"(e)", "(s)", "fields"}, ListedContent::Parts{"", "", ""},
        ListedContent::Parts{large, std::string_view("\0\xFF", 2), large}}) {
    const auto list = ListedContent::unpack(ListedContent::pack(parts));
    REQUIRE(list);
    CHECK((*list)->parts().envelope == parts.envelope);
    CHECK((*list)->parts().body_structure == parts.body_structure);
    CHECK((*list)->parts().fields == parts.fields);
    CHECK((*list)->octets() >= parts.envelope.size() + parts.body_structure.size() + parts.fields.size());
  }
}

TEST_CASE("store/listed content: cut off or of another version it is damaged") {
  const std::string good = ListedContent::pack({std::string(200, 'e'), "(s)", "fields"});
  for (std::size_t size = 0; size < good.size() - 6; ++size) CHECK(!ListedContent::unpack(good.substr(0, size)));
  std::string other = good;
  other[0] = 9;
  CHECK(!ListedContent::unpack(other));
  CHECK(!ListedContent::unpack("\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"));
}

TEST_CASE("store/trace fields: what a delivery may put before a content") {
  CHECK(is_trace_prefix(""));
  CHECK(is_trace_prefix(
      "Return-Path: <a@b>\r\nAuthentication-Results: x;\r\n none\r\nReceived: y\r\n\tz\r\nReceived: a\r\n"));
  for (const char* odd : {"Subject: a\r\n", "Received: a", "Received: a\n", "Received: a\r\n\r\n", "no field\r\n",
                          " folded\r\n", "Received: a\r\nno field\r\n", "Received: a\r\nX: b\r\n"}) {
    CAPTURE(odd);
    CHECK(!is_trace_prefix(odd));
  }
}
