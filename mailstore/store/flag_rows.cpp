#include "mailstore/store/flag_rows.h"

#include <algorithm>

#include "mailstore/store/id_batch.h"

namespace mailstore {
namespace {

constexpr std::string_view kOne =
    "SELECT m.uid, m.deleted, m.modseq, e.id, e.flags, e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND "
    "e.id = m.email WHERE m.mailbox = ? AND m.uid = ?";
constexpr std::string_view kRange =
    "SELECT m.uid, m.deleted, m.modseq, e.id, e.flags, e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND "
    "e.id = m.email WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid";

FlagRow flag_row_of(const base::SqlRow& r, std::uint64_t place) {
  FlagRow row;
  row.uid = base::Uid(static_cast<std::uint32_t>(r.i64(0)));
  row.modseq = base::ModSeq(r.i64(2));
  row.email = base::EmailId(r.i64(3));
  row.was.system = static_cast<std::uint32_t>(r.i64(4)) | (r.i64(1) != 0 ? flag::kDeleted : 0);
  row.was.keywords = r.str(5);
  row.now = row.was;
  row.place = place;
  return row;
}

base::Error not_as_said() {
  return base::Error::transient(base::ErrorCode::conflict,
                                {"Thư vừa thay đổi; xin thử lại.", "The messages changed meanwhile; please try again."},
                                "rows are not what a view says");
}

bool deleted(const RowFlags& flags) { return (flags.system & flag::kDeleted) != 0; }

// Runs of neighbours that get the same by one statement each.
base::Result<void> write_places(base::SqlTransaction& tx, const MailboxInfo& mailbox, base::ModSeq modseq,
                                std::span<const FlagRow> rows) {
  const auto joins = [](const FlagRow& a, const FlagRow& b) {
    return b.place == a.place + 1 && deleted(a.was) == deleted(b.was) && deleted(a.now) == deleted(b.now);
  };
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t last = first;
    while (last + 1 < rows.size() && joins(rows[last], rows[last + 1])) ++last;
    auto done = tx.execute(
        "UPDATE mailbox_email SET deleted = ?, modseq = ? WHERE mailbox = ? AND uid BETWEEN ? AND ? AND deleted = ?",
        {deleted(rows[first].now), modseq.value, mailbox.id.value, rows[first].uid.value, rows[last].uid.value,
         deleted(rows[first].was)});
    if (!done) return done.error();
    if (*done != static_cast<std::int64_t>(last - first + 1)) return not_as_said();
    first = last + 1;
  }
  return {};
}

// \Deleted is a matter of the place alone.
RowFlags of_email(RowFlags flags) {
  flags.system &= ~flag::kDeleted;
  return flags;
}

base::Result<void> write_emails(base::SqlTransaction& tx, const MailboxInfo& mailbox, base::ModSeq modseq,
                                std::span<const FlagRow> rows) {
  struct Change {
    RowFlags was, now;
    std::int64_t email = 0;
    bool same_as(const Change& other) const { return was == other.was && now == other.now; }
    auto operator<=>(const Change&) const = default;
  };
  std::vector<Change> changes;
  changes.reserve(rows.size());
  for (const FlagRow& row : rows) {
    Change change{of_email(row.was), of_email(row.now), row.email.value};
    if (change.was != change.now) changes.push_back(std::move(change));
  }
  std::sort(changes.begin(), changes.end());
  std::vector<std::int64_t> ids;
  std::vector<base::SqlParam> params;
  for (std::size_t at = 0; at < changes.size();) {
    const Change& first = changes[at];
    ids.clear();
    for (; at < changes.size() && ids.size() < kIdBatch && changes[at].same_as(first); ++at)
      ids.push_back(changes[at].email);
    const std::size_t marks = marks_for(ids.size());
    params = {first.now.system,      first.now.keywords, modseq.value,
              mailbox.account.value, first.was.system,   first.was.keywords};
    append_ids(params, ids, marks);
    auto done = tx.execute(
        "UPDATE email SET flags = ?, keywords = ?, modseq = ? WHERE account = ? AND flags = ? AND keywords = ? AND id IN " +
            mark_list(marks),
        params);
    if (!done) return done.error();
    if (*done != static_cast<std::int64_t>(ids.size())) return not_as_said();
  }
  return {};
}

}  // namespace

std::vector<FlagRow> flag_rows_of(const MailboxView& view, const KeywordTable& keywords,
                                  std::span<const base::Uid> uids) {
  std::vector<FlagRow> out;
  out.reserve(uids.size());
  std::uint32_t last_set = 0;  // neighbours mostly have the same
  std::string stored;
  for (const base::Uid uid : uids) {
    const std::size_t index = view.find(uid);
    if (index == MailboxView::npos) continue;
    const Entry entry = view.at(index);
    if (entry.keyword_set != last_set) {
      stored.clear();
      const auto names = keywords.get(entry.keyword_set);
      for (const std::string& name : *names) stored.append(stored.empty() ? "" : " ").append(name);
      last_set = entry.keyword_set;
    }
    FlagRow row;
    row.uid = uid;
    row.email = entry.email;
    row.modseq = entry.modseq;
    row.was = {entry.system_flags, stored};
    row.now = row.was;
    row.place = index;
    out.push_back(std::move(row));
  }
  return out;
}

base::Result<std::vector<FlagRow>> read_flag_rows(base::SqlReader& reader, const MailboxInfo& mailbox,
                                                  std::span<const base::Uid> uids) {
  std::vector<FlagRow> out;
  if (uids.empty()) return out;
  const std::int64_t account = mailbox.account.value, box = mailbox.id.value;
  // Close together: one range is cheaper than many look-ups.
  if (uids.back().value - uids.front().value < 4 * uids.size()) {
    auto wanted = uids.begin();
    std::uint64_t place = 0;
    auto read = reader.query(kRange, {account, box, uids.front().value, uids.back().value}, [&](const base::SqlRow& r) {
      const base::Uid uid(static_cast<std::uint32_t>(r.i64(0)));
      ++place;
      while (wanted != uids.end() && *wanted < uid) ++wanted;
      if (wanted != uids.end() && *wanted == uid) out.push_back(flag_row_of(r, place));
      return true;
    });
    if (!read) return read.error();
    return out;
  }
  for (const base::Uid uid : uids) {
    auto read = reader.query(kOne, {account, box, uid.value}, [&](const base::SqlRow& r) {
      const bool next = !out.empty() && out.back().uid.value + 1 == uid.value;
      out.push_back(flag_row_of(r, out.empty() ? 0 : out.back().place + (next ? 1 : 2)));
      return false;
    });
    if (!read) return read.error();
  }
  return out;
}

base::Result<void> write_flag_rows(base::SqlTransaction& tx, const MailboxInfo& mailbox, base::ModSeq modseq,
                                   std::span<const FlagRow> rows) {
  auto done = write_places(tx, mailbox, modseq, rows);
  if (!done) return done;
  return write_emails(tx, mailbox, modseq, rows);
}

}  // namespace mailstore
