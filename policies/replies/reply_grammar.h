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
//   new_due    HẠN MỚI | ĐỔI HẠN | RÚT NGẮN HẠN <date | không thời hạn> [reason] | NEW DEADLINE <date | none> [reason]
//   add_party  THÊM <unit> [phối hợp | để biết] | ADD <unit> [cooperating | informed]
//   remove_party BỎ <unit> [reason] | REMOVE <unit> [reason]
//   lead       CHỦ TRÌ <unit>[, cũ phối hợp | cũ để biết | cũ thôi] | LEAD <unit>[, old cooperating | informed | out]
//   add_text   BỔ SUNG [TẤT CẢ:] <words, further lines too> | ADD TEXT [ALL:] <…>
//   priority   KHẨN | THƯỢNG KHẨN | HỎA TỐC | KHÔNG KHẨN | URGENT | VERY URGENT | EXPRESS | NOT URGENT
//   urge       ĐÔN ĐỐC [TẤT CẢ] [words] | URGE [ALL] [words]
//   give_hand  GIAO | GIAO CHO | PHÂN CÔNG <person> [hạn <date>] [, words] | ASSIGN [TO] <person> [by <date>] [, words]
//   take_back  LẤY LẠI [person] | TAKE BACK [person]
//   undo       HOÀN TÁC | UNDO
// "TẤT CẢ" / "ALL" behind new_due, close, give_back, cancel, suspend, resume: every part of a task (Reply::all).
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
  new_due,
  add_party,
  remove_party,
  lead,
  add_text,
  priority,
  urge,
  give_hand,
  take_back,
  undo,
};
const char* to_string(Intent intent);

// A command that was meant but lacks something. It must not be applied; ask back.
enum class ReplyProblem {
  none,
  missing_reason,
  missing_date,
  bad_date,
  bad_percent,
  missing_target,
  missing_type,
  missing_text,  // add_text without words; files alone may be meant
};

// What a party is to do, as a command says it.
enum class Share { unsaid, cooperating, informed, out };

struct Reply {
  Intent intent = Intent::comment;
  ReplyProblem problem = ReplyProblem::none;
  int percent = 0;                                  // progress
  std::optional<phrases::Deadline> due;             // extend, new_due, give_hand
  std::optional<phrases::UnclearDeadline> unclear;  // the same with bad_date
  std::string due_words;                            // extend, new_due: what stands behind the command, as written
  std::string reason;  // extend, new_due, refuse, deny, give_back, cancel, suspend, give_hand; as written
  std::string
      target;         // reassign, add_party, remove_party (a reason may follow), lead, give_hand, take_back; as written
  std::string words;  // add_text, urge: as written, with the lines below
  bool no_due = false;          // new_due: there is to be none
  bool all = false;             // "TẤT CẢ"
  Share share = Share::unsaid;  // add_party: of the new one; lead: of the old one
  int priority = 0;             // priority: 0 … 3 as in domain.md 3.4
  std::string document_type;    // reserve_number: as written, "BC"
  std::string command_line;     // the line that was read; empty for comments
  std::string rest;             // further lines; for comments the whole text
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
