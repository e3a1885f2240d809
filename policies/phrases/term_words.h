// The grammar of weeks, months, quarters and years inside a sentence, over words; no calendar and no clock yet.
//
//   term  = [edge] unit [which]          "hết quý IV", "cuối tháng này", "tuần sau", "the end of December"
//   edge  = "đầu" | "giữa" | "cuối" | "hết" | "ngày (làm việc) cuối cùng của" | "end of" | "mid" | …
//   unit  = "tuần" | "tháng" | "quý" | "năm" | "week" | … ; a month's name and "Q4" are units that say which
//   which = "này" | "nay" | "sau" | "tới" | number ["/" year | "năm" year] ; nothing: the one that is running
#pragma once

#include <cstddef>

#include "policies/phrases/words.h"

namespace policies::phrases {

struct Term {
  enum class Unit { week, month, quarter, year };
  enum class Edge { whole, begin, middle, end };
  std::size_t end = 0;  // behind the last word that belongs to it; 0 = nothing was read
  Unit unit = Unit::week;
  Edge edge = Edge::whole;
  bool used_up = false;       // edge end, said as "hết": "cuối tuần" is a day off, "hết tuần" is not
  bool last_working = false;  // "ngày làm việc cuối cùng của tháng"
  bool last_day = false;      // "ngày cuối cùng của tháng": that day itself
  int number = 0;             // month 1 … 12, quarter 1 … 4; 0: counted from the one that is running
  int ahead = 0;              // number 0: 0 this one, 1 the next
  int year = 0;               // of a month, of a quarter or the year itself, as When::year
  bool named = false;         // false: the bare word, "hết tháng"
};
Term read_term(const Words& words, std::size_t position);

}  // namespace policies::phrases
