#include "policies/tasks/texts/welcome_text.h"

#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "; ") + phrases::one_line(name);
  return out;
}

Sentence where_work_comes(const Welcome& welcome) {
  const std::string unit =
      welcome.unit_mailbox.empty() ? std::string("hộp thư giao việc của đơn vị") : welcome.unit_mailbox;
  const std::string unit_en =
      welcome.unit_mailbox.empty() ? std::string("the task mailbox of your unit") : welcome.unit_mailbox;
  switch (welcome.role) {
    case HelpRole::leader:
      return {
          "Việc Anh/Chị giao: kết quả, đề nghị gia hạn và ý kiến về hộp thư đến của Anh/Chị, tiêu đề có số [NV-…]. Việc "
          "cấp trên giao cho cơ quan vào " +
              unit + " và cả hộp thư đến của Anh/Chị.",
          "Of tasks you give, results, requests and remarks come to your INBOX, with the number [NV-…] in the subject. "
          "Tasks given to your office come to " +
              unit_en + " and to your INBOX too."};
    case HelpRole::head:
      return {"Việc giao cho đơn vị vào " + unit +
                  " và cả hộp thư đến của Anh/Chị, tiêu đề có số [NV-…]. Giao lại cho người "
                  "trong đơn vị bằng lệnh GIAO.",
              "Tasks of the unit come to " + unit_en +
                  " and to your INBOX too, with the number [NV-…] in the subject. Pass "
                  "them to your people with ASSIGN."};
    case HelpRole::clerk:
      return {"Văn bản đến vào " +
                  (welcome.addresses.records_mailbox.empty() ? std::string("hộp thư văn thư")
                                                             : welcome.addresses.records_mailbox) +
                  " (thư mục dùng chung trong chương trình thư). Việc được giao vào hộp thư đến của Anh/Chị.",
              "Documents come to " +
                  (welcome.addresses.records_mailbox.empty() ? std::string("the records mailbox")
                                                             : welcome.addresses.records_mailbox) +
                  " (a shared folder in your mail program). Tasks come to your INBOX."};
    case HelpRole::admin:
      return {
          "Anh/Chị quản trị tài khoản; không đọc thư và hồ sơ của cơ quan. Thư gửi postmaster đến hộp thư của Anh/Chị.",
          "You administer accounts, and read no office matter. Mail to postmaster comes to you."};
    case HelpRole::staff: break;
  }
  return {"Việc được giao vào hộp thư đến của Anh/Chị, tiêu đề có số [NV-…]: trả lời chính thư đó.",
          "Tasks come to your INBOX, with the number [NV-…] in the subject: reply to that very mail."};
}

}  // namespace

Sentence welcome_greeting(const Welcome& welcome) {
  const std::string name = phrases::one_line(welcome.name), office = phrases::one_line(welcome.office);
  return {"Kính gửi " + name + ",\n\nHộp thư " + welcome.address + " của Anh/Chị tại " + office +
              " đã dùng được. Việc của cơ quan làm ngay trong thư: trả lời thư bằng một dòng lệnh ngắn.",
          "To " + name + ",\n\nYour mailbox " + welcome.address + " at " + office +
              " is ready. Office work is done by mail: reply with one short line."};
}

std::vector<WelcomePart> welcome_parts(const Welcome& welcome) {
  std::vector<WelcomePart> out;
  out.push_back({{"Việc đến ở đâu", "Where work comes"}, {where_work_comes(welcome)}});
  out.back().said.push_back(
      {"Sáng ngày làm việc có một thư nhắc việc, khi có việc sắp đến hạn hoặc quá hạn. Trước khi mật khẩu hết hạn cũng có "
       "thư nhắc.",
       "On working days one mail reminds you of what is due or late, when there is any. It also says when your password is "
       "about to end."});
  WelcomePart help{{"Ai giúp Anh/Chị", "Who helps you"}, {}};
  if (!welcome.clerks.empty())
    help.said.push_back({"Văn thư: " + list_of(welcome.clerks), "Records clerk: " + list_of(welcome.clerks)});
  if (!welcome.administrators.empty())
    help.said.push_back({"Quản trị viên (tài khoản, mật khẩu): " + list_of(welcome.administrators),
                         "Administrator (account, password): " + list_of(welcome.administrators)});
  help.said.push_back({"Không ai của cơ quan hỏi mật khẩu của Anh/Chị qua thư hay điện thoại.",
                       "Nobody of the office asks for your password, by mail or by telephone."});
  out.push_back(std::move(help));
  return out;
}

MessageText welcome_message(const Welcome& welcome) {
  MessageText out;
  out.subject = "Chào mừng Anh/Chị: bắt đầu dùng thư công việc";
  out.opening = welcome_greeting(welcome);
  Sentence body;
  for (const WelcomePart& part : welcome_parts(welcome)) {
    body.vi += "\n" + part.heading.vi + "\n";
    body.en += "\n" + part.heading.en + "\n";
    for (const Sentence& said : part.said) {
      body.vi += "- " + said.vi + "\n";
      body.en += "- " + said.en + "\n";
    }
  }
  const Sentence words = help_body(welcome.role, welcome.addresses);
  out.vi = out.opening.vi + "\n" + body.vi + words.vi;
  out.text = out.vi + "\n----------\n\n" + out.opening.en + "\n" + body.en + words.en;
  return out;
}

}  // namespace policies::tasks
