// Mail that concerns an office: read, ruled on and filed in one commit; where mail to reply addresses goes otherwise.
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/office_unit.h"

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

base::Co<base::Result<std::optional<office::Intake>>> Desk::read(const DeliverRequest& request,
                                                                 const std::string& bytes) {
  std::optional<office::Intake> none;
  if (request.source != Source::submission || !request.author) co_return none;
  if (request.reverse_path.empty())
    co_return none;  // RFC 3834 §3.3, RFC 8098 §3: so write answering programs, not people
  const auto view = parts_->directory.view();
  const office::Submission mail = submission_of(request, bytes, parts_->clock.now());
  const bool large = bytes.size() > kPrepareInline;  // then the header too is looked at on the pool
  if (!large && !office::may_concern_office(*view, mail)) co_return none;
  auto job = [this, &view, &mail, large]() -> base::Result<std::optional<office::Intake>> {
    if (large && !office::may_concern_office(*view, mail)) return std::optional<office::Intake>();
    return office_->read(*view, mail);
  };
  auto read = co_await parts_->parse_pool.run(job);
  co_return read;
}

std::optional<base::Error> Desk::refuse_name(const DeliverRequest& request,
                                             const std::optional<office::Intake>& intake) const {
  if (request.source != Source::submission || request.on_behalf_of.empty()) return std::nullopt;
  const auto view = parts_->directory.view();
  const directory::Account* name = view->find_address(request.on_behalf_of);
  if (name == nullptr || name->kind != directory::AccountKind::person || name->id == request.author)
    return std::nullopt;
  if (intake && intake->filing.keep.empty()) {
    const auto* task = std::get_if<office::AssignmentAsk>(&intake->ask);
    if ((task != nullptr && !task->perhaps) || std::holds_alternative<office::ReplyAsk>(intake->ask) ||
        std::holds_alternative<office::QuestionAsk>(intake->ask) ||
        std::holds_alternative<office::AccessAsk>(intake->ask))
      return std::nullopt;
  }
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Địa chỉ của lãnh đạo ở ô Từ (From) chỉ dùng để giao việc thay: gửi tới hộp thư giao việc của cơ quan, không có bản sao ẩn. Thư chưa được gửi tới ai",
       "A leader's address in From is for giving tasks on his behalf only: to the office's task mailbox, without blind copies. This mail went to nobody"});
}

// Lists, figures, histories: nothing is decided by them, so they are those of the moment in which they were read.
base::Co<base::Result<std::shared_ptr<const office::Ruling>>> Desk::show(const office::Intake& intake) {
  std::shared_ptr<const office::Ruling> none;
  const auto* ask = std::get_if<office::InquiryAsk>(&intake.ask);
  if (ask == nullptr || ask->what == office::InquiryAsk::What::preference) co_return none;
  const auto view = parts_->directory.view();
  auto job = [this, &view, &intake]() -> base::Result<std::shared_ptr<const office::Ruling>> {
    std::shared_ptr<const office::Ruling> shown;
    auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto ruling = office_->rule(snapshot, *view, intake);
      if (!ruling) return ruling.error();
      shown = std::make_shared<const office::Ruling>(std::move(*ruling));
      return {};
    });
    if (!read) return read.error();
    return shown;
  };
  auto shown = co_await parts_->parse_pool.run(job);
  co_return shown;
}

base::Co<base::Result<DeliverAnswer>> Desk::take(DeliverRequest request, std::string bytes,
                                                 std::shared_ptr<const office::Intake> intake) {
  auto unit = std::make_shared<OfficeUnit>();
  unit->intake = intake;
  unit->office = office_.get();
  unit->trace = trace_of(request, *intake, parts_->settings.hostname);
  unit->silent = brake_.is_stuck(*intake);
  unit->replayed = request.replayed;
  auto shown = co_await show(*intake);
  if (!shown) co_return shown.error();
  unit->shown = std::move(*shown);
  DeliverAnswer answer;
  answer.message_id = intake->head.message_id;
  request.recipients = kept_recipients(*parts_->directory.view(), request, *intake);
  if (!intake->filing.nothing_kept) {
    std::optional<base::AccountId> giver;
    if (request.source != Source::notice) giver = request.author;
    auto message = co_await parts_->preparer.prepare(std::move(bytes), giver);
    if (!message) co_return message.error();
    unit->mail = parts_->plan(request, std::move(*message));
    auto placed = co_await parts_->place(unit->mail->boxes);
    if (!placed) co_return placed.error();
  } else {  // nothing of a secret document is kept
    unit->mail = std::make_shared<DeliveryUnit>();
    unit->mail->view = parts_->directory.view();
  }
  PreparedMessages messages;
  if (unit->mail->message) messages.push_back(unit->mail->message);
  auto work = [parts = parts_, unit](base::SqlTransaction& tx) -> base::Result<OfficeUnit::Answer> {
    return unit->run(tx, parts->core, parts->preparer);
  };
  auto done = co_await parts_->preparer.commit(std::move(messages), work);
  if (!done) co_return done.error();
  if (done->directory_changed) {
    // It is done; should the view not be read now, it is within a second (directory.h).
    auto reload = [parts = parts_]() -> base::Result<void> { return parts->directory.reload(); };
    (void)co_await parts_->parse_pool.run(reload);
  }
  if (!done->was_there) brake_.note(*intake, done->only_words);
  if (done->refused) co_return *done->refused;
  answer.content = done->mail.content;
  answer.local_boxes = done->mail.boxes;
  answer.office = done->outcome;
  answer.office_event = done->event;
  answer.office_rule = done->rule;
  co_return answer;
}

base::Result<void> Desk::check_reply_address(const std::string& address) const {
  const std::string local = address.substr(0, address.rfind('@'));
  const bool ours = office_->keys().read_local_part(local) || office_->keys().read_question_local_part(local);
  if (ours) return {};
  return base::Error::permanent(base::ErrorCode::not_found,
                                {"Địa chỉ trả lời này không có giá trị.", "This reply address is not valid."});
}

// Mail to a reply address that nobody is proven to have written, or that a program wrote: kept where people see it,
// never applied.
base::Co<base::Result<void>> Desk::redirect_replies(DeliverRequest& request) {
  const auto view = parts_->directory.view();
  for (EnvelopeRecipient& recipient : request.recipients) {
    if (!office::is_reply_address(*view, recipient.address)) continue;
    auto job = [this, &view, &recipient]() -> base::Result<std::optional<std::string>> {
      return office_->mailbox_of_reply(*view, recipient.address);
    };
    auto mailbox = co_await parts_->parse_pool.run(job);
    if (!mailbox) co_return mailbox.error();
    if (*mailbox) recipient.address = **mailbox;
  }
  co_return base::Result<void>();
}

}  // namespace mailstore
