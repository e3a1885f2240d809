#include "server/outbound/smtp_client.h"

#include <algorithm>

#include "base/text/encoding.h"
#include "server/outbound/dot_stuffer.h"

namespace server::outbound {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMaxReplyLine = 8192;  // generous: RFC 5321 §4.5.3.1.5 says 512
constexpr milliseconds kProbe{10000};  // an idle connection that does not answer RSET so long is not worth waiting for
constexpr std::size_t kPipelinedCommands = 50;  // RCPT commands of one group, so that neither side's buffer fills up

base::Error broken(std::string detail) {
  return base::Error::transient(base::ErrorCode::unavailable,
                                {"Máy chủ bên kia không theo đúng giao thức.", "The other server broke the protocol."},
                                std::move(detail));
}

}  // namespace

base::Co<base::Result<ClientReply>> SmtpClient::read_reply(milliseconds timeout) {
  stream_->set_read_timeout(timeout);
  ReplyReader reader;
  for (;;) {
    std::size_t lf = in_.find('\n');
    if (lf == std::string::npos) {
      if (in_.size() > kMaxReplyLine) co_return broken("reply line too long");
      char buffer[4096];
      base::Result<std::size_t> count = co_await stream_->read(buffer, sizeof buffer);
      if (!count) co_return std::move(count).error();
      if (*count == 0)
        co_return base::Error::transient(
            base::ErrorCode::closed, {"Máy chủ bên kia đã đóng kết nối.", "The other server closed the connection."});
      in_.append(buffer, *count);
      continue;
    }
    std::string line = in_.substr(0, lf);
    in_.erase(0, lf + 1);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    ReplyReader::State state = reader.feed(line);
    if (state == ReplyReader::State::broken) co_return broken("not a reply: " + line.substr(0, 200));
    if (state == ReplyReader::State::complete) co_return reader.take();
  }
}

base::Co<base::Result<ClientReply>> SmtpClient::command(std::string line, milliseconds timeout) {
  line += "\r\n";
  stream_->set_write_timeout(timeout);
  base::Result<void> written = co_await stream_->write(line);
  if (!written) co_return std::move(written).error();
  co_return co_await read_reply(timeout);
}

base::Co<base::Result<ClientReply>> SmtpClient::ehlo() {
  base::Result<ClientReply> reply = co_await command("EHLO " + settings_.hostname, settings_.command_timeout);
  if (!reply) co_return reply;
  extensions_ = Extensions();
  if (reply->positive()) {
    extensions_ = parse_extensions(reply->text);
    co_return reply;
  }
  if (!reply->permanent()) co_return reply;
  co_return co_await command("HELO " + settings_.hostname, settings_.command_timeout);  // RFC 5321 §3.2
}

base::Co<base::Result<ClientReply>> SmtpClient::greet() {
  base::Result<ClientReply> greeting = co_await read_reply(settings_.greeting_timeout);
  if (!greeting || !greeting->positive()) co_return greeting;
  co_return co_await ehlo();
}

base::Co<base::Result<ClientReply>> SmtpClient::start_tls(Connector& connector, std::string server_name, bool verify) {
  base::Result<ClientReply> reply = co_await command("STARTTLS", settings_.command_timeout);
  if (!reply || !reply->positive()) co_return reply;
  in_.clear();  // RFC 3207 §4.2: nothing said in clear counts any more
  auto secured = co_await connector.start_tls(std::move(stream_), std::move(server_name), verify);
  if (!secured) co_return std::move(secured).error();
  stream_ = std::move(*secured);
  co_return co_await ehlo();
}

base::Co<base::Result<ClientReply>> SmtpClient::auth_plain(std::string user, std::string password) {
  std::string message;
  message += '\0';
  message += user;
  message += '\0';
  message += password;
  co_return co_await command("AUTH PLAIN " + base::base64_encode(message), settings_.command_timeout);
}

// MAIL and RCPT. True when at least one recipient was accepted; refusals are in `replies`.
base::Co<base::Result<bool>> SmtpClient::send_envelope(const OutgoingEnvelope& envelope, SendOutcome& outcome) {
  std::vector<ClientReply>& replies = outcome.recipients;
  replies.assign(envelope.recipients.size(), ClientReply());
  const std::size_t group = extensions_.pipelining ? kPipelinedCommands : 1;
  const std::string mail = "MAIL FROM:<" + envelope.reverse_path + ">" + envelope.parameters;
  std::string out = mail + "\r\n";
  bool mail_pending = true;
  bool accepted = false;
  if (!extensions_.pipelining) {
    base::Result<ClientReply> reply = co_await command(mail, settings_.command_timeout);
    if (!reply) co_return std::move(reply).error();
    if (!reply->positive()) {
      std::fill(replies.begin(), replies.end(), *reply);
      outcome.sender_refused = true;
      co_return false;
    }
    out.clear();
    mail_pending = false;
  }
  for (std::size_t begin = 0; begin < envelope.recipients.size(); begin += group) {
    std::size_t end = std::min(begin + group, envelope.recipients.size());
    for (std::size_t i = begin; i < end; ++i) {
      out += "RCPT TO:<" + envelope.recipients[i].address + ">" + envelope.recipients[i].parameters + "\r\n";
    }
    base::Result<void> written = co_await stream_->write(out);
    if (!written) co_return std::move(written).error();
    out.clear();
    if (mail_pending) {
      base::Result<ClientReply> reply = co_await read_reply(settings_.command_timeout);
      if (!reply) co_return std::move(reply).error();
      mail_pending = false;
      if (!reply->positive()) {
        // The pipelined RCPT commands are answered too; their answers say nothing new.
        for (std::size_t i = begin; i < end; ++i) {
          base::Result<ClientReply> ignored = co_await read_reply(settings_.command_timeout);
          if (!ignored) break;
        }
        std::fill(replies.begin(), replies.end(), *reply);
        outcome.sender_refused = true;
        co_return false;
      }
    }
    for (std::size_t i = begin; i < end; ++i) {
      base::Result<ClientReply> reply = co_await read_reply(settings_.command_timeout);
      if (!reply) co_return std::move(reply).error();
      replies[i] = std::move(*reply);
      accepted = accepted || replies[i].positive();
    }
  }
  co_return accepted;
}

base::Co<base::Result<ClientReply>> SmtpClient::send_data(MessageSource& source) {
  base::Result<ClientReply> go = co_await command("DATA", settings_.data_start_timeout);
  // Anything positive but 354 is an answer to something else: whoever took it for the end would call a message sent
  // that never went.
  if (go && go->code < 400 && go->code != 354) co_return broken("DATA was answered with " + go->one_line());
  if (!go || go->code != 354) co_return go;
  stream_->set_write_timeout(settings_.data_block_timeout);
  DotStuffer stuffer;
  source.rewind();
  std::string out;
  for (;;) {
    base::Result<std::string> piece = co_await source.next();
    // Without the rest the message must not look complete: drop the connection.
    if (!piece) co_return std::move(piece).error();
    out.clear();
    if (piece->empty()) break;
    stuffer.feed(*piece, out);
    base::Result<void> written = co_await stream_->write(out);
    if (!written) co_return std::move(written).error();
  }
  stuffer.finish(out);
  in_doubt_ = true;
  base::Result<void> written = co_await stream_->write(out);
  if (!written) co_return std::move(written).error();
  base::Result<ClientReply> reply = co_await read_reply(settings_.data_end_timeout);
  if (reply) in_doubt_ = false;
  co_return reply;
}

base::Co<base::Result<SendOutcome>> SmtpClient::send(const OutgoingEnvelope& envelope, MessageSource& source) {
  SendOutcome outcome;
  ++messages_;
  stream_->set_write_timeout(settings_.command_timeout);
  base::Result<bool> accepted = co_await send_envelope(envelope, outcome);
  if (!accepted) co_return std::move(accepted).error();
  if (!*accepted) co_return outcome;
  base::Result<ClientReply> reply = co_await send_data(source);
  if (!reply) co_return std::move(reply).error();
  for (ClientReply& recipient : outcome.recipients) {
    if (recipient.positive()) recipient = *reply;
  }
  co_return outcome;
}

base::Co<bool> SmtpClient::ready_again() {
  // What comes without having been asked for is a good-bye (RFC 5321 §3.8), and no answer to what we say next.
  base::Wake wake = co_await stream_->wait(nullptr, milliseconds(0));
  if (wake != base::Wake::timeout || !in_.empty()) co_return false;
  base::Result<ClientReply> reply = co_await command("RSET", std::min(kProbe, settings_.command_timeout));
  co_return reply && reply->positive() && in_.empty();
}

base::Co<void> SmtpClient::quit() {
  // The message is settled; a peer that does not answer is not waited for long.
  (void)co_await command("QUIT", std::chrono::seconds(5));
  close();
}

}  // namespace server::outbound
