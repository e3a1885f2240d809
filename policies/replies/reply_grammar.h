// The reply words (structured-mail.md 4). The first non-empty line of the new text must match whole; everything else is
// a comment and changes nothing. Words count with all their marks or with none, in any case, with punctuation at the
// end.
//
//   accept    NHẬN | NHẬN VIỆC | NHẬN NHIỆM VỤ | ACCEPT[ED] | 1
//   progress  TIẾN ĐỘ n% | TĐ n | PROGRESS n                      n 0 … 100, the % may be missing
//   done      XONG | ĐÃ XONG | HOÀN THÀNH | ĐÃ HOÀN THÀNH | DONE | 2
//   extend    [XIN] GIA HẠN <date> [reason] | EXTEND [TO] <date> [reason]
//   reassign  CHUYỂN TỚI|CHO <unit or address> | REASSIGN TO <…> | FORWARD TO <…>
//   refuse    TỪ CHỐI <reason> | REFUSE <reason> | DECLINE <reason>
//   approve   ĐỒNG Ý | NHẤT TRÍ | APPROVE | APPROVED | AGREE
//   deny      KHÔNG [ĐỒNG Ý | ĐƯỢC] <reason> | NO <reason>; not "không thể …", "không nhận được …", "không cần …"
//   give_back TRẢ LẠI <reason> | RETURN <reason>
//   close     ĐÓNG | CLOSE
//   cancel    HỦY <reason> | CANCEL <reason>;  suspend  TẠM HOÃN [reason] | SUSPEND [reason];  resume  TIẾP TỤC |
//   RESUME register  VÀO SỔ [VĂN BẢN] [ĐẾN] | REGISTER;   number   XIN [CẤP] SỐ <type> | REQUEST NUMBER <type>
//
// A reason that the program wrapped goes on in the next line. Behind a command that stands alone a small polite word
// may follow: "xong rồi ạ", "đồng ý nhé". A line that ends in '?' is always a comment. Pure, thread-safe, linear time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/phrases/deadline_text.h"

namespace policies::replies {

enum class Intent {
  comment,
  accept,
  progress,
  done,
  extend,
  reassign,
  refuse,
  approve,
  deny,
  give_back,
  close,
  cancel,
  suspend,
  resume,
  register_document,
  reserve_number,
};
const char* to_string(Intent intent);

// A command that was meant but lacks something. It must not be applied; ask back.
enum class ReplyProblem { none, missing_reason, missing_date, bad_date, bad_percent, missing_target, missing_type };

struct Reply {
  Intent intent = Intent::comment;
  ReplyProblem problem = ReplyProblem::none;
  int percent = 0;                                  // progress
  std::optional<phrases::Deadline> due;             // extend
  std::optional<phrases::UnclearDeadline> unclear;  // extend with bad_date
  std::string due_words;                            // extend: what stands behind the command, as written
  std::string reason;                               // extend, refuse, deny, give_back, cancel, suspend; as written
  std::string target;                               // reassign: as written
  std::string document_type;                        // reserve_number: as written, "BC"
  std::string command_line;                         // the line that was read; empty for comments
  std::string rest;                                 // further lines; for comments the whole text
  bool applies() const { return intent != Intent::comment && problem == ReplyProblem::none; }
};

struct ReplyContext {
  const calendar::Calendar& calendar;
  base::Timestamp now;
  std::optional<base::Timestamp> current_due;  // for "+3 ngày"
};

// `text`: from new_text().
Reply parse_reply(std::string_view text, const ReplyContext& context);
// The same reply for one whose deadline is known only now: "+3 ngày" counts from context.current_due. What is no
// extension stays as it is.
Reply counted_from(Reply reply, const ReplyContext& context);

// The command that the first line of a comment perhaps meant: "xong" for "Dạ xong rồi ạ", "GIA HẠN <ngày> <lý do>" for
// "Em xin phép gia hạn". Empty, comment: none. For hints only.
std::string nearly_command(std::string_view text);
Intent nearly_intent(std::string_view text);

inline constexpr std::size_t kMaxCommandLine = 1000;  // bytes; a longer first line is a comment

}  // namespace policies::replies
