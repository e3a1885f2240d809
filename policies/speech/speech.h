// What people mean who write as people do: "Em làm xong rồi ạ, gửi anh báo cáo kèm theo.", "Lùi hạn đến 18/12 nhé".
// It reads what is no command of policies/replies, sentence by sentence; README.md has the rule of certainty. Pure and
// thread-safe; linear time; at most kMaxSpeech bytes, kMaxSentences sentences and kMaxSentenceWords words of each are
// read, and what is longer is never certain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/sentence.h"
#include "policies/calendar/calendar.h"
#include "policies/phrases/deadline_text.h"

namespace policies::speech {

inline constexpr std::size_t kMaxSpeech = 32 * 1024;  // bytes
inline constexpr std::size_t kMaxSentences = 120;     // of one mail
inline constexpr std::size_t kMaxSentenceWords = 80;  // of one sentence
inline constexpr std::size_t kMaxWho = 12;            // units and persons of one act
inline constexpr std::size_t kMaxArgument = 4000;     // bytes of argument and reason

enum class Act {
  none,
  // of those who hold the task
  accept,
  progress,
  done,
  ask_extension,
  refuse,
  hand_on,  // "Giao đ/c Bình xử lý", "Chuyển Phòng Tư pháp"
  send_up,  // of a unit's head: "Trình anh kết quả của đ/c Bình"
  // of the assigner
  approve,
  deny,
  give_back,
  close,
  cancel,
  suspend,
  resume,
  change_due,  // earlier, later or none
  change_lead,
  add_party,
  remove_party,
  add_text,  // "Bổ sung: …", "Yêu cầu thêm …"
  set_priority,
  urge,       // "Đôn đốc", "Khẩn trương nhé"
  ask_state,  // "Việc này đến đâu rồi?"
  // of a unit's head about his people
  take_back,
  // about documents
  recall,      // "THU HỒI", "LẤY LẠI"
  correct,     // "Sửa trích yếu: …"
  ask_number,  // "Cho em xin một số công văn"
  register_it,
  // of anybody
  list,     // "DANH SÁCH quá hạn"
  report,   // "BÁO CÁO tháng 11"
  help,     // "TRỢ GIÚP", "HƯỚNG DẪN"
  history,  // "LỊCH SỬ"
  yes,      // to what, the caller knows
  no,
  thanks,  // plain talk: thanks, greetings, "đã nhận được văn bản"
};
const char* to_string(Act act);  // "ask_extension"

enum class PartyWord { unsaid, lead, cooperating, informed };
enum class Priority { unsaid, normal, urgent, very_urgent, at_once };  // thường, khẩn, thượng khẩn, hỏa tốc
const char* to_string(PartyWord role);
const char* to_string(Priority priority);

struct Said {
  Act act = Act::none;
  bool whole = false;  // every word of the sentence is accounted for: it may be applied, and is echoed in full
  std::optional<phrases::Deadline> due;
  std::optional<phrases::UnclearDeadline> unclear;  // a time was said that cannot be read; then `whole` is false
  bool no_due = false;                              // "bỏ hạn", "không đặt hạn"
  int percent = -1;                                 // progress: 0 … 100; -1 unsaid
  std::vector<std::string> who;  // units or persons as written, "Phòng Tư pháp", "Bình"; without đ/c, anh, chị
  std::string instead_of;        // change_lead: whom they replace, "thay Phòng Nội vụ"; may be empty
  PartyWord role = PartyWord::unsaid;
  Priority priority = Priority::unsaid;
  std::string field;     // correct: "trích yếu"
  std::string argument;  // the list's filter, the report's period, the text to add, the new value, the kind of document
  std::string reason;    // may be empty where the writer gave none; `words` say then what he wrote
  std::string words;     // the sentence as written, in one line
};

struct Speech {
  std::vector<Said> acts;  // in the order of the text, one of each kind; plain talk is no act when others are there
  bool conflict = false;   // two acts exclude each other, so none of them is whole
  bool asks = false;       // a question stands in it
  bool business = false;   // a time, unit, person, number, request, refusal or file is spoken of: it may be an act
  bool small_talk_only = false;             // nothing but thanks, greetings, received
  std::vector<std::string> not_understood;  // sentences without an act, each in one line
  // The one act that may be applied at once; nullptr: there is none, or there are several.
  const Said* certain() const;
};

// Which sides the writer stands on; a person may stand on several. `head` is the head of the unit that holds the task.
struct Side {
  bool assigner = false;
  bool holder = false;
  bool head = false;
  bool clerk = false;
};

struct Hearing {
  Side side;
  const calendar::Calendar& calendar;
  base::Timestamp now;
  std::optional<base::Timestamp> current_due{};  // "thêm 3 ngày" counts from it
  bool has_files = false;                        // the mail brings an attachment
  std::vector<std::string> own_names{};          // how the writer's unit is called: "UBND phường Lam Sơn"
};

// `new_text`: from replies::new_text(). What parse_reply() reads as a command is not looked at again here.
Speech read_speech(std::string_view new_text, const Hearing& hearing);

// What can be written so that it is done, with the arguments that were said: "XONG", "HẠN MỚI 18/12/2026", "THÊM Phòng
// Tư pháp phối hợp". Only what that side may write, and what parse_reply() or read_speech() reads as this act; a
// missing argument stands as "<ngày>". Empty: this side has no such words.
base::Sentence nearest_command(const Said& said, const Side& side);

}  // namespace policies::speech
