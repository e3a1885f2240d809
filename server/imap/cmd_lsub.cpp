// LSUB: RFC 3501 §6.3.9.
#include <set>

#include "server/imap/command_table.h"
#include "server/imap/list_arguments.h"
#include "server/imap/mailbox_list.h"

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
  const auto pattern = decode_mailbox_pattern(request.reference + request.patterns[0], session.utf8);
  if (!pattern) co_return refusal(pattern.error());
  const auto list = co_await read_mailbox_list(session);
  if (!list) co_return refusal(list.error());
  std::set<std::string> parents;
  for (const std::string& name : list->subscribed) {
    if (matches_pattern(name, *pattern)) {
      const bool there = list->names.contains(name);
      write(session, there ? "" : "\\Noselect", name);
    }
    // "a/b" is subscribed, "a" is not, the pattern is "%": "a" is told as \Noselect.
    for (std::size_t at = name.find(kDelimiter); at != std::string::npos; at = name.find(kDelimiter, at + 1)) {
      const std::string parent = name.substr(0, at);
      if (!list->subscribed.contains(parent) && pattern->ends_with('%') && matches_pattern(parent, *pattern)) parents.insert(parent);
    }
  }
  for (const std::string& parent : parents) write(session, "\\Noselect", parent);
  co_return Reply::ok("Those are the subscriptions");
}

}  // namespace server::imap
