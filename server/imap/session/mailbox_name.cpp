#include "server/imap/session/mailbox_name.h"

#include <algorithm>

#include "base/mime/imap_structure.h"
#include "base/text/case.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace server::imap {
namespace {

using base::Error;
using base::ErrorCode;

Error bad_name(base::Sentence text) { return Error::permanent(ErrorCode::bad_input, std::move(text)); }

void inbox_in_capitals(std::string& name) {
  constexpr std::string_view kInbox = "INBOX";
  if (!base::starts_with_ignoring_case(name, kInbox)) return;
  if (name.size() == kInbox.size() || name[kInbox.size()] == kDelimiter) name.replace(0, kInbox.size(), kInbox);
}

bool is_name_atom(std::string_view name) {
  return !name.empty() && !base::equals_ignoring_case(name, "NIL") && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F &&
           std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
  });
}

}  // namespace

base::Result<std::string> decode_mailbox_pattern(std::string_view wire, bool utf8_enabled) {
  if (wire.size() > kMaxNameOctets) return bad_name({"Tên hộp thư quá dài", "The mailbox name is too long"});
  std::string name(wire);
  if (!base::is_ascii(wire)) {
    if (!base::is_valid_utf8(wire))
      return bad_name({"Tên hộp thư không phải UTF-7 sửa đổi cũng không phải UTF-8",
                       "The mailbox name is neither modified UTF-7 nor UTF-8"});
  } else if (!utf8_enabled && wire.find('&') != std::string_view::npos) {
    auto decoded = base::mailbox_utf7_decode(wire);
    if (!decoded)
      return bad_name({"Tên hộp thư không phải UTF-7 sửa đổi đúng", "The mailbox name is not valid modified UTF-7"});
    name = *std::move(decoded);
  }
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      return bad_name({"Tên hộp thư không được có ký tự điều khiển", "A mailbox name holds no control characters"});
  }
  name = base::to_nfc(name);
  inbox_in_capitals(name);
  return name;
}

base::Result<std::string> decode_mailbox_name(std::string_view wire, bool utf8_enabled) {
  auto name = decode_mailbox_pattern(wire, utf8_enabled);
  if (!name) return name;
  if (name->size() > 1 && name->back() == kDelimiter) name->pop_back();  // RFC 9051 §6.3.4: "a hint" for children
  if (name->empty() || name->front() == kDelimiter || name->back() == kDelimiter ||
      name->find("//") != std::string::npos) {
    return bad_name({"Tên hộp thư không được có cấp trống", "A mailbox name has no empty levels"});
  }
  return name;
}

void append_mailbox_name(std::string& out, std::string_view name, bool utf8_enabled) {
  const std::string wire = utf8_enabled ? std::string(name) : base::mailbox_utf7_encode(name);
  if (is_name_atom(wire)) {
    out += wire;
  } else {
    base::append_imap_string(out, wire, utf8_enabled ? base::ImapStrings::utf8_accept : base::ImapStrings::rev1);
  }
}

NameParts split_name(std::string_view name) {
  NameParts parts;
  if (!name.starts_with(kSharedRoot)) {
    parts.path = name;
    return parts;
  }
  std::string_view left = name.substr(kSharedRoot.size());
  if (!left.empty() && left.front() != kDelimiter) {
    parts.path = name;
    return parts;
  }
  parts.shared = true;
  if (left.empty()) return parts;
  left.remove_prefix(1);
  const std::size_t slash = left.find(kDelimiter);
  parts.owner = base::to_ascii_lower(left.substr(0, slash));
  if (slash == std::string_view::npos) return parts;
  parts.path = left.substr(slash + 1);
  inbox_in_capitals(parts.path);
  return parts;
}

std::string shared_name(std::string_view owner, std::string_view path) {
  std::string name(kSharedRoot);
  name += kDelimiter;
  name += owner;
  if (!path.empty()) {
    name += kDelimiter;
    name += path;
  }
  return name;
}

}  // namespace server::imap
