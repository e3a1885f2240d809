#include "policies/tasks/texts/help_text.h"

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

void add_series(std::vector<HelpLine>& out) {
  out.push_back({{"DANH SÁCH định kỳ", "LIST periodic"},
                 {"việc định kỳ, hạn tới của mỗi việc", "periodic tasks, each with its next due day"},
                 Where::to_task_mailbox});
}

void add_lists(std::vector<HelpLine>& out) {
  out.push_back({{"DANH SÁCH của tôi", "LIST mine"}, {"việc của tôi", "my tasks"}, Where::to_task_mailbox});
  out.push_back({{"DANH SÁCH quá hạn", "LIST overdue"}, {"việc quá hạn", "what is late"}, Where::to_task_mailbox});
  out.push_back(
      {{"HOÀN TÁC", "UNDO"}, {"bỏ bước vừa làm, trong mười phút", "take back the step just made, within ten minutes"}});
  out.push_back({{"LỊCH SỬ", "HISTORY"}, {"các bước của một nhiệm vụ", "the steps of a task"}});
}

void add_leaders_lists(std::vector<HelpLine>& out) {
  out.push_back({{"DANH SÁCH chưa nhận", "LIST not accepted"},
                 {"việc chưa ai nhận", "what nobody took"},
                 Where::to_task_mailbox});
  out.push_back(
      {{"BÁO CÁO tháng này", "REPORT"}, {"số liệu của tháng", "the figures of the month"}, Where::to_task_mailbox});
  out.push_back({{"ĐĂNG KÝ bản tin sáng", "SUBSCRIBE morning page"},
                 {"mỗi sáng một thư: việc quá hạn, sắp đến hạn, chờ ý kiến; thôi: THÔI bản tin sáng",
                  "a mail each morning: late, due soon, waiting for you; to stop: UNSUBSCRIBE morning page"},
                 Where::to_task_mailbox});
  out.push_back(
      {{"ĐĂNG KÝ bản tin tuần", "SUBSCRIBE weekly page"},
       {"như trên, đầu mỗi tuần; thôi: THÔI bản tin tuần", "the same, once a week; to stop: UNSUBSCRIBE weekly page"},
       Where::to_task_mailbox});
}

void add_choices(std::vector<HelpLine>& out) {
  out.push_back(
      {{"THÔI nhắc việc", "STOP reminders"},
       {"không nhận thư nhắc việc buổi sáng; nhận lại: NHẮC việc", "no morning reminders; again: REMINDERS on"},
       Where::to_task_mailbox});
  out.push_back({{"TIẾNG ANH có", "ENGLISH yes"},
                 {"thư của máy chủ có thêm bản tiếng Anh; thôi: TIẾNG ANH không",
                  "mails with the English twin; without: ENGLISH no"},
                 Where::to_task_mailbox});
  out.push_back({{"TRỢ GIÚP", "HELP"}, {"xem lại hướng dẫn này", "these words again"}, Where::to_task_mailbox});
}

void add_administrator(std::vector<HelpLine>& out) {
  auto add = [&](const char* command, const char* vi, const char* en) {
    out.push_back({{command, command}, {vi, en}, Where::on_server});
  };
  add("vanthu unit import don-vi.csv", "nhập cơ quan, đơn vị từ bảng; xem trước rồi mới ghi",
      "offices and units from a table; a plan first");
  add("vanthu staff import can-bo.csv --slips phieu.csv", "nhập cán bộ; phiếu mật khẩu cấp một lần ghi ra tệp",
      "staff from a table; one-time passwords go into a file");
  add("vanthu account set-password ĐỊA-CHỈ", "cấp lại mật khẩu một lần", "a new one-time password");
  add("vanthu account unlock ĐỊA-CHỈ", "mở khóa tài khoản nhập sai nhiều lần", "end the waits of wrong passwords");
  add("vanthu account disable ĐỊA-CHỈ", "ngừng tài khoản người nghỉ việc, thư vẫn giữ",
      "close an account; its mail is kept");
  add("vanthu report accounts", "ai chưa đổi mật khẩu lần đầu, ai quá hạn", "who never left the first password");
  add("vanthu preference list", "các lựa chọn của đơn vị và từng người", "what units and persons chose");
  add("vanthu access show", "ai được làm bước nào", "who may do which step");
  add("vanthu backup THƯ-MỤC", "sao lưu", "a backup");
  add("vanthu verify", "kiểm tra kho thư", "check the store");
}

const Sentence& heading_of(Where where) {
  static const Sentence texts[] = {
      {"Trả lời thư của nhiệm vụ, ghi ở dòng đầu tiên:", "In answer to the mail of a task, in the first line:"},
      {"Gửi tới hộp thư giao việc", "To the task mailbox"},
      {"Gửi tới hộp thư văn thư", "To the records mailbox"},
      {"Trả lời thư của văn bản, ghi ở dòng đầu tiên:", "In answer to the mail of a document, in the first line:"},
      {"Trên máy chủ, dòng lệnh:", "On the server, at the command line:"}};
  return texts[static_cast<std::size_t>(where)];
}

}  // namespace

const Sentence& name_of(HelpRole role) {
  static const Sentence texts[] = {{"lãnh đạo", "leaders"},
                                   {"phụ trách đơn vị", "heads of units"},
                                   {"chuyên viên", "specialists"},
                                   {"văn thư", "records clerks"},
                                   {"quản trị viên", "administrators"}};
  return texts[static_cast<std::size_t>(role)];
}

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
  if (role == HelpRole::admin) add_administrator(out);
  if (role == HelpRole::head || role == HelpRole::staff) add_holder(out);
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
  if (role == HelpRole::leader || role == HelpRole::head) add_series(out);
  if (role == HelpRole::leader || role == HelpRole::head) add_leaders_lists(out);
  add_choices(out);
  return out;
}

std::vector<HelpBlock> help_blocks(HelpRole role, const HelpAddresses& addresses) {
  std::vector<HelpBlock> out;
  const std::vector<HelpLine> lines = help_lines(role);
  for (const Where where :
       {Where::on_server, Where::to_task_mail, Where::to_document, Where::to_records, Where::to_task_mailbox}) {
    HelpBlock block{heading_of(where), {}};
    for (const HelpLine& line : lines) {
      if (line.where == where) block.lines.push_back(line);
    }
    if (block.lines.empty()) continue;
    const std::string& address = where == Where::to_records ? addresses.records_mailbox : addresses.task_mailbox;
    if (!block.heading.vi.ends_with(':')) {
      const std::string at = (address.empty() ? "" : " " + address) + ":";
      block.heading = {block.heading.vi + at, block.heading.en + at};
    }
    out.push_back(std::move(block));
  }
  return out;
}

Sentence how_to_assign(HelpRole role, const HelpAddresses& addresses) {
  if (role != HelpRole::leader && role != HelpRole::head) return {};
  const std::string to = addresses.task_mailbox.empty() ? std::string("giaoviec@…") : addresses.task_mailbox;
  Sentence out{
      "Giao việc: gửi thư tới " + to +
          " và đơn vị, người thực hiện (người nhận đầu tiên chủ trì; Cc: để biết). Tiêu đề là tên nhiệm vụ, trong thư ghi thời hạn: hạn 20/12/2026; trước 16h thứ Sáu; trong 5 ngày làm việc.\n"
          "Việc định kỳ: trong thư ghi chu kỳ, ví dụ: thứ Sáu hằng tuần; ngày 25 hằng tháng, đến hết tháng 6/2027. Đổi hoặc dừng: trả lời thư “Đã lập chu kỳ”, ví dụ: KẾT THÚC.\n"
          "Nhiều việc trong một thư (kết luận họp, giao ban): mỗi việc một ý có số, đơn vị và thời hạn, ví dụ: 1. Phòng Kinh tế báo cáo thu ngân sách trước 10/12/2026. Máy chủ gửi lại bảng các việc; trả lời ĐÚNG để giao tất cả, hoặc sửa từng việc: 2: hạn 16/12/2026; bỏ 1.",
      "To give a task: write to " + to +
          " and to those who must act (the first leads; Cc: for information). The subject is its title; write the deadline: by 20 Dec 2026; within 5 working days.\n"
          "A periodic task: write when it recurs: every Friday; the 25th of every month until 30 June 2027. To change or end it, answer the mail that told it, for example: STOP.\n"
          "Several tasks in one mail (minutes of a meeting): each a numbered point with unit and deadline, for example: 1. Phòng Kinh tế reports the revenue by 10/12/2026. You get a table of them; reply YES to assign all, or correct single ones: 2: by 16/12/2026; drop 1."};
  if (role == HelpRole::leader) {
    out.vi +=
        "\nỦy quyền khi đi vắng: gửi tới hộp thư giao việc: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12. Rút: THÔI ỦY QUYỀN.";
    out.en +=
        "\nTo hand over while you are away: write to the task mailbox: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12. To take it back: END SUBSTITUTION.";
  }
  return out;
}

Sentence plain_words_note() {
  return {
      "Viết như nói chuyện cũng được: máy chủ hiểu thì làm, chưa chắc thì hỏi lại và chỉ cần trả lời ĐÚNG hoặc KHÔNG.",
      "Plain words will do too: what is certain is done, what is not is asked back, to be answered with YES or NO."};
}

MessageText help_message(HelpRole role, std::string_view name, const HelpAddresses& addresses) {
  MessageText out;
  out.subject = "Hướng dẫn dùng thư công việc cho " + name_of(role).vi;
  out.opening = {"Kính gửi " + phrases::one_line(name) + ",\n\nCác lệnh dành cho " + name_of(role).vi +
                     ". Có dấu hay không dấu, chữ hoa hay chữ thường đều được.\n",
                 "To " + phrases::one_line(name) + ",\n\nThe commands for " + name_of(role).en +
                     ". With or without marks, in any case.\n"};
  const Sentence body = help_body(role, addresses);
  out.vi = out.opening.vi + body.vi;
  out.text = out.vi + "\n----------\n\n" + out.opening.en + body.en;
  return out;
}

Sentence help_body(HelpRole role, const HelpAddresses& addresses) {
  Sentence out;
  if (const Sentence assign = how_to_assign(role, addresses); !assign.vi.empty()) {
    out.vi += "\n" + assign.vi + "\n";
    out.en += "\n" + assign.en + "\n";
  }
  for (const HelpBlock& block : help_blocks(role, addresses)) {
    out.vi += "\n" + block.heading.vi + "\n";
    out.en += "\n" + block.heading.en + "\n";
    for (const HelpLine& line : block.lines) {
      out.vi += "    " + line.words.vi + " – " + line.what.vi + "\n";
      out.en += "    " + line.words.en + " – " + line.what.en + "\n";
    }
  }
  const Sentence plain = plain_words_note();
  out.vi += "\n" + plain.vi + "\n";
  out.en += "\n" + plain.en + "\n";
  return out;
}

}  // namespace policies::tasks
