#include "mailstore/delivery/unit/office_unit.h"

#include <algorithm>

#include "directory/people/access_grants.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore {
namespace {

// Comments and answers: what programs could say to each other without end. What a refusal says to the client is no such
// answer.
bool says_only_words(const office::Ruling& ruling) {
  return !ruling.refused && !ruling.events.empty() &&
         std::all_of(ruling.events.begin(), ruling.events.end(), office::is_only_words);
}

base::Result<void> leave_follow_up(base::SqlTransaction& tx, StoreCore& core, const office::Event& event,
                                   base::ContentId cause, const std::string& trace) {
  OfficeFollowUp follow_up{office::to_json(event), {}, trace};
  if (const std::int64_t id = office::task_of(event); id != 0) {
    auto task = office::read_task(tx, id);
    if (!task) return task.error();
    if (*task) follow_up.task = office::task_to_json(**task);
  }
  JobRow job;
  job.id = core.ids.make<JobId>();
  job.kind = JobKind::office;
  job.content = cause;
  job.created = event.at;
  job.payload = pack(follow_up);
  return insert_job(tx, core, job);
}

// A right that the event gives or takes: its row in the directory, in the same commit.
base::Result<void> write_right(base::SqlTransaction& tx, StoreCore& core, const office::Event& event) {
  const std::string by = event.actor_address.empty() ? "vanthu" : event.actor_address;
  if (const auto* granted = std::get_if<office::AccessGranted>(&event.body)) {
    directory::AccessGrant grant = granted->right.grant;
    grant.office = event.office;
    grant.set_by = by;
    grant.set_at = event.at;
    return directory::insert_access_grant(tx, grant, core.ids.make<base::EventId>());
  }
  if (const auto* withdrawn = std::get_if<office::AccessWithdrawn>(&event.body))
    return directory::end_access_grant(tx, withdrawn->right.grant.id, event.at, by, core.ids.make<base::EventId>());
  return {};
}

// A decision about the document that the event before it announced.
void link(office::Event& event, const office::Event* before) {
  if (before == nullptr || !std::holds_alternative<office::DocumentArrived>(before->body)) return;
  if (std::int64_t* document = office::document_of(event); document != nullptr && *document == 0)
    *document = before->seq;
}

}  // namespace

base::Result<void> write_events(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                const directory::DirectoryView& view, std::vector<office::Event>& events,
                                base::ContentId cause, const std::string& trace) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    link(events[i], i == 0 ? nullptr : &events[i - 1]);
    auto written = append_journal_event(tx, core, preparer, view, events[i], cause);
    if (!written) return written;
    if (auto right = write_right(tx, core, events[i]); !right) return right;
    if (!office::has_outputs(events[i])) continue;
    auto left = leave_follow_up(tx, core, events[i], cause, trace);
    if (!left) return left;
  }
  return {};
}

bool changes_rights(const office::Event& event) {
  return std::holds_alternative<office::AccessGranted>(event.body) ||
         std::holds_alternative<office::AccessWithdrawn>(event.body);
}

static base::Error message_id_used() {
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Một thư của Anh/Chị mang Message-ID này nhưng nội dung khác đã được nhận; thư này chưa làm gì. Xin soạn thành thư mới",
       "A mail of yours with this Message-ID but other content was already accepted; nothing of this one was done. Please write it as a new message"});
}

base::Result<OfficeUnit::Answer> OfficeUnit::run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer) {
  Answer answer;
  auto locked = lock_journal(tx, core, *mail->view, intake->head.office);
  if (!locked) return locked.error();
  office::Event probe = office::event_of(intake->head, office::Answered());
  auto known = known_cause(tx, probe);
  if (!known) return known.error();
  if (*known == KnownCause::other_content &&
      !replayed) {  // never acknowledged and dropped: the author learns that nothing of it was done
    answer.refused = message_id_used();
    return answer;
  }
  if (*known != KnownCause::none) {
    answer.was_there = true;
    answer.outcome = OfficeOutcome::known;
    return answer;
  }
  auto ruling = shown ? base::Result<office::Ruling>(*shown) : office->rule(tx, *mail->view, *intake);
  if (!ruling) return ruling.error();
  answer.refused = ruling->refused;
  answer.only_words = says_only_words(*ruling);
  if (silent && answer.only_words) ruling->events.clear();
  if (mail->message && !answer.refused) {
    mail->ran_before = false;  // the journal has told that this is the first time
    auto filed = mail->run(tx, core, preparer);
    if (!filed) return filed.error();
    answer.mail = *filed;
  }
  auto written = write_events(tx, core, preparer, *mail->view, ruling->events, answer.mail.content, trace);
  if (!written) return written.error();
  for (const office::PreferenceChoice& choice : ruling->preferences) {
    const directory::PreferenceKey key{directory::PreferenceScope::account, intake->head.author.id.value,
                                       choice.preference};
    auto set =
        directory::write_preference(tx, core.ids, intake->head.at, key, choice.value, intake->head.author.address);
    if (!set) return set.error();
    answer.directory_changed = true;
  }
  if (ruling->events.empty()) return answer;
  answer.directory_changed =
      answer.directory_changed || std::any_of(ruling->events.begin(), ruling->events.end(), changes_rights);
  if (const auto* told = std::get_if<office::Answered>(&ruling->events.back().body)) {
    answer.outcome = OfficeOutcome::answered;
    answer.rule = told->rule;
  } else {
    answer.outcome = OfficeOutcome::acted;
    answer.event = office::type_of(ruling->events.back());
  }
  return answer;
}

}  // namespace mailstore
