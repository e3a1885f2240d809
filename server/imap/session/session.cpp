#include "server/imap/session/session.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/log.h"
#include "server/imap/session/capabilities.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

constexpr std::size_t kMaxLineBeforeSignIn = 8192;
constexpr unsigned kCommandsPerTurn = 16;

bool allows(const CommandRow& row, SessionState state) { return (row.states & static_cast<unsigned>(state)) != 0; }

std::string_view wrong_state(SessionState state) {
  if (state == SessionState::not_authenticated) return "Please sign in first";
  if (state == SessionState::authenticated) return "No mailbox is selected";
  return "This command is not allowed now";
}

}  // namespace

Session::Session(ImapParts& parts, const ImapSettings& settings, SharedBySessions& shared,
                 std::unique_ptr<base::Stream> stream, std::shared_ptr<net::Interrupt> interrupt, std::string id)
    : parts_(parts),
      settings_(settings),
      work_(shared.work),
      recents_(shared.recents),
      connection_(std::move(stream)),
      interrupt_(std::move(interrupt)),
      id_(std::move(id)),
      reader_(std::min(kMaxLineBeforeSignIn, settings.max_line)),
      sign_in_until_(parts.clock.steady() + settings.sign_in_timeout),
      talk_(settings.max_commands_before_sign_in, parts.clock.steady()) {
  connection_.stream().set_write_timeout(settings.write_timeout);
}

Session::~Session() = default;

base::Co<void> Session::run() {
  greet();
  co_await loop();
  co_await deselect();
  co_await connection_.flush();
  connection_.close();
}

void Session::greet() {
  if (interrupted()) return;
  connection_.untagged("OK [CAPABILITY " + capabilities(*this) + "] Vanthu IMAP ready");
}

void Session::bye(std::string_view code, std::string_view text) {
  if (state_ == SessionState::logout) return;
  std::string line = "BYE ";
  if (!code.empty()) line.append("[").append(code).append("] ");
  connection_.untagged(line.append(text));
  state_ = SessionState::logout;
}

bool Session::interrupted() {
  if (interrupt_->signed_out) {
    bye("",
        "Mật khẩu hoặc tài khoản đã thay đổi, vui lòng đăng nhập lại / The password or account has changed, please sign in again");
  } else if (interrupt_->stopping) {
    bye("UNAVAILABLE", "The server is stopping");
  }
  return state_ == SessionState::logout;
}

bool Session::may_sign_in_here() const {
  base::Stream& stream = const_cast<Connection&>(connection_).stream();
  return stream.tls().active || (parts_.gate.settings().demo && stream.peer().loopback);
}

void Session::signed_in(const directory::SignInAnswer& answer) {
  account_ = answer.account;
  state_ = SessionState::authenticated;
  reader_.set_max_line(settings_.max_line);
  // The callback holds the interrupt, not the session: it may run late and on any thread.
  watch_ =
      parts_.gate.watch(answer.account, answer.credential_version, [interrupt = interrupt_] { interrupt->sign_out(); });
}

base::Co<void> Session::loop() {
  while (state_ != SessionState::logout) {
    auto command = co_await read_command();
    if (!command) co_return;
    if (state_ == SessionState::not_authenticated && !talk_.spend(parts_.clock.steady())) {
      bye("", "Too many commands before the sign-in");
      co_return;
    }
    co_await run_command(*std::move(command));
    lease_.reset();
    if (connection_.gone()) co_return;
    if (start_tls_) {
      const bool safe = co_await change_to_tls();
      if (!safe) co_return;
    }
    if (connection_.wants_flush()) co_await connection_.flush();
    // A client that has sent a thousand commands at once does not keep its loop from the others.
    if (++commands_ % kCommandsPerTurn == 0) co_await base::yield_now();
    interrupted();
  }
}

// RFC 9051 §6.2.1, RFC 3207 §4.2: what was sent in plain behind the command never counts.
base::Co<bool> Session::change_to_tls() {
  start_tls_ = false;
  if (!co_await connection_.flush()) co_return false;
  connection_.drop_pending();
  const auto done = co_await connection_.stream().start_tls();
  if (!done) connection_.close();
  co_return !connection_.gone();
}

void Session::complain(std::string_view tag, std::string_view text) {
  if (tag.empty()) tag = "*";
  out().append(tag).append(" ").append(to_text(Reply::bad(std::string(text)), utf8)).append("\r\n");
  if (++bad_commands_ >= settings_.max_bad_commands) bye("", "Too many commands were wrong");
}

base::Co<void> Session::run_command(Command command) {
  Scanner args(command);
  tag_ = args.tag();
  args.space();
  std::string name = args.upper_atom();
  if (name == "UID") {
    args.space();
    name += ' ' + args.upper_atom();
  }
  if (!args.ok()) {
    complain(tag_, args.error());
    co_return;
  }
  const CommandRow* row = find_command(name);
  if (!row) {
    complain(tag_, "The command is not known");
    co_return;
  }
  if (!allows(*row, state_)) {
    complain(tag_, wrong_state(state_));
    co_return;
  }
  row->arguments ? args.space() : args.end();
  if (!args.ok()) {
    complain(tag_, args.error());
    co_return;
  }
  if (!keeps_rights()) co_return;
  Reply reply = co_await row->handler(*this, args);
  co_await finish(std::move(reply), row->expunges, row->with_uid());
}

base::Co<void> Session::finish(Reply reply, Expunges expunges, bool with_uid) {
  if (connection_.gone() || reply.kind == Reply::Kind::none) co_return;
  if (reply.kind == Reply::Kind::bad) {
    complain(tag_, reply.text);
    co_return;
  }
  bad_commands_ = 0;
  const bool tells = selected_ && state_ == SessionState::selected && expunges != Expunges::no_changes;
  if (tells) co_await report_changes(expunges, with_uid);
  out().append(tag_).append(" ").append(to_text(reply, utf8)).append("\r\n");
}

base::Result<base::AccountId> Session::owner_of(const NameParts& parts) const {
  if (!parts.shared) return account_;
  const auto view = parts_.directory.view();
  for (const directory::Account* role : view->role_mailboxes_of(account_)) {
    if (role->address == parts.owner) return role->id;
  }
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này", "There is no such mailbox"});
}

base::Co<base::Result<FoundMailbox>> Session::find_mailbox(std::string wire_name) {
  auto name = decode_mailbox_name(wire_name, utf8);
  if (!name) co_return name.error();
  const NameParts parts = split_name(*name);
  const auto owner = owner_of(parts);
  if (!owner) co_return owner.error();
  if (parts.path.empty()) {
    co_return base::Error::permanent(base::ErrorCode::not_found,
                                     {"Tên này chỉ chứa các hộp thư khác", "This name only holds other mailboxes"});
  }
  auto info = co_await mailboxes().find(*owner, parts.path);
  if (!info) co_return std::move(info).error();
  co_return FoundMailbox{*std::move(info), *owner};
}

}  // namespace server::imap
