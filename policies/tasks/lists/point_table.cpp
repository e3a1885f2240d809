#include "policies/tasks/lists/point_table.h"

#include <algorithm>

#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/text_parts.h"

namespace policies::tasks {

namespace {

void add(Sentence& to, const Sentence& line) {
  to.vi += line.vi + "\n";
  to.en += line.en + "\n";
}

std::string names_of(const Assignment& draft, std::initializer_list<PartyRole> roles) {
  std::string out;
  for (const TaskParty& party : draft.parties) {
    if (std::find(roles.begin(), roles.end(), party.role) == roles.end()) continue;
    out += (out.empty() ? "" : "; ") + phrases::one_line(party.name, kMaxFact);
  }
  return out;
}

std::string shown_subject(const std::string& subject) {
  const std::string line = phrases::shortened(phrases::visible(title_of(subject)));
  return line.empty() ? "(không có tiêu đề)" : line;
}

// One point as lines of one language.
std::string lines_of(const PointRow& row, bool vi) {
  auto pick = [&](const Sentence& sentence) { return vi ? sentence.vi : sentence.en; };
  std::string out = std::to_string(row.number) + ". " + (row.task_number.empty() ? "" : "[" + row.task_number + "] ") +
                    (row.work.empty() ? std::string(vi ? "(chưa rõ việc)" : "(no work said)") : row.work) + "\n";
  if (row.information) return out + (vi ? "   Không giao (thông tin).\n" : "   Not given (information).\n");
  auto line = [&](const char* head_vi, const char* head_en, const std::string& value) {
    if (!value.empty()) out += std::string("   ") + (vi ? head_vi : head_en) + ": " + value + "\n";
  };
  if (row.each) line("Thực hiện, mỗi nơi một kết quả", "Each for itself", row.lead);
  else line("Chủ trì", "Lead", row.lead);
  line("Phối hợp", "Cooperating", row.cooperating);
  line("Để biết", "For information", row.informed);
  line("Thời hạn", "Deadline", pick(row.due));
  for (const Sentence& unclear : row.unclear) line("CHƯA RÕ", "NOT CLEAR", pick(unclear));
  return out;
}

std::string block(const PointTable& table, bool vi) {
  std::string out = vi ? table.opening.vi : table.opening.en;
  for (const PointRow& row : table.rows) out += "\n" + lines_of(row, vi);
  return out + "\n" + (vi ? table.closing.vi : table.closing.en);
}

PointMessage message_of(std::string subject, PointTable table) {
  PointMessage out;
  out.subject = std::move(subject);
  out.text = text_of(table);
  out.table = std::move(table);
  return out;
}

void add_how_to_correct(Sentence& closing, const PointAsk& ask) {
  add(closing, {"Muốn sửa, xin ghi số của việc, mỗi việc một dòng, có thể kèm "
                "ĐÚNG:\n    2: hạn 15/12\n    3: Phòng Kinh tế chủ trì\n    bỏ 4\n    5 là thông tin, không giao",
                "To correct, write the number of the point, each in a line of its own, together with YES if you "
                "like:\n    2: by 15/12\n    3: Phòng Kinh tế chủ trì\n    drop 4\n    5 is information only"});
  if (ask.one_possible && !ask.choose)
    add(closing, {"MỘT VIỆC: giao cả thư thành một nhiệm vụ chung.", "ONE TASK: the whole mail as a single task."});
  add(closing, {"HỦY: bỏ tất cả, không giao.", "CANCEL: drop everything."});
}

}  // namespace

bool is_clear(const PointRow& row) { return row.unclear.empty() && !row.information && row.task == 0; }

std::string text_of(const PointTable& table) { return block(table, true) + "\n----------\n\n" + block(table, false); }

PointRow point_row(const Assignment& draft) {
  PointRow row;
  row.work = phrases::one_line(draft.title, kMaxFact);
  row.lead = names_of(draft, {PartyRole::lead, PartyRole::part});
  row.cooperating = names_of(draft, {PartyRole::cooperating});
  row.each = draft.mode == Mode::each;
  row.informed = names_of(draft, {PartyRole::informed});
  row.due = draft.due ? due_in_full(draft.due, draft.due_day_off) : Sentence{"không thời hạn", "none"};
  return row;
}

PointMessage ask_points(std::vector<PointRow> rows, const PointAsk& ask) {
  PointTable table;
  const auto clear = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is_clear));
  const auto information = static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const PointRow& row) { return row.information || row.task != 0; }));
  const std::size_t given = rows.size() - information, open = given - clear;
  for (const Sentence& said : ask.said) add(table.opening, said);
  const std::string subject = shown_subject(ask.subject);
  if (ask.choose) {
    add(table.opening, {"Thư “" + subject + "” có thể là nhiều việc hoặc một việc. Xin trả lời một trong hai:",
                        "The message “" + subject + "” may be several tasks or one. Please reply with one of these:"});
    add(table.opening,
        {"    NHIỀU VIỆC – giao riêng từng việc như bảng dưới đây", "    SEVERAL TASKS – each by itself, as below"});
    add(table.opening,
        {"    MỘT VIỆC – giao cả thư thành một nhiệm vụ", "    ONE TASK – the whole mail as a single task"});
  } else {
    const std::string many = std::to_string(given);
    add(table.opening, {"Thư “" + subject + "” được hiểu là " + many + " việc:",
                        "The message “" + subject + "” was read as " + many + " task(s):"});
  }
  if (open > 0)
    add(table.opening, {"Chưa rõ " + std::to_string(open) + " việc; xin xem dòng CHƯA RÕ.",
                        std::to_string(open) + " not clear yet; please see the lines NOT CLEAR."});
  if (ask.choose) {
    add(table.closing,
        {"NHIỀU VIỆC hoặc MỘT VIỆC? Chưa giao việc nào từ bảng này; nội dung và tệp đính kèm của thư được giữ nguyên.",
         "SEVERAL TASKS or ONE TASK? Nothing in this table has been assigned yet; text and files of your message are kept."});
  } else if (clear > 0) {
    add(table.closing, {"Trả lời ĐÚNG: giao cùng lúc " + std::to_string(clear) +
                            (open > 0 ? " việc đã rõ; các việc chưa rõ được hỏi tiếp." : " việc.") +
                            " Chưa giao việc nào trong bảng này; nội dung và tệp đính kèm của thư được giữ nguyên.",
                        "Reply YES: the " + std::to_string(clear) + " clear task(s) are assigned together" +
                            (open > 0 ? "; the others stay open." : ".") +
                            " Nothing in this table has been assigned yet; text and files of your message are kept."});
  } else {
    add(table.closing, {"Chưa việc nào đủ rõ để giao. Nội dung và tệp đính kèm của thư được giữ nguyên.",
                        "None is clear enough to be assigned. Text and files of your message are kept."});
  }
  add_how_to_correct(table.closing, ask);
  table.rows = std::move(rows);
  return message_of((ask.choose ? "Cần làm rõ: " : "Cần xác nhận: ") +
                        (ask.choose ? "" : std::to_string(given) + " việc – ") + subject,
                    std::move(table));
}

PointMessage points_created(std::vector<PointRow> rows, const std::string& subject, const std::string& mailbox,
                            const std::vector<Sentence>& said) {
  PointTable table;
  const std::string many = std::to_string(rows.size());
  for (const Sentence& line : said) add(table.opening, line);
  add(table.opening, {"Đã giao " + many + " việc từ thư “" + shown_subject(subject) + "”:",
                      many + " task(s) were assigned from the message “" + shown_subject(subject) + "”:"});
  const std::string example = rows.empty() ? "" : rows.front().task_number;
  add(table.closing, {"Muốn đổi một việc: gửi thư tới " + mailbox + " với số của việc trong tiêu đề, ví dụ [" +
                          example + "], và ghi ở dòng đầu: HẠN MỚI 20/12/2026; BỔ SUNG …; HỦY <lý do>.",
                      "To change one: write to " + mailbox + " with its number in the subject, for example [" +
                          example + "], and in the first line: NEW DEADLINE 20/12/2026; ADD …; CANCEL <reason>."});
  table.rows = std::move(rows);
  return message_of("Đã giao " + many + " việc: " + shown_subject(subject), std::move(table));
}

PointMessage too_many_points(std::size_t points, std::size_t most, const std::string& subject) {
  PointMessage out;
  const std::string many = std::to_string(points), limit = std::to_string(most);
  out.subject = "Chưa giao: " + shown_subject(subject);
  out.text = "Thư có " + many + " việc; một thư giao được nhiều nhất " + limit +
             " việc. Chưa giao việc nào. Xin chia thành nhiều thư rồi gửi lại.\n\n----------\n\nThe message has " +
             many + " tasks; one message can give at most " + limit +
             ". Nothing has been assigned. Please split it into several messages.\n";
  return out;
}

}  // namespace policies::tasks
