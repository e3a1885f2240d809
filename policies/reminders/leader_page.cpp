#include "policies/reminders/leader_page.h"

#include <algorithm>
#include <array>
#include <map>

#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/lists/task_report.h"

namespace policies::reminders {

namespace {

using tasks::ListKind;
using tasks::ListLine;
using tasks::State;
using Kind = PageSection::Kind;

struct SectionWords {
  Kind kind;
  base::Sentence heading, counted;
  base::Sentence command;  // that lists all of it; empty: there is none
};

const std::array<SectionWords, 6>& all_words() {
  static const std::array<SectionWords, 6> table{{
      {Kind::overdue, {"Quá hạn", "Overdue"}, {"quá hạn", "overdue"}, {"DANH SÁCH quá hạn", "LIST overdue"}},
      {Kind::waiting,
       {"Đã báo cáo, xin gia hạn hoặc từ chối: chờ ý kiến Anh/Chị",
        "Handed in, more time asked, refused: waits for you"},
       {"chờ ý kiến", "waiting for you"},
       {}},
      {Kind::near_due,
       {"Sắp đến hạn", "Due soon"},
       {"sắp đến hạn", "due soon"},
       {"DANH SÁCH sắp đến hạn", "LIST due soon"}},
      {Kind::unaccepted,
       {"Chưa nhận", "Not accepted yet"},
       {"chưa nhận", "not accepted"},
       {"DANH SÁCH chưa nhận", "LIST not accepted"}},
      {Kind::unassigned,
       {"Đã nhận, chưa phân công", "Accepted, given to nobody yet"},
       {"chưa phân công", "not passed on"},
       {"DANH SÁCH chưa phân công", "LIST unassigned"}},
      {Kind::done, {"Hoàn thành từ bản tin trước", "Done since the last page"}, {"đã hoàn thành", "done"}, {}},
  }};
  return table;
}

bool waits_for(const tasks::Task& task, const tasks::TaskParty& party, base::AccountId reader) {
  if (task.head.assigner != reader || party.removed() || party.role == tasks::PartyRole::informed) return false;
  return party.state == State::wait_confirm || party.state == State::refused || party.pending_extension() != nullptr;
}

bool done_since(const tasks::TaskParty& party, base::Timestamp since, base::Timestamp now) {
  return party.state == State::done && party.role != tasks::PartyRole::informed && party.confirmed_at &&
         *party.confirmed_at >= since && *party.confirmed_at <= now;
}

std::vector<ListLine> by_hand(const std::vector<tasks::Task>& all,
                              const std::function<bool(const tasks::Task&, const tasks::TaskParty&)>& fits) {
  std::vector<ListLine> out;
  for (const tasks::Task& task : all) {
    for (std::size_t i = 0; i < task.parties.size(); ++i) {
      if (fits(task, task.parties[i])) out.push_back({&task, static_cast<int>(i)});
    }
  }
  return out;
}

std::vector<ListLine> lines_of(Kind kind, const std::vector<tasks::Task>& all, const PageReader& reader,
                               base::Timestamp since, base::Timestamp now, const tasks::TimeRule& rule) {
  const auto listed = [&](ListKind list) {
    return tasks::list_lines(all, {list, 0, 0, {}}, {reader.account, {}}, {}, {}, now, rule);
  };
  switch (kind) {
    case Kind::overdue: return listed(ListKind::overdue);
    case Kind::near_due: return listed(ListKind::near_due);
    case Kind::unaccepted: return listed(ListKind::unaccepted);
    case Kind::unassigned: {
      auto lines = listed(ListKind::unassigned);
      std::erase_if(lines, [](const ListLine& line) {
        return line.task->parties[static_cast<std::size_t>(line.party)].state == State::not_started;
      });
      return lines;
    }
    case Kind::waiting:
      return by_hand(all, [&](const tasks::Task& task, const tasks::TaskParty& party) {
        return waits_for(task, party, reader.account);
      });
    case Kind::done: break;
  }
  return by_hand(all, [&](const tasks::Task&, const tasks::TaskParty& party) { return done_since(party, since, now); });
}

base::Sentence line_of(const ListLine& line, base::Timestamp now, const tasks::TimeRule& rule) {
  const tasks::TaskParty& party = line.task->parties[static_cast<std::size_t>(line.party)];
  std::string people;
  for (const tasks::Hand& hand : party.hands) {
    if (tasks::is_open(hand.state)) people += (people.empty() ? "" : ", ") + phrases::one_line(hand.name);
  }
  const std::string holder = phrases::one_line(party.name) + (people.empty() ? "" : " (" + people + ")");
  const std::string due = party.due ? calendar::slash_date(calendar::local_date(*party.due, rule.offset_minutes)) : "";
  base::Sentence state = tasks::describe_state(party, now, rule);
  if (party.pending_extension() != nullptr) {
    const std::string until =
        calendar::slash_date(calendar::local_date(party.pending_extension()->new_due, rule.offset_minutes));
    state.vi += ", xin gia hạn đến " + until;
    state.en += ", asks for more time until " + until;
  }
  const std::string head =
      "[" + line.task->head.number + "] " + phrases::shortened(line.task->head.title, 200) + "\n    " + holder + "; ";
  return {head + (due.empty() ? "không hạn" : "hạn " + due) + "; " + state.vi,
          head + (due.empty() ? "no deadline" : "due " + due) + "; " + state.en};
}

PageSection section_of(const SectionWords& words, std::vector<ListLine> lines, const PageReader& reader,
                       base::Timestamp now, const tasks::TimeRule& rule) {
  PageSection section;
  section.kind = words.kind;
  section.heading = words.heading;
  section.counted = words.counted;
  section.count = static_cast<int>(lines.size());
  if (section.count > kMostPageLines) {
    lines.resize(kMostPageLines);
    const std::string more = std::to_string(section.count - kMostPageLines);
    section.more = {"… và " + more + " việc nữa", "… and " + more + " more"};
    if (!words.command.vi.empty()) {
      section.more.vi += "; xem đủ: trả lời " + words.command.vi;
      section.more.en += "; for all of them reply " + words.command.en;
    }
  }
  std::map<std::string, std::vector<base::Sentence>> groups;
  for (const ListLine& line : lines)
    groups[phrases::one_line(reader.unit_of(line.task->parties[static_cast<std::size_t>(line.party)]))].push_back(
        line_of(line, now, rule));
  for (auto& [unit, said] : groups) section.groups.push_back({unit, std::move(said)});
  return section;
}

base::Sentence figures_of(const std::vector<tasks::Task>& all, const PageReader& reader, base::Timestamp now,
                          const tasks::TimeRule& rule) {
  const calendar::Date today = calendar::local_date(now, rule.offset_minutes);
  std::vector<tasks::Task> seen;
  for (const tasks::Task& task : all) {
    if (reader.may_read(task, task.lead_index())) seen.push_back(task);
  }
  tasks::Period period;
  period.from = calendar::at_minute({today.year, today.month, 1}, 0, rule.offset_minutes);
  const tasks::ReportRow total = tasks::make_report(seen, period, now, rule).total;
  const std::string month = std::to_string(today.month) + "/" + std::to_string(today.year);
  const int open = total.open_in_time + total.open_near_due + total.open_overdue + total.no_deadline;
  const int done = total.done_on_time + total.done_late;
  base::Sentence out{"Giao trong tháng " + month + ": " + std::to_string(total.total) + " nhiệm vụ; hoàn thành " +
                         std::to_string(done) + " (đúng hạn " + std::to_string(total.done_on_time) +
                         "); đang thực hiện " + std::to_string(open) + " (quá hạn " +
                         std::to_string(total.open_overdue) + ")",
                     "Given in " + month + ": " + std::to_string(total.total) + " tasks; done " + std::to_string(done) +
                         " (on time " + std::to_string(total.done_on_time) + "); open " + std::to_string(open) +
                         " (overdue " + std::to_string(total.open_overdue) + ")"};
  if (!total.on_time_pct().empty()) {
    out.vi += "; tỷ lệ đúng hạn " + total.on_time_pct() + " %";
    out.en += "; " + total.on_time_pct() + " % on time";
  }
  return {out.vi + ".", out.en + "."};
}

}  // namespace

LeaderPage leader_page(const std::vector<tasks::Task>& all, const PageReader& reader, PageKind kind,
                       base::Timestamp since, base::Timestamp now, const tasks::TimeRule& rule) {
  LeaderPage page;
  page.kind = kind;
  page.name = reader.name;
  page.scope = reader.scope;
  page.day = calendar::local_date(now, rule.offset_minutes);
  for (const SectionWords& words : all_words()) {
    auto lines = lines_of(words.kind, all, reader, since, now, rule);
    std::erase_if(lines, [&](const ListLine& line) { return !reader.may_read(*line.task, line.party); });
    if (!lines.empty()) page.sections.push_back(section_of(words, std::move(lines), reader, now, rule));
  }
  if (kind == PageKind::weekly) page.figures = figures_of(all, reader, now, rule);
  return page;
}

base::Sentence title_of(const LeaderPage& page) {
  const std::string day = calendar::slash_date(page.day);
  if (page.kind == PageKind::weekly) return {"Bản tin tuần " + day, "Weekly page " + day};
  return {"Bản tin sáng " + day, "Morning page " + day};
}

base::Sentence counts_of(const LeaderPage& page) {
  base::Sentence out;
  for (const PageSection& section : page.sections) {
    const std::string number = std::to_string(section.count);
    out.vi += (out.vi.empty() ? "" : ", ") + number + " " + section.counted.vi;
    out.en += (out.en.empty() ? "" : ", ") + number + " " + section.counted.en;
  }
  if (out.vi.empty()) return {"không có việc cần xem", "nothing to be seen to"};
  return out;
}

base::Sentence foot_of(const LeaderPage& page) {
  const bool weekly = page.kind == PageKind::weekly;
  return {
      std::string("Chỉ đạo về một nhiệm vụ: mở thư của nhiệm vụ đó (tìm theo số trong ngoặc vuông) và trả lời thư "
                  "ấy. Thôi nhận bản tin: gửi hộp thư giao việc dòng chữ THÔI bản tin ") +
          (weekly ? "tuần." : "sáng."),
      std::string("To direct a task, open its own mail (search for the number in brackets) and reply to that. To stop "
                  "this page write UNSUBSCRIBE ") +
          (weekly ? "weekly page" : "morning page") + " to the task mailbox."};
}

tasks::MessageText page_message(const LeaderPage& page) {
  const base::Sentence title = title_of(page), counts = counts_of(page), foot = foot_of(page);
  base::Sentence body;
  if (!page.figures.vi.empty()) {
    body.vi += "\n" + page.figures.vi + "\n";
    body.en += "\n" + page.figures.en + "\n";
  }
  for (const PageSection& section : page.sections) {
    const std::string number = " (" + std::to_string(section.count) + ")";
    body.vi += "\n" + section.heading.vi + number + "\n";
    body.en += "\n" + section.heading.en + number + "\n";
    for (const PageGroup& group : section.groups) {
      body.vi += "  " + group.unit + "\n";
      body.en += "  " + group.unit + "\n";
      for (const base::Sentence& line : group.lines) {
        body.vi += "  - " + line.vi + "\n";
        body.en += "  - " + line.en + "\n";
      }
    }
    if (!section.more.vi.empty()) {
      body.vi += "  " + section.more.vi + "\n";
      body.en += "  " + section.more.en + "\n";
    }
  }
  tasks::MessageText out;
  out.subject = title.vi + ": " + counts.vi;
  out.opening = {"Kính gửi " + phrases::one_line(page.name) + ",\n\n" + title.vi + " – " +
                     phrases::one_line(page.scope) + ": " + counts.vi + ".\n",
                 "To " + phrases::one_line(page.name) + ",\n\n" + title.en + " – " + phrases::one_line(page.scope) +
                     ": " + counts.en + ".\n"};
  out.vi = out.opening.vi + body.vi + "\n" + foot.vi + "\n";
  out.text = out.vi + "\n----------\n\n" + out.opening.en + body.en + "\n" + foot.en + "\n";
  return out;
}

}  // namespace policies::reminders
