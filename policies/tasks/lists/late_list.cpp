#include "policies/tasks/lists/late_list.h"

#include <algorithm>
#include <array>

#include "base/text/csv.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

base::Timestamp last_date_of(const TaskParty& party) {
  base::Timestamp last;
  auto see = [&](const std::optional<base::Timestamp>& time) {
    if (time && *time > last) last = *time;
  };
  see(party.accepted_at);
  see(party.submitted_at);
  for (const Extension& extension : party.extensions) see(extension.asked_at);
  for (const Hand& hand : party.hands) {
    see(hand.given_at);
    see(hand.accepted_at);
    see(hand.submitted_at);
  }
  return last;
}

std::string people_of(const LateItem& item) {
  std::string out;
  for (const std::string& person : item.people) out += (out.empty() ? "" : "; ") + person;
  return out;
}

std::string date_of(base::Timestamp time, const TimeRule& rule) {
  return time.us == 0 ? std::string() : calendar::iso_date(calendar::local_date(time, rule.offset_minutes));
}

}  // namespace

std::vector<LateItem> late_list(std::span<const Task> tasks, base::Timestamp now, const TimeRule& rule,
                                const LastUpdates& updates) {
  std::vector<LateItem> list;
  const auto today = calendar::day_number(calendar::local_date(now, rule.offset_minutes));
  for (const Task& task : tasks) {
    for (const int index : task.answerable()) {
      const TaskParty& party = task.parties[static_cast<std::size_t>(index)];
      if (is_final(party.state) || qualifier(party, now, rule) != Qualifier::overdue) continue;
      LateItem item;
      item.task = task.head.task;
      item.party = index;
      item.number = task.head.number;
      item.title = task.head.title;
      item.unit_code = party.unit_code;
      item.name = party.name;
      for (const Hand& hand : party.hands) {
        if (is_open(hand.state)) item.people.push_back(hand.name);
      }
      item.due = *party.due;
      item.days_late =
          static_cast<int>(today - calendar::day_number(calendar::local_date(item.due, rule.offset_minutes)));
      item.state = party.state;
      item.last_update = last_date_of(party);
      const auto known = updates.find({item.task, index});
      if (known != updates.end() && known->second > item.last_update) item.last_update = known->second;
      list.push_back(std::move(item));
    }
  }
  std::stable_sort(list.begin(), list.end(), [](const LateItem& a, const LateItem& b) {
    return a.due != b.due ? a.due < b.due : a.number < b.number;
  });
  return list;
}

std::string late_csv(std::span<const LateItem> list, const TimeRule& rule) {
  std::string out = std::string(kLateColumns) + "\r\n";
  for (const LateItem& item : list) {
    out +=
        base::csv_line({item.number, item.unit_code, date_of(item.due, rule), std::to_string(item.days_late),
                        to_string(item.state), date_of(item.last_update, rule), item.title, item.name, people_of(item)},
                       true);
  }
  return out;
}

std::string late_text(std::span<const LateItem> list, const TimeRule& rule) {
  if (list.empty()) return "Không có nhiệm vụ nào quá hạn.\n";
  using Line = std::array<std::string, 6>;
  std::vector<Line> lines{{"Nhiệm vụ", "Nơi thực hiện", "Hạn", "Trễ (ngày)", "Cập nhật", "Nội dung"}};
  auto day = [&](base::Timestamp time) {
    return time.us == 0 ? std::string("chưa có")
                        : calendar::slash_date(calendar::local_date(time, rule.offset_minutes));
  };
  for (const LateItem& item : list) {
    const std::string people = people_of(item);
    lines.push_back(
        {item.number,
         phrases::shortened(item.name, 60) + (people.empty() ? "" : " (" + phrases::shortened(people, 60) + ")"),
         day(item.due), std::to_string(item.days_late), day(item.last_update), phrases::shortened(item.title, 80)});
  }
  std::array<std::size_t, 6> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], base::code_point_count(line[i]));
  }
  std::string out;
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      out += line[i];
      if (i + 1 < line.size()) out += std::string(widths[i] - base::code_point_count(line[i]) + 2, ' ');
    }
    out += "\n";
  }
  return out;
}

}  // namespace policies::tasks
