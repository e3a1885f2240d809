#include "server/outbound/item_run.h"

#include "base/log.h"
#include "base/mime/builder.h"
#include "base/text/utf8.h"
#include "server/outbound/retry_schedule.h"

namespace server::outbound {

namespace {

constexpr std::size_t kReportedOriginal = 2 << 20;  // octets of the original read for a report, at most

// A cancelled recipient is told as a failure (queue cancel).
void fail_cancelled(mailstore::QueueItem& item) {
  for (mailstore::QueueRecipient& recipient : item.recipients) {
    if (recipient.state != mailstore::RecipientState::cancelled) continue;
    recipient.state = mailstore::RecipientState::failed;
    recipient.status = "5.7.0";
    recipient.remote_mta.clear();
    recipient.diagnostic = "cancelled by an administrator";
  }
}

std::vector<mailstore::RecipientState> states(const mailstore::QueueItem& item) {
  std::vector<mailstore::RecipientState> out;
  for (const auto& recipient : item.recipients) {
    bool cancelled = recipient.state == mailstore::RecipientState::cancelled;
    out.push_back(cancelled ? mailstore::RecipientState::waiting : recipient.state);
  }
  return out;
}

}  // namespace

std::vector<std::size_t> ItemRun::recipients_in(State state) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < item_.recipients.size(); ++i) {
    if (item_.recipients[i].state == state) out.push_back(i);
  }
  return out;
}

void ItemRun::give_up_expired() {
  if (!expired(item_, settings_, parts_.clock.now())) return;
  for (std::size_t i : recipients_in(State::waiting)) {
    item_.recipients[i].state = State::failed;
    item_.recipients[i].status =
        "4.4.7";  // RFC 3463 §3.5: delivery time expired; the last reason stays in the diagnostic
  }
}

// One report for these recipients, for those who want it. False when it could not be handed to the door.
base::Co<bool> ItemRun::report(Action action, std::vector<std::size_t> recipients) {
  std::erase_if(recipients, [&](std::size_t i) { return !wants_report(item_, item_.recipients[i], action); });
  if (recipients.empty()) co_return true;
  bool whole = returns_whole_message(item_, action);
  base::Result<std::string> original = co_await read_for_report(source_, whole, kReportedOriginal);
  base::Timestamp now = parts_.clock.now();
  // The same occasion gives the same Message-ID: a report that is made twice (crash before the record) is seen as one.
  const char* kind = action == Action::failed ? "f" : action == Action::delayed ? "d" : "r";
  std::string unique = std::to_string(item_.id.value) + "." + std::to_string(item_.attempts) + kind;
  ReportRequest request{item_,
                        action,
                        recipients,
                        original ? std::move(*original) : std::string(),
                        now,
                        expiry(item_, settings_),
                        base::make_message_id(item_.created, unique, settings_.hostname)};
  mailstore::DeliverRequest notice;
  notice.source = mailstore::Source::notice;
  notice.bytes = make_report(request, settings_);
  mailstore::EnvelopeRecipient sender;
  sender.address = item_.reverse_path;
  sender.notify = {true, false, false, false};
  notice.recipients.push_back(std::move(sender));
  notice.body_8bit = !base::is_ascii(notice.bytes);
  notice.smtputf8 = item_.smtputf8 && notice.body_8bit;
  notice.session = "queue." + std::to_string(item_.id.value);
  base::Result<mailstore::DeliverAnswer> done = co_await parts_.delivery.deliver(std::move(notice));
  if (done) co_return true;
  base::log(
      base::LogLevel::warning, "OUT-0001", "a report was not delivered",
      {{"queue", std::to_string(item_.id.value)}, {"to", item_.reverse_path}, {"error", base::describe(done.error())}});
  // The sender's box is gone or full for good: nobody is left to tell.
  co_return !done.error().temporary;
}

base::Co<bool> ItemRun::report_all(const AttemptOutcome& outcome, const std::vector<State>& before) {
  std::vector<std::size_t> failed;
  for (std::size_t i : recipients_in(State::failed)) {
    if (before[i] == State::waiting) failed.push_back(i);
  }
  bool reported = co_await report(Action::failed, std::move(failed));
  bool relay_reported = co_await report(Action::relayed, outcome.relayed);
  if (!relay_reported) reported = false;
  std::vector<std::size_t> waiting = recipients_in(State::waiting);
  if (!waiting.empty() && delay_warning_due(item_, settings_, parts_.clock.now())) {
    bool told = co_await report(Action::delayed, std::move(waiting));
    if (told) item_.delay_reported = true;
  }
  co_return reported;
}

base::Co<void> ItemRun::record(bool reported) {
  base::Timestamp now = parts_.clock.now();
  base::Timestamp next = reported ? next_attempt(item_, settings_, now) : now + std::chrono::minutes(1);
  std::string id = std::to_string(item_.id.value);
  for (const mailstore::QueueRecipient& recipient : item_.recipients) {
    const char* state = recipient.state == State::delivered ? "sent"
                        : recipient.state == State::failed  ? "failed"
                                                            : "waiting";
    base::log(base::LogLevel::info, "OUT-0002", "outgoing mail",
              {{"queue", id},
               {"to", recipient.address},
               {"state", state},
               {"host", recipient.remote_mta},
               {"status", recipient.status},
               {"answer", recipient.diagnostic}});
  }
  base::Result<void> done = co_await parts_.queue.finish(std::move(item_), next, true);
  if (!done) {
    base::log(base::LogLevel::error, "OUT-0003",
              "the outcome was not recorded; the item is tried again after its lease",
              {{"queue", id}, {"error", base::describe(done.error())}});
  }
}

base::Co<void> ItemRun::run(std::function<void(SmtpClient*)> on_client) {
  std::vector<State> before = states(item_);
  fail_cancelled(item_);
  AttemptOutcome outcome;
  if (!recipients_in(State::waiting).empty()) {
    AttemptParts parts{parts_.connector, parts_.resolver, settings_, source_, std::move(on_client), &idle_};
    outcome = co_await attempt(parts, item_);
    give_up_expired();
  }
  bool reported = co_await report_all(outcome, before);
  if (!reported) {
    // The failure must reach the sender: those recipients stay open until the report can be delivered.
    for (std::size_t i : recipients_in(State::failed)) {
      if (before[i] == State::waiting) item_.recipients[i].state = State::waiting;
    }
  }
  co_await record(reported);
}

}  // namespace server::outbound
