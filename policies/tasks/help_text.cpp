#include "policies/tasks/help_text.h"

#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

using Where = HelpLine::Where;

void add_holder(std::vector<HelpLine>& out) {
  out.push_back({{"NHẬN", "ACCEPT"}, {"nhận nhiệm vụ", "take the task"}});
  out.push_back({{"TIẾN ĐỘ 60%", "PROGRESS 60"}, {"báo cáo tiến độ", "report progress"}});
  out.push_back(
      {{"XONG", "DONE"}, {"báo cáo hoàn thành, đính kèm kết quả", "report it done, with the result attached"}});
  out.push_back({{"GIA HẠN 20/12/2026 chờ số liệu", "EXTEND 20/12/2026 waiting for figures"},
                 {"xin gia hạn, trước khi hết hạn", "ask for more time, before the deadline"}});
  out.push_back({{"TỪ CHỐI không thuộc thẩm quyền", "REFUSE not our field"},
                 {"từ chối, chờ người giao trả lời", "refuse; the assigner answers"}});
}

void add_lists(std::vector<HelpLine>& out) {
  out.push_back({{"DANH SÁCH của tôi", "LIST mine"}, {"việc của tôi", "my tasks"}, Where::to_task_mailbox});
  out.push_back({{"DANH SÁCH quá hạn", "LIST overdue"}, {"việc quá hạn", "what is late"}, Where::to_task_mailbox});
  out.push_back({{"LỊCH SỬ", "HISTORY"}, {"các bước của một nhiệm vụ", "the steps of a task"}});
}

const Sentence& heading_of(Where where) {
  static const Sentence texts[] = {
      {"Trả lời thư của nhiệm vụ, ghi ở dòng đầu tiên:", "In answer to the mail of a task, in the first line:"},
      {"Gửi tới hộp thư giao việc", "To the task mailbox"},
      {"Gửi tới hộp thư văn thư", "To the records mailbox"},
      {"Trả lời thư của văn bản, ghi ở dòng đầu tiên:", "In answer to the mail of a document, in the first line:"}};
  return texts[static_cast<std::size_t>(where)];
}

const Sentence& name_of(HelpRole role) {
  static const Sentence texts[] = {{"lãnh đạo", "leaders"},
                                   {"phụ trách đơn vị", "heads of units"},
                                   {"chuyên viên", "specialists"},
                                   {"văn thư", "records clerks"}};
  return texts[static_cast<std::size_t>(role)];
}

}  // namespace

std::vector<HelpLine> help_lines(HelpRole role) {
  std::vector<HelpLine> out;
  if (role == HelpRole::leader || role == HelpRole::head) {
    out.push_back({{"HẠN MỚI 20/12/2026", "NEW DEADLINE 20/12/2026"},
                   {"đổi thời hạn việc đã giao", "change the deadline of a task you gave"}});
    out.push_back({{"ĐỒNG Ý", "APPROVE"},
                   {"đồng ý gia hạn hoặc lời từ chối đang chờ", "agree to what waits: an extension, a refusal"}});
    out.push_back({{"ĐÓNG", "CLOSE"}, {"chấp nhận kết quả", "accept the result"}});
    out.push_back({{"TRẢ LẠI thiếu phụ lục", "RETURN annex missing"}, {"yêu cầu làm lại", "have it done again"}});
    out.push_back({{"ĐÔN ĐỐC", "URGE"}, {"nhắc đơn vị đang thực hiện", "urge those who have it"}});
    out.push_back({{"HỦY không cần nữa", "CANCEL no longer needed"}, {"hủy nhiệm vụ", "cancel the task"}});
  }
  if (role == HelpRole::head)
    out.push_back({{"GIAO Nguyễn Văn An hạn 15/12/2026", "ASSIGN Nguyễn Văn An by 15/12/2026"},
                   {"giao cho người trong đơn vị; đơn vị vẫn chủ trì",
                    "pass it to one of your people; the unit stays the lead"}});
  if (role != HelpRole::clerk && role != HelpRole::leader) add_holder(out);
  if (role == HelpRole::clerk) {
    out.push_back({{"XIN SỐ BC", "REQUEST NUMBER BC"},
                   {"xin số; dòng thứ hai là trích yếu", "ask for a number; the second line is the abstract"},
                   Where::to_records});
    out.push_back({{"VÀO SỔ", "REGISTER"}, {"vào sổ văn bản đến", "register a document"}, Where::to_document});
    out.push_back({{"TỪ CHỐI thiếu phụ lục", "REFUSE annex missing"},
                   {"trả lại nơi gửi", "return it to its sender"},
                   Where::to_document});
    add_holder(out);
  }
  add_lists(out);
  return out;
}

MessageText help_message(HelpRole role, std::string_view name, std::string_view task_mailbox,
                         std::string_view records_mailbox) {
  MessageText out;
  out.subject = "Hướng dẫn dùng thư công việc cho " + name_of(role).vi;
  out.opening = {"Kính gửi " + phrases::one_line(name) + ",\n\nCác lệnh dành cho " + name_of(role).vi +
                     ". Có dấu hay không dấu, chữ hoa hay chữ thường đều được.\n",
                 "To " + phrases::one_line(name) + ",\n\nThe commands for " + name_of(role).en +
                     ". With or without marks, in any case.\n"};
  std::string vi = out.opening.vi, en = out.opening.en;
  if (role == HelpRole::leader || role == HelpRole::head) {
    const std::string to = task_mailbox.empty() ? std::string("giaoviec@…") : std::string(task_mailbox);
    vi +=
        "\nGiao việc: gửi thư tới " + to +
        " và đơn vị, người thực hiện (người nhận đầu tiên chủ trì; Cc: để biết). Tiêu đề là tên nhiệm vụ, trong thư ghi thời hạn: hạn 20/12/2026; trước 16h thứ Sáu; trong 5 ngày làm việc.\n";
    en +=
        "\nTo give a task: write to " + to +
        " and to those who must act (the first leads; Cc: for information). The subject is its title; write the deadline: by 20 Dec 2026; within 5 working days.\n";
  }
  if (role == HelpRole::leader) {
    vi +=
        "\nỦy quyền khi đi vắng: gửi tới hộp thư giao việc: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12. Rút: THÔI ỦY "
        "QUYỀN.\n";
    en +=
        "\nTo hand over while you are away: write to the task mailbox: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12. To "
        "take it back: END SUBSTITUTION.\n";
  }
  const std::vector<HelpLine> lines = help_lines(role);
  for (const Where where : {Where::to_task_mail, Where::to_document, Where::to_records, Where::to_task_mailbox}) {
    bool first = true;
    for (const HelpLine& line : lines) {
      if (line.where != where) continue;
      if (first) {
        const std::string_view address = where == Where::to_task_mailbox ? task_mailbox
                                         : where == Where::to_records    ? records_mailbox
                                                                         : std::string_view();
        const std::string at = address.empty() ? "" : " " + std::string(address);
        const std::string colon = heading_of(where).vi.ends_with(':') ? "" : ":";
        vi += "\n" + heading_of(where).vi + at + colon + "\n";
        en += "\n" + heading_of(where).en + at + colon + "\n";
        first = false;
      }
      vi += "    " + line.words.vi + " – " + line.what.vi + "\n";
      en += "    " + line.words.en + " – " + line.what.en + "\n";
    }
  }
  vi +=
      "\nViết như nói chuyện cũng được: máy chủ hiểu thì làm, chưa chắc thì hỏi lại và chỉ cần trả lời ĐÚNG hoặc KHÔNG.\n";
  en +=
      "\nPlain words will do too: what is certain is done, what is not is asked back, to be answered with YES or NO.\n";
  out.text = vi + "\n----------\n\n" + en;
  return out;
}

}  // namespace policies::tasks
