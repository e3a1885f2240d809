#include "server/smtp/sender_check.h"

#include <vector>

#include "base/mime/address.h"
#include "base/mime/header_fields.h"
#include "base/text/case.h"

namespace server::smtp {

namespace {

bool is_ours(const directory::DirectoryView& view, std::string_view domain) {
  while (!domain.empty() && domain.back() == '.') domain.remove_suffix(1);
  return view.is_local_domain(base::to_ascii_lower(domain));
}

// Mailboxes of all fields of that name.
std::vector<base::Address> mailboxes(std::string_view header, std::string_view name) {
  std::vector<base::Address> out;
  for (const std::string& value : base::header_values(header, name)) {
    for (base::Address& address : base::parse_address_list(value)) {
      if (address.kind == base::Address::Kind::mailbox) out.push_back(std::move(address));
    }
  }
  return out;
}

Reply not_yours(std::string_view where, std::string_view address) {
  return {550, "5.7.1", std::string(where) + " <" + std::string(address) + "> không thuộc tài khoản của Anh/Chị / is not an address of your account"};
}

}  // namespace

std::optional<Reply> check_not_ours(const directory::DirectoryView& view, std::string_view reverse_path) {
  std::size_t at = reverse_path.rfind('@');
  if (at == std::string_view::npos || !is_ours(view, reverse_path.substr(at + 1))) return std::nullopt;
  return Reply{550, "5.7.1", "Senders of this domain sign in on port 587 or 465"};
}

std::optional<Reply> check_sender_right(const directory::DirectoryView& view, base::AccountId account, std::string_view address) {
  if (address.empty() || view.may_send_as(account, address).allowed) return std::nullopt;
  return not_yours("Sender", address);
}

std::optional<Reply> check_header_not_ours(const directory::DirectoryView& view, std::string_view header) {
  for (const base::Address& address : mailboxes(header, "From")) {
    if (is_ours(view, address.host)) return Reply{550, "5.7.1", "From names an address of this domain, but the sender has not signed in"};
  }
  return std::nullopt;
}

HeaderSender check_header_sender(const directory::DirectoryView& view, base::AccountId account, std::string_view header) {
  HeaderSender out;
  std::vector<base::Address> from = mailboxes(header, "From");
  if (from.empty()) {
    out.refused = Reply{554, "5.6.0", "Thư không có trường From / The message has no From address"};
    return out;
  }
  if (base::header_values(header, "From").size() > 1) {
    out.refused = Reply{554, "5.6.0", "The message has more than one From field"};  // RFC 5322 §3.6
    return out;
  }
  for (const base::Address& address : from) {
    directory::SenderRight right = view.may_send_as(account, address.addr_spec());
    if (!right.allowed) {
      out.refused = not_yours("From", address.addr_spec());
      return out;
    }
    if (right.on_behalf && out.on_behalf_of.empty()) out.on_behalf_of = address.addr_spec();
  }
  for (const base::Address& address : mailboxes(header, "Sender")) {
    if (!view.may_send_as(account, address.addr_spec()).allowed) out.refused = not_yours("Sender", address.addr_spec());
  }
  return out;
}

}  // namespace server::smtp
