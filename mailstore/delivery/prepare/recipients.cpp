#include "mailstore/delivery/prepare/recipients.h"

#include <algorithm>
#include <set>

#include "base/text/case.h"

namespace mailstore {

std::string domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string() : base::to_ascii_lower(address.substr(at + 1));
}

Routing route(const directory::DirectoryView& view, const std::vector<EnvelopeRecipient>& recipients) {
  Routing out;
  std::map<base::AccountId, LocalBox> boxes;
  std::set<std::string> queued;
  for (const EnvelopeRecipient& recipient : recipients) {
    const directory::Resolution found = view.resolve(recipient.address);
    switch (found.outcome) {
      case directory::ResolveOutcome::local:
        for (const base::AccountId account : found.accounts) {
          boxes.try_emplace(account, LocalBox{account, {}, found.detail, recipient, {}});
        }
        break;
      case directory::ResolveOutcome::foreign_domain:
        if (queued.insert(recipient.address).second) out.foreign[domain_of(recipient.address)].push_back(recipient);
        break;
      case directory::ResolveOutcome::unknown_user:
        out.refused.push_back({recipient, "5.1.1", "No such user here."});
        break;
      case directory::ResolveOutcome::disabled_user:
        out.refused.push_back({recipient, "5.2.1", "This mailbox is closed."});
        break;
    }
  }
  for (auto& [account, box] : boxes) out.boxes.push_back(std::move(box));
  return out;
}

}  // namespace mailstore
