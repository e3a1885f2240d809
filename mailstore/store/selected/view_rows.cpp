#include "mailstore/store/selected/view_rows.h"

#include <algorithm>

#include "base/log.h"
#include "mailstore/store/view_copies.h"

namespace mailstore {
namespace {

using ViewPtr = std::shared_ptr<const MailboxView>;

class EntryReader {
 public:
  explicit EntryReader(KeywordTable& keywords) : keywords_(keywords) {}
  Entry entry_of(const base::SqlRow& r) {
    Entry e;
    e.uid = base::Uid(static_cast<std::uint32_t>(r.i64(0)));
    e.system_flags = static_cast<std::uint32_t>(r.i64(1)) | (r.i64(2) != 0 ? flag::kDeleted : 0);
    e.modseq = base::ModSeq(r.i64(3));
    e.email = base::EmailId(r.i64(4));
    e.content = base::ContentId(r.i64(5));
    e.thread = base::ThreadId(r.i64(6));
    e.received = base::Timestamp(r.i64(7));
    e.offset_minutes = static_cast<std::int16_t>(r.i64(8));
    e.size = r.i64(9);
    e.keyword_set = intern(r.text(10));
    return e;
  }

 private:
  // Neighbours mostly have the same keywords.
  std::uint32_t intern(std::string_view stored) {
    if (stored.empty()) return 0;
    if (stored != last_) {
      last_ = stored;
      last_set_ = keywords_.intern(stored);
    }
    return last_set_;
  }
  KeywordTable& keywords_;
  std::string last_;
  std::uint32_t last_set_ = 0;
};

constexpr std::string_view kPortion =
    "SELECT m.uid, e.flags, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, "
    "e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email WHERE m.mailbox = ? AND m.uid > ? "
    "ORDER BY m.uid LIMIT ?";
constexpr std::string_view kSince =
    "SELECT m.uid, e.flags, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, "
    "e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email WHERE m.mailbox = ? AND m.modseq > ?";

// Does the view say what the mailbox's row counts?
bool agrees(const MailboxView& view) {
  const MailboxInfo& info = view.info();
  return static_cast<std::int64_t>(view.size()) == info.messages &&
         static_cast<std::int64_t>(view.unseen()) == info.unseen &&
         static_cast<std::int64_t>(view.deleted()) == info.deleted;
}

}  // namespace

base::Result<bool> read_entries(base::SqlReader& reader, KeywordTable& keywords, const MailboxInfo& mailbox,
                                std::size_t count, std::vector<Entry>& out) {
  const std::size_t before = out.size();
  const std::int64_t after = out.empty() ? 0 : out.back().uid.value;
  EntryReader make(keywords);
  auto read = reader.query(kPortion, {mailbox.account.value, mailbox.id.value, after, static_cast<std::int64_t>(count)},
                           [&](const base::SqlRow& r) {
                             out.push_back(make.entry_of(r));
                             return true;
                           });
  if (!read) return read.error();
  return out.size() - before == count;
}

base::Result<ViewPtr> advanced_view(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row,
                                    const MailboxView& old, std::size_t most, std::size_t& rows) {
  const base::ModSeq since = old.info().highest_modseq;
  std::vector<Entry> changed;
  std::vector<base::Uid> gone;
  EntryReader make(keywords);
  auto read =
      reader.query(kSince, {row.info.account.value, row.info.id.value, since.value}, [&](const base::SqlRow& r) {
        changed.push_back(make.entry_of(r));
        return changed.size() <= most;
      });
  if (!read) return read.error();
  if (changed.size() > most) return ViewPtr();
  read = reader.query("SELECT uid FROM tombstone WHERE mailbox = ? AND modseq > ?", {row.info.id.value, since.value},
                      [&](const base::SqlRow& r) {
                        gone.emplace_back(static_cast<std::uint32_t>(r.i64(0)));
                        return gone.size() <= most;
                      });
  if (!read) return read.error();
  if (gone.size() > most) return ViewPtr();
  rows = changed.size() + gone.size();
  std::sort(changed.begin(), changed.end(), [](const Entry& a, const Entry& b) { return a.uid < b.uid; });
  std::sort(gone.begin(), gone.end());
  return old.advance(row.info, std::move(changed), gone);
}

base::Result<ViewPtr> view_from_copy(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row,
                                     const ViewCopy& copy, std::size_t most, std::size_t& rows) {
  const MailboxInfo& info = row.info;
  const auto token = ViewCopies::token_of(reader, info.id);
  if (!token) return token.error();
  if (*token == 0 || *token != copy.token || copy.mailbox != info.id || copy.uid_validity != info.uid_validity ||
      copy.highest_modseq > info.highest_modseq || copy.highest_modseq < row.tombstone_floor ||
      copy.uid_next > info.uid_next || info.uid_next.value - copy.uid_next.value > most)
    return ViewPtr();
  rows = 0;
  ViewPtr view;
  if (copy.highest_modseq == info.highest_modseq) {
    view = MailboxView::make(info, copy.chunks);
  } else {
    MailboxInfo then = info;
    then.highest_modseq = copy.highest_modseq;
    then.uid_next = copy.uid_next;
    auto moved = advanced_view(reader, keywords, row, *MailboxView::make(std::move(then), copy.chunks), most, rows);
    if (!moved || !*moved) return moved;
    view = *std::move(moved);
  }
  if (agrees(*view)) return view;
  base::log(base::LogLevel::warning, "STO-0004", "the copy of a view is not what the rows say; they are read",
            {{"mailbox", std::to_string(info.id.value)}});
  return ViewPtr();
}

}  // namespace mailstore
