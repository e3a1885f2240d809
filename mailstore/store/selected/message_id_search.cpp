// SEARCH HEADER Message-ID with a whole id in brackets: by its key, not by looking at the messages.
#include <algorithm>

#include "base/text/case.h"
#include "mailstore/store/contents/message_ids.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Uids = std::vector<base::Uid>;

// Rows that are compared for one question. When more stand under the key (odd ones of everybody's mail are among them),
// only their contents' ids are read, and which of them the mailbox has is told without the database.
constexpr std::size_t kMaxRows = 2000;

// UIDs of a mailbox whose message is of this content; also such as were expunged while a session still shows them.
base::Result<void> add_uids(base::SqlReader& reader, base::MailboxId mailbox, std::int64_t account,
                            std::int64_t content, Uids& out) {
  const auto take = [&](const base::SqlRow& row) {
    out.emplace_back(static_cast<std::uint32_t>(row.i64(0)));
    return true;
  };
  auto there = reader.query(
      "SELECT m.uid FROM email e JOIN mailbox_email m ON m.email = e.id WHERE e.content = ? AND e.account = ? AND "
      "m.mailbox = ?",
      {content, account, mailbox.value}, take);
  if (!there) return there;
  return reader.query("SELECT uid FROM tombstone WHERE content = ? AND mailbox = ?", {content, mailbox.value}, take);
}

struct ByKey {
  Uids uids;                           // that can match
  std::vector<std::int64_t> contents;  // when there are too many rows: of all of them, ascending
  Uids gone_uids;                      // then: expunged messages of the mailbox whose contents are among them
};

constexpr std::string_view kUnderKey = " FROM content_message_id WHERE id_key IN (?, ?, ?)";

// Those that the mailbox has are few, but it may have had many.
base::Result<void> add_gone(base::SqlReader& reader, base::MailboxId mailbox, ByKey& found) {
  return reader.query("SELECT uid, content FROM tombstone WHERE mailbox = ?", {mailbox.value},
                      [&](const base::SqlRow& row) {
                        if (std::binary_search(found.contents.begin(), found.contents.end(), row.i64(1)))
                          found.gone_uids.emplace_back(static_cast<std::uint32_t>(row.i64(0)));
                        return true;
                      });
}

base::Result<ByKey> uids_by_key(base::SqlReader& reader, base::MailboxId mailbox, std::int64_t key,
                                const base::CasemapFinder& finder) {
  auto account = reader.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox.value});
  if (!account) return account.error();
  ByKey out;
  std::vector<std::int64_t> contents;
  std::size_t rows = 0;
  auto read = reader.query("SELECT content, id_key, ids" + std::string(kUnderKey),
                           {key, MessageIds::kSeveral, MessageIds::kNotKept}, [&](const base::SqlRow& row) {
                             if (++rows > kMaxRows) return false;
                             const bool known = row.i64(1) != MessageIds::kNotKept;
                             if (!known || finder.contains_in_raw(row.text(2))) contents.push_back(row.i64(0));
                             return true;
                           });
  if (!read) return read.error();
  if (rows > kMaxRows) {
    read = reader.query("SELECT content" + std::string(kUnderKey), {key, MessageIds::kSeveral, MessageIds::kNotKept},
                        [&](const base::SqlRow& row) {
                          out.contents.push_back(row.i64(0));
                          return true;
                        });
    if (!read) return read.error();
    std::sort(out.contents.begin(), out.contents.end());
    auto added = add_gone(reader, mailbox, out);
    if (!added) return added.error();
    return out;
  }
  for (const std::int64_t content : contents) {
    auto added = add_uids(reader, mailbox, *account, content, out.uids);
    if (!added) return added.error();
  }
  return out;
}

}  // namespace

base::Co<base::Result<std::optional<Uids>>> SelectedMail::candidates(base::MailboxId mailbox, TextQuery query) {
  std::optional<Uids> none;
  if (query.field != TextField::header || !base::equals_ignoring_case(query.header_name, kMessageIdName))
    co_return none;
  const auto key = key_of_whole_id(query.needle);
  if (!key || !core_.lists_complete) co_return none;
  std::function<base::Result<ByKey>(base::SqlSnapshot&)> look = [mailbox, key = *key,
                                                                 &query](base::SqlSnapshot& snapshot) {
    return uids_by_key(snapshot, mailbox, key, base::CasemapFinder(query.needle));
  };
  auto found = co_await core_.db.read<ByKey>(std::move(look));
  if (!found) co_return found.error();
  Uids uids = std::move(found->uids);
  if (!found->contents.empty()) {
    const auto newest = co_await view(mailbox);
    if (!newest) co_return newest.error();
    auto walk = [&]() -> base::Result<void> {
      const std::vector<std::int64_t>& contents = found->contents;
      for (const auto& chunk : (*newest)->chunks()) {
        for (const Entry& entry : *chunk) {
          if (std::binary_search(contents.begin(), contents.end(), entry.content.value)) uids.push_back(entry.uid);
        }
      }
      return {};
    };
    auto walked = co_await core_.file_pool.run(walk);
    if (!walked) co_return walked.error();
    uids.insert(uids.end(), found->gone_uids.begin(), found->gone_uids.end());
  }
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  co_return std::optional(std::move(uids));
}

}  // namespace mailstore
