// Who may use which sender address: pure checks over the directory and a message's header. Port 25: none of our own
// addresses. Submission: only the account's own. Each gives the Reply that refuses, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/directory_view.h"
#include "server/smtp/reply.h"

namespace server::smtp {

// Port 25, MAIL FROM: an address of our domains from outside is forged. "" (null sender) is fine.
std::optional<Reply> check_not_ours(const directory::DirectoryView& view, std::string_view reverse_path);
// Submission, MAIL FROM. "" is fine (disposition notifications, RFC 8098 §3).
std::optional<Reply> check_sender_right(const directory::DirectoryView& view, base::AccountId account, std::string_view address);

// Port 25: no From field names one of our addresses. `header`: raw bytes up to the blank line.
std::optional<Reply> check_header_not_ours(const directory::DirectoryView& view, std::string_view header);

struct HeaderSender {
  std::optional<Reply> refused;
  std::string on_behalf_of;     // role address in From that the account writes for; "" = writes as itself
};
// Submission: exactly one From field, every address in it (and in Sender) belongs to the account.
HeaderSender check_header_sender(const directory::DirectoryView& view, base::AccountId account, std::string_view header);

}  // namespace server::smtp
