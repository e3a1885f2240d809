// An office for the measuring programs: directory, store and door in one process, without a network. People have the
// addresses p, p1, p2 … @bench.example. A directory that holds one already is opened again.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/async/executor.h"
#include "base/async/pool.h"
#include "base/clock.h"
#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "base/sql/step_ranges.h"
#include "directory/people/directory.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/delivery/open_delivery.h"
#include "mailstore/store/owner/mail_store.h"
#include "tests/bench/took.h"

namespace bench {

struct Office {
  // dir: made when it is not there. more: steps of what the program opens on top of store and delivery. url: of the
  // database, dir/vanthu.db when empty. Ends the program when anything cannot be opened.
  explicit Office(const std::string& dir, int people = 1, std::span<const base::Migration> more = {},
                  std::string url = {});

  base::AccountId account(int number = 0) const;  // of p, p1, p2 …
  base::MailboxId inbox(int number = 0) const;
  // The store as the next process finds it: no view in memory.
  std::unique_ptr<mailstore::MailStore> store_anew();

  base::SystemClock clock;
  base::IdMaker ids{clock};
  std::unique_ptr<base::FileSystem> files = base::make_file_system();
  std::unique_ptr<base::Database> db;
  std::unique_ptr<mailstore::FileBlobStore> blobs;
  std::unique_ptr<directory::Directory> people;
  base::Pool file_pool{{"files", 2, 10000}}, parse_pool{{"parse", 2, 10000}};
  std::unique_ptr<mailstore::MailStore> store;
  std::unique_ptr<mailstore::Delivery> door;
};

}  // namespace bench
