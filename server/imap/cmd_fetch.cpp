// FETCH and UID FETCH: RFC 9051 §6.4.5; CHANGEDSINCE and VANISHED: RFC 7162 §3.1.4, §3.2.6.
#include <algorithm>

#include "base/async/executor.h"
#include "server/imap/command_table.h"
#include "server/imap/fetch_arguments.h"
#include "server/imap/fetch_writer.h"
#include "server/imap/pace.h"
#include "server/imap/select_mailbox.h"

namespace server::imap {
namespace {

// Messages that are read together: one round to the store, one commit of \Seen.
constexpr std::size_t kBatch = 128;

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
};

// Reads the contents of many small messages in one go, some ahead of the one that is written.
class ReadAhead {
 public:
  ReadAhead(Session& session, const std::vector<mailstore::Entry>& entries,
            const std::vector<mailstore::MessageMeta>& metas)
      : session_(session), entries_(entries), metas_(metas) {}

  // Prefix and content of entry `at`; empty when it is large or could not be read ahead. Valid until the next call.
  base::Co<std::string_view> whole(std::size_t at) {
    if (at >= end_) co_await fill(at);
    std::optional<std::string>& content = contents_[at - begin_];
    current_.clear();
    if (content) current_ = metas_[at].prefix + *content;
    content.reset();
    co_return current_;
  }

 private:
  static constexpr std::int64_t kSmall = 64 * 1024, kTogether = 512 * 1024;  // octets

  base::Co<void> fill(std::size_t at) {
    begin_ = end_ = at;
    std::vector<base::ContentId> wanted;
    for (std::int64_t octets = 0; end_ < entries_.size() && octets < kTogether; ++end_) {
      const bool small = entries_[end_].size <= kSmall && metas_[end_].content;
      wanted.push_back(small ? entries_[end_].content : base::ContentId());
      if (small) octets += entries_[end_].size;
    }
    contents_.assign(wanted.size(), std::nullopt);
    auto read = co_await session_.contents().read_many(std::move(wanted));
    if (read) contents_ = *std::move(read);
  }

  Session& session_;
  const std::vector<mailstore::Entry>& entries_;
  const std::vector<mailstore::MessageMeta>& metas_;
  std::size_t begin_ = 0, end_ = 0;
  std::vector<std::optional<std::string>> contents_;
  std::string current_;
};

base::Co<BatchResult> fetch_batch(Session& session, const FetchRequest& request, Indexes indexes) {
  BatchResult result;
  std::vector<base::Uid> seen_now;
  const SelectedMailbox& selected = *session.selected();
  if (request.sets_seen() && !selected.read_only) {
    auto seen = co_await set_seen(session, entries_of(*selected.view, indexes));
    // A full disk must not keep anybody from reading: the message stays unseen then.
    if (!seen && !seen.error().temporary) {
      result.refused = refusal(seen.error());
      co_return result;
    }
    if (seen) seen_now = *std::move(seen);
  }
  std::vector<mailstore::Entry> entries = entries_of(*selected.view, indexes);
  auto meta = co_await session.mail().meta(selected.id, entries, wants_of(request));
  if (!meta || meta->size() != entries.size()) {
    for (const Index index : indexes) {  // what was set is told all the same
      if (std::binary_search(seen_now.begin(), seen_now.end(), selected.view->at(index).uid))
        session.report_flags(index, request.uid);
    }
    result.refused = meta ? Reply::no("SERVERBUG", "It failed") : refusal(meta.error());
    co_return result;
  }
  ReadAhead ahead(session, entries, *meta);
  const bool bodies = reads_bodies(request);
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    if (!(*meta)[i].content) {
      result.some_gone = true;
      continue;
    }
    const bool seen = std::binary_search(seen_now.begin(), seen_now.end(), entries[i].uid);
    std::string_view whole;
    if (bodies) whole = co_await ahead.whole(i);
    auto written = co_await write_message(session, request, indexes[i], entries[i], (*meta)[i], seen, whole);
    if (written) continue;
    result.refused = refusal(written.error());  // the others are answered all the same
    if (session.connection().gone()) co_return result;
    if (seen) session.report_flags(indexes[i], request.uid);
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

base::Co<Reply> run(Session& session, const FetchRequest& request, Indexes indexes) {
  if (!request.needs_meta()) {
    co_await fetch_from_view(session, request, indexes);
    co_return Reply::ok("Fetched");
  }
  bool some_gone = false;
  std::optional<Reply> refused;
  for (std::size_t at = 0; at < indexes.size() && !session.connection().gone(); at += kBatch) {
    const std::size_t end = std::min(indexes.size(), at + kBatch);
    Indexes batch(indexes.begin() + static_cast<std::ptrdiff_t>(at),
                  indexes.begin() + static_cast<std::ptrdiff_t>(end));
    if (!session.keeps_rights()) co_return Reply::none();
    BatchResult result = co_await fetch_batch(session, request, std::move(batch));
    if (result.refused) refused = std::move(result.refused);
    some_gone = some_gone || result.some_gone;
  }
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
  co_return co_await run(session, request, std::move(resolved.indexes));
}

}  // namespace

base::Co<Reply> cmd_fetch(Session& session, Scanner& args) { return fetch(session, args, false); }
base::Co<Reply> cmd_uid_fetch(Session& session, Scanner& args) { return fetch(session, args, true); }

}  // namespace server::imap
