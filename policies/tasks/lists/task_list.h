// Lists of open tasks by mail: "DANH SÁCH quá hạn", "DANH SÁCH Phòng Nội vụ", "DANH SÁCH tháng 12". Which lines, and
// their text. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

enum class ListKind { open, overdue, near_due, unaccepted, unassigned, mine, month, named, series };

struct ListWish {
  ListKind kind = ListKind::open;
  int month = 0, year = 0;  // of month: due in it
  std::string name;         // of named: a unit or person as written
};
// `words`: what stands behind DANH SÁCH, or the whole sentence that asked for a list. Empty: open. Never fails.
// `series` asks for the series, not for their tasks (series_text.h).
// "Tuần này em phải làm gì?", "Em còn những việc gì ạ": a question for one's own tasks and nothing else.
bool asks_own_tasks(std::string_view text);
ListWish read_list_wish(std::string_view words, calendar::Date today);
Sentence heading_of(const ListWish& wish);  // "Nhiệm vụ quá hạn"

// One part of one task: what a list has a line for.
struct ListLine {
  const Task* task = nullptr;
  int party = 0;
};

// Who asks: what concerns him counts for `mine`.
struct ListReader {
  base::AccountId account;
  std::vector<base::UnitId> units;  // for which he acts
};
bool concerns(const ListReader& reader, const Task& task, int party);

// The lines of these tasks that fit, by due time, those without one last. `named`: whom wish.name means; empty: nobody.
// REQUIRES: tasks outlive the lines.
std::vector<ListLine> list_lines(const std::vector<Task>& tasks, const ListWish& wish, const ListReader& reader,
                                 const std::vector<base::UnitId>& named_units,
                                 const std::vector<base::AccountId>& named_people, base::Timestamp now,
                                 const TimeRule& rule = {});

inline constexpr std::size_t kMostListLines = 300;  // shown; how many more there are is said

// `reader_name` is who asked; `scope` says whose tasks were looked at: "Phòng Nội vụ", "UBND thị xã Bỉm Sơn".
MessageText list_message(const std::vector<ListLine>& lines, const ListWish& wish, std::string_view scope,
                         base::Timestamp now, const TimeRule& rule = {});

}  // namespace policies::tasks
