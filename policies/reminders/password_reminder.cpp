#include "policies/reminders/password_reminder.h"

#include "policies/phrases/deadline_resolve.h"

namespace policies::reminders {

std::optional<PasswordReminder> password_reminder(base::Timestamp runs_out, base::Timestamp now,
                                                  const calendar::Calendar& calendar, const PasswordRules& rules) {
  const int offset = calendar.rule().offset_minutes;
  const calendar::Date today = calendar::local_date(now, offset), day = calendar::local_date(runs_out, offset);
  if (rules.maximum_days <= 0 || runs_out <= now || !calendar.is_working(today)) return std::nullopt;
  PasswordReminder out{
      runs_out, static_cast<int>(calendar::day_number(day) - calendar::day_number(today)), rules.page, {}};
  int nearest = 0, last = 0;
  for (const int days : rules.days) {
    if (last == 0 || days < last) last = days;
    if (out.days <= days && (nearest == 0 || days < nearest)) nearest = days;
  }
  // No other working morning comes before it runs out: the last word is said now.
  if (nearest > 0 && calendar.working_days_between(today, day).days == 0) nearest = last;
  // It runs out on the next working day, before people look at their mail.
  if (nearest > 0 && calendar.working_days_between(today, day).days == 1 && out.days > 1 && calendar.is_working(day))
    nearest = last;
  if (nearest == 0) return std::nullopt;
  out.key = "mk|" + std::to_string(runs_out.us) + "|" + std::to_string(nearest);
  return out;
}

base::Sentence password_in_short(const PasswordReminder& reminder) {
  if (reminder.days <= 0) return {"mật khẩu hết hạn hôm nay", "password ends today"};
  const std::string number = std::to_string(reminder.days);
  return {"mật khẩu còn " + number + " ngày", "password ends in " + number + (reminder.days == 1 ? " day" : " days")};
}

base::Sentence describe(const PasswordReminder& reminder) {
  const base::Sentence when = phrases::describe_due(reminder.runs_out);
  const std::string number = std::to_string(reminder.days);
  base::Sentence left{"còn " + number + " ngày", "in " + number + (reminder.days == 1 ? " day" : " days")};
  if (reminder.days <= 0) left = {"hôm nay", "today"};
  const std::string page_vi =
                        reminder.page.empty() ? "trang đổi mật khẩu của cơ quan (hỏi quản trị viên)" : reminder.page,
                    page_en = reminder.page.empty() ? "the password page of the office (ask the administrator)"
                                                    : reminder.page;
  return {"Mật khẩu thư của Anh/Chị hết hạn " + when.vi + " (" + left.vi +
              "). Sau đó chương trình thư không đăng nhập được nữa cho đến khi đổi; thư gửi đến vẫn được giữ đủ.\n"
              "1. Mở " +
              page_vi +
              " bằng trình duyệt.\n"
              "2. Nhập địa chỉ thư, mật khẩu đang dùng và mật khẩu mới hai lần. Trang này ghi rõ yêu cầu đối với mật "
              "khẩu mới.\n"
              "3. Lần tới chương trình thư (Outlook, Thunderbird, điện thoại) hỏi mật khẩu, nhập mật khẩu mới.\n"
              "Đã đổi rồi thì không phải làm gì nữa. Cơ quan không bao giờ hỏi mật khẩu qua thư.",
          "Your mail password ends on " + when.en + " (" + left.en +
              "). After that mail programs cannot sign in until it is changed; mail that arrives is kept.\n"
              "1. Open " +
              page_en +
              " in a browser.\n"
              "2. Enter your mail address, the present password, and the new one twice. The page says what a new "
              "password must be.\n"
              "3. When your mail program (Outlook, Thunderbird, the telephone) asks for the password, enter the new "
              "one.\n"
              "Nothing need be done when it has been changed already. The office never asks for a password by mail."};
}

}  // namespace policies::reminders
