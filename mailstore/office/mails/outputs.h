// Outputs: the mails that follow from an event, and the events that other offices' journals get with them. A function
// of the event, the task as it stood after it, and the causing mail; the door sends them one by one, each in a commit
// of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/reading/reply_token.h"
#include "mailstore/office/ruling/ruling.h"
#include "mailstore/signing/seals.h"
#include "policies/calendar/calendar.h"
#include "policies/tasks/steps/task_state.h"

namespace mailstore::office {

struct Output {
  std::vector<std::string> to;  // envelope; empty: no mail, only events
  std::string reverse_path;     // "" = null sender
  bool sends_cause = false;     // the causing mail itself, as it is
  // The mail; asked once, right before it is sent, with a snapshot to read from.
  std::function<base::Result<std::string>(base::SqlReader&)> make;
  // Events written in the same commit, in order (of any office). Decided inside the unit.
  std::function<base::Result<std::vector<Event>>(const RulingTools&)> follow;
};

struct OutputTools {
  std::shared_ptr<const directory::DirectoryView> view;
  const ReplyKeys& keys;
  signing::Seals& seals;
  std::string domain;  // primary mail domain
  const policies::calendar::Calendar& calendar;
  std::shared_ptr<const policies::calendar::Calendar> held{};  // what keeps the calendar alive, when somebody must
};

// The mails whose words and files go on: bytes of the causing one ("" when it is not kept), and of the one before it
// that it completes or confirms (Event::source; "" mostly). Given only where needs_cause().
struct Causes {
  std::string_view own, source;
  std::span<const std::string> mails{};  // of TaskStep::mails, in their order; "" where none is kept
};

// The output functions hold what they need of the arguments, but for `tools`, which outlive them. Nothing comes where
// has_outputs() says no.
std::vector<Output> outputs_of(const OutputTools& tools, const Event& event,
                               const std::optional<policies::tasks::Task>& task, const Causes& causes);

}  // namespace mailstore::office
