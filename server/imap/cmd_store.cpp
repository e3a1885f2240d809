// STORE and UID STORE: RFC 9051 §6.4.6; UNCHANGEDSINCE and MODIFIED: RFC 7162 §3.1.3.
#include <algorithm>

#include "server/imap/command_table.h"
#include "server/imap/message_arguments.h"

namespace server::imap {
namespace {

// Numbers as the client speaks of them: UIDs, or sequence numbers of the selected view.
std::vector<std::uint32_t> spoken(const SelectedMailbox& selected, const std::vector<base::Uid>& uids, bool by_uid) {
  std::vector<std::uint32_t> out;
  for (const base::Uid uid : uids) {
    const std::size_t index = selected.view->find(uid);
    if (index != mailstore::MailboxView::npos) out.push_back(by_uid ? uid.value : static_cast<std::uint32_t>(index + 1));
  }
  return out;
}

// The answer to every message of the set. SILENT tells only what another session changed in between; with CONDSTORE the new
// MODSEQ is told all the same (RFC 7162 §3.1.3).
base::Co<void> report_stored(Session& session, Indexes indexes, mailstore::StoreFlagsAnswer answer, bool silent, bool by_uid) {
  const SelectedMailbox& selected = *session.selected();
  for (const Index index : indexes) {
    const mailstore::Entry& entry = selected.view->at(index);
    const bool ours = entry.modseq == answer.modseq || !std::binary_search(answer.changed.begin(), answer.changed.end(), entry.uid);
    if (!silent || !ours) {
      session.report_flags(index, by_uid);
    } else if (session.condstore && entry.modseq == answer.modseq) {
      std::string& out = session.out();
      out.append("* ").append(std::to_string(index + 1)).append(" FETCH (");
      if (by_uid || session.qresync) out.append("UID ").append(std::to_string(entry.uid.value)).append(" ");
      out.append("MODSEQ (").append(std::to_string(entry.modseq.value)).append("))\r\n");
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
  if (request.unchanged_since) session.condstore = true;
  if (resolved.indexes.empty()) co_return Reply::ok("There was nothing to change");
  mailstore::StoreFlagsRequest change;
  change.mailbox = selected.id;
  change.uids = uids_of(*selected.view, resolved.indexes);
  change.change = request.change;
  change.flags = std::move(request.flags);
  if (request.unchanged_since) change.unchanged_since = base::ModSeq(*request.unchanged_since);
  const std::vector<base::Uid> uids = change.uids;
  auto answer = co_await session.store().store_flags(std::move(change));
  if (!answer) co_return refusal(answer.error());
  const auto refreshed = co_await session.refresh_entries(uids);
  if (!refreshed) co_return refusal(refreshed.error());
  const std::string modified = to_text(spoken(selected, answer->modified, by_uid));
  co_await report_stored(session, resolved.indexes, *std::move(answer), request.silent, by_uid);
  if (!modified.empty()) co_return Reply::ok("MODIFIED " + modified, "Some messages had changed before");
  co_return Reply::ok("Changed");
}

}  // namespace

base::Co<Reply> cmd_store(Session& session, Scanner& args) { return store(session, args, false); }
base::Co<Reply> cmd_uid_store(Session& session, Scanner& args) { return store(session, args, true); }

}  // namespace server::imap
