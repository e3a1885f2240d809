// Reading messages: ready IMAP structures in batches, and bytes.
#include <algorithm>
#include <unordered_map>

#include "mailstore/store/contents.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Metas = std::vector<MessageMeta>;

constexpr std::size_t kEntriesPerRead = 2000;  // one snapshot's share

bool wants(Wants wanted, Want one) { return (wanted & static_cast<unsigned>(one)) != 0; }

// The columns of `content` that are asked for, in the order of Want.
std::string content_columns(Wants wanted) {
  std::string out = "id, size, blob_ref";
  if (wants(wanted, Want::envelope)) out += ", envelope";
  if (wants(wanted, Want::body)) out += ", body";
  if (wants(wanted, Want::body_structure)) out += ", body_structure";
  if (wants(wanted, Want::structure)) out += ", structure";
  if (wants(wanted, Want::preview)) out += ", preview";
  return out;
}

void take_content(MessageMeta& meta, const base::SqlRow& row, Wants wanted) {
  meta.content = base::ContentId(row.i64(0));
  meta.content_size = row.i64(1);
  int column = 3;
  if (wants(wanted, Want::envelope)) meta.envelope = row.str(column++);
  if (wants(wanted, Want::body)) meta.body = row.str(column++);
  if (wants(wanted, Want::body_structure)) meta.body_structure = row.str(column++);
  if (wants(wanted, Want::structure)) meta.structure = row.str(column++);
  if (wants(wanted, Want::preview)) meta.preview = row.str(column++);
}

// Indexes of the slots by id; several entries may share one content.
using Slots = std::unordered_multimap<std::int64_t, std::size_t>;
using Slot = std::pair<std::int64_t, std::size_t>;

class MetaReader {
 public:
  MetaReader(base::SqlReader& reader, BlobRefCache& refs, base::MailboxId mailbox, std::span<const Entry> entries,
             Wants wanted)
      : reader_(reader),
        refs_(refs),
        mailbox_(mailbox),
        entries_(entries),
        wanted_(wanted),
        contents_(reader, "SELECT " + content_columns(wanted) + " FROM content", "id"),
        metas_(entries.size()) {}

  base::Result<Metas> read() {
    for (std::size_t at = 0; at < entries_.size(); at += kIdBatch) {
      const std::size_t count = std::min(kIdBatch, entries_.size() - at);
      auto contents = read_contents(at, count);
      if (!contents) return contents.error();
      if (!wants(wanted_, Want::prefix)) continue;
      auto prefixes = read_prefixes(at, count);
      if (!prefixes) return prefixes.error();
    }
    return std::move(metas_);
  }

 private:
  base::Result<void> read_contents(std::size_t at, std::size_t count) {
    slots_.clear();
    for (std::size_t i = at; i < at + count; ++i) slots_.emplace_back(entries_[i].content.value, i);
    std::sort(slots_.begin(), slots_.end());
    ids_.clear();
    for (const auto& [id, slot] : slots_) {
      if (ids_.empty() || ids_.back() != id) ids_.push_back(id);
    }
    auto next = slots_.begin();  // rows mostly come ascending
    return contents_.read(ids_, [&](const base::SqlRow& row) {
      const std::int64_t id = row.i64(0);
      if (next == slots_.end() || next->first != id) next = std::lower_bound(slots_.begin(), slots_.end(), Slot{id, 0});
      for (; next != slots_.end() && next->first == id; ++next) take_content(metas_[next->second], row, wanted_);
      if (wants(wanted_, Want::prefix)) {  // the caller is about to read bytes
        if (auto ref = BlobRef::decode(row.text(2))) refs_.put(base::ContentId(id), *ref);
      }
    });
  }

  base::Result<void> read_prefixes(std::size_t at, std::size_t count) {
    if (account_ == 0) {
      auto account = reader_.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox_.value});
      if (!account) return account.error();
      account_ = *account;
    }
    Slots slots;
    std::vector<std::int64_t> ids;
    for (std::size_t i = at; i < at + count; ++i) {
      slots.emplace(entries_[i].email.value, i);
      ids.push_back(entries_[i].email.value);
    }
    std::sort(ids.begin(), ids.end());
    const std::size_t marks = marks_for(ids.size());
    const std::string sql = "SELECT id, prefix FROM email WHERE account = ? AND id IN " + mark_list(marks);
    std::vector<base::SqlParam> params{account_};
    append_ids(params, ids, marks);
    auto read = reader_.query(sql, params, [&](const base::SqlRow& row) {
      const auto [first, last] = slots.equal_range(row.i64(0));
      for (auto it = first; it != last; ++it) metas_[it->second].prefix = row.str(1);
      slots.erase(first, last);
      return true;
    });
    if (!read) return read;
    for (const auto& [email, slot] : slots) {  // expunged meanwhile
      auto kept = read_tombstone(slot);
      if (!kept) return kept;
    }
    return {};
  }

  base::Result<void> read_tombstone(std::size_t slot) {
    bool found = false;
    auto read = reader_.query("SELECT prefix FROM tombstone WHERE mailbox = ? AND uid = ?",
                              {mailbox_.value, entries_[slot].uid.value}, [&](const base::SqlRow& row) {
                                metas_[slot].prefix = row.str(0);
                                found = true;
                                return false;
                              });
    if (!read) return read;
    if (!found) metas_[slot] = MessageMeta();
    return {};
  }

  base::SqlReader& reader_;
  BlobRefCache& refs_;
  const base::MailboxId mailbox_;
  const std::span<const Entry> entries_;
  const Wants wanted_;
  IdReader contents_;
  std::vector<Slot> slots_;        // of the batch, ascending
  std::vector<std::int64_t> ids_;  // of the batch
  std::int64_t account_ = 0;
  Metas metas_;
};

}  // namespace

base::Co<base::Result<Metas>> SelectedMail::meta(base::MailboxId mailbox, std::vector<Entry> entries, Wants wants) {
  if (!StructureCache::serves(wants)) co_return co_await read_meta(mailbox, std::move(entries), wants);
  Metas out(entries.size());
  const std::vector<std::size_t> unknown = core_.structures.fill(entries, wants, out);
  if (unknown.empty()) co_return out;
  std::vector<Entry> rest;
  rest.reserve(unknown.size());
  for (const std::size_t at : unknown) rest.push_back(entries[at]);
  auto read = co_await read_meta(mailbox, std::move(rest), wants);
  if (!read) co_return read;
  core_.structures.put(*read, wants);
  for (std::size_t i = 0; i < unknown.size(); ++i) out[unknown[i]] = std::move((*read)[i]);
  co_return out;
}

base::Co<base::Result<Metas>> SelectedMail::read_meta(base::MailboxId mailbox, std::vector<Entry> entries,
                                                      Wants wants) {
  Metas out;
  out.reserve(entries.size());
  for (std::size_t at = 0; at < entries.size(); at += kEntriesPerRead) {
    const std::span<const Entry> share(entries.data() + at, std::min(kEntriesPerRead, entries.size() - at));
    auto query = [this, mailbox, share, wants](base::SqlSnapshot& snapshot) -> base::Result<Metas> {
      return MetaReader(snapshot, core_.blob_refs, mailbox, share, wants).read();
    };
    auto metas = co_await core_.db.read(query);
    if (!metas) co_return metas.error();
    std::move(metas->begin(), metas->end(), std::back_inserter(out));
  }
  co_return out;
}

base::Co<base::Result<std::string>> SelectedMail::read_message(Entry entry, std::string prefix, std::int64_t offset,
                                                               std::int64_t length) {
  const auto prefix_size = static_cast<std::int64_t>(prefix.size());
  length = std::min(length, std::max<std::int64_t>(entry.size - offset, 0));
  std::string out;
  if (offset < prefix_size) {
    out = prefix.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(std::max<std::int64_t>(length, 0)));
  }
  const auto taken = static_cast<std::int64_t>(out.size());
  if (length <= taken) co_return out;
  auto rest = co_await contents_.read(entry.content, offset + taken - prefix_size, length - taken);
  if (!rest) co_return rest.error();
  if (out.empty()) co_return std::move(*rest);
  out += *rest;
  co_return out;
}

}  // namespace mailstore
