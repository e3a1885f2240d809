// How a session follows its selected mailbox: from the view its client knows to the newest one.
#include <algorithm>

#include "base/async/executor.h"
#include "base/log.h"
#include "server/imap/session/pace.h"
#include "server/imap/session/session.h"

namespace server::imap {
namespace {

using mailstore::MailboxView;

// Everything of `after` but its expunges: for commands during which none may be told (RFC 9051 §7.5.1). The highest
// modseq stays that of `before`: a client that stores it must not miss the expunges (RFC 7162 §3.2.7).
ViewPointer without_expunges(const MailboxView& before, const MailboxView& after,
                             const mailstore::ViewDifference& diff) {
  std::vector<mailstore::Entry> joined;
  joined.reserve(diff.changed.size() + diff.added.size());
  for (const auto* uids : {&diff.changed, &diff.added}) {
    for (const base::Uid uid : *uids) joined.push_back(after.at(after.find(uid)));
  }
  mailstore::MailboxInfo info = after.info();
  info.highest_modseq = before.info().highest_modseq;
  return before.advance(std::move(info), std::move(joined), {});
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
  // What was \Recent for us is so for nobody after us.
  if (gone->recent_watch && !gone->recents.empty() && gone->recents.back().until > gone->settled_until) {
    const auto settled = co_await mail().settle_recent(gone->id, gone->recents.back().until);
    if (!settled)
      base::log(base::LogLevel::debug, "IMAP-0003", "\\Recent could not be claimed",
                {{"error", base::describe(settled.error())}});
  }
}

bool Session::keeps_rights() {
  if (!selected_) return true;
  const base::AccountId owner = selected_->view->info().account;
  if (owner == account_) return true;
  const auto view = parts_.directory.view();
  for (const directory::Account* role : view->role_mailboxes_of(account_)) {
    if (role->id == owner) return true;
  }
  bye("", "Quyền dùng hộp thư chung đang mở đã hết / The right to use the shared mailbox that is open has ended");
  return false;
}

void Session::enable_condstore() {
  if (condstore) return;
  condstore = true;
  if (!selected_) return;
  connection_.untagged("OK [HIGHESTMODSEQ " + std::to_string(selected_->view->info().highest_modseq.value) +
                       "] Highest change");
}

void Session::tell_flags() {
  const std::string flags = selected_->flag_names();
  connection_.untagged("FLAGS (" + flags + ")");
  if (!selected_->read_only) connection_.untagged("OK [PERMANENTFLAGS (" + flags + " \\*)] Flags that are kept");
}

void Session::report_flags(Index index, bool with_uid) {
  const mailstore::Entry& entry = selected_->view->at(index);
  std::string& to = out();
  to.append("* ").append(std::to_string(index + 1)).append(" FETCH (");
  if (with_uid || qresync) to.append("UID ").append(std::to_string(entry.uid.value)).append(" ");
  to += "FLAGS ";
  append_flags(to, mail(), entry, selected_->is_recent(entry));
  if (condstore) to.append(" MODSEQ (").append(std::to_string(entry.modseq.value)).append(")");
  to += ")\r\n";
}

// Arrivals that nobody has been told of are \Recent for us.
void Session::take_recent(base::Uid from, base::Uid until) {
  const bool takes = selected_->recent_watch != nullptr;
  const base::Uid first = takes ? recents_.claim(selected_->id, until) : recents_.claimed(selected_->id);
  selected_->add_recent({std::max(from, first), until});
}

base::Co<bool> Session::report_changes(Expunges expunges, bool with_uid) {
  if (!keeps_rights()) co_return false;
  auto newest = co_await mail().view(selected_->id);
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
    const ViewPointer own = without_expunges(*before, *after, diff);
    mail().remember(own);
    selected_->view = own;
  }
  if (!diff.added.empty()) take_recent(diff.added.front(), after->info().uid_next);
  Pace pace(kMessagesPerTurn);
  bool fresh_keywords = false;
  for (const auto* uids : {&diff.changed, &diff.added}) {
    for (const base::Uid uid : *uids) {
      if (pace.due()) co_await base::yield_now();
      if (selected_->learn_keywords(mail(), after->at(after->find(uid)).keyword_set)) fresh_keywords = true;
    }
  }
  if (expunges == Expunges::reported && !diff.expunged.empty()) {
    if (qresync) {  // RFC 7162 §3.2.10
      std::vector<std::uint32_t> uids;
      for (auto it = diff.expunged.rbegin(); it != diff.expunged.rend(); ++it) uids.push_back(before->uid(*it).value);
      connection_.untagged("VANISHED " + to_text(uids));
    } else {
      for (const std::size_t index : diff.expunged) connection_.untagged(std::to_string(index + 1) + " EXPUNGE");
    }
  }
  if (!diff.added.empty()) {
    connection_.untagged(std::to_string(selected_->view->size()) + " EXISTS");
    connection_.untagged(std::to_string(selected_->recent()) + " RECENT");
  }
  if (fresh_keywords) tell_flags();  // before a FETCH names them
  for (const base::Uid uid : diff.changed) {
    if (pace.due()) co_await base::yield_now();
    report_flags(static_cast<Index>(selected_->view->find(uid)), with_uid);
    if (connection_.wants_flush() && !co_await connection_.flush()) co_return false;
  }
  co_return true;
}

base::Co<base::Result<void>> Session::refresh_entries(std::vector<base::Uid> uids) {
  auto newest = co_await mail().view(selected_->id);
  if (!newest) co_return std::move(newest).error();
  std::vector<mailstore::Entry> changed;
  const MailboxView& known = *selected_->view;
  for (const base::Uid uid : uids) {
    const std::size_t there = (*newest)->find(uid), here = known.find(uid);
    if (there == MailboxView::npos || here == MailboxView::npos) continue;
    const mailstore::Entry& entry = (*newest)->at(there);
    if (entry.modseq != known.at(here).modseq) changed.push_back(entry);
  }
  bool fresh_keywords = false;
  for (const mailstore::Entry& entry : changed) {
    if (selected_->learn_keywords(mail(), entry.keyword_set)) fresh_keywords = true;
  }
  if (!changed.empty()) {
    const ViewPointer own = known.advance(known.info(), std::move(changed), {});
    mail().remember(own);
    selected_->view = own;
  }
  if (fresh_keywords) tell_flags();
  co_return base::Result<void>{};
}

}  // namespace server::imap
