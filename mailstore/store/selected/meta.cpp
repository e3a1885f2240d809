// Reading messages: ready IMAP structures in batches, and bytes.
#include <algorithm>

#include "base/mime/imap_structure.h"
#include "base/mime/structure_codec.h"
#include "mailstore/store/contents.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/listed_content.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Metas = std::vector<MessageMeta>;

constexpr std::size_t kEntriesPerRead = 2000;  // one snapshot's share

bool wants(Wants wanted, Want one) { return (wanted & static_cast<unsigned>(one)) != 0; }

// The columns of `content` that are asked for, in the order of Want; BODY is made of the structure.
std::string content_columns(Wants wanted) {
  std::string out = "id, blob_ref";
  if (wants(wanted, Want::body)) out += ", body";
  if (wants(wanted, Want::body) || wants(wanted, Want::structure)) out += ", structure";
  if (wants(wanted, Want::preview)) out += ", preview";
  return out;
}

// What BODY answers. `kept`: of a content from before step 235, whose answer never changes; else empty.
std::string body_of(std::string kept, std::string_view structure) {
  if (!kept.empty()) return kept;
  const auto message = base::decode_structure(structure);
  return message ? base::imap_body(message->root) : "NIL";
}

void take_content(MessageMeta& meta, const base::SqlRow& row, Wants wanted) {
  meta.content = base::ContentId(row.i64(0));
  int column = 2;
  if (wants(wanted, Want::body)) {
    meta.body = body_of(row.str(2), row.text(3));
    column = 3;
  }
  if (wants(wanted, Want::structure)) meta.structure = row.str(column);
  if (wants(wanted, Want::body) || wants(wanted, Want::structure)) ++column;
  if (wants(wanted, Want::preview)) meta.preview = row.str(column);
}

// An id and the index of an entry; several entries may share one content.
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
        if (auto ref = BlobRef::decode(row.text(1))) refs_.put(base::ContentId(id), *ref);
      }
    });
  }

  base::Result<void> read_prefixes(std::size_t at, std::size_t count) {
    if (account_ == 0) {
      auto account = reader_.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox_.value});
      if (!account) return account.error();
      account_ = *account;
    }
    slots_.clear();
    for (std::size_t i = at; i < at + count; ++i) slots_.emplace_back(entries_[i].email.value, i);
    std::sort(slots_.begin(), slots_.end());
    ids_.clear();
    for (const auto& [id, slot] : slots_) ids_.push_back(id);
    const std::size_t marks = marks_for(ids_.size());
    const std::string sql = "SELECT id, prefix FROM email WHERE account = ? AND id IN " + mark_list(marks);
    std::vector<base::SqlParam> params{account_};
    append_ids(params, ids_, marks);
    std::vector<bool> found(slots_.size());
    auto read = reader_.query(sql, params, [&](const base::SqlRow& row) {
      const std::int64_t id = row.i64(0);
      auto slot = std::lower_bound(slots_.begin(), slots_.end(), Slot{id, 0});
      for (; slot != slots_.end() && slot->first == id; ++slot) {
        metas_[slot->second].prefix = row.str(1);
        found[static_cast<std::size_t>(slot - slots_.begin())] = true;
      }
      return true;
    });
    if (!read) return read;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (found[i]) continue;  // else expunged meanwhile
      auto kept = read_tombstone(slots_[i].second);
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

using Lists = std::vector<std::shared_ptr<const ListedContent>>;

// What lists show, of each entry; null where the content is gone.
class ListReader {
 public:
  explicit ListReader(base::SqlReader& reader)
      : reader_(reader), rows_(reader, "SELECT content, packed FROM content_list", "content") {}

  base::Result<Lists> read(std::span<const Entry> entries) {
    Lists out;
    out.reserve(entries.size());
    for (std::size_t at = 0; at < entries.size(); at += kIdBatch) {
      auto done = read_batch(entries.subspan(at, std::min(kIdBatch, entries.size() - at)), out);
      if (!done) return done.error();
    }
    return out;
  }

 private:
  base::Result<void> read_batch(std::span<const Entry> entries, Lists& out) {
    ids_.clear();
    for (const Entry& entry : entries) ids_.push_back(entry.content.value);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    found_.assign(ids_.size(), nullptr);
    base::Result<void> unpacked;
    const auto take = [&](std::int64_t id, std::string packed) {
      auto list = ListedContent::unpack(std::move(packed));
      if (list) {
        found_[place_of(id)] = *std::move(list);
      } else {
        unpacked = list.error();
      }
    };
    auto read = rows_.read(ids_, [&](const base::SqlRow& row) { take(row.i64(0), row.str(1)); });
    if (!read) return read;
    std::vector<std::int64_t> others;  // written before step 235 and not yet reached by the filler, or gone
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      if (!found_[i]) others.push_back(ids_[i]);
    }
    if (!others.empty()) {
      const std::size_t marks = marks_for(others.size());
      std::vector<base::SqlParam> params;
      append_ids(params, others, marks);
      read = reader_.query("SELECT id, envelope, body_structure FROM content WHERE id IN " + mark_list(marks), params,
                           [&](const base::SqlRow& row) {
                             take(row.i64(0), ListedContent::pack({row.text(1), row.text(2), {}}));
                             return true;
                           });
      if (!read) return read;
    }
    if (!unpacked) return unpacked;
    for (const Entry& entry : entries) out.push_back(found_[place_of(entry.content.value)]);
    return {};
  }

  std::size_t place_of(std::int64_t id) const {
    return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
  }

  base::SqlReader& reader_;
  IdReader rows_;
  std::vector<std::int64_t> ids_;  // of the batch, ascending
  Lists found_;                    // for each of ids_
};

}  // namespace

base::Co<base::Result<Metas>> SelectedMail::meta(base::MailboxId mailbox, std::vector<Entry> entries, Wants wants) {
  const Wants rest = wants & ~static_cast<Wants>(Want::list);
  Metas out(entries.size());
  if ((wants & static_cast<Wants>(Want::list)) != 0) {
    auto listed = co_await read_lists(entries, out);
    if (!listed) co_return listed.error();
    if (rest == 0) co_return out;
  }
  auto read = co_await read_meta(mailbox, std::move(entries), rest);
  if (!read) co_return read;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool gone = (wants & static_cast<Wants>(Want::list)) != 0 && !out[i].list;
    if (gone) (*read)[i] = MessageMeta();
    (*read)[i].list = std::move(out[i].list);
  }
  co_return read;
}

base::Co<base::Result<void>> SelectedMail::read_lists(std::span<const Entry> entries, std::span<MessageMeta> metas) {
  const std::vector<std::size_t> unknown = core_.structures.fill(entries, metas);
  std::vector<Entry> share;
  for (std::size_t at = 0; at < unknown.size(); at += kEntriesPerRead) {
    const std::size_t end = std::min(unknown.size(), at + kEntriesPerRead);
    share.clear();
    for (std::size_t i = at; i < end; ++i) share.push_back(entries[unknown[i]]);
    std::function<base::Result<Lists>(base::SqlSnapshot&)> query = [&share](base::SqlSnapshot& snapshot) {
      return ListReader(snapshot).read(share);
    };
    auto lists = co_await core_.db.read<Lists>(std::move(query));
    if (!lists) co_return lists.error();
    for (std::size_t i = at; i < end; ++i) metas[unknown[i]].list = std::move((*lists)[i - at]);
  }
  for (std::size_t i = 0; i < metas.size(); ++i) {
    if (metas[i].list) metas[i].content = entries[i].content;
  }
  if (!unknown.empty()) core_.structures.put(metas);
  co_return base::Result<void>{};
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
