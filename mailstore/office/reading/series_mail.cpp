#include "mailstore/office/reading/series_mail.h"

#include <algorithm>

#include "mailstore/office/reading/reader_rights.h"
#include "policies/tasks/series/series_words.h"

namespace mailstore::office {

namespace {

using policies::tasks::Series;

// What was answered goes before a number in the subject: people reuse old mails, but subjects can be mistyped.
base::Result<std::optional<Series>> series_meant(const MailInHand& hand, const std::string& number) {
  const TaskLookup& look = hand.tools.tasks;
  if (!number.empty()) return look.series_by_number(number);
  if (hand.head.answers.empty()) return std::optional<Series>();
  const auto answered = read_series_message_id(hand.head.answers.front());
  if (!answered) return std::optional<Series>();
  return look.series_by_id(answered->office, answered->series);
}

}  // namespace

base::Result<std::optional<Intake>> read_series_mail(const MailInHand& hand) {
  const std::optional<Intake> none;
  if (!hand.tools.tasks.series_by_number || hand.head.question || hand.head.answered || hand.itip) return none;
  const std::string number =
      hand.head.subject.find("[NV") == std::string::npos ? policies::tasks::series_number_in(hand.head.subject) : "";
  if (number.empty() && hand.head.answers.empty()) return none;
  const directory::DirectoryView& view = hand.tools.view;
  const directory::Account* box = nullptr;  // the task mailbox it goes to, his own office's first
  for (const std::string& recipient : hand.mail.recipients) {
    if (is_reply_address(view, recipient)) return none;
    const directory::Account* role = view.role_at(recipient);
    if (role == nullptr || role->purpose != directory::kTasks) continue;
    if (box == nullptr || role->office == hand.head.author.office) box = role;
  }
  if (box == nullptr) return none;
  auto series = series_meant(hand, number);
  if (!series) return series.error();
  // What he may not see is as if it were not there.
  if (*series && !may_read(view, hand.head.actor, hand.head.author.id, **series, hand.head.at)) series->reset();
  if (!*series && number.empty()) return none;
  if (*series) box = view.role_mailbox((*series)->office, directory::kTasks);
  const auto goes_there = [&](const std::string& recipient) {
    return box != nullptr && view.find_address(recipient) == box;
  };
  if (std::none_of(hand.mail.recipients.begin(), hand.mail.recipients.end(), goes_there)) return none;
  Intake intake;
  intake.head = hand.head;
  intake.head.office = box->office;
  intake.ask = SeriesAsk{*series ? (*series)->id : 0, *series ? (*series)->number : number, hand.encrypted};
  intake.filing.box = box->id;
  for (const std::string& recipient : hand.mail.recipients) {
    if (!goes_there(recipient)) intake.filing.keep.push_back(recipient);
  }
  return std::optional<Intake>(std::move(intake));
}

}  // namespace mailstore::office
