#include "server/smtp/sender_check.h"

#include <algorithm>
#include <vector>

#include "base/mime/address.h"
#include "base/mime/header_text.h"
#include "base/text/case.h"
#include "base/text/utf8.h"
#include "directory/people/access_grants.h"

namespace server::smtp {

namespace {

// Characters that are not seen: a name with them in it looks like the name without them.
bool is_unseen(char32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

// As a reader sees it, for comparison only: encoded words and wide forms undone, one case, the dots of RFC 3490 §3.1,
// nothing unseen.
std::string as_seen(std::string_view raw) {
  const std::string text = base::decode_header_text(raw);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (is_unseen(c)) continue;
    if (c == 0x3002 || c == 0xFF61) out += '.';
    else out.append(text, begin, at - begin);
  }
  return base::casemap(out);
}

using Domains = std::vector<std::string>;  // ours, as seen

Domains our_domains(const directory::DirectoryView& view) {
  Domains out;
  for (const std::string& domain : view.domains()) out.push_back(as_seen(domain));
  return out;
}

bool is_ours(const Domains& domains, std::string_view domain) {
  std::string seen = as_seen(domain);
  while (!seen.empty() && seen.back() == '.') seen.pop_back();
  return std::find(domains.begin(), domains.end(), seen) != domains.end();
}

// Offset behind an "@domain" of ours in such a text; npos when there is none. "@bimson.example.org" is another's.
std::size_t find_ours(const Domains& domains, const std::string& seen) {
  for (std::size_t at = seen.find('@'); at != std::string::npos; at = seen.find('@', at + 1)) {
    std::size_t begin = at + 1;
    while (begin < seen.size() && seen[begin] == ' ') ++begin;
    for (const std::string& ours : domains) {
      if (seen.compare(begin, ours.size(), ours) != 0) continue;
      const auto goes_on = [&](std::size_t i) {
        const auto c = static_cast<unsigned char>(i < seen.size() ? seen[i] : ' ');
        return c >= 0x80 || c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z');
      };
      const std::size_t end = begin + ours.size();
      if (!goes_on(end) && !(end < seen.size() && seen[end] == '.' && goes_on(end + 1))) return end;
    }
  }
  return std::string::npos;
}

bool is_literal(std::string_view host) { return !host.empty() && host.front() == '['; }

bool is_domain(std::string_view host) {
  while (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return !is_literal(host) && base::parse_addr_spec("x@" + std::string(host)).has_value();
}

// RFC 5321 §4.5.1, RFC 2142: what old programs write into From of a bounce, alone.
bool is_daemon(const base::Address& address) {
  return base::equals_ignoring_case(address.mailbox, "mailer-daemon") ||
         base::equals_ignoring_case(address.mailbox, "postmaster");
}

Reply forged(std::string_view field) {
  return {
      550, "5.7.1",
      std::string(field) +
          " names an address of this domain, but the sender has not signed in; people of this domain sign in on port 587 or 465"};
}

// What cannot be looked at as a whole is refused. `list`: the field's entries.
std::optional<Reply> read_list(const char* name, const SenderFields::Field& field, std::vector<base::Address>& list) {
  const std::string said = std::string("The message has ");
  if (field.count > 1)
    return Reply{554, "5.6.0", said + "more than one " + name + " field; RFC 5322 section 3.6 allows one"};
  if (field.too_long)
    return Reply{554, "5.6.0", said + "a " + name + " field over " + std::to_string(kMaxSenderField) + " octets"};
  base::AddressList read = base::read_address_list(field.value, {kMaxSenderAddresses, static_cast<std::size_t>(-1)});
  if (read.cut)
    return Reply{554, "5.6.0", said + "over " + std::to_string(kMaxSenderAddresses) + " addresses in " + name};
  list = std::move(read.list);
  return std::nullopt;
}

// Services write in the name of people and say so: "an@bimson.example via Lists" <list@lists.example>.
bool says_via(const std::string& seen, std::size_t from) {
  return seen.find(base::casemap(" via "), from) != std::string::npos;
}

// Nothing that reads as one of our addresses.
bool names_ours(const Domains& domains, const SenderFields::Field& field, const std::vector<base::Address>& list) {
  for (const base::Address& address : list) {
    if (is_ours(domains, address.host)) return true;
    for (const std::string* word : {&address.mailbox, &address.route}) {
      if (find_ours(domains, as_seen(*word)) != std::string::npos) return true;
    }
  }
  // Names and comments too, and whatever another reader would take for one.
  const std::string seen = as_seen(field.value);
  const std::size_t found = find_ours(domains, seen);
  return found != std::string::npos && !(list.size() == 1 && says_via(seen, found));
}

Reply not_yours(std::string_view where, std::string_view address) {
  return {550, "5.7.1",
          std::string(where) + " <" + std::string(address) +
              "> không thuộc tài khoản của Anh/Chị / is not an address of your account"};
}

}  // namespace

std::optional<Reply> check_not_ours(const directory::DirectoryView& view, std::string_view reverse_path) {
  std::size_t at = reverse_path.rfind('@');
  if (at == std::string_view::npos || !is_ours(our_domains(view), reverse_path.substr(at + 1))) return std::nullopt;
  return Reply{550, "5.7.1", "Senders of this domain sign in on port 587 or 465"};
}

std::optional<Reply> check_sender_right(const directory::DirectoryView& view, base::AccountId account,
                                        std::string_view address, base::Timestamp at) {
  if (address.empty() || view.may_send_as(account, address).allowed) return std::nullopt;
  if (directory::may_write_for(view, account, address, at)) return std::nullopt;
  return not_yours("Sender", address);
}

std::optional<Reply> check_header_not_ours(const directory::DirectoryView& view, const SenderFields& fields,
                                           std::string_view reverse_path) {
  std::vector<base::Address> from, sender;
  if (fields.from.count == 0) return Reply{554, "5.6.0", "The message has no From field (RFC 5322 section 3.6)"};
  if (auto refused = read_list("From", fields.from, from)) return refused;
  if (auto refused = read_list("Sender", fields.sender, sender)) return refused;
  const Domains domains = our_domains(view);
  if (names_ours(domains, fields.from, from)) return forged("From");
  if (names_ours(domains, fields.sender, sender)) return forged("Sender");
  bool known = false;
  for (const base::Address& address : from) {
    if (address.kind != base::Address::Kind::mailbox) continue;
    if (is_literal(address.host))
      return Reply{554, "5.6.0", "From has an address literal; write the domain of the sender"};
    if (!address.host.empty() && !is_domain(address.host))
      return Reply{554, "5.6.0", "From has an address whose domain cannot be read"};
    known = known || !address.host.empty() || (reverse_path.empty() && is_daemon(address));
  }
  if (!known) return Reply{554, "5.6.0", "From has no address with a domain"};
  return std::nullopt;
}

HeaderSender check_header_sender(const directory::DirectoryView& view, base::AccountId account,
                                 const SenderFields& fields, std::string_view reverse_path, base::Timestamp at) {
  HeaderSender out;
  std::vector<base::Address> from, sender;
  out.refused = read_list("From", fields.from, from);
  if (!out.refused) out.refused = read_list("Sender", fields.sender, sender);
  if (out.refused) return out;
  const auto no_mailbox = [](const base::Address& address) { return address.kind != base::Address::Kind::mailbox; };
  std::erase_if(from, no_mailbox);
  std::erase_if(sender, no_mailbox);
  if (from.empty()) {
    out.refused = Reply{554, "5.6.0", "Thư không có trường From / The message has no From address"};
    return out;
  }
  for (const base::Address& address : from) {
    directory::SenderRight right = view.may_send_as(account, address.addr_spec());
    if (!right.allowed && from.size() == 1 && directory::may_write_for(view, account, address.addr_spec(), at))
      right = {true, true};
    if (!right.allowed) {
      out.refused = not_yours("From", address.addr_spec());
      return out;
    }
    if (right.on_behalf && out.on_behalf_of.empty()) out.on_behalf_of = address.addr_spec();
  }
  for (const base::Address& address : sender) {
    if (!view.may_send_as(account, address.addr_spec()).allowed) out.refused = not_yours("Sender", address.addr_spec());
  }
  const bool own_path = reverse_path.empty() || view.may_send_as(account, reverse_path).allowed;
  const bool same = view.find_address(reverse_path) == view.find_address(out.on_behalf_of);
  if (!out.refused && !own_path && (out.on_behalf_of.empty() || !same)) out.refused = not_yours("Sender", reverse_path);
  return out;
}

}  // namespace server::smtp
