// What must not go out is refused with the reason, and nothing of it is sent: secrecy, missing signatures, wrong
// senders, a seal that cannot be used.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/text/encoding.h"
#include "tests/mailstore/records_office.h"

using namespace tests;
namespace dispatch = policies::dispatch;

TEST_CASE("office: what must not go is refused with the reason, nothing is sent") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    ask_number(town, "XIN SỐ BC");
    CHECK_FALSE(send_document(town, nullptr, "[VB 01/BC-UBND] x", kWards).answer);  // unsigned
    CHECK(town.last("nhung").text().find("CHƯA được phát hành") != std::string::npos);
    CHECK_FALSE(send_document(town, &keys.stranger, "[VB 01/BC-UBND] x", kWards).answer);  // not registered
    const std::string once = good(mailstore::signing::sign_entity(
        document_entity(), std::vector<base::CmsSigner>{{keys.seal.certificate_pem, keys.seal.key_pem}}, town.now,
        "once"));
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
    OfficeKeys keys(town);
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
    OfficeKeys keys(town);
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
    std::filesystem::remove(file);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // seals are looked at once a second
    town.settle();
    CHECK(town.inbox("nhung").size() == 30);
  });
}
