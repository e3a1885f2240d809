#include "mailstore/search/shards/content_list.h"

#include <algorithm>

#include "mailstore/blob/segment_format.h"
#include "mailstore/search/shards/little_endian.h"

namespace mailstore::search {
namespace {

constexpr std::string_view kMagic = "vanthu-contents 1\n";
constexpr std::int64_t kLimit = std::int64_t{1} << 30;

}  // namespace

base::Result<void> write_content_list(base::FileSystem& files, const std::string& path,
                                      std::vector<base::ContentId> contents) {
  std::sort(contents.begin(), contents.end());
  std::string bytes(kMagic);
  put_little<std::uint32_t>(bytes, static_cast<std::uint32_t>(contents.size()));
  for (base::ContentId content : contents) put_little<std::int64_t>(bytes, content.value);
  put_little<std::uint32_t>(bytes, blob::crc32c(bytes));
  return base::write_file_atomically(files, path, bytes);
}

base::Result<std::vector<base::ContentId>> read_content_list(base::FileSystem& files, const std::string& path) {
  base::Result<std::string> bytes = base::read_file(files, path, kLimit);
  if (!bytes) return std::move(bytes).error();
  const std::string_view all(*bytes);
  constexpr std::size_t kHead = kMagic.size() + 4;
  const bool whole = all.size() >= kHead + 4 && all.starts_with(kMagic) &&
                     all.size() == kHead + 4 + 8 * std::size_t{get_little<std::uint32_t>(&all[kMagic.size()])} &&
                     get_little<std::uint32_t>(&all[all.size() - 4]) == blob::crc32c(all.substr(0, all.size() - 4));
  if (!whole) {
    return base::Error::permanent(base::ErrorCode::corrupt, {"Chỉ mục hỏng.", "The search index is damaged."}, path);
  }
  std::vector<base::ContentId> out;
  for (std::size_t at = kHead; at + 4 < all.size(); at += 8) out.emplace_back(get_little<std::int64_t>(&all[at]));
  return out;
}

}  // namespace mailstore::search
