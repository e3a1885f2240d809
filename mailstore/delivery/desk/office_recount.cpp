// Open deadlines counted anew with a changed calendar: shown, or done as events of the system, a task a commit.
#include <algorithm>
#include <map>
#include <set>

#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/delivery/unit/office_unit.h"
#include "mailstore/office/rows/counted_terms.h"
#include "mailstore/office/rows/reminder_rows.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore {
namespace {

namespace tasks = policies::tasks;
using policies::calendar::Calendar;

// What is asked of one task; the calendars live as long as it.
class TaskRecount {
 public:
  TaskRecount(const directory::Calendars& calendars, const policies::calendar::CalendarBook& book, base::Timestamp now)
      : calendars_(calendars), book_(book), now_(now) {}

  tasks::RecountFacts facts(const tasks::Task& task, const std::map<std::int64_t, std::string>& counted) {
    const base::UnitId office = task.head.office;
    const auto found = counted.find(task.head.task);
    return {found == counted.end() ? std::nullopt : std::optional<std::string>(found->second), book_.for_office(office),
            [this, office](std::string_view version) { return known(office, version); }, now_};
  }

 private:
  const Calendar* known(base::UnitId office, std::string_view version) {
    auto& held = held_[{office, std::string(version)}];
    if (!held) held = calendars_.with_version(office, version);
    return held.get();
  }

  const directory::Calendars& calendars_;
  const policies::calendar::CalendarBook& book_;
  base::Timestamp now_;
  std::map<std::pair<base::UnitId, std::string>, std::shared_ptr<const Calendar>> held_;
};

office::Event system_event(const tasks::Task& task, tasks::TaskEvent step, base::Timestamp now) {
  office::Event event;
  event.office = task.head.office;
  event.at = now;
  event.proof = office::Proof::system;
  event.body = office::TaskStep{task.head.task, std::move(step)};
  return event;
}

void add_lines(OfficeDesk::RecountRound& round, const tasks::Task& task, std::vector<tasks::TermRecount> terms) {
  for (tasks::TermRecount& term : terms) {
    const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(term.party)];
    round.moving += term.verdict == tasks::TermVerdict::moves ? 1 : 0;
    round.lines.push_back(
        {task.head.office, task.head.number, task.head.title, party.unit_code, party.name, std::move(term)});
  }
}

}  // namespace

base::Result<OfficeDesk::RecountRound> Desk::recount(const RecountWish& wish) {
  const auto view = parts_->directory.view();
  const base::Timestamp now = wish.now.us != 0 ? wish.now : parts_->clock.now();
  const auto book = wish.book ? wish.book : office_->calendars().book();
  std::vector<tasks::Task> open;
  std::map<std::int64_t, std::string> counted;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::read_open_tasks(snapshot);
    if (!found) return found.error();
    open = std::move(*found);
    std::set<base::UnitId> offices;
    std::erase_if(open, [&](const tasks::Task& task) { return wish.office && task.head.office != wish.office; });
    for (const tasks::Task& task : open) offices.insert(task.head.office);
    auto terms = office::counted_terms(snapshot, parts_->core.blobs, *view, offices, wish.stop);
    if (!terms) return terms.error();
    counted = std::move(*terms);
    return {};
  });
  if (!read) return read.error();
  RecountRound round;
  TaskRecount recount(office_->calendars(), *book, now);
  for (const tasks::Task& task : open) {
    const tasks::RecountFacts facts = recount.facts(task, counted);
    std::vector<tasks::TermRecount> terms = tasks::recount_terms(task, facts);
    const bool moves = !tasks::recount_steps(task, terms, facts).empty();
    if (!wish.apply || !moves) {
      add_lines(round, task, std::move(terms));
      continue;
    }
    if (wish.stop.stop_requested()) {
      round.stopped = true;
      return round;
    }
    // Decided again under the journal's lock: somebody may have answered meanwhile.
    tasks::Task before;
    auto done = parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto locked = lock_journal(tx, parts_->core, *view, task.head.office);
      if (!locked) return locked;
      auto there = office::read_task(tx, task.head.task);
      if (!there) return there.error();
      terms.clear();
      if (!*there) return {};
      before = std::move(**there);
      terms = tasks::recount_terms(before, facts);
      std::vector<office::Event> events;
      for (tasks::TaskEvent& step : tasks::recount_steps(before, terms, facts))
        events.push_back(system_event(before, std::move(step), now));
      return write_events(tx, parts_->core, parts_->preparer, *view, events, {}, {});
    });
    if (!done) return done.error();
    add_lines(round, before, std::move(terms));
  }
  return round;
}

}  // namespace mailstore
