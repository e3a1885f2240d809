// MailboxList: every mailbox that one reader may see, by the name it has for the reader: what LIST, LSUB and STATUS in
// LIST work on. A value, read afresh for each command.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/imap/session/session.h"

namespace server::imap {

struct ListedMailbox {
  std::string name;                            // UTF-8, with "Shared/…"
  std::optional<mailstore::MailboxInfo> info;  // nothing: it only holds others (\Noselect)
  bool shared = false;
};

struct MailboxList {
  std::vector<ListedMailbox> mailboxes;           // the reader's own first
  std::set<std::string, std::less<>> names;       // of all, for children
  std::set<std::string, std::less<>> subscribed;  // may name what does not exist

  bool has_children(std::string_view name) const { return has_below(names, name); }
  // Is there a name under `name` among these?
  static bool has_below(const std::set<std::string, std::less<>>& names, std::string_view name);
};

inline constexpr std::size_t kNamesPerTurn = 500;  // looked at without letting others run (pace.h)

base::Co<base::Result<MailboxList>> read_mailbox_list(Session& session);

// Subscriptions to role mailboxes are the other way round: one is subscribed to them without asking (clients that show
// only subscribed mailboxes would hide them), and UNSUBSCRIBE is what is kept, under this name.
std::string refused_subscription(std::string_view shared_name);

}  // namespace server::imap
