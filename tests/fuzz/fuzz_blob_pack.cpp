// Any bytes are a pack of a backup: reading ends, and every blob handed out fits its hash. And a pack made of the
// input's pieces is read back whole, while one changed byte anywhere in it is always found.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/maintenance/blob_pack.h"
#include "tests/fuzz/memory_files.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

// Whether it was read to its end.
bool read(const std::string& bytes, std::vector<std::string>& blobs) {
  tests::MemoryFiles files(bytes);
  auto in = mailstore::BackupFileReader::open(files, "d", "blobs");
  demand(in.has_value());
  const auto count = mailstore::read_pack(**in, [&](const mailstore::BlobHash& hash, std::string blob) {
    demand(base::sha256(blob) == hash);
    blobs.push_back(std::move(blob));
    return base::Result<void>{};
  });
  demand(!count || *count == static_cast<std::int64_t>(blobs.size()));
  return count && (*in)->at_end();
}

std::string made_of(const std::vector<std::string>& blobs) {
  tests::MemoryFiles files;
  auto out = mailstore::BackupFileWriter::create(files, "d", "blobs");
  demand(out.has_value() && (*out)->put("vanthu-blobs 1\n").has_value());
  for (const std::string& blob : blobs) {
    const auto hash = base::sha256(blob);
    demand((*out)->put("B").has_value() &&
           (*out)->put(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size())).has_value());
    demand((*out)->put_varint(blob.size()).has_value() && (*out)->put(blob).has_value());
  }
  demand((*out)->put("E").has_value() && (*out)->put_varint(blobs.size()).has_value() && (*out)->finish().has_value());
  return files.bytes();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> blobs;
  (void)read(input, blobs);
  if (size < 4) return 0;

  // Lines are the blobs; the first three bytes choose the byte that changes and how.
  std::vector<std::string> pieces;
  for (std::size_t at = 3; at < size;) {
    const std::size_t end = std::min(input.find('\n', at), size);
    pieces.push_back(input.substr(at, end - at));
    at = end + 1;
  }
  std::string pack = made_of(pieces);
  blobs.clear();
  demand(read(pack, blobs) && blobs == pieces);
  const std::size_t where = (static_cast<std::size_t>(data[0]) << 8 | data[1]) % pack.size();
  pack[where] = static_cast<char>(pack[where] ^ (data[2] == 0 ? 1 : data[2]));
  blobs.clear();
  demand(!read(pack, blobs));
  return 0;
}
