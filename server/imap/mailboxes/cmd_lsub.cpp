// LSUB: RFC 3501 §6.3.9.
#include <set>

#include "base/async/executor.h"
#include "server/imap/mailboxes/list_arguments.h"
#include "server/imap/mailboxes/mailbox_list.h"
#include "server/imap/mailboxes/mailbox_pattern.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

void write(Session& session, std::string_view flags, std::string_view name) {
  session.out().append("* LSUB (").append(flags).append(") \"/\" ");
  append_mailbox_name(session.out(), name, session.utf8);
  session.out() += "\r\n";
}

}  // namespace

base::Co<Reply> cmd_lsub(Session& session, Scanner& args) {
  const ListRequest request = parse_lsub(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto text = decode_mailbox_pattern(request.reference + request.patterns[0], session.utf8);
  if (!text) co_return refusal(text.error());
  const auto pattern = MailboxPattern::make(*text);
  if (!pattern) co_return refusal(pattern.error());
  const auto list = co_await read_mailbox_list(session);
  if (!list) co_return refusal(list.error());
  std::set<std::string> parents;
  Pace pace(kNamesPerTurn);
  for (const std::string& name : list->subscribed) {
    if (pace.due()) co_await base::yield_now();
    if (session.connection().wants_flush()) co_await session.connection().flush();
    if (pattern->matches(name)) {
      const bool there = list->names.contains(name);
      write(session, there ? "" : "\\Noselect", name);
    }
    // "a/b" is subscribed, "a" is not, the pattern is "%": "a" is told as \Noselect.
    for (std::size_t at = name.find(kDelimiter); pattern->ends_with_percent() && at != std::string::npos;
         at = name.find(kDelimiter, at + 1)) {
      const std::string parent = name.substr(0, at);
      if (!list->subscribed.contains(parent) && pattern->matches(parent)) parents.insert(parent);
    }
  }
  for (const std::string& parent : parents) write(session, "\\Noselect", parent);
  co_return Reply::ok("Those are the subscriptions");
}

}  // namespace server::imap
