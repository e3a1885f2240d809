#include "mailstore/office/mails/access_outputs.h"

#include <algorithm>

#include "directory/people/access_grants.h"
#include "mailstore/office/mails/server_mail.h"

namespace mailstore::office {

namespace {

using base::Sentence;
using directory::GrantKind;

// What it lets him do, and how.
Sentence use_of(const AccessRight& right, const std::string& box) {
  switch (right.grant.kind) {
    case GrantKind::substitute: break;
    case GrantKind::enter:
      return {
          "Được nhập nhiệm vụ thay lãnh đạo, theo dõi, đôn đốc, và sửa hoặc hủy nhiệm vụ do mình nhập; không duyệt "
          "gia hạn, không xác nhận kết quả.\nCách nhập: gửi thư giao việc tới " +
              box +
              ", dòng đầu ghi: Thay mặt Chủ tịch (hoặc: Thừa lệnh đ/c và tên lãnh đạo). Mỗi nhiệm vụ đã nhập được "
              "báo cho lãnh đạo.",
          "May enter tasks in a leader's name, follow and urge them, and change or cancel what was entered; approves "
          "no extension and accepts no result.\nHow: send the assignment to " +
              box + " and begin with: On behalf of, and the leader's name or title. The leader is told of each task."};
    case GrantKind::fields:
      return {
          "Ngoài các lĩnh vực này không giao, duyệt, xác nhận nhiệm vụ; nhiệm vụ do chính mình đã giao vẫn quyết "
          "định được.",
          "Outside these fields no task is given, approved or accepted by him; tasks that he gave himself stay his."};
  }
  return {
      "Được giao việc, duyệt gia hạn, xác nhận hoặc trả lại kết quả, thay đổi, hủy nhiệm vụ thay lãnh đạo (trừ việc "
      "chính mình phải thực hiện); nhận thư báo về các nhiệm vụ của lãnh đạo.\nTrả lời các thư đó như lãnh đạo trả "
      "lời; giao việc mới: gửi tới " +
          box + ", dòng đầu ghi: Thay mặt " + right.for_name + ". Nhật ký ghi rõ ai làm, thay ai.",
      "May give tasks, approve extensions, accept or return results, change and cancel tasks in the leader's name "
      "(but not work that is his own); gets the mail about the leader's tasks.\nAnswer that mail as the leader would; "
      "a new task: send it to " +
          box + " and begin with: On behalf of " + right.for_name + ". The journal says who acted, and for whom."};
}

std::string withdrawal_of(const AccessRight& right, const std::string& box) {
  return "\nRút trước hạn: " + right.for_name + " gửi tới " + box + " thư chỉ ghi: THÔI ỦY QUYỀN.\n";
}

std::string text_of(const AccessRight& right, bool granted, const Event& event, const std::string& box) {
  const Sentence what = what_of(right), span = span_of(right.grant), use = use_of(right, box);
  const std::string by = event.actor_name.empty() ? "quản trị viên (lệnh trên máy chủ)" : event.actor_name;
  const std::string by_en = event.actor_name.empty() ? "an administrator (a command on the server)" : event.actor_name;
  if (!granted)
    return "Đã rút: " + what.vi + " (" + span.vi + ").\nNgười rút: " + by +
           ". Từ lúc này quyền đó không còn; những việc đã làm vẫn giữ nguyên.\n\n----------\n\nWithdrawn: " + what.en +
           " (" + span.en + ").\nBy: " + by_en + ". The right ends now; what was done stays.\n";
  const bool substitute = right.grant.kind == GrantKind::substitute;
  return what.vi + "\nThời gian: " + span.vi + ".\nNgười cho phép: " + by + ".\n\n" + use.vi + "\n" +
         (substitute ? withdrawal_of(right, box) : "") + "\n----------\n\n" + what.en + "\nTime: " + span.en +
         ".\nBy: " + by_en + ".\n\n" + use.en + "\n" +
         (substitute ? "\nTo end it earlier: " + right.for_name + " sends " + box +
                           " a mail that says only: END SUBSTITUTION.\n"
                     : "");
}

std::vector<std::string> people_of(const directory::DirectoryView& view, const AccessRight& right) {
  std::vector<std::string> out;
  for (const directory::Account& account : view.accounts()) {
    const bool concerned = account.id == right.grant.account || (right.grant.unit && account.unit == right.grant.unit &&
                                                                 account.kind == directory::AccountKind::person);
    if (concerned && account.active) out.push_back(account.address);
  }
  return out;
}

}  // namespace

std::vector<Output> outputs_of_right(const OutputTools& tools, const Event& event, const AccessRight& right,
                                     bool granted) {
  const directory::Account* tasks = tools.view->role_mailbox(event.office, directory::kTasks);
  const directory::Account* records = tools.view->role_mailbox(event.office, directory::kRecords);
  const std::string box = tasks != nullptr ? tasks->address : "";
  std::vector<std::string> told;
  auto add = [&](const std::string& address) {
    if (!address.empty() && std::find(told.begin(), told.end(), address) == told.end()) told.push_back(address);
  };
  add(event.actor_address);
  if (const directory::Account* leader = tools.view->find_account(right.grant.for_account);
      leader != nullptr && leader->active)
    add(leader->address);
  for (const std::string& address : people_of(*tools.view, right)) add(address);
  if (records != nullptr) add(records->address);
  // The committee office enters for the leader whose substitute now decides.
  if (right.grant.for_account) {
    for (const directory::Account* one : directory::enterers_for(*tools.view, right.grant.for_account, event.at))
      add(one->address);
  }
  std::vector<Output> all;
  for (std::size_t i = 0; i < told.size(); ++i) {
    Output out;
    out.to.push_back(told[i]);
    out.make = [&tools, event, right, granted, box, to = told[i], i](base::SqlReader&) -> base::Result<std::string> {
      ServerMail header;
      header.office = event.office;
      header.to = to;
      const Sentence what = what_of(right);
      header.subject = (granted ? "Ủy quyền: " : "Đã rút ủy quyền: ") + what.vi;
      if (right.grant.kind == GrantKind::fields)
        header.subject = (granted ? "Phân công: " : "Đã rút phân công: ") + what.vi;
      header.message_id = "vb." + std::to_string(event.office.value) + "." + std::to_string(event.seq) + "." +
                          std::to_string(i) + "@" + tools.domain;
      header.answer = to == event.actor_address;
      if (header.answer) header.in_reply_to = event.cause_message_id;
      header.sender = event.actor_address;
      header.at = event.at;
      return build_server_mail(tools, header, base::text_entity(text_of(right, granted, event, box)));
    };
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace mailstore::office
