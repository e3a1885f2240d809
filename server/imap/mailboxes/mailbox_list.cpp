#include "server/imap/mailboxes/mailbox_list.h"

#include "base/async/executor.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

constexpr std::string_view kRefusedPrefix = "Shared/-/";  // "-" is no address: no client can subscribe to it

}  // namespace

std::string refused_subscription(std::string_view shared_name) {
  return std::string(kRefusedPrefix).append(shared_name.substr(kSharedRoot.size() + 1));
}

bool MailboxList::has_below(const std::set<std::string, std::less<>>& names, std::string_view name) {
  std::string first(name);
  first += kDelimiter;
  const auto next = names.lower_bound(first);
  return next != names.end() && next->starts_with(first);
}

base::Co<base::Result<MailboxList>> read_mailbox_list(Session& session) {
  MailboxList list;
  auto own = co_await session.mailboxes().list(session.account());
  if (!own) co_return std::move(own).error();
  for (mailstore::MailboxInfo& info : *own) {
    // A personal mailbox of the shared root's name would be hidden by it.
    if (!split_name(info.path).shared) list.mailboxes.push_back({info.path, std::move(info), false});
  }
  const auto directory = session.parts().directory.view();
  const auto roles = directory->role_mailboxes_of(session.account());
  if (!roles.empty()) list.mailboxes.push_back({std::string(kSharedRoot), std::nullopt, true});
  for (const directory::Account* role : roles) {
    list.mailboxes.push_back({shared_name(role->address, ""), std::nullopt, true});
    auto theirs = co_await session.mailboxes().list(role->id);
    if (!theirs) co_return std::move(theirs).error();
    for (mailstore::MailboxInfo& info : *theirs) {
      std::string name = shared_name(role->address, info.path);
      list.mailboxes.push_back({std::move(name), std::move(info), true});
    }
  }
  auto subscriptions = co_await session.mailboxes().subscriptions(session.account());
  if (!subscriptions) co_return std::move(subscriptions).error();
  std::set<std::string, std::less<>> refused;
  for (std::string& name : *subscriptions) {
    (name.starts_with(kRefusedPrefix) ? refused : list.subscribed).insert(std::move(name));
  }
  Pace pace(kNamesPerTurn);
  for (const ListedMailbox& mailbox : list.mailboxes) {
    if (pace.due()) co_await base::yield_now();
    list.names.insert(mailbox.name);
    if (mailbox.shared && mailbox.info && !refused.contains(refused_subscription(mailbox.name))) {
      list.subscribed.insert(mailbox.name);
    }
  }
  co_return list;
}

}  // namespace server::imap
