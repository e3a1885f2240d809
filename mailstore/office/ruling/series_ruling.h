// Series of tasks: begun, changed and ended by people, their tasks given by the server when it is time. All of it is
// decided inside the unit, under the lock of the journal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// The event that begins the series of a complete draft. REQUIRES: draft.period. Errors: of the database.
base::Result<Event> begin_series(const RulingTools& tools, const IntakeHead& head, TaskDraft draft);

// Is there anything to do for it at this time: a period to hand out, one that was missed, an end? Pure.
bool is_series_due(const policies::tasks::Series& series, const policies::calendar::Calendar& calendar,
                   base::Timestamp now);

// What it comes to, as events of the server: the task of one period, in the assigner's name; periods that went by
// without one; the pause when it cannot go on; its end. Empty: nothing is due. Asked again until then: one task at a
// time, for each takes the next number. Errors: of the database.
base::Result<std::vector<Event>> series_events(const RulingTools& tools, const policies::tasks::Series& series,
                                               base::Timestamp now);

// Why no task of it can be given now (policies::tasks::kAssignerGone, kPartyGone with the name); nothing: it can.
std::optional<std::string> series_obstacle(const RulingTools& tools, const policies::tasks::Series& series,
                                           base::Timestamp now);

// The parties after what one sentence says: "Phòng Kinh tế chủ trì thay", "thêm Phòng Tư pháp phối hợp", "bỏ …".
struct PartyEdit {
  enum class Outcome { nobody_named, changed, unclear } outcome = Outcome::nobody_named;
  base::Sentence why;  // of unclear
};
PartyEdit edit_parties(const RulingTools& tools, base::UnitId office, policies::tasks::Mode mode,
                       std::vector<policies::tasks::TaskParty>& parties, const std::string& sentence);

}  // namespace mailstore::office
