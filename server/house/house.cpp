#include "server/house/house.h"

#include <filesystem>
#include <vector>

#include "base/sql/step_ranges.h"
#include "mailstore/blob/file_blob_store.h"
#include "mailstore/blob/segment_format.h"
#include "mailstore/delivery/open_delivery.h"
#include "mailstore/maintenance/newest_id.h"

namespace server {

std::string House::path(const std::string& name) const { return name.starts_with('/') ? name : data + "/" + name; }

base::Result<std::unique_ptr<House>> House::open(const std::string& settings_file) {
  std::unique_ptr<House> house(new House);
  std::error_code ignored;
  house->settings_file = std::filesystem::absolute(settings_file, ignored).lexically_normal().string();
  house->data = base::parent_directory(house->settings_file);
  auto settings = load_settings(house->settings_file);
  if (!settings) return settings.error();
  house->settings = std::move(*settings);
  if (auto opened = house->open_storage(); !opened) return opened.error();
  if (auto opened = house->open_parts(); !opened) return opened.error();
  return house;
}

// A new database beside mail would be an empty office, which refuses everybody's mail for good.
base::Result<void> House::database_is_there() const {
  std::error_code missing;
  if (std::filesystem::file_size(data + "/vanthu.db", missing) > 0 && !missing) return {};
  auto files = fs->list(data + "/blobs");
  if (!files) return files.error().code == base::ErrorCode::not_found ? base::Result<void>() : files.error();
  for (const std::string& file : *files) {
    const auto size = std::filesystem::file_size(data + "/blobs/" + file, missing);
    if (missing || size <= mailstore::blob::kSegmentHeaderSize) continue;
    return base::Error::permanent(
        base::ErrorCode::corrupt,
        {"Có thư trong " + data + "/blobs, nhưng cơ sở dữ liệu " + data +
             "/vanthu.db không có hoặc rỗng. Chưa thay đổi gì; hãy đưa vanthu.db (cùng vanthu.db-redo) trở lại, hoặc "
             "phục hồi bản sao lưu vào một thư mục mới.",
         "There is mail in " + data + "/blobs, but the database " + data +
             "/vanthu.db is missing or empty. Nothing was changed. Put vanthu.db (with vanthu.db-redo) back, or restore "
             "a backup into a new directory."});
  }
  return {};
}

base::Result<void> House::open_storage() {
  fs = base::make_file_system();
  base::DatabaseOptions options;
  options.url = settings.database.url.empty() ? "sqlite:" + data + "/vanthu.db" : settings.database.url;
  options.readers = static_cast<unsigned>(settings.database.readers);
  options.writers = static_cast<unsigned>(settings.database.writers);
  options.disk_reserve = settings.database.disk_reserve_mib << 20;
  if (settings.database.url.empty()) {
    if (auto there = database_is_there(); !there) return there.error();
  }
  auto database = base::Database::open(options);
  if (!database) return database.error();
  db = std::move(*database);

  auto migrated = db->migrate(
      base::steps_in_order({directory::migrations(), mailstore::store_migrations(), mailstore::delivery_migrations(),
                            mailstore::search_migrations(), mailstore::substring_migrations()}));
  if (!migrated) return migrated.error();
  auto newest = mailstore::newest_id(*db);
  if (!newest) return newest.error();
  id_clock.set_floor(base::behind_id(*newest));
  ids = std::make_unique<base::IdMaker>(id_clock);

  mailstore::FileBlobOptions blob_options;
  blob_options.directory = data + "/blobs";
  blob_options.disk_reserve = settings.database.disk_reserve_mib << 20;
  auto blob_store = mailstore::FileBlobStore::open(*fs, blob_options);
  if (!blob_store) return blob_store.error();
  blobs = std::move(*blob_store);
  return {};
}

base::Result<void> House::open_parts() {
  file_pool = std::make_unique<base::Pool>(base::Pool::Options{"files", 2, 10000});
  parse_pool = std::make_unique<base::Pool>(base::Pool::Options{"parse", 2, 10000});
  auto opened_directory = directory::Directory::open(*db, clock, *ids);
  if (!opened_directory) return opened_directory.error();
  directory = std::move(*opened_directory);
  auto opened_certificates = directory::Certificates::open(*directory, clock, *ids);
  if (!opened_certificates) return opened_certificates.error();
  certificates = std::move(*opened_certificates);
  auto opened_calendars = directory::Calendars::open(*directory, clock, *ids);
  if (!opened_calendars) return opened_calendars.error();
  calendars = std::move(*opened_calendars);
  seals = mailstore::signing::Seals::open(path(settings.office.seals), settings.office.pkcs11_module, clock);
  auto opened_gate = directory::Gate::open(*directory, clock, *ids, settings.gate);
  if (!opened_gate) return opened_gate.error();
  gate = std::move(*opened_gate);
  auto opened_store =
      mailstore::MailStore::open({*db, *blobs, clock, *ids, *file_pool, settings.store, fs.get(), data + "/views"});
  if (!opened_store) return opened_store.error();
  store = std::move(*opened_store);
  auto opened_delivery = mailstore::open_delivery(*store, *directory, clock, *ids, *parse_pool, settings.delivery,
                                                  {certificates.get(), seals.get(), calendars.get()});
  if (!opened_delivery) return opened_delivery.error();
  delivery = std::move(opened_delivery->door);
  office_desk = std::move(opened_delivery->desk);
  auto opened_queue = mailstore::Queue::open(*store, clock);
  if (!opened_queue) return opened_queue.error();
  queue = std::move(*opened_queue);
  auto opened_search = mailstore::Search::open(*store, clock, data + "/search");
  if (!opened_search) return opened_search.error();
  search = std::move(*opened_search);
  auto opened_substring = mailstore::SubstringSearch::open(*store, *fs, data + "/substring");
  if (!opened_substring) return opened_substring.error();
  substring = std::move(*opened_substring);
  return {};
}

base::Result<directory::Account> House::account(const std::string& address) const {
  auto view = directory->view();
  const directory::Account* found = view->find_address(address);
  if (found == nullptr) found = view->find_login(address);
  if (found == nullptr) {
    return base::Error::permanent(
        base::ErrorCode::not_found,
        {"Không có tài khoản " + address + ". Chưa thay đổi gì; `vanthu account list` cho xem mọi địa chỉ.",
         "There is no account " + address + ". Nothing was changed. `vanthu account list` shows all addresses."});
  }
  return *found;
}

}  // namespace server
