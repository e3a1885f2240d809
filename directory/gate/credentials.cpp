#include "directory/gate/credentials.h"

#include "directory/people/insert_many.h"

namespace directory {

using base::Result;

namespace {

constexpr int kKeptHashes = 24;  // the largest history a setting may ask for

Result<void> ignore_count(Result<std::int64_t> result) {
  if (!result) return std::move(result).error();
  return {};
}

}  // namespace

Result<std::optional<Credential>> read_credential(base::SqlReader& reader, base::AccountId account) {
  std::optional<Credential> out;
  auto done = reader.query(
      "SELECT version, state, hash, expires_us, changed_us, last_sign_in_us, early_days, greeting FROM credential WHERE account = ?",
      {account.value}, [&](const base::SqlRow& row) {
        out = Credential{account,
                         row.i64(0),
                         static_cast<PasswordState>(row.i64(1)),
                         row.str(2),
                         base::Timestamp(row.i64(3)),
                         base::Timestamp(row.i64(4)),
                         base::Timestamp(row.i64(5)),
                         static_cast<int>(row.i64(7)),
                         static_cast<int>(row.i64(6))};
        return true;
      });
  if (!done) return std::move(done).error();
  return out;
}

Result<std::vector<std::string>> read_past_hashes(base::SqlReader& reader, base::AccountId account, int count) {
  std::vector<std::string> out;
  if (count <= 0) return out;
  auto done = reader.query("SELECT hash FROM password_past WHERE account = ? ORDER BY version DESC", {account.value},
                           [&](const base::SqlRow& row) {
                             out.push_back(row.str(0));
                             return static_cast<int>(out.size()) < count;
                           });
  if (!done) return std::move(done).error();
  return out;
}

Result<void> insert_credentials(base::SqlTransaction& tx, std::span<const Credential> credentials) {
  return insert_many(
      tx,
      "INSERT INTO credential (account, version, state, hash, expires_us, changed_us, last_sign_in_us, early_days, "
      "greeting) VALUES ",
      9, credentials.size(), [&](std::size_t i, std::vector<base::SqlParam>& out) {
        const Credential& c = credentials[i];
        out.insert(out.end(), {c.account.value, c.version, static_cast<int>(c.state), c.hash, c.expires_at.us,
                               c.changed_at.us, c.last_sign_in.us, c.early_days, c.greeting});
      });
}

Result<void> replace_credential(base::SqlTransaction& tx, const Credential& next, base::Timestamp now) {
  if (next.version == 1) return insert_credentials(tx, std::span(&next, 1));
  auto kept = tx.execute(
      "INSERT INTO password_past (account, version, hash, replaced_us) "
      "SELECT account, version, hash, ? FROM credential WHERE account = ? AND version = ?",
      {now.us, next.account.value, next.version - 1});
  if (!kept) return std::move(kept).error();
  auto updated = tx.execute(
      "UPDATE credential SET version = ?, state = ?, hash = ?, expires_us = ?, changed_us = ?, early_days = ?, greeting = CASE WHEN greeting = 0 THEN ? ELSE greeting END WHERE account = ? AND version = ?",
      {next.version, static_cast<int>(next.state), next.hash, next.expires_at.us, next.changed_at.us, next.early_days,
       next.greeting, next.account.value, next.version - 1});
  if (!updated) return std::move(updated).error();
  if (*updated == 0) {
    return base::Error::transient(
        base::ErrorCode::conflict,
        {"Mật khẩu vừa được người khác đổi; xin thử lại.", "The password was changed by someone else at this moment."});
  }
  return ignore_count(tx.execute("DELETE FROM password_past WHERE account = ? AND version < ?",
                                 {next.account.value, next.version - kKeptHashes}));
}

Result<void> rehash_credential(base::SqlTransaction& tx, base::AccountId account, std::int64_t version,
                               std::string_view hash) {
  return ignore_count(
      tx.execute("UPDATE credential SET hash = ? WHERE account = ? AND version = ?", {hash, account.value, version}));
}

Result<void> note_sign_in(base::SqlTransaction& tx, base::AccountId account, base::Timestamp now) {
  return ignore_count(
      tx.execute("UPDATE credential SET last_sign_in_us = ? WHERE account = ?", {now.us, account.value}));
}

}  // namespace directory
