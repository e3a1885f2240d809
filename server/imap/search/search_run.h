// What SEARCH, SORT and THREAD do before they answer: charset, CONDSTORE, evaluation.
#pragma once

#include <optional>

#include "server/imap/search/search_arguments.h"
#include "server/imap/session/session.h"

namespace server::imap {

struct Found {
  std::optional<Reply> refused;
  Indexes indexes;
};
base::Co<Found> run_search(Session& session, Scanner& args, const SearchRequest& request);

// Message numbers or UIDs of the selected view.
std::vector<std::uint32_t> spoken_numbers(const SelectedMailbox& selected, const Indexes& indexes, bool by_uid);

}  // namespace server::imap
