// What a client is told, in the octets that it can take.
#include "server/imap/session/reply.h"

#include <doctest/doctest.h>

using server::imap::Reply;

TEST_CASE("imap/reply: a full disk is the administrator's, the reader is told to try again later") {
  const Reply reply = server::imap::refusal(
      base::Error::transient(base::ErrorCode::disk_full, {"Ổ đĩa đầy; hãy giải phóng ổ đĩa.", "The disk is full."}));
  CHECK(reply.code == "UNAVAILABLE");
  CHECK(reply.text.find("Xin thử lại sau") != std::string::npos);
  CHECK(reply.text.find("giải phóng") == std::string::npos);
}

TEST_CASE("imap/reply: only who asked for UTF-8 gets it (RFC 3501 §9 TEXT-CHAR)") {
  const Reply reply = Reply::no("NONEXISTENT", "Không có hộp thư này. / No such mailbox.");
  CHECK(to_text(reply, false) == "NO [NONEXISTENT] Khong co hop thu nay. / No such mailbox.");
  CHECK(to_text(reply, true) == "NO [NONEXISTENT] Không có hộp thư này. / No such mailbox.");
  CHECK(to_text(Reply::ok("a\r\nb"), false) == "OK a  b");
}
