// SelectedMailbox: what one session knows of the mailbox it has selected: the view its client knows (message sequence
// number − 1 = index), what is recent, the saved search. Belongs to its session's thread; the views are shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mailstore/store/mailbox_view.h"
#include "mailstore/store/selected/selected_mail.h"
#include "server/imap/session/recent_claims.h"
#include "server/imap/session/sequence_set.h"

namespace server::imap {

using ViewPointer = std::shared_ptr<const mailstore::MailboxView>;
using Index = std::uint32_t;         // message sequence number − 1
using Indexes = std::vector<Index>;  // ascending

struct SelectedMailbox {
  ViewPointer view;  // what the client knows
  base::MailboxId id;
  bool read_only = false;
  std::vector<mailstore::RecentShare> recents;        // RFC 3501 §2.3.2: what is \Recent for this session; ascending
  base::Uid settled_until;                            // \Recent is written down up to here
  std::unique_ptr<RecentClaims::Watch> recent_watch;  // nullptr: EXAMINE takes nothing
  std::unique_ptr<std::vector<std::uint32_t>> saved;  // "$" (RFC 5182): UIDs, ascending
  std::vector<std::uint32_t> keyword_sets;            // whose names the client has been told; ascending
  std::vector<std::string> keywords;                  // those names, ascending in any case

  bool is_recent(const mailstore::Entry& entry) const;
  std::size_t recent() const;
  void add_recent(mailstore::RecentShare share);
  // Notes the keywords of a set; true when one of them has not been told.
  bool learn_keywords(const mailstore::SelectedMail& mail, std::uint32_t set);
  // What FLAGS and PERMANENTFLAGS name.
  std::string flag_names() const;
};

// Messages that a set names. Numbers beyond the last message are an error of the client for sequence sets (nothing is
// answered then), UIDs that do not exist are skipped.
struct Resolved {
  Indexes indexes;
  bool valid = true;
};
Resolved resolve_sequence(const SelectedMailbox& selected, const SequenceSet& set);
// Would it be valid?
bool is_valid_sequence(const SelectedMailbox& selected, const SequenceSet& set);
Resolved resolve_uids(const SelectedMailbox& selected, const SequenceSet& set);

std::vector<base::Uid> uids_of(const mailstore::MailboxView& view, const Indexes& indexes);
std::vector<mailstore::Entry> entries_of(const mailstore::MailboxView& view, const Indexes& indexes);

// FLAGS as FETCH answers them: "(\Seen $Forwarded)".
void append_flags(std::string& out, const mailstore::SelectedMail& mail, const mailstore::Entry& entry, bool recent);

}  // namespace server::imap
