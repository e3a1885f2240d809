#include "tests/bench/bench_office.h"

#include <filesystem>

#include "directory/people/account_admin.h"
#include "directory/people/setup.h"

namespace bench {

Office::Office(const std::string& dir, int number_of_people, std::span<const base::Migration> more, std::string url) {
  std::filesystem::create_directories(dir);
  base::DatabaseOptions options;
  options.url = url.empty() ? "sqlite:" + dir + "/vanthu.db" : std::move(url);
  db = must(base::Database::open(options), "database");
  must(db->migrate(base::steps_in_order(
           {directory::migrations(), mailstore::store_migrations(), mailstore::delivery_migrations(), more})),
       "migrate");
  mailstore::FileBlobOptions blob_options;
  blob_options.directory = dir + "/blobs";
  blobs = must(mailstore::FileBlobStore::open(*files, blob_options), "blobs");
  people = must(directory::Directory::open(*db, clock, ids), "directory");
  if (people->view()->domains().empty()) {
    const auto root = must(directory::create_root(*people, clock, ids, "Bench", {"bench.example"}), "root");
    directory::AccountAdmin admin(*people, clock, ids);
    for (int i = 0; i < number_of_people; ++i) {
      directory::NewPerson person;
      person.full_name = "Person " + std::to_string(i);
      person.address = i == 0 ? "p" : "p" + std::to_string(i);
      person.unit = root;
      (void)must(admin.create_person(person, "bench"), "person");
    }
  }
  store = store_anew();
  mailstore::DeliverySettings settings;
  settings.hostname = "bench.example";
  door = must(mailstore::open_delivery(*store, *people, clock, ids, parse_pool, settings), "door").door;
}

base::AccountId Office::account(int number) const {
  return people->view()->find_address("p" + (number == 0 ? "" : std::to_string(number)) + "@bench.example")->id;
}

base::MailboxId Office::inbox(int number) const {
  return must(base::run_blocking(store->mailboxes().list(account(number))), "mailboxes").front().id;
}

std::unique_ptr<mailstore::MailStore> Office::store_anew() {
  return must(mailstore::MailStore::open({*db, *blobs, clock, ids, file_pool}), "store");
}

}  // namespace bench
