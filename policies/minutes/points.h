// The points of minutes as people write them: "1. Phòng Kinh tế: báo cáo … trước 10/12", "2) …", "a)", "- Giao …",
// points over several lines, nested ones, lines of a table. Only the shape is read here; whether a point names somebody
// who is to act is told by whoever knows the names (point_actors.h). Pure, thread-safe; linear time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace policies::minutes {

inline constexpr std::size_t kMaxMinutesText = 64 * 1024;  // bytes that are read
inline constexpr std::size_t kMostItems = 1000;            // what follows belongs to the last one

// What a column of a table holds, when its heading says it.
enum class Column { unknown, label, who, cooperating, work, due, other };

struct Item {
  std::string label;               // "1", "2.1", "a", "II"; "" of a dash, a heading, a line without a mark
  std::string text;                // without its mark; may have several lines
  int depth = 0;                   // 0: outermost
  bool title = false;              // a line without a mark that ends in ":" above marked ones
  std::vector<std::string> cells;  // of a line of a table; empty: no table
  std::vector<Column> columns;     // of each cell
};

struct Minutes {
  std::string introduction;  // what stands before the first item
  std::vector<Item> items;   // in order; what is nested stands behind its parent, one deeper
  std::string closing;       // what stands behind the last
  bool bare = false;         // no marks at all: each line is an item
};
Minutes read_minutes(std::string_view text);

// What an item's own words say of who is to act.
enum class Own {
  nobody,
  only_who,  // "Phòng Kinh tế:", the work stands below
  work,      // who and what
};

struct Point {
  std::string label;
  std::string text;        // with what is nested in it, marks and all
  std::string own;         // without what is nested
  std::string heading;     // of the items around it, outermost first, one a line
  std::size_t item = 0;    // index into Minutes::items
  std::size_t parent = 0;  // the item above that names who is to act, when `inherits`
  bool inherits = false;
};

struct Points {
  std::string introduction, closing;
  std::vector<Point> points;
};
// The items that are points: of nested ones the outermost that name somebody to act and a work; beside such also those
// that name nobody. Names alone are no point. REQUIRES: own.size() == minutes.items.size().
Points points_of(const Minutes& minutes, const std::vector<Own>& own);

}  // namespace policies::minutes
