// The view of a mailbox: read once, from its packed copy or row by row, then moved forward by what the change log says.
#include <algorithm>

#include "mailstore/store/mailbox_rows.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/selected/view_rows.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using ViewPtr = std::shared_ptr<const MailboxView>;

constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

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

// The view that is known, or the one that lies on disk, moved forward. Null when there is none that can be.
base::Result<ViewPtr> view_forward(base::SqlReader& reader, KeywordTable& keywords, const MailboxRow& row,
                                   Loading& load) {
  if (load.copy) return view_from_copy(reader, keywords, row, *load.copy, load.portion, load.rows);
  const ViewPtr& old = load.old;
  if (!old || old->info().highest_modseq < row.tombstone_floor) return ViewPtr();
  if (old->info().highest_modseq == row.info.highest_modseq) return old;
  const std::uint32_t known = std::min(old->info().uid_next.value, row.info.uid_next.value);
  if (row.info.uid_next.value - known > load.portion) return ViewPtr();  // reading all anew is no dearer
  return advanced_view(reader, keywords, row, *old, load.portion, load.rows);
}

base::Result<ViewPtr> read_view(base::SqlReader& reader, KeywordTable& keywords, base::MailboxId mailbox,
                                Loading& load) {
  load.more = false;
  load.rows = 0;
  auto row = read_mailbox(reader, mailbox);
  if (!row) return row.error();
  if (!*row || (*row)->state != MailboxState::live) return no_mailbox();
  if (!load.info) {
    auto forward = view_forward(reader, keywords, **row, load);
    if (!forward || *forward) return forward;
  }
  auto read = read_portion(reader, keywords, **row, load);
  if (!read) return read.error();
  if (load.more) return ViewPtr();
  load.rows = ViewCopies::kNoCopy;
  const ViewPtr& view = load.whole;
  if (view->info().highest_modseq == (*row)->info.highest_modseq) return view;
  if (view->info().highest_modseq < (*row)->tombstone_floor) {  // removed between two portions
    return base::Error::transient(base::ErrorCode::conflict, {"Hộp thư vừa thay đổi; xin thử lại.",
                                                              "The mailbox changed meanwhile; please try again."});
  }
  std::size_t rows = 0;
  return advanced_view(reader, keywords, **row, *view, kAnyNumber, rows);
}

}  // namespace

base::Co<base::Result<ViewPtr>> SelectedMail::view(base::MailboxId mailbox) {
  if (core_.keywords.sweep_due()) {
    auto sweep = [this]() -> base::Result<void> {
      const std::uint64_t begun = core_.keywords.begin_sweep();
      core_.keywords.sweep(begun, core_.views.keyword_sets());
      return {};
    };
    (void)co_await core_.file_pool.run(sweep);
  }
  const auto now = core_.clock.steady();
  ViewCache::Found found = core_.views.find(mailbox, now);
  if (found.fresh) co_return found.view;
  const KeywordTable::Making making(core_.keywords);
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

void SelectedMail::remember(const ViewPtr& view) { core_.views.remember(view); }

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
