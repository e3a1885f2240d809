// SelectedMail: the messages of one mailbox as IMAP knows them, by UID: the view of a selected mailbox, what FETCH and
// SEARCH read, what STORE, EXPUNGE, COPY and MOVE change. A face of the store (owner/mail_store.h owns it); new
// messages come only through mailstore/delivery. Thread-safe; Co functions resume on the caller's executor. Errors:
// not_found, over_quota, limit, conflict, unavailable, disk_full, corrupt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/mail_keys.h"
#include "mailstore/store/mailbox_view.h"
#include "mailstore/store/selected/content_look.h"
#include "mailstore/store/selected/copy_recall.h"
#include "mailstore/store/types.h"

namespace mailstore {

class Contents;
struct StoreCore;

// UIDs expunged, ascending; complete = false when tombstones of that age have been removed.
struct Vanished {
  std::vector<base::Uid> uids;
  bool complete = true;
};

// \Recent (RFC 3501 §2.3.2): a message is recent for the first session that is told of it and for nobody else. The
// mailbox row keeps up to which UID it has been taken. Messages from `from` to before `until` are recent for the
// caller and for nobody after it.
struct RecentShare {
  base::Uid from, until;
  bool operator==(const RecentShare&) const = default;
};
// Without taking it: what STATUS and EXAMINE tell.
struct Recent {
  base::Uid from;             // what the next claim_recent() would answer
  std::int64_t messages = 0;  // with a UID from there on
};

// Whoever searches for long is asked now and then whether the answer is still wanted: an error ends the search. Called
// on the executor of who asked, while the search goes on elsewhere.
class SearchPause {
 public:
  virtual ~SearchPause() = default;
  virtual base::Co<base::Result<void>> pause() = 0;
};

class SelectedMail {
 public:
  // Both outlive it.
  SelectedMail(StoreCore& core, Contents& contents) : core_(core), contents_(contents), look_(core), recall_(core) {}

  // --- the selected mailbox ---
  // The newest view, moved forward by the change log; shared by all sessions. Cheap when nothing changed.
  base::Co<base::Result<std::shared_ptr<const MailboxView>>> view(base::MailboxId mailbox);
  // A view that the caller made of these for itself: its keywords are known as long as it is held. REQUIRES: those it
  // was made of are still held.
  void remember(const std::shared_ptr<const MailboxView>& view);
  base::Co<base::Result<Vanished>> vanished_since(base::MailboxId mailbox, base::ModSeq since);
  // Spelling of an interned keyword set. Never blocks.
  std::shared_ptr<const std::vector<std::string>> keywords(std::uint32_t keyword_set) const;
  base::Co<base::Result<RecentShare>> claim_recent(base::MailboxId mailbox);
  // Everything below `until` has been taken.
  base::Co<base::Result<void>> settle_recent(base::MailboxId mailbox, base::Uid until);
  // `taken`: up to where it is known to be taken though not written down yet.
  base::Co<base::Result<Recent>> unclaimed_recent(base::MailboxId mailbox, base::Uid taken = base::Uid(0));

  // --- reading. Entries come from a view. ---
  // In the order asked; a message expunged meanwhile is still answered while its tombstone lives, else its slot is
  // empty (content = 0). Rows of many octets end an answer early: it has fewer then, but one at least.
  base::Co<base::Result<std::vector<MessageMeta>>> meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                        Wants wants);
  // Octets [offset, offset+length) of the message as the client sees it: prefix + content. Shorter at the end.
  base::Co<base::Result<std::string>> read_message(Entry entry, std::string prefix, std::int64_t offset,
                                                   std::int64_t length);
  // Which of `entries` match, in their order; exact substring semantics. `pause` may be null and outlives the call.
  base::Co<base::Result<std::vector<base::Uid>>> match(base::MailboxId mailbox, std::vector<Entry> entries,
                                                       TextQuery query, SearchPause* pause = nullptr);
  // Those that can match at all, ascending, where an index tells: few are left to compare. Nothing: all of them may.
  base::Co<base::Result<std::optional<std::vector<base::Uid>>>> candidates(base::MailboxId mailbox, TextQuery query);
  // Of each entry the day of its Date field as it is written there, "disregarding time and timezone" (RFC 9051 §6.4.4):
  // number since 1970-01-01; none when the field cannot be read or the message is gone.
  base::Co<base::Result<std::vector<std::optional<std::int64_t>>>> sent_days(std::vector<Entry> entries);
  // What SORT by date and THREAD compare the messages of `view` by, which may be some of a view alone. Kept beside the
  // views: after a few changes cheap.
  base::Co<base::Result<std::shared_ptr<const MailKeys>>> mail_keys(std::shared_ptr<const MailboxView> view,
                                                                    MailKeys::Kind kind);
  base::Co<base::Result<std::vector<SortKeys>>> sort_keys(base::MailboxId mailbox, std::vector<Entry> entries);

  // --- changing. Calls about many messages are several commits. ---
  base::Co<base::Result<StoreFlagsAnswer>> store_flags(StoreFlagsRequest request);
  // Removes messages with \Deleted; only those in `only` when given (UID EXPUNGE).
  base::Co<base::Result<ExpungeAnswer>> expunge(base::MailboxId mailbox, std::optional<std::vector<base::Uid>> only);
  // UIDs that are gone are skipped. COPY makes new emails; all or nothing: what others saw of one that fails is gone,
  // but for messages whose original was thrown away meanwhile (copy_parts.h).
  base::Co<base::Result<CopyAnswer>> copy(base::MailboxId from, std::vector<base::Uid> uids, base::MailboxId to);
  base::Co<base::Result<CopyAnswer>> move(base::MailboxId from, std::vector<base::Uid> uids, base::MailboxId to);
  // Takes back what a server that died has left of COPYs that were not whole; what fails is logged, and tried again
  // later where that may help. At its start, before anybody is served; not beside a server that runs. Blocking.
  void finish_copies();

  // Rows of a mailbox read in one snapshot (which lives for at most five seconds, also on a busy machine).
  void set_view_portion(std::size_t rows) { view_portion_ = rows; }

 private:
  // The list of each meta, from memory or the rows; `content` too where there is one.
  base::Co<base::Result<void>> read_lists(std::span<const Entry> entries, std::span<MessageMeta> metas);
  // Everything else of meta().
  base::Co<base::Result<std::vector<MessageMeta>>> read_meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                             Wants wants);
  base::Co<base::Result<CopyAnswer>> copy_parts(base::MailboxId from, std::vector<base::Uid> uids, base::MailboxId to);
  struct MatchShares;  // of match()
  struct MatchWalker;
  base::Co<void> match_shares(std::shared_ptr<MatchShares> shares);

  StoreCore& core_;
  Contents& contents_;
  ContentLook look_;
  std::size_t view_portion_ = 50'000;
  CopyRecall recall_;
};

}  // namespace mailstore
