#include "server/imap/mailboxes/mailbox_pattern.h"

#include "server/imap/session/mailbox_name.h"

namespace server::imap {
namespace {

bool is_wildcard(char c) { return c == '*' || c == '%'; }

}  // namespace

base::Result<MailboxPattern> MailboxPattern::make(std::string_view text) {
  MailboxPattern out;
  std::size_t at = 0;
  while (at < text.size() && !is_wildcard(text[at])) ++at;
  out.beginning_ = text.substr(0, at);
  while (at < text.size()) {
    Piece piece{'%', {}};
    for (; at < text.size() && is_wildcard(text[at]); ++at) {
      if (text[at] == '*') piece.wildcard = '*';
    }
    const std::size_t from = at;
    while (at < text.size() && !is_wildcard(text[at])) ++at;
    piece.text = text.substr(from, at - from);
    out.pieces_.push_back(std::move(piece));
    if (out.pieces_.size() > kMaxWildcards) {
      return base::Error::permanent(base::ErrorCode::limit,
                                    {"Mẫu tên hộp thư có quá nhiều ký tự đại diện (nhiều nhất 20)",
                                     "A mailbox pattern has at most 20 wildcards"});
    }
  }
  return out;
}

// After each piece `ends` says where in the name it may have ended; a wildcard widens that, a text is compared there.
bool MailboxPattern::matches(std::string_view name) const {
  if (!name.starts_with(beginning_)) return false;
  if (pieces_.empty()) return name.size() == beginning_.size();
  if (!name.ends_with(pieces_.back().text)) return false;
  std::vector<char> ends(name.size() + 1, 0), next;
  ends[beginning_.size()] = 1;
  for (const Piece& piece : pieces_) {
    next.assign(name.size() + 1, 0);
    bool open = false, any = false;
    for (std::size_t i = 0; i <= name.size(); ++i) {
      open = open || ends[i] != 0;
      if (open && name.substr(i).starts_with(piece.text)) next[i + piece.text.size()] = any = true;
      if (piece.wildcard == '%' && i < name.size() && name[i] == kDelimiter) open = false;
    }
    if (!any) return false;
    ends.swap(next);
  }
  return ends[name.size()] != 0;
}

}  // namespace server::imap
