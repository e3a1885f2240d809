// An answer to the table of points: "2: hạn 15/12", "điểm 3 Phòng Kinh tế chủ trì", "bỏ điểm 4", "ý 5 là thông tin,
// không giao", several of them in one, together with ĐÚNG; NHIỀU VIỆC or MỘT VIỆC. Pure, thread-safe; linear time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace policies::minutes {

struct PointAnswer {
  enum class Kind { words, drop, confirm } kind = Kind::words;
  std::vector<int> points;  // ascending, each once; empty: no point is named
  bool all = false;         // of all points ("tất cả: hạn 31/12")
  std::string words;        // of Kind::words
};

struct PointAnswers {
  bool confirms = false;  // ĐÚNG: what is clear is to be created
  bool drops = false;     // KHÔNG, HỦY: everything is dropped
  bool several = false;   // NHIỀU VIỆC
  bool one = false;       // MỘT VIỆC
  std::vector<PointAnswer> answers;
};

// `numbers`: those of the table. A number that is none of them is kept in `points`: its writer must hear of it.
PointAnswers read_point_answers(std::string_view new_text, const std::vector<int>& numbers);

inline constexpr std::size_t kMaxPointAnswer = 16 * 1024;  // bytes that are read

}  // namespace policies::minutes
