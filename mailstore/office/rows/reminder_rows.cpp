#include "mailstore/office/rows/reminder_rows.h"

#include "mailstore/office/journal/event.h"

namespace mailstore::office {

base::Result<std::vector<policies::tasks::Task>> read_open_tasks(base::SqlReader& reader) {
  std::vector<policies::tasks::Task> all;
  base::Result<void> bad;
  auto read = reader.query("SELECT value FROM task WHERE state <> 'DONE' AND state <> 'CANCELLED' ORDER BY id", {},
                           [&](const base::SqlRow& row) {
                             auto parsed = task_from_json(row.text(0));
                             if (!parsed) bad = parsed.error();
                             else all.push_back(std::move(*parsed));
                             return bad.has_value();
                           });
  if (!read) return read.error();
  if (!bad) return bad.error();
  return all;
}

base::Result<std::set<std::string>> said_reminders(base::SqlReader& reader, base::AccountId account,
                                                   const std::vector<std::string>& keys) {
  std::set<std::string> said;
  for (const std::string& key : keys) {
    auto found =
        reader.query_i64("SELECT COUNT(*) FROM reminder_said WHERE account = ? AND said_key = ?", {account, key});
    if (!found) return found.error();
    if (*found != 0) said.insert(key);
  }
  return said;
}

base::Result<base::Timestamp> last_said(base::SqlReader& reader, base::AccountId account, const std::string& prefix) {
  auto found =
      reader.query_i64("SELECT MAX(said_us) FROM reminder_said WHERE account = ? AND said_key >= ? AND said_key < ?",
                       {account, prefix, prefix + "~"}, 0);
  if (!found) return found.error();
  return base::Timestamp(*found);
}

base::Result<bool> note_reminder(base::SqlTransaction& tx, base::AccountId account, const std::string& key,
                                 base::Timestamp at) {
  auto added =
      tx.execute("INSERT INTO reminder_said (account, said_key, said_us) VALUES (?, ?, ?)", {account, key, at.us});
  if (added) return true;
  if (added.error().code == base::ErrorCode::exists) return false;
  return added.error();
}

base::Result<void> forget_reminders(base::SqlTransaction& tx, base::Timestamp before) {
  auto done = tx.execute("DELETE FROM reminder_said WHERE said_us < ?", {before.us});
  return done ? base::Result<void>() : done.error();
}

}  // namespace mailstore::office
