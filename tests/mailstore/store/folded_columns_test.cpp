#include "mailstore/store/folded_columns.h"

#include <doctest/doctest.h>

TEST_CASE("store/folded_columns: folded and unfolded they are the columns, and small in between") {
  std::string people;
  for (int i = 0; i < 5000; ++i) people += "a" + std::to_string(i % 7) + "@b.vn,";
  const std::string bytes =
      "From: " + people + "c@d.vn\r\nTo: " + people +
      "e@f.vn\r\nCc: c@c.vn\r\nBcc: b@b.vn\r\nSubject: Re: =?utf-8?q?c=C3=B4ng?= văn\r\nMessage-ID: <1@x>\r\n"
      "References: <2@x> <3@x>\r\nDate: Mon, 30 Nov 2026 10:00:00 +0700\r\n\r\nchào\r\n";
  const mailstore::ContentColumns whole = mailstore::describe_content(bytes);
  mailstore::ContentColumns some = whole;
  const std::string folded = mailstore::fold(some);
  CHECK(folded.size() < bytes.size());
  CHECK(mailstore::weight_of(whole) > 3 * bytes.size());
  CHECK(mailstore::weight_of(some) < 1000);
  const mailstore::ContentColumns again = mailstore::unfold(some, folded);
  CHECK(again.subject == whole.subject);
  CHECK(again.from == whole.from);
  CHECK(again.to == whole.to);
  CHECK(again.cc == whole.cc);
  CHECK(again.bcc == whole.bcc);
  CHECK(again.base_subject == whole.base_subject);
  CHECK(again.from_key == whole.from_key);
  CHECK(again.to_key == whole.to_key);
  CHECK(again.cc_key == whole.cc_key);
  CHECK(again.message_id == whole.message_id);
  CHECK(again.references == whole.references);
  CHECK(again.preview == whole.preview);
  CHECK(again.list == whole.list);
  CHECK(again.structure == whole.structure);
  CHECK(again.message_ids == whole.message_ids);
  CHECK(again.packed_text == whole.packed_text);
  CHECK(again.thread_keys == whole.thread_keys);
  CHECK(again.sent.us == whole.sent.us);
  mailstore::ContentColumns nothing = mailstore::describe_content("");
  const std::string little = mailstore::fold(nothing);
  CHECK(mailstore::unfold(nothing, little).references.empty());
}
