// Who is to act by the words of a point, when it is known where names of units and persons stand in it: "Công an chủ
// trì, Phòng VH-XH phối hợp", "Báo cáo … (Phòng Tư pháp, trước 20/12)", "Giao UBND các phường …". A name in the middle
// of a sentence acts nowhere. Pure, thread-safe; linear in the words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policies::minutes {

inline constexpr std::size_t kMostPointWords = 4000;

struct NameSpan {
  std::size_t begin = 0, end = 0;  // bytes of the text
};

enum class Acting { no, lead, cooperating };

struct Actors {
  std::vector<Acting> roles;         // of each name
  std::vector<std::string> unknown;  // who is meant and is no name: "Công an xã", "đ/c Xuân"
  bool unknown_leads = false;        // the first of them should lead
  std::vector<std::string> groups;   // "phường", "xã", "phòng", "đơn vị": each of them is to act
  std::size_t work_begin = 0;        // bytes: the work without those who act, where they stand at its ends
  std::size_t work_end = 0;
  bool only_who = false;  // nothing else is said
  bool leads() const;     // somebody known, or a group, is to lead
};

// `names` in the order of the text, not overlapping.
Actors read_actors(std::string_view text, const std::vector<NameSpan>& names);

// Begins like something to be done: "Rà soát …", "Báo cáo …".
bool begins_with_work(std::string_view text);

}  // namespace policies::minutes
