// Who may use which sender address: pure checks over the directory and a message's header. Port 25: none of our own
// addresses. Submission: only the account's own. Each gives the Reply that refuses, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "directory/people/directory_view.h"
#include "server/smtp/reply.h"
#include "server/smtp/sender_fields.h"

namespace server::smtp {

// Port 25, MAIL FROM: an address of our domains from outside is forged. "" (null sender) is fine.
std::optional<Reply> check_not_ours(const directory::DirectoryView& view, std::string_view reverse_path);
// Submission, MAIL FROM. "" is fine (disposition notifications, RFC 8098 §3). A leader's address is, for whoever may
// give tasks in his name at that time: the header must then say the same.
std::optional<Reply> check_sender_right(const directory::DirectoryView& view, base::AccountId account,
                                        std::string_view address, base::Timestamp at);

// Port 25: one From field with an address that has a domain, and nothing in From or Sender that a reader would take for
// one of our addresses: not as an address, not in a name, a comment or an encoded word (README). `reverse_path`: of
// MAIL FROM.
std::optional<Reply> check_header_not_ours(const directory::DirectoryView& view, const SenderFields& fields,
                                           std::string_view reverse_path);

struct HeaderSender {
  std::optional<Reply> refused;
  std::string on_behalf_of;  // role or leader's address in From that the account writes for; "" = writes as itself
};
// Submission: exactly one From field, every address in it (and in Sender) belongs to the account; or one leader's
// address in From, in whose name the account may give tasks at that time (the door then takes nothing but tasks).
// `reverse_path`: of MAIL FROM; a leader's address there must be the one in From.
HeaderSender check_header_sender(const directory::DirectoryView& view, base::AccountId account,
                                 const SenderFields& fields, std::string_view reverse_path, base::Timestamp at);

}  // namespace server::smtp
