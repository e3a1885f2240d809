// A small house for storage tests: database, segments, directory with a few persons, store and door, opened on an
// engine as often as the test likes.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/async/executor.h"
#include "base/async/pool.h"
#include "base/fs/file_system.h"
#include "base/sql/step_ranges.h"
#include "directory/people/account_admin.h"
#include "directory/people/directory.h"
#include "directory/people/setup.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/delivery/open_delivery.h"
#include "mailstore/search/search.h"
#include "mailstore/store/owner/mail_store.h"
#include "tests/storage_engines.h"

namespace tests {

template <class T>
T must(base::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "unexpected: %s\n", base::describe(result.error()).c_str());
    FAIL(base::describe(result.error()));
    std::abort();
  }
  return std::move(*result);
}
inline void must(base::Result<void> result) {
  if (!result) FAIL(base::describe(result.error()));
}
template <class T>
T must(base::Co<base::Result<T>> co) {
  return must(base::run_blocking(std::move(co)));
}
inline void must(base::Co<base::Result<void>> co) { must(base::run_blocking(std::move(co))); }

struct MailHouse {
  // people: how many persons "p0" … are made when the database is new; 0 leaves it empty (restore). more: steps of what
  // the test opens on top.
  MailHouse(const StorageEngine& engine, const std::string& blob_directory, int people = 3,
            std::span<const base::Migration> more = {})
      : ids(clock) {
    db = engine.open();
    must(db->migrate(base::steps_in_order({directory::migrations(), mailstore::store_migrations(),
                                           mailstore::delivery_migrations(), mailstore::search_migrations(), more})));
    mailstore::FileBlobOptions options;
    options.directory = blob_directory;
    options.disk_reserve = 0;
    blobs = must(mailstore::FileBlobStore::open(*fs, options));
    if (people > 0) open_house(people);
  }

  void open_house(int people) {
    staff = must(directory::Directory::open(*db, clock, ids));
    if (staff->view()->domains().empty()) {
      const base::UnitId root = must(directory::create_root(*staff, clock, ids, "Test", {"house.example"}));
      directory::AccountAdmin admin(*staff, clock, ids);
      for (int i = 0; i < people; ++i) {
        directory::NewPerson person;
        person.full_name = "Person " + std::to_string(i);
        person.address = "p" + std::to_string(i);
        person.unit = root;
        must(admin.create_person(person, "test"));
      }
    }
    store = must(mailstore::MailStore::open({*db, *blobs, clock, ids, files}));
    mailstore::DeliverySettings settings;
    settings.hostname = "house.example";
    auto opened = must(mailstore::open_delivery(*store, *staff, clock, ids, parse, settings));
    desk = std::move(opened.desk);
    door = std::move(opened.door);
  }

  base::AccountId person(int number) const {
    const directory::Account* account = staff->view()->find_login("p" + std::to_string(number) + "@house.example");
    REQUIRE(account != nullptr);
    return account->id;
  }
  mailstore::MailboxInfo mailbox(int number, const std::string& path = "INBOX") {
    (void)must(store->mailboxes().list(person(number)));
    base::Result<mailstore::MailboxInfo> found = base::run_blocking(store->mailboxes().find(person(number), path));
    if (found) return *found;
    return must(store->mailboxes().create(person(number), path));
  }
  base::Uid append(const mailstore::MailboxInfo& mailbox, std::string bytes, mailstore::Flags flags = {},
                   std::optional<mailstore::InternalDate> date = {}) {
    std::vector<mailstore::AppendMessage> messages(1);
    messages[0].bytes = std::move(bytes);
    messages[0].flags = std::move(flags);
    messages[0].internal_date = date;
    return must(door->append(mailbox.id, std::move(messages))).uids.at(0);
  }

  base::SystemClock clock;
  base::IdMaker ids;
  std::unique_ptr<base::FileSystem> fs = base::make_file_system();
  std::unique_ptr<base::Database> db;
  std::unique_ptr<mailstore::BlobStore> blobs;
  base::Pool files{{"files", 2, 10000}}, parse{{"parse", 2, 10000}};
  std::unique_ptr<directory::Directory> staff;
  std::unique_ptr<mailstore::MailStore> store;
  std::shared_ptr<mailstore::OfficeDesk> desk;
  std::unique_ptr<mailstore::Delivery> door;
};

// A plain text message, CRLF.
inline std::string mail(const std::string& subject, const std::string& body,
                        const std::string& from = "A <a@outside.example>", const std::string& id = "") {
  static int counter = 0;
  return "From: " + from + "\r\nTo: P <p0@house.example>\r\nSubject: " + subject +
         "\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nMessage-ID: <" +
         (id.empty() ? "m" + std::to_string(++counter) : id) +
         "@outside.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n";
}

}  // namespace tests
