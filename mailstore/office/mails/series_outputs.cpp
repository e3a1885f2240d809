// What was understood goes to whoever wrote; what changed to the assigner too; what cannot go on to all who can help.
#include "mailstore/office/mails/series_outputs.h"

#include <algorithm>

#include "mailstore/office/mails/server_mail.h"
#include "policies/tasks/series/series_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

using Coming = std::vector<tasks::ComingPeriod>;
using Text = std::function<tasks::MessageText(const tasks::Series& series, const Coming& coming)>;

// The mails of one event, one to each address.
class SeriesMails {
 public:
  SeriesMails(const OutputTools& tools, const Event& event, std::int64_t series)
      : tools_(tools), event_(event), series_(series) {}

  void tell(const std::string& to, const Text& text) {
    if (to.empty() || std::find(told_.begin(), told_.end(), to) != told_.end()) return;
    told_.push_back(to);
    Output out;
    out.to.push_back(to);
    out.make = [&tools = tools_, event = event_, id = series_, index = told_.size(), to,
                text](base::SqlReader& reader) -> base::Result<std::string> {
      auto series = read_series(reader, event.office, id);
      if (!series) return series.error();
      if (!*series)
        return base::Error::permanent(base::ErrorCode::not_found, {"Chu kỳ này không còn nữa.", "The series is gone."},
                                      "series");
      const tasks::MessageText words =
          text(**series, tasks::coming_periods(**series, tools.calendar, tasks::kShownPeriods));
      ServerMail header;
      header.office = event.office;
      header.to = to;
      header.subject = words.subject;
      header.message_id = series_message_id(event.office, id, event.seq, index, tools.domain);
      header.answer = to == event.actor_address;
      header.in_reply_to = header.answer ? event.cause_message_id : "";
      header.sender = event.actor_address;
      header.at = event.at;
      return build_server_mail(tools, header, base::text_entity(words.text));
    };
    out_.push_back(std::move(out));
  }
  // The assigner while he is there.
  void tell_assigner(base::AccountId assigner, const Text& text) {
    const directory::Account* account = tools_.view->find_account(assigner);
    if (account != nullptr && account->active) tell(account->address, text);
  }
  void tell_leaders(const Text& text) {
    for (const directory::Account& account : tools_.view->accounts()) {
      if (account.kind == directory::AccountKind::person && account.active && account.role == directory::Role::leader &&
          account.unit == event_.office)
        tell(account.address, text);
    }
  }
  void tell_clerks(const Text& text) {
    const directory::Account* records = tools_.view->role_mailbox(event_.office, directory::kRecords);
    if (records == nullptr) return;
    const auto members = tools_.view->members_of(records->id);
    for (const base::AccountId member : members) {
      const directory::Account* clerk = tools_.view->find_account(member);
      if (clerk != nullptr && clerk->active) tell(clerk->address, text);
    }
    if (members.empty()) tell(records->address, text);
  }
  std::vector<Output> take() { return std::move(out_); }

 private:
  const OutputTools& tools_;
  const Event& event_;
  std::int64_t series_;
  std::vector<std::string> told_;
  std::vector<Output> out_;
};

}  // namespace

std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesStarted& body) {
  SeriesMails mails(tools, event, event.seq);
  const Text text = [](const tasks::Series& series, const Coming& coming) {
    return tasks::series_started_message(series, coming);
  };
  mails.tell(event.actor_address, text);
  mails.tell_assigner(body.assignment.assigner, text);
  return mails.take();
}

std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesChanged& body) {
  SeriesMails mails(tools, event, body.series);
  const tasks::SeriesChange& change = body.change;
  if (!change.missed.empty()) {
    mails.tell_assigner(body.assigner, [change](const tasks::Series& series, const Coming& coming) {
      return tasks::series_missed_message(series, change, coming);
    });
    return mails.take();
  }
  if (change.by_server) {
    const Text text = [](const tasks::Series& series, const Coming&) { return tasks::series_stopped_message(series); };
    mails.tell_assigner(body.assigner, text);
    mails.tell_leaders(text);
    mails.tell_clerks(text);
    return mails.take();
  }
  const Text text = [change, who = event.actor_name](const tasks::Series& series, const Coming& coming) {
    return tasks::series_changed_message(series, change, who, coming);
  };
  mails.tell(event.actor_address, text);
  mails.tell_assigner(body.assigner, text);
  return mails.take();
}

std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesEnded& body) {
  SeriesMails mails(tools, event, body.series);
  const Text text = [who = event.actor_name, reason = body.reason](const tasks::Series& series, const Coming&) {
    return tasks::series_ended_message(series, who, reason);
  };
  mails.tell(event.actor_address, text);
  mails.tell_assigner(body.assigner, text);
  return mails.take();
}

}  // namespace mailstore::office
