// THREAD and UID THREAD: RFC 5256 §3. The threads of a long mailbox are made on the pool, not on the loop.

#include "server/imap/search/found_keys.h"
#include "server/imap/search/search_run.h"
#include "server/imap/search/threading.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

base::Co<Reply> thread(Session& session, Scanner& args, bool by_uid) {
  const ThreadRequest request = parse_thread(args);
  Found found = co_await run_search(session, args, request.search);
  if (found.refused) co_return *std::move(found.refused);
  const auto read = co_await keys_of_found(session, found.indexes, mailstore::MailKeys::Kind::threads);
  if (!read) co_return refusal(read.error());
  const mailstore::MailKeys& keys = *read->keys;
  const bool references = request.by == ThreadBy::references;
  auto job = [&]() -> base::Result<std::string> {
    std::vector<ThreadMessage> messages;
    messages.reserve(found.indexes.size());
    for (std::size_t i = 0; i < found.indexes.size(); ++i) {
      const std::size_t row = read->row(i, found.indexes[i]);
      const std::uint32_t number = by_uid ? keys.uids[row] : found.indexes[i] + 1;
      messages.push_back(
          {number, keys.sent[row], keys.ids[row], keys.subjects[row], keys.replies[row], keys.references(row)});
    }
    return references ? thread_by_references(messages) : thread_by_subject(messages);
  };
  const auto threads = co_await session.work().run(job);
  if (!threads) co_return refusal(threads.error());
  session.connection().untagged(threads->empty() ? "THREAD" : "THREAD " + *threads);
  co_return Reply::ok("Threaded");
}

}  // namespace

base::Co<Reply> cmd_thread(Session& session, Scanner& args) { return thread(session, args, false); }
base::Co<Reply> cmd_uid_thread(Session& session, Scanner& args) { return thread(session, args, true); }

}  // namespace server::imap
