#include "mailstore/search/index_directory.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <sstream>

#include "base/fs/file_system.h"

namespace mailstore::search {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t kEpoch2020 = 1577836800;  // base/ids.h: milliseconds since 2020-01-01 above 20 bits

bool is_shard_name(const std::string& name) {
  if (name.size() != 7 || name[4] != '-') return false;
  for (std::size_t i : {0u, 1u, 2u, 3u, 5u, 6u}) {
    if (name[i] < '0' || name[i] > '9') return false;
  }
  return true;
}

base::Error io_error(const std::string& path, const std::string& what) {
  return base::Error::transient(base::ErrorCode::io,
                                {"Không ghi được thư mục chỉ mục.", "The search directory cannot be written."},
                                path + ": " + what);
}

}  // namespace

std::string shard_name(base::ContentId content) {
  const std::time_t seconds = static_cast<std::time_t>(kEpoch2020 + (content.value >> 20) / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char name[24];
  std::snprintf(name, sizeof name, "%04d-%02d", (parts.tm_year + 1900) % 10000, parts.tm_mon + 1);
  return name;
}

std::string IndexDirectory::shard_of(base::ContentId content) const { return path_ + "/" + shard_name(content); }

std::string IndexDirectory::read_id() const {
  const std::unique_ptr<base::FileSystem> files = base::make_file_system();
  const base::Result<std::string> text = base::read_file(*files, path_ + "/version", 1000);
  if (!text) return "";
  std::istringstream words(*text);
  std::string mark, id;
  int format = 0;
  words >> mark >> format >> id;
  return mark == "vanthu-search" && format == kIndexFormat ? id : "";
}

base::Result<void> IndexDirectory::wipe() const {
  std::error_code error;
  fs::remove(path_ + "/version", error);
  for (const std::string& shard : directories()) {
    fs::remove_all(shard, error);
    if (error) return io_error(shard, error.message());
  }
  return {};
}

base::Result<void> IndexDirectory::write_id(const std::string& id) const {
  const std::unique_ptr<base::FileSystem> files = base::make_file_system();
  if (base::Result<void> made = files->create_directories(path_); !made) return made;
  return base::write_file_atomically(*files, path_ + "/version",
                                     "vanthu-search " + std::to_string(kIndexFormat) + " " + id + "\n");
}

bool IndexDirectory::is_complete(const std::string& shard) {
  std::error_code error;
  return fs::exists(shard + "/iamglass", error);  // Xapian writes it last
}

std::vector<std::string> IndexDirectory::shards() const {
  std::vector<std::string> out = directories();
  std::erase_if(out, [](const std::string& shard) { return !is_complete(shard); });
  return out;
}

std::vector<std::string> IndexDirectory::directories() const {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator it(path_, error), end; !error && it != end; it.increment(error)) {
    if (is_shard_name(it->path().filename().string()) && it->is_directory(error)) out.push_back(it->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace mailstore::search
