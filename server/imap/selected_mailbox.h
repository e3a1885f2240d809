// SelectedMailbox: what one session knows of the mailbox it has selected: the view its client knows (message sequence
// number − 1 = index), what is recent, the saved search. Belongs to its session's thread; the views are shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mailstore/store/mailbox_view.h"
#include "mailstore/store/mail_store.h"
#include "server/imap/sequence_set.h"

namespace server::imap {

using ViewPointer = std::shared_ptr<const mailstore::MailboxView>;
using Index = std::uint32_t;          // message sequence number − 1
using Indexes = std::vector<Index>;   // ascending

struct SelectedMailbox {
  ViewPointer view;                   // what the client knows
  base::MailboxId id;
  bool read_only = false;
  base::Uid recent_from{UINT32_MAX};  // RFC 3501 §2.3.2: messages from here on are \Recent for this session
  base::Uid claimed_until;            // UIDNEXT when \Recent was claimed last
  std::unique_ptr<std::vector<std::uint32_t>> saved;  // "$" (RFC 5182): UIDs, ascending

  bool is_recent(const mailstore::Entry& entry) const { return entry.uid >= recent_from; }
  std::size_t recent() const { return view->size() - view->lower_bound(recent_from); }
};

// Messages that a set names. Numbers beyond the last message are an error of the client for sequence sets (nothing is
// answered then), UIDs that do not exist are skipped.
struct Resolved {
  Indexes indexes;
  bool valid = true;
};
Resolved resolve_sequence(const SelectedMailbox& selected, const SequenceSet& set);
Resolved resolve_uids(const SelectedMailbox& selected, const SequenceSet& set);

std::vector<base::Uid> uids_of(const mailstore::MailboxView& view, const Indexes& indexes);
std::vector<mailstore::Entry> entries_of(const mailstore::MailboxView& view, const Indexes& indexes);

// FLAGS as FETCH answers them: "(\Seen $Forwarded)".
void append_flags(std::string& out, const mailstore::MailStore& store, const mailstore::Entry& entry, bool recent);

}  // namespace server::imap
