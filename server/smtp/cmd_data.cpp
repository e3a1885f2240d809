// DATA, RFC 5321 §4.1.1.4:  "DATA" CRLF, then the message up to CRLF.CRLF.
#include "server/smtp/accept_message.h"
#include "server/smtp/commands.h"
#include "server/smtp/session.h"

namespace server::smtp {

base::Co<Reply> cmd_data(Session& session, std::string_view rest) {
  if (!rest.empty()) co_return syntax_error("DATA takes no arguments");
  if (!session.transaction) co_return bad_sequence("MAIL comes first");
  if (session.transaction->chunks) co_return bad_sequence("BDAT has begun the message");  // RFC 3030 §3
  if (session.transaction->recipients.empty()) co_return Reply{554, "5.5.1", "No valid recipients"};
  session.channel().queue(render({354, "", "Send the message, end with <CRLF>.<CRLF>"}));

  const SmtpSettings& settings = session.settings();
  DataScanner scanner(DataScanner::Form::dots, {static_cast<std::size_t>(settings.max_message_bytes), settings.data_line_bytes});
  MemoryLease memory(session.limits());
  bool no_memory = false;
  const auto begun = session.parts().clock.steady();
  while (!scanner.done()) {
    Channel::Got got = co_await session.channel().read_bytes(settings.data_timeout);
    if (got == Channel::Got::bytes && session.parts().clock.steady() - begun > settings.data_total_timeout) got = Channel::Got::timeout;
    if (got != Channel::Got::bytes) co_return session.reply_for_lost_input(got);
    session.channel().consume(scanner.feed(session.channel().buffered()));
    if (!memory.cover(scanner.kept())) {
      no_memory = true;
      scanner.discard();
    }
  }
  Reply reply = {452, "4.3.1", "Too many large messages at once, try again later"};
  if (!no_memory) reply = co_await accept_message(session, scanner);
  session.reset_transaction();
  co_return reply;
}

}  // namespace server::smtp
