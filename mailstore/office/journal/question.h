// A question to the author of a mail, and what his answer will do: nobody writes his mail twice because one thing was
// missing. It is open until an event of the office answers it (Event::answers); the draft is complete but for what the
// question asks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mailstore/office/journal/access_events.h"
#include "mailstore/office/journal/kind.h"
#include "mailstore/office/journal/mail_ref.h"
#include "policies/phrases/period_text.h"
#include "policies/tasks/lists/point_table.h"
#include "policies/tasks/steps/task_state.h"

namespace mailstore::office {

// A task that would be created. Without id and number; of the parties those that are known, the lead may be missing.
struct TaskDraft {
  policies::tasks::Assignment assignment;
  std::optional<policies::phrases::Deadline> deadline;  // when it is clear
  bool deadline_open = false;                           // one was meant and was not understood
  // The one day that was probably meant: one confirming word takes it.
  std::optional<policies::phrases::Deadline> deadline_candidate;
  std::vector<std::string> unknown;  // addresses in To and Cc that are nobody's
  bool mode_open = false;            // does the first one lead, or does each answer for itself?
  // What recurs: a complete draft with a period begins a series.
  std::optional<policies::phrases::Period> period;
  bool period_open = false;        // something recurs, and its day is not clear …
  std::string period_words;        // … as written: "hằng tháng"
  bool period_or_once = false;     // a deadline stands beside it: is it once or again and again?
  std::optional<int> days_before;  // of a series: how early each task is handed out, when it was said
  bool name_open = false;          // the author enters tasks for leaders; for which one is this?
  // Of a point of minutes (rule "minutes", "several-or-one"):
  int point = 0;                     // its number in the table; 0: none
  bool information = false;          // is not given
  std::vector<std::string> several;  // names in it that more than one has
  base::Sentence doubt;              // why the deadline is open
};

// A handing over that lacks something, or is to be confirmed.
struct AccessDraft {
  AccessRight right;      // account, from and until may be open (0)
  bool withdraw = false;  // take back: account 0 means all
  bool confirm = false;   // more was said than is understood: only a yes does it
};

// A task that was perhaps meant, as it is offered: by its place in the list, from 1, or by its number.
struct TaskChoice {
  std::int64_t task = 0;
  int card = 0;  // the card of it that the answer is for; token_party() of it makes the token
  std::string number, title;
};

struct Question {
  std::string rule;     // "unclear-deadline", "no-lead", "confirm-step" …: stable
  std::string subject;  // of the mail that asks
  std::string text;
  int round = 1;          // how often it was asked; kMostRounds is the last time
  std::int64_t task = 0;  // about this task and party; 0: none
  int party = 0;
  std::vector<TaskDraft> drafts;                  // what a complete answer creates; of minutes one a point
  std::vector<policies::tasks::TaskEvent> steps;  // what a yes does to `task`
  // A command that lacks its date, reason or name: the answer stands where "<…>" is, else behind it. "": none.
  std::string command;
  std::optional<AccessDraft> access{};  // what a complete answer hands over or takes back
  std::optional<TaskDraft> one;         // the minutes as a single task
  std::optional<policies::tasks::PointTable> table;
  // Which of these tasks are his `words` about (rule "which-task")? The answer names one.
  std::vector<TaskChoice> choices{};
  std::string words{};
  // As of a TaskStep: what comes of the answer has them too.
  std::vector<std::string> files{};
  std::vector<MailRef> mails{};
};
inline constexpr int kMostRounds = 3;

template <>
struct Kind<Question> {
  static constexpr KindWords<> kWords{"question.asked"};
  static nlohmann::json to_fields(const Question& body);
  static Question from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const Question&) { return ""; }
  static base::Sentence sentence(const Event& event, const Question& body);
  static bool has_outputs(const Question&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const Question&) { return 0; }  // it changes nothing
  static bool only_words(const Question&) { return true; }
  static std::int64_t* document(Question&) { return nullptr; }
};

}  // namespace mailstore::office
