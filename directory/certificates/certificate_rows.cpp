#include "directory/certificates/certificate_rows.h"

#include "base/text/utf8.h"

namespace directory {

namespace {

using base::Result;

constexpr int kRoot = 0, kList = 1;

int number_of(TrustedItem::Kind kind) { return kind == TrustedItem::Kind::root ? kRoot : kList; }

std::string cut(std::string_view text, std::size_t characters) {
  return std::string(base::utf8_prefix_code_points(base::sanitize_utf8(text), characters));
}

Result<void> run(base::SqlTransaction& tx, std::string_view sql, std::initializer_list<base::SqlParam> params) {
  auto done = tx.execute(sql, params);
  if (!done) return std::move(done).error();
  return {};
}

TrustedItem item_of(const base::SqlRow& row) {
  TrustedItem out;
  out.id = row.i64(0);
  out.kind = row.i64(1) == kRoot ? TrustedItem::Kind::root : TrustedItem::Kind::revocation_list;
  out.sha256_fingerprint = row.str(2);
  out.subject = row.str(3);
  out.serial = row.str(4);
  out.not_before = base::Timestamp(row.i64(5));
  out.not_after = base::Timestamp(row.i64(6));
  out.entries = row.i64(7);
  out.added = base::Timestamp(row.i64(8));
  out.added_by = row.str(9);
  return out;
}

}  // namespace

Result<std::vector<RegisteredCertificate>> read_certificates(base::SqlReader& reader) {
  std::vector<RegisteredCertificate> out;
  auto done = reader.query(
      "SELECT id, account, fingerprint, subject, issuer, serial, not_before_us, not_after_us, pem, added_us, added_by, removed_us, "
      "removed_by FROM account_certificate ORDER BY account, added_us, id",
      {}, [&out](const base::SqlRow& row) {
        out.push_back({row.i64(0), base::AccountId(row.i64(1)), row.str(2), row.str(3), row.str(4), row.str(5),
                       base::Timestamp(row.i64(6)), base::Timestamp(row.i64(7)), row.str(8),
                       base::Timestamp(row.i64(9)), base::Timestamp(row.i64(11)), row.str(10), row.str(12)});
        return true;
      });
  if (!done) return std::move(done).error();
  return out;
}

Result<std::int64_t> find_certificate(base::SqlReader& reader, base::AccountId account,
                                      const std::string& fingerprint) {
  return reader.query_i64("SELECT id FROM account_certificate WHERE account = ? AND fingerprint = ? AND removed_us = 0",
                          {account, fingerprint});
}

Result<void> insert_certificate(base::SqlTransaction& tx, const RegisteredCertificate& c) {
  return run(
      tx,
      "INSERT INTO account_certificate (id, account, fingerprint, subject, issuer, serial, not_before_us, not_after_us, pem, "
      "added_us, added_by, removed_us, removed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
      {c.id, c.account, c.sha256_fingerprint, cut(c.subject, 1000), cut(c.issuer, 1000), cut(c.serial, 128),
       c.not_before.us, c.not_after.us, c.pem, c.added.us, cut(c.added_by, 320)});
}

Result<void> end_certificate(base::SqlTransaction& tx, std::int64_t id, base::Timestamp at, std::string_view by) {
  return run(tx, "UPDATE account_certificate SET removed_us = ?, removed_by = ? WHERE id = ?",
             {at.us, cut(by, 320), id});
}

Result<std::vector<TrustedItem>> read_trusted(base::SqlReader& reader) {
  std::vector<TrustedItem> out;
  auto done = reader.query(
      "SELECT id, kind, fingerprint, subject, serial, from_us, to_us, entries, added_us, added_by FROM trusted_item "
      "ORDER BY kind, subject, id",
      {}, [&out](const base::SqlRow& row) {
        out.push_back(item_of(row));
        return true;
      });
  if (!done) return std::move(done).error();
  return out;
}

Result<TrustTexts> read_trust_texts(base::SqlReader& reader) {
  TrustTexts out;
  auto done = reader.query("SELECT kind, pem FROM trusted_item ORDER BY id", {}, [&out](const base::SqlRow& row) {
    if (row.i64(0) == kRoot) out.roots += row.str(1) + "\n";
    else out.lists.push_back(row.str(1));
    return true;
  });
  if (!done) return std::move(done).error();
  return out;
}

Result<void> replace_trusted(base::SqlTransaction& tx, const TrustedItem& item, const std::string& series,
                             const std::string& pem) {
  const int kind = number_of(item.kind);
  if (auto gone = run(tx, "DELETE FROM trusted_item WHERE kind = ? AND series = ?", {kind, series}); !gone) return gone;
  return run(
      tx,
      "INSERT INTO trusted_item (id, kind, series, fingerprint, subject, serial, from_us, to_us, entries, pem, added_us, added_by) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {item.id, kind, series, item.sha256_fingerprint, cut(item.subject, 1000), cut(item.serial, 128),
       item.not_before.us, item.not_after.us, item.entries, pem, item.added.us, cut(item.added_by, 320)});
}

Result<void> delete_trusted(base::SqlTransaction& tx, std::int64_t id) {
  return run(tx, "DELETE FROM trusted_item WHERE id = ?", {id});
}

Result<TrustedItem> find_trusted(base::SqlReader& reader, TrustedItem::Kind kind, const std::string& series) {
  TrustedItem out;
  auto done = reader.query(
      "SELECT id, kind, fingerprint, subject, serial, from_us, to_us, entries, added_us, added_by FROM trusted_item "
      "WHERE kind = ? AND series = ?",
      {number_of(kind), series}, [&out](const base::SqlRow& row) {
        out = item_of(row);
        return false;
      });
  if (!done) return std::move(done).error();
  return out;
}

}  // namespace directory
