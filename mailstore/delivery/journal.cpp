#include "mailstore/delivery/journal.h"

#include "mailstore/store/email_rows.h"

namespace mailstore {

base::Result<std::int64_t> append_journal_event(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                                const PreparedMessage& message, const JournalEntry& entry) {
  auto content = preparer.put(tx, message);
  if (!content) return content.error();
  auto change = AccountChange::begin(tx, core, entry.journal);
  if (!change) return change.error();
  auto inbox = change->inbox();
  if (!inbox) return inbox.error();
  auto thread = thread_for(tx, core.ids, entry.journal, message.columns.thread_keys);
  if (!thread) return thread.error();
  EmailRow email;
  email.id = entry.email;
  email.content = content->id;
  email.thread = *thread;
  email.received.at = core.clock.now();
  email.size = message.size;
  auto added = add_email(tx, *change, **inbox, email);
  if (!added) return added.error();
  auto last = tx.query_i64("SELECT seq FROM journal_event WHERE office = ? ORDER BY seq DESC LIMIT 1", {entry.office.value});
  if (!last) return last.error();
  const std::int64_t seq = *last + 1;
  auto done = tx.execute("INSERT INTO journal_event (office, seq, email, created_us, cause) VALUES (?, ?, ?, ?, ?)",
                         {entry.office.value, seq, entry.email.value, core.clock.now().us,
                          base::SqlBlob{{reinterpret_cast<const char*>(entry.cause.data()), entry.cause.size()}}});
  if (!done) return done.error();
  auto finished = change->finish();
  if (!finished) return finished.error();
  return seq;
}

}  // namespace mailstore
