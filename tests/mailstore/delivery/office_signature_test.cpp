// What an office believes of signatures and of mail that stands in its records mailbox: every file must be signed by
// the office, the signer need not be the sender, a message has a provenance, one Message-ID may be borne by two mails.
#include "mailstore/office/rows/rebuild.h"
#include "mailstore/reports/registers_view.h"
#include "tests/mailstore/records_office.h"
#include "tests/mailstore/signing/signing_office.h"

using namespace tests;
using signing_test::sign_pdf;
using signing_test::small_pdf;
namespace dispatch = policies::dispatch;
namespace office = mailstore::office;

namespace {

struct Keys : OfficeKeys {
  explicit Keys(OfficeTown& town) : OfficeKeys(town), signed_at(town.house.clock.now()) {}
  std::string pdf(const std::string& text, const base::CertificateAndKey& key) const {
    return sign_pdf(small_pdf(text), {key.certificate_pem, key.key_pem}, 10, signed_at);
  }
  std::string entity(const std::string& body, const base::CertificateAndKey& key) const {
    return signed_entity(body, key, signed_at);
  }
  base::Timestamp signed_at;
};

using Files = std::vector<std::pair<std::string, std::string>>;  // name, bytes

std::string mixed(const std::string& text, const Files& files) {
  std::vector<std::string> parts{base::text_entity(text)};
  for (const auto& [name, bytes] : files) parts.push_back(base::binary_entity("application/pdf", bytes, name));
  return base::multipart_entity("mixed", parts, "s");
}

std::string mail_of(OfficeTown& town, const std::string& from, const std::string& subject, const std::string& body,
                    const std::string& id = "") {
  base::OutgoingMail mail;
  mail.from = {base::Address::of("UBND", from.substr(0, from.find('@')), from.substr(from.find('@') + 1))};
  mail.to = {base::Address::of("", "vanthu", "bimson.example")};
  mail.subject = subject;
  mail.date = town.now;
  mail.message_id = id.empty() ? "vb" + std::to_string(++town.counter) + "@client.example" : id;
  return base::build_message_from_entity(mail, body);
}

base::Result<mailstore::DeliverAnswer> dispatch_mail(OfficeTown& town, const std::string& subject,
                                                     const std::string& body) {
  Letter letter;
  letter.from = "nhung";
  letter.on_behalf_of = "vanthu@bimson.example";
  letter.to = {"vanthu.lamson@bimson.example"};
  auto answer = town.submit_bytes(letter, mail_of(town, letter.on_behalf_of, subject, body));
  town.settle();
  return answer;
}

void ask_number(OfficeTown& town) {
  Letter letter;
  letter.from = "nhung";
  letter.to = {OfficeTown::at("vanthu")};
  letter.subject = "xin số";
  letter.text = "XIN SỐ BC";
  good(town.submit(letter));
}

Found arrives(OfficeTown& town, const std::string& bytes, const std::string& from) {
  good(base::run_blocking(town.house.door->deliver(MailOffice::letter({"vanthu@bimson.example"}, bytes, from))));
  return town.last("vanthu");
}

std::vector<office::IncomingEntry> registered(OfficeTown& town) {
  std::vector<office::IncomingEntry> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out = good(office::read_incoming_entries(snapshot, town.unit("BS"), {}));
    return {};
  }));
  return out;
}
std::vector<office::IncomingEntry> waiting(OfficeTown& town) {
  std::vector<office::IncomingEntry> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out = good(office::read_waiting_entries(snapshot, *town.house.people->view(), town.unit("BS"), {}));
    return {};
  }));
  return out;
}
std::string note_of(const office::IncomingEntry& entry) { return office::incoming_row(entry).note; }
bool holds(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

// The registers are what the journals say.
void check_rebuild(OfficeTown& town) {
  const auto view = town.house.people->view();
  const office::RebuildReport report =
      good(office::rebuild_registers({*town.house.db, *town.house.blobs, *view}, {true, nullptr, {}}));
  CHECK(report.difference_count == 0);
}

}  // namespace

TEST_CASE(
    "office/signature: every PDF of a dispatch needs a registered last signer; an old one of the office carries no other along") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    ask_number(town);
    const std::string own = keys.pdf("moi", keys.seal), foreign = keys.pdf("cua toi", keys.stranger);
    CHECK_FALSE(dispatch_mail(town, "[VB 01/BC-UBND] x", mixed("Kính gửi.\n", {{"cu.pdf", own}, {"la.pdf", foreign}})));
    CHECK(holds(town.last("nhung").text(), "“la.pdf” (Người lạ)"));
    CHECK_FALSE(holds(town.last("nhung").text(), "cu.pdf"));
    CHECK(town.book()[0].state == dispatch::RowState::reserved);
    // The office's signature below a stranger's last one does not speak for the file.
    const std::string gone_on =
        sign_pdf(own, {keys.stranger.certificate_pem, keys.stranger.key_pem}, 20, keys.signed_at);
    CHECK_FALSE(dispatch_mail(town, "[VB 01/BC-UBND] x", mixed("Kính gửi.\n", {{"cu.pdf", gone_on}})));
    CHECK(town.inbox("vanthu.lamson").empty());
    // The whole mail signed by the office: it speaks for the file too.
    good(dispatch_mail(town, "[VB 01/BC-UBND] x",
                       keys.entity(mixed("Kính gửi.\n", {{"cu.pdf", own}, {"la.pdf", foreign}}), keys.seal)));
    CHECK(town.book()[0].state == dispatch::RowState::used);
    check_rebuild(town);
  });
}

TEST_CASE("office/signature: a signed file goes out under one number, and it is said that only the file is signed") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    for (int i = 0; i < 3; ++i) ask_number(town);
    const std::string old = keys.pdf("147", keys.seal);
    good(dispatch_mail(town, "[VB 01/BC-UBND] x", mixed("Kính gửi.\n", {{"147.pdf", old}})));
    CHECK(holds(town.last("nhung").text(), "nội dung thư không được ký"));
    CHECK(holds(town.journal("LS").back().verdict_sentence, "Chỉ có tệp “147.pdf” được ký"));
    // The same file, under another name and with other words.
    CHECK_FALSE(dispatch_mail(town, "[VB 02/BC-UBND] y", mixed("Đề nghị chuyển 5 tỷ đồng.\n", {{"khac.pdf", old}})));
    CHECK(holds(town.last("nhung").text(), "“khac.pdf” đã được phát hành theo số 01/BC-UBND"));
    CHECK(town.book()[1].state == dispatch::RowState::reserved);
    // Whoever signs the mail knows what he sends; a new document goes.
    good(dispatch_mail(town, "[VB 02/BC-UBND] y", keys.entity(mixed("Gửi lại.\n", {{"khac.pdf", old}}), keys.seal)));
    good(dispatch_mail(town, "[VB 03/BC-UBND] z", mixed("Kính gửi.\n", {{"148.pdf", keys.pdf("148", keys.seal)}})));
    CHECK(town.inbox("vanthu.lamson").size() == 3);
    check_rebuild(town);
  });
}

TEST_CASE(
    "office/signature: a valid signature of somebody else than the sender is his, and the register says so first") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    const std::string body = keys.entity(mixed("Kính gửi.\n", {}), keys.stranger);
    const Found forged =
        arrives(town, mail_of(town, "vanthu@tinh.example", "[VB 9/CV-UBND] x", body), "vanthu@tinh.example");
    CHECK(holds(forged.header("Authentication-Results"), "smime=policy reason=\"signer is not the sender\""));
    CHECK_FALSE(holds(forged.header("Authentication-Results"), "smime=pass"));
    good(town.answer("nhung", forged, "VÀO SỔ"));
    REQUIRE(registered(town).size() == 1);
    CHECK(registered(town)[0].document.verdict == "other signer");
    CHECK(note_of(registered(town)[0]).starts_with("la@evil.example đã ký thư này; đó KHÔNG phải người gửi"));
    CHECK_FALSE(holds(town.last("nhung").text(), "Chữ ký số hợp lệ"));
    // His own mail is his own, and a file says whose it is.
    const Found own = arrives(town, mail_of(town, "la@evil.example", "[VB 10/CV-UBND] x", body), "la@evil.example");
    CHECK(holds(own.header("Authentication-Results"), "smime=pass"));
    const Found file = arrives(town,
                               mail_of(town, "vanthu@tinh.example", "[VB 11/CV-UBND] x",
                                       mixed("x\n", {{"11.pdf", keys.pdf("11", keys.stranger)}})),
                               "vanthu@tinh.example");
    good(town.answer("nhung", own, "VÀO SỔ"));
    good(town.answer("nhung", file, "VÀO SỔ"));
    REQUIRE(registered(town).size() == 3);
    CHECK(note_of(registered(town)[1]) == "Chữ ký số hợp lệ lúc thư đến: la@evil.example");
    CHECK(note_of(registered(town)[2]) ==
          "Chữ ký số hợp lệ lúc thư đến: Người lạ; chỉ tệp đính kèm (11.pdf) được ký, nội dung thư không được ký");
    check_rebuild(town);
  });
}

TEST_CASE("office/signature: the claimed day of an expired certificate's life is not believed on arrival") {
  with_town([](OfficeTown& town) {
    Keys keys(town);
    const auto then = town.house.clock.now() - std::chrono::hours(24 * 400);
    auto root = good(base::make_authority("Gốc cũ", then, 3650));
    good(keys.certificates->add_trust(root.certificate_pem, "test"));
    const auto old = good(base::make_signing_certificate(root, "UBND tỉnh", {"vanthu@tinh.example"}, then, 100));
    const std::string body = good(mailstore::signing::sign_entity(
        mixed("x\n", {}), std::vector<base::CmsSigner>{{old.certificate_pem, old.key_pem}},
        then + std::chrono::hours(24), "b"));
    const Found got =
        arrives(town, mail_of(town, "vanthu@tinh.example", "[VB 9/CV-UBND] x", body), "vanthu@tinh.example");
    CHECK(holds(got.header("Authentication-Results"), "smime=policy (signed long ago, certificate expired since"));
    good(town.answer("nhung", got, "VÀO SỔ"));
    CHECK(registered(town).at(0).document.verdict == "indeterminate");
  });
}

TEST_CASE(
    "office/provenance: only what was delivered here to this account has arrived; what was put there is entered") {
  with_town([](OfficeTown& town) {
    const std::string invented = mail_of(town, "vanthu@tinh.example", "[VB 999/QĐ-UBND] x", base::text_entity("x\n"));
    town.house.append(town.house.mailbox(town.account("vanthu"), "INBOX").id, invented);
    REQUIRE(waiting(town).size() == 1);
    CHECK(holds(note_of(waiting(town)[0]), "văn bản giấy/ngoài hệ thống"));
    good(town.answer("nhung", town.last("vanthu"), "VÀO SỔ"));
    auto events = town.journal("BS");
    REQUIRE(events.size() == 2);
    CHECK(office::type_of(events[0]) == std::string("document.entered"));
    CHECK(std::get<office::DocumentArrived>(events[0].body).origin == office::Origin::appended);
    CHECK(holds(note_of(registered(town).at(0)), "văn bản giấy/ngoài hệ thống"));
    CHECK(holds(town.last("nhung").text(), "không nhận thư này"));

    // Delivered to the clerk himself, then copied.
    good(base::run_blocking(town.house.door->deliver(MailOffice::letter(
        {"nhung@bimson.example"}, mail_of(town, "vanthu@tinh.example", "[VB 1000/QĐ-UBND] y", base::text_entity("y\n")),
        "vanthu@tinh.example"))));
    const auto own = town.house.mailbox(town.account("nhung"), "INBOX").id,
               records = town.house.mailbox(town.account("vanthu"), "INBOX").id;
    const auto view = town.house.view(own);
    town.house.run(town.house.store->selected().copy(own, {view->at(view->size() - 1).uid}, records));
    good(town.answer("nhung", town.last("vanthu"), "VÀO SỔ"));
    CHECK(std::get<office::DocumentArrived>(town.journal("BS").at(2).body).origin == office::Origin::copied);
    CHECK(holds(note_of(registered(town).at(1)), "chép từ hộp thư khác"));

    // Delivered here, moved about by copying inside the account: it has arrived.
    const Found real =
        arrives(town, mail_of(town, "vanthu@tinh.example", "[VB 1001/QĐ-UBND] z", base::text_entity("z\n")),
                "vanthu@tinh.example");
    const auto all = town.house.view(records);
    town.house.run(town.house.store->selected().copy(records, {all->at(all->size() - 1).uid},
                                                     town.house.mailbox(town.account("vanthu"), "INBOX").id));
    good(town.answer("nhung", real, "VÀO SỔ"));
    CHECK(office::type_of(town.journal("BS").at(4)) == std::string("document.arrived"));
    CHECK(registered(town).at(2).document.arrived.origin == office::Origin::delivered);
    CHECK_FALSE(registered(town).at(2).document.arrived.shares_message_id);
    // Of mail from before this was kept, a trace counts as a delivery.
    const Found old =
        arrives(town, mail_of(town, "vanthu@tinh.example", "[VB 1002/QĐ-UBND] t", base::text_entity("t\n")),
                "vanthu@tinh.example");
    good(town.house.db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = tx.execute("UPDATE email SET delivered_to = -1", {});
      return done ? base::Result<void>() : done.error();
    }));
    good(town.answer("nhung", old, "VÀO SỔ"));
    CHECK(registered(town).at(3).document.arrived.origin == office::Origin::delivered);
    check_rebuild(town);
  });
}

TEST_CASE(
    "office/provenance: of two mails with one Message-ID the one is meant whose sender gets the answer, else it is asked back") {
  with_town([](OfficeTown& town) {
    const std::string id = "goc@tinh.example", subject = "[VB 77/QĐ-UBND] Quyết định";
    const Found forged =
        arrives(town, mail_of(town, "fake@evil.example", subject, base::text_entity("gia\n"), id), "fake@evil.example");
    const Found genuine = arrives(town, mail_of(town, "vanthu@tinh.example", subject, base::text_entity("that\n"), id),
                                  "vanthu@tinh.example");
    REQUIRE(waiting(town).size() == 2);
    CHECK(holds(note_of(waiting(town)[1]), "cùng mã thư"));
    Letter letter;  // to the office's own mailbox: which one is meant?
    letter.from = "nhung";
    letter.to = {"vanthu@bimson.example"};
    letter.subject = "Re: " + subject;
    letter.in_reply_to = id;
    letter.text = "VÀO SỔ";
    good(town.submit(letter));
    CHECK(registered(town).empty());
    CHECK(holds(town.last("nhung").text(), "2 thư khác nhau mang cùng một mã thư"));
    good(town.answer("nhung", genuine, "VÀO SỔ"));
    REQUIRE(registered(town).size() == 1);
    CHECK(registered(town)[0].document.arrived.issuer_address == "vanthu@tinh.example");
    CHECK(registered(town)[0].document.arrived.shares_message_id);
    CHECK(holds(note_of(registered(town)[0]), "cùng mã thư"));
    // The other one still waits and can be returned by itself; the first is decided.
    REQUIRE(waiting(town).size() == 1);
    CHECK(waiting(town)[0].document.arrived.issuer_address == "fake@evil.example");
    good(town.answer("nhung", genuine, "VÀO SỔ"));
    CHECK(holds(town.last("nhung").text(), "đã vào sổ"));
    good(town.answer("nhung", forged, "TỪ CHỐI thư giả"));
    CHECK(registered(town).size() == 1);
    CHECK(town.journal("BS").size() == 6);  // asked back, arrived, registered, already, arrived, returned
    check_rebuild(town);
  });
}

TEST_CASE(
    "office/provenance: a second mail with the same Message-ID and other words is refused with the reason, never taken and dropped") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "nhung";
    letter.to = {OfficeTown::at("vanthu")};
    letter.subject = "xin số";
    letter.text = "XIN SỐ BC";
    letter.message_id = "same@client.example";
    good(town.submit(letter));
    good(town.submit(letter));  // the answer was lost on the way
    CHECK(town.book().size() == 1);
    letter.text = "XIN SỐ QĐ";
    const auto second = town.submit(letter);
    REQUIRE_FALSE(second);
    CHECK_FALSE(second.error().temporary);
    CHECK(holds(base::describe(second.error()), "Message-ID but other content"));
    CHECK(town.book().size() == 1);
    letter.message_id = "other@client.example";
    good(town.submit(letter));
    CHECK(town.book().size() == 2);
  });
}
