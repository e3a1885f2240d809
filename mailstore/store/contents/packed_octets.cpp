// Format: "Z" size:u64le zstd-frame, or anything else: not packed.
#include "mailstore/store/contents/packed_octets.h"

#include <zstd.h>

namespace mailstore {
namespace {

constexpr char kMark = 'Z';
constexpr std::size_t kHead = 9;
constexpr int kLevel = 1;                    // this runs once per delivery
constexpr std::size_t kMaxSize = 64u << 20;  // nothing we write comes near it

bool is_packed(std::string_view stored) { return stored.size() > kHead && stored.front() == kMark; }

base::Error broken() {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Những gì kho giữ cho danh sách thư (người gửi, tiêu đề, cấu trúc) của một thư bị hỏng; bản thân thư và các thư khác "
       "không bị ảnh hưởng. Hãy giữ một bản sao của thư mục dữ liệu và xem ổ đĩa, rồi phục hồi bản sao lưu vào một thư mục mới.",
       "What the store keeps of a message for lists (sender, subject, structure) is damaged. The message itself and all "
       "others are not affected. Keep a copy of the data directory and look at the disk, then restore a backup into a new directory."},
      "packed octets");
}

}  // namespace

std::string pack_octets(std::string raw) {
  if (raw.size() < kPackFrom) return raw;
  std::string out(1, kMark);
  for (unsigned i = 0; i < 8; ++i) out += static_cast<char>(static_cast<std::uint64_t>(raw.size()) >> (8 * i) & 0xFF);
  out.resize(kHead + ZSTD_compressBound(raw.size()));
  const std::size_t size = ZSTD_compress(out.data() + kHead, out.size() - kHead, raw.data(), raw.size(), kLevel);
  if (ZSTD_isError(size) != 0 || kHead + size >= raw.size()) return raw;
  out.resize(kHead + size);
  return out;
}

std::size_t unpacked_size(std::string_view stored) {
  if (!is_packed(stored)) return stored.size();
  std::uint64_t size = 0;
  for (unsigned i = 0; i < 8; ++i)
    size |= static_cast<std::uint64_t>(static_cast<unsigned char>(stored[i + 1])) << 8 * i;
  return static_cast<std::size_t>(size);
}

base::Result<std::string> unpack_octets(std::string stored) {
  if (!is_packed(stored)) return stored;
  const std::size_t size = unpacked_size(stored);
  if (size > kMaxSize) return broken();
  std::string out(size, '\0');
  const std::size_t done = ZSTD_decompress(out.data(), size, stored.data() + kHead, stored.size() - kHead);
  if (ZSTD_isError(done) != 0 || done != size) return broken();
  return out;
}

}  // namespace mailstore
