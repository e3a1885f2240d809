// The books of the offices: what happens to them without a mail.
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/delivery/unit/office_unit.h"
#include "mailstore/office/rows/book_opening.h"
#include "mailstore/office/rows/unused_numbers.h"

namespace mailstore {

base::Result<void> Desk::void_unused_numbers() {
  std::vector<base::UnitId> offices;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::offices_with_unused_numbers(snapshot, parts_->clock.now());
    if (!found) return found.error();
    offices = std::move(*found);
    return {};
  });
  if (!read) return read;
  const auto view = parts_->directory.view();
  for (const base::UnitId unit : offices) {
    if (view->journal_of(unit) == nullptr) continue;
    auto done = parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto locked = lock_journal(tx, parts_->core, *view, unit);
      if (!locked) return locked;
      auto events = office::void_unused_numbers(tx, unit, parts_->clock.now());
      if (!events) return events.error();
      return write_events(tx, parts_->core, parts_->preparer, *view, *events, {}, {});
    });
    if (!done) return done;
  }
  return {};
}

base::Result<void> Desk::open_book(const office::BookOpened& opening) {
  const auto view = parts_->directory.view();
  return parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto locked = lock_journal(tx, parts_->core, *view, opening.key.office);
    if (!locked) return locked;
    auto event = office::open_book(tx, opening, parts_->clock.now());
    if (!event) return event.error();
    std::vector<office::Event> events{std::move(*event)};
    return write_events(tx, parts_->core, parts_->preparer, *view, events, {}, {});
  });
}

}  // namespace mailstore
