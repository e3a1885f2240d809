// Value types of the store: mailboxes, messages, flags. Words of RFC 9051 and RFC 8621; storage in design.md section 3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"

namespace mailstore {

class ListedContent;

// RFC 9051 §2.3.2. \Recent (RFC 3501) is a session's matter, never stored as a flag.
namespace flag {
inline constexpr std::uint32_t kSeen = 1;
inline constexpr std::uint32_t kAnswered = 2;
inline constexpr std::uint32_t kFlagged = 4;
inline constexpr std::uint32_t kDeleted = 8;  // kept per mailbox row; the others per email
inline constexpr std::uint32_t kDraft = 16;
}  // namespace flag

struct Flags {
  std::uint32_t system = 0;           // bits above
  std::vector<std::string> keywords;  // as first spelled in the account, sorted case-insensitively, unique
  bool operator==(const Flags&) const = default;
};

// RFC 6154, RFC 8457; none for ordinary mailboxes and INBOX.
enum class SpecialUse : int { none = 0, inbox, drafts, sent, junk, trash, archive };

// INTERNALDATE keeps its offset: RFC 9051 §2.3.3.
struct InternalDate {
  base::Timestamp at;
  std::int16_t offset_minutes = 7 * 60;
};

struct MailboxInfo {
  base::MailboxId id;
  base::AccountId account;  // whose mailbox
  std::string path;         // UTF-8 NFC, levels separated by '/', "INBOX" upper case: "INBOX", "Công việc/2026"
  SpecialUse use = SpecialUse::none;
  bool subscribed = true;
  std::uint32_t uid_validity = 0;
  base::Uid uid_next{1};
  base::ModSeq highest_modseq{1};
  std::int64_t messages = 0;
  std::int64_t unseen = 0;   // messages without \Seen
  std::int64_t deleted = 0;  // messages with \Deleted
  std::int64_t size = 0;     // sum of RFC822.SIZE, octets (RFC 8438)
};

// One message in a mailbox, as the view holds it. 64 bytes or so; FLAGS of 100,000 messages never touch SQL.
struct Entry {
  base::Uid uid;
  std::uint32_t system_flags = 0;   // flag:: bits, \Deleted included
  std::uint32_t keyword_set = 0;    // interned: MailStore::keywords(keyword_set); 0 = none
  std::int16_t offset_minutes = 0;  // of INTERNALDATE
  base::EmailId email;
  base::ContentId content;
  base::ThreadId thread;
  base::ModSeq modseq;
  std::int64_t size = 0;     // RFC822.SIZE: prefix + content, octets
  base::Timestamp received;  // INTERNALDATE
};

// What FETCH needs beyond the view; made from the content row and the delivery's prefix.
struct MessageMeta {
  base::ContentId content;
  std::string prefix;  // our trace header lines of this delivery (Return-Path, Received, …), CRLF-terminated
  std::shared_ptr<const ListedContent>
      list;               // ENVELOPE, BODYSTRUCTURE, header fields: never null when wanted and there
  std::string body;       // ready IMAP bytes of BODY (no extension data)
  std::string structure;  // base/mime structure_codec bytes; offsets count from the content's first byte (no prefix)
  std::string preview;    // RFC 8970, UTF-8
};
enum class Want : unsigned { prefix = 1, list = 2, body = 4, structure = 8, preview = 16 };
using Wants = unsigned;

struct SortKeys {            // RFC 5256 §3; dates alone and threads: mail_keys.h
  std::string base_subject;  // folded
  std::string from, to, cc;  // folded mailbox part of the first address
  base::Timestamp sent;      // Date header as UTC; the internal date when missing or broken
};

enum class FlagChange { add, remove, replace };

struct StoreFlagsRequest {
  base::MailboxId mailbox;
  std::vector<base::Uid> uids;  // ascending
  FlagChange change = FlagChange::add;
  Flags flags;
  std::optional<base::ModSeq> unchanged_since;  // RFC 7162 §3.1.3
};
struct StoreFlagsAnswer {
  std::vector<base::Uid> changed;   // rows really written
  std::vector<base::Uid> modified;  // failed UNCHANGEDSINCE
  std::vector<base::Uid> gone;      // there is no such message any more
  base::ModSeq modseq;              // given to the changed rows; 0 when none
};

struct ExpungeAnswer {
  std::vector<base::Uid> uids;
  base::ModSeq modseq;
};

struct CopyAnswer {
  std::uint32_t uid_validity = 0;                     // of the target
  std::vector<std::pair<base::Uid, base::Uid>> uids;  // source → target, in order (RFC 4315 COPYUID)
  std::optional<base::Error> stopped;                 // MOVE alone: `uids` have been moved, then this happened
};

// Substring search over decoded text, case-insensitive (RFC 9051 §6.4.4).
enum class TextField { subject, from, to, cc, bcc, header, body, text };
struct TextQuery {
  TextField field = TextField::text;
  std::string header_name;  // for header
  std::string needle;       // UTF-8; empty matches when the field exists
};

struct QuotaInfo {
  std::int64_t used_bytes = 0, used_messages = 0;
  std::int64_t limit_bytes = 0;  // 0 = unlimited
};

}  // namespace mailstore
