// A message's header has a frame of its own, and segments that an earlier version wrote are read and not written to.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "mailstore/blob/segment_format.h"
#include "tests/mailstore/blob/blob_samples.h"
#include "tests/storage_engines.h"

namespace fs = std::filesystem;
namespace blob = mailstore::blob;
using base::ErrorCode;
using mailstore::BlobRef;
using mailstore::kFrameSize;
using tests::append;
using tests::open_blobs;

namespace {

// A message whose header, the blank line included, has `head` octets.
std::string message(std::size_t head, std::size_t behind, std::string_view end = "\r\n") {
  std::string out = "Subject: ";
  const std::size_t ends = 2 * end.size();
  for (unsigned i = 0; out.size() < head - ends; ++i) out += static_cast<char>('a' + i * i % 23);
  out.append(end).append(end);
  std::string text = tests::sample_bytes(behind, static_cast<unsigned>(head));
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return out + text;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

blob::RecordHeader header_of(const std::string& segment, const BlobRef& ref) {
  auto header = blob::decode_record_header(std::string_view(segment).substr(static_cast<std::size_t>(ref.offset)));
  REQUIRE(header);
  return *header;
}

}  // namespace

TEST_CASE("blob/head: the header is a frame of its own wherever it ends") {
  const tests::TempDirectory directory;
  auto files = base::make_file_system();
  auto store = open_blobs(*files, directory.path());
  const auto frame = static_cast<std::size_t>(kFrameSize);
  for (const std::size_t head : {std::size_t{14}, std::size_t{900}, frame - 1, frame, frame + 1, 2 * frame}) {
    for (const std::size_t behind :
         {std::size_t{0}, std::size_t{1023}, std::size_t{1024}, frame - 900, frame, 3 * frame}) {
      CAPTURE(head);
      CAPTURE(behind);
      const std::string bytes = message(head, behind);
      const auto ref = append(*store, bytes);
      REQUIRE(ref);
      const bool large = ref->set == mailstore::BlobSet::large;
      const std::string segment = bytes_of(directory / (large ? "large-00000001.seg" : "small-00000001.seg"));
      CHECK(header_of(segment, *ref).head == (head < frame && behind >= 1024 ? static_cast<std::int64_t>(head) : 0));
      CHECK(*store->check(*ref) == base::sha256(bytes));
      for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, head - 1, head, head + 1, frame - 1, frame,
                                       frame + 1, bytes.size() - 1, bytes.size(), bytes.size() + 1}) {
        for (const std::size_t length : {std::size_t{0}, std::size_t{1}, head, frame, frame + 1, bytes.size()}) {
          const auto got = store->read(*ref, static_cast<std::int64_t>(offset), static_cast<std::int64_t>(length));
          REQUIRE(got);
          CHECK(*got == (offset > bytes.size() ? "" : bytes.substr(offset, length)));
        }
      }
      auto reader = store->reader(*ref);
      REQUIRE(reader);
      std::string joined;
      for (auto piece = (*reader)->next(); piece && !piece->empty(); piece = (*reader)->next()) joined += *piece;
      CHECK(joined == bytes);
    }
  }
  // Lines may end without CR, and what has no blank line has no header.
  for (const auto& [bytes, head] : {std::pair{message(300, 5000, "\n"), 300}, {std::string(5000, 'x') + "\r\n", 0}}) {
    const auto ref = append(*store, bytes);
    REQUIRE(ref);
    CHECK(header_of(bytes_of(directory / "small-00000001.seg"), *ref).head == head);
    CHECK(*store->read_all(*ref) == bytes);
  }
}

TEST_CASE("blob/head: a header is read without what lies behind it, and a damaged byte is noticed in its frame") {
  const tests::TempDirectory directory;
  auto files = base::make_file_system();
  const std::string path = directory / "small-00000001.seg";
  for (const std::size_t behind : {std::size_t{4000}, std::size_t{90'000}}) {  // read in one go, and frame by frame
    const std::string bytes = message(700, behind);
    auto store = open_blobs(*files, directory.path());
    const auto ref = append(*store, bytes);
    REQUIRE(ref);
    REQUIRE(append(*store, "the last record of a segment is looked at when it is opened"));
    REQUIRE(store->sync());
    const std::string segment = bytes_of(path);
    const blob::RecordHeader header = header_of(segment, *ref);
    REQUIRE(header.frame_lengths.size() == 2);
    const auto frames = static_cast<std::size_t>(ref->offset) + header.header_size();
    store.reset();
    for (std::size_t at = static_cast<std::size_t>(ref->offset);
         at < static_cast<std::size_t>(ref->offset + ref->stored); at += at < frames + 20 ? 1 : 211) {
      std::string damaged = segment;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
      write_bytes(path, damaged);
      store = open_blobs(*files, directory.path());
      REQUIRE(store);
      const auto head = store->read(*ref, 0, 700);
      const auto whole = store->read_all(*ref);
      CAPTURE(at);
      CHECK_FALSE(whole.has_value());
      CHECK(whole.error().code == ErrorCode::corrupt);
      const bool of_body = at >= frames + header.frame_lengths[0];
      CHECK(head.has_value() == of_body);
      if (of_body) CHECK(*head == bytes.substr(0, 700));
    }
    write_bytes(path, segment);
  }
}

TEST_CASE("blob/head: a header that says what cannot be is refused") {
  blob::RecordHeader header;
  header.length = 5000;
  header.head = 700;
  header.frame_lengths = {300, 2000};
  const std::string good = blob::encode_record_header(header);
  CHECK(blob::record_header_size(good) == good.size());
  const auto back = blob::decode_record_header(good);
  REQUIRE(back);
  CHECK(back->head == 700);
  CHECK(back->frame_lengths == header.frame_lengths);
  for (const std::int64_t head : {std::int64_t{5000}, std::int64_t{5001}, kFrameSize, std::int64_t{0xffffffff}}) {
    header.head = head;
    CHECK_FALSE(blob::decode_record_header(blob::encode_record_header(header)).has_value());
  }
  std::string none = good;  // a head of no bytes, with a right checksum
  none.replace(blob::kRecordHeaderSize, 4, 4, '\0');
  const std::uint32_t crc = blob::crc32c(std::string_view(none).substr(64), blob::crc32c(none.substr(0, 60)));
  for (unsigned i = 0; i < 4; ++i) none[60 + i] = static_cast<char>(crc >> (8 * i));
  CHECK_FALSE(blob::decode_record_header(none).has_value());
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(blob::decode_record_header(good.substr(0, size)).has_value());
  }
  std::string few = good;  // two frames, of which the first version would have one
  few[3] = '1';
  CHECK(blob::record_header_size(few) == 0);
}

TEST_CASE("blob/head: a segment of the first version is read, gets back what was carried, and nothing new goes in") {
  const tests::TempDirectory directory;
  auto files = base::make_file_system();
  const std::string first = directory / "small-00000001.seg", second = directory / "small-00000002.seg";
  // As the first version wrote it: records whose message has one frame.
  std::vector<std::string> bytes;
  std::vector<BlobRef> refs;
  {
    auto store = open_blobs(*files, directory.path());
    for (unsigned i = 0; i < 3; ++i) {
      bytes.push_back(std::string(2000 + i, static_cast<char>('a' + i)));  // no blank line: records of that version
      refs.push_back(*append(*store, bytes.back()));
    }
  }
  std::string old = bytes_of(first);
  REQUIRE(old.substr(static_cast<std::size_t>(refs[0].offset), 4) == "VBL1");
  old.replace(0, blob::kSegmentHeaderSize, blob::encode_segment_header({{mailstore::BlobSet::small, 1}, 1}));
  write_bytes(first, old);
  std::vector<std::string> carried;
  {
    auto store = open_blobs(*files, directory.path());
    for (std::size_t i = 0; i < 3; ++i) CHECK(*store->check(refs[i]) == base::sha256(bytes[i]));
    carried.push_back(*store->record_to_carry(refs[2]));
    CHECK_FALSE(fs::exists(second));  // reading alone begins none
  }
  // A power cut took the last record; its log brings it back to where it was.
  write_bytes(first, old.substr(0, static_cast<std::size_t>(refs[2].offset) + 10));
  {
    auto store = open_blobs(*files, directory.path());
    REQUIRE(store->restore(carried));
    CHECK(*store->read_all(refs[2]) == bytes[2]);
    const auto ref = append(*store, message(700, 4000));
    REQUIRE(ref);
    CHECK(ref->segment == 2);
    REQUIRE(store->sync());
    CHECK(*store->read_all(*ref) == message(700, 4000));
  }
  CHECK(bytes_of(first) == old);
  CHECK(bytes_of(second)[8] == 2);
  auto store = open_blobs(*files, directory.path());
  CHECK(append(*store, "more")->segment == 2);
  CHECK(*store->read_all(refs[0]) == bytes[0]);

  // What comes after this version is not touched.
  store.reset();
  write_bytes(directory / "small-00000003.seg", blob::encode_segment_header({{mailstore::BlobSet::small, 3}, 3}));
  mailstore::FileBlobOptions options;
  options.directory = directory.path();
  const auto newer = mailstore::FileBlobStore::open(*files, options);
  REQUIRE_FALSE(newer.has_value());
  CHECK(newer.error().code == ErrorCode::unsupported);
}
