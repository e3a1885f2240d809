// Rows of the outgoing books, and what each recipient of a document answered.
#include <set>

#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

constexpr const char* kEntry =
    "SELECT year, number, state, date, type, symbol, abstract, reserved_by, reserved_us, dispatched_us, signer, answers, reason, cause "
    "FROM book_number ";

BookEntry entry_of(const base::SqlRow& row, base::UnitId office, Book book) {
  BookEntry entry;
  entry.key = {office, book, static_cast<int>(row.i64(0)), static_cast<int>(row.i64(1))};
  entry.state = static_cast<dispatch::RowState>(row.i64(2));
  entry.date = date_of_column(row.text(3));
  entry.type = static_cast<int>(row.i64(4));
  entry.symbol = row.str(5);
  entry.abstract = row.str(6);
  entry.reserved_by = base::AccountId(row.i64(7));
  entry.reserved_at = base::Timestamp(row.i64(8));
  entry.dispatched_at = base::Timestamp(row.i64(9));
  entry.signer = row.str(10);
  entry.answers = row.str(11);
  entry.reason = row.str(12);
  entry.cause = digest_of_column(row.text(13));
  return entry;
}

base::Result<void> exactly_one(const base::Result<std::int64_t>& rows, const char* what) {
  if (!rows) return rows.error();
  return *rows == 1 ? base::Result<void>() : does_not_fit(what);
}

}  // namespace

// The series of a book has no gaps, restarts at 1 with the year, and its dates never go back (domain.md 3.2).
bool is_next(const dispatch::BookState& book, int year, int number, policies::calendar::Date date) {
  if (date.year != year) return false;
  if (book.last_number == 0 || year > book.year) return number == 1;
  return year == book.year && number == book.last_number + 1 && date >= book.last_date;
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const NumberReserved& body) {
  if (body.key.office != event.office || body.key.book == Book::incoming)
    return does_not_fit("a number of another book");
  auto book = read_book(tx, body.key.office, body.key.book);
  if (!book) return book.error();
  if (!is_next(*book, body.key.year, body.key.number, body.date))
    return does_not_fit("a number that is not the next one");
  return added(
      tx.execute(
          "INSERT INTO book_number (office, book, year, number, state, date, type, symbol, abstract, reserved_by, reserved_us, "
          "dispatched_us, signer, answers, reason, cause, last_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', '', ?, ?)",
          {body.key.office, static_cast<int>(body.key.book), body.key.year, body.key.number,
           static_cast<int>(dispatch::RowState::reserved), column_of(body.date), body.type, fitting(body.symbol, 500),
           body.abstract, event.actor, event.at.us, base::SqlBlob{""}, event.seq}),
      "a number that was given already");
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const NumberVoided& body) {
  if (body.key.office != event.office) return does_not_fit("a number of another office");
  return exactly_one(
      tx.execute(
          "UPDATE book_number SET state = ?, reason = ?, last_seq = ? WHERE office = ? AND book = ? AND year = ? "
          "AND number = ? AND state = ?",
          {static_cast<int>(dispatch::RowState::voided), body.reason, event.seq, body.key.office,
           static_cast<int>(body.key.book), body.key.year, body.key.number,
           static_cast<int>(dispatch::RowState::reserved)}),
      "a number was voided that was not reserved");
}

namespace {

base::Result<void> add_dispatched_files(base::SqlTransaction& tx, const DocumentDispatched& body) {
  std::set<base::Sha256> there;  // a file may be attached twice
  for (const DispatchedFile& file : body.files) {
    for (const base::Sha256& digest : file.signed_contents) {
      if (!there.insert(digest).second) continue;
      auto row = added(
          tx.execute("INSERT INTO dispatched_file (office, digest, book, year, number, name) VALUES (?, ?, ?, ?, ?, ?)",
                     {body.key.office, column_of(digest), static_cast<int>(body.key.book), body.key.year,
                      body.key.number, fitting(file.name, 500)}),
          "files of a document that has some already");
      if (!row) return row;
    }
  }
  return {};
}

}  // namespace

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentDispatched& body) {
  if (body.key.office != event.office) return does_not_fit("a number of another office");
  auto used = exactly_one(
      tx.execute(
          "UPDATE book_number SET state = ?, abstract = ?, signer = ?, answers = ?, dispatched_us = ?, cause = ?, last_seq = ? "
          "WHERE office = ? AND book = ? AND year = ? AND number = ? AND state = ?",
          {static_cast<int>(dispatch::RowState::used), body.abstract, body.signer, fitting(body.answers, 500),
           event.at.us, column_of(event.cause), event.seq, body.key.office, static_cast<int>(body.key.book),
           body.key.year, body.key.number, static_cast<int>(dispatch::RowState::reserved)}),
      "a number was used that was not reserved");
  if (!used) return used;
  for (std::size_t i = 0; i < body.recipients.size(); ++i) {
    const Recipient& to = body.recipients[i];
    auto row = added(
        tx.execute(
            "INSERT INTO outgoing_recipient (office, book, year, number, recipient, address, recipient_office, name, status, "
            "recall_open, recalled, reason, arrival, changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', '', ?)",
            {body.key.office, static_cast<int>(body.key.book), body.key.year, body.key.number,
             static_cast<std::int64_t>(i), fitting(to.address, 500), to.office, to.name, event.at.us}),
        "recipients of a document that has some already");
    if (!row) return row;
  }
  return add_dispatched_files(tx, body);
}

base::Result<std::optional<DispatchedBefore>> find_dispatched_file(base::SqlReader& reader, base::UnitId office,
                                                                   const std::vector<DispatchedFile>& files) {
  std::optional<DispatchedBefore> found;
  for (const DispatchedFile& file : files) {
    for (const base::Sha256& digest : file.signed_contents) {
      if (found) return found;
      auto read = reader.query(
          "SELECT book, year, number FROM dispatched_file WHERE office = ? AND digest = ? ORDER BY year, number LIMIT 1",
          {office, column_of(digest)}, [&](const base::SqlRow& row) {
            found = DispatchedBefore{
                file.name,
                {office, static_cast<Book>(row.i64(0)), static_cast<int>(row.i64(1)), static_cast<int>(row.i64(2))}};
            return false;
          });
      if (!read) return read.error();
    }
  }
  return found;
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const StatusReceived& body) {
  if (body.key.office != event.office) return does_not_fit("a status in another journal than the sender's");
  auto rows = read_recipients(tx, body.key);
  if (!rows) return rows.error();
  if (body.recipient < 0 || static_cast<std::size_t>(body.recipient) >= rows->size())
    return does_not_fit("a status of nobody");
  const RecipientRow& row = (*rows)[static_cast<std::size_t>(body.recipient)];
  if (dispatch::may_follow(row.state, body.status))
    return does_not_fit("a status that cannot follow the one before it");
  const dispatch::ExchangeState state = dispatch::after(row.state, body.status);
  // The arrival number that was told once stays: later states do not repeat it.
  const std::string arrival = body.arrival.empty() ? row.arrival : fitting(body.arrival, 100);
  return exactly_one(
      tx.execute(
          "UPDATE outgoing_recipient SET status = ?, recall_open = ?, recalled = ?, reason = ?, arrival = ?, changed_us = ? "
          "WHERE office = ? AND book = ? AND year = ? AND number = ? AND recipient = ?",
          {state.last ? static_cast<int>(*state.last) : 0, state.recall_open, state.recalled, body.reason, arrival,
           event.at.us, body.key.office, static_cast<int>(body.key.book), body.key.year, body.key.number,
           body.recipient}),
      "a status of nobody");
}

base::Result<dispatch::BookState> read_book(base::SqlReader& reader, base::UnitId office, Book book) {
  dispatch::BookState state;
  auto read = reader.query(
      "SELECT year, number, date FROM book_number WHERE office = ? AND book = ? ORDER BY year DESC, number DESC LIMIT 1",
      {office, static_cast<int>(book)}, [&](const base::SqlRow& row) {
        state.year = static_cast<int>(row.i64(0));
        state.last_number = static_cast<int>(row.i64(1));
        state.last_date = date_of_column(row.text(2));
        return false;
      });
  if (!read) return read.error();
  return state;
}

base::Result<std::optional<BookEntry>> read_entry(base::SqlReader& reader, const NumberKey& key) {
  static const std::string sql = std::string(kEntry) + "WHERE office = ? AND book = ? AND year = ? AND number = ?";
  std::optional<BookEntry> entry;
  auto read =
      reader.query(sql, {key.office, static_cast<int>(key.book), key.year, key.number}, [&](const base::SqlRow& row) {
        entry = entry_of(row, key.office, key.book);
        return false;
      });
  if (!read) return read.error();
  return entry;
}

base::Result<std::optional<BookEntry>> find_entry(base::SqlReader& reader, base::UnitId office,
                                                  const dispatch::DocumentNumber& number, int year) {
  const Book book = dispatch::split_symbol(number.symbol).type->is_copy ? Book::copies : Book::outgoing;
  auto entry = read_entry(reader, {office, book, number.year != 0 ? number.year : year, number.number});
  if (!entry || number.year != 0 || (*entry && dispatch::same_symbol((*entry)->symbol, number.symbol))) return entry;
  auto before = read_entry(reader, {office, book, year - 1, number.number});
  if (!before) return before;
  const bool waits = *before && (*before)->state == dispatch::RowState::reserved;
  if (*entry) return waits && dispatch::same_symbol((*before)->symbol, number.symbol) ? before : entry;
  return waits ? before : entry;
}

base::Result<std::optional<BookEntry>> same_number_of_last_year(base::SqlReader& reader,
                                                                const dispatch::DocumentNumber& number,
                                                                const BookEntry& entry) {
  if (number.year != 0 || entry.state != dispatch::RowState::reserved) return std::optional<BookEntry>();
  auto before = read_entry(reader, {entry.key.office, entry.key.book, entry.key.year - 1, entry.key.number});
  if (before && *before &&
      ((*before)->state != dispatch::RowState::reserved || !dispatch::same_symbol((*before)->symbol, entry.symbol)))
    before->reset();
  return before;
}

base::Result<std::vector<BookEntry>> read_entries(base::SqlReader& reader, base::UnitId office, Book book,
                                                  std::optional<policies::calendar::Date> from,
                                                  std::optional<policies::calendar::Date> to) {
  static const std::string sql =
      std::string(kEntry) + "WHERE office = ? AND book = ? AND date >= ? AND date <= ? ORDER BY year, number";
  std::vector<BookEntry> entries;
  const std::string first = from ? column_of(*from) : "", last = to ? column_of(*to) : "9999-12-31";
  auto read = reader.query(sql, {office, static_cast<int>(book), first, last}, [&](const base::SqlRow& row) {
    entries.push_back(entry_of(row, office, book));
    return true;
  });
  if (!read) return read.error();
  return entries;
}

base::Result<std::vector<RecipientRow>> read_recipients(base::SqlReader& reader, const NumberKey& key) {
  std::vector<RecipientRow> rows;
  auto read = reader.query(
      "SELECT recipient, address, recipient_office, name, status, recall_open, recalled, reason, arrival, changed_us FROM outgoing_recipient "
      "WHERE office = ? AND book = ? AND year = ? AND number = ? ORDER BY recipient",
      {key.office, static_cast<int>(key.book), key.year, key.number}, [&](const base::SqlRow& row) {
        RecipientRow to;
        to.recipient = static_cast<int>(row.i64(0));
        to.address = row.str(1);
        to.office = base::UnitId(row.i64(2));
        to.name = row.str(3);
        if (row.i64(4) != 0) to.state.last = static_cast<dispatch::ExchangeStatus>(row.i64(4));
        to.state.recall_open = row.i64(5) != 0;
        to.state.recalled = row.i64(6) != 0;
        to.reason = row.str(7);
        to.arrival = row.str(8);
        to.changed = base::Timestamp(row.i64(9));
        rows.push_back(std::move(to));
        return true;
      });
  if (!read) return read.error();
  return rows;
}

}  // namespace mailstore::office
