#include "mailstore/maintenance/newest_id.h"

#include <algorithm>

namespace mailstore {

namespace {

// Each reads the end of a key. Threads have the id of about the email that began them, which is not below them.
constexpr std::string_view kNewest[] = {
    "SELECT MAX(id) FROM content",
    "SELECT MAX(newest) FROM (SELECT (SELECT MAX(e.id) FROM email e WHERE e.account = a.account) AS newest FROM store_account a) each_account",
    "SELECT MAX(id) FROM mailbox",
    "SELECT MAX(id) FROM queue_item",
    "SELECT MAX(id) FROM delivery_job",
    "SELECT MAX(id) FROM task",
    "SELECT MAX(id) FROM unit",
    "SELECT MAX(id) FROM account",
    "SELECT MAX(id) FROM audit",
    "SELECT MAX(id) FROM trusted_item",
    "SELECT MAX(id) FROM account_certificate",
    "SELECT MAX(id) FROM calendar_table",
    "SELECT MAX(id) FROM access_grant",
};

}  // namespace

base::Result<std::int64_t> newest_id(base::Database& db) {
  std::int64_t newest = 0;
  auto done = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    newest = 0;
    for (const std::string_view sql : kNewest) {
      const auto one = snapshot.query_i64(sql, {});
      if (!one) return one.error();
      newest = std::max(newest, *one);
    }
    return {};
  });
  if (!done) return done.error();
  return newest;
}

}  // namespace mailstore
