#include "server/imap/session/quota_line.h"

namespace server::imap {

base::Result<base::AccountId> quota_account(const Session& session, std::string_view root) {
  if (root.empty()) return session.account();
  const NameParts parts = split_name(root);
  if (!parts.shared || !parts.path.empty()) {
    return base::Error::permanent(base::ErrorCode::not_found, {"Không có hạn mức này", "There is no such quota root"});
  }
  return session.owner_of(parts);
}

base::Co<base::Result<mailstore::QuotaInfo>> read_quota(Session& session, base::AccountId account) {
  auto quota = co_await session.mailboxes().quota(account);
  if (!quota) co_return std::move(quota).error();
  const auto directory = session.parts().directory.view();
  if (const directory::Account* row = directory->find_account(account)) quota->limit_bytes = row->quota_bytes;
  co_return quota;
}

std::string quota_root(std::string_view mailbox_name) {
  const NameParts parts = split_name(mailbox_name);
  return parts.shared ? shared_name(parts.owner, "") : std::string();
}

void append_quota(Session& session, std::string_view root, const mailstore::QuotaInfo& quota) {
  std::string& out = session.out();
  out += "* QUOTA ";
  append_mailbox_name(out, root, session.utf8);
  out += " (";
  if (quota.limit_bytes > 0) {  // RFC 9208 §5.1: STORAGE counts units of 1024 octets
    out.append("STORAGE ").append(std::to_string((quota.used_bytes + 1023) / 1024));
    out.append(" ").append(std::to_string(quota.limit_bytes / 1024));
  }
  out += ")\r\n";
}

}  // namespace server::imap
