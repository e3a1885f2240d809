// DATA, RFC 5321 §4.1.1.4:  "DATA" CRLF, then the message up to CRLF.CRLF.
#include "server/smtp/commands.h"
#include "server/smtp/finish_message.h"
#include "server/smtp/message_input.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_data(Session& session, std::string_view rest) {
  if (!rest.empty()) co_return syntax_error("DATA takes no arguments");
  if (!session.transaction) co_return bad_sequence("MAIL comes first");
  if (session.transaction->chunks) co_return bad_sequence("BDAT has begun the message");  // RFC 3030 §3
  if (session.transaction->recipients.empty()) co_return Reply{554, "5.5.1", "No valid recipients"};
  session.channel().queue(render({354, "", "Send the message, end with <CRLF>.<CRLF>"}));

  MessageBuffer message(session, DataScanner::Form::dots);
  MessageInput input(session, &message);
  while (!message.scanner.done()) {
    const Channel::Got got = co_await input.wait();
    if (got != Channel::Got::bytes) co_return session.reply_for_lost_input(got);
    input.take();
  }
  Reply reply = co_await finish_message(session, message);
  session.reset_transaction();
  co_return reply;
}

}  // namespace server::smtp
