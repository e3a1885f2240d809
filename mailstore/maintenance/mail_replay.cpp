#include "mailstore/maintenance/mail_replay.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/crypto/hash.h"
#include "base/mime/address.h"
#include "base/mime/builder.h"
#include "base/mime/header_fields.h"
#include "base/mime/header_text.h"
#include "base/mime/references.h"
#include "directory/people/access_grants.h"
#include "mailstore/delivery/prepare/message_edits.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxHeader = 64 << 10;  // octets looked at of a message that is answered

bool concerns_more(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::disk_full:
    case base::ErrorCode::unavailable:
    case base::ErrorCode::stopped:
    case base::ErrorCode::internal:
    case base::ErrorCode::io: return true;
    default: return error.temporary;
  }
}

ReplayResult refused(base::Sentence why) { return {ReplayOutcome::refused, {}, std::move(why)}; }

std::vector<base::Address> mailboxes_of(std::string_view header, const char* name) {
  std::vector<base::Address> out;
  for (base::Address& address : base::parse_address_list(base::header_value(header, name).value_or(""))) {
    if (address.kind == base::Address::Kind::mailbox) out.push_back(std::move(address));
  }
  return out;
}

// As at the submission port: every address in From belongs to the account, or to a role mailbox it writes for.
std::optional<base::Sentence> refuse_sender(const directory::DirectoryView& view, DeliverRequest& request) {
  const std::string_view header = std::string_view(request.bytes).substr(0, base::header_size(request.bytes));
  const auto from = mailboxes_of(header, "From");
  if (from.empty()) return base::Sentence("thư không có địa chỉ From", "the message has no From address");
  for (const base::Address& address : from) {
    directory::SenderRight right = view.may_send_as(request.author, address.addr_spec());
    if (!right.allowed && from.size() == 1 && request.at &&
        directory::may_write_for(view, request.author, address.addr_spec(), *request.at))
      right = {true, true};
    if (!right.allowed) {
      const std::string from_field = "From <" + address.addr_spec() + ">";
      return base::Sentence(from_field + " không phải địa chỉ của tài khoản",
                            from_field + " is not an address of the account");
    }
    if (!right.on_behalf) continue;
    if (!request.on_behalf_of.empty() && request.on_behalf_of != address.addr_spec())
      return base::Sentence("From không phải " + request.on_behalf_of, "From is not " + request.on_behalf_of);
    request.on_behalf_of = address.addr_spec();
  }
  return std::nullopt;
}

base::Address address_of(const std::string& name, const std::string& address) {
  const auto at = address.rfind('@');
  return base::Address::of(name, address.substr(0, at), address.substr(at + 1));
}

}  // namespace

const char* to_string(ReplayOutcome outcome) {
  switch (outcome) {
    case ReplayOutcome::applied: return "applied";
    case ReplayOutcome::answered: return "answered";
    case ReplayOutcome::known: return "known";
    case ReplayOutcome::refused: return "refused";
    case ReplayOutcome::delivered: break;
  }
  return "delivered";
}

base::Result<void> MailReplay::settle() {
  pending_.clear();
  return parts_.delivery.recover();
}

base::Result<ReplayResult> MailReplay::send(const ReplayMail& mail) {
  const auto view = parts_.directory.view();
  const directory::Account* author = view->find_address(mail.from);
  if (author == nullptr || author->kind != directory::AccountKind::person || !author->active)
    return refused({"ở đây không có ai gửi bằng địa chỉ " + mail.from, "nobody here sends as " + mail.from});
  DeliverRequest request;
  if (mail.answers) {
    auto answer = answer_to(mail, *author);
    if (!answer) return answer.error();
    if (!*answer)
      return refused(
          {"INBOX của " + mail.answers->account + " không có thư nào mang “" + mail.answers->subject_contains + "”",
           "no message with “" + mail.answers->subject_contains + "” in the INBOX of " + mail.answers->account});
    request = std::move(**answer);
  } else {
    request.bytes = edit_appended(mail.message);
    for (const std::string& to : mail.to) request.recipients.push_back({to, {}, {}});
  }
  request.source = Source::submission;
  request.author = author->id;
  request.reverse_path = author->address;
  request.on_behalf_of = mail.on_behalf_of;
  request.at = mail.at;
  request.session = "replay";
  request.replayed = true;
  request.body_8bit = true;
  if (auto wrong = refuse_sender(*view, request)) return refused(*wrong);
  return deliver(std::move(request));
}

base::Result<ReplayResult> MailReplay::deliver(DeliverRequest request) {
  for (const EnvelopeRecipient& recipient : request.recipients) {
    auto checked = base::run_blocking(
        parts_.delivery.check_recipient(recipient.address, static_cast<std::int64_t>(request.bytes.size())));
    if (!checked && checked.error().code != base::ErrorCode::unsupported) {
      const base::Sentence why = base::in_words(checked.error());
      return refused({recipient.address + ": " + why.vi, recipient.address + ": " + why.en});
    }
  }
  const std::string_view header = std::string_view(request.bytes).substr(0, base::header_size(request.bytes));
  pending_.push_back(base::decode_header_text(base::header_value(header, "Subject").value_or("")));
  auto done = base::run_blocking(parts_.delivery.deliver(std::move(request)));
  if (!done)
    return concerns_more(done.error()) ? base::Result<ReplayResult>(done.error())
                                       : refused(base::in_words(done.error()));
  switch (done->office) {
    case OfficeOutcome::none: break;
    case OfficeOutcome::known: return ReplayResult{ReplayOutcome::known, {}};
    case OfficeOutcome::answered: return ReplayResult{ReplayOutcome::answered, done->office_rule};
    case OfficeOutcome::acted: return ReplayResult{ReplayOutcome::applied, done->office_event};
  }
  return ReplayResult{ReplayOutcome::delivered, {}};
}

base::Result<std::optional<base::ContentId>> MailReplay::newest(base::AccountId account, const std::string& words) {
  std::optional<base::ContentId> content;
  auto read = StoreInside::of(parts_.store).db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto inbox = snapshot.query_i64("SELECT id FROM mailbox WHERE account = ? AND path = 'INBOX'", {account});
    if (!inbox) return inbox.error();
    // Of one mailbox by UID downwards: no sorting, and the newest is soon found.
    auto rows = snapshot.query(
        "SELECT e.content FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email JOIN content c ON c.id = e.content "
        "WHERE m.mailbox = ? AND INSTR(c.subject, ?) > 0 ORDER BY m.uid DESC LIMIT 1",
        {account, *inbox, words}, [&](const base::SqlRow& row) {
          content = base::ContentId(row.i64(0));
          return false;
        });
    return rows ? base::Result<void>() : rows.error();
  });
  if (!read) return read.error();
  return content;
}

// Which message is the newest depends only on the mails about these words; when nothing of them is on its way, or none
// is there yet, the rest need not be waited for.
base::Result<std::optional<base::ContentId>> MailReplay::find_answered(const ReplayAnswers& answers) {
  const auto view = parts_.directory.view();
  const directory::Account* holder = view->find_address(answers.account);
  if (holder == nullptr) return std::optional<base::ContentId>();
  auto concerns = [&](const std::string& subject) {
    return subject.find(answers.subject_contains) != std::string::npos;
  };
  if (std::none_of(pending_.begin(), pending_.end(), concerns)) {
    auto found = newest(holder->id, answers.subject_contains);
    if (!found || *found || pending_.empty()) return found;
  }
  if (auto settled = settle(); !settled) return settled.error();
  return newest(holder->id, answers.subject_contains);
}

base::Result<std::optional<DeliverRequest>> MailReplay::answer_to(const ReplayMail& mail,
                                                                  const directory::Account& author) {
  auto content = find_answered(*mail.answers);
  if (!content) return content.error();
  if (!*content) return std::optional<DeliverRequest>();
  auto original = base::run_blocking(parts_.store.contents().read(**content, 0, kMaxHeader));
  if (!original) return original.error();
  const std::string_view header = std::string_view(*original).substr(0, base::header_size(*original));
  auto to = mailboxes_of(header, "Reply-To");
  if (to.empty()) to = mailboxes_of(header, "From");
  base::OutgoingMail out;
  out.from.push_back(address_of(mail.on_behalf_of.empty() ? author.full_name : "",
                                mail.on_behalf_of.empty() ? author.address : mail.on_behalf_of));
  out.to = to;
  out.subject = "Re: " + base::decode_header_text(base::header_value(header, "Subject").value_or(""));
  out.date = mail.at;
  out.in_reply_to = base::normalised_message_id(base::header_value(header, "Message-ID").value_or(""));
  if (!out.in_reply_to.empty()) out.references.push_back(out.in_reply_to);
  out.text = mail.text;
  out.message_id = answer_id(mail, author.address.substr(author.address.rfind('@')));
  DeliverRequest request;
  request.bytes = base::build_message(out);
  for (const base::Address& address : to) request.recipients.push_back({address.addr_spec(), {}, {}});
  return std::optional<DeliverRequest>(std::move(request));
}

// The same line gives the same Message-ID, whichever message is the newest by now: a file may be replayed again and
// nothing is done twice. A line that stands in it twice is two mails.
std::string MailReplay::answer_id(const ReplayMail& mail, const std::string& domain) {
  const std::string line = std::to_string(mail.at.us) + "|" + mail.from + "|" + mail.on_behalf_of + "|" +
                           mail.answers->account + "|" + mail.answers->subject_contains + "|" + mail.text;
  const auto digest = base::sha256(line + "|" + std::to_string(++answered_[line]));
  return "replay." + base::to_hex(digest).substr(0, 32) + domain;
}

void MailReplay::pass_over(const ReplayMail& mail) {
  if (mail.answers) (void)answer_id(mail, "");
}

}  // namespace mailstore
