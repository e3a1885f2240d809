#include "base/mime/builder.h"

#include <doctest/doctest.h>

#include <functional>

#include "base/mime/decoded_text.h"
#include "base/mime/message.h"
#include "base/mime/report.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

using namespace base;

namespace {

OutgoingMail sample() {
  OutgoingMail mail;
  mail.from = {Address::of("Nguyễn Văn An", "an", "bimson.vn")};
  mail.to = {Address::of("", "b", "x.vn"), Address::of("Doe, J.", "j", "x.vn")};
  mail.subject = "Về việc triển khai nhiệm vụ quý IV năm 2026 của Ủy ban nhân dân thị xã Bỉm Sơn";
  mail.date = Timestamp::from_seconds(1795426320);
  mail.message_id = make_message_id(mail.date, "abc", "bimson.vn");
  mail.text = "Kính gửi các đồng chí,\n\nĐề nghị thực hiện.\n";
  return mail;
}

void check_lines(const std::string& bytes) {
  std::size_t start = 0;
  while (start < bytes.size()) {
    const std::size_t end = bytes.find('\n', start);
    REQUIRE(end != std::string::npos);
    REQUIRE(end > start);
    REQUIRE(bytes[end - 1] == '\r');
    REQUIRE(end - 1 - start <= 998);
    start = end + 1;
  }
}

}  // namespace

TEST_CASE("mime/builder: a text message") {
  OutgoingMail mail = sample();
  mail.in_reply_to = "p@x";
  mail.references = {"g@x", "p@x"};
  mail.extra_fields = {{"X-Vanthu", "giá trị\r\nBcc: evil"}};
  const std::string bytes = build_message(mail);
  CHECK(bytes == build_message(mail));
  CHECK(is_ascii(bytes));
  check_lines(bytes);
  const ParsedMessage message = parse_message(bytes);
  const Envelope& e = message.envelope;
  CHECK(e.date == "Mon, 23 Nov 2026 16:32:00 +0700");
  REQUIRE(e.from.size() == 1);
  CHECK(decode_header_text(e.from[0].name) == "Nguyễn Văn An");
  CHECK(e.to == mail.to);
  CHECK(e.bcc.empty());
  CHECK(decode_header_text(*e.subject) == mail.subject);
  CHECK(e.message_id == "<1795426320000000.abc@bimson.vn>");
  CHECK(e.in_reply_to == "<p@x>");
  CHECK(header_value(bytes, "References") == "<g@x> <p@x>");
  CHECK(decode_header_text(*header_value(bytes, "X-Vanthu")) == "giá trị  Bcc: evil");
  CHECK(message.root.content_type.charset() == "utf-8");
  CHECK(decode_text_part(message.root, bytes) == "Kính gửi các đồng chí,\r\n\r\nĐề nghị thực hiện.\r\n");
}

TEST_CASE("mime/builder: alternative, related and attachments") {
  OutgoingMail mail = sample();
  mail.html = "<p>Đề nghị <img src=\"cid:logo\"></p>";
  OutgoingAttachment pdf{"Công văn số 147-BC-UBND về việc triển khai nhiệm vụ.pdf", "application/pdf",
                         std::string("%PDF\0\xFF", 6), "", false};
  OutgoingAttachment logo{"logo.png", "image/png", "png", "logo", false};
  OutgoingAttachment forwarded{"cũ.eml", "message/rfc822", "Subject: old\r\n\r\nbody\r\n", "", false};
  mail.attachments = {pdf, logo, forwarded};
  const std::string bytes = build_message(mail);
  check_lines(bytes);
  const ParsedMessage message = parse_message(bytes);
  CHECK(message.flags == 0);
  const Part& root = message.root;
  REQUIRE(root.content_type.is("multipart", "mixed"));
  REQUIRE(root.children.size() == 3);
  const Part& alternative = root.children[0];
  REQUIRE(alternative.content_type.is("multipart", "alternative"));
  REQUIRE(alternative.children.size() == 2);
  REQUIRE(alternative.children[1].content_type.is("multipart", "related"));
  REQUIRE(alternative.children[1].children.size() == 2);
  CHECK(alternative.children[1].children[1].content_id == "<logo>");
  CHECK_FALSE(alternative.children[1].children[1].is_attachment());
  CHECK(root.children[1].file_name() == pdf.file_name);
  CHECK(root.children[1].is_attachment());
  CHECK(decode_body(root.children[1], bytes) == pdf.bytes);
  CHECK(root.children[2].is_message());
  CHECK(root.children[2].envelope->subject == "old");
}

TEST_CASE("mime/builder: raw UTF-8 header for peers that announced SMTPUTF8") {
  OutgoingMail mail = sample();
  mail.encoding = HeaderEncoding::utf8;
  const std::string bytes = build_message(mail);
  check_lines(bytes);
  CHECK(bytes.find("From: Nguyễn Văn An <an@bimson.vn>\r\n") != std::string::npos);
  CHECK(decode_header_text(*parse_message(bytes).envelope.subject) == mail.subject);
}

TEST_CASE("mime/builder: a boundary never stands in the content") {
  const std::string first = multipart_entity("mixed", {text_entity("x")}, "seed");
  const std::string boundary = *parse_message(first).root.content_type.parameter("boundary");
  const std::string tricky = multipart_entity("mixed", {text_entity("--" + boundary + "\n")}, "seed");
  const ParsedMessage message = parse_message(tricky);
  CHECK(message.root.content_type.parameter("boundary") != boundary);
  REQUIRE(message.root.children.size() == 1);
  CHECK(decode_text_part(message.root.children[0], tricky) == "--" + boundary + "\r\n");
}

TEST_CASE("mime/builder: text of any kind survives") {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string("a\r\nb\rc\n"), std::string(5000, 'x'),
        std::string("trailing  \n"), std::string("From me\n.\n"), std::string("ế") + std::string(3000, 'y'), [] {
          std::string s;
          for (int i = 0; i < 1000; ++i) s += "đ";
          return s;
        }()}) {
    const std::string entity = text_entity(text);
    check_lines(entity);
    std::string expected;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
      expected += text[i] == '\n' || text[i] == '\r' ? "\r\n" : std::string(1, text[i]);
    }
    if (!expected.empty() && expected.back() != '\n') expected += "\r\n";
    CHECK(decode_text_part(parse_message(entity).root, entity) == expected);
  }
}

TEST_CASE("mime/builder: address lists are folded and read back") {
  std::vector<Address> list;
  for (int i = 0; i < 50; ++i)
    list.push_back(Address::of(i % 2 ? "Người số " + std::to_string(i) : "", "u" + std::to_string(i), "x.vn"));
  const std::string written = format_address_list(list, HeaderEncoding::encoded_words, 4);
  check_lines("To: " + written + "\r\n");
  auto back = parse_address_list(written);
  for (Address& a : back) a.name = decode_header_text(a.name);
  CHECK(back == list);
  const auto group = parse_address_list("Phòng: a@b, c@d;, e@f");
  CHECK(parse_address_list(format_address_list(group, HeaderEncoding::utf8)) == group);
}

TEST_CASE("mime/report: a delivery report is a multipart/report of three parts and is read back") {
  DeliveryReport report;
  report.mail = sample();
  report.mail.subject = "Không gửi được thư / Undelivered mail";
  report.reporting_mta = "mx.bimson.vn";
  report.envelope_id = "ENV1";
  report.arrival = Timestamp::from_seconds(1795426000);
  ReportedRecipient r;
  r.final_recipient = "nobody@x.vn";
  r.original_recipient = "rfc822;nobody@x.vn";
  r.status = "5.1.1";
  r.remote_mta = "mx.x.vn";
  r.diagnostic = "550 5.1.1 no such user\r\nFinal-Recipient: rfc822; evil@x";
  r.last_attempt = Timestamp::from_seconds(1795426100);
  report.recipients = {r, r};
  report.recipients[1].action = ReportedRecipient::Action::delayed;
  report.recipients[1].final_recipient = "văn@x.vn";
  report.original = "Subject: original\r\nTo: nobody@x.vn\r\n\r\nsecret body\r\n";
  const std::string bytes = build_delivery_report(report);
  check_lines(bytes);
  CHECK(bytes.find("secret body") == std::string::npos);
  CHECK(header_value(bytes, "Auto-Submitted") == "auto-replied");
  const ParsedMessage message = parse_message(bytes);
  CHECK(message.root.content_type.is("multipart", "report"));
  CHECK(message.root.content_type.parameter("report-type") == "delivery-status");
  REQUIRE(message.root.children.size() == 3);
  CHECK(message.root.children[1].content_type.is("message", "global-delivery-status"));
  CHECK(message.root.children[2].content_type.is("text", "rfc822-headers"));
  const ParsedReport back = parse_delivery_status(decode_body(message.root.children[1], bytes));
  CHECK(back.original_envelope_id == "ENV1");
  REQUIRE(back.recipients.size() == 2);
  CHECK(back.recipients[0].final_recipient == "nobody@x.vn");
  CHECK(back.recipients[0].original_recipient == "rfc822;nobody@x.vn");
  CHECK(back.recipients[0].action == ReportedRecipient::Action::failed);
  CHECK(back.recipients[0].status == "5.1.1");
  CHECK(back.recipients[0].remote_mta == "mx.x.vn");
  CHECK(back.recipients[0].diagnostic == "550 5.1.1 no such user  Final-Recipient: rfc822; evil@x");
  CHECK(back.recipients[0].last_attempt == r.last_attempt);
  CHECK(back.recipients[1].final_recipient == "văn@x.vn");
  CHECK(back.recipients[1].action == ReportedRecipient::Action::delayed);

  report.recipients.pop_back();
  report.returned = DeliveryReport::Returned::full;
  const std::string full = build_delivery_report(report);
  const ParsedMessage parsed = parse_message(full);
  REQUIRE(parsed.root.children.size() == 3);
  CHECK(parsed.root.children[1].content_type.is("message", "delivery-status"));
  CHECK(parsed.root.children[2].is_message());
  CHECK(full.find("secret body") != std::string::npos);
}

TEST_CASE("mime/report: comments in a delivery status are no values") {
  const ParsedReport report = parse_delivery_status(
      "Reporting-MTA: dns; mx.x.vn(ours)\r\n\r\nFinal-Recipient: rfc822(type); nobody@x.vn(the box)\r\nOriginal-Recipient: rfc822;a@x.vn (as given)\r\nAction: (alas) failed(at last)\r\n"
      "Status: (code) 5.1.1(no such box)\r\nRemote-MTA: dns; mx.y.vn(theirs)\r\nDiagnostic-Code: smtp; 550 no such user (really)\r\n\r\n");
  REQUIRE(report.recipients.size() == 1);
  const ReportedRecipient& r = report.recipients[0];
  CHECK(r.final_recipient == "nobody@x.vn");
  CHECK(r.original_recipient == "rfc822;a@x.vn");
  CHECK(r.action == ReportedRecipient::Action::failed);
  CHECK(r.status == "5.1.1");
  CHECK(r.remote_mta == "mx.y.vn");
  CHECK(r.diagnostic == "550 no such user (really)");
}

// RFC 2045 §6.2 and §6.4: 8-bit octets may not stand under a label of 7bit, and no label is one.
TEST_CASE("mime/builder: whatever holds 8-bit octets says so, at every level") {
  const std::function<void(const Part&, std::string_view)> check = [&](const Part& part, std::string_view bytes) {
    CAPTURE(part.content_type.subtype);
    if (!is_ascii(part.body.of(bytes))) CHECK(part.encoding == "8bit");
    else CHECK(part.encoding != "8bit");
    if (part.is_message()) return;  // what it holds is its author's
    for (const Part& child : part.children) check(child, bytes);
  };
  const auto check_all = [&](const std::string& bytes) {
    const ParsedMessage message = parse_message(bytes);
    check(message.root, bytes);
    return message.root.encoding;
  };
  const std::string eight =
      "From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nCó dấu\r\n";
  const std::string seven = "From: a@b.example\r\n\r\nplain\r\n";
  const std::string inner = multipart_entity("mixed", {text_entity("x"), message_entity(eight)}, "inner");
  CHECK(check_all(build_message_from_entity(sample(), multipart_entity("mixed", {text_entity("y"), inner}, "outer"))) ==
        "8bit");
  CHECK(check_all(build_message_from_entity(
            sample(), multipart_entity("mixed", {text_entity("y"), message_entity(seven)}, "outer"))) == "");
  DeliveryReport report;
  report.mail = sample();
  report.returned = DeliveryReport::Returned::full;
  report.recipients.resize(1);
  report.recipients[0].final_recipient = "nobody@x.vn";
  report.original = eight;
  CHECK(check_all(build_delivery_report(report)) == "8bit");
  report.original = seven;
  CHECK(check_all(build_delivery_report(report)) == "");
  report.recipients[0].final_recipient = "văn@x.vn";
  CHECK(check_all(build_delivery_report(report)) == "8bit");
  OutgoingMail mail = sample();
  mail.attachments.push_back({"thu.eml", "message/rfc822", eight, {}, false});
  CHECK(check_all(build_message(mail)) == "8bit");
}

// RFC 6533 §4: the labels go by what is in the parts.
TEST_CASE("mime/report: what holds UTF-8 headers is labelled as global, and nothing else is") {
  const struct {
    const char* original;
    const char* whole;
    const char* header;
  } rows[] = {
      {"Subject: plain\r\n\r\nthân thư có dấu\r\n", "message/rfc822", "text/rfc822-headers"},
      {"Subject: công văn\r\n\r\nbody\r\n", "message/global", "message/global-headers"},
      {"From: <văn.thư@xã.vn>\r\n\r\n", "message/global", "message/global-headers"},
      {"Subject: c\xf4ng v\xe3n\r\n\r\nLatin-1 in a header is no UTF-8\r\n", "message/rfc822", "text/rfc822-headers"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=\"báo cáo.pdf\"\r\n\r\nx\r\n--b--\r\n",
       "message/global", "text/rfc822-headers"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/global\r\n\r\nSubject: bên trong\r\n\r\nx\r\n--b--\r\n",
       "message/rfc822", "text/rfc822-headers"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.original);
    DeliveryReport report;
    report.mail = sample();
    report.recipients.resize(1);
    report.recipients[0].final_recipient = "nobody@x.vn";
    report.original = row.original;
    for (const auto returned : {DeliveryReport::Returned::full, DeliveryReport::Returned::headers}) {
      report.returned = returned;
      const std::string bytes = build_delivery_report(report);
      const ParsedMessage parsed = parse_message(bytes);
      REQUIRE(parsed.root.children.size() == 3);
      const Part& third = parsed.root.children[2];
      CHECK(third.content_type.type + "/" + third.content_type.subtype ==
            (returned == DeliveryReport::Returned::full ? row.whole : row.header));
      CHECK(parsed.root.children[1].content_type.subtype == "delivery-status");
      CHECK((third.encoding == "8bit") == !is_ascii(third.body.of(bytes)));  // a message: its own bytes, unchanged
      const std::string_view original = report.original;
      CHECK(third.body.of(bytes).starts_with(
          returned == DeliveryReport::Returned::full ? original : original.substr(0, header_size(original))));
    }
  }
}
