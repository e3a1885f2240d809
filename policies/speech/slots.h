// Internal: the places of a pattern that are filled with what the writer names: a time, units and persons, a number, a
// reason. Each finds its ends at a word of the sentence, the longest first. Pure; linear in the words of the slot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/phrases/deadline_resolve.h"
#include "policies/speech/speech.h"

namespace policies::speech {

enum class Slot : std::uint8_t {
  none,
  due,       // "đến 18/12", "trước 16h thứ Sáu", "thêm 3 ngày"
  day,       // the same, but no span that is added to the deadline
  less,      // "2 ngày" by which a deadline comes earlier
  percent,   // "60%"
  number,    // "60"
  who,       // "đ/c Bình", "Phòng Tư pháp và anh An"
  unit,      // the same, but a title or a unit's word must stand there: "đ/c", "Phòng"
  instead,   // `who`, once more
  name,      // one or two capitalised words: "Hùng"
  reason,    // "vì chờ số liệu": behind a word of reason, to the end
  remark,    // to the end, without a word that could turn the sentence round
  middle,    // a reason in front: "vì chờ số liệu" before "nên"
  text,      // to the end, anything
  type,      // "công văn", "BC", "04/UBND"
  document,  // "01/BC-UBND"
  lack,      // "thiếu phụ lục 2": what is wrong with a result, to the end
  field,     // "trích yếu"
  filter,    // "quá hạn", "của tôi", "Phòng Nội vụ tháng 11"
  period,    // "tháng 11/2026", "quý này"
  object,    // what somebody is busy with, to the end of the clause: "số liệu của các xã"
  fact,      // a clause that tells a state of things, reason enough for some acts: "mẫu của phường chưa có"
  count
};

struct Reading;

// One sentence while it is read. REQUIRES: what it points at outlives it.
struct Reading {
  std::string_view text;  // the mail; the words' begin and end are its bytes
  const phrases::Words& words;
  const std::vector<bool>& known;    // words of the lexicon
  const std::vector<bool>& capital;  // begins with a capital letter and goes on with small ones
  const Hearing& hearing;
  const std::vector<bool>& exactly;  // written as a word of the lexicon is
  bool known_exactly(std::size_t at) const { return exactly[at]; }
};

// The ends a slot can have when it begins at a word. Each is looked for once, for a hundred patterns ask.
class SlotEnds {
 public:
  explicit SlotEnds(const Reading& reading);
  const std::vector<std::size_t>& of(Slot slot, std::size_t at);

 private:
  struct Known {
    bool known = false;
    std::vector<std::size_t> ends;
  };
  const Reading& reading_;
  std::vector<Known> all_;
};

// What was said in the words [begin, end) of a slot.
struct Due {
  std::size_t end = 0;  // 0: no time stands there
  bool added = false;   // a span that was counted from the deadline
  std::optional<phrases::Deadline> deadline;
  std::optional<phrases::UnclearDeadline> unclear;
};
Due due_at(const Reading& reading, std::size_t at);
// The bytes of the words [begin, end), as written.
std::string_view slice(const Reading& reading, std::size_t begin, std::size_t end);
int percent_in(const Reading& reading, std::size_t begin, std::size_t end);
std::vector<std::string> names_in(const Reading& reading, std::size_t begin, std::size_t end);
// As written, without marks in front and small words behind; a reason also without its "vì".
std::string free_text(const Reading& reading, std::size_t begin, std::size_t end);
std::string reason_text(const Reading& reading, std::size_t begin, std::size_t end);

// A unit's word or a title with a name stands here: "Phòng Tư pháp", "đ/c Bình". Its end; 0: no.
std::size_t unit_at(const Reading& reading, std::size_t at);

}  // namespace policies::speech
