#include "directory/gate/greetings.h"

namespace directory {

base::Result<std::vector<base::AccountId>> greetings_due(base::SqlReader& reader) {
  std::vector<base::AccountId> out;
  auto done = reader.query("SELECT account FROM credential WHERE greeting = 1 ORDER BY account", {},
                           [&](const base::SqlRow& row) {
                             out.push_back(base::AccountId(row.i64(0)));
                             return true;
                           });
  if (!done) return std::move(done).error();
  return out;
}

base::Result<bool> note_greeting(base::SqlTransaction& tx, base::AccountId account) {
  auto done = tx.execute("UPDATE credential SET greeting = 2 WHERE account = ? AND greeting = 1", {account});
  if (!done) return std::move(done).error();
  return *done == 1;
}

}  // namespace directory
