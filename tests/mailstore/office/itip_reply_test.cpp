// Answers of calendar programs as they write them (Thunderbird, Evolution, KOrganizer, Apple): which reply words they
// are.
#include "mailstore/office/reading/itip_reply.h"

#include <doctest/doctest.h>

#include "policies/replies/reply_grammar.h"

using mailstore::office::ItipReply;
using mailstore::office::parse_itip_reply;
using mailstore::office::read_itip_reply;

namespace {

std::string calendar(const std::string& method, const std::string& properties) {
  return "BEGIN:VCALENDAR\r\nPRODID:-//x\r\nVERSION:2.0\r\nMETHOD:" + method +
         "\r\nBEGIN:VTODO\r\nUID:nv-228211685370888196@thixa.example\r\nDTSTAMP:20261124T000000Z\r\n" +
         "ORGANIZER:mailto:giaoviec@thixa.example\r\n" + properties + "SUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
}
std::string words(const std::string& method, const std::string& properties) {
  const auto reply = parse_itip_reply(calendar(method, properties));
  return reply ? reply->words : "";
}
std::string attendee(const std::string& parameters) {
  return "ATTENDEE;" + parameters + ":mailto:Giaoviec.Lamson@thixa.example\r\n";
}

}  // namespace

// case 14: RFC 5545 §3.1, a fold may stand inside a character.
TEST_CASE("office/itip: folded octets are unfolded before the charset is read") {
  const std::string text =
      calendar("REPLY", attendee("PARTSTAT=DECLINED") + "COMMENT:không thuộc nhiệm vụ của đơn vị\r\n");
  for (std::size_t at = text.find("COMMENT:") + 8; text[at] != '\r'; ++at) {
    CAPTURE(at);
    for (const std::string fold : {"\r\n ", "\r\n\t", "\n "}) {
      const std::string part = text.substr(0, at) + fold + text.substr(at);
      const std::string mail =
          "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
          part;
      const auto reply = read_itip_reply(base::parse_message(mail), mail);
      REQUIRE(reply);
      CHECK(reply->words == "TỪ CHỐI không thuộc nhiệm vụ của đơn vị");
    }
  }
}

TEST_CASE("office/itip: each answer is one of our words") {
  CHECK(words("REPLY", attendee("PARTSTAT=ACCEPTED")) == "NHẬN");
  CHECK(words("REPLY", attendee("CN=\"A; B: C\";PARTSTAT=ACCEPTED") + "PERCENT-COMPLETE:0\r\n") == "NHẬN");
  CHECK(words("REPLY", attendee("PARTSTAT=IN-PROCESS") + "PERCENT-COMPLETE:60\r\nSTATUS:IN-PROCESS\r\n") ==
        "TIẾN ĐỘ 60%");
  CHECK(words("REPLY", attendee("PARTSTAT=ACCEPTED") + "PERCENT-COMPLETE:40\r\n") == "TIẾN ĐỘ 40%");
  CHECK(words("REPLY", attendee("PARTSTAT=COMPLETED") + "COMMENT:đã gửi\\, kèm tệp\\nxin xem\r\n") ==
        "XONG\nđã gửi, kèm tệp xin xem");
  CHECK(words("REPLY", attendee("PARTSTAT=ACCEPTED") + "STATUS:COMPLETED\r\n") == "XONG");
  CHECK(words("REPLY", attendee("PARTSTAT=DECLINED") + "COMMENT:không thuộc\r\n  thẩm quyền\r\n") ==
        "TỪ CHỐI không thuộc thẩm quyền");
  CHECK(words("REPLY", attendee("PARTSTAT=DECLINED")) == "TỪ CHỐI");  // and the grammar asks for the reason
  CHECK(words("REPLY", attendee("PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:an@thixa.example\"")) ==
        "CHUYỂN TỚI an@thixa.example");
  CHECK(words("COUNTER", attendee("PARTSTAT=TENTATIVE") + "DUE:20261228T165959Z\r\nCOMMENT:chờ số liệu\r\n") ==
        "GIA HẠN 28/12/2026 chờ số liệu");
  CHECK(words("COUNTER", "DUE;VALUE=DATE:20261228\r\n") == "GIA HẠN 28/12/2026");
  CHECK(words("COUNTER", "DUE;TZID=Asia/Ho_Chi_Minh:20261228T160000\r\n") == "GIA HẠN 16:00 28/12/2026");
  CHECK(words("COUNTER", "DUE;TZID=UTC:20261228T165959\r\n") == "GIA HẠN 28/12/2026");  // 23:59 here
  CHECK(words("REPLY", attendee("PARTSTAT=DECLINED;X-RESPONSE-COMMENT=\"thiếu người\"")) == "TỪ CHỐI thiếu người");
  const auto reply = parse_itip_reply(calendar("REPLY", attendee("PARTSTAT=ACCEPTED") + "SEQUENCE:3\r\n"));
  REQUIRE(reply);
  CHECK(reply->task == 228211685370888196);
  CHECK(reply->attendee == "giaoviec.lamson@thixa.example");
  CHECK(reply->sequence == 3);
}

TEST_CASE("office/itip: what says nothing, or is about something else, is none") {
  CHECK(words("REPLY", attendee("PARTSTAT=TENTATIVE")).empty());
  CHECK(words("REPLY", attendee("PARTSTAT=NEEDS-ACTION")).empty());
  CHECK(words("REQUEST", attendee("PARTSTAT=ACCEPTED")).empty());  // our own message, forwarded
  CHECK(words("COUNTER", "DUE:20261131T165959Z\r\n").empty());     // no such day
  CHECK(words("REPLY", attendee("PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:a b@x\"")).empty());
  CHECK(words("REPLY", attendee("PARTSTAT=ACCEPTED") + attendee("PARTSTAT=DECLINED")).empty());  // of two, whose?
  std::string other = calendar("REPLY", attendee("PARTSTAT=ACCEPTED"));
  CHECK_FALSE(parse_itip_reply(other.replace(other.find("nv-"), 3, "xx-")));
  other = calendar("REPLY", attendee("PARTSTAT=ACCEPTED"));
  CHECK_FALSE(parse_itip_reply(other.replace(other.find("VTODO"), 5, "VEVENT")));
  CHECK_FALSE(parse_itip_reply(""));
  CHECK_FALSE(parse_itip_reply("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nUID:nv-1@x\r\n"));
  // An alarm inside the task has a text of its own.
  CHECK(words("REPLY", attendee("PARTSTAT=DECLINED") + "BEGIN:VALARM\r\nCOMMENT:báo động\r\nEND:VALARM\r\n") ==
        "TỪ CHỐI");
}

TEST_CASE("office/itip: found in a message as programs send it, and long ones end soon") {
  const std::string text =
      "From: a@x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAccepted\r\n--b\r\n"
      "Content-Type: text/calendar; charset=utf-8; method=REPLY\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
      calendar("REPLY", attendee("PARTSTAT=ACCEPTED")) + "--b--\r\n";
  const auto reply = read_itip_reply(base::parse_message(text), text);
  REQUIRE(reply);
  CHECK(reply->words == "NHẬN");
  const std::string around = "From: a@x\r\nContent-Type: message/rfc822\r\n\r\n" + text;
  CHECK_FALSE(read_itip_reply(base::parse_message(around), around));  // forwarded as an attachment
  std::string many = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VTODO\nUID:nv-1@x\n";
  for (int i = 0; i < 200000; ++i) many += "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x\n";
  CHECK_FALSE(parse_itip_reply(many));
}
