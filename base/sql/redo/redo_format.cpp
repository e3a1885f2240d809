#include "base/sql/redo/redo_format.h"

#include <algorithm>
#include <cstring>

namespace base::sql {
namespace {

constexpr char kBytes = 1, kPage = 2, kChanged = 3, kDatabase = 4;
constexpr std::size_t kJoined = 8;  // equal octets that do not end a run: a new one costs half of that

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) out = out << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  return out;
}

// Where from `at` on two pages are equal for kJoined octets, or their end.
std::size_t end_of_run(std::string_view now, std::string_view before, std::size_t at) {
  std::size_t same = 0;
  for (; at < now.size(); ++at) {
    same = now[at] == before[at] ? same + 1 : 0;
    if (same == kJoined) return at + 1 - kJoined;
  }
  return at - same;
}

std::size_t first_difference(std::string_view now, std::string_view before, std::size_t at) {
  for (std::uint64_t a = 0, b = 0; at + sizeof a <= now.size(); at += sizeof a) {
    std::memcpy(&a, now.data() + at, sizeof a);
    std::memcpy(&b, before.data() + at, sizeof b);
    if (a != b) break;
  }
  while (at < now.size() && now[at] == before[at]) ++at;
  return at;
}

// False when the page itself would be hardly longer.
bool put_runs(std::string_view now, std::string_view before, std::string& out) {
  const std::size_t limit = out.size() + now.size() / 4 * 3;
  std::size_t written = 0;  // of the page
  for (std::size_t at = first_difference(now, before, 0); at < now.size(); at = first_difference(now, before, at)) {
    const std::size_t end = end_of_run(now, before, at);
    put(out, static_cast<std::uint16_t>(at - written));
    put(out, static_cast<std::uint16_t>(end - at));
    out += now.substr(at, end - at);
    if (out.size() > limit) return false;
    written = at = end;
  }
  return true;
}

Error damaged() {
  return Error::permanent(ErrorCode::corrupt,
                          {"Nhật ký ghi lại của cơ sở dữ liệu bị hỏng.", "The redo log of the database is damaged."},
                          "an entry of the redo log cannot be read");
}

Error cannot_write() {
  return Error::transient(ErrorCode::io,
                          {"Không ghi lại được nhật ký của cơ sở dữ liệu; hãy xem ổ đĩa rồi khởi động lại.",
                           "The log of the database cannot be restored; look at the disk and start again."},
                          "applying an entry of the redo log");
}

// Takes numbers and octets from the front; `ok` turns false at the end.
struct Taker {
  std::string_view rest;
  bool ok = true;
  std::string_view take(std::size_t size) {
    if (size > rest.size()) {
      ok = false;
      return {};
    }
    const std::string_view out = rest.substr(0, size);
    rest.remove_prefix(size);
    return out;
  }
  std::uint64_t number(std::size_t size) {
    const std::string_view bytes = take(size);
    std::uint64_t out = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[i]);
    return out;
  }
};

bool change(std::string& page, Taker runs) {
  std::size_t at = 0;
  while (runs.ok && !runs.rest.empty()) {
    at += runs.number(2);
    const std::string_view bytes = runs.take(runs.number(2));
    if (at + bytes.size() > page.size()) return false;
    page.replace(at, bytes.size(), bytes);
    at += bytes.size();
  }
  return runs.ok;
}

}  // namespace

std::size_t page_size_of(std::string_view header) {
  if (header.size() < kLogHeader) return 0;
  const std::uint32_t size = big_endian(header.substr(8));
  return size >= 512 && size <= 65536 && (size & (size - 1)) == 0 ? size : 0;
}

void RedoEncoder::add(std::int64_t offset, std::string_view bytes, std::string& out) {
  const std::int64_t first = offset;
  while (!bytes.empty()) {
    std::size_t length = bytes.size();
    if (offset == 0 && length >= kLogHeader) {
      page_size_ = page_size_of(bytes);
      frames_.clear();
      length = kLogHeader;
    } else if (page_size_ != 0 && offset >= static_cast<std::int64_t>(kLogHeader)) {
      const std::size_t inside = (static_cast<std::size_t>(offset) - kLogHeader) % frame_size();
      if (inside == 0 && length >= kFrameHeader && big_endian(bytes.substr(4)) != 0) commit_ = true;
      if (inside == 0 && length >= frame_size()) {
        add_frame(offset, bytes.substr(0, frame_size()), first, out);
        bytes.remove_prefix(frame_size());
        offset += static_cast<std::int64_t>(frame_size());
        continue;
      }
      length = std::min(length, frame_size() - inside);
    }
    out += kBytes;
    put(out, offset);
    put(out, static_cast<std::uint32_t>(length));
    out += bytes.substr(0, length);
    bytes.remove_prefix(length);
    offset += static_cast<std::int64_t>(length);
  }
}

// `first`: from there on the log does not hold yet what is being added.
void RedoEncoder::add_frame(std::int64_t offset, std::string_view frame, std::int64_t first, std::string& out) {
  const std::string_view header = frame.substr(0, kFrameHeader), page = frame.substr(kFrameHeader);
  const std::uint32_t number = big_endian(header);
  const auto [known, fresh] = frames_.try_emplace(number, offset);
  const std::int64_t base = known->second;
  known->second = offset;
  base_.resize(page.size());
  if (!fresh && base < first && read_(base + static_cast<std::int64_t>(kFrameHeader), base_.data(), base_.size())) {
    const std::size_t begin = out.size();
    out += kChanged;
    put(out, offset);
    out += header;
    put(out, base);
    put(out, std::uint32_t{0});
    const std::size_t runs = out.size();
    if (put_runs(page, base_, out)) {
      const std::size_t size = out.size() - runs;
      for (std::size_t i = 0; i < 4; ++i) out[runs - 4 + i] = static_cast<char>(size >> (8 * i));
      return;
    }
    out.resize(begin);
  }
  out += kPage;
  put(out, offset);
  out += frame;
}

std::string database_header_entry(std::string_view header) {
  std::string out(1, kDatabase);
  put(out, std::uint64_t{0});
  put(out, static_cast<std::uint32_t>(header.size()));
  return out += header;
}

std::string_view database_header_of(std::string_view entries) {
  Taker in{entries};
  if (in.number(1) != static_cast<std::uint64_t>(kDatabase)) return {};
  in.number(8);
  const std::string_view header = in.take(in.number(4));
  return in.ok ? header : std::string_view();
}

Result<void> apply_entries(std::string_view entries, const LogRead& read, const LogWrite& write) {
  Taker in{entries};
  std::size_t page_size = 0;
  std::string header(kLogHeader, '\0');
  if (read(0, header.data(), header.size())) page_size = page_size_of(header);
  std::string frame;
  while (!in.rest.empty()) {
    const std::uint64_t kind = in.number(1);
    const auto offset = static_cast<std::int64_t>(in.number(8));
    std::string_view bytes;
    if (kind == kBytes) {
      bytes = in.take(in.number(4));
      if (offset == 0) page_size = page_size_of(bytes);
    } else if (kind == kDatabase) {
      in.take(in.number(4));
      if (!in.ok) return damaged();
      continue;
    } else if (kind == kPage && page_size != 0) {
      bytes = in.take(kFrameHeader + page_size);
    } else if (kind == kChanged && page_size != 0) {
      frame = in.take(kFrameHeader);
      const auto base = static_cast<std::int64_t>(in.number(8));
      const Taker runs{in.take(in.number(4))};
      std::string page(page_size, '\0');
      if (!in.ok || !read(base + static_cast<std::int64_t>(kFrameHeader), page.data(), page.size())) return damaged();
      if (!change(page, runs)) return damaged();
      frame += page;
      bytes = frame;
    } else {
      return damaged();
    }
    if (!in.ok || offset < 0) return damaged();
    if (!write(offset, bytes)) return cannot_write();
  }
  return {};
}

}  // namespace base::sql
