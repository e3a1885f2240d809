#include "mailstore/office/rows/unused_numbers.h"

#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

struct Candidate {
  NumberKey key;
  std::string reason;
};

// office 0: of all offices.
base::Result<std::vector<Candidate>> candidates(base::SqlReader& reader, base::UnitId office, base::Timestamp now) {
  const auto today = policies::calendar::local_date(now);
  std::vector<Candidate> out;
  auto read = reader.query(
      "SELECT office, book, year, number, date FROM book_number WHERE state = ? AND (office = ? OR ? = 0) ORDER BY office, book, year, number",
      {static_cast<int>(dispatch::RowState::reserved), office, office}, [&](const base::SqlRow& row) {
        Candidate candidate;
        candidate.key = {base::UnitId(row.i64(0)), static_cast<Book>(row.i64(1)), static_cast<int>(row.i64(2)),
                         static_cast<int>(row.i64(3))};
        const auto reason = dispatch::void_reason(
            {candidate.key.number, dispatch::RowState::reserved, date_of_column(row.text(4))}, today);
        if (reason) {
          candidate.reason = reason->vi;
          out.push_back(std::move(candidate));
        }
        return true;
      });
  if (!read) return read.error();
  return out;
}

}  // namespace

base::Result<std::vector<base::UnitId>> offices_with_unused_numbers(base::SqlReader& reader, base::Timestamp now) {
  auto all = candidates(reader, {}, now);
  if (!all) return all.error();
  std::vector<base::UnitId> offices;
  for (const Candidate& candidate : *all) {
    if (offices.empty() || offices.back() != candidate.key.office) offices.push_back(candidate.key.office);
  }
  return offices;
}

base::Result<std::vector<Event>> void_unused_numbers(base::SqlReader& reader, base::UnitId office,
                                                     base::Timestamp now) {
  auto all = candidates(reader, office, now);
  if (!all) return all.error();
  std::vector<Event> events;
  for (const Candidate& candidate : *all) {
    Event event;
    event.office = office;
    event.at = now;
    event.proof = Proof::system;
    event.body = NumberVoided{candidate.key, candidate.reason};
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace mailstore::office
