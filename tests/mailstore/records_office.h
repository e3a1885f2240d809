// A records office at work, for the tests of documents and registers: keys under an authority that is trusted, numbers
// asked for by mail, signed documents sent out of the records mailbox.
#pragma once

#include "base/crypto/cms.h"
#include "base/mime/builder.h"
#include "directory/certificates/certificates.h"
#include "mailstore/signing/smime.h"
#include "tests/mailstore/office_town.h"

namespace tests {

inline const std::vector<std::string> kWards{"vanthu.lamson@bimson.example", "vanthu.dongson@bimson.example"};

// An authority that is trusted, a seal registered for the town's records mailbox, and somebody else under the same
// root.
struct OfficeKeys {
  explicit OfficeKeys(OfficeTown& town) {
    since = town.house.clock.now() - std::chrono::hours(24);
    authority = good(base::make_authority("Gốc thử nghiệm", since, 3650));
    seal =
        good(base::make_signing_certificate(authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, since, 365));
    stranger = good(base::make_signing_certificate(authority, "Người lạ", {"la@evil.example"}, since, 365));
    certificates = good(directory::Certificates::open(*town.house.people, town.house.clock, town.house.ids));
    good(certificates->add_trust(authority.certificate_pem, "test"));
    good(certificates->add(town.account("vanthu"), seal.certificate_pem, "test"));
    town.now = town.house.clock.now() + std::chrono::minutes(1);  // certificates count from when they were added
  }
  base::Timestamp since;
  base::CertificateAndKey authority, seal, stranger;
  std::unique_ptr<directory::Certificates> certificates;
};

// A letter with a document.
inline std::string document_entity() {
  return base::multipart_entity(
      "mixed",
      {base::text_entity("Kính gửi các phường.\n"), base::binary_entity("application/pdf", "%PDF-1.4 x", "147.pdf")},
      "s");
}

inline std::string signed_entity(const std::string& body, const base::CertificateAndKey& key, base::Timestamp at) {
  return good(
      mailstore::signing::sign_entity(body, std::vector<base::CmsSigner>{{key.certificate_pem, key.key_pem}}, at, "b"));
}

struct Sent {
  base::Result<mailstore::DeliverAnswer> answer;
  std::string bytes;
};

// What the clerk sends out of the records mailbox; signed when there is a key.
inline Sent send_document(OfficeTown& town, const base::CertificateAndKey* key, const std::string& subject,
                          const std::vector<std::string>& to, const std::string& body = document_entity()) {
  base::OutgoingMail mail;
  mail.from = {base::Address::of("Văn thư", "vanthu", "bimson.example")};
  for (const auto& address : to)
    mail.to.push_back(
        base::Address::of("", address.substr(0, address.find('@')), address.substr(address.find('@') + 1)));
  mail.subject = subject;
  mail.date = town.now;
  mail.message_id = "vb" + std::to_string(++town.counter) + "@client.example";
  Letter letter;
  letter.from = "nhung";
  letter.on_behalf_of = "vanthu@bimson.example";
  letter.to = to;
  const std::string bytes =
      base::build_message_from_entity(mail, key != nullptr ? signed_entity(body, *key, town.now) : body);
  auto answer = town.submit_bytes(letter, bytes);
  town.settle();
  return {std::move(answer), bytes};
}

inline void ask_number(OfficeTown& town, const std::string& text, const std::string& who = "nhung") {
  Letter letter;
  letter.from = who;
  letter.to = {OfficeTown::at("vanthu")};
  letter.subject = "xin số";
  letter.text = text;
  good(town.submit(letter));
}

// A mail that comes to the records mailbox from another office.
inline void arrives_from_outside(OfficeTown& town, const std::string& subject) {
  auto request = MailOffice::letter({"vanthu@bimson.example"}, sample_mail(subject), "vanthu@sotttt.example");
  good(base::run_blocking(town.house.door->deliver(std::move(request))));
}

inline std::vector<mailstore::office::RecipientRow> recipients(OfficeTown& town,
                                                               const mailstore::office::NumberKey& key) {
  std::vector<mailstore::office::RecipientRow> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out = good(mailstore::office::read_recipients(snapshot, key));
    return {};
  }));
  return out;
}

}  // namespace tests
