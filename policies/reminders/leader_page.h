// The page that a leader or head of a unit asked for: on working days and once a week, what is late, due soon, waits
// for him, was not accepted, was passed on to nobody, and what was done since the last page; by unit. Out of the lists
// of DANH SÁCH and the figures of BÁO CÁO, so that a page and a list of one moment say the same. Pure, thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/sentence.h"
#include "policies/calendar/date.h"
#include "policies/tasks/lists/task_list.h"
#include "policies/tasks/texts/task_text.h"

namespace policies::reminders {

struct PageReader {
  std::string name;
  base::AccountId account;
  std::string scope;  // whose tasks: "UBND thị xã Bỉm Sơn"
  // May he see that part of that task?
  std::function<bool(const tasks::Task& task, int party)> may_read;
  // The unit that a part counts for, in words.
  std::function<std::string(const tasks::TaskParty& party)> unit_of;
};

enum class PageKind { morning, weekly };

struct PageGroup {
  std::string unit;
  std::vector<base::Sentence> lines;  // by due time
};
struct PageSection {
  enum class Kind { overdue, waiting, near_due, unaccepted, unassigned, done } kind = Kind::overdue;
  base::Sentence heading;
  base::Sentence counted;         // behind a number in the subject
  int count = 0;                  // of all, shown or not
  std::vector<PageGroup> groups;  // by name of the unit
  base::Sentence more;            // what is not shown, and how to ask for it; mostly empty
};
inline constexpr int kMostPageLines = 60;  // shown of one section

struct LeaderPage {
  PageKind kind = PageKind::morning;
  std::string name, scope;
  calendar::Date day;
  std::vector<PageSection> sections;  // those that have lines, the most urgent first
  base::Sentence figures;             // of the month, on the weekly page; else empty
};

// What was done counts from `since`, a task that stands in one section of what is open still stands in the others.
LeaderPage leader_page(const std::vector<tasks::Task>& tasks, const PageReader& reader, PageKind kind,
                       base::Timestamp since, base::Timestamp now, const tasks::TimeRule& rule = {});

base::Sentence title_of(const LeaderPage& page);   // "Bản tin sáng 08/12/2026"
base::Sentence counts_of(const LeaderPage& page);  // "2 quá hạn, 1 chờ ý kiến"; "không có việc cần xem"
base::Sentence foot_of(const LeaderPage& page);    // where an answer goes, how to stop it
tasks::MessageText page_message(const LeaderPage& page);

}  // namespace policies::reminders
