// The check of the packed copies of views.
#include "mailstore/store/owner/store_inside.h"
#include "mailstore/store/owner/verify.h"
#include "mailstore/store/selected/view_rows.h"

namespace mailstore {
namespace {

constexpr std::size_t kPortion = 50'000;
constexpr std::size_t kAnyAge = static_cast<std::size_t>(-1);

bool same(const Entry& a, const Entry& b) {
  return a.uid == b.uid && a.system_flags == b.system_flags && a.keyword_set == b.keyword_set &&
         a.offset_minutes == b.offset_minutes && a.email == b.email && a.content == b.content && a.thread == b.thread &&
         a.modseq == b.modseq && a.size == b.size && a.received == b.received;
}

// How many messages differ; nothing when the copy would not be believed.
base::Result<std::optional<std::int64_t>> differences(base::SqlReader& reader, StoreCore& core, const ViewCopy& copy,
                                                      std::string& where) {
  using Count = std::optional<std::int64_t>;
  auto row = read_mailbox(reader, copy.mailbox);
  if (!row) return row.error();
  if (!*row || (*row)->state != MailboxState::live) return Count();
  where = "mailbox " + std::to_string(copy.mailbox.value) + " (" + (*row)->info.path + " of account " +
          std::to_string((*row)->info.account.value) + ")";
  std::size_t rows = 0;
  auto view = view_from_copy(reader, core.keywords, **row, copy, kAnyAge, rows);
  if (!view) return view.error();
  if (!*view) return Count();
  std::vector<Entry> entries;
  for (bool more = true; more;) {
    auto read = read_entries(reader, core.keywords, (*row)->info, kPortion, entries);
    if (!read) return read.error();
    more = *read;
  }
  const std::size_t count = std::min(entries.size(), (*view)->size());
  std::int64_t different = static_cast<std::int64_t>(std::max(entries.size(), (*view)->size()) - count);
  for (std::size_t i = 0; i < count; ++i) different += same(entries[i], (*view)->at(i)) ? 0 : 1;
  return Count(different);
}

}  // namespace

base::Result<std::int64_t> verify_view_copies(MailStore& store, StoreFindings& out, std::stop_token stop) {
  StoreCore& core = StoreInside::of(store);
  if (!core.copies) return std::int64_t{0};
  std::vector<base::MailboxId> mailboxes;
  auto read = core.db.read_blocking([&](base::SqlSnapshot& snapshot) {
    mailboxes.clear();
    return snapshot.query("SELECT mailbox FROM view_copy ORDER BY mailbox", {}, [&](const base::SqlRow& row) {
      mailboxes.emplace_back(row.i64(0));
      return true;
    });
  });
  if (!read) return read.error();
  std::int64_t compared = 0;
  for (const base::MailboxId mailbox : mailboxes) {
    if (stop.stop_requested())
      return base::Error::transient(base::ErrorCode::stopped,
                                    {"Việc kiểm tra bị dừng giữa chừng.", "The check was stopped."});
    const KeywordTable::Making making(core.keywords);
    const auto copy = core.copies->load(mailbox);
    if (!copy) continue;
    std::optional<std::int64_t> different;
    std::string where;
    read = core.db.long_read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto found = differences(snapshot, core, *copy, where);
      if (!found) return found.error();
      different = *found;
      return {};
    });
    if (!read) return read.error();
    compared += different ? 1 : 0;
    if (different.value_or(0) != 0) {
      out.add(where, "the packed copy of its list differs from its rows in " + std::to_string(*different) +
                         " messages (the folder `views` may be deleted while the server stands still)");
    }
  }
  return compared;
}

}  // namespace mailstore
