#include "directory/certificates/certificate_changes.h"

#include "directory/certificates/certificate_notices.h"
#include "directory/certificates/certificate_rows.h"
#include "directory/people/change.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SqlTransaction;

TrustedItem item_of(const base::TrustMaterial& material) {
  TrustedItem out;
  if (material.certificate) {
    out.kind = TrustedItem::Kind::root;
    out.sha256_fingerprint = material.certificate->sha256_fingerprint;
    out.subject = material.certificate->subject;
    out.serial = material.certificate->serial;
    out.not_before = material.certificate->not_before;
    out.not_after = material.certificate->not_after;
    return out;
  }
  const base::RevocationListInfo& list = *material.list;
  out.kind = TrustedItem::Kind::revocation_list;
  out.sha256_fingerprint = list.sha256_fingerprint;
  out.subject = list.issuer;
  out.serial = list.number;
  out.not_before = list.this_update;
  out.not_after = list.next_update.value_or(base::Timestamp());
  out.entries = static_cast<std::int64_t>(list.entries);
  return out;
}

std::string audit_detail(const TrustedItem& item) {
  return (item.kind == TrustedItem::Kind::root ? "root " : "revocation list ") + item.sha256_fingerprint + " " +
         item.subject;
}

// Takes one item, or says why not.
Result<void> take(SqlTransaction& tx, const ChangeParts& parts, const base::TrustMaterial& material,
                  std::string_view actor, TrustAdded& out) {
  TrustedItem item = item_of(material);
  const std::string series = material.list ? material.list->series : item.sha256_fingerprint;
  auto there = find_trusted(tx, item.kind, series);
  if (!there) return std::move(there).error();
  const bool same = there->id != 0 && there->sha256_fingerprint == item.sha256_fingerprint;
  if (same || (there->id != 0 && item.not_before < there->not_before)) {
    if (!same) {
      out.notices.push_back(notice(
          "older_list", "Danh sách thu hồi này cũ hơn danh sách đang dùng nên không được lấy: " + item.subject + ".",
          "This revocation list is older than the one in use and was not taken: " + item.subject + "."));
    }
    out.unchanged.push_back(std::move(*there));
    return {};
  }
  item.id = parts.ids.next();
  item.added = parts.clock.now();
  item.added_by = std::string(actor);
  if (auto written = replace_trusted(tx, item, series, material.pem); !written) return written;
  const AuditVerb what = there->id != 0 ? AuditVerb::trust_replaced : AuditVerb::trust_added;
  auto audited = write_audit(tx, admin_act(parts.clock, parts.ids, what, actor, {}, audit_detail(item)));
  out.added.push_back(std::move(item));
  return audited;
}

}  // namespace

Result<void> check_trust_material(const base::TrustMaterialFile& file) {
  for (const base::TrustMaterial& item : file.items) {
    if (item.certificate && !item.certificate->is_authority) {
      const std::string& who = item.certificate->subject;
      return Error::permanent(
          ErrorCode::bad_input,
          {"Chứng thư số này không phải của cơ quan chứng thực (CA), không thể làm gốc tin cậy: " + who +
               ". Không có gì thay đổi. Chứng thư số của người ký thì dùng `vanthu cert add`.",
           "This certificate is no "
           "certificate authority's and cannot be a trusted root: " +
               who +
               ". Nothing was changed. The certificate "
               "of a signer goes in with `vanthu cert add`."});
    }
    if (item.list && item.list->incremental) {
      return Error::permanent(
          ErrorCode::bad_input,
          {"Danh sách thu hồi này chỉ ghi phần thay đổi (delta), không dùng được: hãy lấy danh sách đầy đủ. Không có gì "
           "thay đổi.",
           "This revocation list holds only changes (delta) and cannot be used: get the complete one. "
           "Nothing was changed."});
    }
  }
  return {};
}

Result<TrustAdded> change_add_trust(const ChangeParts& parts, const base::TrustMaterialFile& file,
                                    std::string_view actor) {
  TrustAdded out;
  auto done = change_directory(parts.directory, [&](SqlTransaction& tx, const DirectoryView&) -> Result<void> {
    out = {};
    for (const base::TrustMaterial& item : file.items) {
      if (auto taken = take(tx, parts, item, actor, out); !taken) return taken;
    }
    return {};
  });
  if (!done) return std::move(done).error();
  return out;
}

Result<void> change_remove_trust(const ChangeParts& parts, const TrustedItem& item, std::string_view actor) {
  return change_directory(parts.directory, [&](SqlTransaction& tx, const DirectoryView&) -> Result<void> {
    if (auto gone = delete_trusted(tx, item.id); !gone) return gone;
    return write_audit(tx, admin_act(parts.clock, parts.ids, AuditVerb::trust_removed, actor, {}, audit_detail(item)));
  });
}

Result<bool> change_add_certificate(const ChangeParts& parts, RegisteredCertificate& certificate,
                                    std::string_view actor) {
  bool added = false;
  auto done = change_directory(parts.directory, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    added = false;
    if (view.find_account(certificate.account) == nullptr)
      return Error::permanent(ErrorCode::not_found, {"Không có tài khoản này; chưa thay đổi gì.",
                                                     "There is no such account. Nothing was changed."});
    auto there = find_certificate(tx, certificate.account, certificate.sha256_fingerprint);
    if (!there) return std::move(there).error();
    if (*there != 0) return {};
    certificate.id = parts.ids.next();
    certificate.added = parts.clock.now();
    certificate.added_by = std::string(actor);
    if (auto written = insert_certificate(tx, certificate); !written) return written;
    added = true;
    return write_audit(tx, admin_act(parts.clock, parts.ids, AuditVerb::certificate_added, actor, certificate.account,
                                     certificate.sha256_fingerprint + " " + certificate.subject));
  });
  if (!done) return std::move(done).error();
  return added;
}

Result<void> change_remove_certificate(const ChangeParts& parts, RegisteredCertificate& certificate,
                                       std::string_view actor) {
  return change_directory(parts.directory, [&](SqlTransaction& tx, const DirectoryView&) -> Result<void> {
    certificate.removed = parts.clock.now();
    certificate.removed_by = std::string(actor);
    if (auto ended = end_certificate(tx, certificate.id, certificate.removed, actor); !ended) return ended;
    return write_audit(tx, admin_act(parts.clock, parts.ids, AuditVerb::certificate_removed, actor, certificate.account,
                                     certificate.sha256_fingerprint + " " + certificate.subject));
  });
}

Result<std::string> fingerprint_prefix(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == ':' || c == ' ') continue;
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (!is_hex) out.assign(65, 'x');
    if (out.size() > 64) break;
    out += c;
  }
  if (out.size() < 8 || out.size() > 64) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Dấu vân tay là 64 chữ số thập lục phân (SHA-256), hoặc ít nhất 8 chữ số đầu.",
                             "The fingerprint is 64 hexadecimal "
                             "digits (SHA-256), or at least the first 8 of them."});
  }
  return out;
}

}  // namespace directory
