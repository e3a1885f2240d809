// What SORT and THREAD compare messages by (RFC 5256).
#include <algorithm>
#include <span>
#include <unordered_map>

#include "mailstore/store/content_rows.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

SortKeys keys_of(const base::SqlRow& row) {
  SortKeys keys;
  keys.base_subject = row.str(1);
  keys.from = row.str(2);
  keys.to = row.str(3);
  keys.cc = row.str(4);
  keys.sent = base::Timestamp(row.i64(5));
  keys.message_id = row.str(6);
  keys.subject_is_reply = row.i64(8) != 0;
  return keys;
}

constexpr std::size_t kMaxThreadReferences = 100;  // of one mail

// Of a mail that names hundreds of ancestors: the first, which began the thread, and those next to it.
std::vector<std::string> thread_references(std::string_view stored) {
  std::vector<std::string> out = split_references(stored);
  if (out.size() > kMaxThreadReferences)
    out.erase(out.begin() + 1, out.end() - static_cast<std::ptrdiff_t>(kMaxThreadReferences - 1));
  return out;
}

}  // namespace

base::Co<base::Result<std::vector<SortKeys>>> SelectedMail::sort_keys(base::MailboxId, std::vector<Entry> entries) {
  using Keys = std::vector<SortKeys>;
  Keys out(entries.size());
  for (std::size_t at = 0; at < entries.size(); at += kIdBatch) {
    const std::span<const Entry> share(entries.data() + at, std::min(kIdBatch, entries.size() - at));
    auto look = [share, keys = out.data() + at](base::SqlSnapshot& snapshot) -> base::Result<bool> {
      std::unordered_multimap<std::int64_t, std::size_t> slots;
      std::vector<std::int64_t> ids;
      for (std::size_t i = 0; i < share.size(); ++i) {
        slots.emplace(share[i].content.value, i);
        ids.push_back(share[i].content.value);
      }
      std::sort(ids.begin(), ids.end());
      const std::size_t marks = marks_for(ids.size());
      const std::string sql =
          "SELECT id, base_subject, from_key, to_key, cc_key, sent_us, message_id, refs, is_reply, has_sent FROM content "
          "WHERE id IN " +
          mark_list(marks);
      std::vector<base::SqlParam> params;
      append_ids(params, ids, marks);
      auto read = snapshot.query(sql, params, [&](const base::SqlRow& row) {
        const auto [first, last] = slots.equal_range(row.i64(0));
        for (auto it = first; it != last; ++it) {
          SortKeys& key = keys[it->second] = keys_of(row);
          key.references = thread_references(row.text(7));
          if (row.i64(9) == 0) key.sent = share[it->second].received;  // RFC 5256 §2.2
        }
        return true;
      });
      if (!read) return read.error();
      return true;
    };
    auto done = co_await core_.db.read(look);
    if (!done) co_return done.error();
  }
  co_return out;
}

}  // namespace mailstore
