#include "server/outbound/transfer.h"

#include <algorithm>
#include <optional>

#include "base/text/case.h"
#include "base/text/utf8.h"
#include "server/outbound/idna.h"

namespace server::outbound {

namespace {

// The address without SMTPUTF8: a U-label domain becomes A-labels; nothing can be done for the local part (RFC 6531
// §3.2).
std::optional<std::string> ascii_address(const std::string& address) {
  if (base::is_ascii(address)) return address;
  std::size_t at = address.rfind('@');
  if (at == std::string::npos || !base::is_ascii(address.substr(0, at))) return std::nullopt;
  base::Result<std::string> domain = to_a_labels(std::string_view(address).substr(at + 1));
  if (!domain) return std::nullopt;
  return address.substr(0, at + 1) + *domain;
}

// RFC 3461 §4.1, §4.2: what the sender asked of us goes on to a server that understands it.
std::string recipient_parameters(const mailstore::QueueRecipient& recipient, bool smtputf8) {
  std::string out;
  const mailstore::Notify& notify = recipient.notify;
  bool usual = !notify.never && !notify.success && notify.failure && notify.delay;
  if (notify.never || (!notify.success && !notify.failure && !notify.delay)) {
    out += " NOTIFY=NEVER";
  } else if (!usual) {
    std::string words;
    auto add = [&words](bool wanted, const char* word) {
      if (wanted) words += (words.empty() ? "" : ",") + std::string(word);
    };
    add(notify.success, "SUCCESS");
    add(notify.failure, "FAILURE");
    add(notify.delay, "DELAY");
    out += " NOTIFY=" + words;
  }
  std::size_t semicolon = recipient.original.find(';');
  if (semicolon != std::string::npos) {
    std::string type = recipient.original.substr(0, semicolon);
    std::string address = recipient.original.substr(semicolon + 1);
    bool plain = base::is_ascii(address);
    // RFC 6533 §3: utf-8-addr-unitext is for SMTPUTF8 servers; others get no ORCPT they could misread.
    if (type != "utf-8" && plain) out += " ORCPT=" + type + ";" + encode_xtext(address);
    if (type == "utf-8" && smtputf8 && address.find_first_of("\\+= ") == std::string::npos)
      out += " ORCPT=utf-8;" + address;
  }
  return out;
}

std::string mail_parameters(const mailstore::QueueItem& item, const Extensions& server, bool use_utf8) {
  std::string out;
  if (server.has_size && item.size > 0) out += " SIZE=" + std::to_string(item.size);
  if (server.eight_bit && (item.body_8bit || use_utf8)) out += " BODY=8BITMIME";
  if (use_utf8) out += " SMTPUTF8";
  if (server.dsn) {
    if (item.return_headers_only) out += " RET=HDRS";
    if (!item.envid.empty()) out += " ENVID=" + encode_xtext(item.envid);
  }
  return out;
}

}  // namespace

base::Co<base::Result<MessageBytes>> examine(MessageSource& source) {
  MessageBytes out;
  bool in_header = true;
  std::string tail;  // the last bytes of the piece before, for the blank line
  source.rewind();
  for (;;) {
    base::Result<std::string> piece = co_await source.next();
    if (!piece) co_return std::move(piece).error();
    if (piece->empty()) co_return out;
    std::string_view rest = *piece;
    if (in_header) {
      std::string joined = tail + *piece;
      std::size_t blank = joined.find("\r\n\r\n");
      std::size_t header = blank == std::string::npos
                               ? rest.size()
                               : std::min(rest.size(), blank + 4 - std::min(blank + 4, tail.size()));
      if (!base::is_ascii(rest.substr(0, header))) out.header_8bit = true;
      rest.remove_prefix(header);
      in_header = blank == std::string::npos;
      tail = joined.substr(joined.size() - std::min<std::size_t>(3, joined.size()));
    }
    if (!base::is_ascii(rest)) out.body_8bit = true;
  }
}

std::variant<OutgoingEnvelope, CannotTake> make_envelope(const mailstore::QueueItem& item,
                                                         const std::vector<std::size_t>& recipients,
                                                         const Extensions& server, const MessageBytes& bytes) {
  if (server.has_size && server.size > 0 && item.size > server.size) {
    return CannotTake{"5.3.4", "the message has " + std::to_string(item.size) + " octets, the server takes at most " +
                                   std::to_string(server.size)};
  }
  bool utf8_addresses = !base::is_ascii(item.reverse_path);
  for (std::size_t i : recipients) utf8_addresses = utf8_addresses || !base::is_ascii(item.recipients[i].address);
  bool use_utf8 = server.smtputf8 && (item.smtputf8 || utf8_addresses);
  if (item.smtputf8 && !server.smtputf8 && bytes.header_8bit) {  // RFC 6531 §3.6
    return CannotTake{"5.6.7", "the message needs SMTPUTF8, which the server does not offer"};
  }
  if (!server.eight_bit && (bytes.body_8bit || bytes.header_8bit)) {  // RFC 6152 §3
    return CannotTake{"5.6.3", "the message has 8-bit text, which the server does not take, and must not be changed"};
  }
  OutgoingEnvelope out;
  std::optional<std::string> reverse = use_utf8 ? item.reverse_path : ascii_address(item.reverse_path);
  if (!reverse) return CannotTake{"5.6.7", "the sender's address needs SMTPUTF8, which the server does not offer"};
  out.reverse_path = std::move(*reverse);
  out.parameters = mail_parameters(item, server, use_utf8);
  for (std::size_t i : recipients) {
    const mailstore::QueueRecipient& recipient = item.recipients[i];
    std::optional<std::string> address = use_utf8 ? recipient.address : ascii_address(recipient.address);
    if (!address) return CannotTake{"5.6.7", "the address needs SMTPUTF8, which the server does not offer"};
    out.recipients.push_back(
        {std::move(*address), server.dsn ? recipient_parameters(recipient, use_utf8) : std::string()});
  }
  return out;
}

}  // namespace server::outbound
