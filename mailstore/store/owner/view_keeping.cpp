#include "mailstore/store/owner/view_keeping.h"

#include "base/async/executor.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {

ViewKeeping::ViewKeeping(MailStore& store, Time now) : store_(store), next_survey_(now + kStart) {}

base::Result<void> ViewKeeping::step(Time now) {
  ViewCopies* const copies = StoreInside::of(store_).copies.get();
  if (copies == nullptr) return {};
  if (auto written = copies->write_due(ViewCopies::Which::rested, now); !written) return written;
  if (now >= next_survey_) {
    next_survey_ = now + kSurvey;
    return survey();
  }
  if (without_copy_.empty()) return {};
  const base::MailboxId mailbox = without_copy_.back();
  without_copy_.pop_back();
  return make(mailbox);
}

base::Result<void> ViewKeeping::finish(Time now) {
  ViewCopies* const copies = StoreInside::of(store_).copies.get();
  return copies == nullptr ? base::Result<void>{} : copies->write_due(ViewCopies::Which::all, now);
}

base::Result<void> ViewKeeping::survey() {
  StoreCore& core = StoreInside::of(store_);
  const auto cleaned = core.copies->clean();
  const auto from = static_cast<std::int64_t>(core.copies->from());
  const auto looked = core.db.read_blocking([&](base::SqlSnapshot& snapshot) {
    without_copy_.clear();
    return snapshot.query(
        "SELECT m.id FROM mailbox m LEFT JOIN view_copy v ON v.mailbox = m.id "
        "WHERE m.state = 0 AND m.messages >= ? AND (v.mailbox IS NULL OR m.uid_next > v.uid_next + ?)",
        {from, kMailBehind}, [&](const base::SqlRow& row) {
          without_copy_.emplace_back(row.i64(0));
          return true;
        });
  });
  return looked ? cleaned : looked;
}

base::Result<void> ViewKeeping::make(base::MailboxId mailbox) {
  auto view = base::run_blocking(store_.selected().view(mailbox));
  if (!view) return view.error().code == base::ErrorCode::not_found ? base::Result<void>{} : view.error();
  return StoreInside::of(store_).copies->write(**view);
}

}  // namespace mailstore
