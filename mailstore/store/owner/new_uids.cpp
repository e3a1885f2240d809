#include "mailstore/store/owner/new_uids.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "base/log.h"

namespace mailstore {
namespace {

constexpr const char* kStep = "new_uids";  // in store_progress: the last account that is done
constexpr std::int64_t kNotAsked = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t kMailboxesPerUnit = 500;
// More than what was forgotten can have given out. Validities come from the clock in seconds, but many mailboxes made
// at once run ahead of it.
constexpr std::int64_t kModseqsLeftOut = std::int64_t{1} << 32, kValiditiesLeftOut = 1 << 16;

struct Known {
  std::int64_t account = 0, modseq = 0, validity = 0;  // last given
};

base::Result<std::int64_t> reached(base::SqlReader& reader) {
  return reader.query_i64("SELECT done_to FROM store_progress WHERE name = ?", {kStep}, kNotAsked);
}

base::Result<std::vector<Known>> next_accounts(base::SqlTransaction& tx, std::int64_t behind) {
  std::vector<Known> out;
  auto read = tx.query(
      "SELECT account, modseq, last_uid_validity FROM store_account WHERE account > ? ORDER BY account LIMIT 50",
      {behind}, [&](const base::SqlRow& row) {
        out.push_back({row.i64(0), row.i64(1), row.i64(2)});
        return true;
      });
  if (!read) return read.error();
  return out;
}

// Of each mailbox another one: two of them may change names with each other later.
base::Result<std::size_t> give(base::SqlTransaction& tx, const Known& known, std::int64_t now) {
  std::vector<std::int64_t> mailboxes;
  auto read =
      tx.query("SELECT id FROM mailbox WHERE account = ? ORDER BY id", {known.account}, [&](const base::SqlRow& row) {
        mailboxes.push_back(row.i64(0));
        return true;
      });
  if (!read) return read.error();
  const std::int64_t modseq = known.modseq + kModseqsLeftOut;
  std::int64_t validity = std::max(known.validity, now) + kValiditiesLeftOut;
  for (const std::int64_t mailbox : mailboxes) {
    auto done = tx.execute("UPDATE mailbox SET uid_validity = ?, highest_modseq = ?, changed_modseq = ? WHERE id = ?",
                           {++validity, modseq, modseq, mailbox});
    if (!done) return done.error();
  }
  auto done = tx.execute("UPDATE store_account SET modseq = ?, last_uid_validity = ? WHERE account = ?",
                         {modseq, validity, known.account});
  if (!done) return done.error();
  return mailboxes.size();
}

// The next accounts; how many mailboxes that were. Nothing left: `done`.
base::Result<std::size_t> give_some(base::SqlTransaction& tx, std::int64_t now, bool& done) {
  auto done_to = reached(tx);
  if (!done_to) return done_to.error();
  done = *done_to == kNotAsked;
  if (done) return std::size_t{0};
  auto accounts = next_accounts(tx, *done_to);
  if (!accounts) return accounts.error();
  done = accounts->empty();
  if (done) {
    auto forgotten = tx.execute("DELETE FROM store_progress WHERE name = ?", {kStep});
    if (!forgotten) return forgotten.error();
    return std::size_t{0};
  }
  std::size_t mailboxes = 0;
  for (const Known& known : *accounts) {
    auto given = give(tx, known, now);
    if (!given) return given.error();
    mailboxes += *given;
    *done_to = known.account;
    if (mailboxes >= kMailboxesPerUnit) break;
  }
  auto noted = tx.execute("UPDATE store_progress SET done_to = ? WHERE name = ?", {*done_to, kStep});
  if (!noted) return noted.error();
  return mailboxes;
}

}  // namespace

base::Result<void> ask_for_new_uids(base::SqlTransaction& tx) {
  auto forgotten = tx.execute("DELETE FROM store_progress WHERE name = ?", {kStep});
  if (!forgotten) return forgotten.error();
  auto asked = tx.execute("INSERT INTO store_progress (name, done_to) VALUES (?, ?)", {kStep, kNotAsked + 1});
  if (!asked) return asked.error();
  return {};
}

base::Result<void> give_new_uids(base::Database& db, const base::Clock& clock) {
  bool asked = false;  // a store that has nothing to do opens on a full disk too
  auto looked = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto done_to = reached(snapshot);
    if (!done_to) return done_to.error();
    asked = *done_to != kNotAsked;
    return {};
  });
  if (!looked || !asked) return looked;
  const std::int64_t now = std::max<std::int64_t>(clock.now().seconds(), 1);
  std::size_t all = 0;
  for (bool done = false; !done;) {
    std::size_t given = 0;
    auto written = db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto some = give_some(tx, now, done);
      if (!some) return some.error();
      given = *some;
      return {};
    });
    if (!written) return written;
    all += given;
  }
  if (all == 0) return {};
  base::log(base::LogLevel::warning, "STO-0007",
            "the store was set back, so every mailbox has a new UIDVALIDITY: mail programs read their mailboxes anew",
            {{"mailboxes", std::to_string(all)}});
  return {};
}

}  // namespace mailstore
