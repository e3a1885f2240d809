// IDLE: RFC 2177. The session costs a parked coroutine: no buffer is held, the mailbox view is shared.
#include "base/text/case.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

// Waits for DONE; tells what changes meanwhile. Answers whether the session goes on, and in `done` whether it was DONE.
base::Co<bool> idle_until_line(Session& session) {
  for (;;) {
    if (session.connection().pending().find('\n') != std::string_view::npos) co_return true;
    if (session.connection().pending().size() > 1024) co_return true;
    const auto input = co_await session.wait_for_input(session.settings().idle_timeout);
    if (input == Session::Input::over) co_return false;
    if (input == Session::Input::signalled && session.selected()) {
      co_await session.report_changes(Expunges::reported, false);
      if (session.state() == SessionState::logout) co_return false;
    }
  }
}

}  // namespace

base::Co<Reply> cmd_idle(Session& session, Scanner&) {
  std::unique_ptr<mailstore::ChangeSignals::Token> token;
  std::unique_ptr<directory::Directory::Subscription> rights;
  if (session.selected()) {
    base::AccountId owner = session.selected()->view->info().account;
    token = session.changes().watch(owner, session.interrupt().signal);
    if (owner != session.account()) {  // a role may end
      rights = session.parts().directory.on_change(
          [&session](const directory::DirectoryView&) { session.interrupt().signal.notify(); });
    }
    // What happened before the watch began.
    co_await session.report_changes(Expunges::reported, false);
    if (session.state() == SessionState::logout) co_return Reply::none();
  }
  session.out() += "+ idling\r\n";
  const bool going_on = co_await idle_until_line(session);
  if (!going_on) co_return Reply::none();
  const auto line = co_await session.read_line(1024);
  if (!line) co_return Reply::none();
  if (!base::equals_ignoring_case(*line, "DONE")) co_return Reply::bad("DONE was expected");
  co_return Reply::ok("Idle ended");
}

}  // namespace server::imap
