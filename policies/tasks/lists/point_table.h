// The points of minutes as a table: what would be given, to whom, until when, what is unclear; and what was given. One
// value for the text and the HTML of the mail. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

inline constexpr std::size_t kMaxPointTitle = 300;  // bytes of the work of a point, as the title of its task

struct PointRow {
  int number = 0;           // by which answers name it
  std::int64_t task = 0;    // once it is created
  std::string task_number;  // "NV-2026-000123"
  std::string work, lead, cooperating, informed;
  Sentence due;
  std::vector<Sentence> unclear;
  bool information = false;  // is not given
  bool each = false;         // those in `lead` answer each for itself
  bool operator==(const PointRow&) const = default;
};

struct PointTable {
  Sentence opening, closing;  // several lines
  std::vector<PointRow> rows;
  bool operator==(const PointTable&) const = default;
};

// What has gone before, said above the table: "Điểm 9: không có trong bảng."
struct PointAsk {
  std::string subject;         // of the minutes
  bool choose = false;         // several tasks or one? Else ĐÚNG creates what is clear
  bool one_possible = false;   // MỘT VIỆC may be answered
  std::vector<Sentence> said;  // in front
};
struct PointMessage {
  std::string subject, text;  // the text in both languages
  PointTable table;
  // What somebody gets who has the English twin, or has not.
  std::string in(bool english) const { return english ? text : text.substr(0, text.find("\n----------\n\n")); }
};
PointMessage ask_points(std::vector<PointRow> rows, const PointAsk& ask);
// `rows`: those that were created. `mailbox`: where a mail about one of them goes.
PointMessage points_created(std::vector<PointRow> rows, const std::string& subject, const std::string& mailbox,
                            const std::vector<Sentence>& said);
PointMessage too_many_points(std::size_t points, std::size_t most, const std::string& subject);

// The row of a draft: names by role, the deadline in full.
PointRow point_row(const Assignment& draft);

bool is_clear(const PointRow& row);  // may be created, and is not yet
std::string text_of(const PointTable& table);

}  // namespace policies::tasks
