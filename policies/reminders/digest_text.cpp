#include "policies/reminders/digest_text.h"

#include <algorithm>
#include <array>

#include "policies/phrases/deadline_resolve.h"

namespace policies::reminders {

namespace {

struct SectionWords {
  Section section;
  base::Sentence heading;
  base::Sentence counted;  // behind a number in the subject
};

const std::array<SectionWords, 6>& all_sections() {
  static const std::array<SectionWords, 6> table{{
      {Section::overdue, {"Quá hạn", "Overdue"}, {"quá hạn", "overdue"}},
      {Section::today, {"Đến hạn hôm nay", "Due today"}, {"hôm nay", "today"}},
      {Section::before, {"Sắp đến hạn", "Due soon"}, {"sắp đến hạn", "soon"}},
      {Section::overdue_given,
       {"Việc Anh/Chị đã giao, đã quá hạn", "Tasks you gave that are overdue"},
       {"việc đã giao quá hạn", "given and overdue"}},
      {Section::unaccepted, {"Chưa nhận", "Not accepted yet"}, {"chưa nhận", "not accepted"}},
      {Section::unassigned,
       {"Đã nhận, chưa phân công", "Accepted, given to nobody yet"},
       {"chưa phân công", "not passed on"}},
  }};
  return table;
}

Section section_of(const Reminder& reminder) {
  switch (reminder.reason) {
    case Reason::overdue: return reminder.audience == Audience::assigner ? Section::overdue_given : Section::overdue;
    case Reason::today: return Section::today;
    case Reason::before: return Section::before;
    case Reason::unaccepted: return Section::unaccepted;
    case Reason::unassigned: break;
  }
  return Section::unassigned;
}

base::Sentence days_of(const DigestLine& line) {
  const std::string number = std::to_string(line.reminder.days);
  switch (line.reminder.reason) {
    case Reason::overdue:
      return {"quá " + number + " ngày", number + (line.reminder.days == 1 ? " day late" : " days late")};
    case Reason::before:
      return {"còn " + number + " ngày làm việc",
              number + (line.reminder.days == 1 ? " working day left" : " working days left")};
    case Reason::today:
      if (line.due_day_off)
        return {"hạn vào ngày nghỉ, hôm nay là ngày làm việc cuối", "due on a day off, today is the last working day"};
      return {"hạn hôm nay", "due today"};
    case Reason::unaccepted:
      return {"quá " + number + " giờ làm việc chưa nhận", "not accepted for " + number + " working hours"};
    case Reason::unassigned: break;
  }
  return {"quá " + number + " giờ làm việc chưa phân công", "given to nobody for " + number + " working hours"};
}

}  // namespace

std::vector<DigestSection> sections_of(const Digest& digest) {
  std::vector<DigestSection> out;
  for (const SectionWords& words : all_sections()) {
    DigestSection section{words.section, words.heading, {}};
    for (const DigestLine& line : digest.lines) {
      if (section_of(line.reminder) == words.section) section.lines.push_back(line);
    }
    if (section.lines.empty()) continue;
    std::sort(section.lines.begin(), section.lines.end(), [](const DigestLine& a, const DigestLine& b) {
      if (a.reminder.due != b.reminder.due) return a.reminder.due < b.reminder.due;
      return a.number < b.number;
    });
    out.push_back(std::move(section));
  }
  return out;
}

base::Sentence describe(const DigestLine& line) {
  const base::Sentence days = days_of(line);
  base::Sentence due{"không hạn", "no deadline"};
  if (line.reminder.due != base::Timestamp()) due = phrases::describe_due(line.reminder.due);
  const std::string title = phrases::shortened(line.title, 300), holder = phrases::one_line(line.holder),
                    assigner = phrases::one_line(line.assigner);
  return {"[" + line.number + "] " + title + "\n    " + holder + "; hạn " + due.vi + " (" + days.vi + "); " +
              line.state.vi + "; người giao: " + assigner,
          "[" + line.number + "] " + title + "\n    " + holder + "; due " + due.en + " (" + days.en + "); " +
              line.state.en + "; given by " + assigner};
}

base::Sentence counts_of(const Digest& digest) {
  base::Sentence counts;
  const auto add = [&](const base::Sentence& one) {
    counts.vi += (counts.vi.empty() ? "" : ", ") + one.vi;
    counts.en += (counts.en.empty() ? "" : ", ") + one.en;
  };
  for (const DigestSection& section : sections_of(digest)) {
    const auto words = std::find_if(all_sections().begin(), all_sections().end(),
                                    [&](const SectionWords& one) { return one.section == section.section; });
    const std::string number = std::to_string(section.lines.size());
    add({number + " " + words->counted.vi, number + " " + words->counted.en});
  }
  if (digest.password) add(password_in_short(*digest.password));
  return counts;
}

base::Sentence foot_of(const Digest& digest) {
  if (digest.lines.empty()) return {};
  return {
      "Muốn trả lời về một nhiệm vụ, xin trả lời thư này và ghi số trong ngoặc vuông của nhiệm vụ, rồi đến lệnh hoặc "
      "lời của Anh/Chị; nếu không ghi số, máy chủ hỏi lại là nhiệm vụ nào.",
      "To answer about a task, reply to this message with the number in its brackets, then the command or your words; "
      "without the number you are asked which task is meant."};
}

tasks::MessageText digest_message(const Digest& digest) {
  const std::string day = calendar::slash_date(digest.day);
  tasks::MessageText out;
  const base::Sentence counts = counts_of(digest), foot = foot_of(digest);
  base::Sentence body;
  for (const DigestSection& section : sections_of(digest)) {
    const std::string number = std::to_string(section.lines.size());
    body.vi += "\n" + section.heading.vi + " (" + number + ")\n";
    body.en += "\n" + section.heading.en + " (" + number + ")\n";
    for (const DigestLine& line : section.lines) {
      const base::Sentence said = describe(line);
      body.vi += "- " + said.vi + "\n";
      body.en += "- " + said.en + "\n";
    }
  }
  if (digest.password) {
    const base::Sentence said = describe(*digest.password);
    body.vi += "\nMật khẩu thư\n" + said.vi + "\n";
    body.en += "\nMail password\n" + said.en + "\n";
  }
  if (!foot.vi.empty()) {
    body.vi += "\n" + foot.vi + "\n";
    body.en += "\n" + foot.en + "\n";
  }
  out.subject = "Nhắc việc " + day + ": " + counts.vi;
  out.opening = {
      "Kính gửi " + phrases::one_line(digest.name) + ",\n\nViệc cần xem trong ngày " + day + ": " + counts.vi + ".\n",
      "To " + phrases::one_line(digest.name) + ",\n\nTo be seen to on " + day + ": " + counts.en + ".\n"};
  out.vi = out.opening.vi + body.vi;
  out.text = out.vi + "\n----------\n\n" + out.opening.en + body.en;
  return out;
}

}  // namespace policies::reminders
