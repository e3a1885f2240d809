// Incoming documents of an office: arrived, registered under an arrival number, or returned.
#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

constexpr const char* kColumns =
    "SELECT id, sender_office, sender_book, sender_year, sender_number, recipient, issuer, issuer_address, number, date, abstract, "
    "message_id, digest, duplicate_of, arrived_us, verdict, state, arrival_year, arrival_number, arrival_date, decided_us, decided_by, "
    "reason, origin, shares_message_id, signature FROM incoming_document ";

IncomingDocument document_of(const base::SqlRow& row, base::UnitId office) {
  IncomingDocument document;
  document.office = office;
  document.id = row.i64(0);
  DocumentArrived& arrived = document.arrived;
  if (row.i64(1) != 0) {
    arrived.sender = NumberKey{base::UnitId(row.i64(1)), static_cast<Book>(row.i64(2)), static_cast<int>(row.i64(3)),
                               static_cast<int>(row.i64(4))};
  }
  arrived.recipient = static_cast<int>(row.i64(5));
  arrived.issuer = row.str(6);
  arrived.issuer_address = row.str(7);
  arrived.number = row.str(8);
  arrived.date = date_of_column(row.text(9));
  arrived.abstract = row.str(10);
  arrived.message_id = row.str(11);
  arrived.digest = digest_of_column(row.text(12));
  arrived.duplicate_of = row.i64(13);
  document.arrived_at = base::Timestamp(row.i64(14));
  document.verdict = row.str(15);
  document.state = static_cast<IncomingState>(row.i64(16));
  document.arrival_year = static_cast<int>(row.i64(17));
  document.arrival_number = static_cast<int>(row.i64(18));
  document.arrival_date = date_of_column(row.text(19));
  document.decided_at = base::Timestamp(row.i64(20));
  document.decided_by = base::AccountId(row.i64(21));
  document.reason = row.str(22);
  arrived.origin = static_cast<Origin>(row.i64(23));
  arrived.shares_message_id = row.i64(24) != 0;
  arrived.signature = row.str(25);
  return document;
}

base::Result<void> decided(base::SqlTransaction& tx, const Event& event, std::int64_t document, IncomingState state,
                           int year, int number, const std::string& date, const std::string& reason) {
  auto rows = tx.execute(
      "UPDATE incoming_document SET state = ?, arrival_year = ?, arrival_number = ?, arrival_date = ?, decided_us = ?, decided_by = ?, "
      "reason = ?, last_seq = ? WHERE office = ? AND id = ? AND state = ?",
      {static_cast<int>(state), year, number, date, event.at.us, event.actor, reason, event.seq, event.office, document,
       static_cast<int>(IncomingState::arrived)});
  if (!rows) return rows.error();
  return *rows == 1 ? base::Result<void>() : does_not_fit("a document was decided that had not arrived");
}

std::string message_key(std::string_view message_id) { return base::to_bytes(base::sha256(message_id)); }

}  // namespace

std::string duplicate_key_of(const DocumentArrived& document) {
  auto number = dispatch::parse_document_number(document.number);
  if (!number) return {};
  // The same office is the same issuer, under whatever address it writes. Cut, so that the key always fits its column.
  const std::string issuer =
      document.sender ? "unit:" + std::to_string(document.sender->office.value) : fitting(document.issuer_address, 320);
  return dispatch::duplicate_key(issuer, *number, document.date.year);
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentArrived& body) {
  const NumberKey sender = body.sender.value_or(NumberKey{{}, Book::outgoing, 0, 0});
  const std::string key = message_key(body.message_id), duplicate = duplicate_key_of(body);
  return added(
      tx.execute(
          "INSERT INTO incoming_document (office, id, sender_office, sender_book, sender_year, sender_number, recipient, issuer, "
          "issuer_address, number, date, abstract, message_id, message_key, digest, duplicate_key, duplicate_of, arrived_us, verdict, state, "
          "arrival_year, arrival_number, arrival_date, decided_us, decided_by, reason, last_seq, origin, shares_message_id, signature) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', 0, 0, '', ?, ?, ?, ?)",
          {event.office,
           event.seq,
           sender.office,
           static_cast<int>(sender.book),
           sender.year,
           sender.number,
           body.recipient,
           body.issuer,
           fitting(body.issuer_address, 500),
           fitting(body.number, 500),
           column_of(body.date),
           body.abstract,
           body.message_id,
           base::SqlBlob{key},
           column_of(body.digest),
           duplicate,
           body.duplicate_of,
           event.at.us,
           fitting(event.verdict, 16),
           event.seq,
           static_cast<int>(body.origin),
           body.shares_message_id,
           fitting(body.signature, 1000)}),
      "a document that has arrived already");
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentRegistered& body) {
  auto book = read_arrival_book(tx, event.office);
  if (!book) return book.error();
  if (!is_next(*book, body.year, body.number, body.date))
    return does_not_fit("an arrival number that is not the next one");
  return decided(tx, event, body.document, IncomingState::registered, body.year, body.number, column_of(body.date), "");
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentReturned& body) {
  return decided(tx, event, body.document, IncomingState::returned, 0, 0, "", body.reason);
}

base::Result<std::optional<IncomingDocument>> read_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::int64_t id) {
  static const std::string sql = std::string(kColumns) + "WHERE office = ? AND id = ?";
  std::optional<IncomingDocument> document;
  auto read = reader.query(sql, {office, id}, [&](const base::SqlRow& row) {
    document = document_of(row, office);
    return false;
  });
  if (!read) return read.error();
  return document;
}

base::Result<std::optional<IncomingDocument>> find_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::string_view message_id) {
  static const std::string sql =
      std::string(kColumns) + "WHERE office = ? AND message_key = ? ORDER BY id DESC LIMIT 1";
  std::optional<IncomingDocument> document;
  const std::string key = message_key(message_id);
  auto read = reader.query(sql, {office, base::SqlBlob{key}}, [&](const base::SqlRow& row) {
    document = document_of(row, office);
    return false;
  });
  if (!read) return read.error();
  return document;
}

base::Result<std::optional<IncomingDocument>> find_incoming(base::SqlReader& reader, base::UnitId office,
                                                            std::string_view message_id, const base::Sha256& digest) {
  static const std::string sql =
      std::string(kColumns) + "WHERE office = ? AND message_key = ? AND digest = ? ORDER BY id DESC LIMIT 1";
  std::optional<IncomingDocument> document;
  const std::string key = message_key(message_id);
  auto read = reader.query(sql, {office, base::SqlBlob{key}, column_of(digest)}, [&](const base::SqlRow& row) {
    document = document_of(row, office);
    return false;
  });
  if (!read) return read.error();
  return document;
}

base::Result<std::int64_t> find_duplicate(base::SqlReader& reader, base::UnitId office,
                                          const std::string& duplicate_key) {
  if (duplicate_key.empty()) return std::int64_t{0};
  return reader.query_i64(
      "SELECT id FROM incoming_document WHERE office = ? AND duplicate_key = ? AND state <> ? ORDER BY id LIMIT 1",
      {office, duplicate_key, static_cast<int>(IncomingState::returned)});
}

base::Result<dispatch::BookState> read_arrival_book(base::SqlReader& reader, base::UnitId office) {
  dispatch::BookState state;
  auto read = reader.query(
      "SELECT arrival_year, arrival_number, arrival_date FROM incoming_document WHERE office = ? AND arrival_number > 0 "
      "ORDER BY arrival_year DESC, arrival_number DESC LIMIT 1",
      {office}, [&](const base::SqlRow& row) {
        state.year = static_cast<int>(row.i64(0));
        state.last_number = static_cast<int>(row.i64(1));
        state.last_date = date_of_column(row.text(2));
        return false;
      });
  if (!read) return read.error();
  return state;
}

base::Result<bool> knows_incoming_number(base::SqlReader& reader, base::UnitId office, const std::string& number) {
  auto known = reader.query_i64("SELECT COUNT(*) FROM incoming_document WHERE office = ? AND number = ? AND state <> ?",
                                {office, number, static_cast<int>(IncomingState::returned)});
  if (!known) return known.error();
  return *known != 0;
}

base::Result<std::vector<IncomingDocument>> read_incoming_register(base::SqlReader& reader, base::UnitId office,
                                                                   std::optional<policies::calendar::Date> from,
                                                                   std::optional<policies::calendar::Date> to) {
  static const std::string sql = std::string(kColumns) +
                                 "WHERE office = ? AND arrival_number > 0 AND arrival_date >= ? AND arrival_date <= ? "
                                 "ORDER BY arrival_year, arrival_number";
  std::vector<IncomingDocument> documents;
  const std::string first = from ? column_of(*from) : "", last = to ? column_of(*to) : "9999-12-31";
  auto read = reader.query(sql, {office, first, last}, [&](const base::SqlRow& row) {
    documents.push_back(document_of(row, office));
    return true;
  });
  if (!read) return read.error();
  return documents;
}

base::Result<std::vector<IncomingDocument>> read_unregistered(base::SqlReader& reader, base::UnitId office,
                                                              std::optional<policies::calendar::Date> from,
                                                              std::optional<policies::calendar::Date> to) {
  namespace calendar = policies::calendar;
  static const std::string sql =
      std::string(kColumns) +
      "WHERE office = ? AND arrival_number = 0 AND arrived_us >= ? AND arrived_us < ? ORDER BY id";
  const std::int64_t first = from ? calendar::at_minute(*from, 0).us : 0;
  const std::int64_t end = to ? calendar::at_minute(calendar::add_days(*to, 1), 0).us : INT64_MAX;
  std::vector<IncomingDocument> documents;
  auto read = reader.query(sql, {office, first, end}, [&](const base::SqlRow& row) {
    documents.push_back(document_of(row, office));
    return true;
  });
  if (!read) return read.error();
  return documents;
}

}  // namespace mailstore::office
