// SORT and UID SORT: RFC 5256 §3. Sorted on the pool, not on the loop.
#include <algorithm>
#include <compare>

#include "server/imap/search/found_keys.h"
#include "server/imap/search/search_run.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::MailboxView;
using mailstore::MailKeys;
using mailstore::SortKeys;

bool names(const SortRequest& request, std::initializer_list<SortBy> some) {
  return std::any_of(request.criteria.begin(), request.criteria.end(), [&](const SortCriterion& criterion) {
    return std::find(some.begin(), some.end(), criterion.by) != some.end();
  });
}

// Equal messages stay in the order of the mailbox, whatever REVERSE says.
using Order = std::vector<std::pair<std::int64_t, Index>>;

// One criterion that is a number: no comparing of rows, and mostly nearly in order already.
Order by_number(const SortCriterion& criterion, const MailboxView& view, const Indexes& found, const FoundKeys& keys) {
  Order order;
  order.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::int64_t number = 0;
    if (criterion.by == SortBy::date) {
      number = keys.keys->sent[keys.row(i, found[i])];
    } else {
      const Entry entry = view.at(found[i]);
      number = criterion.by == SortBy::size ? entry.size : entry.received.us;
    }
    order.emplace_back(criterion.reverse ? ~number : number, found[i]);  // ~ turns the order round and never overflows
  }
  if (criterion.reverse) std::reverse(order.begin(), order.end());
  std::sort(order.begin(), order.end());
  return order;
}

struct Row {
  Index index = 0;
  Entry entry;
  std::int64_t sent = 0;
  const SortKeys* keys = nullptr;
};

std::strong_ordering compare(SortBy by, const Row& a, const Row& b) {
  switch (by) {
    case SortBy::arrival: return a.entry.received <=> b.entry.received;
    case SortBy::size: return a.entry.size <=> b.entry.size;
    case SortBy::date: return a.sent <=> b.sent;
    case SortBy::subject: return a.keys->base_subject <=> b.keys->base_subject;
    case SortBy::from: return a.keys->from <=> b.keys->from;
    case SortBy::to: return a.keys->to <=> b.keys->to;
    case SortBy::cc: return a.keys->cc <=> b.keys->cc;
  }
  return std::strong_ordering::equal;
}

bool before(const SortRequest& request, const Row& a, const Row& b) {
  for (const SortCriterion& criterion : request.criteria) {
    const auto order = compare(criterion.by, a, b);
    if (order != 0) return criterion.reverse ? order > 0 : order < 0;
  }
  return a.index < b.index;
}

// Any criteria. `texts`: of the found messages, or empty.
Order by_criteria(const SortRequest& request, const MailboxView& view, const Indexes& found, const FoundKeys& keys,
                  const std::vector<SortKeys>& texts) {
  std::vector<Row> rows;
  rows.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    Row row{found[i], view.at(found[i])};
    if (keys.keys) row.sent = keys.keys->sent[keys.row(i, found[i])];
    if (!texts.empty()) row.keys = &texts[i];
    if (!texts.empty() && !keys.keys) row.sent = texts[i].sent.us;
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return before(request, a, b); });
  Order order;
  order.reserve(rows.size());
  for (const Row& row : rows) order.emplace_back(0, row.index);
  return order;
}

base::Co<Reply> sort(Session& session, Scanner& args, bool by_uid) {
  const SortRequest request = parse_sort(args);
  Found found = co_await run_search(session, args, request.search);
  if (found.refused) co_return *std::move(found.refused);
  const SelectedMailbox& selected = *session.selected();
  const ViewPointer view = selected.view;
  FoundKeys keys;
  std::vector<SortKeys> texts;
  if (names(request, {SortBy::subject, SortBy::from, SortBy::to, SortBy::cc})) {
    auto read = co_await session.mail().sort_keys(selected.id, entries_of(*view, found.indexes));
    if (!read) co_return refusal(read.error());
    texts = *std::move(read);
    if (texts.size() != found.indexes.size()) co_return Reply::no("SERVERBUG", "It failed");
  } else if (names(request, {SortBy::date})) {
    auto read = co_await keys_of_found(session, found.indexes, MailKeys::Kind::dates);
    if (!read) co_return refusal(read.error());
    keys = *std::move(read);
  }
  auto job = [&]() -> base::Result<std::string> {
    const Order order = request.criteria.size() == 1 && texts.empty()
                            ? by_number(request.criteria[0], *view, found.indexes, keys)
                            : by_criteria(request, *view, found.indexes, keys, texts);
    std::string numbers = "SORT";
    numbers.reserve(8 * order.size() + 4);
    for (const auto& [key, index] : order)
      numbers.append(" ").append(std::to_string(by_uid ? view->uid(index).value : index + 1));
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
