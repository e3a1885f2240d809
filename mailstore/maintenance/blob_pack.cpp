#include "mailstore/maintenance/blob_pack.h"

#include <algorithm>
#include <cstdio>

namespace mailstore {
namespace {

std::string pack_name(std::size_t number) {
  char name[32];
  std::snprintf(name, sizeof name, "blobs-%05zu", number);
  return name;
}

base::Error damaged(const std::string& what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Bản sao lưu hỏng: nội dung thư.", "The backup is damaged: message bytes."}, what);
}

std::string bytes_of(const BlobHash& hash) {
  return std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
}

base::Result<void> write_blob(BackupFileWriter& out, const BlobStore& store, const NamedBlob& blob,
                              const FindBlob& find) {
  BlobRef ref = blob.ref;
  for (int attempt = 0;; ++attempt) {
    base::Result<std::string> bytes = store.read_all(ref);
    if (!bytes && bytes.error().code == base::ErrorCode::conflict && attempt < 3) {
      base::Result<BlobRef> now = find(blob.hash);
      if (!now) return std::move(now).error();
      ref = *now;
      continue;
    }
    if (!bytes) return std::move(bytes).error();
    if (base::sha256(*bytes) != blob.hash) {
      return base::Error::permanent(
          base::ErrorCode::corrupt,
          {"Byte của một thư trên ổ đĩa đã hỏng (không khớp mã kiểm tra), nên không sao lưu. Kho không "
           "bị thay đổi và bản sao lưu trước vẫn nguyên: hãy giữ nó. Hãy xem ổ đĩa, rồi phục "
           "hồi bản sao lưu trước vào một thư mục mới.",
           "The octets of a message on the disk are damaged (they fail their checksum), so no "
           "backup was made. The store was not changed and the former backup is whole: keep it. "
           "Look at the disk, then restore the former backup into a new directory."},
          "blob " + base::to_hex(blob.hash));
    }
    base::Result<void> done = out.put("B");
    if (done) done = out.put(bytes_of(blob.hash));
    if (done) done = out.put_varint(bytes->size());
    return done ? out.put(*bytes) : done;
  }
}

}  // namespace

base::Result<std::vector<BackupFileInfo>> write_packs(base::FileSystem& fs, const std::string& directory,
                                                      const BlobStore& store, const std::vector<NamedBlob>& blobs,
                                                      const FindBlob& find,
                                                      const std::function<base::Result<void>(std::int64_t)>& progress) {
  std::vector<BackupFileInfo> files;
  for (std::size_t at = 0; at < blobs.size();) {
    base::Result<std::unique_ptr<BackupFileWriter>> out =
        BackupFileWriter::create(fs, directory, pack_name(files.size() + 1));
    if (!out) return std::move(out).error();
    if (base::Result<void> head = (*out)->put("vanthu-blobs 1\n"); !head) return std::move(head).error();
    std::int64_t size = 0, count = 0;
    for (; at < blobs.size() && size < kPackSize; ++at, ++count) {
      if (base::Result<void> done = write_blob(**out, store, blobs[at], find); !done) return std::move(done).error();
      size += blobs[at].ref.length;
      if (base::Result<void> on = progress(static_cast<std::int64_t>(at) + 1); !on) return std::move(on).error();
    }
    base::Result<void> ended = (*out)->put("E");
    if (ended) ended = (*out)->put_varint(static_cast<std::uint64_t>(count));
    if (!ended) return std::move(ended).error();
    base::Result<BackupFileInfo> info = (*out)->finish();
    if (!info) return std::move(info).error();
    info->items = count;
    files.push_back(std::move(*info));
  }
  return files;
}

base::Result<std::int64_t> read_pack(BackupFileReader& in,
                                     const std::function<base::Result<void>(const BlobHash&, std::string)>& visit) {
  base::Result<std::string> head = in.take_line(100);
  if (!head) return std::move(head).error();
  if (*head != "vanthu-blobs 1") return damaged("no pack begins here");
  for (std::int64_t count = 0;; ++count) {
    base::Result<char> tag = in.take_byte();
    if (!tag) return std::move(tag).error();
    if (*tag == 'E') {
      base::Result<std::uint64_t> wanted = in.take_varint();
      if (!wanted) return std::move(wanted).error();
      if (*wanted != static_cast<std::uint64_t>(count)) return damaged("blobs are missing");
      return count;
    }
    if (*tag != 'B') return damaged("no blob begins here");
    base::Result<std::string> hash_bytes = in.take(32);
    if (!hash_bytes) return std::move(hash_bytes).error();
    BlobHash hash{};
    std::copy(hash_bytes->begin(), hash_bytes->end(), reinterpret_cast<char*>(hash.data()));
    base::Result<std::uint64_t> size = in.take_varint();
    if (!size) return std::move(size).error();
    base::Result<std::string> bytes = in.take(*size);
    if (!bytes) return std::move(bytes).error();
    if (base::sha256(*bytes) != hash) return damaged("blob " + base::to_hex(hash) + " fails its checksum");
    if (base::Result<void> visited = visit(hash, std::move(*bytes)); !visited) return std::move(visited).error();
  }
}

}  // namespace mailstore
