// Questions to authors, open until they are answered; and who knows that his words are kept as comments.
#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const Question& body) {
  return added(tx.execute("INSERT INTO question (office, seq, account, asked_us, subject, answered_seq, value) "
                          "VALUES (?, ?, ?, ?, ?, 0, ?)",
                          {event.office, event.seq, event.actor, event.at.us, body.subject, to_json(event)}),
               "a question that is there already");
}

base::Result<void> close_question(base::SqlTransaction& tx, const Event& event) {
  // Several events may come of one answer: the first is noted.
  auto found =
      tx.query_i64("SELECT COUNT(*) FROM question WHERE office = ? AND seq = ?", {event.office, event.answers});
  if (!found) return found.error();
  if (*found == 0) return does_not_fit("an answer to a question that was not asked");
  auto done = tx.execute("UPDATE question SET answered_seq = ? WHERE office = ? AND seq = ? AND answered_seq = 0",
                         {event.seq, event.office, event.answers});
  return done ? base::Result<void>() : done.error();
}

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const Answered& body) {
  if (body.thread.empty()) return {};
  auto known = was_said(tx, event.office, body.thread, event.actor);
  if (!known) return known.error();
  if (*known) return {};
  const base::Sha256 thread = base::sha256(body.thread);
  return added(tx.execute("INSERT INTO said_once (office, thread, account, seq) VALUES (?, ?, ?, ?)",
                          {event.office, column_of(thread), event.actor, event.seq}),
               "a word that was said already");
}

namespace {

base::Result<std::optional<AskedQuestion>> one_question(base::SqlReader& reader, std::string_view sql,
                                                        std::vector<base::SqlParam> parameters) {
  std::optional<std::string> value;
  AskedQuestion question;
  auto read = reader.query(sql, parameters, [&](const base::SqlRow& row) {
    question.answered_seq = row.i64(0);
    value = row.str(1);
    return false;
  });
  if (!read) return read.error();
  if (!value) return std::optional<AskedQuestion>();
  auto event = parse_event(*value);
  if (!event) return event.error();
  question.event = std::move(*event);
  return std::optional<AskedQuestion>(std::move(question));
}

}  // namespace

base::Result<std::optional<AskedQuestion>> read_question(base::SqlReader& reader, base::UnitId office,
                                                         std::int64_t seq) {
  return one_question(reader, "SELECT answered_seq, value FROM question WHERE office = ? AND seq = ?", {office, seq});
}

base::Result<std::optional<AskedQuestion>> find_open_question(base::SqlReader& reader, base::UnitId office,
                                                              base::AccountId account, const std::string& subject) {
  return one_question(
      reader,
      "SELECT answered_seq, value FROM question WHERE account = ? AND answered_seq = 0 AND office = ? AND "
      "subject = ? ORDER BY asked_us DESC, seq DESC LIMIT 1",
      {account, office, subject});
}

base::Result<bool> was_said(base::SqlReader& reader, base::UnitId office, const std::string& thread,
                            base::AccountId account) {
  const base::Sha256 key = base::sha256(thread);
  auto known = reader.query_i64("SELECT COUNT(*) FROM said_once WHERE office = ? AND thread = ? AND account = ?",
                                {office, column_of(key), account});
  if (!known) return known.error();
  return *known != 0;
}

}  // namespace mailstore::office
