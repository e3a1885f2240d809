#include "server/imap/messages/copy_messages.h"

#include "server/imap/session/message_arguments.h"

namespace server::imap {
namespace {

struct Target {
  std::optional<Reply> refused;
  std::vector<base::Uid> uids;
  base::MailboxId to;
};

base::Co<Target> find_target(Session& session, Scanner& args, bool by_uid) {
  Target target;
  const CopyRequest request = parse_copy(args);
  if (!args.ok()) {
    target.refused = Reply::bad(args.error());
    co_return target;
  }
  const SelectedMailbox& selected = *session.selected();
  const Resolved resolved = by_uid ? resolve_uids(selected, request.set) : resolve_sequence(selected, request.set);
  if (!resolved.valid) {
    target.refused = Reply::bad("There is no such message");
    co_return target;
  }
  target.uids = uids_of(*selected.view, resolved.indexes);
  const auto found = co_await session.find_mailbox(request.mailbox);
  if (!found) {
    target.refused = refusal(found.error());
    if (found.error().code == base::ErrorCode::not_found) target.refused->code = "TRYCREATE";
    co_return target;
  }
  target.to = found->info.id;
  co_return target;
}

std::string copy_uid(const mailstore::CopyAnswer& answer) {
  std::vector<std::uint32_t> from, to;
  for (const auto& [source, target] : answer.uids) {
    from.push_back(source.value);
    to.push_back(target.value);
  }
  return "COPYUID " + std::to_string(answer.uid_validity) + " " + to_text_in_order(from) + " " + to_text_in_order(to);
}

}  // namespace

base::Co<Reply> copy_messages(Session& session, Scanner& args, bool by_uid) {
  Target target = co_await find_target(session, args, by_uid);
  if (target.refused) co_return *std::move(target.refused);
  if (target.uids.empty()) co_return Reply::ok("There was nothing to copy");
  const auto copied = co_await session.mail().copy(session.selected()->id, std::move(target.uids), target.to);
  if (!copied) co_return refusal(copied.error());
  if (copied->uids.empty()) co_return Reply::no("EXPUNGEISSUED", "The messages are gone");
  co_return Reply::ok(copy_uid(*copied), "Copied");
}

// RFC 6851 §4.3: COPYUID comes untagged, before the EXPUNGEs, which report_changes() tells.
base::Co<Reply> move_messages(Session& session, Scanner& args, bool by_uid) {
  if (session.selected()->read_only) co_return Reply::no("READ-ONLY", "The mailbox is open for reading only");
  Target target = co_await find_target(session, args, by_uid);
  if (target.refused) co_return *std::move(target.refused);
  if (target.uids.empty()) co_return Reply::ok("There was nothing to move");
  const auto moved = co_await session.mail().move(session.selected()->id, std::move(target.uids), target.to);
  if (!moved) co_return refusal(moved.error());
  if (moved->uids.empty()) co_return Reply::no("EXPUNGEISSUED", "The messages are gone");
  session.connection().untagged("OK [" + copy_uid(*moved) + "] Moved");
  co_await session.report_changes(Expunges::reported, by_uid);
  if (moved->stopped) co_return refusal(*moved->stopped);  // the others are where they were
  if (!session.condstore || !session.selected()) co_return Reply::ok("Moved");
  // RFC 7162 §3.2.9
  co_return Reply::ok("HIGHESTMODSEQ " + std::to_string(session.selected()->view->info().highest_modseq.value),
                      "Moved");
}

}  // namespace server::imap
