#include "directory/certificates/certificates.h"

#include <algorithm>
#include <atomic>

#include "base/log.h"
#include "base/thread_annotations.h"
#include "directory/certificates/certificate_changes.h"
#include "directory/certificates/certificate_notices.h"
#include "directory/certificates/certificate_rows.h"
#include "directory/people/loader.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Snapshot {
  std::int64_t version = -1;                        // of the directory
  std::vector<RegisteredCertificate> certificates;  // removed ones too
  std::vector<TrustedItem> trusted;
  base::TrustStore trust;
};

bool same_items(const std::vector<TrustedItem>& a, const std::vector<TrustedItem>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const TrustedItem& x, const TrustedItem& y) { return x.id == y.id; });
}

// Those that count, as one text: a mail may leave out a certificate that we have (RFC 8550 §2.3).
std::string known_certificates(const std::vector<RegisteredCertificate>& all) {
  std::string out;
  for (const RegisteredCertificate& one : all) {
    if (one.removed.us == 0) out += one.pem + "\n";
  }
  return out;
}

bool counts_at(const RegisteredCertificate& certificate, base::Timestamp at) {
  return certificate.added <= at && (certificate.removed.us == 0 || at < certificate.removed);
}

// The only one whose fingerprint begins so.
template <class T>
Result<T> only_one(const std::vector<T>& all, std::string_view prefix, const char* vi, const char* en) {
  const T* found = nullptr;
  for (const T& one : all) {
    if (!one.sha256_fingerprint.starts_with(prefix)) continue;
    if (found != nullptr) {
      return Error::permanent(ErrorCode::bad_input, {"Nhiều mục có dấu vân tay bắt đầu như vậy: hãy ghi dài hơn.",
                                                     "Several fingerprints begin so: give more digits."});
    }
    found = &one;
  }
  if (found == nullptr) return Error::permanent(ErrorCode::not_found, {std::string(vi), en});
  return *found;
}

// What stands in the file beside the certificate that is taken.
std::vector<Notice> file_notices(const base::TrustMaterialFile& file) {
  std::vector<Notice> out;
  if (file.private_keys > 0) {
    out.push_back(notice("private_key", "Tệp có cả khoá bí mật: khoá không được lưu. Đừng gửi khoá bí mật cho ai.",
                         "The file holds a private key too: it was not stored. Give private keys to nobody."));
  }
  return out;
}

class SqlCertificates final : public Certificates {
 public:
  SqlCertificates(Directory& directory, const base::Clock& clock, base::IdMaker& ids)
      : directory_(directory), clock_(clock), ids_(ids) {}

  Result<void> start() {
    if (auto read = refresh(); !read) return read;
    subscription_ = directory_.on_change([this](const DirectoryView&) { refresh_or_log(); });
    return refresh();  // what moved in between
  }

  base::TrustStore trust() const override { return now()->trust; }

  std::vector<base::AccountId> holders_of(std::string_view fingerprint, base::Timestamp at) const override {
    std::vector<base::AccountId> out;
    for (const RegisteredCertificate& one : now()->certificates) {
      if (one.sha256_fingerprint == fingerprint && counts_at(one, at)) out.push_back(one.account);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  bool registered_for(std::string_view fingerprint, base::UnitId office, base::Timestamp at) const override {
    if (!office) return false;
    const auto view = directory_.view();
    for (const base::AccountId holder : holders_of(fingerprint, at)) {
      const Account* account = view->find_account(holder);
      if (account == nullptr || account->office != office || !account->active) continue;
      if (account->kind == AccountKind::person && account->role == Role::leader) return true;
      if (account->kind == AccountKind::role_mailbox && account->purpose == kRecords) return true;
    }
    return false;
  }

  std::vector<RegisteredCertificate> certificates(base::AccountId account, bool with_removed) const override {
    std::vector<RegisteredCertificate> out;
    for (const RegisteredCertificate& one : now()->certificates) {
      if ((account && one.account != account) || (one.removed.us != 0 && !with_removed)) continue;
      out.push_back(one);
    }
    const auto view = directory_.view();
    const auto address_of = [&view](const RegisteredCertificate& one) {
      const Account* account = view->find_account(one.account);
      return account == nullptr ? std::string() : account->address;
    };
    std::stable_sort(out.begin(), out.end(),
                     [&](const auto& a, const auto& b) { return address_of(a) < address_of(b); });
    return out;
  }

  std::vector<TrustedItem> trusted() const override { return now()->trusted; }

  Result<TrustAdded> add_trust(std::string_view text, std::string_view actor) override;
  Result<TrustedItem> remove_trust(std::string_view fingerprint, std::string_view actor) override;
  Result<CertificateAdded> add(base::AccountId account, std::string_view text, std::string_view actor) override;
  Result<RegisteredCertificate> remove(base::AccountId account, std::string_view fingerprint,
                                       std::string_view actor) override;

 private:
  ChangeParts parts() { return {directory_, clock_, ids_}; }
  std::shared_ptr<const Snapshot> held() const {
    base::MutexLock lock(mutex_);
    return snapshot_;
  }
  std::shared_ptr<const Snapshot> now() const {
    if (stale_) refresh_or_log();
    return held();
  }
  Result<void> refresh() const;
  void refresh_or_log() const;
  Result<CertificateAdded> check_new(base::AccountId account, const base::TrustMaterialFile& file) const;

  Directory& directory_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  mutable std::atomic<bool> stale_ = false;
  mutable base::Mutex refresh_mutex_;
  mutable base::Mutex mutex_;
  mutable std::shared_ptr<const Snapshot> snapshot_ GUARDED_BY(mutex_);
  std::unique_ptr<Directory::Subscription> subscription_;  // last: no call comes after its end
};

Result<void> SqlCertificates::refresh() const {
  base::MutexLock one_at_a_time(refresh_mutex_);
  const std::shared_ptr<const Snapshot> old = held();
  auto fresh = std::make_shared<Snapshot>();
  bool moved = true;
  auto done = directory_.database().read_blocking([&](base::SqlSnapshot& snapshot) -> Result<void> {
    auto version = read_directory_version(snapshot);
    if (!version) return std::move(version).error();
    moved = !old || old->version != *version;
    if (!moved) return {};
    fresh->version = *version;
    auto certificates = read_certificates(snapshot);
    if (!certificates) return std::move(certificates).error();
    fresh->certificates = std::move(*certificates);
    auto trusted = read_trusted(snapshot);
    if (!trusted) return std::move(trusted).error();
    fresh->trusted = std::move(*trusted);
    if (old && same_items(old->trusted, fresh->trusted) &&
        known_certificates(old->certificates) == known_certificates(fresh->certificates)) {
      fresh->trust = old->trust;
      return {};
    }
    auto texts = read_trust_texts(snapshot);
    if (!texts) return std::move(texts).error();
    auto store = base::TrustStore::open(texts->roots, texts->lists, known_certificates(fresh->certificates));
    if (!store) return std::move(store).error();
    fresh->trust = std::move(*store);
    return {};
  });
  if (!done) return done;
  stale_ = false;
  if (!moved) return {};
  base::MutexLock lock(mutex_);
  snapshot_ = std::move(fresh);
  return {};
}

void SqlCertificates::refresh_or_log() const {
  if (auto done = refresh(); !done) {
    stale_ = true;  // the next reader tries again; until then the last known holds
    base::log(base::LogLevel::error, "DIR-0031", "The certificates could not be read again.",
              {{"error", base::describe(done.error())}});
  }
}

Result<TrustAdded> SqlCertificates::add_trust(std::string_view text, std::string_view actor) {
  auto file = base::read_trust_material(text);
  if (!file) return std::move(file).error();
  if (auto fit = check_trust_material(*file); !fit) return std::move(fit).error();
  if (file->items.empty())
    return Error::permanent(ErrorCode::bad_input,
                            {"Tệp không có chứng thư số hay danh sách thu hồi nào; chưa thay đổi gì.",
                             "The file holds no certificate and no revocation list. Nothing was changed."});
  auto out = change_add_trust(parts(), *file, actor);
  if (!out) return out;
  const std::vector<TrustedItem> all = trusted();
  for (const base::TrustMaterial& item : file->items) {
    for (Notice& one : trust_notices(item, all, clock_.now())) out->notices.push_back(std::move(one));
  }
  for (Notice& one : file_notices(*file)) out->notices.push_back(std::move(one));
  return out;
}

Result<TrustedItem> SqlCertificates::remove_trust(std::string_view fingerprint, std::string_view actor) {
  auto prefix = fingerprint_prefix(fingerprint);
  if (!prefix) return std::move(prefix).error();
  auto item =
      only_one(trusted(), *prefix, "Không có gốc hay danh sách thu hồi nào có dấu vân tay này. Không có gì thay đổi.",
               "No trusted root and no revocation list has this fingerprint. Nothing was changed.");
  if (!item) return item;
  if (auto gone = change_remove_trust(parts(), *item, actor); !gone) return std::move(gone).error();
  return item;
}

Result<CertificateAdded> SqlCertificates::check_new(base::AccountId account,
                                                    const base::TrustMaterialFile& file) const {
  const auto view = directory_.view();
  const Account* found = view->find_account(account);
  if (found == nullptr)
    return Error::permanent(ErrorCode::not_found, {"Không có tài khoản này; chưa thay đổi gì.",
                                                   "There is no such account. Nothing was changed."});
  if (found->kind != AccountKind::person && !(found->kind == AccountKind::role_mailbox && found->purpose == kRecords)) {
    return Error::permanent(
        ErrorCode::bad_input,
        {found->address + " không phải người ký hay hộp thư văn thư của cơ quan. Không có gì thay đổi.",
         found->address + " is neither a person nor an office's records mailbox. Nothing was changed."});
  }
  const auto first =
      std::find_if(file.items.begin(), file.items.end(), [](const auto& item) { return item.certificate.has_value(); });
  if (first == file.items.end()) {
    return Error::permanent(ErrorCode::bad_input, {"Tệp không có chứng thư số nào. Không có gì thay đổi.",
                                                   "The file holds no certificate. Nothing was changed."});
  }
  const base::CertificateInfo& info = *first->certificate;
  if (info.is_authority) {
    return Error::permanent(
        ErrorCode::bad_input,
        {"Đây là chứng thư số của cơ quan chứng thực (CA): dùng `vanthu trust add`. Không có gì thay đổi.",
         "This is a certificate authority's certificate: use `vanthu trust add`. Nothing was changed."});
  }
  CertificateAdded out;
  RegisteredCertificate& certificate = out.certificate;
  certificate.account = account;
  certificate.sha256_fingerprint = info.sha256_fingerprint;
  certificate.subject = info.subject;
  certificate.issuer = info.issuer;
  certificate.serial = info.serial;
  certificate.not_before = info.not_before;
  certificate.not_after = info.not_after;
  certificate.pem = first->pem;
  std::string chain = first->pem;
  for (const base::TrustMaterial& item : file.items) {
    if (item.certificate && &item != &*first) chain += item.pem;
  }
  out.notices = certificate_notices(info, chain, trust(), view->addresses_of(account), clock_.now());
  for (Notice& one : file_notices(file)) out.notices.push_back(std::move(one));
  return out;
}

Result<CertificateAdded> SqlCertificates::add(base::AccountId account, std::string_view text, std::string_view actor) {
  auto file = base::read_trust_material(text);
  if (!file) return std::move(file).error();
  auto out = check_new(account, *file);
  if (!out) return out;
  const auto holders = holders_of(out->certificate.sha256_fingerprint, clock_.now());
  if (std::any_of(holders.begin(), holders.end(), [account](base::AccountId holder) { return holder != account; })) {
    out->notices.push_back(notice("other_holder", "Chứng thư số này cũng đã đăng ký cho tài khoản khác.",
                                  "This certificate is registered for another account too."));
  }
  const auto view = directory_.view();
  if (const Account* holder = view->find_account(account);
      holder != nullptr && holder->kind == AccountKind::person && holder->role != Role::leader) {
    out->notices.push_back(notice(
        "not_a_leader",
        "Người này không phải là lãnh đạo: chứng thư số xác nhận cá nhân người ký, không thay chữ ký của cơ quan khi phát hành văn bản.",
        "This person is not a leader: the certificate proves who signed, it does not speak for the office when a document is dispatched."));
  }
  auto added = change_add_certificate(parts(), out->certificate, actor);
  if (!added) return std::move(added).error();
  out->was_there = !*added;
  if (out->was_there) {
    for (const RegisteredCertificate& one : certificates(account, false)) {
      if (one.sha256_fingerprint == out->certificate.sha256_fingerprint) out->certificate = one;
    }
  }
  return out;
}

Result<RegisteredCertificate> SqlCertificates::remove(base::AccountId account, std::string_view fingerprint,
                                                      std::string_view actor) {
  auto prefix = fingerprint_prefix(fingerprint);
  if (!prefix) return std::move(prefix).error();
  auto certificate = only_one(certificates(account, false), *prefix,
                              "Tài khoản này không có chứng thư số với dấu vân tay đó. Không có gì thay đổi.",
                              "This account has no certificate with that fingerprint. Nothing was changed.");
  if (!certificate) return certificate;
  if (auto ended = change_remove_certificate(parts(), *certificate, actor); !ended) return std::move(ended).error();
  return certificate;
}

}  // namespace

Result<std::unique_ptr<Certificates>> Certificates::open(Directory& directory, const base::Clock& clock,
                                                         base::IdMaker& ids) {
  auto out = std::make_unique<SqlCertificates>(directory, clock, ids);
  if (auto started = out->start(); !started) return std::move(started).error();
  return std::unique_ptr<Certificates>(std::move(out));
}

}  // namespace directory
