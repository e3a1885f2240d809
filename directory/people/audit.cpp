#include "directory/people/audit.h"

#include <algorithm>
#include <chrono>

#include "base/text/utf8.h"
#include "directory/people/insert_many.h"

namespace directory {

namespace {

// What clients typed may be anything: made valid UTF-8, without control characters, cut to the column.
std::string cell(std::string_view text, std::size_t max_characters) {
  std::string clean = base::sanitize_utf8(text.substr(0, max_characters * 4));
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return std::string(base::utf8_prefix_code_points(clean, max_characters));
}

}  // namespace

base::Result<void> write_audit(base::SqlTransaction& tx, std::span<const AuditEntry> entries) {
  std::vector<AuditEntry> clean(entries.begin(), entries.end());
  for (AuditEntry& entry : clean) {
    entry.actor = cell(entry.actor, 320);
    entry.mechanism = cell(entry.mechanism, 64);
    entry.peer = cell(entry.peer, 64);
    entry.session = cell(entry.session, 64);
    entry.detail = cell(entry.detail, 1000);
  }
  return insert_many(
      tx, "INSERT INTO audit (id, at_us, account, what, actor, door, mechanism, peer, session, detail, times) VALUES ",
      11, clean.size(), [&](std::size_t i, std::vector<base::SqlParam>& out) {
        const AuditEntry& e = clean[i];
        out.insert(out.end(), {e.id.value, e.at.us, e.account.value, to_string(e.what), e.actor, e.door, e.mechanism,
                               e.peer, e.session, e.detail, e.times});
      });
}

base::Result<void> write_audit(base::SqlTransaction& tx, const AuditEntry& entry) {
  return write_audit(tx, std::span(&entry, 1));
}

base::Result<std::vector<AuditEntry>> read_audit(base::SqlReader& reader, const AuditFilter& filter) {
  std::vector<AuditEntry> out;
  const std::int64_t to = filter.to.us != 0 ? filter.to.us : INT64_MAX;
  const auto take = [&](const base::SqlRow& row) {
    out.push_back({base::EventId(row.i64(0)), base::Timestamp(row.i64(1)), audit_verb(row.text(3)), row.str(4),
                   base::AccountId(row.i64(2)), row.str(5), row.str(6), row.str(7), row.str(8), row.str(9),
                   row.i64(10)});
    return out.size() < filter.limit;
  };
  if (filter.limit == 0) return out;
  auto done =
      filter.account
          ? reader.query(
                "SELECT id, at_us, account, what, actor, door, mechanism, peer, session, detail, times FROM audit "
                "WHERE account = ? AND at_us >= ? AND at_us < ? ORDER BY id DESC",
                {filter.account.value, filter.from.us, to}, take)
          : reader.query(
                "SELECT id, at_us, account, what, actor, door, mechanism, peer, session, detail, times FROM audit "
                "WHERE at_us >= ? AND at_us < ? ORDER BY id DESC",
                {filter.from.us, to}, take);
  if (!done) return std::move(done).error();
  return out;
}

base::Result<std::optional<base::Timestamp>> last_sign_in(base::SqlReader& reader, base::AccountId account,
                                                          base::Timestamp from, base::Timestamp to) {
  // Ids begin with the time (base/ids.h): a range of them is what the index by account can be asked for. A day on both
  // sides, for ids that were made while the clock was put right.
  const auto id_at = [](base::Timestamp time) {
    constexpr std::int64_t kIdEpochMs = 1577836800000;  // 2020-01-01
    return std::max<std::int64_t>(time.us / 1000 - kIdEpochMs, 0) << 20;
  };
  constexpr auto kSlack = std::chrono::hours(24);
  std::optional<base::Timestamp> out;
  auto done = reader.query(
      "SELECT at_us FROM audit WHERE account = ? AND id >= ? AND id < ? AND what = ? AND at_us >= ? AND at_us < ? "
      "ORDER BY id DESC LIMIT 1",
      {account, id_at(from - kSlack), id_at(to + kSlack), to_string(AuditVerb::sign_in), from.us, to.us},
      [&](const base::SqlRow& row) {
        out = base::Timestamp(row.i64(0));
        return false;
      });
  if (!done) return std::move(done).error();
  return out;
}

base::Result<std::optional<base::EventId>> remove_old_refusals(base::SqlTransaction& tx, base::EventId after,
                                                               base::Timestamp before, std::size_t most) {
  std::optional<base::EventId> last;
  std::vector<std::int64_t> old;
  // Ids ascend with time, so the oldest rows come first and no index over the times is wanted.
  auto read = tx.query("SELECT id, at_us, what FROM audit WHERE id > ? ORDER BY id LIMIT ?",
                       {after.value, static_cast<std::int64_t>(most)}, [&](const base::SqlRow& row) {
                         if (row.i64(1) >= before.us) return false;
                         last = base::EventId(row.i64(0));
                         const AuditVerb what = audit_verb(row.text(2));
                         if (what == AuditVerb::refused || what == AuditVerb::locked) old.push_back(row.i64(0));
                         return true;
                       });
  if (!read) return std::move(read).error();
  for (const std::int64_t id : old) {
    auto gone = tx.execute("DELETE FROM audit WHERE id = ?", {id});
    if (!gone) return std::move(gone).error();
  }
  return last;
}

}  // namespace directory
