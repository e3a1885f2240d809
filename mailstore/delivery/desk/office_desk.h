// The desk of an office behind the door, for clerks and for those who work in their place: the books of numbers. What
// is decided here passes the same journal as what is asked by mail. Thread-safe.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/ruling/rights/access_choice.h"
#include "policies/calendar/calendar_book.h"
#include "policies/reminders/reminders.h"
#include "policies/tasks/steps/term_recount.h"

namespace mailstore {

class OfficeDesk {
 public:
  virtual ~OfficeDesk() = default;

  // The daily round of the books: numbers reserved and not used in time become void with a reason. Blocking.
  virtual base::Result<void> void_unused_numbers() = 0;
  // A book goes on behind one that was kept elsewhere until now (mailstore/office/rows/book_opening.h). Blocking.
  virtual base::Result<void> open_book(const office::BookOpened& opening) = 0;

  // Who may act by another's right (directory/people/access_grants.h), by command: the row, the event of the office's
  // journal and the mails to those concerned. Errors: what is wrong with it, in words. Blocking.
  virtual base::Result<directory::AccessGrant> give_right(const directory::AccessGrant& wanted) = 0;
  // Those that ended now; empty: there was none. Blocking.
  virtual base::Result<std::vector<directory::AccessGrant>> end_rights(base::UnitId office,
                                                                       const office::RightChoice& choice) = 0;

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

  // What time does to series of tasks: the task of each period when it is to be handed out, in the assigner's name;
  // what passed unseen is told; a series that cannot go on rests, one that ran out ends. Each period once, whoever asks
  // how often: the journal's lock and the folded series tell. A series that fails keeps no other waiting. Blocking.
  struct SeriesRound {
    int tasks = 0;   // given
    int others = 0;  // missed, paused, ended
  };
  virtual base::Result<SeriesRound> begin_periods(base::Timestamp now) = 0;
  // Open deadlines that were counted in working days or hours, counted anew (policies/tasks/steps/term_recount.h).
  // Applied, a task is one commit: events of the system in the journal, and each party gets the change. Broken off, it
  // is simply run again; a second run finds nothing to move. Reads the journals from the beginning. Blocking.
  struct RecountWish {
    base::UnitId office;                                             // none: all
    std::shared_ptr<const policies::calendar::CalendarBook> book{};  // null: the calendars of now
    bool apply = false;                                              // only with the calendars of now
    std::stop_token stop{};
    base::Timestamp now{};  // 0: the clock's
  };
  struct RecountLine {
    base::UnitId office;
    std::string number, title;
    std::string unit_code, name;  // of the party
    policies::tasks::TermRecount term;
  };
  struct RecountRound {
    std::vector<RecountLine> lines;  // by task
    int moving = 0;                  // lines that move, or were moved
    bool stopped = false;            // before its end
  };
  virtual base::Result<RecountRound> recount(const RecountWish& wish) = 0;

 protected:
  OfficeDesk() = default;
};

}  // namespace mailstore
