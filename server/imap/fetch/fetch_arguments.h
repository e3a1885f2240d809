// Arguments of FETCH and UID FETCH: RFC 9051 §6.4.5, RFC 3501 §6.4.5, RFC 7162 §3.1.4, RFC 8970. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/mime/section.h"
#include "server/imap/session/scanner.h"

namespace server::imap {

struct BodyItem {
  std::string label;  // as the answer names it: "BODY[HEADER.FIELDS (From)]<0>", "RFC822.TEXT"
  base::SectionSpec section;
  bool sets_seen = false;
  struct Partial {
    std::uint64_t offset = 0;
    std::uint64_t count = 0;
  };
  std::optional<Partial> partial;
};

inline constexpr std::size_t kMaxHeaderNames = 1000;  // in all HEADER.FIELDS lists of one command

struct FetchRequest {
  SequenceSet set;
  bool uid = false, flags = false, internal_date = false, size = false, modseq = false;
  bool envelope = false, body = false, body_structure = false, preview = false;
  std::vector<BodyItem> items;
  std::optional<std::int64_t> changed_since;
  bool vanished = false;
  std::size_t header_names = 0;

  bool needs_meta() const { return envelope || body || body_structure || preview || !items.empty(); }
  bool sets_seen() const;
};

// What follows "FETCH ".
FetchRequest parse_fetch(Scanner& args);

}  // namespace server::imap
