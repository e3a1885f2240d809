#include "mailstore/reports/office_figures.h"

#include <algorithm>
#include <functional>
#include <map>

namespace mailstore::office {

namespace {

namespace tasks = policies::tasks;
using tasks::State;
using tasks::TaskParty;

// What answers for a task, as it is counted: the lead of a joint one, each part of one for each.
struct Part {
  const tasks::Task* task;
  int index;
  const char* status;
  const TaskParty& party() const { return task->parties[static_cast<std::size_t>(index)]; }
  bool is(std::string_view word) const { return status == word; }
  bool done() const { return party().state == State::done; }
};

// The groups of policies/tasks/lists/task_report.h, one word each.
const char* status_of(const TaskParty& party, base::Timestamp as_of) {
  const bool done = party.state == State::done;
  switch (tasks::qualifier(party, as_of)) {
    case tasks::Qualifier::no_due: return done ? "done_no_deadline" : "open_no_deadline";
    case tasks::Qualifier::in_time: return done ? "done_on_time" : "open_in_time";
    case tasks::Qualifier::near_due: return "open_near_due";
    case tasks::Qualifier::overdue: return done ? "done_late" : "open_overdue";
    case tasks::Qualifier::none: break;
  }
  return party.due ? "open_in_time" : "open_no_deadline";  // suspended: its clock stands still
}

std::vector<Part> parts_given(std::span<const tasks::Task> all, const ReportSpan& span, base::Timestamp as_of) {
  std::vector<Part> out;
  for (const tasks::Task& task : all) {
    if (task.head.assigned_at < span.begin() || task.head.assigned_at >= span.end()) continue;
    for (const int index : task.answerable()) {
      const TaskParty& party = task.parties[static_cast<std::size_t>(index)];
      if (party.state != State::cancelled) out.push_back({&task, index, status_of(party, as_of)});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Part& a, const Part& b) { return a.task->head.number < b.task->head.number; });
  return out;
}

FigureItem item_of(const Part& part, bool counted) {
  const TaskParty& party = part.party();
  FigureItem out;
  out.counted = counted;
  out.id = part.task->head.number + "/" + std::to_string(part.index + 1);
  out.unit_code = party.unit_code;
  out.name = party.name;
  out.about = part.task->head.title;
  out.due = party.due;
  out.at = tasks::completed_at(party);
  out.status = part.status;
  return out;
}

using OfPart = std::function<bool(const Part&)>;

Ratio count(const std::vector<Part>& parts, const OfPart& is_part, const OfPart& is_whole) {
  Ratio out{0, 0};
  for (const Part& part : parts) {
    if (!is_whole(part)) continue;
    ++*out.whole;
    out.part += is_part(part) ? 1 : 0;
  }
  return out;
}

class TaskFigures {
 public:
  explicit TaskFigures(const ReportFacts& facts)
      : facts_(facts),
        now_(parts_given(facts.tasks, facts.span, facts.as_of)),
        before_(parts_given(facts.tasks_before, facts.before, facts.span.begin())) {}

  FigureSection section() const {
    FigureSection out{"tasks", {"Nhiệm vụ", "Tasks"}, {}};
    out.figures.push_back(given());
    out.figures.push_back(of_given("tasks.done", {"Đã hoàn thành", "Done"},
                                   {"đã hoàn thành / giao trong kỳ", "done / given in the period"},
                                   [](const Part& part) { return part.done(); }));
    out.figures.push_back(on_time());
    out.figures.push_back(of_given("tasks.done_late", {"Hoàn thành quá hạn", "Done late"},
                                   {"hoàn thành sau thời hạn / giao trong kỳ", "done after the deadline / given"},
                                   [](const Part& part) { return part.is("done_late"); }));
    out.figures.push_back(of_given("tasks.open", {"Chưa hoàn thành", "Open"},
                                   {"chưa hoàn thành / giao trong kỳ", "not done / given in the period"},
                                   [](const Part& part) { return !part.done(); }));
    out.figures.push_back(of_given("tasks.overdue", {"Chưa hoàn thành, đã quá hạn", "Open and overdue"},
                                   {"chưa hoàn thành và thời hạn đã qua / giao trong kỳ",
                                    "not done and the deadline has passed / given in the period"},
                                   [](const Part& part) { return part.is("open_overdue"); }));
    out.figures.push_back(of_given(
        "tasks.extended", {"Được gia hạn", "Extended"},
        {"nơi thực hiện xin và được gia hạn / giao trong kỳ", "an extension was asked for and granted / given"},
        [](const Part& part) { return part.party().approved_extensions() > 0; }));
    out.figures.push_back(of_given(
        "tasks.due_changed", {"Người giao đổi thời hạn", "Deadline changed by the assigner"},
        {"người giao tự đổi thời hạn, không tính gia hạn và tính lại theo lịch / giao trong kỳ",
         "the assigner changed the deadline; extensions and recounts by the calendar apart / given in the period"},
        [](const Part& part) { return part.party().due_changed_by_assigner(); }));
    out.figures.push_back(
        of_given("tasks.recounted", {"Tính lại thời hạn theo lịch làm việc mới", "Counted anew on a changed calendar"},
                 {"thời hạn tính lại vì lịch làm việc đổi / giao trong kỳ",
                  "the deadline was counted anew because the working calendar changed / given in the period"},
                 [](const Part& part) {
                   const auto& changes = part.party().due_changes;
                   return std::any_of(changes.begin(), changes.end(),
                                      [](const tasks::DueChange& change) { return !change.calendar_version.empty(); });
                 }));
    out.figures.push_back(
        of_given("tasks.returned", {"Có trả lại hoặc từ chối", "Returned or refused"},
                 {"kết quả bị trả lại hoặc nhiệm vụ bị từ chối ít nhất một lần / giao trong kỳ",
                  "a result was returned or the task refused at least once / given in the period"},
                 [](const Part& part) { return part.party().times_returned > 0 || part.party().times_refused > 0; }));
    out.figures.push_back(carried());
    return out;
  }

 private:
  static bool any(const Part&) { return true; }

  Figure given() const {
    Figure out;
    out.key = "tasks.given";
    out.name = {"Giao trong kỳ", "Given in the period"};
    out.rule = {"nhiệm vụ giao trong kỳ, không tính việc đã hủy; giao cho từng nơi thì mỗi nơi là một",
                "tasks assigned in the period, cancelled ones left out; where each answers for itself each counts"};
    out.now = {static_cast<int>(now_.size()), std::nullopt};
    out.before = Ratio{static_cast<int>(before_.size()), std::nullopt};
    for (const Part& part : now_) out.items.push_back(item_of(part, true));
    return out;
  }

  // Of all that was given: only what is counted is listed, tasks.given lists all.
  Figure of_given(std::string key, base::Sentence name, base::Sentence rule, const OfPart& is_part) const {
    Figure out;
    out.key = std::move(key);
    out.name = std::move(name);
    out.rule = std::move(rule);
    out.now = count(now_, is_part, any);
    out.before = count(before_, is_part, any);
    for (const Part& part : now_) {
      if (is_part(part)) out.items.push_back(item_of(part, true));
    }
    return out;
  }

  Figure on_time() const {
    Figure out;
    out.key = "tasks.on_time";
    out.name = {"Đúng hạn", "On time"};
    out.rule = {"hoàn thành đúng hạn / (hoàn thành đúng hạn + hoàn thành quá hạn + chưa hoàn thành đã quá hạn)",
                "done on time / (done on time + done late + open and overdue)"};
    const OfPart is_part = [](const Part& part) { return part.is("done_on_time"); };
    const OfPart is_whole = [](const Part& part) {
      return part.is("done_on_time") || part.is("done_late") || part.is("open_overdue");
    };
    out.now = count(now_, is_part, is_whole);
    out.before = count(before_, is_part, is_whole);
    out.lists_rest = true;
    for (const Part& part : now_) {
      if (is_whole(part)) out.items.push_back(item_of(part, is_part(part)));
    }
    return out;
  }

  // Open when the period began, and how many of them are done now.
  Figure carried() const {
    Figure out;
    out.key = "tasks.carried";
    out.name = {"Kỳ trước chuyển sang, đã xong", "Carried over, and done"};
    out.rule = {"đã hoàn thành trong kỳ / giao trước kỳ và chưa xong khi kỳ bắt đầu, không tính việc đã hủy",
                "done in the period / assigned before it and open when it began, cancelled ones left out"};
    out.now.whole = 0;
    out.lists_rest = true;
    std::map<std::int64_t, const tasks::Task*> later;
    for (const tasks::Task& task : facts_.tasks) later[task.head.task] = &task;
    for (const tasks::Task& task : facts_.tasks_before) {
      if (task.head.assigned_at >= facts_.span.begin()) continue;
      const auto found = later.find(task.head.task);
      if (found == later.end()) continue;
      for (const int index : task.answerable()) {
        if (tasks::is_final(task.parties[static_cast<std::size_t>(index)].state)) continue;
        const tasks::Task& now = *found->second;
        const int shown = now.is_each() ? index : now.lead_index();  // the lead may be another by now
        const TaskParty& party = now.parties[static_cast<std::size_t>(shown)];
        if (party.state == State::cancelled) continue;
        const Part part{&now, shown, status_of(party, facts_.as_of)};
        ++*out.now.whole;
        out.now.part += part.done() ? 1 : 0;
        out.items.push_back(item_of(part, part.done()));
      }
    }
    return out;
  }

  const ReportFacts& facts_;
  std::vector<Part> now_, before_;
};

using OfPerson = std::function<bool(const ReportPerson&)>;
using StatusOf = std::function<const char*(const ReportPerson&)>;

const char* use_of(const ReportPerson& person) {
  if (person.now.events > 0) return "acted";
  return person.now.last_sign_in ? "signed_in" : "absent";
}
const char* state_of(const ReportPerson& person) {
  if (!person.active) return "disabled";
  return person.locked ? "locked" : person.password.c_str();
}

FigureItem item_of(const ReportPerson& person, bool counted, const char* status) {
  FigureItem out;
  out.counted = counted;
  out.id = person.address;
  out.unit_code = person.unit_code;
  out.name = person.full_name;
  out.about = person.title;
  out.at = std::max(person.now.last_event, person.now.last_sign_in);
  out.status = status;
  return out;
}

bool is_active(const ReportPerson& person) { return person.active; }
bool is_anybody(const ReportPerson&) { return true; }

struct PeopleFigure {
  const char* key;
  base::Sentence name, rule;
  OfPerson is_part, is_whole;
  StatusOf status;
  bool lists_rest = false;
  OfPerson is_part_before{};  // nothing: not known of the period before
};

Figure figure_of(std::span<const ReportPerson> people, const PeopleFigure& wanted) {
  Figure out;
  out.key = wanted.key;
  out.name = wanted.name;
  out.rule = wanted.rule;
  out.now.whole = 0;
  out.lists_rest = wanted.lists_rest;
  if (wanted.is_part_before) out.before = Ratio{0, 0};
  for (const ReportPerson& person : people) {
    if (!wanted.is_whole(person)) continue;
    const bool counted = wanted.is_part(person);
    ++*out.now.whole;
    out.now.part += counted ? 1 : 0;
    if (out.before) {
      ++*out.before->whole;
      out.before->part += wanted.is_part_before(person) ? 1 : 0;
    }
    out.items.push_back(item_of(person, counted, wanted.status(person)));
  }
  return out;
}

FigureSection people_section(std::span<const ReportPerson> people) {
  FigureSection out{"people", {"Người sử dụng", "People"}, {}};
  out.figures.push_back(figure_of(
      people,
      {"people.worked",
       {"Làm việc trên hệ thống", "Worked on the system"},
       {"người có tài khoản đang hoạt động và trong kỳ đã tự gửi thư được ghi thành việc trong nhật ký của một cơ "
        "quan (giao, nhận, báo cáo, trả lời, lấy số, vào sổ …) hoặc đã đăng nhập bằng bất cứ cách nào (gửi thư "
        "cũng phải đăng nhập) / mọi người có tài khoản đang hoạt động",
        "people with an active account who in the period wrote mail that became an event in an office's journal "
        "(assigned, accepted, reported, answered, numbered, registered …) or signed in by any way (sending mail "
        "needs that too) / all people with an active account"},
       [](const ReportPerson& person) { return person.now.worked(); },
       is_active,
       use_of,
       true,
       [](const ReportPerson& person) { return person.before.worked(); }}));
  out.figures.back().mark_pct = kUseMarkPct;
  out.figures.push_back(
      figure_of(people, {"people.acted",
                         {"Có việc trong nhật ký", "With an event in a journal"},
                         {"có ít nhất một sự kiện nhật ký do thư của mình / mọi người có tài khoản đang hoạt động",
                          "with at least one event by their own mail / all people with an active account"},
                         [](const ReportPerson& person) { return person.now.events > 0; },
                         is_active,
                         use_of,
                         false,
                         [](const ReportPerson& person) { return person.before.events > 0; }}));
  out.figures.push_back(
      figure_of(people, {"people.signed_in",
                         {"Có đăng nhập", "Signed in"},
                         {"đăng nhập ít nhất một lần trong kỳ / mọi người có tài khoản đang hoạt động",
                          "signed in at least once in the period / all people with an active account"},
                         [](const ReportPerson& person) { return person.now.last_sign_in.has_value(); },
                         is_active,
                         use_of,
                         false,
                         [](const ReportPerson& person) { return person.before.last_sign_in.has_value(); }}));
  return out;
}

FigureSection accounts_section(std::span<const ReportPerson> people) {
  FigureSection out{"accounts", {"Tài khoản (lúc lập báo cáo)", "Accounts (when the report was made)"}, {}};
  out.figures.push_back(figure_of(people, {"accounts.active",
                                           {"Đang hoạt động", "Active"},
                                           {"đang hoạt động / mọi tài khoản cá nhân", "active / all personal accounts"},
                                           is_active,
                                           is_anybody,
                                           state_of,
                                           true}));
  out.figures.push_back(
      figure_of(people, {"accounts.own_password",
                         {"Đã đặt mật khẩu riêng", "With a password of their own"},
                         {"đã thay mật khẩu được cấp bằng mật khẩu riêng / tài khoản đang hoạt động",
                          "replaced the password they were given by one of their own / active accounts"},
                         [](const ReportPerson& person) { return person.password == "own"; },
                         is_active,
                         state_of,
                         true}));
  out.figures.push_back(figure_of(
      people, {"accounts.first_password",
               {"Chưa đổi mật khẩu cấp lần đầu", "Never changed the first password"},
               {"vẫn giữ mật khẩu cấp lần đầu, hoặc chưa được cấp / tài khoản đang hoạt động",
                "still with the first password, or never given one / active accounts"},
               [](const ReportPerson& person) { return person.password == "initial" || person.password == "none"; },
               is_active,
               state_of}));
  out.figures.push_back(
      figure_of(people, {"accounts.locked",
                         {"Đang tạm khóa", "Locked for a time"},
                         {"nhập sai mật khẩu nhiều lần, đang phải chờ ở ít nhất một mạng / tài khoản đang hoạt động",
                          "must wait after wrong passwords, from at least one network / active accounts"},
                         [](const ReportPerson& person) { return person.locked; },
                         is_active,
                         state_of}));
  out.figures.push_back(
      figure_of(people, {"accounts.disabled",
                         {"Ngừng hoạt động", "Disabled"},
                         {"ngừng hoạt động / mọi tài khoản cá nhân", "disabled / all personal accounts"},
                         [](const ReportPerson& person) { return !person.active; },
                         is_anybody,
                         state_of}));
  // What is counted says it all: the others are listed by accounts.active.
  for (Figure& figure : out.figures) {
    if (!figure.lists_rest) std::erase_if(figure.items, [](const FigureItem& item) { return !item.counted; });
  }
  return out;
}

std::vector<UnitUse> use_by_unit(std::span<const ReportPerson> people) {
  std::map<std::string, UnitUse> units;
  for (const ReportPerson& person : people) {
    if (!person.active) continue;
    UnitUse& unit = units[person.unit_code];
    unit.unit_code = person.unit_code;
    unit.unit_name = person.unit_name;
    if (!unit.before) unit.worked.whole = 0, unit.before = Ratio{0, 0};
    ++*unit.worked.whole, ++*unit.before->whole;
    unit.worked.part += person.now.worked() ? 1 : 0;
    unit.before->part += person.before.worked() ? 1 : 0;
  }
  std::vector<UnitUse> out;
  for (auto& [code, unit] : units) out.push_back(std::move(unit));
  return out;
}

}  // namespace

std::optional<int> Ratio::tenths() const {
  if (!whole || *whole == 0) return std::nullopt;
  return tasks::tenths_of_percent(part, *whole);
}

OfficeReport office_report_of(const ReportFacts& facts) {
  OfficeReport out;
  out.span = facts.span;
  out.before = facts.before;
  out.as_of = facts.as_of;
  out.made_at = facts.made_at;
  out.sections.push_back(TaskFigures(facts).section());
  out.sections.push_back(people_section(facts.people));
  out.sections.push_back(accounts_section(facts.people));
  const tasks::Period period{facts.span.begin(), facts.span.end()};
  out.by_unit = tasks::make_report(facts.tasks, period, facts.as_of);
  out.by_person = tasks::make_person_report(facts.tasks, period, facts.as_of);
  out.use = use_by_unit(facts.people);
  return out;
}

}  // namespace mailstore::office
