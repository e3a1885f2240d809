#include "mailstore/office/office.h"

#include <algorithm>

#include "base/text/case.h"
#include "policies/replies/reply_grammar.h"

namespace mailstore::office {

namespace {

constexpr auto kReplyKeyLifetime = std::chrono::hours(24 * 365);

// Whom an answer without a token is about: the party at this address, the author's own, else the lead for the assigner.
std::optional<ReplyToken> token_for(const policies::tasks::Task& task, const Intake& intake,
                                    const std::string& attendee) {
  const auto& parties = task.parties;
  auto place = [&](auto is) -> std::optional<ReplyToken> {
    const auto found = std::find_if(parties.begin(), parties.end(), is);
    if (found == parties.end()) return std::nullopt;
    return ReplyToken{task.head.task, static_cast<int>(found - parties.begin())};
  };
  if (!attendee.empty()) {
    if (auto named = place([&](const auto& party) { return base::to_ascii_lower(party.address) == attendee; }))
      return named;
  }
  const directory::Account& author = intake.author;
  if (auto own = place([&](const auto& party) {
        return party.account == author.id || (party.unit && (party.unit == author.unit || party.unit == author.office));
      }))
    return own;
  if (task.head.assigner != author.id) return std::nullopt;
  return ReplyToken{task.head.task, task.lead_index()};
}

}  // namespace

base::Result<std::unique_ptr<Office>> Office::open(base::Database& db, directory::Directory& directory,
                                                   const base::Clock& clock, base::IdMaker& ids, OfficeParts parts) {
  auto keys = load_reply_keys(db, clock.now(), kReplyKeyLifetime);
  if (!keys) return keys.error();
  std::unique_ptr<Office> office(new Office(db, ids, std::move(*keys)));
  office->certificates_ = parts.certificates;
  if (office->certificates_ == nullptr) {
    auto own = directory::Certificates::open(directory, clock, ids);
    if (!own) return own.error();
    office->own_certificates_ = std::move(*own);
    office->certificates_ = office->own_certificates_.get();
  }
  office->seals_ = parts.seals;
  if (office->seals_ == nullptr) {
    office->own_seals_ = signing::Seals::open("", "", clock);
    office->seals_ = office->own_seals_.get();
  }
  return office;
}

base::Result<base::UnitId> Office::office_of_task(std::int64_t task) const {
  base::UnitId office;
  auto read = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = snapshot.query_i64("SELECT office FROM task WHERE id = ?", {task});
    if (!found) return found.error();
    office = base::UnitId(*found);
    return {};
  });
  if (!read) return read.error();
  return office;
}

// An answer of a calendar program, known by its UID, or one written as a new mail, known by "[NV-2026-000123]" in its
// subject. Nothing when the first line is no command: then it is a new task that cites the old one, or ordinary mail.
base::Result<std::optional<ReplyToken>> Office::find_token(const Intake& intake) const {
  std::optional<ReplyToken> none;
  std::string number;
  if (!intake.itip) {
    const auto open = intake.subject.find("[NV");
    const auto close = open == std::string::npos ? open : intake.subject.find(']', open);
    if (close == std::string::npos) return none;
    const auto reply = policies::replies::parse_reply(
        intake.text.text, {policies::calendar::shipped_calendar(), intake.at, std::nullopt});
    if (reply.intent == policies::replies::Intent::comment) return none;
    number = intake.subject.substr(open + 1, close - open - 1);
  }
  std::optional<policies::tasks::Task> task;
  auto read = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = intake.itip ? read_task(snapshot, intake.itip->task) : find_task(snapshot, number);
    if (!found) return found.error();
    task = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  return task ? token_for(*task, intake, intake.itip ? intake.itip->attendee : "") : none;
}

base::Result<std::optional<Intake>> Office::read(const directory::DirectoryView& view, const Submission& mail) const {
  auto intake = read_intake({view, keys_, *certificates_}, mail);
  if (intake && intake->kind == IntakeKind::assignment) {
    auto token = find_token(*intake);
    if (!token) return token.error();
    if (*token) {
      intake->kind = IntakeKind::task_reply;
      intake->token = **token;
      intake->keep = mail.recipients;  // whoever else was written to gets it
    } else if (intake->only_answer) {
      return std::optional<Intake>();
    }
  }
  if (!intake || intake->kind != IntakeKind::task_reply) return intake;
  auto office = office_of_task(intake->token.task);
  if (!office) return office.error();
  if (!*office) return intake;  // a token whose task is gone: said so in the author's own office
  intake->office = *office;
  if (const directory::Account* journal = view.journal_of(*office)) intake->journal = journal->id;
  if (const directory::Account* box = view.role_mailbox(*office, directory::kTasks)) {
    intake->filed_in = box->id;
    std::erase_if(intake->keep, [&](const std::string& address) {
      const directory::Account* account = view.find_address(address);
      return account != nullptr && account->id == box->id;
    });
  }
  return intake;
}

RulingTools Office::ruling_tools(base::SqlReader& reader, const directory::DirectoryView& view) const {
  return {reader, view, policies::calendar::shipped_calendar(), ids_};
}

base::Result<Ruling> Office::rule(base::SqlReader& reader, const directory::DirectoryView& view,
                                  const Intake& intake) const {
  return mailstore::office::rule(ruling_tools(reader, view), intake);
}

OutputTools Office::output_tools(std::shared_ptr<const directory::DirectoryView> view) const {
  std::string domain = view->domains().empty() ? "localhost" : view->domains().front();
  return {std::move(view), keys_, *seals_, std::move(domain)};
}

base::Result<std::optional<std::string>> Office::mailbox_of_reply(const directory::DirectoryView& view,
                                                                  std::string_view address) const {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos) return std::optional<std::string>();
  const auto token = keys_.read_local_part(address.substr(0, at));
  if (!token) return std::optional<std::string>();
  auto office = office_of_task(token->task);
  if (!office) return office.error();
  const directory::Account* box = view.role_mailbox(*office, directory::kTasks);
  if (box == nullptr) return std::optional<std::string>();
  return std::optional<std::string>(box->address);
}

}  // namespace mailstore::office
