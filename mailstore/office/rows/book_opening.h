// A book that goes on behind one that was kept elsewhere (`vanthu book open`): the numbers given there have one row
// that stands for all of them (policies/dispatch/numbering.h, may_open).
#pragma once

#include "base/clock.h"
#include "base/sql/database.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

// The event that opens the book. Inside the unit, under the lock of the office's journal. Errors: bad_input with the
// refusal's sentence (book in use, wrong date, wrong number), of the database.
base::Result<Event> open_book(base::SqlReader& reader, const BookOpened& opening, base::Timestamp now);

// Is this the row that stands for the numbers of the old book?
inline bool stands_for_old_book(const BookEntry& entry) { return entry.type == 0; }
inline bool stands_for_old_book(const IncomingDocument& document) {
  return document.state == IncomingState::registered && !document.reason.empty();
}
// "01–146"
std::string old_numbers(int last);

}  // namespace mailstore::office
