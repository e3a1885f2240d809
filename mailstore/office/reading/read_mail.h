// Reading: which kind of question a submitted mail puts to the office (intake.h), found out before any transaction.
// Pure but for what it is given: the directory's view, the trust store, the look-up of a task. A mail that asks nothing
// is ordinary mail.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "directory/certificates/certificates.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/reading/intake.h"
#include "policies/calendar/calendar.h"
#include "policies/tasks/series/series.h"
#include "policies/tasks/task.h"

namespace mailstore::office {

// What the door has in its hand: an authenticated submission, edited as it will be stored.
struct Submission {
  base::AccountId author;
  std::string on_behalf_of;             // role address or a leader's own in From; "" = his own
  std::vector<std::string> recipients;  // of the envelope
  std::string_view bytes;
  base::Timestamp at;
};

// The task of that number ("NV-2026-000123") or id; nothing: there is none. Errors: of the database.
struct TaskLookup {
  using Answer = base::Result<std::optional<policies::tasks::Task>>;
  std::function<Answer(const std::string& number)> by_number;
  std::function<Answer(std::int64_t task)> by_id;
  // Series of tasks ("CK-2026-000003"); not set: there are none.
  using SeriesAnswer = base::Result<std::optional<policies::tasks::Series>>;
  std::function<SeriesAnswer(const std::string& number)> series_by_number{};
  std::function<SeriesAnswer(base::UnitId office, std::int64_t id)> series_by_id{};
  // The question of that office and seq that is still open, when it is put to this person; not set: there are none.
  using QuestionAnswer = base::Result<std::optional<Question>>;
  std::function<QuestionAnswer(base::UnitId office, std::int64_t seq, base::AccountId author)> open_question{};
  // Tasks in which that person may have a part, those of his unit too; not set: unknown.
  using TasksAnswer = base::Result<std::vector<policies::tasks::Task>>;
  std::function<TasksAnswer(const directory::Account& person)> open_of{};
};

struct IntakeTools {
  const directory::DirectoryView& view;
  const ReplyKeys& keys;
  const directory::Certificates& certificates;
  const policies::calendar::Calendar& calendar;
  const TaskLookup& tasks;
};

// "nv+…" in one of our domains, right or forged.
bool is_reply_address(const directory::DirectoryView& view, std::string_view address);

// A quick look at addresses and header: must read_intake be asked at all?
bool may_concern_office(const directory::DirectoryView& view, const Submission& mail);

// Nothing: ordinary mail. Automatic mail (Auto-Submitted, lists, reports) never asks anything. Verifies signatures of
// dispatches: on a pool. Errors: those of the look-up.
base::Result<std::optional<Intake>> read_intake(const IntakeTools& tools, const Submission& mail);

}  // namespace mailstore::office
