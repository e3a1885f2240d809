#include "mailstore/delivery/unit/journal.h"

#include "mailstore/office/rows/rows.h"
#include "mailstore/store/email_rows.h"

namespace mailstore {
namespace {

base::Result<base::AccountId> journal_of(const directory::DirectoryView& view, base::UnitId office) {
  const directory::Account* journal = view.journal_of(office);
  if (journal == nullptr)
    return base::Error::permanent(base::ErrorCode::not_found,
                                  {"Cơ quan chưa có nhật ký nghiệp vụ.", "The office has no journal."},
                                  "office " + std::to_string(office.value));
  return journal->id;
}

// One key for an author's Message-ID: another person may use the same one.
std::string message_key(const office::Event& event) {
  if (event.cause_message_id.empty()) return {};
  return base::to_bytes(base::sha256(std::to_string(event.actor.value) + "|" + event.cause_message_id));
}

base::SqlBlob bytes_of(const base::Sha256& digest) {
  return base::SqlBlob{{reinterpret_cast<const char*>(digest.data()), digest.size()}};
}

base::Result<void> add_message(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer, AccountChange& change,
                               const office::Event& event, const office::EventMessageFacts& facts, base::EmailId id) {
  auto message = preparer.prepare_blocking(office::event_message(event, facts));
  if (!message) return message.error();
  auto content = preparer.put(tx, **message);
  if (!content) return content.error();
  auto inbox = change.inbox();
  if (!inbox) return inbox.error();
  auto thread = thread_for(tx, core.ids, change.account(), (*message)->columns.thread_keys);
  if (!thread) return thread.error();
  EmailRow email;
  email.id = id;
  email.content = content->id;
  email.thread = *thread;
  email.received.at = event.at;
  email.size = (*message)->size;
  auto added = add_email(tx, change, **inbox, email);
  return added ? base::Result<void>() : added.error();
}

}  // namespace

base::Result<void> lock_journal(base::SqlTransaction& tx, StoreCore& core, const directory::DirectoryView& view,
                                base::UnitId office) {
  auto journal = journal_of(view, office);
  if (!journal) return journal.error();
  auto change = AccountChange::begin(tx, core, *journal);
  if (!change) return change.error();
  return change->finish();
}

// A mail that was refused was not taken (its content is not kept): sent again, it is judged again.
base::Result<KnownCause> known_cause(base::SqlReader& reader, const office::Event& event) {
  auto same_bytes =
      reader.query_i64("SELECT seq FROM journal_event WHERE office = ? AND cause = ? AND cause_content <> 0 LIMIT 1",
                       {event.office, bytes_of(event.cause)});
  if (!same_bytes) return same_bytes.error();
  if (*same_bytes != 0) return KnownCause::same;
  const std::string key = message_key(event);
  if (key.empty()) return KnownCause::none;
  auto same_id = reader.query_i64(
      "SELECT seq FROM journal_event WHERE office = ? AND cause_key = ? AND cause_content <> 0 LIMIT 1",
      {event.office, base::SqlBlob{key}});
  if (!same_id) return same_id.error();
  return *same_id != 0 ? KnownCause::other_content : KnownCause::none;
}

base::Result<void> append_journal_event(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                        const directory::DirectoryView& view, office::Event& event,
                                        base::ContentId cause) {
  auto journal = journal_of(view, event.office);
  if (!journal) return journal.error();
  auto change = AccountChange::begin(tx, core, *journal);
  if (!change) return change.error();
  auto last = tx.query_i64("SELECT seq FROM journal_event WHERE office = ? ORDER BY seq DESC LIMIT 1", {event.office});
  if (!last) return last.error();
  event.seq = *last + 1;
  const directory::Account* account = view.find_account(*journal);
  const directory::Unit* unit = view.find_unit(event.office);
  const office::EventMessageFacts facts{account != nullptr ? account->address : "", unit != nullptr ? unit->name : ""};
  const auto id = core.ids.make<base::EmailId>();
  auto added = add_message(tx, core, preparer, *change, event, facts, id);
  if (!added) return added;
  const std::string key = message_key(event);
  auto indexed = tx.execute(
      "INSERT INTO journal_event (office, seq, email, created_us, cause, cause_key, cause_content) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {event.office, event.seq, id.value, event.at.us, bytes_of(event.cause), base::SqlBlob{key}, cause});
  if (!indexed) return indexed.error();
  auto finished = change->finish();
  if (!finished) return finished;
  return office::project(tx, event);
}

}  // namespace mailstore
