// The shortest words that do what was perhaps meant: advice that its reader can follow.
#include <algorithm>
#include <cstdio>

#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"
#include "policies/speech/names.h"
#include "policies/speech/speech.h"

namespace policies::speech {

namespace {

using base::Sentence;

Sentence with(const char* vi, const char* en, const Sentence& tail) {
  return {std::string(vi) + (tail.vi.empty() ? "" : " ") + tail.vi,
          std::string(en) + (tail.en.empty() ? "" : " ") + tail.en};
}

Sentence both(const std::string& text) { return {text, text}; }

Sentence day_of(const Said& said) {
  if (!said.due) return {"<ngày>", "<date>"};
  const calendar::Date& date = said.due->date;
  char text[40];
  std::snprintf(text, sizeof text, "%02d/%02d/%04d", date.day, date.month, date.year);
  std::string out = text;
  if (said.due->minute) {
    std::snprintf(text, sizeof text, "%02d:%02d ", *said.due->minute / 60, *said.due->minute % 60);
    out = text + out;
  }
  return both(out);
}

// A reason must stand in one line behind the command.
Sentence reason_of(const Said& said) {
  if (said.reason.empty()) return {"<lý do>", "<reason>"};
  return both(phrases::shortened(said.reason));
}

// With a title where only a name stands, so that it is read as one.
Sentence who_of(const Said& said) {
  if (said.who.empty()) return {"<đơn vị hoặc người>", "<unit or person>"};
  std::string out;
  for (const std::string& who : said.who) {
    const phrases::Words words = phrases::split_words(who, 20);
    const bool person = !is_unit_name(words) && who.find('@') == std::string::npos;
    out += (out.empty() ? "" : ", ") + std::string(person ? "đ/c " : "") + who;
  }
  return both(out);
}

Sentence argument_of(const Said& said, const char* vi, const char* en) {
  return said.argument.empty() ? Sentence{vi, en} : both(phrases::shortened(said.argument));
}

Sentence party_words(const Said& said) {
  const Sentence who = who_of(said);
  if (said.role == PartyWord::informed) return {"THÊM " + who.vi + " để biết", "ADD " + who.en + " informed"};
  return with("PHỐI HỢP:", "COOPERATING:", who);
}

Sentence priority_words(Priority priority) {
  switch (priority) {
    case Priority::normal: return {"KHÔNG GẤP", "NOT URGENT"};
    case Priority::very_urgent: return {"THƯỢNG KHẨN", "VERY URGENT"};
    case Priority::at_once: return {"HỎA TỐC", "TOP URGENT"};
    default: return {"KHẨN", "URGENT"};
  }
}

Sentence of_holder(const Said& said, bool head) {
  switch (said.act) {
    case Act::accept: return {"NHẬN", "ACCEPT"};
    case Act::progress: {
      const std::string percent = said.percent < 0 ? "<n>" : std::to_string(said.percent);
      return {"TIẾN ĐỘ " + percent + "%", "PROGRESS " + percent + "%"};
    }
    case Act::done: return {"XONG", "DONE"};
    case Act::ask_extension:
    case Act::change_due: {
      const Sentence day = day_of(said), reason = reason_of(said);
      return {"GIA HẠN " + day.vi + " " + reason.vi, "EXTEND " + day.en + " " + reason.en};
    }
    case Act::refuse:
    case Act::give_back:
    case Act::cancel: return with("TỪ CHỐI", "REFUSE", reason_of(said));
    case Act::hand_on:
    case Act::change_lead: {
      Sentence out = with("GIAO", "ASSIGN TO", who_of(said));
      if (!said.due) return out;
      return {out.vi + " trước " + day_of(said).vi, out.en + " by " + day_of(said).en};
    }
    case Act::send_up:
      if (!head) return {"XONG", "DONE"};
      return said.who.empty() ? Sentence{"TRÌNH kết quả", "SUBMIT the result"}
                              : with("TRÌNH kết quả của", "SUBMIT the result of", who_of(said));
    case Act::take_back:
      if (!head) return {};
      return said.who.empty() ? Sentence{"LẤY LẠI việc này", "TAKE this task BACK"}
                              : with("LẤY LẠI việc này của", "TAKE this task BACK from", who_of(said));
    default: return {};
  }
}

Sentence of_assigner(const Said& said) {
  switch (said.act) {
    case Act::yes:
    case Act::approve: return said.due ? with("ĐỒNG Ý", "APPROVE", day_of(said)) : Sentence{"ĐỒNG Ý", "APPROVE"};
    case Act::deny: return with("KHÔNG:", "NO:", reason_of(said));
    case Act::give_back: return with("TRẢ LẠI", "RETURN", reason_of(said));
    case Act::done:
    case Act::close: return {"ĐÓNG", "CLOSE"};
    case Act::cancel: return with("HỦY", "CANCEL", reason_of(said));
    case Act::suspend:
      return said.reason.empty() ? Sentence{"TẠM HOÃN", "SUSPEND"} : with("TẠM HOÃN", "SUSPEND", reason_of(said));
    case Act::resume: return {"TIẾP TỤC", "RESUME"};
    case Act::ask_extension:
    case Act::change_due:
      return said.no_due ? Sentence{"HẠN MỚI không thời hạn", "NEW DEADLINE none"}
                         : with("HẠN MỚI", "NEW DEADLINE", day_of(said));
    case Act::hand_on:
    case Act::change_lead: return with("CHỦ TRÌ:", "LEAD:", who_of(said));
    case Act::add_party: return party_words(said);
    case Act::remove_party: {
      const Sentence who = who_of(said);
      return {"BỎ " + who.vi + " ra khỏi việc này", "REMOVE " + who.en + " from this task"};
    }
    case Act::add_text: return with("BỔ SUNG:", "ADD TEXT", argument_of(said, "<nội dung>", "<text>"));
    case Act::set_priority: return priority_words(said.priority);
    case Act::urge: return {"ĐÔN ĐỐC", "REMINDER"};
    case Act::ask_state: return {"TIẾN ĐỘ?", "STATUS?"};
    default: return {};
  }
}

Sentence of_clerk(const Said& said) {
  switch (said.act) {
    case Act::recall:
    case Act::cancel:
    case Act::take_back: {
      Sentence out = with("THU HỒI", "RECALL", argument_of(said, "", ""));
      const Sentence reason = reason_of(said);
      return {out.vi + " vì " + reason.vi, out.en + " because " + reason.en};
    }
    case Act::correct: {
      const std::string field = said.field.empty() ? "trích yếu" : said.field;
      const Sentence value = argument_of(said, "<nội dung đúng>", "<what is right>");
      return {"SỬA " + field + ": " + value.vi, "CORRECT " + field + ": " + value.en};
    }
    case Act::register_it: return {"VÀO SỔ", "REGISTER"};
    default: return {};
  }
}

Sentence of_anybody(const Said& said) {
  switch (said.act) {
    case Act::ask_number: return with("XIN SỐ", "REQUEST NUMBER", argument_of(said, "<loại>", "<type>"));
    case Act::list: return with("DANH SÁCH", "LIST", argument_of(said, "", ""));
    case Act::report: return with("BÁO CÁO", "REPORT", argument_of(said, "", ""));
    case Act::help: return {"TRỢ GIÚP", "HELP"};
    case Act::history: return {"LỊCH SỬ", "HISTORY"};
    case Act::yes: return {"CÓ", "YES"};
    case Act::no: return {"KHÔNG", "NO"};
    default: return {};
  }
}

}  // namespace

base::Sentence nearest_command(const Said& said, const Side& side) {
  const bool answers = side.assigner && said.act == Act::yes;
  Sentence out = answers ? Sentence() : of_anybody(said);
  if (out.empty() && !answers && (side.holder || side.head)) out = of_holder(said, side.head);
  if (out.empty() && side.assigner) out = of_assigner(said);
  if (out.empty() && side.clerk) out = of_clerk(said);
  return out;
}

}  // namespace policies::speech
