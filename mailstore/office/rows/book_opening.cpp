#include "mailstore/office/rows/book_opening.h"

#include "base/sentence.h"
#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

base::Result<dispatch::BookState> read_state(base::SqlReader& reader, base::UnitId office, Book book) {
  return book == Book::incoming ? read_arrival_book(reader, office) : read_book(reader, office, book);
}

base::Result<void> add_outgoing(base::SqlTransaction& tx, const Event& event, const BookOpened& body,
                                const std::string& reason) {
  return added(
      tx.execute(
          "INSERT INTO book_number (office, book, year, number, state, date, type, symbol, abstract, reserved_by, reserved_us, "
          "dispatched_us, signer, answers, reason, cause, last_seq) VALUES (?, ?, ?, ?, ?, ?, 0, '', '', ?, ?, 0, '', '', ?, ?, ?)",
          {body.key.office, static_cast<int>(body.key.book), body.key.year, body.key.number,
           static_cast<int>(dispatch::RowState::voided), column_of(body.date), event.actor, event.at.us, reason,
           base::SqlBlob{""}, event.seq}),
      "a book was opened at a number that it has");
}

base::Result<void> add_incoming(base::SqlTransaction& tx, const Event& event, const BookOpened& body,
                                const std::string& reason) {
  return added(
      tx.execute(
          "INSERT INTO incoming_document (office, id, sender_office, sender_book, sender_year, sender_number, recipient, issuer, "
          "issuer_address, number, date, abstract, message_id, message_key, digest, duplicate_key, duplicate_of, arrived_us, verdict, "
          "state, arrival_year, arrival_number, arrival_date, decided_us, decided_by, reason, last_seq) "
          "VALUES (?, ?, 0, 0, 0, 0, 0, '', '', '', '', '', '', ?, ?, '', 0, ?, '', ?, ?, ?, ?, ?, ?, ?, ?)",
          {event.office, event.seq, base::SqlBlob{""}, column_of(base::Sha256{}), event.at.us,
           static_cast<int>(IncomingState::registered), body.key.year, body.key.number, column_of(body.date),
           event.at.us, event.actor, reason, event.seq}),
      "a book was opened twice");
}

}  // namespace

std::string old_numbers(int last) {
  return last == 1 ? dispatch::format_number(1) : dispatch::format_number(1) + "–" + dispatch::format_number(last);
}

base::Result<Event> open_book(base::SqlReader& reader, const BookOpened& opening, base::Timestamp now) {
  auto state = read_state(reader, opening.key.office, opening.key.book);
  if (!state) return state.error();
  if (const auto refused =
          dispatch::may_open(*state, opening.key.number, opening.date, policies::calendar::local_date(now))) {
    return base::Error::permanent(base::ErrorCode::bad_input, refused->sentence, refused->rule);
  }
  Event event;
  event.office = opening.key.office;
  event.at = now;
  event.proof = Proof::system;
  event.body = opening;
  return event;
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const BookOpened& body) {
  if (body.key.office != event.office) return does_not_fit("a book of another office");
  auto state = read_state(tx, body.key.office, body.key.book);
  if (!state) return state.error();
  const bool begun = state->last_number > 0 && state->year >= body.key.year;
  if (begun || body.date.year != body.key.year) return does_not_fit("a book was opened that had begun");
  const std::string reason = "Số " + old_numbers(body.key.number) + " ở sổ cũ";
  return body.key.book == Book::incoming ? add_incoming(tx, event, body, reason)
                                         : add_outgoing(tx, event, body, reason);
}

}  // namespace mailstore::office
