#include "server/smtp/accept_message.h"

#include <functional>

#include "base/log.h"
#include "server/smtp/received.h"
#include "server/smtp/sender_check.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

// What is wrong with the bytes as they came.
std::optional<Reply> refuse_bytes(const Session& session, const DataScanner& scanner) {
  if (scanner.too_large()) {
    return Reply{552, "5.3.4",
                 "Message is larger than " + std::to_string(session.settings().max_message_bytes) + " octets"};
  }
  if (scanner.lone_cr_or_lf()) return Reply{550, "5.6.0", "The message has lone CR or LF; lines end with CRLF"};
  if (scanner.line_too_long())
    return Reply{550, "5.6.0",
                 "The message has a line over " + std::to_string(session.settings().data_line_bytes) + " octets"};
  return std::nullopt;
}

Hop describe_hop(Session& session) {
  base::TlsState tls = session.channel().tls();
  const Transaction& transaction = *session.transaction;
  Hop hop;
  hop.helo = session.helo;
  hop.peer = session.peer();
  hop.hostname = session.settings().hostname;
  hop.id = session.id() + "." + std::to_string(session.messages);
  if (transaction.recipients.size() == 1) hop.recipient = transaction.recipients.front().address;
  hop.esmtp = session.esmtp;
  hop.tls = tls.active;
  hop.authenticated = session.signed_in.has_value();
  hop.smtputf8 = transaction.mail.smtputf8;
  hop.tls_protocol = tls.protocol;
  hop.tls_cipher = tls.cipher;
  hop.at = session.parts().clock.now();
  return hop;
}

// Large ones on the pool: nothing that grows with a message is done on the event loop. `bytes` outlives the call.
base::Co<base::Result<SenderFields>> look_at(Session& session, const std::string& bytes) {
  if (bytes.size() <= kLookInline) co_return read_sender_fields(bytes);
  auto job = [&bytes]() -> base::Result<SenderFields> { return read_sender_fields(bytes); };
  co_return co_await session.parts().parse_pool.run(job);
}

// From, Sender, loops. Sets what the door must know about the author.
std::optional<Reply> refuse_header(Session& session, const SenderFields& fields, mailstore::DeliverRequest& request) {
  // RFC 5321 §6.3.
  if (fields.received > static_cast<std::size_t>(session.settings().max_hops)) {
    return Reply{554, "5.4.6", "Too many hops: the message goes in circles"};
  }
  auto view = session.directory();
  if (!session.signed_in) return check_header_not_ours(*view, fields, session.transaction->mail.reverse_path);
  HeaderSender sender = check_header_sender(*view, session.signed_in->account, fields,
                                            session.transaction->mail.reverse_path, session.parts().clock.now());
  request.author = session.signed_in->account;
  request.on_behalf_of = std::move(sender.on_behalf_of);
  return sender.refused;
}

}  // namespace

base::Co<Reply> accept_message(Session& session, DataScanner& scanner) {
  ++session.messages;
  if (std::optional<Reply> refused = refuse_bytes(session, scanner)) co_return *refused;
  Transaction& transaction = *session.transaction;
  mailstore::DeliverRequest request;
  request.bytes = scanner.take();
  auto fields = co_await look_at(session, request.bytes);
  if (!fields) co_return reply_for(fields.error(), session.hearer());
  if (std::optional<Reply> refused = refuse_header(session, *fields, request)) co_return *refused;

  Hop hop = describe_hop(session);
  request.source = session.signed_in ? mailstore::Source::submission : mailstore::Source::smtp;
  request.received = make_received(hop);
  request.reverse_path = transaction.mail.reverse_path;
  request.recipients = std::move(transaction.recipients);
  request.smtputf8 = transaction.mail.smtputf8;
  request.body_8bit = transaction.mail.body_8bit || fields->has_8bit;
  request.envid = transaction.mail.envid;
  request.return_headers_only = transaction.mail.headers_only;
  request.session = hop.id;
  std::string from = request.reverse_path;
  std::size_t size = request.bytes.size();

  base::Result<mailstore::DeliverAnswer> done = co_await session.parts().delivery.deliver(std::move(request));
  if (!done) {
    // What the sender has to put right is no matter for the administrator's night.
    const bool of_the_sender = !done.error().temporary && done.error().code == base::ErrorCode::bad_input;
    base::log(of_the_sender ? base::LogLevel::info : base::LogLevel::warning, "SMTP-0003", "message not accepted",
              {{"session", hop.id},
               {"account", session.signed_in ? session.signed_in->address : std::string()},
               {"from", from},
               {"error", base::describe(done.error())}});
    co_return reply_for(done.error(), session.hearer());
  }
  base::log(base::LogLevel::debug, "SMTP-0004", "message accepted",
            {{"session", hop.id},
             {"from", from},
             {"size", std::to_string(size)},
             {"boxes", std::to_string(done->local_boxes)},
             {"queued", std::to_string(done->queued_recipients)},
             {"message_id", done->message_id}});
  co_return Reply{250, "2.0.0", "Message accepted, id " + hop.id};
}

}  // namespace server::smtp
