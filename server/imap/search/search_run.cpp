#include "server/imap/search/search_run.h"

#include "server/imap/search/search_evaluation.h"

namespace server::imap {

base::Co<Found> run_search(Session& session, Scanner& args, const SearchRequest& request) {
  Found found;
  // RFC 6855 §3 forbids CHARSET after ENABLE UTF8=ACCEPT; one that says UTF-8 does no harm, and SORT needs one.
  if (!args.ok()) {
    found.refused = Reply::bad(args.error());
    co_return found;
  }
  if (!request.charset_known) {
    found.refused = Reply::no("BADCHARSET (US-ASCII UTF-8)", "The charset is not supported");
    co_return found;
  }
  if (request.uses_modseq) session.enable_condstore();
  auto indexes = co_await evaluate_search(session, request.root);
  if (!indexes) {
    const bool wrong = indexes.error().code == base::ErrorCode::bad_input;
    found.refused = wrong ? Reply::bad(base::one_line(indexes.error().text)) : refusal(indexes.error());
    co_return found;
  }
  found.indexes = *std::move(indexes);
  co_return found;
}

std::vector<std::uint32_t> spoken_numbers(const SelectedMailbox& selected, const Indexes& indexes, bool by_uid) {
  std::vector<std::uint32_t> out;
  out.reserve(indexes.size());
  for (const Index index : indexes) out.push_back(by_uid ? selected.view->uid(index).value : index + 1);
  return out;
}

}  // namespace server::imap
