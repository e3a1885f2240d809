// What a changed working calendar does to the open deadlines of a task: those that were counted in working days or
// hours are counted anew, from the same time on; a day that was named never moves. For the preview and the act of
// `vanthu calendar recount`. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/calendar/calendar_book.h"
#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

enum class TermVerdict {
  moves,            // new_due is the deadline to be
  day_off_now,      // named, or not moved: said only, its day is none of work any more
  other_count,      // counted, yet the calendar it was counted with gives another day: left alone
  unknown_version,  // the calendar it was counted with is not known any more: left alone
  waits,            // a result, a refusal or a request for an extension waits for the assigner, who answers first
  past,             // the new day lies in the past already: nobody becomes late by a calendar
};
const char* to_string(TermVerdict verdict);  // "moves"
base::Sentence describe(TermVerdict verdict);

struct TermRecount {
  int party = 0;
  TermVerdict verdict = TermVerdict::moves;
  base::Timestamp old_due;
  base::Timestamp new_due;                    // of `moves`, `waits` and `past`; else old_due
  bool covered = true;                        // false: the new calendar has no table for all the days on the way
  std::vector<calendar::DayDifference> days;  // between the assignment and the later of both dues
};

struct RecountFacts {
  // How the first deadline was counted: the version of its calendar; nothing: its day was named.
  std::optional<std::string> counted_with;
  const calendar::Calendar& after;
  // Calendars of the office by version; null: not known any more.
  std::function<const calendar::Calendar*(std::string_view version)> with_version;
  base::Timestamp now;
};

// One entry for each party whose deadline moves, or of which something must be said; none: nothing to do.
std::vector<TermRecount> recount_terms(const Task& task, const RecountFacts& facts);
// The steps that do it, legal one after the other: one for the whole task where all move together. Without seq.
std::vector<TaskEvent> recount_steps(const Task& task, const std::vector<TermRecount>& terms,
                                     const RecountFacts& facts);
// "31/12/2026 nay nghỉ (Tết), 26/12/2026 nay làm": at most `most` of them.
base::Sentence describe(const std::vector<calendar::DayDifference>& days, std::size_t most = 4);

}  // namespace policies::tasks
