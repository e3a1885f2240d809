// What SORT compares messages by beside their dates (RFC 5256).
#include <algorithm>
#include <span>

#include "mailstore/store/id_batch.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

constexpr std::size_t kRowsPerRead = 2000;  // one snapshot's share

base::Result<bool> read_keys(base::SqlReader& reader, std::span<const Entry> entries, SortKeys* keys) {
  IdReader contents(reader, "SELECT id, base_subject, from_key, to_key, cc_key, sent_us, has_sent FROM content", "id");
  std::vector<std::pair<std::int64_t, std::size_t>> slots;  // content, index; of one batch
  std::vector<std::int64_t> ids;
  for (std::size_t at = 0; at < entries.size(); at += kIdBatch) {
    slots.clear();
    ids.clear();
    for (std::size_t i = at; i < std::min(entries.size(), at + kIdBatch); ++i)
      slots.emplace_back(entries[i].content.value, i);
    std::sort(slots.begin(), slots.end());
    for (const auto& [id, index] : slots) {
      if (ids.empty() || ids.back() != id) ids.push_back(id);
    }
    auto read = contents.read(ids, [&](const base::SqlRow& row) {
      auto slot = std::lower_bound(slots.begin(), slots.end(), std::pair{row.i64(0), std::size_t{0}});
      for (; slot != slots.end() && slot->first == row.i64(0); ++slot) {
        const base::Timestamp sent = row.i64(6) != 0 ? base::Timestamp(row.i64(5)) : entries[slot->second].received;
        keys[slot->second] = {row.str(1), row.str(2), row.str(3), row.str(4), sent};  // RFC 5256 §2.2
      }
    });
    if (!read) return read.error();
  }
  return true;
}

}  // namespace

base::Co<base::Result<std::vector<SortKeys>>> SelectedMail::sort_keys(base::MailboxId, std::vector<Entry> entries) {
  std::vector<SortKeys> out(entries.size());
  for (std::size_t at = 0; at < entries.size(); at += kRowsPerRead) {
    const std::span<const Entry> share(entries.data() + at, std::min(kRowsPerRead, entries.size() - at));
    auto look = [share, keys = out.data() + at](base::SqlSnapshot& snapshot) -> base::Result<bool> {
      return read_keys(snapshot, share, keys);
    };
    auto done = co_await core_.db.read(look);
    if (!done) co_return done.error();
  }
  co_return out;
}

}  // namespace mailstore
