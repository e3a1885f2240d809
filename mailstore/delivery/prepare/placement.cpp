#include "mailstore/delivery/prepare/placement.h"

#include <algorithm>

#include "base/text/fold.h"
#include "mailstore/delivery/prepare/recipients.h"
#include "mailstore/store/account_change.h"

namespace mailstore {
namespace {

// "" when the account has no such mailbox.
base::Result<std::string> mailbox_named(base::SqlReader& reader, base::AccountId account, const std::string& name) {
  auto rows = list_mailboxes(reader, account);
  if (!rows) return rows.error();
  std::vector<std::string> paths;
  for (MailboxRow& row : *rows) paths.push_back(std::move(row.info.path));
  if (paths.empty()) paths = first_mailbox_paths();  // the unit will make them
  const std::string wanted = base::fold(name);
  const auto found =
      std::find_if(paths.begin(), paths.end(), [&](const std::string& path) { return base::fold(path) == wanted; });
  return found == paths.end() ? std::string() : std::move(*found);
}

}  // namespace

bool needs_placing(std::span<const LocalBox> boxes) {
  return std::any_of(boxes.begin(), boxes.end(), [](const LocalBox& box) { return !box.detail.empty(); });
}

base::Result<void> place(base::SqlReader& reader, std::span<LocalBox> boxes) {
  std::vector<std::string> found;  // kept apart until all is read: a reading may run twice
  for (const LocalBox& box : boxes) {
    if (box.detail.empty()) continue;
    auto mailbox = mailbox_named(reader, box.account, box.detail);
    if (!mailbox) return mailbox.error();
    found.push_back(*std::move(mailbox));
  }
  auto next = found.begin();
  for (LocalBox& box : boxes) {
    if (box.detail.empty()) continue;
    box.placement.mailbox = std::move(*next++);
    box.detail.clear();
  }
  return {};
}

}  // namespace mailstore
