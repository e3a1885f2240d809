// How a session follows its selected mailbox: from the view its client knows to the newest one.
#include "base/log.h"
#include "server/imap/session.h"

namespace server::imap {
namespace {

using mailstore::MailboxView;

// Everything of `after` but its expunges: for commands during which none may be told (RFC 9051 §7.5.1).
ViewPointer without_expunges(const MailboxView& before, const MailboxView& after, const mailstore::ViewDifference& diff) {
  std::vector<mailstore::Entry> joined;
  joined.reserve(diff.changed.size() + diff.added.size());
  for (const auto* uids : {&diff.changed, &diff.added}) {
    for (const base::Uid uid : *uids) joined.push_back(after.at(after.find(uid)));
  }
  return before.advance(after.info(), std::move(joined), {});
}

}  // namespace

void Session::select(std::unique_ptr<SelectedMailbox> mailbox) {
  selected_ = std::move(mailbox);
  state_ = SessionState::selected;
}

base::Co<void> Session::deselect() {
  if (!selected_) co_return;
  const auto gone = std::move(selected_);
  if (state_ == SessionState::selected) state_ = SessionState::authenticated;
  // What arrived while we watched is not recent for the next session.
  if (!gone->read_only && gone->view->info().uid_next > gone->claimed_until) {
    const auto claimed = co_await store().claim_recent(gone->id);
    if (!claimed) base::log(base::LogLevel::debug, "IMAP-0003", "\\Recent could not be claimed", {{"error", base::describe(claimed.error())}});
  }
}

void Session::report_flags(Index index, bool with_uid) {
  const mailstore::Entry& entry = selected_->view->at(index);
  std::string& to = out();
  to.append("* ").append(std::to_string(index + 1)).append(" FETCH (");
  if (with_uid || qresync) to.append("UID ").append(std::to_string(entry.uid.value)).append(" ");
  to += "FLAGS ";
  append_flags(to, store(), entry, selected_->is_recent(entry));
  if (condstore) to.append(" MODSEQ (").append(std::to_string(entry.modseq.value)).append(")");
  to += ")\r\n";
}

base::Co<bool> Session::report_changes(Expunges expunges, bool with_uid) {
  auto newest = co_await store().view(selected_->id);
  if (!newest) {
    if (newest.error().code == base::ErrorCode::not_found) {
      bye("", "The selected mailbox was deleted");
      co_return false;
    }
    base::log(base::LogLevel::warning, "IMAP-0002", "a mailbox could not be read again",
              {{"session", id_}, {"error", base::describe(newest.error())}});
    co_return false;
  }
  const ViewPointer before = selected_->view, after = *newest;
  if (before == after) co_return true;
  const auto diff = mailstore::difference(*before, *after);
  if (diff.expunged.empty() || expunges == Expunges::reported) {
    selected_->view = after;
  } else {
    selected_->view = without_expunges(*before, *after, diff);
  }
  if (expunges == Expunges::reported && !diff.expunged.empty()) {
    if (qresync) {  // RFC 7162 §3.2.10
      std::vector<std::uint32_t> uids;
      for (auto it = diff.expunged.rbegin(); it != diff.expunged.rend(); ++it) uids.push_back(before->at(*it).uid.value);
      connection_.untagged("VANISHED " + to_text(uids));
    } else {
      for (const std::size_t index : diff.expunged) connection_.untagged(std::to_string(index + 1) + " EXPUNGE");
    }
  }
  if (!diff.added.empty()) {
    connection_.untagged(std::to_string(selected_->view->size()) + " EXISTS");
    connection_.untagged(std::to_string(selected_->recent()) + " RECENT");
  }
  for (const base::Uid uid : diff.changed) {
    report_flags(static_cast<Index>(selected_->view->find(uid)), with_uid);
    if (connection_.wants_flush() && !co_await connection_.flush()) co_return false;
  }
  co_return true;
}

base::Co<base::Result<void>> Session::refresh_entries(std::vector<base::Uid> uids) {
  auto newest = co_await store().view(selected_->id);
  if (!newest) co_return std::move(newest).error();
  std::vector<mailstore::Entry> changed;
  const MailboxView& known = *selected_->view;
  for (const base::Uid uid : uids) {
    const std::size_t there = (*newest)->find(uid), here = known.find(uid);
    if (there == MailboxView::npos || here == MailboxView::npos) continue;
    const mailstore::Entry& entry = (*newest)->at(there);
    if (entry.modseq != known.at(here).modseq) changed.push_back(entry);
  }
  if (!changed.empty()) selected_->view = known.advance(known.info(), std::move(changed), {});
  co_return base::Result<void>{};
}

}  // namespace server::imap
