// Periodic tasks: what time does to each series, one commit at a time under the lock of its office's journal.
#include <optional>

#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/delivery/unit/office_unit.h"
#include "mailstore/office/ruling/series_ruling.h"

namespace mailstore {

namespace {

constexpr int kMostSteps = 64;  // of one series in one round: it goes on in the next

}  // namespace

base::Result<OfficeDesk::SeriesRound> Desk::begin_periods(base::Timestamp now) {
  std::vector<policies::tasks::Series> running;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::read_open_series(snapshot, {});
    if (!found) return found.error();
    running = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  const auto view = parts_->directory.view();
  const auto calendars = office_->calendars().book();
  SeriesRound round;
  std::optional<base::Error> failed;  // one office's journal keeps no other office's tasks
  for (const policies::tasks::Series& series : running) {
    if (!office::is_series_due(series, calendars->for_office(series.office), now) ||
        view->journal_of(series.office) == nullptr)
      continue;
    for (int step = 0; step < kMostSteps; ++step) {
      auto done = series_step(*view, series.office, series.id, now, round);
      if (!done && !failed) failed = done.error();
      if (!done || !*done) break;
    }
  }
  if (failed) return *failed;
  return round;
}

// Anything done? Decided from the series as it stands under the lock: another node or an answer may have changed it.
base::Result<bool> Desk::series_step(const directory::DirectoryView& view, base::UnitId office, std::int64_t id,
                                     base::Timestamp now, SeriesRound& round) {
  SeriesRound ours;
  auto done = parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    ours = {};
    auto locked = lock_journal(tx, parts_->core, view, office);
    if (!locked) return locked;
    auto series = office::read_series(tx, office, id);
    if (!series) return series.error();
    if (!*series) return {};
    auto events = office::series_events(office_->ruling_tools(tx, view, office), **series, now);
    if (!events) return events.error();
    for (const office::Event& event : *events)
      ++(std::holds_alternative<office::TaskAssigned>(event.body) ? ours.tasks : ours.others);
    return write_events(tx, parts_->core, parts_->preparer, view, *events, {}, {});
  });
  if (!done) return done.error();
  round.tasks += ours.tasks;
  round.others += ours.others;
  return ours.tasks + ours.others > 0;
}

}  // namespace mailstore
