// RCPT, RFC 5321 §4.1.1.3:  "RCPT TO:" Forward-path [SP Rcpt-parameters] CRLF
#include "base/mime/address.h"
#include "base/text/case.h"
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

// Our own addresses must exist and have room; others are for those who signed in.
base::Co<std::optional<Reply>> refuse_recipient(Session& session, std::string address) {
  base::Result<void> known = co_await session.parts().delivery.check_recipient(address, session.transaction->mail.size);
  if (known) co_return std::nullopt;
  if (known.error().code != base::ErrorCode::unsupported) co_return reply_for(known.error(), session.hearer());
  if (!session.signed_in) co_return Reply{550, "5.7.1", "Relaying denied: that domain is not ours"};
  co_return std::nullopt;
}

bool within_the_hour(Session& session, const std::string& address) {
  if (!session.signed_in) return session.limits().source_recipient(session.peer());
  std::string_view domain = std::string_view(address).substr(address.rfind('@') + 1);
  return session.limits().account_recipient(session.signed_in->account, !session.directory()->is_local_domain(domain));
}

}  // namespace

base::Co<Reply> cmd_rcpt(Session& session, std::string_view rest) {
  if (!session.transaction) co_return bad_sequence("MAIL comes first");
  if (session.transaction->chunks) co_return bad_sequence("The message has begun");
  Parsed<mailstore::EnvelopeRecipient> parsed = parse_rcpt(rest, session.transaction->mail.smtputf8);
  if (Reply* refused = std::get_if<Reply>(&parsed)) co_return *refused;
  auto recipient = std::get<mailstore::EnvelopeRecipient>(std::move(parsed));
  if (recipient.address == "postmaster") {  // RFC 5321 §4.5.1
    auto view = session.directory();
    if (view->domains().empty()) co_return Reply{451, "4.3.5", "No domain is set up yet"};
    recipient.address += "@" + view->domains().front();
  }
  Transaction& transaction = *session.transaction;
  // A long list, with its double and full ones, is no idle talk; the same address for ever is.
  if (++transaction.asked_recipients <= 2 * session.settings().max_recipients) session.note_progress();
  if (transaction.recipients.size() >= static_cast<std::size_t>(session.settings().max_recipients)) {
    co_return Reply{452, "4.5.3", "Too many recipients; send the message again to the others"};
  }
  std::optional<Reply> refused = co_await refuse_recipient(session, recipient.address);
  if (refused) {
    bool enough = refused->code >= 500 && ++session.rejected_recipients >= session.settings().max_rejected_recipients;
    if (!enough) co_return *refused;
    session.channel().queue(render(*refused));
    co_return Reply{421, "4.7.0", "Too many unknown recipients, closing the connection", true};
  }
  if (!transaction.seen.insert(base::to_ascii_lower(recipient.address)).second) {
    co_return Reply{250, "2.1.5", "Recipient accepted already"};
  }
  if (!within_the_hour(session, recipient.address)) {
    transaction.seen.erase(base::to_ascii_lower(recipient.address));
    co_return Reply{452, "4.5.3", "Too many recipients in one hour, try again later"};
  }
  transaction.recipients.push_back(std::move(recipient));
  co_return Reply{250, "2.1.5", "Recipient accepted"};
}

}  // namespace server::smtp
