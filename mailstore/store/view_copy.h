// ViewCopy: the packed copy of a mailbox's view as it lies on disk, so that the view of a large mailbox need not be
// read row by row after a restart. A cache: what cannot be read, or is not the copy that the database names, costs time
// only. Pure.
//
//   copy  = magic digest body        magic: "VTHUVIEW"; digest: SHA-256 of body. Numbers are little-endian
//   body  = version u32, token i64, mailbox i64, uid_validity u32, uid_next u32, highest_modseq i64,
//           sets u32, sets × set, chunks u32, chunks × chunk
//   set   = length u32, octets       a set of keywords as the column `email.keywords` holds it; the first one is empty
//   chunk = entries u16, kinds u16, kinds × number of a set u32, 10 × (least i64, width u8), rows
//   rows  = entries × the ten columns of entry_chunk.h, each the distance from its `least` in `width` octets
//
// A change of what a view is made of (another column, another meaning) is a new version: older copies are not read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/mailbox_view.h"

namespace mailstore {

struct ViewCopy {
  std::int64_t token = 0;  // of this very copy; the database names the one that counts (view_copies.h)
  base::MailboxId mailbox;
  std::uint32_t uid_validity = 0;
  base::Uid uid_next;
  base::ModSeq highest_modseq;  // the view is that of this moment
  std::vector<std::shared_ptr<const EntryChunk>> chunks;
};

std::string encode_view_copy(const MailboxView& view, std::int64_t token, const KeywordTable& keywords);
// Errors: corrupt (also another version), with what is wrong for the log. What comes out is sound in itself: UIDs
// ascend and are below uid_next, no modseq is above highest_modseq.
base::Result<ViewCopy> decode_view_copy(std::string_view bytes, KeywordTable& keywords);

}  // namespace mailstore
