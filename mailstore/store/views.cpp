// The view of a mailbox: read once, then moved forward by what the change log says.
#include <algorithm>

#include "mailstore/store/account_change.h"
#include "mailstore/store/store_impl.h"

namespace mailstore {
namespace {

using ViewPtr = std::shared_ptr<const MailboxView>;

base::Error no_mailbox() { return base::Error::permanent(base::ErrorCode::not_found, "No such mailbox."); }

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

constexpr std::string_view kAll =
    "SELECT m.uid, e.flags, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, "
    "e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email WHERE m.mailbox = ? "
    "ORDER BY m.uid";
constexpr std::string_view kSince =
    "SELECT m.uid, e.flags, m.deleted, m.modseq, e.id, e.content, e.thread, e.received_us, e.received_offset, e.size, "
    "e.keywords FROM mailbox_email m JOIN email e ON e.account = ? AND e.id = m.email WHERE m.mailbox = ? AND m.modseq > ?";

base::Result<ViewPtr> whole_view(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row) {
  std::vector<Entry> entries;
  entries.reserve(static_cast<std::size_t>(std::max<std::int64_t>(row.info.messages, 0)));
  EntryReader make(keywords);
  auto read = reader.query(kAll, {row.info.account.value, row.info.id.value}, [&](const base::SqlRow& r) {
    entries.push_back(make.entry_of(r));
    return true;
  });
  if (!read) return read.error();
  return MailboxView::make(row.info, std::move(entries));
}

base::Result<ViewPtr> advanced_view(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row,
                                    const MailboxView& old) {
  const base::ModSeq since = old.info().highest_modseq;
  std::vector<Entry> changed;
  std::vector<base::Uid> gone;
  EntryReader make(keywords);
  auto read = reader.query(kSince, {row.info.account.value, row.info.id.value, since.value}, [&](const base::SqlRow& r) {
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

base::Result<ViewPtr> read_view(base::SqlReader& reader, KeywordTable& keywords, base::MailboxId mailbox, const ViewPtr& old) {
  auto row = read_mailbox(reader, mailbox);
  if (!row) return row.error();
  if (!*row || (*row)->state != MailboxState::live) return no_mailbox();
  if (!old || old->info().highest_modseq < (*row)->tombstone_floor) return whole_view(reader, keywords, **row);
  if (old->info().highest_modseq == (*row)->info.highest_modseq) return old;
  return advanced_view(reader, keywords, **row, *old);
}

}  // namespace

base::Co<base::Result<ViewPtr>> MailStoreImpl::view(base::MailboxId mailbox) {
  const auto now = core_.clock.steady();
  ViewCache::Found found = core_.views.find(mailbox, now);
  if (found.fresh) co_return found.view;
  std::function<base::Result<ViewPtr>(base::SqlSnapshot&)> query = [this, mailbox, old = found.view](base::SqlSnapshot& snapshot) {
    return read_view(snapshot, core_.keywords, mailbox, old);
  };
  auto view = co_await core_.db.read<ViewPtr>(std::move(query));
  if (!view) {
    if (view.error().code == base::ErrorCode::not_found) core_.views.drop(mailbox);
    co_return view.error();
  }
  co_return core_.views.put(mailbox, std::move(*view), now);
}

base::Co<base::Result<base::Uid>> MailStoreImpl::claim_recent(base::MailboxId mailbox) {
  std::function<base::Result<std::optional<MailboxRow>>(base::SqlSnapshot&)> look = [mailbox](base::SqlSnapshot& snapshot) {
    return read_mailbox(snapshot, mailbox);
  };
  auto row = co_await core_.db.read<std::optional<MailboxRow>>(std::move(look));
  if (!row) co_return row.error();
  if (!*row) co_return no_mailbox();
  if ((*row)->recent_uid == (*row)->info.uid_next) co_return (*row)->recent_uid;
  std::function<base::Result<base::Uid>(base::SqlTransaction&)> unit = [this, mailbox](base::SqlTransaction& tx) -> base::Result<base::Uid> {
    auto account = AccountChange::owner(tx, mailbox);
    if (!account) return account.error();
    auto change = AccountChange::begin(tx, core_, *account);   // its lock keeps two sessions apart
    if (!change) return change.error();
    auto box = change->mailbox(mailbox);
    if (!box) return box.error();
    const base::Uid first = (*box)->recent_uid;
    auto done = tx.execute("UPDATE mailbox SET recent_uid = ? WHERE id = ?", {(*box)->info.uid_next.value, mailbox.value});
    if (!done) return done.error();
    return first;
  };
  co_return co_await core_.db.write<base::Uid>(std::move(unit));
}

base::Co<base::Result<MailStore::Vanished>> MailStoreImpl::vanished_since(base::MailboxId mailbox, base::ModSeq since) {
  std::function<base::Result<Vanished>(base::SqlSnapshot&)> query = [mailbox, since](base::SqlSnapshot& snapshot) -> base::Result<Vanished> {
    auto row = read_mailbox(snapshot, mailbox);
    if (!row) return row.error();
    if (!*row) return no_mailbox();
    Vanished out;
    out.complete = since >= (*row)->tombstone_floor;
    auto read = snapshot.query("SELECT uid FROM tombstone WHERE mailbox = ? AND modseq > ?", {mailbox.value, since.value},
                               [&](const base::SqlRow& r) {
                                 out.uids.emplace_back(static_cast<std::uint32_t>(r.i64(0)));
                                 return true;
                               });
    if (!read) return read.error();
    std::sort(out.uids.begin(), out.uids.end());
    return out;
  };
  co_return co_await core_.db.read<Vanished>(std::move(query));
}

}  // namespace mailstore
