// Session: one SMTP connection: its state and the loop that reads a command, runs its handler (commands.h), answers and
// logs. Handlers change the state below and return a Reply; only the loop writes it. Belongs to one executor thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/async/co.h"
#include "server/net/interrupt.h"
#include "server/net/talk_budget.h"
#include "server/net/turns.h"
#include "server/smtp/arguments.h"
#include "server/smtp/channel.h"
#include "server/smtp/limits.h"
#include "server/smtp/message_input.h"
#include "server/smtp/reply.h"
#include "server/smtp/service.h"

namespace server::smtp {

// What a session shares with the service; all outlive it.
struct SessionParts {
  SmtpParts smtp;
  const SmtpSettings& settings;
  Limits& limits;
  net::Turns& turns;  // of large messages that have come whole
};

// The mail transaction, RFC 5321 §3.3: from MAIL to the end of the data or RSET.
struct Transaction {
  MailArgs mail;
  std::vector<mailstore::EnvelopeRecipient> recipients;
  std::unordered_set<std::string> seen;   // recipients, lower case: naming one twice delivers once
  int asked_recipients = 0;               // RCPT commands, also those that named one twice or were put off
  std::unique_ptr<MessageBuffer> chunks;  // BDAT has begun
  bool chunks_failed = false;             // a chunk was refused: only RSET helps (RFC 3030 §2)
};

struct SignedIn {
  base::AccountId account;
  std::string address;
  std::unique_ptr<directory::Gate::Watch> watch;
};

class Session {
 public:
  Session(SessionParts parts, std::unique_ptr<base::Stream> stream, SmtpMode mode,
          std::shared_ptr<net::Interrupt> interrupt);

  // Until the connection ends. Exceptions of handlers are caught here: 421, and the session ends.
  base::Co<void> run();

  // --- for command handlers ---
  const SmtpParts& parts() const { return parts_.smtp; }
  const SmtpSettings& settings() const { return parts_.settings; }
  Limits& limits() { return parts_.limits; }
  net::Turns& turns() { return parts_.turns; }
  Channel& channel() { return channel_; }
  SmtpMode mode() const { return mode_; }
  const std::string& id() const { return id_; }
  const base::PeerAddress& peer() const { return peer_; }
  std::shared_ptr<const directory::DirectoryView> directory() const { return parts_.smtp.directory.view(); }

  // Whose bytes a message is: of who signed in, else of the source.
  Hearer hearer() const { return signed_in ? Hearer::person : Hearer::server; }
  base::Sender sender() const { return {peer_, signed_in ? signed_in->account : base::AccountId()}; }
  // The command being run brought mail forward; others are counted (SmtpSettings::max_idle_commands).
  void note_progress() { progress_ = true; }
  // It brought a message home: whatever was said before is forgiven.
  void note_message() {
    progress_ = true;
    talk_.refill();
  }

  bool is_submission() const { return mode_ != SmtpMode::port25; }
  // AUTH is offered and allowed: submission, over TLS (or loopback of a demonstration).
  bool may_authenticate() const;
  bool offers_starttls() const {
    return settings().offer_starttls && mode_ != SmtpMode::submissions && !channel_.tls().active;
  }
  // RFC 4954 §4, RFC 3207: another password or another channel ends the session's sign-in.
  void watch(base::AccountId account, std::int64_t credential_version, std::string address);
  void reset_transaction() { transaction.reset(); }
  // What to answer when reading more input inside a command failed; the connection then ends.
  Reply reply_for_lost_input(Channel::Got got) const;

  // State, changed by handlers.
  std::string helo;    // "" = nobody has greeted yet
  bool esmtp = false;  // by EHLO
  std::optional<SignedIn> signed_in;
  std::optional<Transaction> transaction;
  int auth_failures = 0;
  int rejected_recipients = 0;
  int messages = 0;

 private:
  base::Co<void> converse();
  base::Co<Reply> next_reply();
  base::Co<Channel::Got> next_line();
  base::Co<Reply> dispatch();
  Reply greeting() const;
  void note(const Reply& reply);
  bool talked_enough();
  void log_reply(const Reply& reply) const;

  SessionParts parts_;
  SmtpMode mode_;
  std::shared_ptr<net::Interrupt> interrupt_;
  Channel channel_;
  base::PeerAddress peer_;
  std::string id_;
  std::string verb_;  // of the command being run, for the log
  int errors_ = 0;
  net::TalkBudget talk_;
  bool progress_ = false;  // of the command being run
  unsigned commands_ = 0;  // since the session last let others run
};

}  // namespace server::smtp
