// A number is reserved by mail, a signed document dispatched, arrives, is registered or returned; the journals keep it
// all.
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/crypto/cms.h"
#include "base/mime/builder.h"
#include "base/text/encoding.h"
#include "directory/certificates/certificates.h"
#include "mailstore/reports/registers_view.h"
#include "mailstore/signing/smime.h"
#include "tests/mailstore/office_town.h"

using namespace tests;
namespace dispatch = policies::dispatch;
using mailstore::office::IncomingState;

namespace {

void fs_remove(const std::string& file) { std::filesystem::remove(file); }

// An authority that is trusted, a seal registered for the town's records mailbox.
struct Keys {
  explicit Keys(OfficeTown& town) {
    const auto since = town.now - std::chrono::hours(24);
    authority = good(base::make_authority("Gốc thử nghiệm", since, 3650));
    seal =
        good(base::make_signing_certificate(authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, since, 365));
    stranger = good(base::make_signing_certificate(authority, "Người lạ", {"la@bimson.example"}, since, 365));
    certificates = good(directory::Certificates::open(*town.house.people, town.house.clock, town.house.ids));
    good(certificates->add_trust(authority.certificate_pem, "test"));
    good(certificates->add(town.account("vanthu"), seal.certificate_pem, "test"));
    town.now = town.house.clock.now() + std::chrono::minutes(1);  // certificates count from when they were added
  }
  base::CertificateAndKey authority, seal, stranger;
  std::unique_ptr<directory::Certificates> certificates;
};

std::string entity() {
  return base::multipart_entity(
      "mixed",
      {base::text_entity("Kính gửi các phường.\n"), base::binary_entity("application/pdf", "%PDF-1.4 x", "147.pdf")},
      "s");
}

struct Sent {
  base::Result<mailstore::DeliverAnswer> answer;
  std::string bytes;
};

Sent send_document(OfficeTown& town, const base::CertificateAndKey* key, const std::string& subject,
                   const std::vector<std::string>& to, const std::string& body = entity()) {
  base::OutgoingMail mail;
  mail.from = {base::Address::of("Văn thư", "vanthu", "bimson.example")};
  for (const auto& address : to)
    mail.to.push_back(
        base::Address::of("", address.substr(0, address.find('@')), address.substr(address.find('@') + 1)));
  mail.subject = subject;
  mail.date = town.now;
  mail.message_id = "vb" + std::to_string(++town.counter) + "@client.example";
  std::string inner = body;
  if (key != nullptr)
    inner = good(mailstore::signing::sign_entity(
        body, std::vector<base::CmsSigner>{{key->certificate_pem, key->key_pem}}, town.now, "b"));
  Letter letter;
  letter.from = "nhung";
  letter.on_behalf_of = "vanthu@bimson.example";
  letter.to = to;
  const std::string bytes = base::build_message_from_entity(mail, inner);
  auto answer = town.submit_bytes(letter, bytes);
  town.settle();
  return {std::move(answer), bytes};
}

void ask_number(OfficeTown& town, const std::string& text, const std::string& who = "nhung") {
  Letter letter;
  letter.from = who;
  letter.to = {OfficeTown::at("vanthu")};
  letter.subject = "xin số";
  letter.text = text;
  good(town.submit(letter));
}

std::vector<mailstore::office::RecipientRow> recipients(OfficeTown& town, const mailstore::office::NumberKey& key) {
  std::vector<mailstore::office::RecipientRow> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out = good(mailstore::office::read_recipients(snapshot, key));
    return {};
  }));
  return out;
}

const std::vector<std::string> kWards{"vanthu.lamson@bimson.example", "vanthu.dongson@bimson.example"};

}  // namespace

TEST_CASE("office: numbers are given by mail, in order, and may be given up with a reason") {
  with_town([](OfficeTown& town) {
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "xin so cv vx", "ha");
    auto book = town.book();
    REQUIRE(book.size() == 2);
    CHECK(book[0].key.number == 1);
    CHECK(book[0].symbol == "BC-UBND");
    CHECK(book[1].key.number == 2);
    CHECK(book[1].symbol == "UBND-VX");
    const Found given = town.last("nhung");
    CHECK(given.subject() == "[SỐ 01/BC-UBND] Đã cấp số văn bản");
    CHECK(given.text().find("[VB 01/BC-UBND]") != std::string::npos);
    good(town.answer("nhung", given, "HỦY in nhầm"));
    book = town.book();
    CHECK(book[0].state == dispatch::RowState::voided);
    CHECK(book[0].reason == "in nhầm");
    ask_number(town, "XIN SỐ ABC");       // no such type
    ask_number(town, "XIN SỐ BC", "an");  // no clerk
    CHECK(town.book().size() == 2);
    CHECK(town.last("an").text().find("văn thư") != std::string::npos);
  });
}

TEST_CASE("office: a number may be asked for in the subject; the answer says what was understood") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "nhung";
    letter.to = {OfficeTown::at("vanthu")};
    letter.subject = "XIN SỐ BC";
    letter.text = "\r\n-- \r\nLê Hồng Nhung";
    good(town.submit(letter));
    REQUIRE(town.book().size() == 1);
    CHECK(town.last("nhung").subject().starts_with("[SỐ 01/BC-UBND]"));
    letter.subject = "XIN SỐ QĐ";
    letter.text = "Cho tôi xin số báo cáo";  // which one?
    good(town.submit(letter));
    letter.from = "an";  // a specialist asks the people there
    letter.text = "";
    good(town.submit(letter));
    CHECK(town.book().size() == 1);
    CHECK(town.inbox("an").empty());
    ask_number(town, "XIN SỐ HD\r\nHướng dẫn bầu cử");
    const std::string text = town.last("nhung").text();
    CHECK(text.find("[VB 02/HD-UBND] Hướng dẫn bầu cử") != std::string::npos);
    CHECK(text.find("Trích yếu: Hướng dẫn bầu cử") != std::string::npos);
    CHECK(text.find("XIN SỐ HĐ") != std::string::npos);  // who meant a contract learns it at once
    ask_number(town, "XIN SỐ BC 29/02");
    CHECK(town.last("nhung").text().find("“29/02” sau loại văn bản") != std::string::npos);
    ask_number(town, "XIN SỐ BC 01/01/2026");
    CHECK(town.last("nhung").text().find("Chưa cấp số nào") != std::string::npos);
    CHECK(town.book().size() == 2);
  });
}

TEST_CASE("office: a signed document is dispatched, arrives and is registered") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town, "XIN SỐ BC");
    auto sent = send_document(town, &keys.seal, "[VB 01/BC-UBND] Kết quả triển khai", kWards);
    good(std::move(sent.answer));
    const auto book = town.book();
    CHECK(book[0].state == dispatch::RowState::used);
    CHECK(book[0].abstract == "Kết quả triển khai");
    CHECK(book[0].signer == "UBND thị xã Bỉm Sơn");
    auto rows = recipients(town, book[0].key);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].state.last == dispatch::ExchangeStatus::arrived);
    CHECK(rows[1].state.last == dispatch::ExchangeStatus::arrived);

    const Found got = town.last("vanthu.lamson");
    CHECK(got.bytes.ends_with(sent.bytes));  // byte for byte under our prefix
    CHECK(got.bytes.find("smime=pass") != std::string::npos);
    CHECK(town.last("nhung").text().find("1. UBND phường Lam Sơn") != std::string::npos);
    good(town.answer("lan", got, "VÀO SỔ"));
    rows = recipients(town, book[0].key);
    CHECK(rows[0].state.last == dispatch::ExchangeStatus::registered);
    CHECK(rows[0].arrival.starts_with("01 ("));
    CHECK(town.last("lan").subject().starts_with("[ĐẾN 01]"));
    CHECK(town.last("vanthu").subject() == "[TT 03] 01/BC-UBND đã tiếp nhận");
    good(town.answer("lan", got, "VÀO SỔ"));  // twice
    CHECK(town.last("lan").text().find("đã vào sổ") != std::string::npos);
    good(town.answer("hai", town.last("vanthu.dongson"), "từ chối không đúng thẩm quyền"));
    rows = recipients(town, book[0].key);
    CHECK(rows[1].state.last == dispatch::ExchangeStatus::refused);
    CHECK(rows[1].reason == "không đúng thẩm quyền");
    CHECK(town.journal("LS").size() == 3);  // arrived, registered, answered
    CHECK(town.journal("DS").size() == 2);
  });
}

TEST_CASE(
    "office: a clerk's words that only look like a command are asked back, once, and only where a document waits") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town, "Cho tôi xin số báo cáo");
    CHECK(town.last("nhung").text().find("chỉ ghi “XIN SỐ <loại>”") != std::string::npos);
    CHECK(town.book().empty());
    ask_number(town, "Đề nghị cấp số BC");
    REQUIRE(town.book().size() == 1);
    good(
        send_document(town, &keys.seal, "[VB 01/BC-UBND] Kết quả", {kWards[0], kWards[1], "an@bimson.example"}).answer);
    CHECK(town.last("nhung").text().find("3. Trần Văn An <an@bimson.example>: đã gửi tới hộp thư trong hệ thống") !=
          std::string::npos);
    const Found got = town.last("vanthu.lamson");
    const auto before = town.inbox("lan").size();
    good(town.answer("lan", got, "Vào sổ, chuyển lãnh đạo"));
    REQUIRE(town.inbox("lan").size() == before + 1);
    CHECK(town.last("lan").subject() == "Re: [VB 01/BC-UBND] Kết quả");  // not "Re: Re:"
    CHECK(town.last("lan").text().find("chỉ ghi “vào sổ”") != std::string::npos);
    CHECK(recipients(town, town.book()[0].key)[0].state.last == dispatch::ExchangeStatus::arrived);
    Letter below;
    below.from = "lan";
    below.to = {"vanthu@bimson.example"};
    below.subject = "Re: [VB 01/BC-UBND] Kết quả";
    below.in_reply_to = got.id();
    below.text = "> Kính gửi các phường.\r\n\r\nVÀO SỔ";
    good(town.submit(below));
    CHECK(town.last("lan").text().find("dưới thư gốc") != std::string::npos);
    good(town.answer("lan", got, "Vào sổ ạ"));
    CHECK(town.last("lan").subject().starts_with("[ĐẾN 01]"));
    const auto told = town.inbox("lan").size();
    good(town.answer("lan", got, "Vào sổ rồi, cảm ơn chị"));  // nothing waits any more
    CHECK(town.inbox("lan").size() == told);
    good(town.answer("hai", town.last("vanthu.dongson"), "Trả lại vì sai thể thức"));
    CHECK(recipients(town, town.book()[0].key)[1].state.last == dispatch::ExchangeStatus::refused);
    CHECK(recipients(town, town.book()[0].key)[1].reason == "vì sai thể thức");
  });
}

TEST_CASE("office: what must not go is refused with the reason, nothing is sent") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town, "XIN SỐ BC");
    CHECK_FALSE(send_document(town, nullptr, "[VB 01/BC-UBND] x", kWards).answer);  // unsigned
    CHECK(town.last("nhung").text().find("CHƯA được phát hành") != std::string::npos);
    CHECK_FALSE(send_document(town, &keys.stranger, "[VB 01/BC-UBND] x", kWards).answer);  // not registered
    const std::string once = good(mailstore::signing::sign_entity(
        entity(), std::vector<base::CmsSigner>{{keys.seal.certificate_pem, keys.seal.key_pem}}, town.now, "once"));
    CHECK_FALSE(send_document(town, &keys.stranger, "[VB 01/BC-UBND] x", kWards,  // the office signed only a part of it
                              base::multipart_entity(
                                  "mixed", {once, base::binary_entity("application/pdf", "%PDF-1.4 y", "y.pdf")}, "w"))
                    .answer);
    CHECK_FALSE(send_document(town, &keys.seal, "[VB 02/BC-UBND] x", kWards).answer);  // not reserved
    CHECK_FALSE(send_document(town, &keys.seal, "[VB 01/QĐ-UBND] x", kWards).answer);  // another symbol
    CHECK_FALSE(
        send_document(
            town, &keys.seal, "[VB 01/BC-UBND] MẬT x", kWards,
            base::multipart_entity(
                "mixed", {base::text_entity("MẬT\nabc\n"), base::binary_entity("application/pdf", "x", "a.pdf")}, "s"))
            .answer);
    CHECK(town.inbox("vanthu.lamson").empty());
    CHECK(town.book()[0].state == dispatch::RowState::reserved);
    CHECK(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);
    CHECK_FALSE(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);  // used
    CHECK(town.inbox("vanthu.lamson").size() == 1);
  });
}

TEST_CASE(
    "office: a document that was refused is judged again when the same mail comes again, one that went is not sent twice") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    const auto late = good(base::make_signing_certificate(keys.authority, "Văn thư", {"vanthu@bimson.example"},
                                                          town.now - std::chrono::hours(24), 365));
    ask_number(town, "XIN SỐ BC");
    const Sent first = send_document(town, &late, "[VB 01/BC-UBND] x", kWards);
    CHECK_FALSE(first.answer);
    Letter letter;
    letter.from = "nhung";
    letter.on_behalf_of = "vanthu@bimson.example";
    letter.to = kWards;
    CHECK_FALSE(town.submit_bytes(letter, first.bytes));  // nothing was put right
    good(keys.certificates->add(town.account("vanthu"), late.certificate_pem, "test"));
    town.now = town.house.clock.now() + std::chrono::minutes(2);
    good(town.submit_bytes(letter, first.bytes));  // the administrator has registered it
    town.settle();
    CHECK(town.book()[0].state == dispatch::RowState::used);
    CHECK(town.inbox("vanthu.lamson").size() == 1);
    good(town.submit_bytes(letter, first.bytes));  // the answer was lost on the way
    town.settle();
    CHECK(town.inbox("vanthu.lamson").size() == 1);
  });
}

TEST_CASE(
    "office: a document is returned by reply however its subject was spelled, and one from outside without a tag too") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    for (const std::string subject : {"[vb 01/bc-ubnd] x", "[VB: Số 02/BC-UBND] x", "[ VB 03/BC-UBND ] x"}) {
      CAPTURE(subject);
      ask_number(town, "XIN SỐ BC");
      good(send_document(town, &keys.seal, subject, {kWards[0]}).answer);
      good(town.answer("lan", town.last("vanthu.lamson"), "TỪ CHỐI không đúng thẩm quyền"));
      CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::refused);
    }
    auto arrives = [&](const std::string& subject) {
      good(base::run_blocking(town.house.door->deliver(
          MailOffice::letter({"vanthu@bimson.example"}, sample_mail(subject), "vanthu@sotttt.example"))));
      return town.last("vanthu");
    };
    auto events = [&] { return town.journal("BS").size(); };
    const Found letter = arrives("Công văn số 1141/STTTT-CNTT về việc báo cáo");
    auto before = events();
    good(town.answer("an", letter, "TỪ CHỐI không đúng địa chỉ"));  // nobody's command
    CHECK(events() == before);
    good(town.answer("nhung", letter, "Từ chối tiếp nhận, không đúng địa chỉ"));
    CHECK(town.last("nhung").subject() == "Đã từ chối tiếp nhận văn bản");
    CHECK(town.last("nhung").text().find("1141/STTTT-CNTT") != std::string::npos);
    CHECK(events() == before + 2);  // arrived, returned
    before = events();
    good(town.answer("nhung", arrives("Quảng cáo"), "TỪ CHỐI mua hàng"));  // ordinary mail
    good(town.answer("nhung", arrives("Mời thầu"), "Từ chối"));
    Letter chat;
    chat.from = "nhung";
    chat.to = {OfficeTown::at("chutich")};
    chat.subject = "Re: Họp về công văn 1141/STTTT-CNTT";
    chat.in_reply_to = "khong-phai-van-ban@client.example";
    chat.text = "Từ chối dự họp";
    good(town.submit(chat));
    CHECK(town.last("chutich").subject() == chat.subject);
    CHECK(events() == before);
    // Another subject, no reason, words of another kind: the document is found by what the mail answers.
    ask_number(town, "XIN SỐ BC");
    good(send_document(town, &keys.seal, "[VB 04/BC-UBND] x", {kWards[0]}).answer);
    const Found got = town.last("vanthu.lamson");
    Letter reply;
    reply.from = "lan";
    reply.to = {"vanthu@bimson.example"};
    reply.subject = "đã xem";
    reply.in_reply_to = got.id();
    reply.text = "TỪ CHỐI";
    good(town.submit(reply));
    CHECK(town.last("lan").text().find("Chưa thực hiện gì. “TỪ CHỐI”: thiếu lý do") != std::string::npos);
    good(town.answer("lan", got, "Không tiếp nhận"));
    CHECK(town.last("lan").text().find("chỉ ghi “TỪ CHỐI <lý do>”") != std::string::npos);
    CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::arrived);
    reply.text = "TỪ CHỐI sai nơi nhận.";
    good(town.submit(reply));
    CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::refused);
    good(town.answer("lan", got, "VÀO SỔ"));
    CHECK(town.last("lan").text().find("lý do “sai nơi nhận.”. Không có gì thay đổi") != std::string::npos);
  });
}

TEST_CASE(
    "office: whoever sends a document from his own address is told that the clerk does it from the records mailbox") {
  with_town([](OfficeTown& town) {
    ask_number(town, "XIN SỐ BC");
    for (const char* who : {"nhung", "chutich", "an"}) {
      CAPTURE(who);
      Letter letter;
      letter.from = who;
      letter.to = {kWards[0]};
      letter.subject = "[VB 01/BC-UBND] Kết quả";
      letter.text = "Kính gửi.";
      CHECK_FALSE(town.submit(letter));
      CHECK(town.last(who).text().find(who == std::string("nhung") ? "vanthu@bimson.example" : "dành cho văn thư") !=
            std::string::npos);
      letter.to = {"vanthu@sotttt.example"};
      CHECK_FALSE(town.submit(letter));
      letter.to = {OfficeTown::at("vanthu")};  // for the clerk of his own office: an ordinary mail
      good(town.submit(letter));
    }
    CHECK(town.inbox("vanthu.lamson").empty());
    CHECK(town.book()[0].state == dispatch::RowState::reserved);
  });
}

TEST_CASE("office: a mark of secrecy is seen below the quote, in a file's name and in a second text") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town, "XIN SỐ BC");
    auto pdf = [](const char* name) { return base::binary_entity("application/pdf", "%PDF-1.4 x", name); };
    auto mixed = [](std::vector<std::string> parts) { return base::multipart_entity("mixed", parts, "s"); };
    for (const std::string& body :
         {mixed({base::text_entity("Kính gửi.\n\nOn Fri, 27 Nov 2026, An wrote:\n> MẬT\n> Nội dung\n"), pdf("a.pdf")}),
          mixed({base::text_entity("Kính gửi.\n-- \nVăn thư\nTỐI MẬT\n"), pdf("a.pdf")}),
          mixed({base::text_entity("Kính gửi.\n"), pdf("MẬT - bao cao.pdf")}),
          mixed({base::text_entity("Kính gửi.\n"), base::text_entity("MẬT\nNội dung\n"), pdf("a.pdf")})}) {
      CAPTURE(body);
      CHECK_FALSE(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards, body).answer);
      CHECK(town.last("nhung").text().find("MẬT không được gửi") != std::string::npos);
    }
    // Inside an opaque signature too.
    const std::string der =
        good(base::sign_opaque(mixed({base::text_entity("TỐI MẬT\nNội dung\n"), pdf("a.pdf")}),
                               std::vector<base::CmsSigner>{{keys.seal.certificate_pem, keys.seal.key_pem}}, town.now));
    const std::string opaque =
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base::base64_encode_lines(der) + "\r\n";
    CHECK_FALSE(send_document(town, nullptr, "[VB 01/BC-UBND] x", kWards, opaque).answer);
    CHECK(town.last("nhung").text().find("MẬT không được gửi") != std::string::npos);
    CHECK(town.inbox("vanthu.lamson").empty());
    good(send_document(town, &keys.seal, "[VB 01/BC-UBND] Bảo mật thông tin", kWards,
                       mixed({base::text_entity("Kính gửi.\n"), pdf("bao-cao-bao-mat.pdf")}))
             .answer);
  });
}

TEST_CASE("office: a document from outside is registered by its clerk; the second one is known as a duplicate") {
  with_town([](OfficeTown& town) {
    for (int i = 0; i < 2; ++i) {
      auto mail = sample_mail("[VB 1132/STTTT-CNTT] Báo cáo kết quả " + std::to_string(i));
      auto request = MailOffice::letter({"vanthu@bimson.example"}, mail, "vanthu@sotttt.example");
      good(base::run_blocking(town.house.door->deliver(std::move(request))));
      const Found got = town.last("vanthu");
      good(town.answer("nhung", got, "vao so"));
      CHECK(town.last("nhung").subject().starts_with(i == 0 ? "[ĐẾN 01]" : "[ĐẾN 02]"));
    }
    CHECK(town.last("nhung").text().find("trùng") != std::string::npos);
    CHECK(town.journal("BS").size() == 4);
  });
}

TEST_CASE("office: a document from outside waits in the report until its clerk has decided") {
  with_town([](OfficeTown& town) {
    auto waiting = [&] {
      std::vector<std::string> numbers;
      good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        for (const auto& entry :
             good(mailstore::office::read_waiting_entries(snapshot, *town.house.people->view(), town.unit("BS"), {}))) {
          numbers.push_back(entry.document.arrived.number);
        }
        return {};
      }));
      return numbers;
    };
    auto arrives = [&](const std::string& subject) {
      auto request = MailOffice::letter({"vanthu@bimson.example"}, sample_mail(subject), "vanthu@sotttt.example");
      good(base::run_blocking(town.house.door->deliver(std::move(request))));
    };
    arrives("[VB 1132/STTTT-CNTT] Báo cáo kết quả");
    const Found first = town.last("vanthu");
    arrives("FW: Công văn số 88/SNV-CCHC về việc thống kê");
    arrives("Re: [VB 147/BC-UBND] Cảm ơn");
    arrives("Mời hợp tác 2026");
    CHECK(waiting() == std::vector<std::string>{"1132/STTTT-CNTT", "88/SNV-CCHC"});
    good(town.answer("nhung", first, "vao so"));
    CHECK(waiting() == std::vector<std::string>{"88/SNV-CCHC"});
    arrives("[VB 1132/STTTT-CNTT] Báo cáo kết quả (gửi lại)");  // before the clerk has registered it twice
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      const auto entries =
          good(mailstore::office::read_waiting_entries(snapshot, *town.house.people->view(), town.unit("BS"), {}));
      REQUIRE(entries.size() == 2);
      CHECK(entries[0].document.arrived.duplicate_of == 0);
      CHECK(entries[1].document.arrived.duplicate_of != 0);
      return {};
    }));
  });
}

TEST_CASE("office: what still waits is listed in the new year too") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    good(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", {kWards[0]}).answer);
    good(send_document(town, &keys.seal, "[VB 02/BC-UBND] y", {kWards[0]}).answer);
    good(town.answer("lan", town.last("vanthu.lamson"), "TỪ CHỐI sai nơi nhận"));
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      using namespace mailstore::office;
      const auto view = town.house.people->view();
      const Days later{policies::calendar::add_days(policies::calendar::local_date(town.now), 10), {}},
          much_later{policies::calendar::add_days(*later.from, 400), {}};
      CHECK(good(read_waiting_entries(snapshot, *view, town.unit("LS"), {})).size() == 2);
      CHECK(good(read_waiting_entries(snapshot, *view, town.unit("LS"), later)).empty());
      const auto still = good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), later));
      REQUIRE(still.size() == 1);  // not the one that was returned then
      CHECK(still[0].document.arrived.number == "01/BC-UBND");
      CHECK(good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), much_later)).empty());
      CHECK(good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), {})).size() == 2);
      return {};
    }));
  });
}

TEST_CASE("office: a year change begins at 01 again; what was reserved and not used becomes void with a reason") {
  with_town([](OfficeTown& town) {
    town.now = policies::calendar::at_minute({2025, 12, 31}, 16 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    town.now = policies::calendar::at_minute({2026, 1, 2}, 8 * 60);
    ask_number(town, "XIN SỐ BC");
    auto book = town.book();
    REQUIRE(book.size() == 3);
    CHECK(book[1].key.year == 2025);
    CHECK(book[1].key.number == 2);
    CHECK(book[2].key.year == 2026);
    CHECK(book[2].key.number == 1);
    good(town.house.desk->void_unused_numbers());  // by the server's own clock
    town.settle();
    book = town.book();
    CHECK(book[0].state == dispatch::RowState::voided);
    CHECK(book[0].reason.find("2025") != std::string::npos);
    CHECK(town.last("vanthu").subject().starts_with("Đã hủy số"));
    const auto events = town.journal("BS").size();
    good(town.house.desk->void_unused_numbers());
    CHECK(town.journal("BS").size() == events);
  });
}

TEST_CASE("office: a number that is unused in two years is not guessed") {
  with_town([](OfficeTown& town) {
    town.now = policies::calendar::at_minute({2025, 12, 31}, 16 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ QĐ");
    town.now = policies::calendar::at_minute({2026, 1, 2}, 8 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ QĐ");
    Keys keys(town);
    auto of = [&](int year, int number) {
      for (const auto& row : town.book()) {
        if (row.key.year == year && row.key.number == number) return row.state;
      }
      return dispatch::RowState::voided;
    };
    CHECK_FALSE(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);
    CHECK(town.last("nhung").text().find("[VB 01/2025/BC-UBND] hoặc [VB 01/2026/BC-UBND]") != std::string::npos);
    Letter give_up;
    give_up.from = "nhung";
    give_up.to = {OfficeTown::at("vanthu")};
    give_up.in_reply_to = "x@y";
    give_up.subject = "Re: [SỐ 01/BC-UBND] Đã cấp số văn bản";
    give_up.text = "HỦY in nhầm";
    good(town.submit(give_up));
    CHECK(town.last("nhung").text().find("[SỐ 01/2025/BC-UBND]") != std::string::npos);
    CHECK(of(2025, 1) == dispatch::RowState::reserved);
    CHECK(of(2026, 1) == dispatch::RowState::reserved);
    good(send_document(town, &keys.seal, "[VB 01/2025/BC-UBND] x", kWards).answer);
    CHECK(of(2025, 1) == dispatch::RowState::used);
    CHECK(of(2026, 1) == dispatch::RowState::reserved);
    good(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);  // now only one is left
    CHECK(of(2026, 1) == dispatch::RowState::used);
    good(send_document(town, &keys.seal, "[VB 02/BC-UBND] x", kWards).answer);  // this year's 02 is a decision
    CHECK(of(2025, 2) == dispatch::RowState::used);
    CHECK(of(2026, 2) == dispatch::RowState::reserved);
  });
}

TEST_CASE("office: the verdict on a signed mail from outside is shown, and nothing is applied") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    base::OutgoingMail mail;
    mail.from = {base::Address::of("", "vanthu", "outside.example")};
    mail.to = {base::Address::of("", "vanthu", "bimson.example")};
    mail.subject = "[VB 9/CV] x";
    mail.date = town.now;
    mail.message_id = "out@outside.example";
    const std::string signed_part = good(mailstore::signing::sign_entity(
        entity(), std::vector<base::CmsSigner>{{keys.stranger.certificate_pem, keys.stranger.key_pem}},
        town.now - std::chrono::minutes(2), "b"));
    auto request = MailOffice::letter({"vanthu@bimson.example"}, base::build_message_from_entity(mail, signed_part),
                                      "vanthu@outside.example");
    good(base::run_blocking(town.house.door->deliver(std::move(request))));
    CHECK(
        town.last("vanthu").header("Authentication-Results").find("smime=policy reason=\"signer is not the sender\"") !=
        std::string::npos);
    CHECK(town.journal("BS").empty());
  });
}

TEST_CASE("office: a document sent from a clerk's own address is refused and says from where to send") {
  with_town([](OfficeTown& town) {
    ask_number(town, "XIN SỐ BC");
    Letter letter;
    letter.from = "nhung";
    letter.to = {"vanthu.lamson@bimson.example"};
    letter.subject = "[VB 01/BC-UBND] Kết quả";
    letter.text = "Kính gửi.";
    CHECK_FALSE(town.submit(letter));
    CHECK(town.inbox("vanthu.lamson").empty());
    CHECK(town.last("nhung").text().find("vanthu@bimson.example") != std::string::npos);
    letter.to = {OfficeTown::at("an")};  // to a colleague it is only talk
    CHECK(town.submit(letter));
  });
}

TEST_CASE("office: a seal that cannot be used stops nobody else, and what waits is sent when it is repaired") {
  with_town([](OfficeTown& town) {
    TempDirectory place;
    const std::string file = place / "BS.pem";
    { std::ofstream(file) << "broken"; }
    ::chmod(file.c_str(), 0600);
    auto seals = mailstore::signing::Seals::open(place.path(), "", town.house.clock);
    town.house.open_door({}, {nullptr, seals.get()});
    for (int i = 0; i < 30; ++i) {  // more than one page of jobs
      Letter letter;
      letter.from = "nhung";
      letter.to = {OfficeTown::at("vanthu")};
      letter.subject = "xin số";
      letter.text = "XIN SỐ BC";
      good(town.submit_bytes(letter, town.bytes_of(letter)));
    }
    CHECK_FALSE(town.house.door->recover());
    CHECK(town.inbox("nhung").empty());
    good(base::run_blocking(town.house.door->deliver(
        MailOffice::letter({"khongco@bimson.example", "an@bimson.example"}, sample_mail("x"), "an@bimson.example"))));
    CHECK_FALSE(town.house.door->recover());
    CHECK(town.inbox("an").size() == 2);  // the mail, and the report about the other address
    fs_remove(file);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // seals are looked at once a second
    town.settle();
    CHECK(town.inbox("nhung").size() == 30);
  });
}

TEST_CASE("office: clerks who ask at the same moment get every number once, without a gap") {
  with_town([](OfficeTown& town) {
    constexpr int kThreads = 4, kEach = 50;
    std::vector<std::string> mails;  // made before: the counter is not for threads
    for (int i = 0; i < kThreads * kEach; ++i) {
      Letter letter;
      letter.from = i % 2 == 0 ? "nhung" : "ha";
      letter.to = {OfficeTown::at("vanthu")};
      letter.subject = "xin số";
      letter.text = i % 3 == 0 ? "XIN SỐ CV VX" : "XIN SỐ BC";
      mails.push_back(town.bytes_of(letter));
    }
    const base::AccountId clerks[] = {town.account("nhung"), town.account("ha")};
    std::atomic<int> good_answers = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = t; i < kThreads * kEach; i += kThreads) {
          auto request = MailOffice::letter({OfficeTown::at("vanthu")}, mails[static_cast<std::size_t>(i)],
                                            OfficeTown::at(i % 2 == 0 ? "nhung" : "ha"));
          request.source = mailstore::Source::submission;
          request.author = clerks[i % 2];
          request.at = town.now;
          for (int attempt = 0; attempt < 20; ++attempt) {  // a busy database says so; clients try again
            auto answer = base::run_blocking(town.house.door->deliver(request));
            if (answer) ++good_answers;
            if (answer || !answer.error().temporary) break;
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    town.settle();
    CHECK(good_answers == kThreads * kEach);
    const auto book = town.book();
    REQUIRE(book.size() == kThreads * kEach);
    for (std::size_t i = 0; i < book.size(); ++i) CHECK(book[i].key.number == static_cast<int>(i) + 1);
    CHECK(town.inbox("nhung").size() + town.inbox("ha").size() == kThreads * kEach);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == kThreads * kEach);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  });
}
