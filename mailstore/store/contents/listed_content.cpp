// Format, version 1 (packed by packed_octets.h when it is long): version:1 string(envelope) string(body_structure)
// fields; string = size (LEB128) bytes, fields: the rest.
#include "mailstore/store/contents/listed_content.h"

#include <utility>

#include "mailstore/store/contents/packed_octets.h"

namespace mailstore {
namespace {

constexpr char kVersion = 1;

void put_string(std::string& out, std::string_view text) {
  std::size_t size = text.size();
  for (; size >= 0x80; size >>= 7) out += static_cast<char>(size | 0x80);
  out += static_cast<char>(size);
  out += text;
}

bool take_string(std::string_view& in, std::string_view& out) {
  std::size_t size = 0;
  for (unsigned shift = 0; shift < 35 && !in.empty(); shift += 7) {
    const auto octet = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    size |= static_cast<std::size_t>(octet & 0x7F) << shift;
    if (octet >= 0x80) continue;
    if (size > in.size()) return false;
    out = in.substr(0, size);
    in.remove_prefix(size);
    return true;
  }
  return false;
}

}  // namespace

std::string ListedContent::pack(const Parts& parts) {
  std::string out(1, kVersion);
  out.reserve(24 + parts.envelope.size() + parts.body_structure.size() + parts.fields.size());
  put_string(out, parts.envelope);
  put_string(out, parts.body_structure);
  out += parts.fields;
  return pack_octets(std::move(out));
}

bool ListedContent::read() {
  std::string_view in = packed_;
  if (in.empty() || in.front() != kVersion) return false;
  in.remove_prefix(1);
  if (!take_string(in, parts_.envelope) || !take_string(in, parts_.body_structure)) return false;
  parts_.fields = in;
  return true;
}

base::Result<std::shared_ptr<const ListedContent>> ListedContent::unpack(std::string packed) {
  auto raw = unpack_octets(std::move(packed));
  if (!raw) return raw.error();
  auto out = std::make_shared<ListedContent>(Key(), *std::move(raw));
  if (!out->read())
    return base::Error::permanent(
        base::ErrorCode::corrupt,
        {"Những gì kho giữ cho danh sách thư (người gửi, tiêu đề, cấu trúc) của một thư bị hỏng; bản thân thư và các thư khác "
         "không bị ảnh hưởng. Hãy giữ một bản sao của thư mục dữ liệu và xem ổ đĩa, rồi phục hồi bản sao lưu vào một thư mục mới.",
         "What the store keeps of a message for lists (sender, subject, structure) is damaged. The message itself and all "
         "others are not affected. Keep a copy of the data directory and look at the disk, then restore a backup into a new directory."},
        "content_list");
  return std::shared_ptr<const ListedContent>(std::move(out));
}

}  // namespace mailstore
