// The projections of the journals: tasks and registers as rows (steps 450 … 499, 700 … 799). project() is the only
// writer, for live events and at a rebuild alike; the readers serve decisions inside a unit, and reports. Columns:
// README.md.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "mailstore/office/journal/event.h"
#include "policies/dispatch/document_number.h"
#include "policies/dispatch/exchange_status.h"
#include "policies/dispatch/numbering.h"

namespace mailstore::office {

std::span<const base::Migration> office_migrations();
// Every projection table, in the order in which they are emptied.
std::span<const std::string_view> projection_tables();

// Folds one event into the rows. REQUIRES: events of an office come in the order of their seq, each once.
// Errors: corrupt when the event does not fit what came before it.
base::Result<void> project(base::SqlTransaction& tx, const Event& event);

// ---- tasks

base::Result<std::optional<policies::tasks::Task>> read_task(base::SqlReader& reader, std::int64_t task);
base::Result<std::optional<policies::tasks::Task>> find_task(base::SqlReader& reader,
                                                             const std::string& number);  // "NV-2026-000123"
base::Result<std::vector<policies::tasks::Task>> read_tasks(base::SqlReader& reader,
                                                            base::UnitId office);  // 0 = all; by number
// Tasks of the office, and those of others in which its people, its sections or this account have a part.
base::Result<std::vector<policies::tasks::Task>> read_tasks_about(base::SqlReader& reader, base::UnitId office,
                                                                  base::UnitId unit, base::AccountId account);
// Tasks of the office that this account gave since then, the oldest first.
base::Result<std::vector<policies::tasks::Task>> read_tasks_of(base::SqlReader& reader, base::UnitId office,
                                                               base::AccountId assigner, base::Timestamp since);
// The next number of the office in that year, from 1.
base::Result<int> next_task_number(base::SqlReader& reader, base::UnitId office, int year);
// The seq of the last change of this party that somebody else than `actor` made; 0 = none.
base::Result<std::int64_t> changed_by_others(base::SqlReader& reader, std::int64_t task, int party,
                                             base::AccountId actor);
base::Result<base::AccountId> last_changed_by(base::SqlReader& reader, std::int64_t task, int party);  // 0 = nobody yet

// ---- series of tasks

base::Result<std::optional<policies::tasks::Series>> read_series(base::SqlReader& reader, base::UnitId office,
                                                                 std::int64_t id);
base::Result<std::optional<policies::tasks::Series>> find_series(base::SqlReader& reader,
                                                                 const std::string& number);  // "CK-2026-000003"
// Of the office (0 = all) that have not ended, by number.
base::Result<std::vector<policies::tasks::Series>> read_open_series(base::SqlReader& reader, base::UnitId office);
// The next number of the office in that year, from 1.
base::Result<int> next_series_number(base::SqlReader& reader, base::UnitId office, int year);

// ---- questions

struct AskedQuestion {
  Event event;                    // its body is a Question
  std::int64_t answered_seq = 0;  // of the event that answered it; 0: it is open
};
base::Result<std::optional<AskedQuestion>> read_question(base::SqlReader& reader, base::UnitId office,
                                                         std::int64_t seq);
// The newest open one of this account in this office whose mail has this subject.
base::Result<std::optional<AskedQuestion>> find_open_question(base::SqlReader& reader, base::UnitId office,
                                                              base::AccountId account, const std::string& subject);
// Was this person answered in this thread with what is said once (Answered::thread)?
base::Result<bool> was_said(base::SqlReader& reader, base::UnitId office, const std::string& thread,
                            base::AccountId account);

// ---- numbers and outgoing documents

struct BookEntry {
  NumberKey key;
  policies::dispatch::RowState state = policies::dispatch::RowState::reserved;
  policies::calendar::Date date;
  int type = 0;
  std::string symbol;
  std::string abstract;
  base::AccountId reserved_by;
  base::Timestamp reserved_at;
  base::Timestamp dispatched_at;  // 0 = not yet
  std::string signer;
  std::string answers;
  std::string reason;    // of a void number
  base::Sha256 cause{};  // of the dispatch
};
// Newest row of the book (by year, number); last_number 0 when it has none.
base::Result<policies::dispatch::BookState> read_book(base::SqlReader& reader, base::UnitId office, Book book);
base::Result<std::optional<BookEntry>> read_entry(base::SqlReader& reader, const NumberKey& key);
// The row that a number and symbol mean in `year` (a reserved one of the year before when this year has none). Its
// symbol may differ from the one asked for: the caller compares.
base::Result<std::optional<BookEntry>> find_entry(base::SqlReader& reader, base::UnitId office,
                                                  const policies::dispatch::DocumentNumber& number, int year);
// The same number and symbol of the year before, when it is unused as `entry` is and `number` does not say its year:
// which one is meant?
base::Result<std::optional<BookEntry>> same_number_of_last_year(base::SqlReader& reader,
                                                                const policies::dispatch::DocumentNumber& number,
                                                                const BookEntry& entry);
// Rows of the book by (year, number); dates inclusive; nothing = open.
base::Result<std::vector<BookEntry>> read_entries(base::SqlReader& reader, base::UnitId office, Book book,
                                                  std::optional<policies::calendar::Date> from,
                                                  std::optional<policies::calendar::Date> to);

struct RecipientRow {
  int recipient = 0;
  std::string address, name;
  base::UnitId office;
  policies::dispatch::ExchangeState state;
  std::string reason, arrival;
  base::Timestamp changed;
};
base::Result<std::vector<RecipientRow>> read_recipients(base::SqlReader& reader, const NumberKey& key);

// A file of `files` that this office has dispatched already under another number; `name` as in `files`.
struct DispatchedBefore {
  std::string name;
  NumberKey key;
};
base::Result<std::optional<DispatchedBefore>> find_dispatched_file(base::SqlReader& reader, base::UnitId office,
                                                                   const std::vector<DispatchedFile>& files);

// ---- incoming documents

enum class IncomingState : int { arrived = 0, registered = 1, returned = 2 };
struct IncomingDocument {
  base::UnitId office;
  std::int64_t id = 0;  // seq of document.arrived
  DocumentArrived arrived;
  base::Timestamp arrived_at;
  std::string verdict;
  IncomingState state = IncomingState::arrived;
  int arrival_year = 0, arrival_number = 0;
  policies::calendar::Date arrival_date;
  base::Timestamp decided_at;
  base::AccountId decided_by;
  std::string reason;
};
base::Result<std::optional<IncomingDocument>> read_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::int64_t id);
// By the Message-ID of the document's mail (the newest when several).
base::Result<std::optional<IncomingDocument>> find_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::string_view message_id);
// The one with that content: two mails may bear one Message-ID.
base::Result<std::optional<IncomingDocument>> find_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::string_view message_id, const base::Sha256& digest);
// Of the same number, symbol, year and issuer; returned ones do not count. 0 = none.
base::Result<std::int64_t> find_duplicate(base::SqlReader& reader, base::UnitId office,
                                          const std::string& duplicate_key);
std::string duplicate_key_of(const DocumentArrived& document);  // "" when it has no number
base::Result<policies::dispatch::BookState> read_arrival_book(base::SqlReader& reader, base::UnitId office);
// Has a document with this number and symbol arrived and not been returned? `number`: format_document_number.
base::Result<bool> knows_incoming_number(base::SqlReader& reader, base::UnitId office, const std::string& number);
// Registered ones by arrival number, dates of arrival inclusive.
base::Result<std::vector<IncomingDocument>> read_incoming_register(base::SqlReader& reader, base::UnitId office,
                                                                   std::optional<policies::calendar::Date> from,
                                                                   std::optional<policies::calendar::Date> to);
// Those without an arrival number, waiting or returned, in the order of their arrival; days inclusive.
base::Result<std::vector<IncomingDocument>> read_unregistered(base::SqlReader& reader, base::UnitId office,
                                                              std::optional<policies::calendar::Date> from,
                                                              std::optional<policies::calendar::Date> to);

}  // namespace mailstore::office
