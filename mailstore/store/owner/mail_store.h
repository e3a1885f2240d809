// MailStore: owns what the store is made of (store_core.h) and its faces, opens it and lets it go. For those who wire
// the parts together and for what cares for the store as a whole (retention.h, verify.h, delivery, search,
// maintenance); everybody else is given the face it uses. Emails by account (JMAP) and uploads become faces beside
// these. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/change_signals.h"
#include "mailstore/store/contents.h"
#include "mailstore/store/mailboxes/mailboxes.h"
#include "mailstore/store/schema.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {

class BlobStore;
struct StoreCore;

class MailStore {
 public:
  struct Parts {  // all outlive the store
    base::Database& db;
    BlobStore& blobs;
    const base::Clock& clock;
    base::IdMaker& ids;
    base::Pool& file_pool;  // blob reads
    StoreSettings settings = {};
    // Where packed copies of large views are kept (view_copies.h); none: they are not.
    base::FileSystem* fs = nullptr;
    std::string view_directory = {};
  };
  // Also removes what is left of mailboxes that were being deleted at a crash, and gives new UIDs after a loss
  // (new_uids.h).
  static base::Result<std::unique_ptr<MailStore>> open(Parts parts);
  explicit MailStore(Parts parts);  // open() without the removing
  ~MailStore();
  MailStore(const MailStore&) = delete;
  MailStore& operator=(const MailStore&) = delete;

  Mailboxes& mailboxes();
  SelectedMail& selected();
  Contents& contents();
  ChangeSignals& signals();

 private:
  friend struct StoreInside;  // store_inside.h
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mailstore
