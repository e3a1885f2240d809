// Rights by command: through the same journal as by mail.
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/delivery/unit/office_unit.h"

namespace mailstore {

namespace {

// By the server's administrator: no actor.
office::Event event_of_command(base::UnitId office, base::Timestamp now) {
  office::Event event;
  event.office = office;
  event.at = now;
  event.proof = office::Proof::system;
  return event;
}

}  // namespace

base::Result<std::vector<office::Event>> Desk::write_rights(base::UnitId office, const DecideRights& decide) {
  const auto view = parts_->directory.view();
  std::vector<office::Event> events;
  auto done = parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto locked = lock_journal(tx, parts_->core, *view, office);
    if (!locked) return locked;
    auto decided = decide(office_->ruling_tools(tx, *view, office));
    if (!decided) return decided.error();
    events = std::move(*decided);
    return write_events(tx, parts_->core, parts_->preparer, *view, events, {}, {});
  });
  if (!done) return done.error();
  if (auto fresh = parts_->directory.reload(); !fresh) return fresh.error();
  return events;
}

base::Result<directory::AccessGrant> Desk::give_right(const directory::AccessGrant& wanted) {
  auto events =
      write_rights(wanted.office, [&](const office::RulingTools& tools) -> base::Result<std::vector<office::Event>> {
        auto event = office::give_right(tools, event_of_command(wanted.office, parts_->clock.now()), wanted);
        if (!event) return event.error();
        return std::vector<office::Event>{std::move(*event)};
      });
  if (!events) return events.error();
  return std::get<office::AccessGranted>(events->front().body).right.grant;
}

base::Result<std::vector<directory::AccessGrant>> Desk::end_rights(base::UnitId office,
                                                                   const office::RightChoice& choice) {
  auto events = write_rights(office, [&](const office::RulingTools& tools) {
    return office::end_rights(tools, event_of_command(office, parts_->clock.now()), choice);
  });
  if (!events) return events.error();
  std::vector<directory::AccessGrant> out;
  for (const office::Event& event : *events) out.push_back(std::get<office::AccessWithdrawn>(event.body).right.grant);
  return out;
}

}  // namespace mailstore
