#include "directory/certificates/certificates.h"

#include <chrono>

#include "base/crypto/certificate.h"
#include "directory/people/audit.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace {

using directory::Certificates;
using directory::Notice;
using directory::TrustedItem;
using tests::kStart;
using tests::must;

constexpr auto kDay = std::chrono::hours(24);

struct Register {
  explicit Register(std::unique_ptr<base::Database> db) : office(std::move(db)) {
    certificates = must(Certificates::open(*office.directory, office.clock, office.ids));
    root = must(base::make_authority("Gốc thử nghiệm", kStart, 3650));
    clerk = office.person("Trần Thị Thư", directory::Role::clerk, "thu");
    records = office.directory->view()->find_address("vanthu@bimson.example")->id;
  }

  base::CertificateAndKey make(const std::string& name, const std::string& address, int days = 365) const {
    return must(base::make_signing_certificate(root, name, {address}, kStart, days));
  }
  static std::string fingerprint(const base::CertificateAndKey& c) {
    return must(base::read_certificate(c.certificate_pem)).sha256_fingerprint;
  }
  std::int64_t audited(const std::string& what) {
    std::int64_t count = 0;
    must(office.db->read_blocking([&](base::SqlSnapshot& s) -> base::Result<void> {
      auto n = s.query_i64("SELECT COUNT(*) FROM audit WHERE what = ?", {what});
      if (!n) return n.error();
      count = *n;
      return {};
    }));
    return count;
  }

  tests::SmallOffice office;
  std::unique_ptr<Certificates> certificates;
  base::CertificateAndKey root;
  base::AccountId clerk, records;
};

std::vector<std::string> codes(const std::vector<Notice>& notices) {
  std::vector<std::string> out;
  for (const Notice& one : notices) {
    CHECK_FALSE(one.text.vi.empty());
    CHECK_FALSE(one.text.en.empty());
    out.push_back(one.code);
  }
  return out;
}

// The register shows what stands in the certificate.
void check_as_read(const directory::RegisteredCertificate& shown, const base::CertificateAndKey& given) {
  const base::CertificateInfo info = must(base::read_certificate(given.certificate_pem));
  CHECK(shown.sha256_fingerprint == info.sha256_fingerprint);
  CHECK(shown.subject == info.subject);
  CHECK(shown.issuer == info.issuer);
  CHECK(shown.issuer != shown.subject);
  CHECK(shown.serial == info.serial);
  CHECK(shown.not_before == info.not_before);
  CHECK(shown.not_after == info.not_after);
  CHECK(shown.added == kStart);
}

using Codes = std::vector<std::string>;

TEST_CASE("directory/certificates: a root is trusted once it is added, and adding twice changes nothing") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    CHECK(house.certificates->trust().root_count() == 0);
    const auto added = must(house.certificates->add_trust(house.root.certificate_pem, "vanthu"));
    REQUIRE(added.added.size() == 1);
    CHECK(added.added[0].kind == TrustedItem::Kind::root);
    CHECK(added.added[0].subject == "CN=Gốc thử nghiệm");
    CHECK(added.notices.empty());
    CHECK(house.certificates->trust().root_count() == 1);
    house.office.clock.advance(kDay);
    const auto again = must(house.certificates->add_trust(house.root.certificate_pem, "vanthu"));
    CHECK(again.added.empty());
    REQUIRE(again.unchanged.size() == 1);
    CHECK(again.unchanged[0].added == kStart);
    CHECK(house.certificates->trusted().size() == 1);
    CHECK(house.audited("trust-added") == 1);

    const std::string short_form = added.added[0].sha256_fingerprint.substr(0, 8);
    CHECK_FALSE(house.certificates->remove_trust("12345678", "vanthu"));
    CHECK_FALSE(house.certificates->remove_trust(short_form.substr(0, 7), "vanthu"));
    CHECK_FALSE(house.certificates->remove_trust("khong phai", "vanthu"));
    must(house.certificates->remove_trust(short_form, "vanthu"));
    CHECK(house.certificates->trust().root_count() == 0);
    CHECK(house.audited("trust-removed") == 1);
  });
}

TEST_CASE("directory/certificates: a later revocation list takes the older one's place, an older one is not taken") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    const auto revoked = house.make("Cũ", "cu@bimson.example");
    const std::string first = must(base::make_crl(house.root, {}, kStart, 30));
    const std::string second = must(base::make_crl(house.root, {revoked.certificate_pem}, kStart + kDay, 30));
    const auto begin = must(house.certificates->add_trust(house.root.certificate_pem + first, "vanthu"));
    CHECK(begin.added.size() == 2);
    CHECK(codes(begin.notices).empty());
    CHECK(house.certificates->trust().crl_count() == 1);
    const auto later = must(house.certificates->add_trust(second, "vanthu"));
    REQUIRE(later.added.size() == 1);
    CHECK(later.added[0].entries == 1);
    CHECK(house.certificates->trust().crl_count() == 1);
    CHECK(house.audited("trust-replaced") == 1);
    const auto back = must(house.certificates->add_trust(first, "vanthu"));
    CHECK(back.added.empty());
    CHECK(codes(back.notices) == Codes{"older_list"});
    // The list in use is the later one: what it revokes is revoked.
    const auto reasons = must(base::check_certificate(revoked.certificate_pem, house.certificates->trust(),
                                                      kStart + 2 * kDay, base::SignatureUse::mail));
    CHECK(reasons == std::vector{base::SignatureReason::revoked});
    // Another issuer's list stands beside it, and its issuer is not known.
    const auto other = must(base::make_authority("Gốc khác", kStart, 100));
    const auto beside = must(house.certificates->add_trust(must(base::make_crl(other, {}, kStart, 30)), "vanthu"));
    CHECK(codes(beside.notices) == Codes{"no_issuer"});
    CHECK(house.certificates->trust().crl_count() == 2);
    CHECK(house.certificates->trusted().size() == 3);
  });
}

TEST_CASE("directory/certificates: what is no authority or cannot be read is refused whole, what is odd is said") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    const auto signer = house.make("Văn thư", "vanthu@bimson.example");
    const auto refused = house.certificates->add_trust(house.root.certificate_pem + signer.certificate_pem, "vanthu");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::ErrorCode::bad_input);
    CHECK(refused.error().text.vi.find("CN=Văn thư") != std::string::npos);
    CHECK_FALSE(house.certificates->add_trust("x", "vanthu"));
    CHECK_FALSE(house.certificates->add_trust("", "vanthu"));
    CHECK_FALSE(house.certificates->add_trust(signer.key_pem, "vanthu"));
    CHECK(house.certificates->trusted().empty());
    house.office.clock.set(kStart + 5000 * kDay);
    const auto old = must(house.certificates->add_trust(
        house.root.certificate_pem + house.root.key_pem + must(base::make_crl(house.root, {}, kStart, 30)), "vanthu"));
    CHECK(codes(old.notices) == Codes{"expired", "list_expired", "private_key"});
    CHECK(house.certificates->trust().root_count() == 1);
  });
}

TEST_CASE("directory/certificates: a certificate counts from its adding to its removal, and audit says who did it") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    Certificates& certificates = *house.certificates;
    must(certificates.add_trust(house.root.certificate_pem, "vanthu"));
    const auto seal = house.make("UBND thị xã Bỉm Sơn", "vanthu@bimson.example");
    const std::string print = Register::fingerprint(seal);
    const base::UnitId office = house.office.root;
    CHECK_FALSE(certificates.registered_for(print, office, kStart));

    const auto added = must(certificates.add(house.records, seal.certificate_pem, "quantri@bimson.example"));
    CHECK_FALSE(added.was_there);
    CHECK(codes(added.notices).empty());
    CHECK(added.certificate.added_by == "quantri@bimson.example");
    check_as_read(added.certificate, seal);
    check_as_read(certificates.certificates().at(0), seal);
    CHECK(certificates.registered_for(print, office, kStart));
    CHECK_FALSE(certificates.registered_for(print, office, kStart - kDay));
    CHECK_FALSE(certificates.registered_for(print, base::UnitId(), kStart));
    CHECK_FALSE(certificates.registered_for(print, base::UnitId(77), kStart));
    CHECK(certificates.holders_of(print, kStart) == std::vector{house.records});
    const auto again = must(certificates.add(house.records, seal.certificate_pem, "khac@bimson.example"));
    CHECK(again.was_there);
    CHECK(again.certificate.added_by == "quantri@bimson.example");
    CHECK(certificates.certificates().size() == 1);

    house.office.clock.advance(10 * kDay);
    const auto removed = must(certificates.remove(house.records, print.substr(0, 12), "vanthu"));
    CHECK(removed.removed == kStart + 10 * kDay);
    CHECK_FALSE(certificates.registered_for(print, office, kStart + 10 * kDay));
    CHECK(certificates.registered_for(print, office, kStart + 9 * kDay));  // what arrived then stays judged so
    CHECK(certificates.certificates().empty());
    CHECK(certificates.certificates(house.records, true).size() == 1);
    CHECK_FALSE(certificates.remove(house.records, print, "vanthu"));
    // Registered once more: a new row.
    must(certificates.add(house.records, seal.certificate_pem, "vanthu"));
    CHECK(certificates.certificates(house.records, true).size() == 2);
    CHECK(house.audited("certificate-added") == 2);
    CHECK(house.audited("certificate-removed") == 1);
  });
}

TEST_CASE("directory/certificates: a signer speaks for his office while he belongs to it and is not closed") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    Certificates& certificates = *house.certificates;
    const auto leader = house.office.person("Mai Đình Lâm", directory::Role::leader, "lamm");
    const auto certificate = house.make("Mai Đình Lâm", "lamm@bimson.example");
    const std::string print = Register::fingerprint(certificate);
    const auto added = must(certificates.add(leader, certificate.certificate_pem, "vanthu"));
    CHECK(codes(added.notices) == Codes{"untrusted_chain"});
    CHECK(certificates.registered_for(print, house.office.root, kStart));
    const auto twice = must(certificates.add(house.clerk, certificate.certificate_pem, "vanthu"));
    CHECK(codes(twice.notices) == Codes{"untrusted_chain", "other_address", "other_holder", "not_a_leader"});
    CHECK(certificates.holders_of(print, kStart).size() == 2);
    must(certificates.remove(house.clerk, print, "vanthu"));
    must(house.office.admin->disable(leader, "test"));
    CHECK_FALSE(certificates.registered_for(print, house.office.root, kStart));
    must(house.office.admin->enable(leader, "test"));
    CHECK(certificates.registered_for(print, house.office.root, kStart));
    // A specialist signs for himself, not for the office.
    const auto specialist = house.office.person("Lê Văn Ba", directory::Role::staff, "balv");
    const auto own = house.make("Lê Văn Ba", "balv@bimson.example");
    CHECK(codes(must(certificates.add(specialist, own.certificate_pem, "vanthu")).notices) ==
          Codes{"untrusted_chain", "not_a_leader"});
    CHECK(certificates.holders_of(Register::fingerprint(own), kStart) == std::vector{specialist});
    CHECK_FALSE(certificates.registered_for(Register::fingerprint(own), house.office.root, kStart));
  });
}

TEST_CASE("directory/certificates: only persons and records mailboxes, no authorities, no unreadable text") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    Certificates& certificates = *house.certificates;
    const auto seal = house.make("UBND", "vanthu@bimson.example");
    const auto view = house.office.directory->view();
    CHECK(certificates.add(view->find_address("giaoviec@bimson.example")->id, seal.certificate_pem, "vanthu")
              .error()
              .code == base::ErrorCode::bad_input);
    CHECK(certificates.add(view->journal_of(house.office.root)->id, seal.certificate_pem, "vanthu").error().code ==
          base::ErrorCode::bad_input);
    CHECK(certificates.add(base::AccountId(5), seal.certificate_pem, "vanthu").error().code ==
          base::ErrorCode::not_found);
    CHECK(certificates.add(house.records, house.root.certificate_pem, "vanthu").error().code ==
          base::ErrorCode::bad_input);
    CHECK(certificates.add(house.records, must(base::make_crl(house.root, {}, kStart, 3)), "vanthu").error().code ==
          base::ErrorCode::bad_input);
    CHECK(certificates.add(house.records, "x", "vanthu").error().code == base::ErrorCode::bad_input);
    CHECK(certificates.certificates().empty());
    // A seal file with its key: the key is not stored, and that is said.
    const auto added = must(certificates.add(house.records, seal.key_pem + seal.certificate_pem, "vanthu"));
    CHECK(codes(added.notices) == Codes{"untrusted_chain", "private_key"});
    CHECK(certificates.certificates()[0].pem == seal.certificate_pem);
    // Not for mail, and expired.
    const auto server = must(base::make_server_certificate(house.root, {"mail.bimson.example"}, kStart, 10));
    must(certificates.add_trust(house.root.certificate_pem, "vanthu"));
    house.office.clock.advance(20 * kDay);
    CHECK(codes(must(certificates.add(house.clerk, server.certificate_pem, "vanthu")).notices) ==
          Codes{"expired", "not_for_signing", "other_address", "not_a_leader"});
  });
}

TEST_CASE("directory/certificates: another process's changes are seen after the directory's reload") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Register house(std::move(db));
    // Another node: its own directory and certificates on the same database.
    auto second_directory = must(directory::Directory::open(*house.office.db, house.office.clock, house.office.ids));
    auto second = must(Certificates::open(*second_directory, house.office.clock, house.office.ids));
    const auto seal = house.make("UBND", "vanthu@bimson.example");
    must(second->add_trust(house.root.certificate_pem, "vanthu"));
    must(second->add(house.records, seal.certificate_pem, "vanthu"));
    CHECK(house.certificates->trust().root_count() == 0);
    must(house.office.directory->reload());
    CHECK(house.certificates->trust().root_count() == 1);
    CHECK(house.certificates->registered_for(Register::fingerprint(seal), house.office.root, kStart));
    // Changes that have nothing to do with it keep the store that was built.
    const auto* before = &house.certificates->trust().impl();
    house.office.person("Lê Văn Ba", directory::Role::staff, "balv");
    CHECK(&house.certificates->trust().impl() == before);
  });
}

}  // namespace
