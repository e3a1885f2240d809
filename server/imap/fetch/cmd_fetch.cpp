// FETCH and UID FETCH: RFC 9051 §6.4.5; CHANGEDSINCE and VANISHED: RFC 7162 §3.1.4, §3.2.6.
#include <algorithm>

#include "base/async/executor.h"
#include "server/imap/fetch/fetch_ahead.h"
#include "server/imap/fetch/fetch_arguments.h"
#include "server/imap/fetch/fetch_writer.h"
#include "server/imap/messages/select_mailbox.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

base::Co<base::Result<void>> tell_vanished(Session& session, SequenceSet set, std::int64_t since) {
  const SelectedMailbox& selected = *session.selected();
  const auto vanished = co_await session.mail().vanished_since(selected.id, base::ModSeq(since));
  if (!vanished) co_return vanished.error();
  // "*" reaches to the highest UID that was ever given: a client must hear of the last message's expunge too.
  std::uint32_t last = std::max<std::uint32_t>(selected.view->info().uid_next.value, 2) - 1;
  if (!vanished->uids.empty()) last = std::max(last, vanished->uids.back().value);
  const auto asked = std::optional(set.resolve(last));
  const std::string gone =
      vanished->complete ? vanished_text(*selected.view, vanished->uids, asked) : missing_text(*selected.view, asked);
  if (!gone.empty()) session.connection().untagged("VANISHED (EARLIER) " + gone);
  co_return base::Result<void>{};
}

// Sets \Seen on those of the batch that lack it; answers which.
base::Co<base::Result<std::vector<base::Uid>>> set_seen(Session& session, std::vector<mailstore::Entry> batch) {
  mailstore::StoreFlagsRequest change;
  change.mailbox = session.selected()->id;
  change.flags.system = mailstore::flag::kSeen;
  for (const mailstore::Entry& entry : batch) {
    if (!(entry.system_flags & mailstore::flag::kSeen)) change.uids.push_back(entry.uid);
  }
  if (change.uids.empty()) co_return std::vector<base::Uid>{};
  const std::vector<base::Uid> uids = change.uids;
  auto answer = co_await session.mail().store_flags(std::move(change));
  if (!answer) co_return std::move(answer).error();
  const auto refreshed = co_await session.refresh_entries(uids);
  if (!refreshed) co_return refreshed.error();
  co_return uids;
}

struct BatchResult {
  std::optional<Reply> refused;
  bool some_gone = false;
  bool allowed = true;  // false: the mailbox is nothing for this reader any more
};

// Writes what was read. `seen_now`: UIDs that have just got \Seen.
base::Co<BatchResult> write_batch(Session& session, const FetchPlan& plan, const FetchBatch& batch,
                                  const std::vector<base::Uid>& seen_now) {
  BatchResult result;
  const bool by_uid = plan.request().uid;
  if (!batch.metas || batch.metas->size() != batch.entries.size()) {
    const SelectedMailbox& selected = *session.selected();
    for (const Index index : batch.indexes) {  // what was set is told all the same
      if (std::binary_search(seen_now.begin(), seen_now.end(), selected.view->at(index).uid))
        session.report_flags(index, by_uid);
    }
    result.refused = batch.metas ? Reply::no("SERVERBUG", "It failed") : refusal(batch.metas.error());
    co_return result;
  }
  const std::optional<std::string> none;
  std::string scratch;
  for (std::size_t i = 0; i < batch.indexes.size(); ++i) {
    const mailstore::MessageMeta& meta = (*batch.metas)[i];
    if (!meta.content) {
      result.some_gone = true;
      continue;
    }
    const mailstore::Entry& entry = batch.entries[i];
    const bool seen = std::binary_search(seen_now.begin(), seen_now.end(), entry.uid);
    if (batch.listed[i]) {
      write_listed(session, plan, batch.indexes[i], entry, meta, seen, scratch);
      if (!session.connection().wants_flush()) continue;
      const bool sent = co_await session.connection().flush();
      if (!sent) co_return result;
      continue;
    }
    const std::optional<std::string>& content = i < batch.contents.size() ? batch.contents[i] : none;
    const auto written = co_await write_message(session, plan, batch.indexes[i], entry, meta, seen, content);
    if (written) continue;
    result.refused = refusal(written.error());  // the others are answered all the same
    if (session.connection().gone()) co_return result;
    if (seen) session.report_flags(batch.indexes[i], by_uid);
  }
  co_return result;
}

// Sets \Seen on the messages first, then reads and writes them.
base::Co<BatchResult> fetch_and_see(Session& session, const FetchPlan& plan, FetchAhead& ahead, Indexes indexes) {
  std::vector<base::Uid> seen_now;
  auto seen = co_await set_seen(session, entries_of(*session.selected()->view, indexes));
  // A full disk must not keep anybody from reading: the message stays unseen then.
  if (!seen && !seen.error().temporary) {
    BatchResult result;
    result.refused = refusal(seen.error());
    co_return result;
  }
  if (seen) seen_now = *std::move(seen);
  BatchResult result;
  while (!indexes.empty() && result.allowed && !session.connection().gone()) {
    FetchBatch batch = co_await ahead.read(std::move(indexes));
    BatchResult part = co_await write_batch(session, plan, batch, seen_now);
    if (part.refused) result.refused = std::move(part.refused);
    result.some_gone = result.some_gone || part.some_gone;
    indexes = std::move(batch.rest);
    if (!indexes.empty()) result.allowed = session.keeps_rights();
  }
  co_return result;
}

// Only what the view holds: never touches SQL.
base::Co<void> fetch_from_view(Session& session, const FetchRequest& request, const Indexes& indexes) {
  const ViewPointer view = session.selected()->view;
  Pace pace(kMessagesPerTurn);
  for (const Index index : indexes) {
    if (pace.due()) {
      co_await base::yield_now();
      if (!session.keeps_rights()) co_return;
    }
    write_from_view(session, request, index, view->at(index));
    if (session.connection().wants_flush() && !co_await session.connection().flush()) co_return;
  }
}

base::Co<Reply> run(Session& session, FetchRequest request, Indexes indexes) {
  if (!request.needs_meta()) {
    co_await fetch_from_view(session, request, indexes);
    co_return Reply::ok("Fetched");
  }
  const bool sees = request.sets_seen() && !session.selected()->read_only;
  const auto plan = std::make_shared<const FetchPlan>(std::move(request));
  FetchAhead ahead(session, plan, indexes);
  bool some_gone = false, allowed = true;
  std::optional<Reply> refused;
  while (!session.connection().gone()) {
    Indexes next;
    FetchBatch batch;
    if (sees) {
      next = ahead.take();
    } else {
      batch = co_await ahead.next();
    }
    if (next.empty() && batch.indexes.empty()) break;
    allowed = session.keeps_rights();
    if (!allowed) break;
    BatchResult result;
    if (sees) {
      result = co_await fetch_and_see(session, *plan, ahead, std::move(next));
    } else {
      result = co_await write_batch(session, *plan, batch, {});
    }
    if (result.refused) refused = std::move(result.refused);
    some_gone = some_gone || result.some_gone;
    allowed = result.allowed;
    if (!allowed) break;
  }
  co_await ahead.stop();
  if (!allowed) co_return Reply::none();
  if (refused) co_return *std::move(refused);
  if (some_gone) co_return Reply::ok("EXPUNGEISSUED", "Some messages are gone");  // RFC 5530 §3
  co_return Reply::ok("Fetched");
}

base::Co<Reply> fetch(Session& session, Scanner& args, bool by_uid) {
  FetchRequest request = parse_fetch(args);
  if (args.ok() && request.vanished && !(by_uid && session.qresync && request.changed_since)) {
    args.fail("VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC");
  }
  if (!args.ok()) co_return Reply::bad(args.error());
  request.uid = request.uid || by_uid;
  const SelectedMailbox& selected = *session.selected();
  Resolved resolved = by_uid ? resolve_uids(selected, request.set) : resolve_sequence(selected, request.set);
  if (!resolved.valid) co_return Reply::bad("There is no such message");
  if (request.modseq || request.changed_since) session.enable_condstore();
  if (request.changed_since) {
    request.modseq = true;  // RFC 7162 §3.1.4.1
    std::erase_if(resolved.indexes,
                  [&](Index index) { return selected.view->at(index).modseq.value <= *request.changed_since; });
    if (request.vanished) {
      const auto told = co_await tell_vanished(session, request.set, *request.changed_since);
      if (!told) co_return refusal(told.error());
    }
  }
  co_return co_await run(session, std::move(request), std::move(resolved.indexes));
}

}  // namespace

base::Co<Reply> cmd_fetch(Session& session, Scanner& args) { return fetch(session, args, false); }
base::Co<Reply> cmd_uid_fetch(Session& session, Scanner& args) { return fetch(session, args, true); }

}  // namespace server::imap
