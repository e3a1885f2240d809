// SORT and UID SORT: RFC 5256 §3. Sorted on the pool, not on the loop.
#include <algorithm>
#include <compare>
#include <functional>
#include <numeric>

#include "server/imap/command_table.h"
#include "server/imap/search_run.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::SortKeys;

struct Row {
  Index index = 0;
  const Entry* entry = nullptr;
  const SortKeys* keys = nullptr;
};

bool needs_keys(const SortRequest& request) {
  return std::any_of(request.criteria.begin(), request.criteria.end(), [](const SortCriterion& criterion) {
    return criterion.by != SortBy::arrival && criterion.by != SortBy::size;
  });
}

std::strong_ordering compare(SortBy by, const Row& a, const Row& b) {
  switch (by) {
    case SortBy::arrival: return a.entry->received <=> b.entry->received;
    case SortBy::size: return a.entry->size <=> b.entry->size;
    case SortBy::date: return a.keys->sent <=> b.keys->sent;
    case SortBy::subject: return a.keys->base_subject <=> b.keys->base_subject;
    case SortBy::from: return a.keys->from <=> b.keys->from;
    case SortBy::to: return a.keys->to <=> b.keys->to;
    case SortBy::cc: return a.keys->cc <=> b.keys->cc;
  }
  return std::strong_ordering::equal;
}

// Equal messages stay in the order of the mailbox, whatever REVERSE says.
bool before(const SortRequest& request, const Row& a, const Row& b) {
  for (const SortCriterion& criterion : request.criteria) {
    const auto order = compare(criterion.by, a, b);
    if (order != 0) return criterion.reverse ? order > 0 : order < 0;
  }
  return a.index < b.index;
}

base::Co<Reply> sort(Session& session, Scanner& args, bool by_uid) {
  const SortRequest request = parse_sort(args);
  Found found = co_await run_search(session, args, request.search);
  if (found.refused) co_return *std::move(found.refused);
  const SelectedMailbox& selected = *session.selected();
  const ViewPointer view = selected.view;
  std::vector<SortKeys> keys;
  if (needs_keys(request)) {
    auto read = co_await session.mail().sort_keys(selected.id, entries_of(*view, found.indexes));
    if (!read) co_return refusal(read.error());
    keys = *std::move(read);
    if (keys.size() != found.indexes.size()) co_return Reply::no("SERVERBUG", "It failed");
  }
  auto job = [&]() -> base::Result<std::string> {
    std::vector<Row> rows;
    rows.reserve(found.indexes.size());
    for (std::size_t i = 0; i < found.indexes.size(); ++i) {
      rows.push_back({found.indexes[i], &view->at(found.indexes[i]), keys.empty() ? nullptr : &keys[i]});
    }
    std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return before(request, a, b); });
    std::string numbers = "SORT";
    for (const Row& row : rows)
      numbers.append(" ").append(std::to_string(by_uid ? row.entry->uid.value : row.index + 1));
    return numbers;
  };
  const auto sorted = co_await session.work().run(job);
  if (!sorted) co_return refusal(sorted.error());
  session.connection().untagged(*sorted);
  co_return Reply::ok("Sorted");
}

}  // namespace

base::Co<Reply> cmd_sort(Session& session, Scanner& args) { return sort(session, args, false); }
base::Co<Reply> cmd_uid_sort(Session& session, Scanner& args) { return sort(session, args, true); }

}  // namespace server::imap
