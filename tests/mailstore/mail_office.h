// An office with a mail store and a door on a fresh database, for the tests of mailstore/. Reopens on the same data.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async/executor.h"
#include "base/async/pool.h"
#include "base/sql/step_ranges.h"
#include "directory/people/account_admin.h"
#include "directory/people/setup.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/delivery/open_delivery.h"
#include "mailstore/delivery/queue/queue.h"
#include "mailstore/store/owner/mail_store.h"
#include "tests/storage_engines.h"

namespace tests {

template <class T>
T good(base::Result<T> result) {
  if (!result) FAIL(base::describe(result.error()));
  return std::move(*result);
}
inline void good(base::Result<void> result) {
  if (!result) FAIL(base::describe(result.error()));
}

// Everything that goes away at a crash and comes back at a start.
struct MailOffice {
  MailOffice(std::unique_ptr<base::Database> database, base::FileSystem& file_system, const std::string& blob_directory)
      : MailOffice(std::move(database), file_system, small_segments(file_system, blob_directory)) {}

  MailOffice(std::unique_ptr<base::Database> database, base::FileSystem& file_system,
             std::unique_ptr<mailstore::BlobStore> bytes)
      : fs(file_system), db(std::move(database)), blobs(std::move(bytes)) {
    good(db->migrate(base::steps_in_order(
        {directory::migrations(), mailstore::store_migrations(), mailstore::delivery_migrations()})));
    people = good(directory::Directory::open(*db, clock, ids));
    if (people->view()->domains().empty()) {
      good(directory::create_root(*people, clock, ids, "UBND thị xã Bỉm Sơn", {"bimson.example"}));
    }
    root = people->view()->units().front().id;
    admin = std::make_unique<directory::AccountAdmin>(*people, clock, ids);
    store = good(mailstore::MailStore::open({*db, *blobs, clock, ids, files}));
    open_door({});
  }

  static std::unique_ptr<mailstore::BlobStore> small_segments(base::FileSystem& fs, const std::string& directory) {
    mailstore::FileBlobOptions options;
    options.directory = directory;
    options.segment_size = 64 * 1024;
    options.disk_reserve = 0;
    return good(mailstore::FileBlobStore::open(fs, options));
  }

  void open_door(mailstore::DeliverySettings settings, mailstore::office::OfficeParts parts = {}) {
    door.reset();
    if (settings.hostname.empty()) settings.hostname = "mail.bimson.example";
    auto opened = good(mailstore::open_delivery(*store, *people, clock, ids, parse, settings, parts));
    desk = std::move(opened.desk);
    door = std::move(opened.door);
    queue = good(mailstore::Queue::open(*store, clock));
  }

  base::AccountId person(const std::string& local, std::int64_t quota = 0) {
    if (const auto* known = people->view()->find_address(local + "@bimson.example")) return known->id;
    directory::NewPerson fresh;
    fresh.full_name = "Nguyễn Văn " + local;
    fresh.address = local;
    fresh.unit = root;
    fresh.quota_bytes = quota;
    return good(admin->create_person(fresh, "test"));
  }

  template <class T>
  T run(base::Co<base::Result<T>> co) {
    return good(base::run_blocking(std::move(co)));
  }
  void run(base::Co<base::Result<void>> co) { good(base::run_blocking(std::move(co))); }

  mailstore::MailboxInfo mailbox(base::AccountId account, const std::string& path) {
    return run(store->mailboxes().find(account, path));
  }
  std::shared_ptr<const mailstore::MailboxView> view(base::MailboxId id) { return run(store->selected().view(id)); }

  base::Uid append(base::MailboxId id, const std::string& bytes, std::uint32_t flags = 0,
                   std::vector<std::string> keywords = {}) {
    mailstore::AppendMessage message;
    message.bytes = bytes;
    message.flags = {flags, std::move(keywords)};
    std::vector<mailstore::AppendMessage> list;
    list.push_back(std::move(message));
    return run(door->append(id, std::move(list))).uids.front();
  }

  std::string read(base::MailboxId id, const mailstore::Entry& entry) {
    auto metas = run(store->selected().meta(id, {entry}, static_cast<unsigned>(mailstore::Want::prefix)));
    return run(store->selected().read_message(entry, metas.front().prefix, 0, entry.size));
  }

  static mailstore::DeliverRequest letter(const std::vector<std::string>& to, const std::string& bytes,
                                          const std::string& from = "a@outside.example") {
    mailstore::DeliverRequest request;
    request.reverse_path = from;
    for (const std::string& address : to) request.recipients.push_back({address, {}, {}});
    request.bytes = bytes;
    request.received = "Received: from client.example by mail.bimson.example; Mon, 23 Nov 2026 16:32:00 +0700\r\n";
    return request;
  }

  base::FileSystem& fs;
  base::SystemClock clock;
  base::IdMaker ids{clock};
  base::Pool files{{"files", 1, 1000}}, parse{{"parse", 1, 1000}};
  std::unique_ptr<base::Database> db;
  std::unique_ptr<mailstore::BlobStore> blobs;
  std::unique_ptr<directory::Directory> people;
  base::UnitId root;
  std::unique_ptr<directory::AccountAdmin> admin;
  std::unique_ptr<mailstore::MailStore> store;
  std::unique_ptr<mailstore::Queue> queue;
  std::shared_ptr<mailstore::OfficeDesk> desk;
  std::unique_ptr<mailstore::Delivery> door;
};

inline void with_office(const std::function<void(MailOffice&)>& body) {
  for_each_engine([&](std::unique_ptr<base::Database> db) {
    TempDirectory directory;
    auto fs = base::make_file_system();
    MailOffice office(std::move(db), *fs, directory / "blobs");
    body(office);
  });
}

inline std::string sample_mail(const std::string& subject, const std::string& body = "Kính gửi các phòng.\r\n") {
  return "From: Trần Thị B <b@outside.example>\r\nTo: an@bimson.example\r\nSubject: " + subject +
         "\r\nDate: Mon, 23 Nov 2026 09:00:00 +0700\r\nMessage-ID: <" +
         std::to_string(std::hash<std::string>()(subject)) +
         "@outside.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body;
}

}  // namespace tests
