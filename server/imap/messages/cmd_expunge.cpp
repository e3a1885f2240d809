// EXPUNGE: RFC 9051 §6.4.3; UID EXPUNGE: RFC 4315 §2.1; the tagged HIGHESTMODSEQ: RFC 7162 §3.2.7.
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

base::Co<Reply> expunge(Session& session, std::optional<std::vector<base::Uid>> only, bool by_uid) {
  if (session.selected()->read_only) co_return Reply::no("READ-ONLY", "The mailbox is open for reading only");
  const auto removed = co_await session.mail().expunge(session.selected()->id, std::move(only));
  if (!removed) co_return refusal(removed.error());
  co_await session.report_changes(Expunges::reported, by_uid);
  if (!session.condstore || !session.selected()) co_return Reply::ok("Expunged");
  co_return Reply::ok("HIGHESTMODSEQ " + std::to_string(session.selected()->view->info().highest_modseq.value),
                      "Expunged");
}

}  // namespace

base::Co<Reply> cmd_expunge(Session& session, Scanner&) { return expunge(session, std::nullopt, false); }

base::Co<Reply> cmd_uid_expunge(Session& session, Scanner& args) {
  const SequenceSet set = args.sequence_set();
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  const Resolved resolved = resolve_uids(*session.selected(), set);
  co_return co_await expunge(session, uids_of(*session.selected()->view, resolved.indexes), true);
}

}  // namespace server::imap
