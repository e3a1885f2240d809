#include "mailstore/store/owner/mail_store.h"

#include "base/log.h"
#include "base/sql/redo/accepted_loss.h"
#include "base/sql/redo/carried_bytes.h"
#include "mailstore/blob/carried_records.h"
#include "mailstore/store/owner/list_filler.h"
#include "mailstore/store/owner/new_uids.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {

struct MailStore::State {
  explicit State(const Parts& parts)
      : core{parts.db, parts.blobs, parts.clock, parts.ids, parts.file_pool, {}, {}, {}, {}, {}, {}, {}},
        mailboxes(core, selected, parts.settings) {
    if (parts.fs != nullptr)
      core.copies = std::make_unique<ViewCopies>(*parts.fs, parts.view_directory, parts.db, core.keywords);
  }

  StoreCore core;
  Contents contents{core};
  SelectedMail selected{core, contents};
  Mailboxes mailboxes;
};

namespace {

// Bytes of messages that only the log of a dead process had.
base::Result<void> restore_carried_bytes(base::Database& db, BlobStore& blobs) {
  return base::restore_carried(db, [&](base::CarriedBytes bytes) -> base::Result<void> {
    if (auto* carried = dynamic_cast<CarriedRecords*>(&blobs)) return carried->restore(bytes);
    return base::Error::permanent(
        base::ErrorCode::unsupported,
        {"Nhật ký của cơ sở dữ liệu còn giữ thư của một kho khác loại. Chưa thay đổi gì; hãy mở lại bằng kho cũ.",
         "The database's log still has messages of another kind of store. Nothing was changed; open it with that one."});
  });
}

// Before anybody is told of a UID.
base::Result<void> give_no_uid_twice(base::Database& db, const base::Clock& clock) {
  auto noted = base::take_note_of_loss(
      db, [&] { return db.write_blocking([](base::SqlTransaction& tx) { return ask_for_new_uids(tx); }); });
  if (!noted) return noted;
  return give_new_uids(db, clock);
}

}  // namespace

MailStore::MailStore(Parts parts) : state_(std::make_unique<State>(parts)) {}
MailStore::~MailStore() = default;

base::Result<std::unique_ptr<MailStore>> MailStore::open(Parts parts) {
  if (auto restored = restore_carried_bytes(parts.db, parts.blobs); !restored) return restored.error();
  if (auto given = give_no_uid_twice(parts.db, parts.clock); !given) return given.error();
  auto store = std::make_unique<MailStore>(parts);
  if (auto finished = store->mailboxes().finish_removals(); !finished) {  // nobody sees them meanwhile
    base::log(
        base::LogLevel::warning, "STO-0009",
        "what was left of deleted mailboxes is not removed yet; everything else goes on, the next start tries again",
        {{"error", base::describe(finished.error())}});
  }
  auto begun = begin_lists(store->state_->core);
  if (!begun) return begun.error();
  return store;
}

Mailboxes& MailStore::mailboxes() { return state_->mailboxes; }
SelectedMail& MailStore::selected() { return state_->selected; }
Contents& MailStore::contents() { return state_->contents; }
ChangeSignals& MailStore::signals() { return state_->core.signals; }

StoreCore& StoreInside::of(MailStore& store) { return store.state_->core; }

}  // namespace mailstore
