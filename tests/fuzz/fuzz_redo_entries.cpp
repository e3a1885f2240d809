// Any bytes are entries of a redo log: applying them ends, and writes nothing far away. And what the encoder says of a
// log whose pages the input changes gives that log again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/sql/redo/redo_format.h"

namespace {

constexpr std::size_t kPage = 512;
constexpr std::size_t kLargest = 1 << 20;

void demand(bool holds) {
  if (!holds) std::abort();
}

struct File {
  std::string bytes;
  base::sql::LogRead reading() {
    return [this](std::int64_t offset, char* out, std::size_t size) {
      if (offset < 0 || static_cast<std::uint64_t>(offset) + size > bytes.size()) return false;
      std::memcpy(out, bytes.data() + offset, size);
      return true;
    };
  }
  bool write(std::int64_t offset, std::string_view what) {
    demand(offset >= 0);
    const auto at = static_cast<std::uint64_t>(offset);
    if (at > kLargest || what.size() > kLargest) return false;
    if (bytes.size() < at + what.size()) bytes.resize(at + what.size());
    bytes.replace(at, what.size(), what);
    return true;
  }
  base::sql::LogWrite writing() {
    return [this](std::int64_t offset, std::string_view what) { return write(offset, what); };
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  {
    File file;
    std::string header(base::sql::kLogHeader, '\0');
    header[10] = kPage >> 8;
    file.write(0, header);
    (void)base::sql::apply_entries(input, file.reading(), file.writing());
  }
  // Three octets each: page, place, value; a group of frames ends where the value is 0.
  File log;
  std::string entries, pages[4], together;
  for (std::string& page : pages) page.assign(kPage, 'p');
  base::sql::RedoEncoder encoder(log.reading());
  std::string header(base::sql::kLogHeader, 's');
  header[8] = header[9] = header[11] = 0;
  header[10] = kPage >> 8;
  std::int64_t end = 0;
  const auto hand_over = [&](const std::string& what) {
    encoder.add(end, what, entries);
    log.write(end, what);
    end += static_cast<std::int64_t>(what.size());
  };
  hand_over(header);
  for (std::size_t i = 0; i + 2 < size && i < 600; i += 3) {
    const unsigned number = data[i] % 4;
    pages[number][data[i + 1] * 2] = static_cast<char>(data[i + 2]);
    std::string frame(base::sql::kFrameHeader, '\0');
    frame[3] = static_cast<char>(number + 1);
    together += frame + pages[number];
    if (data[i + 2] != 0) continue;
    hand_over(together);
    together.clear();
  }
  hand_over(together);
  File back;
  demand(base::sql::apply_entries(entries, back.reading(), back.writing()).has_value());
  demand(back.bytes == log.bytes);
  return 0;
}
