#include "server/smtp/finish_message.h"

#include "base/async/source_network.h"
#include "server/smtp/accept_message.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

// Smaller ones are done in no time wherever they are.
constexpr std::size_t kLargeMessage = 64 * 1024;
// Of one source at the same time. A stranger gets one: what it sends may be made to be slow, and two of them would have
// both threads that take messages apart. This machine may be a relay for everybody.
constexpr std::size_t kOfStranger = 1, kOfPerson = 2, kOfThisMachine = 8;
constexpr std::chrono::minutes kPatience{5};  // RFC 5321 §4.5.3.2.6: clients wait ten

net::Turns::Ticket ask(Session& session) {
  if (session.signed_in)
    return session.turns().ask("account:" + std::to_string(session.signed_in->account.value), kOfPerson);
  const std::size_t most = session.peer().loopback ? kOfThisMachine : kOfStranger;
  return session.turns().ask(base::source_network(session.peer()).near, most);
}

}  // namespace

base::Co<Reply> finish_message(Session& session, MessageBuffer& message) {
  if (message.refused) co_return Reply{452, "4.3.1", "Too many large messages at once, try again later"};
  std::optional<net::Turns::Ticket> ticket;
  if (message.scanner.kept() > kLargeMessage) ticket.emplace(ask(session));
  if (ticket && !ticket->granted()) {
    const bool turn = co_await session.channel().wait_for(ticket->signal(), kPatience);
    if (!turn)
      co_return Reply{451, "4.3.2", "The message had to wait too long or its sender went away, try again later", true};
  }
  Reply reply = co_await accept_message(session, message.scanner);
  if (reply.code == 250) session.note_message();
  co_return reply;
}

}  // namespace server::smtp
