#include "mailstore/search/cursors.h"

#include "mailstore/search/search.h"

namespace mailstore {
namespace {

constexpr base::Migration kMigrations[] = {
    {400, "search: cursor",
     "CREATE TABLE search_cursor (account BIGINT NOT NULL, modseq BIGINT NOT NULL, PRIMARY KEY (account)) {clustered}"},
    {401, "search: index",
     "CREATE TABLE search_index (slot INTEGER NOT NULL, index_id VARCHAR(64) NOT NULL, PRIMARY KEY (slot)) {clustered}"},
};

}  // namespace

std::span<const base::Migration> search_migrations() { return kMigrations; }

namespace search {

base::Result<StoredCursors> read_cursors(base::Database& db) {
  StoredCursors out;
  base::Result<void> read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out = {};
    base::Result<void> id =
        snapshot.query("SELECT index_id FROM search_index WHERE slot = 1", {}, [&](const base::SqlRow& row) {
          out.index_id = row.str(0);
          return true;
        });
    if (!id) return id;
    return snapshot.query("SELECT account, modseq FROM search_cursor", {}, [&](const base::SqlRow& row) {
      out.cursors[base::AccountId(row.i64(0))] = base::ModSeq(row.i64(1));
      return true;
    });
  });
  if (!read) return std::move(read).error();
  return out;
}

base::Result<void> save_cursors(base::Database& db, const CursorMap& moved) {
  if (moved.empty()) return {};
  return db.write_blocking([&moved](base::SqlTransaction& tx) -> base::Result<void> {
    for (const auto& [account, modseq] : moved) {
      base::Result<std::int64_t> updated =
          tx.execute("UPDATE search_cursor SET modseq = ? WHERE account = ?", {modseq.value, account.value});
      if (!updated) return std::move(updated).error();
      if (*updated > 0) continue;
      base::Result<std::int64_t> added =
          tx.execute("INSERT INTO search_cursor (account, modseq) VALUES (?, ?)", {account.value, modseq.value});
      if (!added) return std::move(added).error();
    }
    return {};
  });
}

base::Result<void> reset_cursors(base::Database& db, const std::string& index_id) {
  return db.write_blocking([&index_id](base::SqlTransaction& tx) -> base::Result<void> {
    for (const char* sql : {"DELETE FROM search_cursor", "DELETE FROM search_index"}) {
      if (base::Result<std::int64_t> done = tx.execute(sql, {}); !done) return std::move(done).error();
    }
    base::Result<std::int64_t> added =
        tx.execute("INSERT INTO search_index (slot, index_id) VALUES (1, ?)", {index_id});
    if (!added) return std::move(added).error();
    return {};
  });
}

}  // namespace search
}  // namespace mailstore
