// The view of a mailbox: read once, from its packed copy or row by row, then moved forward by what the change log says.
#include <algorithm>

#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/selected/view_rows.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using ViewPtr = std::shared_ptr<const MailboxView>;

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
}

// A view in the making. A large mailbox is read in portions, each in a snapshot of its own, because a snapshot lives
// for seconds only; what changed since the first one is then read like every later change.
struct Loading {
  ViewPtr old;                      // known before, or null
  std::optional<ViewCopy> copy;     // what lies on disk, when nothing is known
  std::size_t portion;              // rows of one snapshot
  std::optional<MailboxInfo> info;  // in the first portion's snapshot
  std::vector<Entry> entries;
  std::size_t kept = 0;  // of the portions that are over
  ViewPtr whole;         // all portions, as of `info`
  bool more = false;
  std::size_t rows = 0;  // that were read beyond what lies on disk; ViewCopies::kNoCopy
};

base::Result<void> read_portion(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row, Loading& load) {
  if (load.whole) return {};
  if (!load.info) {
    load.info = row.info;
    load.entries.reserve(static_cast<std::size_t>(std::max<std::int64_t>(row.info.messages, 0)));
  }
  load.entries.resize(load.kept);  // a query may run twice
  const auto more = read_entries(reader, keywords, row.info, load.portion, load.entries);
  if (!more) return more.error();
  load.more = *more;
  if (!load.more) load.whole = MailboxView::make(*load.info, std::move(load.entries));
  return {};
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
  if (load.copy && !load.info) {
    auto packed = view_from_copy(reader, keywords, **row, *load.copy, load.portion, load.rows);
    if (!packed || *packed) return packed;
  }
  load.rows = 0;
  if (load.info || !view || view->info().highest_modseq < (*row)->tombstone_floor || is_far_behind(**row, load)) {
    auto read = read_portion(reader, keywords, **row, load);
    if (!read) return read.error();
    if (load.more) return ViewPtr();
    view = load.whole;
    load.rows = ViewCopies::kNoCopy;
  }
  if (view->info().highest_modseq == (*row)->info.highest_modseq) return view;
  if (view->info().highest_modseq < (*row)->tombstone_floor) {  // removed between two portions
    return base::Error::transient(base::ErrorCode::conflict, {"Hộp thư vừa thay đổi; xin thử lại.",
                                                              "The mailbox changed meanwhile; please try again."});
  }
  std::size_t rows = 0;
  auto moved = advanced_view(reader, keywords, **row, *view, rows);
  if (load.rows != ViewCopies::kNoCopy) load.rows = rows;
  return moved;
}

}  // namespace

base::Co<base::Result<ViewPtr>> SelectedMail::view(base::MailboxId mailbox) {
  const auto now = core_.clock.steady();
  ViewCache::Found found = core_.views.find(mailbox, now);
  if (found.fresh) co_return found.view;
  Loading load;
  load.old = found.view;
  load.portion = view_portion_;
  if (!load.old && core_.copies) {
    auto look = [this, mailbox]() -> base::Result<std::optional<ViewCopy>> { return core_.copies->load(mailbox); };
    auto copy = co_await core_.file_pool.run(look);
    if (copy) load.copy = *std::move(copy);  // a pool that is full: the rows are there
  }
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
  if (core_.copies) core_.copies->note(*view, load.rows, now);
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
