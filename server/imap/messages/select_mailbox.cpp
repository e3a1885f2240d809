#include "server/imap/messages/select_mailbox.h"

#include <algorithm>

#include "base/async/executor.h"
#include "server/imap/session/message_arguments.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

using mailstore::MailboxView;
using Ranges = std::vector<SequenceSet::Range>;

void append_range(std::string& out, std::uint32_t first, std::uint32_t last) {
  if (!out.empty()) out += ',';
  out += std::to_string(first);
  if (last != first) out.append(":").append(std::to_string(last));
}

// What the view holds is told from here on: its keywords and all.
void describe_mailbox(Session& session) {
  SelectedMailbox& selected = *session.selected();
  const MailboxView& view = *selected.view;
  Connection& connection = session.connection();
  for (const std::uint32_t set : view.keyword_sets()) selected.learn_keywords(session.mail(), set);
  const std::string flags = selected.flag_names();
  connection.untagged("FLAGS (" + flags + ")");
  connection.untagged("OK [PERMANENTFLAGS (" + (selected.read_only ? std::string() : flags + " \\*") +
                      ")] Flags that are kept");
  connection.untagged(std::to_string(view.size()) + " EXISTS");
  connection.untagged(std::to_string(selected.recent()) + " RECENT");
  if (const std::size_t unseen = view.first_unseen(); unseen != MailboxView::npos) {
    connection.untagged("OK [UNSEEN " + std::to_string(unseen + 1) + "] First unseen message");
  }
  connection.untagged("OK [UIDVALIDITY " + std::to_string(view.info().uid_validity) + "] UIDs are valid");
  connection.untagged("OK [UIDNEXT " + std::to_string(view.info().uid_next.value) + "] Next UID");
  connection.untagged("OK [HIGHESTMODSEQ " + std::to_string(view.info().highest_modseq.value) + "] Highest change");
}

// RFC 7162 §3.2.5.1: what is gone, then what changed.
base::Co<base::Result<void>> resynchronise(Session& session, ResyncRequest request) {
  const SelectedMailbox& selected = *session.selected();
  const MailboxView& view = *selected.view;
  if (view.info().uid_validity != request.uid_validity) co_return base::Result<void>{};
  const auto vanished = co_await session.mail().vanished_since(selected.id, base::ModSeq(request.modseq));
  if (!vanished) co_return vanished.error();
  std::optional<Ranges> known;
  if (request.known_uids) known = request.known_uids->resolve(UINT32_MAX);
  const std::string gone = vanished->complete ? vanished_text(view, vanished->uids, known) : missing_text(view, known);
  if (!gone.empty()) session.connection().untagged("VANISHED (EARLIER) " + gone);
  Pace pace(kMessagesPerTurn);
  std::size_t first = 0;  // of the chunk
  for (const auto& chunk : view.chunks()) {
    const bool changed = chunk->highest_modseq().value > request.modseq;
    for (std::size_t i = 0; changed && i < chunk->size(); ++i) {
      if (pace.due()) co_await base::yield_now();
      if (chunk->modseq(i).value <= request.modseq || (known && !contains(*known, chunk->uid(i).value))) continue;
      session.report_flags(static_cast<Index>(first + i), true);
      if (session.connection().wants_flush()) co_await session.connection().flush();
    }
    first += chunk->size();
  }
  co_return base::Result<void>{};
}

}  // namespace

std::string vanished_text(const MailboxView& view, const std::vector<base::Uid>& uids,
                          const std::optional<Ranges>& known) {
  std::vector<std::uint32_t> numbers;
  for (const base::Uid uid : uids) {
    if (view.find(uid) == MailboxView::npos && (!known || contains(*known, uid.value))) numbers.push_back(uid.value);
  }
  return to_text(numbers);
}

std::string missing_text(const MailboxView& view, const std::optional<Ranges>& known) {
  std::string out;
  const std::uint32_t last = view.info().uid_next.value > 1 ? view.info().uid_next.value - 1 : 0;
  if (last == 0) return out;
  const Ranges asked = known ? *known : Ranges{{1, last}};
  for (const SequenceSet::Range& range : asked) {
    std::uint64_t from = range.first;
    const std::uint64_t until = std::min(range.last, last);
    for (std::size_t i = view.lower_bound(base::Uid(range.first)); from <= until; ++i) {
      const std::uint64_t next = i < view.size() ? view.uid(i).value : until + 1;
      if (next > until) {
        append_range(out, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until));
        break;
      }
      if (next > from) append_range(out, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(next - 1));
      from = next + 1;
    }
  }
  return out;
}

base::Co<Reply> select_mailbox(Session& session, Scanner& args, bool read_only) {
  SelectRequest request = parse_select(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  if (request.resync && !session.qresync) co_return Reply::bad("QRESYNC was not enabled");
  if (session.selected()) {
    co_await session.deselect();
    session.connection().untagged("OK [CLOSED] The mailbox before is closed");
  }
  if (request.condstore || request.resync) session.enable_condstore();  // SELECT itself tells HIGHESTMODSEQ
  const auto found = co_await session.find_mailbox(request.mailbox);
  if (!found) co_return refusal(found.error());
  auto selected = std::make_unique<SelectedMailbox>();
  selected->id = found->info.id;
  selected->read_only = read_only;
  // From here on an arrival is \Recent for one of those who watch.
  if (!read_only) selected->recent_watch = session.recents().watch(selected->id);
  auto view = co_await session.mail().view(selected->id);
  if (!view) co_return refusal(view.error());
  selected->view = *std::move(view);
  selected->settled_until = selected->view->info().uid_next;
  if (read_only) {  // RFC 3501 §6.3.2: EXAMINE shows \Recent and takes it from nobody
    const auto recent = co_await session.mail().unclaimed_recent(selected->id, session.recents().claimed(selected->id));
    if (!recent) co_return refusal(recent.error());
    selected->add_recent({recent->from, selected->view->info().uid_next});
  } else {
    auto recent = co_await session.mail().claim_recent(selected->id);
    // A full disk must not keep anybody from reading: nothing is \Recent then.
    if (!recent && !recent.error().temporary) co_return refusal(recent.error());
    if (recent) {
      // Of two that hear of an arrival at the same time, one by selecting and one by watching, the first one here has
      // it.
      recent->from = std::max(recent->from, session.recents().claim(selected->id, recent->until));
      selected->add_recent(*recent);
      selected->settled_until = recent->until;
    }
  }
  session.select(std::move(selected));
  describe_mailbox(session);
  if (request.resync) {
    const auto done = co_await resynchronise(session, *std::move(request.resync));
    if (!done) co_return refusal(done.error());
  }
  co_return read_only ? Reply::ok("READ-ONLY", "The mailbox is open for reading")
                      : Reply::ok("READ-WRITE", "The mailbox is open");
}

}  // namespace server::imap
