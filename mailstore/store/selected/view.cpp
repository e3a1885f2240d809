// The view of a mailbox: read once, then moved forward by what the change log says.
#include <algorithm>

#include "mailstore/store/account_change.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using ViewPtr = std::shared_ptr<const MailboxView>;

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
}

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

// A view in the making. A large mailbox is read in portions, each in a snapshot of its own, because a snapshot lives
// for seconds only; what changed since the first one is then read like every later change.
struct Loading {
  ViewPtr old;                      // known before, or null
  std::size_t portion;              // rows of one snapshot
  std::optional<MailboxInfo> info;  // in the first portion's snapshot
  std::vector<Entry> entries;
  std::size_t kept = 0;  // of the portions that are over
  ViewPtr whole;         // all portions, as of `info`
  bool more = false;
};

base::Result<void> read_portion(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row, Loading& load) {
  if (load.whole) return {};
  if (!load.info) {
    load.info = row.info;
    load.entries.reserve(static_cast<std::size_t>(std::max<std::int64_t>(row.info.messages, 0)));
  }
  load.entries.resize(load.kept);  // a query may run twice
  const std::int64_t after = load.entries.empty() ? 0 : load.entries.back().uid.value;
  EntryReader make(keywords);
  auto read = reader.query(kPortion,
                           {row.info.account.value, row.info.id.value, after, static_cast<std::int64_t>(load.portion)},
                           [&](const base::SqlRow& r) {
                             load.entries.push_back(make.entry_of(r));
                             return true;
                           });
  if (!read) return read;
  load.more = load.entries.size() - load.kept == load.portion;
  if (!load.more) load.whole = MailboxView::make(*load.info, std::move(load.entries));
  return {};
}

base::Result<ViewPtr> advanced_view(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row,
                                    const MailboxView& old) {
  const base::ModSeq since = old.info().highest_modseq;
  std::vector<Entry> changed;
  std::vector<base::Uid> gone;
  EntryReader make(keywords);
  auto read =
      reader.query(kSince, {row.info.account.value, row.info.id.value, since.value}, [&](const base::SqlRow& r) {
        changed.push_back(make.entry_of(r));
        return true;
      });
  if (!read) return read.error();
  read = reader.query("SELECT uid FROM tombstone WHERE mailbox = ? AND modseq > ?", {row.info.id.value, since.value},
                      [&](const base::SqlRow& r) {
                        gone.emplace_back(static_cast<std::uint32_t>(r.i64(0)));
                        return true;
                      });
  if (!read) return read.error();
  std::sort(changed.begin(), changed.end(), [](const Entry& a, const Entry& b) { return a.uid < b.uid; });
  std::sort(gone.begin(), gone.end());
  return old.advance(row.info, std::move(changed), gone);
}

// Much new mail since the old view: reading all anew is no dearer, and never too much for one snapshot.
bool is_far_behind(const MailboxRow& row, const Loading& load) {
  return row.info.uid_next.value - std::min(load.old->info().uid_next.value, row.info.uid_next.value) > load.portion;
}

base::Result<ViewPtr> read_view(base::SqlReader& reader, KeywordTable& keywords, base::MailboxId mailbox,
                                Loading& load) {
  load.more = false;
  auto row = read_mailbox(reader, mailbox);
  if (!row) return row.error();
  if (!*row || (*row)->state != MailboxState::live) return no_mailbox();
  ViewPtr view = load.old;
  if (load.info || !view || view->info().highest_modseq < (*row)->tombstone_floor || is_far_behind(**row, load)) {
    auto read = read_portion(reader, keywords, **row, load);
    if (!read) return read.error();
    if (load.more) return ViewPtr();
    view = load.whole;
  }
  if (view->info().highest_modseq == (*row)->info.highest_modseq) return view;
  if (view->info().highest_modseq < (*row)->tombstone_floor) {  // removed between two portions
    return base::Error::transient(base::ErrorCode::conflict, {"Hộp thư vừa thay đổi; xin thử lại.",
                                                              "The mailbox changed meanwhile; please try again."});
  }
  return advanced_view(reader, keywords, **row, *view);
}

}  // namespace

base::Co<base::Result<ViewPtr>> SelectedMail::view(base::MailboxId mailbox) {
  const auto now = core_.clock.steady();
  ViewCache::Found found = core_.views.find(mailbox, now);
  if (found.fresh) co_return found.view;
  Loading load;
  load.old = found.view;
  load.portion = view_portion_;
  base::Result<ViewPtr> view = ViewPtr();
  for (;;) {
    auto query = [this, mailbox, &load](base::SqlSnapshot& snapshot) -> base::Result<ViewPtr> {
      return read_view(snapshot, core_.keywords, mailbox, load);
    };
    view = co_await core_.db.read(query);
    if (!view || !load.more) break;
    load.kept = load.entries.size();
  }
  if (!view) {
    if (view.error().code == base::ErrorCode::not_found) core_.views.drop(mailbox);
    co_return view.error();
  }
  co_return core_.views.put(mailbox, std::move(*view), now);
}

base::Co<base::Result<Vanished>> SelectedMail::vanished_since(base::MailboxId mailbox, base::ModSeq since) {
  auto query = [mailbox, since](base::SqlSnapshot& snapshot) -> base::Result<Vanished> {
    auto row = read_mailbox(snapshot, mailbox);
    if (!row) return row.error();
    if (!*row) return no_mailbox();
    Vanished out;
    out.complete = since >= (*row)->tombstone_floor;
    auto read = snapshot.query("SELECT uid FROM tombstone WHERE mailbox = ? AND modseq > ?",
                               {mailbox.value, since.value}, [&](const base::SqlRow& r) {
                                 out.uids.emplace_back(static_cast<std::uint32_t>(r.i64(0)));
                                 return true;
                               });
    if (!read) return read.error();
    std::sort(out.uids.begin(), out.uids.end());
    return out;
  };
  co_return co_await core_.db.read(query);
}

std::shared_ptr<const std::vector<std::string>> SelectedMail::keywords(std::uint32_t keyword_set) const {
  return core_.keywords.get(keyword_set);
}

}  // namespace mailstore
