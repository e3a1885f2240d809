// Mail that concerns an office: read, ruled on and filed in one commit; what follows from its events is sent by jobs.
#include "base/mime/header_fields.h"
#include "base/text/case.h"
#include "mailstore/delivery/door.h"
#include "mailstore/delivery/journal.h"
#include "mailstore/delivery/office_unit.h"
#include "mailstore/office/rows/book_opening.h"
#include "mailstore/office/rows/rows.h"
#include "mailstore/office/rows/unused_numbers.h"
#include "mailstore/signing/authentication_results.h"

namespace mailstore {
namespace {

office::Submission submission_of(const DeliverRequest& request, const std::string& bytes, base::Timestamp now) {
  office::Submission mail;
  mail.author = request.author;
  mail.on_behalf_of = request.on_behalf_of;
  for (const EnvelopeRecipient& recipient : request.recipients) mail.recipients.push_back(recipient.address);
  mail.bytes = bytes;
  mail.at = request.at.value_or(now);
  return mail;
}

// The mail goes where the intake says: the role mailbox that keeps it, and those who get it as it is.
std::vector<EnvelopeRecipient> kept_recipients(const directory::DirectoryView& view, const DeliverRequest& request,
                                               const office::Intake& intake) {
  std::vector<EnvelopeRecipient> kept;
  if (const directory::Account* box = intake.filing.box ? view.find_account(intake.filing.box) : nullptr)
    kept.push_back({box->address, {}, {}});
  for (const EnvelopeRecipient& recipient : request.recipients) {
    for (const std::string& address : intake.filing.keep) {
      if (address == recipient.address) kept.push_back(recipient);
    }
  }
  return kept;
}

// Our finding about the signatures (RFC 8601, RFC 7281), and this hop.
std::string trace_of(const DeliverRequest& request, const office::Intake& intake, const std::string& hostname) {
  std::string results;
  if (!intake.filing.results.empty())
    results = "Authentication-Results: " + hostname + "; " + intake.filing.results + "\r\n";
  return results + request.authentication_results + request.received;
}

}  // namespace

base::Co<base::Result<std::optional<office::Intake>>> Door::read_intake(const DeliverRequest& request,
                                                                        const std::string& bytes) {
  std::optional<office::Intake> none;
  if (request.source != Source::submission || !request.author) co_return none;
  if (request.reverse_path.empty())
    co_return none;  // RFC 3834 §3.3, RFC 8098 §3: so write answering programs, not people
  const auto view = directory_.view();
  const office::Submission mail = submission_of(request, bytes, clock_.now());
  const bool large = bytes.size() > kPrepareInline;  // then the header too is looked at on the pool
  if (!large && !office::may_concern_office(*view, mail)) co_return none;
  std::function<base::Result<std::optional<office::Intake>>()> job =
      [this, &view, &mail, large]() -> base::Result<std::optional<office::Intake>> {
    if (large && !office::may_concern_office(*view, mail)) return std::optional<office::Intake>();
    return office_->read(*view, mail);
  };
  auto read = co_await parse_pool_.run<std::optional<office::Intake>>(std::move(job));
  co_return read;
}

base::Co<base::Result<DeliverAnswer>> Door::deliver_to_office(DeliverRequest request, std::string bytes,
                                                              std::shared_ptr<const office::Intake> intake) {
  auto unit = std::make_shared<OfficeUnit>();
  unit->intake = intake;
  unit->office = office_.get();
  unit->trace = trace_of(request, *intake, settings_.hostname);
  unit->silent = brake_.is_stuck(*intake);
  unit->replayed = request.replayed;
  DeliverAnswer answer;
  answer.message_id = intake->head.message_id;
  request.recipients = kept_recipients(*directory_.view(), request, *intake);
  if (!intake->filing.nothing_kept) {
    auto message = co_await preparer_.prepare(std::move(bytes));
    if (!message) co_return message.error();
    unit->mail = plan(request, std::move(*message));
  } else {  // nothing of a secret document is kept
    unit->mail = std::make_shared<DeliveryUnit>();
    unit->mail->view = directory_.view();
  }
  for (int attempt = 0;; ++attempt) {
    std::function<base::Result<OfficeUnit::Answer>(base::SqlTransaction&)> work =
        [this, unit](base::SqlTransaction& tx) { return unit->run(tx, core_, preparer_); };
    auto done = co_await core_.db.write<OfficeUnit::Answer>(std::move(work));
    const bool bytes_missing =
        !done && done.error().code == base::ErrorCode::conflict && unit->mail->message && !unit->mail->message->blob;
    if (bytes_missing && attempt == 0) {
      auto stored = preparer_.store_bytes(*unit->mail->message);
      if (!stored) co_return stored.error();
      continue;
    }
    if (!done) co_return done.error();
    if (!done->was_there) brake_.note(*intake, done->only_words);
    if (unit->mail->message && !done->refused && !done->was_there) preparer_.committed(*unit->mail->message);
    if (done->refused) co_return *done->refused;
    answer.content = done->mail.content;
    answer.local_boxes = done->mail.boxes;
    answer.office_event = done->event;
    answer.office_rule = done->rule;
    co_return answer;
  }
}

// Mail to a reply address that nobody is proven to have written, or that a program wrote: kept where people see it,
// never applied.
base::Co<base::Result<void>> Door::redirect_replies(DeliverRequest& request) {
  const auto view = directory_.view();
  for (EnvelopeRecipient& recipient : request.recipients) {
    if (!office::is_reply_address(*view, recipient.address)) continue;
    std::function<base::Result<std::optional<std::string>>()> job = [this, &view, &recipient] {
      return office_->mailbox_of_reply(*view, recipient.address);
    };
    auto mailbox = co_await parse_pool_.run<std::optional<std::string>>(std::move(job));
    if (!mailbox) co_return mailbox.error();
    if (*mailbox) recipient.address = **mailbox;
  }
  co_return base::Result<void>();
}

// RFC 7281: what we found out about the signatures of a mail from outside. It is shown, never acted upon.
base::Co<base::Result<std::string>> Door::signature_results(const std::string& bytes) {
  const std::string_view looked_at = std::string_view(bytes).substr(0, kPrepareInline);
  const std::string_view header = looked_at.substr(0, base::header_size(looked_at));
  const bool whole_header =
      header.size() < looked_at.size() || looked_at.size() == bytes.size();  // else the pool finds out
  const std::string type = base::to_ascii_lower(base::header_value(header, "Content-Type").value_or(""));
  const bool may_be_signed = type.find("multipart/") != std::string::npos ||
                             type.find("message/") != std::string::npos ||
                             type.find("application/") != std::string::npos;
  if (whole_header && !may_be_signed) co_return std::string();
  // Most mail holds no signature at all and does not wait for those that do.
  std::function<base::Result<bool>()> look = [&bytes]() -> base::Result<bool> {
    return signing::holds_signatures(base::parse_message(bytes), bytes);
  };
  auto some = co_await parse_pool_.run<bool>(std::move(look));
  if (!some) co_return some.error();
  if (!*some) co_return std::string();
  std::function<base::Result<std::string>()> job = [this, &bytes]() -> base::Result<std::string> {
    const auto verdict = signing::verify_message(bytes, office_->certificates().trust(), clock_.now());
    const std::string results = signing::authentication_results(verdict);
    if (results.empty()) return std::string();
    return "Authentication-Results: " + settings_.hostname + "; " + results + "\r\n";
  };
  co_return co_await signature_pool_.run<std::string>(std::move(job));
}

base::Result<void> Door::void_unused_numbers() {
  std::vector<base::UnitId> offices;
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::offices_with_unused_numbers(snapshot, clock_.now());
    if (!found) return found.error();
    offices = std::move(*found);
    return {};
  });
  if (!read) return read;
  const auto view = directory_.view();
  for (const base::UnitId unit : offices) {
    if (view->journal_of(unit) == nullptr) continue;
    auto done = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto locked = lock_journal(tx, core_, *view, unit);
      if (!locked) return locked;
      auto events = office::void_unused_numbers(tx, unit, clock_.now());
      if (!events) return events.error();
      return write_events(tx, core_, preparer_, *view, *events, {}, {});
    });
    if (!done) return done;
  }
  return {};
}

base::Result<void> Door::open_book(const office::BookOpened& opening) {
  const auto view = directory_.view();
  return core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto locked = lock_journal(tx, core_, *view, opening.key.office);
    if (!locked) return locked;
    auto event = office::open_book(tx, opening, clock_.now());
    if (!event) return event.error();
    std::vector<office::Event> events{std::move(*event)};
    return write_events(tx, core_, preparer_, *view, events, {}, {});
  });
}

base::Result<void> Door::run_office(const JobRow& job) {
  auto follow_up = unpack_office(job.payload);
  if (!follow_up) return follow_up.error();
  auto event = office::parse_event(follow_up->event);
  if (!event) return event.error();
  std::optional<policies::tasks::Task> task;
  if (!follow_up->task.empty()) {
    auto read = office::task_from_json(follow_up->task);
    if (!read) return read.error();
    task = std::move(*read);
  }
  std::string cause;
  if (job.content && office::needs_cause(*event)) {
    auto bytes = read_content(job.content);
    if (!bytes) return bytes.error();
    cause = std::move(*bytes);
  }
  const office::OutputTools tools = office_->output_tools(directory_.view());
  const auto outputs = office::outputs_of(tools, *event, task, cause);
  const auto total = static_cast<std::int64_t>(outputs.size());
  for (std::int64_t at = job.position; at < total; ++at) {
    auto sent = send_output(job, at, at + 1 == total, outputs[static_cast<std::size_t>(at)], tools, *follow_up);
    if (!sent) return sent;
  }
  if (job.position < total) return {};
  return core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto finished = finish_job(tx, job);
    return finished ? base::Result<void>() : finished.error();
  });
}

base::Result<void> Door::send_output(const JobRow& job, std::int64_t position, bool last, const office::Output& output,
                                     const office::OutputTools& tools, const OfficeFollowUp& follow_up) {
  std::shared_ptr<DeliveryUnit> unit;
  if (!output.to.empty()) {
    base::Result<std::string> bytes = std::string();
    if (output.sends_cause) {
      bytes = read_content(job.content);
    } else {
      auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        bytes = output.make(snapshot);
        return {};
      });
      if (!read) return read;
    }
    if (!bytes) return bytes.error();
    auto message = preparer_.prepare_blocking(std::move(*bytes));
    if (!message) return message.error();
    DeliverRequest request;
    request.source = Source::notice;
    request.reverse_path = output.reverse_path;
    request.at = job.created;
    if (output.sends_cause) request.received = follow_up.prefix;
    for (const std::string& to : output.to) request.recipients.push_back({to, {}, {}});
    unit = plan(request, std::move(*message));
    unit->ignores_quota = true;  // what an office says must get through
  }
  for (int attempt = 0;; ++attempt) {
    auto done = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto mine = advance_job(tx, job.id, position, position + 1);
      if (!mine || !*mine) return mine ? base::Result<void>() : mine.error();
      if (unit) {
        unit->ran_before = false;  // the job's position tells
        auto filed = unit->run(tx, core_, preparer_);
        if (!filed) return filed.error();
      }
      if (output.follow) {
        auto events = output.follow(office_->ruling_tools(tx, *tools.view));
        if (!events) return events.error();
        auto written = write_events(tx, core_, preparer_, *tools.view, *events, job.content, follow_up.prefix);
        if (!written) return written;
      }
      if (!last) return {};
      auto finished = finish_job(tx, job);
      return finished ? base::Result<void>() : finished.error();
    });
    const bool bytes_missing = !done && done.error().code == base::ErrorCode::conflict && unit && !unit->message->blob;
    if (!bytes_missing || attempt > 0) return done;
    auto stored = preparer_.store_bytes(*unit->message);
    if (!stored) return stored.error();
  }
}

}  // namespace mailstore
