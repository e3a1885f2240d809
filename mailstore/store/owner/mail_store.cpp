#include "mailstore/store/owner/mail_store.h"

#include "mailstore/store/owner/list_filler.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {

struct MailStore::State {
  explicit State(const Parts& parts)
      : core{parts.db, parts.blobs, parts.clock, parts.ids, parts.file_pool, {}, {}, {}, {}, {}, {}, {}},
        mailboxes(core, selected, parts.settings) {}

  StoreCore core;
  Contents contents{core};
  SelectedMail selected{core, contents};
  Mailboxes mailboxes;
};

MailStore::MailStore(Parts parts) : state_(std::make_unique<State>(parts)) {}
MailStore::~MailStore() = default;

base::Result<std::unique_ptr<MailStore>> MailStore::open(Parts parts) {
  auto store = std::make_unique<MailStore>(parts);
  auto finished = store->mailboxes().finish_removals();
  if (!finished) return finished.error();
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
