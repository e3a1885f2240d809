// STORE and UID STORE: RFC 9051 §6.4.6; UNCHANGEDSINCE and MODIFIED: RFC 7162 §3.1.3.
#include <algorithm>
#include <set>

#include "base/async/executor.h"
#include "base/text/case.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/message_arguments.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

// Numbers as the client speaks of them: UIDs, or sequence numbers of the selected view.
std::vector<std::uint32_t> spoken(const SelectedMailbox& selected, const std::vector<base::Uid>& uids, bool by_uid) {
  std::vector<std::uint32_t> out;
  for (const base::Uid uid : uids) {
    const std::size_t index = selected.view->find(uid);
    if (index != mailstore::MailboxView::npos)
      out.push_back(by_uid ? uid.value : static_cast<std::uint32_t>(index + 1));
  }
  return out;
}

// What a STORE makes of flags the client knows: SILENT is silent only about a message whose flags are now what the
// client will believe.
class Expected {
 public:
  Expected(const mailstore::SelectedMail& mail, mailstore::FlagChange change, const mailstore::Flags& flags)
      : mail_(mail), change_(change), flags_(flags) {
    for (const std::string& keyword : flags.keywords) keywords_.insert(base::to_ascii_lower(keyword));
  }

  bool holds(const mailstore::Entry& before, const mailstore::Entry& after) {
    return system(before.system_flags) == after.system_flags && same_keywords(before.keyword_set, after.keyword_set);
  }

 private:
  std::uint32_t system(std::uint32_t before) const {
    switch (change_) {
      case mailstore::FlagChange::add: return before | flags_.system;
      case mailstore::FlagChange::remove: return before & ~flags_.system;
      case mailstore::FlagChange::replace: break;
    }
    return flags_.system;
  }
  std::set<std::string> names(std::uint32_t keyword_set) const {
    std::set<std::string> out;
    if (const auto known = mail_.keywords(keyword_set)) {
      for (const std::string& keyword : *known) out.insert(base::to_ascii_lower(keyword));
    }
    return out;
  }
  bool same_keywords(std::uint32_t before, std::uint32_t after) {
    if (change_ != mailstore::FlagChange::replace && keywords_.empty()) return before == after;
    if (known_ && before == before_ && after == after_) return same_;  // neighbours mostly have the same
    std::set<std::string> now = keywords_;
    if (change_ != mailstore::FlagChange::replace) now = names(before);
    if (change_ == mailstore::FlagChange::add) now.insert(keywords_.begin(), keywords_.end());
    if (change_ == mailstore::FlagChange::remove)
      std::erase_if(now, [this](const std::string& name) { return keywords_.contains(name); });
    known_ = true;
    before_ = before;
    after_ = after;
    same_ = now == names(after);
    return same_;
  }

  const mailstore::SelectedMail& mail_;
  const mailstore::FlagChange change_;
  const mailstore::Flags& flags_;
  std::set<std::string> keywords_;
  bool known_ = false, same_ = false;
  std::uint32_t before_ = 0, after_ = 0;
};

struct Stored {
  ViewPointer before;  // what the client knew; the indexes are those of the view now
  Indexes indexes;
  mailstore::FlagChange change = mailstore::FlagChange::add;
  mailstore::Flags flags;
  std::vector<base::Uid> modified;  // left alone: UNCHANGEDSINCE did not hold
  std::vector<base::Uid> gone;      // another session has expunged them: there is nothing to report
  bool silent = false, by_uid = false;
};

// The answer to every message of the set. SILENT tells what another session has changed in between; with CONDSTORE the
// new MODSEQ is told all the same (RFC 7162 §3.1.3).
base::Co<void> report_stored(Session& session, Stored stored) {
  const ViewPointer now = session.selected()->view;
  Expected expected(session.mail(), stored.change, stored.flags);
  const mailstore::Flags none;
  Expected nothing(session.mail(), mailstore::FlagChange::add, none);
  Pace pace(kMessagesPerTurn);
  for (const Index index : stored.indexes) {
    if (pace.due()) co_await base::yield_now();
    const mailstore::Entry &before = stored.before->at(index), &after = now->at(index);
    if (std::binary_search(stored.gone.begin(), stored.gone.end(), after.uid)) continue;
    const bool left = std::binary_search(stored.modified.begin(), stored.modified.end(), after.uid);
    if (!stored.silent || !(left ? nothing : expected).holds(before, after)) {
      session.report_flags(index, stored.by_uid);
    } else if (session.condstore && after.modseq != before.modseq) {
      std::string& out = session.out();
      out.append("* ").append(std::to_string(index + 1)).append(" FETCH (");
      if (stored.by_uid || session.qresync) out.append("UID ").append(std::to_string(after.uid.value)).append(" ");
      out.append("MODSEQ (").append(std::to_string(after.modseq.value)).append("))\r\n");
    }
    if (session.connection().wants_flush() && !co_await session.connection().flush()) co_return;
  }
}

base::Co<Reply> store(Session& session, Scanner& args, bool by_uid) {
  StoreRequest request = parse_store(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  if (session.selected()->read_only) co_return Reply::no("READ-ONLY", "The mailbox is open for reading only");
  const SelectedMailbox& selected = *session.selected();
  const Resolved resolved = by_uid ? resolve_uids(selected, request.set) : resolve_sequence(selected, request.set);
  if (!resolved.valid) co_return Reply::bad("There is no such message");
  if (request.unchanged_since) session.enable_condstore();
  if (resolved.indexes.empty()) co_return Reply::ok("There was nothing to change");
  mailstore::StoreFlagsRequest change;
  change.mailbox = selected.id;
  change.uids = uids_of(*selected.view, resolved.indexes);
  change.change = request.change;
  change.flags = request.flags;
  if (request.unchanged_since) change.unchanged_since = base::ModSeq(*request.unchanged_since);
  const std::vector<base::Uid> uids = change.uids;
  Stored stored{selected.view, resolved.indexes, request.change, std::move(request.flags), {}, {}, request.silent,
                by_uid};
  auto answer = co_await session.mail().store_flags(std::move(change));
  if (!answer) co_return refusal(answer.error());
  const auto refreshed = co_await session.refresh_entries(uids);
  if (!refreshed) co_return refusal(refreshed.error());
  const std::string modified = to_text(spoken(selected, answer->modified, by_uid));
  stored.modified = std::move(answer->modified);
  const bool some_gone = !answer->gone.empty(), all_gone = answer->gone.size() == uids.size();
  stored.gone = std::move(answer->gone);
  co_await report_stored(session, std::move(stored));
  if (!modified.empty()) co_return Reply::ok("MODIFIED " + modified, "Some messages had changed before");
  // RFC 2180 §4.2.2; a UID that is not there any more is no error (RFC 9051 §6.4.9), nor is one that SILENT names.
  if (all_gone && !by_uid && !request.silent) co_return Reply::no("EXPUNGEISSUED", "The messages are gone");
  if (some_gone) co_return Reply::ok("EXPUNGEISSUED", "Some messages are gone");  // RFC 5530 §3
  co_return Reply::ok("Changed");
}

}  // namespace

base::Co<Reply> cmd_store(Session& session, Scanner& args) { return store(session, args, false); }
base::Co<Reply> cmd_uid_store(Session& session, Scanner& args) { return store(session, args, true); }

}  // namespace server::imap
