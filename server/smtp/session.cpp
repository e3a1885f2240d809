#include "server/smtp/session.h"

#include <exception>
#include <utility>

#include "base/async/executor.h"
#include "base/crypto/random.h"
#include "base/log.h"
#include "server/smtp/commands.h"

namespace server::smtp {

namespace {
constexpr unsigned kCommandsPerTurn = 16;
}

Session::Session(SessionParts parts, std::unique_ptr<base::Stream> stream, SmtpMode mode,
                 std::shared_ptr<net::Interrupt> interrupt)
    : parts_(std::move(parts)),
      mode_(mode),
      interrupt_(interrupt),
      channel_(std::move(stream), std::move(interrupt), parts_.smtp.clock),
      peer_(channel_.peer()),
      id_(base::random_readable(12)),
      talk_(settings().max_idle_commands, parts_.smtp.clock.steady()) {
  channel_.set_write_timeout(settings().write_timeout);
}

bool Session::may_authenticate() const {
  bool demo = parts_.smtp.gate.settings().demo && peer_.loopback;
  return is_submission() && (channel_.tls().active || demo);
}

void Session::watch(base::AccountId account, std::int64_t credential_version, std::string address) {
  // The callback holds the interrupt, not the session: it may run late and on any thread.
  auto drop = [interrupt = interrupt_] { interrupt->sign_out(); };
  signed_in = SignedIn{account, std::move(address), parts_.smtp.gate.watch(account, credential_version, drop)};
}

base::Co<void> Session::run() {
  bool failed = false;
  try {
    co_await converse();
  } catch (const std::exception& e) {
    base::log(base::LogLevel::error, "SMTP-0001", "an exception ended the session",
              {{"session", id_}, {"command", verb_}, {"what", e.what()}});
    failed = true;
  }
  if (failed) {
    channel_.queue(render({421, "4.3.0", "Local error, closing the connection"}));
    co_await channel_.flush();
  }
  channel_.close();
}

Reply Session::greeting() const {
  // RFC 5321 §4.3.1. No enhanced code here (RFC 2034 §4).
  return {220, "", settings().hostname + " ESMTP Vanthu ready"};
}

base::Co<void> Session::converse() {
  channel_.queue(render(greeting()));
  for (;;) {
    Reply reply = co_await next_reply();
    log_reply(reply);
    note(reply);
    if (!reply.close && errors_ >= settings().max_errors) {
      channel_.queue(render(reply));
      reply = {421, "4.7.0", "Too many errors, closing the connection", true};
    } else if (!reply.close && talked_enough()) {
      channel_.queue(render(reply));
      reply = {421, "4.7.0", "Too many commands without a message, closing the connection", true};
      log_reply(reply);
    }
    if (reply.code != 0) channel_.queue(render(reply));
    // A client that does not read its answers waits; they are not gathered for it without end.
    bool there = true;
    if (reply.close || channel_.wants_flush()) there = co_await channel_.flush();
    if (reply.close || !there) co_return;
    // A client that has sent a thousand commands at once does not keep its loop from the others.
    if (++commands_ % kCommandsPerTurn == 0) co_await base::yield_now();
  }
}

// Between the chunks of a message its time runs on: it holds memory.
base::Co<Channel::Got> Session::next_line() {
  const Transfer* transfer = transaction && transaction->chunks ? &transaction->chunks->transfer : nullptr;
  const auto most = settings().command_timeout;
  const auto patience = transfer ? transfer->patience(most) : most;
  const Channel::Got got = co_await channel_.read_line(settings().command_line_bytes, patience);
  co_return got == Channel::Got::line&& transfer && transfer->too_late() ? Channel::Got::timeout : got;
}

base::Co<Reply> Session::next_reply() {
  verb_.clear();
  if (interrupt_->stopping || interrupt_->signed_out) co_return reply_for_lost_input(Channel::Got::interrupted);
  const Channel::Got got = co_await next_line();
  switch (got) {
    case Channel::Got::line: co_return co_await dispatch();
    case Channel::Got::too_long: co_return Reply{500, "5.5.2", "Line too long"};
    case Channel::Got::bad_line_end:
      co_return Reply{500, "5.5.2", "Lines end with CRLF; lone CR and LF are not allowed"};
    default: co_return reply_for_lost_input(got);
  }
}

Reply Session::reply_for_lost_input(Channel::Got got) const {
  if (got == Channel::Got::timeout) return {421, "4.4.2", "Timeout, closing the connection", true};
  if (got == Channel::Got::flood) return {421, "4.7.0", "The line does not end, closing the connection", true};
  if (got == Channel::Got::interrupted && interrupt_->signed_out) {
    return {421, "4.7.0", "The password was changed or the account was closed, sign in again", true};
  }
  if (got == Channel::Got::interrupted) return {421, "4.3.2", "Service is shutting down", true};
  return {0, "", "", true};  // nobody is there to read an answer
}

base::Co<Reply> Session::dispatch() {
  CommandLine command = split_command(channel_.line());
  verb_ = command.verb;
  for (const Command& known : commands()) {
    if (known.verb == command.verb) co_return co_await known.run(*this, command.rest);
  }
  // A browser that was tricked into speaking to us shall not get far.
  for (std::string_view verb : {"GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT"}) {
    if (verb == command.verb) co_return Reply{421, "4.7.0", "This is not an HTTP server", true};
  }
  verb_ = "unknown";
  co_return Reply{500, "5.5.1", "Command not recognized"};
}

void Session::note(const Reply& reply) {
  bool protocol_error = reply.code >= 500 && reply.code <= 504;
  if (protocol_error) ++errors_;
}

// NOOP, HELP, EHLO, RSET, VRFY and whatever was refused: cheap for a client, and never the end of it.
bool Session::talked_enough() {
  if (!std::exchange(progress_, false)) return !talk_.spend(parts_.smtp.clock.steady());
  return false;
}

void Session::log_reply(const Reply& reply) const {
  if (reply.code < 400) return;
  auto level = reply.code == 451 || reply.code == 452 ? base::LogLevel::warning : base::LogLevel::info;
  base::log(level, "SMTP-0002", "refused",
            {{"session", id_},
             {"peer", peer_.ip},
             {"account", signed_in ? signed_in->address : std::string()},
             {"command", verb_},
             {"reply", std::to_string(reply.code) + " " + reply.enhanced + " " + reply.text}});
}

}  // namespace server::smtp
