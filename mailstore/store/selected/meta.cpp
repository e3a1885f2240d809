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

constexpr std::size_t kEntriesPerRead = 2000;       // one snapshot's share
constexpr std::size_t kOctetsPerRead = 256 * 1024;  // of lists, and of all else, in one answer of meta()

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

// What one read may put into memory. The first row always has room; the first that has none ends the read.
class Room {
 public:
  explicit Room(std::size_t octets) : whole_(octets), left_(octets) {}
  bool take(std::size_t octets) {
    full_ = full_ || (any_ && octets > left_);
    if (full_) return false;
    any_ = true;
    spend(octets);
    return true;
  }
  void spend(std::size_t octets) { left_ -= std::min(left_, octets); }
  bool full() const { return full_; }
  void empty() { *this = Room(whole_); }

 private:
  std::size_t whole_, left_;
  bool any_ = false, full_ = false;
};

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

  // Of the first entries, as many as there is room for.
  base::Result<Metas> read() {
    auto count = read_by(kIdBatch);
    if (count && *count == 0 && !entries_.empty()) {  // the rows came in another order than the entries
      room_.empty();
      metas_.assign(entries_.size(), {});
      count = read_by(1);
    }
    if (!count) return count.error();
    metas_.resize(*count);
    return std::move(metas_);
  }

 private:
  base::Result<std::size_t> read_by(std::size_t batch) {
    std::size_t at = 0;
    for (; at < entries_.size(); at += std::min(batch, entries_.size() - at)) {
      const std::size_t count = std::min(batch, entries_.size() - at);
      auto contents = read_contents(at, count);
      if (!contents) return contents.error();
      if (wants(wanted_, Want::prefix)) {
        auto prefixes = read_prefixes(at, count);
        if (!prefixes) return prefixes.error();
        for (std::size_t i = at; i < at + count; ++i) room_.spend(metas_[i].prefix.size());
      }
      if (!room_.full()) continue;
      while (metas_[at].content) ++at;  // ends at the one without room
      break;
    }
    return at;
  }

  base::Result<void> read_contents(std::size_t at, std::size_t count) {
    slots_.clear();
    for (std::size_t i = at; i < at + count; ++i) {
      // Only where the bytes lie is asked for, and that is known: the email's row tells whether it is still there.
      if (wanted_ == static_cast<Wants>(Want::prefix) && refs_.find(entries_[i].content)) {
        metas_[i].content = entries_[i].content;
      } else {
        slots_.emplace_back(entries_[i].content.value, i);
      }
    }
    if (slots_.empty()) return {};
    std::sort(slots_.begin(), slots_.end());
    ids_.clear();
    for (const auto& [id, slot] : slots_) {
      if (ids_.empty() || ids_.back() != id) ids_.push_back(id);
    }
    auto next = slots_.begin();  // rows mostly come ascending
    return contents_.read(ids_, [&](const base::SqlRow& row) {
      const std::int64_t id = row.i64(0);
      if (next == slots_.end() || next->first != id) next = std::lower_bound(slots_.begin(), slots_.end(), Slot{id, 0});
      MessageMeta taken;
      if (!room_.full()) take_content(taken, row, wanted_);
      for (; next != slots_.end() && next->first == id; ++next) {
        if (room_.take(taken.body.size() + taken.structure.size() + taken.preview.size())) metas_[next->second] = taken;
      }
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
  Room room_{kOctetsPerRead};
  IdReader contents_;
  std::vector<Slot> slots_;        // of the batch, ascending
  std::vector<std::int64_t> ids_;  // of the batch
  std::int64_t account_ = 0;
  Metas metas_;
};

using Lists = std::vector<std::shared_ptr<const ListedContent>>;

// What lists show, of the first entries that there is room for; null where the content is gone.
class ListReader {
 public:
  ListReader(base::SqlReader& reader, std::size_t most_octets)
      : reader_(reader), room_(most_octets), rows_(reader, "SELECT content, packed FROM content_list", "content") {}

  base::Result<Lists> read(std::span<const Entry> entries) {
    Lists out;
    out.reserve(entries.size());
    auto done = read_by(kIdBatch, entries, out);
    if (done && out.empty() && !entries.empty()) {  // the rows came in another order than the entries
      room_.empty();
      done = read_by(1, entries, out);
    }
    if (!done) return done.error();
    return out;
  }

 private:
  base::Result<void> read_by(std::size_t batch, std::span<const Entry> entries, Lists& out) {
    for (; !entries.empty() && !room_.full(); entries = entries.subspan(std::min(batch, entries.size()))) {
      auto done = read_batch(entries.first(std::min(batch, entries.size())), out);
      if (!done) return done;
    }
    return {};
  }

  base::Result<void> read_batch(std::span<const Entry> entries, Lists& out) {
    ids_.clear();
    for (const Entry& entry : entries) ids_.push_back(entry.content.value);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    found_.assign(ids_.size(), nullptr);
    base::Result<void> unpacked;
    const auto take = [&](std::int64_t id, std::string packed) {
      if (!room_.take(packed.size())) return;
      auto list = ListedContent::unpack(std::move(packed));
      if (list) {
        found_[place_of(id)] = *std::move(list);
      } else {
        unpacked = list.error();
      }
    };
    auto read = rows_.read(ids_, [&](const base::SqlRow& row) {
      if (!room_.full()) take(row.i64(0), row.str(1));
    });
    if (!read) return read;
    std::vector<std::int64_t> others;  // written before step 235 and not yet reached by the filler, or gone
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      if (!found_[i]) others.push_back(ids_[i]);
    }
    if (!others.empty() && !room_.full()) {
      const std::size_t marks = marks_for(others.size());
      std::vector<base::SqlParam> params;
      append_ids(params, others, marks);
      read = reader_.query("SELECT id, envelope, body_structure FROM content WHERE id IN " + mark_list(marks), params,
                           [&](const base::SqlRow& row) {
                             take(row.i64(0), ListedContent::pack({row.text(1), row.text(2), {}}));
                             return !room_.full();
                           });
      if (!read) return read;
    }
    if (!unpacked) return unpacked;
    for (const Entry& entry : entries) {
      const auto& list = found_[place_of(entry.content.value)];
      if (!list && room_.full()) break;
      out.push_back(list);
    }
    return {};
  }

  std::size_t place_of(std::int64_t id) const {
    return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
  }

  base::SqlReader& reader_;
  Room room_;
  IdReader rows_;
  std::vector<std::int64_t> ids_;  // of the batch, ascending
  Lists found_;                    // for each of ids_
};

std::size_t list_octets(const MessageMeta& meta) { return meta.list ? meta.list->octets() : 0; }

}  // namespace

// Answers fewer than asked when the first of them fill the memory of one read; one at least.
base::Co<base::Result<Metas>> SelectedMail::meta(base::MailboxId mailbox, std::vector<Entry> entries, Wants wants) {
  const Wants rest = wants & ~static_cast<Wants>(Want::list);
  Metas out(entries.size());
  if ((wants & static_cast<Wants>(Want::list)) != 0) {
    auto listed = co_await read_lists(entries, out);
    if (!listed) co_return listed.error();
    // Those behind the last list had no room, or are gone and are asked for once more; without any list all are gone.
    const auto last =
        std::find_if(out.rbegin(), out.rend(), [](const MessageMeta& meta) { return meta.list != nullptr; });
    if (last != out.rend()) out.erase(last.base(), out.end());
    entries.resize(out.size());
    if (rest == 0) co_return out;
  }
  auto read = co_await read_meta(mailbox, std::move(entries), rest);
  if (!read) co_return read;
  for (std::size_t i = 0; i < read->size(); ++i) {
    const bool gone = (wants & static_cast<Wants>(Want::list)) != 0 && !out[i].list;
    if (gone) (*read)[i] = MessageMeta();
    (*read)[i].list = std::move(out[i].list);
  }
  co_return read;
}

// Of the first entries that there is room for; the others get none.
base::Co<base::Result<void>> SelectedMail::read_lists(std::span<const Entry> entries, std::span<MessageMeta> metas) {
  std::vector<std::size_t> unknown = core_.structures.fill(entries, metas);
  std::size_t count = 0, left = kOctetsPerRead;
  for (; count < metas.size() && (count == 0 || list_octets(metas[count]) <= left); ++count)
    left -= std::min(left, list_octets(metas[count]));
  unknown.erase(std::lower_bound(unknown.begin(), unknown.end(), count), unknown.end());
  std::vector<Entry> share;
  for (std::size_t at = 0; at < unknown.size(); at += kEntriesPerRead) {
    const std::size_t end = std::min(unknown.size(), at + kEntriesPerRead);
    share.clear();
    for (std::size_t i = at; i < end; ++i) share.push_back(entries[unknown[i]]);
    std::function<base::Result<Lists>(base::SqlSnapshot&)> query = [&share, left](base::SqlSnapshot& snapshot) {
      return ListReader(snapshot, left).read(share);
    };
    auto lists = co_await core_.db.read<Lists>(std::move(query));
    if (!lists) co_return lists.error();
    for (std::size_t i = 0; i < lists->size(); ++i) {
      MessageMeta& meta = metas[unknown[at + i]];
      meta.list = std::move((*lists)[i]);
      left -= std::min(left, list_octets(meta));
    }
    if (lists->size() == share.size()) continue;
    count = unknown[at + lists->size()];
    break;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (metas[i].list) metas[i].content = entries[i].content;
  }
  for (MessageMeta& meta : metas.subspan(count)) meta = MessageMeta();
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
    const bool whole = metas->size() == share.size();
    std::move(metas->begin(), metas->end(), std::back_inserter(out));
    if (!whole) break;
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
