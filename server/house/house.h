// House: every part below the listeners, wired by hand and in order. Opened by `serve` and by commands that run in
// process. Thread-safe as far as its parts are; opening and destroying belong to one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/floor_clock.h"
#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "directory/calendars/calendars.h"
#include "directory/certificates/certificates.h"
#include "directory/gate/gate.h"
#include "directory/people/directory.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/desk/office_desk.h"
#include "mailstore/delivery/queue/queue.h"
#include "mailstore/search/search.h"
#include "mailstore/signing/seals.h"
#include "mailstore/store/owner/mail_store.h"
#include "mailstore/substring/substring_search.h"
#include "server/house/settings.h"

namespace server {

struct House {
  // settings_file: DIR/vanthu.toml; the data directory is its folder. REQUIRES: the caller holds the directory's lock.
  static base::Result<std::unique_ptr<House>> open(const std::string& settings_file);

  // In order of dependence: what stands below uses what stands above it, and goes first.
  std::string settings_file, data;  // absolute
  Settings settings;
  base::SystemClock clock;
  base::FloorClock id_clock{clock};  // no id below those that are there, wherever the machine's clock stands
  std::unique_ptr<base::IdMaker> ids;
  std::unique_ptr<base::FileSystem> fs;
  std::unique_ptr<mailstore::BlobStore> blobs;
  std::unique_ptr<base::Database> db;
  std::unique_ptr<base::Pool> file_pool, parse_pool;
  std::unique_ptr<directory::Directory> directory;
  std::unique_ptr<directory::Certificates> certificates;
  std::unique_ptr<directory::Calendars> calendars;
  std::unique_ptr<mailstore::signing::Seals> seals;
  std::unique_ptr<directory::Gate> gate;
  std::unique_ptr<mailstore::MailStore> store;
  std::shared_ptr<mailstore::OfficeDesk> office_desk;
  std::unique_ptr<mailstore::Delivery> delivery;
  std::unique_ptr<mailstore::Queue> queue;
  std::unique_ptr<mailstore::Search> search;
  std::unique_ptr<mailstore::SubstringSearch> substring;
  bool serving = false;  // inside the daemon: the indexer runs

  // A file of the settings: relative names count from the data directory.
  std::string path(const std::string& name) const;
  // An account by address or login name. Errors: not_found with a sentence.
  base::Result<directory::Account> account(const std::string& address) const;

 private:
  House() = default;
  base::Result<void> database_is_there() const;
  base::Result<void> open_storage();
  base::Result<void> open_parts();
};

}  // namespace server
