// SEARCH SENTBEFORE, SENTON, SENTSINCE: the day of the Date field, from the content's columns.
#include <algorithm>
#include <span>
#include <utility>

#include "base/mime/date.h"
#include "base/mime/structure_codec.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Day = std::optional<std::int64_t>;
using Days = std::vector<Day>;

constexpr std::size_t kEntriesPerRead = 2000;  // one snapshot's share

Day day_in_structure(std::string_view structure) {
  const auto message = base::decode_structure(structure);
  if (!message) return std::nullopt;
  const auto date = base::parse_mail_date(message->envelope.date.value_or(""));
  if (!date) return std::nullopt;
  return date->local_day();
}

class DayReader {
 public:
  DayReader(base::SqlReader& reader, std::span<const Entry> entries)
      : columns_(reader, "SELECT id, has_sent, sent_us, sent_offset FROM content", "id"),
        structures_(reader, "SELECT id, structure FROM content", "id"),
        days_(entries.size()) {
    for (std::size_t i = 0; i < entries.size(); ++i) slots_.emplace_back(entries[i].content.value, i);
    std::sort(slots_.begin(), slots_.end());
    for (const auto& [id, slot] : slots_) {
      if (ids_.empty() || ids_.back() != id) ids_.push_back(id);
    }
  }

  base::Result<Days> read() {
    const std::span<const std::int64_t> ids(ids_);
    for (std::size_t at = 0; at < ids.size(); at += kIdBatch) {
      auto batch = read_batch(ids.subspan(at, std::min(kIdBatch, ids.size() - at)));
      if (!batch) return batch.error();
    }
    return std::move(days_);
  }

 private:
  base::Result<void> read_batch(std::span<const std::int64_t> ids) {
    std::vector<std::int64_t> older;  // than the column
    auto read = columns_.read(ids, [&](const base::SqlRow& row) {
      const std::int64_t offset = row.i64(3);
      if (offset == kSentOffsetUnknown) {
        older.push_back(row.i64(0));
      } else if (row.i64(1) != 0) {
        put(row.i64(0), base::ZonedTime{base::Timestamp(row.i64(2)), static_cast<int>(offset)}.local_day());
      }
    });
    if (!read || older.empty()) return read;
    std::sort(older.begin(), older.end());
    return structures_.read(older, [&](const base::SqlRow& row) { put(row.i64(0), day_in_structure(row.text(1))); });
  }

  // Several entries may share one content.
  void put(std::int64_t id, Day day) {
    auto slot = std::lower_bound(slots_.begin(), slots_.end(), std::pair<std::int64_t, std::size_t>{id, 0});
    for (; slot != slots_.end() && slot->first == id; ++slot) days_[slot->second] = day;
  }

  IdReader columns_, structures_;
  std::vector<std::pair<std::int64_t, std::size_t>> slots_;  // content → index of an entry, ascending
  std::vector<std::int64_t> ids_;
  Days days_;
};

}  // namespace

base::Co<base::Result<Days>> SelectedMail::sent_days(std::vector<Entry> entries) {
  Days out;
  out.reserve(entries.size());
  for (std::size_t at = 0; at < entries.size(); at += kEntriesPerRead) {
    const std::span<const Entry> share(entries.data() + at, std::min(kEntriesPerRead, entries.size() - at));
    auto query = [share](base::SqlSnapshot& snapshot) -> base::Result<Days> {
      return DayReader(snapshot, share).read();
    };
    auto days = co_await core_.db.read(query);
    if (!days) co_return days.error();
    out.insert(out.end(), days->begin(), days->end());
  }
  co_return out;
}

}  // namespace mailstore
