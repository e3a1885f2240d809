// STATUS: RFC 9051 §6.3.11, RFC 8438 (SIZE), RFC 7162 §3.1.7 (HIGHESTMODSEQ), RFC 7889 (APPENDLIMIT).
#include "server/imap/mailboxes/status_line.h"
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_status(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  args.space();
  const StatusItems items = parse_status_items(args);
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  if (items.highest_modseq) session.enable_condstore();
  const auto found = co_await session.find_mailbox(wire);
  if (!found) co_return refusal(found.error());
  const auto name = decode_mailbox_name(wire, session.utf8);
  co_await append_status(session, *name, found->info, items);
  co_return Reply::ok("That is its status");
}

}  // namespace server::imap
