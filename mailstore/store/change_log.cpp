#include "mailstore/store/change_log.h"

#include <algorithm>

namespace mailstore {
namespace {

using Changes = std::vector<EmailChange>;

constexpr std::string_view kLive =
    "SELECT modseq, id, content, created_modseq FROM email WHERE account = ? AND modseq > ? ORDER BY modseq, id LIMIT ?";
constexpr std::string_view kGone =
    "SELECT t.modseq, t.email, t.content FROM tombstone t WHERE t.account = ? AND t.modseq > ? AND NOT EXISTS "
    "(SELECT 1 FROM email e WHERE e.account = t.account AND e.id = t.email) ORDER BY t.modseq, t.email LIMIT ?";

base::Result<Changes> read_changes(base::SqlReader& reader, base::AccountId account, base::ModSeq after,
                                   std::int64_t limit) {
  Changes out;
  auto read = reader.query(kLive, {account.value, after.value, limit}, [&](const base::SqlRow& row) {
    out.push_back({base::ModSeq(row.i64(0)), base::EmailId(row.i64(1)), base::ContentId(row.i64(2)),
                   row.i64(3) > after.value, false});
    return true;
  });
  if (!read) return read.error();
  read = reader.query(kGone, {account.value, after.value, limit}, [&](const base::SqlRow& row) {
    out.push_back({base::ModSeq(row.i64(0)), base::EmailId(row.i64(1)), base::ContentId(row.i64(2)), false, true});
    return true;
  });
  if (!read) return read.error();
  std::sort(out.begin(), out.end(), [](const EmailChange& a, const EmailChange& b) { return a.modseq < b.modseq; });
  return out;
}

}  // namespace

base::Result<std::vector<AccountCursor>> account_cursors(base::SqlReader& reader) {
  std::vector<AccountCursor> out;
  auto read =
      reader.query("SELECT account, modseq FROM store_account ORDER BY account", {}, [&](const base::SqlRow& row) {
        out.push_back({base::AccountId(row.i64(0)), base::ModSeq(row.i64(1))});
        return true;
      });
  if (!read) return read.error();
  return out;
}

base::Result<std::vector<EmailChange>> email_changes(base::SqlReader& reader, base::AccountId account,
                                                     base::ModSeq after, std::size_t limit) {
  // Each list may have been cut within its last modseq: what lies beyond the smaller cut is left for the next call. A
  // unit that changes more rows than `limit` at once is met by asking for more.
  for (auto ask = static_cast<std::int64_t>(std::max<std::size_t>(limit, 1));; ask *= 4) {
    auto changes = read_changes(reader, account, after, ask);
    if (!changes) return changes;
    std::int64_t live = 0, gone = 0;
    base::ModSeq live_last{0}, gone_last{0};
    for (const EmailChange& change : *changes) {
      (change.gone ? gone : live) += 1;
      (change.gone ? gone_last : live_last) = change.modseq;
    }
    base::ModSeq complete{INT64_MAX};  // everything up to here has been read
    if (live == ask) complete = std::min(complete, base::ModSeq(live_last.value - 1));
    if (gone == ask) complete = std::min(complete, base::ModSeq(gone_last.value - 1));
    std::erase_if(*changes, [&](const EmailChange& change) { return change.modseq > complete; });
    if (!changes->empty() || complete.value == INT64_MAX) return changes;
  }
}

base::Result<std::vector<EmailPlace>> places_of_content(base::SqlReader& reader, base::AccountId account,
                                                        base::ContentId content) {
  std::vector<EmailPlace> out;
  auto read = reader.query(
      "SELECT e.id, m.mailbox, m.uid FROM email e JOIN mailbox_email m ON m.email = e.id WHERE e.content = ? AND e.account = ?",
      {content.value, account.value}, [&](const base::SqlRow& row) {
        out.push_back({base::EmailId(row.i64(0)), base::MailboxId(row.i64(1)),
                       base::Uid(static_cast<std::uint32_t>(row.i64(2)))});
        return true;
      });
  if (!read) return read.error();
  return out;
}

}  // namespace mailstore
