// MAIL, RFC 5321 §4.1.1.2:  "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF
#include "base/mime/address.h"
#include "server/smtp/commands.h"
#include "server/smtp/sender_check.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

std::optional<Reply> refuse_now(Session& session) {
  if (session.helo.empty()) return bad_sequence("Say EHLO first");
  if (session.transaction) return bad_sequence("A mail transaction is open already");
  if (session.is_submission() && !session.signed_in) return Reply{530, "5.7.0", "Sign in first"};
  if (session.messages >= session.settings().max_messages) {
    return Reply{421, "4.7.0", "Enough messages for one connection, connect again", true};
  }
  return std::nullopt;
}

bool within_the_hour(Session& session) {
  if (session.signed_in) return session.limits().account_message(session.signed_in->account);
  return session.limits().source_message(session.peer());
}

}  // namespace

base::Co<Reply> cmd_mail(Session& session, std::string_view rest) {
  if (std::optional<Reply> refused = refuse_now(session)) co_return *refused;
  Parsed<MailArgs> parsed = parse_mail(rest);
  if (Reply* refused = std::get_if<Reply>(&parsed)) co_return *refused;
  MailArgs& mail = std::get<MailArgs>(parsed);
  if (mail.extended && !session.esmtp) co_return Reply{555, "5.5.4", "Parameters need EHLO"};
  if (mail.size > session.settings().max_message_bytes) {
    co_return Reply{552, "5.3.4",
                    "Message is larger than " + std::to_string(session.settings().max_message_bytes) + " octets"};
  }
  auto view = session.directory();
  std::optional<Reply> refused = session.signed_in ? check_sender_right(*view, session.signed_in->account,
                                                                        mail.reverse_path, session.parts().clock.now())
                                                   : check_not_ours(*view, mail.reverse_path);
  if (refused) co_return *refused;
  if (!within_the_hour(session)) co_return Reply{451, "4.7.1", "Too many messages in one hour, try again later"};
  session.transaction.emplace();
  session.transaction->mail = std::move(mail);
  session.note_progress();
  co_return Reply{250, "2.1.0", "Sender accepted"};
}

}  // namespace server::smtp
