#include "policies/tasks/lists/task_list.h"

#include <algorithm>

#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"

namespace policies::tasks {

namespace {

bool says(const phrases::Words& words, std::initializer_list<std::string_view> any) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrases::match_longest(words, at, any) > 0) return true;
  }
  return false;
}

// "tháng 12", "tháng này", "tháng sau", "12/2026".
bool read_month(const phrases::Words& words, calendar::Date today, ListWish& wish) {
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    if (!phrases::is_any(words[at], {"tháng", "month"})) continue;
    const phrases::Word& next = words[at + 1];
    const int number = phrases::number_of(next);
    wish.year = today.year;
    if (number >= 1 && number <= 12) {
      wish.month = number;
      if (at + 3 < words.size() && (phrases::is_mark(words[at + 2], '/') || phrases::is_any(words[at + 2], {"năm"}))) {
        const int year = phrases::number_of(words[at + 3]);
        if (year >= 2000 && year <= 9999) wish.year = year;
      }
      return true;
    }
    if (phrases::is_any(next, {"này", "nay"})) {
      wish.month = today.month;
      return true;
    }
    const bool last = phrases::is_any(next, {"trước"}), coming = phrases::is_any(next, {"sau", "tới"});
    if (!last && !coming) continue;
    const int moved = today.month - 1 + (last ? -1 : 1);
    wish.year += moved < 0 ? -1 : moved > 11 ? 1 : 0;
    wish.month = (moved + 12) % 12 + 1;
    return true;
  }
  return false;
}

bool is_open_part(const TaskParty& party) {
  return party.role != PartyRole::informed && !party.removed() && !is_final(party.state);
}

std::string holder_of(const TaskParty& party) {
  std::string people;
  for (const Hand& hand : party.hands) {
    if (is_open(hand.state)) people += (people.empty() ? "" : ", ") + phrases::one_line(hand.name);
  }
  return phrases::one_line(party.name) + (people.empty() ? "" : " (" + people + ")");
}

}  // namespace

bool asks_own_tasks(std::string_view text) {
  const phrases::Words words = phrases::split_words(text, 40);
  if (words.size() >= 40 || words.empty()) return false;
  bool own = false;
  for (const phrases::Word& word : words) {
    if (word.kind == phrases::Word::Kind::mark) continue;
    // Nothing but the words of such a question: whoever says more wants more.
    if (!phrases::is_any(word,
                         {"dạ",    "thưa", "anh",   "chị", "em",    "tôi",  "mình", "cho",   "xin",   "hỏi",  "danh",
                          "sách",  "việc", "nhiệm", "vụ",  "công",  "của",  "tuần", "tháng", "này",   "hôm",  "nay",
                          "hiện",  "tại",  "đang",  "còn", "có",    "phải", "cần",  "làm",   "những", "các",  "gì",
                          "nào",   "ạ",    "nhé",   "thì", "đầu",   "được", "giao", "biết",  "với",   "giúp", "bao",
                          "nhiêu", "sau",  "ngày",  "mai", "trong", "chưa", "xong", "là",    "ơi",    "muốn", "xem"}))
      return false;
    own = own || phrases::is_any(word, {"em", "tôi", "mình"});
  }
  return own && says(words, {"việc gì", "việc nào", "làm gì", "nhiệm vụ gì", "nhiệm vụ nào", "những gì", "danh sách",
                             "bao nhiêu việc", "bao nhiêu nhiệm vụ", "xem việc"});
}

ListWish read_list_wish(std::string_view text, calendar::Date today) {
  ListWish wish;
  const phrases::Words words = phrases::split_words(text, 60);
  if (says(words, {"định kỳ", "chu kỳ", "theo kỳ", "lặp lại", "periodic", "series"})) wish.kind = ListKind::series;
  else if (says(words, {"quá hạn", "trễ hạn", "chậm hạn", "trễ", "overdue", "late"})) wish.kind = ListKind::overdue;
  else if (says(words, {"sắp đến hạn", "sắp hết hạn", "sắp quá hạn", "gần đến hạn", "đến hạn", "near due", "due soon"}))
    wish.kind = ListKind::near_due;
  else if (says(words, {"chưa nhận", "chưa tiếp nhận", "not accepted", "unaccepted"})) wish.kind = ListKind::unaccepted;
  else if (says(words, {"chưa phân công", "chưa giao", "unassigned"})) wish.kind = ListKind::unassigned;
  else if (says(words, {"của tôi", "của em", "của anh", "của mình", "việc tôi", "mine", "my tasks"}))
    wish.kind = ListKind::mine;
  else if (read_month(words, today, wish)) wish.kind = ListKind::month;
  else {
    std::string_view rest = text;
    // What stands behind "danh sách [việc|nhiệm vụ] [của]" is a name.
    std::size_t at = 0;
    while (at < words.size() && (words[at].kind == phrases::Word::Kind::mark ||
                                 phrases::is_any(words[at], {"danh", "sách", "list",  "of",  "cho",   "gửi",  "anh",
                                                             "em",   "xin",  "xem",   "các", "những", "việc", "nhiệm",
                                                             "vụ",   "của",  "tasks", "the", "công",  "đang", "làm"})))
      ++at;
    if (at < words.size()) {
      rest.remove_prefix(words[at].begin);
      wish.name = phrases::one_line(rest.substr(0, rest.find('\n')), 200);
      wish.kind = ListKind::named;
    }
  }
  return wish;
}

Sentence heading_of(const ListWish& wish) {
  const std::string month = std::to_string(wish.month) + "/" + std::to_string(wish.year);
  switch (wish.kind) {
    case ListKind::open: return {"Nhiệm vụ đang thực hiện", "Open tasks"};
    case ListKind::overdue: return {"Nhiệm vụ quá hạn", "Overdue tasks"};
    case ListKind::near_due: return {"Nhiệm vụ sắp đến hạn", "Tasks due soon"};
    case ListKind::unaccepted: return {"Nhiệm vụ chưa nhận", "Tasks not accepted yet"};
    case ListKind::unassigned: return {"Nhiệm vụ chưa phân công", "Tasks given to nobody inside the unit"};
    case ListKind::mine: return {"Nhiệm vụ của tôi", "My tasks"};
    case ListKind::month: return {"Nhiệm vụ đến hạn trong tháng " + month, "Tasks due in " + month};
    case ListKind::series: return {"Việc định kỳ", "Periodic tasks"};
    case ListKind::named: break;
  }
  return {"Nhiệm vụ của " + wish.name, "Tasks of " + wish.name};
}

bool concerns(const ListReader& reader, const Task& task, int party) {
  const TaskParty& value = task.parties[static_cast<std::size_t>(party)];
  if (value.account == reader.account || value.open_hand_of(reader.account) >= 0) return true;
  return value.unit && std::find(reader.units.begin(), reader.units.end(), value.unit) != reader.units.end();
}

std::vector<ListLine> list_lines(const std::vector<Task>& tasks, const ListWish& wish, const ListReader& reader,
                                 const std::vector<base::UnitId>& named_units,
                                 const std::vector<base::AccountId>& named_people, base::Timestamp now,
                                 const TimeRule& rule) {
  auto fits = [&](const Task& task, int number) {
    const TaskParty& party = task.parties[static_cast<std::size_t>(number)];
    if (!is_open_part(party)) return false;
    switch (wish.kind) {
      case ListKind::open: return true;
      case ListKind::overdue: return qualifier(party, now, rule) == Qualifier::overdue;
      case ListKind::near_due: return qualifier(party, now, rule) == Qualifier::near_due;
      case ListKind::unaccepted: return party.state == State::not_started;
      case ListKind::unassigned: return party.unit && !party.has_open_hands() && party.state != State::wait_confirm;
      case ListKind::mine: return concerns(reader, task, number);
      case ListKind::month: {
        if (!party.due) return false;
        const calendar::Date due = calendar::local_date(*party.due, rule.offset_minutes);
        return due.month == wish.month && due.year == wish.year;
      }
      case ListKind::series: return task.head.series != 0;
      case ListKind::named: break;
    }
    const bool unit = std::find(named_units.begin(), named_units.end(), party.unit) != named_units.end();
    const bool person = std::any_of(named_people.begin(), named_people.end(), [&](base::AccountId account) {
      return party.account == account || party.open_hand_of(account) >= 0;
    });
    return (party.unit && unit) || person;
  };
  std::vector<ListLine> lines;
  for (const Task& task : tasks) {
    for (std::size_t i = 0; i < task.parties.size(); ++i) {
      if (!is_final(task.state()) && fits(task, static_cast<int>(i))) lines.push_back({&task, static_cast<int>(i)});
    }
  }
  auto due_of = [](const ListLine& line) { return line.task->parties[static_cast<std::size_t>(line.party)].due; };
  std::stable_sort(lines.begin(), lines.end(), [&](const ListLine& a, const ListLine& b) {
    const auto left = due_of(a), right = due_of(b);
    if (left.has_value() != right.has_value()) return left.has_value();
    return left && *left < *right;
  });
  return lines;
}

MessageText list_message(const std::vector<ListLine>& lines, const ListWish& wish, std::string_view scope,
                         base::Timestamp now, const TimeRule& rule) {
  const Sentence heading = heading_of(wish);
  const std::string count = std::to_string(lines.size()), of = phrases::one_line(scope);
  MessageText out;
  out.subject = heading.vi + " (" + count + ")";
  out.opening = {heading.vi + " – " + of + ": " + count + ".\n", heading.en + " – " + of + ": " + count + ".\n"};
  std::string vi, en;
  for (std::size_t i = 0; i < std::min(lines.size(), kMostListLines); ++i) {
    const Task& task = *lines[i].task;
    const TaskParty& party = task.parties[static_cast<std::size_t>(lines[i].party)];
    const Sentence state = describe_state(party, now, rule);
    const std::string due =
        party.due ? calendar::slash_date(calendar::local_date(*party.due, rule.offset_minutes)) : "";
    const std::string head = std::to_string(i + 1) + ". [" + task.head.number + "] " +
                             phrases::shortened(task.head.title, 200) + "\n   " + holder_of(party);
    vi += head + "; " + (due.empty() ? "không hạn" : "hạn " + due) + "; " + state.vi + "\n";
    en += head + "; " + (due.empty() ? "no deadline" : "due " + due) + "; " + state.en + "\n";
  }
  if (lines.size() > kMostListLines) {
    const std::string more = std::to_string(lines.size() - kMostListLines);
    vi += "… và " + more + " nhiệm vụ nữa; xin hỏi theo đơn vị hoặc theo tháng.\n";
    en += "… and " + more + " more; please ask by unit or month.\n";
  }
  const Sentence foot{
      "\nCác danh sách khác: DANH SÁCH quá hạn; sắp đến hạn; chưa nhận; chưa phân công; của tôi; <đơn vị>; tháng 12; định kỳ.\n",
      "\nOther lists: LIST overdue; due soon; not accepted; unassigned; mine; <unit>; month 12; periodic.\n"};
  out.vi = out.opening.vi + "\n" + vi + foot.vi;
  out.text = out.vi + "\n----------\n\n" + out.opening.en + "\n" + en + foot.en;
  return out;
}

}  // namespace policies::tasks
