// What somebody chose by a line to the task mailbox: written with the answer, in one commit.
#include "mailstore/office/ruling/inquiry_ruling.h"
#include "mailstore/office/ruling/rights/may_read.h"
#include "policies/reminders/preference_words.h"

namespace mailstore::office {

namespace {

using directory::Preference;
using policies::reminders::PreferenceWish;
using policies::reminders::Wish;

Preference preference_of(Wish wish) {
  switch (wish) {
    case Wish::morning_page: return Preference::morning_page;
    case Wish::weekly_page: return Preference::weekly_page;
    case Wish::reminders: return Preference::reminders;
    case Wish::english: break;
  }
  return Preference::english;
}

base::Sentence echo(Wish wish, bool on) {
  switch (wish) {
    case Wish::morning_page:
      if (on)
        return {
            "Đã đăng ký bản tin sáng: mỗi ngày làm việc một thư, bắt đầu từ ngày làm việc tới. Thôi nhận: THÔI bản tin "
            "sáng.",
            "Subscribed to the morning page: one mail each working day, from the next one on. To stop: UNSUBSCRIBE "
            "morning page."};
      return {"Đã thôi bản tin sáng. Nhận lại: ĐĂNG KÝ bản tin sáng.",
              "The morning page is stopped. Again: SUBSCRIBE morning page."};
    case Wish::weekly_page:
      if (on)
        return {
            "Đã đăng ký bản tin tuần: một thư vào ngày làm việc đầu tuần (thư đầu tiên vào ngày làm việc tới). Thôi nhận: "
            "THÔI bản tin tuần.",
            "Subscribed to the weekly page: one mail on the first working day of each week (the first on the next "
            "working day). To stop: UNSUBSCRIBE weekly page."};
      return {"Đã thôi bản tin tuần. Nhận lại: ĐĂNG KÝ bản tin tuần.",
              "The weekly page is stopped. Again: SUBSCRIBE weekly page."};
    case Wish::reminders:
      if (on)
        return {"Đã bật thư nhắc việc buổi sáng. Thôi nhận: THÔI nhắc việc.",
                "The morning's reminders are on. To stop: STOP reminders."};
      return {
          "Đã thôi thư nhắc việc buổi sáng; việc và thời hạn vẫn như cũ, xem bằng DANH SÁCH của tôi. Thư nhắc mật khẩu sắp "
          "hết hạn vẫn gửi. Nhận lại: NHẮC việc.",
          "The morning's reminders are stopped; tasks and deadlines stay, LIST mine shows them. That a password ends is "
          "still said. Again: REMINDERS on."};
    case Wish::english: break;
  }
  if (on)
    return {"Từ nay thư của máy chủ gửi Anh/Chị có thêm bản tiếng Anh. Thôi: TIẾNG ANH không.",
            "From now on mails to you carry the English twin. To stop: ENGLISH no."};
  return {"Từ nay thư của máy chủ gửi Anh/Chị chỉ có tiếng Việt. Có lại bản tiếng Anh: TIẾNG ANH có.",
          "From now on mails to you are in Vietnamese only. English again: ENGLISH yes."};
}

Ruling said(const IntakeHead& head, const char* rule, const char* subject, const base::Sentence& what) {
  return Ruling{{answer_of(head, AnswerFrom::tasks, rule, subject, answer_text(head, what))}, std::nullopt};
}

}  // namespace

Ruling rule_preference(const IntakeHead& head, const PreferenceWish& wish) {
  const base::Sentence commands = policies::reminders::preference_commands();
  if (!wish.what || !wish.on)
    return said(head, "preference-unclear", "Chưa rõ lựa chọn; chưa thay đổi gì",
                {"Chưa rõ Anh/Chị chọn gì nên chưa thay đổi gì. Xin gửi lại một trong các dòng: " + commands.vi + ".",
                 "It is not clear what you choose; nothing was changed. Please send one of: " + commands.en + "."});
  const bool page = *wish.what == Wish::morning_page || *wish.what == Wish::weekly_page;
  if (page && *wish.on && !leads(head.actor) && !heads_a_unit(head.actor))
    return said(
        head, "page-for-leaders", "Bản tin dành cho lãnh đạo và phụ trách đơn vị; chưa đăng ký",
        {"Bản tin dành cho lãnh đạo cơ quan và phụ trách đơn vị nên chưa đăng ký cho Anh/Chị. Việc của Anh/Chị: gửi DANH "
         "SÁCH của tôi; sáng ngày làm việc có thư nhắc khi có việc đến hạn.",
         "The page is for leaders and heads of units; you were not subscribed. For your own tasks write LIST mine; on "
         "working days a mail reminds you of what is due."});
  IntakeHead answered = head;
  if (*wish.what == Wish::english) answered.english = *wish.on;
  const char* subject = page ? (*wish.on ? "Đã đăng ký bản tin" : "Đã thôi bản tin") : "Đã ghi lựa chọn của Anh/Chị";
  Ruling ruling = said(answered, "preference-set", subject, echo(*wish.what, *wish.on));
  ruling.preferences.push_back({preference_of(*wish.what), *wish.on ? "yes" : "no"});
  return ruling;
}

}  // namespace mailstore::office
