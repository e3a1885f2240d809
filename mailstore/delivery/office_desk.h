// The desk of an office behind the door, for clerks and for those who work in their place: the books of numbers. What
// is decided here passes the same journal as what is asked by mail. Thread-safe.
#pragma once

#include "base/result.h"
#include "mailstore/office/journal/event.h"
#include "policies/reminders/reminders.h"

namespace mailstore {

class OfficeDesk {
 public:
  virtual ~OfficeDesk() = default;

  // The daily round of the books: numbers reserved and not used in time become void with a reason. Blocking.
  virtual base::Result<void> void_unused_numbers() = 0;
  // A book goes on behind one that was kept elsewhere until now (mailstore/office/rows/book_opening.h). Blocking.
  virtual base::Result<void> open_book(const office::BookOpened& opening) = 0;

  // The morning's round: each person gets one mail of what is due and was not said to him yet. What was said is noted
  // in the commit of its mail, so that a crash or a second round says nothing twice. Nothing on a day off. Blocking.
  struct ReminderRound {
    int mails = 0;
    int reminders = 0;
  };
  virtual base::Result<ReminderRound> remind(const policies::reminders::ReminderRules& rules, base::Timestamp now) = 0;
  // The leaders' pages go out in the same round. Who has just set his first own password gets one greeting, in whose
  // commit it is noted. Returns how many. Blocking.
  virtual base::Result<int> greet_newcomers(base::Timestamp now) = 0;

 protected:
  OfficeDesk() = default;
};

}  // namespace mailstore
