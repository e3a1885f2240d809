// SEARCH HEADER Message-ID with a whole id in brackets: by its key, not by looking at the messages.
#include <algorithm>

#include "base/text/case.h"
#include "mailstore/store/contents/message_ids.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Uids = std::vector<base::Uid>;

// Rows that are looked at for one question. When more stand under the key (odd ones of everybody's mail are among
// them), going through the mailbox is cheaper.
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

base::Result<std::optional<Uids>> uids_by_key(base::SqlReader& reader, base::MailboxId mailbox, std::int64_t key,
                                              const base::CasemapFinder& finder) {
  auto account = reader.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox.value});
  if (!account) return account.error();
  std::vector<std::int64_t> contents;
  std::size_t rows = 0;
  auto read = reader.query("SELECT content, id_key, ids FROM content_message_id WHERE id_key IN (?, ?, ?)",
                           {key, MessageIds::kSeveral, MessageIds::kNotKept}, [&](const base::SqlRow& row) {
                             if (++rows > kMaxRows) return false;
                             const bool known = row.i64(1) != MessageIds::kNotKept;
                             if (!known || finder.contains_in_raw(row.text(2))) contents.push_back(row.i64(0));
                             return true;
                           });
  if (!read) return read.error();
  if (rows > kMaxRows) return std::optional<Uids>();
  Uids out;
  for (const std::int64_t content : contents) {
    auto added = add_uids(reader, mailbox, *account, content, out);
    if (!added) return added.error();
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return std::optional(std::move(out));
}

}  // namespace

base::Co<base::Result<std::optional<Uids>>> SelectedMail::candidates(base::MailboxId mailbox, TextQuery query) {
  std::optional<Uids> none;
  if (query.field != TextField::header || !base::equals_ignoring_case(query.header_name, kMessageIdName))
    co_return none;
  const auto key = key_of_whole_id(query.needle);
  if (!key || !core_.lists_complete) co_return none;
  std::function<base::Result<std::optional<Uids>>(base::SqlSnapshot&)> look = [mailbox, key = *key,
                                                                               &query](base::SqlSnapshot& snapshot) {
    return uids_by_key(snapshot, mailbox, key, base::CasemapFinder(query.needle));
  };
  co_return co_await core_.db.read<std::optional<Uids>>(std::move(look));
}

}  // namespace mailstore
