#include "server/smtp/received.h"

#include <doctest/doctest.h>

#include "base/text/utf8.h"
#include "server/smtp/reply.h"

using namespace server::smtp;

TEST_CASE("smtp/received: names the protocol as RFC 3848 and RFC 6531 say") {
  Hop hop;
  CHECK(with_protocol(hop) == "SMTP");
  hop.esmtp = true;
  CHECK(with_protocol(hop) == "ESMTP");
  hop.tls = true;
  CHECK(with_protocol(hop) == "ESMTPS");
  hop.authenticated = true;
  CHECK(with_protocol(hop) == "ESMTPSA");
  hop.smtputf8 = true;
  CHECK(with_protocol(hop) == "UTF8SMTPSA");
}

TEST_CASE("smtp/received: the field is folded and dated in the office's zone") {
  Hop hop;
  hop.helo = "client.example";
  hop.peer = {"2001:db8::1", 0, false};
  hop.hostname = "mail.bimson.example";
  hop.id = "abc.1";
  hop.recipient = "a@bimson.example";
  hop.esmtp = true;
  hop.at = base::Timestamp::from_seconds(1795451520);
  CHECK(
      make_received(hop) ==
      "Received: from client.example ([IPv6:2001:db8::1])\r\n\tby mail.bimson.example (Vanthu) with ESMTP id abc.1\r\n"
      "\tfor <a@bimson.example>;\r\n\tMon, 23 Nov 2026 23:32:00 +0700\r\n");
}

TEST_CASE("smtp/reply: lines, enhanced codes and forged line ends") {
  CHECK(render({250, "2.1.0", "ok"}) == "250 2.1.0 ok\r\n");
  CHECK(render({250, "", "a\nb\nc"}) == "250-a\r\n250-b\r\n250 c\r\n");
  CHECK(render({550, "5.1.1", "x\r250 ok"}) == "550 5.1.1 x?250 ok\r\n");
  std::string line = render({250, "", std::string(2000, 'x')});
  CHECK(line.size() <= 512);
}

TEST_CASE("smtp/reply: errors become codes, details stay at home") {
  using base::Error;
  using base::ErrorCode;
  CHECK(reply_for(Error::permanent(ErrorCode::not_found, base::protocol_words("Nobody there.")), Hearer::server).code ==
        550);
  CHECK(reply_for(Error::transient(ErrorCode::over_quota, base::protocol_words("Full.")), Hearer::server).enhanced ==
        "4.2.2");
  CHECK(reply_for(Error::transient(ErrorCode::disk_full, {}), Hearer::server).enhanced == "4.3.1");
  // Who sends cannot free the server's disk.
  const Error full = Error::transient(ErrorCode::disk_full, {"Ổ đĩa đầy; hãy giải phóng ổ đĩa.", "The disk is full."});
  for (const Hearer hearer : {Hearer::server, Hearer::person}) {
    const auto said = reply_for(full, hearer);
    CHECK(said.code == 452);
    CHECK(said.text.find("this message was not accepted, try again later") != std::string::npos);
    CHECK(said.text.find("giải phóng") == std::string::npos);
    CHECK((said.text.find("xin gửi lại sau") != std::string::npos) == (hearer == Hearer::person));
  }
  Reply away = reply_for(Error::transient(ErrorCode::unavailable, base::protocol_words("x"), "mysql at 10.0.0.1"),
                         Hearer::server);
  CHECK(away.code == 451);
  CHECK(away.enhanced == "4.3.0");
  CHECK(away.text.find("10.0.0.1") == std::string::npos);
}

TEST_CASE("smtp/reply: a person is told in both languages, a server in ASCII (RFC 6531 §3.7.4)") {
  using base::Error;
  using base::ErrorCode;
  const Error full = Error::transient(ErrorCode::over_quota, {"Hộp thư đầy.", "Full."});
  CHECK(reply_for(full, Hearer::person).text == "Hộp thư đầy. / Full.");
  CHECK(reply_for(full, Hearer::server).text == "Full.");
  const Error away = Error::transient(ErrorCode::unavailable, {"x", "y"});
  CHECK(reply_for(away, Hearer::person).text ==
        "Máy chủ gặp lỗi, chưa nhận gì, xin thử lại sau / Local error, nothing was accepted, try again later");
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    for (const bool temporary : {false, true}) {
      const Error bare{static_cast<ErrorCode>(code), temporary, {}, {}};
      CHECK(base::is_ascii(reply_for(bare, Hearer::server).text));
      CHECK(reply_for(bare, Hearer::person).text.find(" / ") != std::string::npos);
    }
  }
}
