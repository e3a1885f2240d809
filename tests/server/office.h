// A small office with its mail: real directory, gate, store, door and queue on a real database, for the tests of
// servers.
#pragma once

#include <string>
#include <vector>

#include "base/async/pool.h"
#include "base/fs/file_system.h"
#include "base/sql/step_ranges.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/delivery/open_delivery.h"
#include "mailstore/delivery/queue/queue.h"
#include "mailstore/store/owner/mail_store.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace tests {

inline constexpr const char* kPassword = "Rung-Thong-88!";

struct MailOffice : SmallOffice {
  explicit MailOffice(std::unique_ptr<base::Database> database, directory::GateSettings settings = SmallOffice::cheap())
      : SmallOffice(std::move(database), std::move(settings)) {
    must(db->migrate(base::steps_in_order(
        {directory::migrations(), mailstore::store_migrations(), mailstore::delivery_migrations()})));
    mailstore::FileBlobOptions blob_options;
    blob_options.directory = folder / "blobs";
    blobs = must(mailstore::FileBlobStore::open(*fs, blob_options));
    store = must(mailstore::MailStore::open({*db, *blobs, clock, ids, files}));
    mailstore::DeliverySettings delivery_settings;
    delivery_settings.hostname = "mail.bimson.example";
    auto opened = must(mailstore::open_delivery(*store, *directory, clock, ids, parsing, delivery_settings));
    delivery = std::move(opened.door);
    queue = must(mailstore::Queue::open(*store, clock));
    binh = person("Nguyễn Văn Bình", directory::Role::staff, "binh@bimson.example");
    an = person("Lê Thị An", directory::Role::clerk, "an@bimson.example");
    settle(binh, kPassword);
    settle(an, kPassword);
  }
  ~MailOffice() {
    queue.reset();
    delivery.reset();
    store.reset();
  }

  // What lies in INBOX, oldest first, each with its trace headers.
  std::vector<std::string> inbox(base::AccountId account) {
    auto mailbox = must(base::run_blocking(store->mailboxes().find(account, "INBOX")));
    auto view = must(base::run_blocking(store->selected().view(mailbox.id)));
    std::vector<mailstore::Entry> entries;
    for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
    auto meta = must(base::run_blocking(
        store->selected().meta(mailbox.id, entries, static_cast<mailstore::Wants>(mailstore::Want::prefix))));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      out.push_back(
          must(base::run_blocking(store->selected().read_message(entries[i], meta[i].prefix, 0, entries[i].size))));
    }
    return out;
  }
  std::vector<mailstore::QueueItem> queued() { return must(base::run_blocking(queue->list())); }

  TempDirectory folder;
  std::unique_ptr<base::FileSystem> fs = base::make_file_system();
  std::unique_ptr<mailstore::BlobStore> blobs;
  base::Pool files{{"files", 2, 1000}}, parsing{{"parse", 2, 1000}};
  std::unique_ptr<mailstore::MailStore> store;
  std::unique_ptr<mailstore::Delivery> delivery;
  std::unique_ptr<mailstore::Queue> queue;
  base::AccountId binh, an;
};

}  // namespace tests
