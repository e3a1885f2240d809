// An answer about a series: changed, paused, resumed, ended, or shown. Nothing is guessed.
#include <algorithm>

#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/ruling.h"
#include "mailstore/office/ruling/series_ruling.h"
#include "policies/tasks/series/series_text.h"
#include "policies/tasks/series/series_words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;
using access::Action;
using base::Sentence;
using tasks::Series;
using tasks::SeriesState;

namespace {

struct SeriesCase {
  const RulingTools& tools;
  const IntakeHead& head;
  const Series& series;

  access::Decision may(Action action) const {
    access::Party about;
    about.office = series.office;
    about.assigner = series.assignment.assigner;
    about.entered_by = series.assignment.entered_by;
    if (const directory::Account* assigner = tools.view.find_account(series.assignment.assigner))
      about.unit = assigner->unit;
    for (const tasks::TaskParty& party : series.assignment.parties) {
      if (!party.unit_code.empty()) about.fields.push_back(party.unit_code);
    }
    return access::may(head.actor, about, action, head.at);
  }

  Ruling tell(const char* rule, const Sentence& why) const {
    if (!may(Action::read))
      return Ruling{{answer_of(head, AnswerFrom::tasks, rule, "Re: " + head.subject, answer_text(head, why))},
                    std::nullopt};
    const tasks::MessageText text =
        tasks::series_told_message(series, why, tasks::coming_periods(series, tools.calendar, tasks::kShownPeriods));
    return Ruling{{answer_of(head, AnswerFrom::tasks, rule, text.subject, text.in(head.english))}, std::nullopt};
  }
  Ruling unclear(const Sentence& why) const {
    return tell("series-unclear", {"Chưa thay đổi gì vì " + why.vi + ".", "Nothing was changed: " + why.en + "."});
  }
  Ruling done(EventBody body) const { return Ruling{{event_of(head, std::move(body))}, std::nullopt}; }
};

// The rule as it is now, with another end; a rule still to come keeps its beginning.
policies::phrases::Period with_end(const Series& series, policies::calendar::Date last,
                                   policies::calendar::Date today) {
  const bool of_next = series.then && last >= series.then->first;
  policies::phrases::Period period = of_next ? *series.then : tasks::rule_for(series, today);
  period.until = last;
  return period;
}

// Steps that may() is asked about, all of them.
std::vector<Action> actions_of(const tasks::SeriesWish& wish, bool parties) {
  std::vector<Action> out;
  if (wish.end || wish.last) out.push_back(Action::cancel);
  if (wish.pause) out.push_back(Action::suspend);
  if (wish.resume) out.push_back(Action::resume);
  if (wish.period || wish.days_before) out.push_back(Action::change_due);
  if (!wish.added.empty()) out.push_back(Action::add_text);
  if (parties) {
    out.push_back(Action::change_parties);
    out.push_back(Action::change_lead);
  }
  return out;
}

std::optional<Sentence> problem_of(const tasks::SeriesWish& wish) {
  if (!wish.unclear.empty()) {
    const Sentence why = policies::phrases::describe(wish.unclear.front());
    return Sentence{"chưa rõ chu kỳ mới: " + why.vi, "the new period is not clear: " + why.en};
  }
  if (wish.doubtful && wish.says_something())
    return Sentence{"trong thư còn những lời có thể đổi ý của lệnh; xin chỉ ghi một lệnh",
                    "other words of the message may turn its meaning; please write the command alone"};
  const bool changes = wish.period || wish.days_before || wish.last || !wish.added.empty();
  if (wish.end && (changes || wish.pause || wish.resume))
    return Sentence{"thư vừa kết thúc vừa thay đổi chu kỳ", "the message both ends and changes the series"};
  return std::nullopt;
}

// Resumed: whoever lets it go on becomes its assigner when the former one is gone.
std::optional<Sentence> let_go_on(const SeriesCase& c, tasks::SeriesChange& change) {
  change.state = SeriesState::running;
  Series after = tasks::changed(c.series, change, c.head.at);
  if (series_obstacle(c.tools, after, c.head.at) == std::string(tasks::kAssignerGone)) {
    change.assigner = c.head.author.id;
    change.assigner_name = c.head.author.full_name + (c.head.author.title.empty() ? "" : ", " + c.head.author.title);
    after = tasks::changed(c.series, change, c.head.at);
  }
  const auto obstacle = series_obstacle(c.tools, after, c.head.at);
  if (!obstacle) return std::nullopt;
  if (*obstacle == tasks::kAssignerGone)
    return Sentence{"Anh/Chị không được giao việc cho các đơn vị của chu kỳ này",
                    "you may not assign tasks to the units of this series"};
  const std::string name = obstacle->substr(tasks::kPartyGone.size());
  return Sentence{"“" + name + "” không còn trong danh bạ; xin ghi đơn vị khác thay, ví dụ: Phòng Kinh tế chủ trì thay",
                  "“" + name + "” is no longer in the directory; please name another unit"};
}

base::Result<Ruling> change(const SeriesCase& c, const tasks::SeriesWish& wish,
                            std::optional<std::vector<tasks::TaskParty>> parties) {
  tasks::SeriesChange change;
  const auto today = policies::calendar::local_date(c.head.at);
  change.period = wish.period;
  if (wish.last && change.period) change.period->until = wish.last;
  else if (wish.last) change.period = with_end(c.series, *wish.last, today);
  change.days_before = wish.days_before;
  change.added = wish.added;
  change.parties = std::move(parties);
  if (wish.pause) {
    if (c.series.state == SeriesState::paused)
      return c.tell("series-as-it-is", {"Chu kỳ này đang tạm dừng.", "This series is paused already."});
    change.state = SeriesState::paused;
    change.reason = wish.reason;
  }
  if (wish.resume && c.series.state == SeriesState::running)
    return c.tell("series-as-it-is", {"Chu kỳ này đang chạy.", "This series is running already."});
  // Another unit was asked for, and is there: it goes on.
  const bool mended = c.series.by_server && change.parties && !wish.pause;
  if (wish.resume || mended) {
    if (const auto why = let_go_on(c, change)) return c.unclear(*why);
  }
  if (change.parties) {
    if (const auto refused = may_not_give(c.tools, c.head, {}, *change.parties))
      return c.tell("no-permission", *refused);
  }
  const Series after = tasks::changed(c.series, change, c.head.at);
  if (tasks::coming_periods(after, c.tools.calendar, 1).empty()) {
    if (wish.last && !wish.period)
      return c.done(SeriesEnded{c.series.id, c.series.number, c.series.assignment.assigner, wish.reason});
    return c.unclear({"chu kỳ mới không có kỳ nào", "the new rule has no period"});
  }
  return c.done(SeriesChanged{c.series.id, c.series.number, c.series.assignment.assigner, std::move(change)});
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const SeriesAsk& ask) {
  auto found = read_series(tools.reader, head.office, ask.series);
  if (!found) return found.error();
  if (!*found)
    return Ruling{
        {answer_of(head, AnswerFrom::tasks, "no-such-series", "Re: " + head.subject,
                   answer_text(head, {"Không tìm thấy chu kỳ " + ask.number +
                                          ". Không có gì thay đổi. Xem các chu kỳ: gửi DANH SÁCH định kỳ.",
                                      "The series " + ask.number +
                                          " was not found. Nothing was changed. To see them all: LIST periodic."}))},
        std::nullopt};
  const SeriesCase c{tools, head, **found};
  if (ask.encrypted)
    return c.unclear(
        {"thư được mã hóa nên máy chủ không đọc được", "the message is encrypted and cannot be read here"});
  const auto today = policies::calendar::local_date(head.at);
  tasks::SeriesWish wish =
      tasks::read_series_words(head.text.text, tasks::rule_for(c.series, today), tools.calendar, head.at);
  std::vector<tasks::TaskParty> parties = c.series.assignment.parties;
  bool named = false, unexplained = false;
  for (const std::string& sentence : wish.rest) {
    const PartyEdit edit = edit_parties(tools, head.office, c.series.assignment.mode, parties, sentence);
    if (edit.outcome == PartyEdit::Outcome::unclear && !wish.asks) {
      const auto allowed = c.may(Action::change_parties);
      return allowed ? c.unclear(edit.why) : c.tell("no-permission", allowed.refusal);
    }
    named = named || edit.outcome == PartyEdit::Outcome::changed;
    unexplained = unexplained || edit.outcome == PartyEdit::Outcome::nobody_named;
  }
  if (!wish.says_something() && !named) {
    if (!wish.asks && unexplained)
      return c.unclear({"chưa rõ Anh/Chị muốn đổi gì; thư được giữ trong hộp thư giao việc",
                        "it is not clear what is to change; the message is kept in the task mailbox"});
    return c.tell("series-shown", {"Chu kỳ như sau.", "This is how the series stands."});
  }
  for (const Action action : actions_of(wish, named)) {
    if (const auto allowed = c.may(action); !allowed) return c.tell("no-permission", allowed.refusal);
  }
  if (c.series.state == SeriesState::ended)
    return c.tell("series-as-it-is", {"Chu kỳ này đã kết thúc nên không thay đổi được nữa.",
                                      "This series has ended and cannot be changed any more."});
  if (wish.asks)
    return c.unclear(
        {"thư có câu hỏi; xin chỉ ghi lệnh", "the message asks a question; please write the command alone"});
  if (const auto problem = problem_of(wish)) return c.unclear(*problem);
  if (wish.end && named)
    return c.unclear({"thư vừa kết thúc vừa thay đổi chu kỳ", "the message both ends and changes the series"});
  if (wish.end || (wish.last && *wish.last < today))
    return c.done(SeriesEnded{c.series.id, c.series.number, c.series.assignment.assigner, wish.reason});
  return change(c, wish, named ? std::optional(std::move(parties)) : std::nullopt);
}

}  // namespace mailstore::office
