// Session: one client's conversation. run() reads commands and calls their handlers (command_table.h), one at a time,
// in order; the rest of the class is what handlers work with. Belongs to one loop thread; only Interrupt is touched by
// others.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/async/receive_lease.h"
#include "server/imap/session/command_reader.h"
#include "server/imap/session/connection.h"
#include "server/imap/session/imap_service.h"
#include "server/imap/session/mailbox_name.h"
#include "server/imap/session/reply.h"
#include "server/imap/session/selected_mailbox.h"
#include "server/net/interrupt.h"
#include "server/net/receive_pace.h"
#include "server/net/talk_budget.h"

namespace server::imap {

// RFC 9051 §3. `logout` ends the loop.
enum class SessionState : unsigned char { not_authenticated = 1, authenticated = 2, selected = 4, logout = 8 };

// RFC 9051 §7.5.1: never during FETCH, STORE, SEARCH. no_changes: SELECT and EXAMINE have told the mailbox as it was
// when they took its view; a change meanwhile waits for the next command, because a client cannot place it before it
// knows the messages.
enum class Expunges { withheld, reported, no_changes };

// A mailbox that a name means, for this reader.
struct FoundMailbox {
  mailstore::MailboxInfo info;
  base::AccountId owner;
};

// What all sessions of a service share beside its parts. Thread-safe.
struct SharedBySessions {
  RecentClaims recents;
  base::Pool work{base::Pool::Options{"imap-work", 2, 1000}};
};

class Session {
 public:
  Session(ImapParts& parts, const ImapSettings& settings, SharedBySessions& shared,
          std::unique_ptr<base::Stream> stream, std::shared_ptr<net::Interrupt> interrupt, std::string id);
  ~Session();

  // Greets, serves, says BYE. Returns when the stream is done.
  base::Co<void> run();
  // BYE, best effort, then the loop ends.
  void bye(std::string_view code, std::string_view text);

  ImapParts& parts() { return parts_; }
  // Threads for work of a command that takes its time.
  base::Pool& work() { return work_; }
  RecentClaims& recents() { return recents_; }
  mailstore::Mailboxes& mailboxes() { return parts_.mailboxes; }
  mailstore::SelectedMail& mail() { return parts_.mail; }
  mailstore::Contents& contents() { return parts_.contents; }
  mailstore::ChangeSignals& changes() { return parts_.changes; }
  const ImapSettings& settings() const { return settings_; }
  Connection& connection() { return connection_; }
  std::string& out() { return connection_.out(); }
  net::Interrupt& interrupt() { return *interrupt_; }
  const std::string& id() const { return id_; }
  // Tag of the running command.
  const std::string& tag() const { return tag_; }

  // --- who ---
  SessionState state() const { return state_; }
  base::AccountId account() const { return account_; }
  bool may_sign_in_here() const;  // TLS, or the demonstration's loopback
  void signed_in(const directory::SignInAnswer& answer);
  // TLS begins when the running command has been answered.
  void start_tls_next() { start_tls_ = true; }
  // Counts a wrong password; false when it was one too many.
  bool count_failure() { return ++failures_ < settings_.max_sign_in_failures; }

  // --- extensions the client has switched on (RFC 5161) ---
  bool condstore = false, qresync = false, utf8 = false;
  // RFC 7162 §3.1: the first command that needs CONDSTORE tells HIGHESTMODSEQ of the selected mailbox.
  void enable_condstore();

  // --- mailboxes ---
  // A name as the client wrote it. Errors: bad_input, not_found (also for what the reader may not see).
  base::Co<base::Result<FoundMailbox>> find_mailbox(std::string wire_name);
  // The account behind the first levels of a decoded name: the reader's own or a role mailbox it is a member of.
  base::Result<base::AccountId> owner_of(const NameParts& parts) const;

  // --- the selected mailbox ---
  SelectedMailbox* selected() { return selected_.get(); }
  void select(std::unique_ptr<SelectedMailbox> mailbox);
  base::Co<void> deselect();
  // May the reader still use the selected mailbox? Asked before every command and while changes are told; when a role
  // has ended BYE is said: an IMAP client knows no other way to lose a mailbox.
  bool keeps_rights();
  // Tells the client what has changed since it was told last: EXPUNGE or VANISHED, EXISTS, RECENT, FETCH. `with_uid`:
  // FETCH names the UID (answers to UID commands). False when the store could not be read (the client keeps its view).
  base::Co<bool> report_changes(Expunges expunges, bool with_uid);
  // The newest states of these messages, telling nothing but new keywords: the handler is about to report the messages
  // by itself.
  base::Co<base::Result<void>> refresh_entries(std::vector<base::Uid> uids);
  // "* n FETCH (FLAGS (…) …)" of one message of the selected view.
  void report_flags(Index index, bool with_uid);

  // --- lines inside a command (SASL, DONE) ---
  // Nothing when the line is too long or the client is gone.
  base::Co<std::optional<std::string>> read_line(std::size_t max_octets);
  // Flushes and waits for bytes; `signalled`: nothing was read, the signal was notified; `over`: the session ends, BYE
  // has been said where it could be.
  enum class Input { bytes, signalled, over };
  base::Co<Input> wait_for_input(std::chrono::milliseconds timeout);
  std::chrono::milliseconds time_left() const;

 private:
  base::Co<void> loop();
  base::Co<std::optional<Command>> read_command();
  // Answers an announced literal; false: the session ends.
  base::Co<bool> answer_literal();
  std::optional<Reply> judge_literal(bool& is_message);
  base::Co<std::optional<Reply>> judge_append_target();
  void refuse_line();
  // Literals of a message have grown; without room for them they are dropped and the command is refused.
  void cover_literals();
  base::ReceiveLease& lease();
  void begin_pace();
  // How long to wait for more of what is coming.
  std::chrono::milliseconds patience() const;
  // The literal that is coming has come too slowly: BYE.
  bool literal_too_slow(std::size_t octets);
  base::Co<void> run_command(Command command);
  base::Co<void> finish(Reply reply, Expunges expunges, bool with_uid);
  void greet();
  void complain(std::string_view tag, std::string_view text);
  base::Co<bool> change_to_tls();
  bool interrupted();
  void take_recent(base::Uid from, base::Uid until);
  // FLAGS and PERMANENTFLAGS, when keywords have come up.
  void tell_flags();

  ImapParts& parts_;
  const ImapSettings& settings_;
  base::Pool& work_;
  RecentClaims& recents_;
  Connection connection_;
  std::shared_ptr<net::Interrupt> interrupt_;
  std::string id_;
  std::string tag_;
  CommandReader reader_;
  std::unique_ptr<base::ReceiveLease> lease_;  // while literals are kept: an idle session holds none
  std::optional<net::ReceivePace> pace_;       // of the literal that is coming
  std::unique_ptr<Reply> refused_;             // of a command whose literal is being dropped
  std::unique_ptr<SelectedMailbox> selected_;
  std::unique_ptr<directory::Gate::Watch> watch_;
  std::chrono::steady_clock::time_point sign_in_until_;
  base::AccountId account_;
  SessionState state_ = SessionState::not_authenticated;
  bool start_tls_ = false;
  int failures_ = 0;
  int bad_commands_ = 0;
  net::TalkBudget talk_;   // before the sign-in
  unsigned commands_ = 0;  // since the session last let others run
};

}  // namespace server::imap
