#include "policies/tasks/lists/task_history.h"

#include <algorithm>

#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

Sentence due_words(const std::optional<base::Timestamp>& due) {
  return due ? phrases::describe_due(*due) : Sentence{"không có thời hạn", "no deadline"};
}

Sentence because(const std::string& reason) {
  if (reason.empty()) return {};
  const std::string line = phrases::one_line(reason, 1000);
  return {", lý do: " + line, ", reason: " + line};
}

// The lines of one party; `name` is who it is.
void add_party_lines(const TaskParty& party, bool inside, std::vector<HistoryLine>& out) {
  const std::string name = phrases::one_line(party.name);
  auto add = [&](const std::optional<base::Timestamp>& at, const std::string& vi, const std::string& en) {
    if (at) out.push_back({*at, {name + " " + vi, name + " " + en}});
  };
  add(party.accepted_at, "nhận nhiệm vụ", "accepted the task");
  for (const Extension& asked : party.extensions) {
    const Sentence due = due_words(asked.new_due), why = because(asked.reason);
    add(asked.asked_at, "xin gia hạn đến " + due.vi + why.vi, "asked to extend the deadline to " + due.en + why.en);
    switch (asked.decision) {
      case Extension::Decision::pending: break;
      case Extension::Decision::approved:
        add(asked.decided_at, "được đồng ý gia hạn đến " + due.vi, "got the extension to " + due.en);
        break;
      case Extension::Decision::refused:
        add(asked.decided_at, "không được gia hạn", "did not get the extension");
        break;
      case Extension::Decision::superseded:
        add(asked.decided_at, "có thời hạn khác, đề nghị gia hạn không còn",
            "got another deadline; the request was settled by it");
        break;
    }
  }
  for (const DueChange& change : party.due_changes) {
    const Sentence was = due_words(change.old_due), now = due_words(change.new_due), why = because(change.reason);
    if (!change.calendar_version.empty()) {
      add(change.at, "được tính lại thời hạn theo lịch làm việc mới, từ " + was.vi + " thành " + now.vi,
          "had its deadline counted anew on the new working calendar: was " + was.en + ", now " + now.en);
      continue;
    }
    add(change.at, "được đổi thời hạn từ " + was.vi + " thành " + now.vi + why.vi,
        "got another deadline: was " + was.en + ", now " + now.en + why.en);
  }
  for (const Hand& hand : party.hands) {
    if (!inside) break;
    const std::string person = phrases::one_line(hand.name);
    add(hand.given_at, "giao cho " + person, "passed it to " + person);
    add(hand.submitted_at, "nhận kết quả của " + person, "got the result of " + person);
  }
  add(party.submitted_at, "báo cáo hoàn thành", "reported it done");
  add(party.confirmed_at, "được chấp nhận kết quả", "had its result accepted");
  add(party.removed_at, "thôi tham gia", "was taken out");
}

}  // namespace

HistoryLine assigned_line(const Task& task) {
  const Sentence due = due_words(task.head.due);
  const Sentence series = task.head.series != 0 ? series_words(task.head) : Sentence{};
  const Sentence periodic = series.vi.empty() ? Sentence{} : Sentence{" (" + series.vi + ")", " (" + series.en + ")"};
  std::string to;
  for (const TaskParty& party : task.head.parties) to += (to.empty() ? "" : "; ") + phrases::one_line(party.name);
  const std::string who = phrases::one_line(task.head.assigner_name);
  return {task.head.assigned_at,
          {who + " giao nhiệm vụ cho " + to + ", hạn " + due.vi + periodic.vi,
           who + " gave the task to " + to + ", due " + due.en + periodic.en}};
}

HistoryLine step_line(const Task& task, const TaskEvent& event, std::string_view actor_name) {
  Sentence what = describe(event, actor_name);
  const bool named = event.party >= 0 && static_cast<std::size_t>(event.party) < task.parties.size();
  const std::string party = named ? phrases::one_line(task.parties[static_cast<std::size_t>(event.party)].name) : "";
  if (named && !event.whole && task.parties.size() > 1 && event.kind != EventKind::party_added) {
    what.vi = party + ": " + what.vi;
    what.en = party + ": " + what.en;
  }
  if (event.to_party && static_cast<std::size_t>(*event.to_party) < task.parties.size()) {
    const std::string to = phrases::one_line(task.parties[static_cast<std::size_t>(*event.to_party)].name);
    what.vi += " Nơi chủ trì mới: " + to + ".";
    what.en += " The new lead: " + to + ".";
  }
  if (carries_words(event.kind) && !event.reason.empty()) {
    const std::string words = " “" + phrases::shortened(phrases::one_line(event.reason), 500) + "”";
    what.vi += words;
    what.en += words;
  }
  return {event.at, std::move(what)};
}

std::vector<HistoryLine> history_lines(const Task& task, const std::function<PartySight(int party)>& sight) {
  std::vector<HistoryLine> out;
  out.push_back(assigned_line(task));
  for (const Addition& more : task.additions) {
    const std::string words = phrases::shortened(more.text, 500);
    out.push_back({more.at, {"Bổ sung: " + words, "Added: " + words}});
  }
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const PartySight seen = sight(static_cast<int>(i));
    if (seen != PartySight::nothing) add_party_lines(task.parties[i], seen == PartySight::inside, out);
  }
  std::stable_sort(out.begin(), out.end(), [](const HistoryLine& a, const HistoryLine& b) { return a.at < b.at; });
  return out;
}

MessageText history_message(const Task& task, const std::vector<HistoryLine>& lines, base::Timestamp now) {
  MessageText out;
  out.subject = "[" + task.head.number + "] Lịch sử: " + phrases::shortened(task.head.title, 300);
  const Sentence state = describe_state(task, now);
  std::string vi, en;
  for (const HistoryLine& step : lines) {
    const std::string at = calendar::slash_date(calendar::local_date(step.at)) + " " +
                           calendar::clock_time(calendar::local_minute(step.at)) + "  ";
    vi += at + step.what.vi + "\n";
    en += at + step.what.en + "\n";
  }
  const std::string title = "[" + task.head.number + "] " + phrases::one_line(task.head.title, 2000);
  out.opening = {"Lịch sử nhiệm vụ " + title + "\nHiện nay: " + state.vi + "\n",
                 "History of task " + title + "\nNow: " + state.en + "\n"};
  out.vi = out.opening.vi + "\n" + vi;
  out.text = out.vi + "\n----------\n\n" + out.opening.en + "\n" + en;
  return out;
}

}  // namespace policies::tasks
