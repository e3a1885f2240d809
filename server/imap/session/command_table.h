// The commands: one row each, one cmd_*.cpp each. To add one: write its .cpp, declare it here, add its row in
// command_table.cpp (and its capability in capabilities.cpp when it has one).
#pragma once

#include <span>
#include <string_view>

#include "server/imap/session/scanner.h"
#include "server/imap/session/session.h"

namespace server::imap {

// `args` stands behind the command's name (and the space, when it takes arguments).
using Handler = base::Co<Reply> (*)(Session& session, Scanner& args);

struct CommandRow {
  std::string_view name;  // in capitals, "UID FETCH"
  unsigned states;        // SessionState bits in which it is allowed
  bool arguments;         // false: none, checked before the handler is called
  Expunges expunges;      // which changes of the selected mailbox may be reported before its tagged answer
  Handler handler;
  bool with_uid() const { return name.starts_with("UID "); }
};

// nullptr when there is no such command.
const CommandRow* find_command(std::string_view name);
std::span<const CommandRow> command_table();

base::Co<Reply> cmd_append(Session&, Scanner&);
base::Co<Reply> cmd_authenticate(Session&, Scanner&);
base::Co<Reply> cmd_capability(Session&, Scanner&);
base::Co<Reply> cmd_check(Session&, Scanner&);
base::Co<Reply> cmd_close(Session&, Scanner&);
base::Co<Reply> cmd_copy(Session&, Scanner&);
base::Co<Reply> cmd_create(Session&, Scanner&);
base::Co<Reply> cmd_delete(Session&, Scanner&);
base::Co<Reply> cmd_enable(Session&, Scanner&);
base::Co<Reply> cmd_examine(Session&, Scanner&);
base::Co<Reply> cmd_expunge(Session&, Scanner&);
base::Co<Reply> cmd_fetch(Session&, Scanner&);
base::Co<Reply> cmd_get_quota(Session&, Scanner&);
base::Co<Reply> cmd_get_quota_root(Session&, Scanner&);
base::Co<Reply> cmd_id(Session&, Scanner&);
base::Co<Reply> cmd_idle(Session&, Scanner&);
base::Co<Reply> cmd_list(Session&, Scanner&);
base::Co<Reply> cmd_login(Session&, Scanner&);
base::Co<Reply> cmd_logout(Session&, Scanner&);
base::Co<Reply> cmd_lsub(Session&, Scanner&);
base::Co<Reply> cmd_move(Session&, Scanner&);
base::Co<Reply> cmd_namespace(Session&, Scanner&);
base::Co<Reply> cmd_noop(Session&, Scanner&);
base::Co<Reply> cmd_rename(Session&, Scanner&);
base::Co<Reply> cmd_search(Session&, Scanner&);
base::Co<Reply> cmd_select(Session&, Scanner&);
base::Co<Reply> cmd_set_quota(Session&, Scanner&);
base::Co<Reply> cmd_sort(Session&, Scanner&);
base::Co<Reply> cmd_starttls(Session&, Scanner&);
base::Co<Reply> cmd_status(Session&, Scanner&);
base::Co<Reply> cmd_store(Session&, Scanner&);
base::Co<Reply> cmd_subscribe(Session&, Scanner&);
base::Co<Reply> cmd_thread(Session&, Scanner&);
base::Co<Reply> cmd_unselect(Session&, Scanner&);
base::Co<Reply> cmd_unsubscribe(Session&, Scanner&);

base::Co<Reply> cmd_uid_copy(Session&, Scanner&);
base::Co<Reply> cmd_uid_expunge(Session&, Scanner&);
base::Co<Reply> cmd_uid_fetch(Session&, Scanner&);
base::Co<Reply> cmd_uid_move(Session&, Scanner&);
base::Co<Reply> cmd_uid_search(Session&, Scanner&);
base::Co<Reply> cmd_uid_sort(Session&, Scanner&);
base::Co<Reply> cmd_uid_store(Session&, Scanner&);
base::Co<Reply> cmd_uid_thread(Session&, Scanner&);

}  // namespace server::imap
