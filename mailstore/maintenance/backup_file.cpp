#include "mailstore/maintenance/backup_file.h"

#include <algorithm>

namespace mailstore {
namespace {

constexpr std::size_t kPiece = 1 << 20;

}  // namespace

base::Result<std::unique_ptr<BackupFileWriter>> BackupFileWriter::create(base::FileSystem& fs,
                                                                         const std::string& directory,
                                                                         const std::string& name) {
  base::Result<std::unique_ptr<base::File>> file = fs.open(directory + "/" + name, base::OpenMode::create_new);
  if (!file) return std::move(file).error();
  return std::unique_ptr<BackupFileWriter>(new BackupFileWriter(std::move(*file), name));
}

base::Result<void> BackupFileWriter::flush() {
  if (base::Result<void> written = file_->pwrite(buffer_, written_); !written) return written;
  hash_.update(buffer_);
  written_ += static_cast<std::int64_t>(buffer_.size());
  buffer_.clear();
  return {};
}

base::Result<void> BackupFileWriter::put(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() >= kPiece ? flush() : base::Result<void>{};
}

base::Result<void> BackupFileWriter::put_varint(std::uint64_t value) {
  char out[10];
  std::size_t n = 0;
  for (; value >= 0x80; value >>= 7) out[n++] = static_cast<char>(value | 0x80);
  out[n++] = static_cast<char>(value);
  return put(std::string_view(out, n));
}

base::Result<BackupFileInfo> BackupFileWriter::finish() {
  if (base::Result<void> written = flush(); !written) return std::move(written).error();
  if (base::Result<void> synced = file_->sync(); !synced) return std::move(synced).error();
  return BackupFileInfo{name_, written_, base::to_hex(hash_.finish()), 0};
}

base::Result<std::unique_ptr<BackupFileReader>> BackupFileReader::open(base::FileSystem& fs,
                                                                       const std::string& directory,
                                                                       const std::string& name) {
  base::Result<std::unique_ptr<base::File>> file = fs.open(directory + "/" + name, base::OpenMode::read_only);
  if (!file) return std::move(file).error();
  base::Result<std::int64_t> size = (*file)->size();
  if (!size) return std::move(size).error();
  return std::unique_ptr<BackupFileReader>(new BackupFileReader(std::move(*file), name, *size));
}

base::Error BackupFileReader::broken(std::string_view what) const {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Bản sao lưu hỏng ở tệp " + name_ + ".", "The backup is damaged in file " + name_ + "."},
      name_ + ": " + std::string(what));
}

base::Result<void> BackupFileReader::need(std::size_t bytes) {
  if (buffer_.size() - position_ >= bytes) return {};
  buffer_.erase(0, position_);
  position_ = 0;
  const std::size_t missing = bytes - buffer_.size();
  if (static_cast<std::int64_t>(missing) > size_ - offset_) return broken("it ends too early");
  const std::size_t ask = std::min<std::size_t>(std::max(missing, kPiece), static_cast<std::size_t>(size_ - offset_));
  std::string more(ask, '\0');
  base::Result<std::size_t> read = file_->pread(more.data(), ask, offset_);
  if (!read) return std::move(read).error();
  more.resize(*read);
  hash_.update(more);
  offset_ += static_cast<std::int64_t>(*read);
  buffer_ += more;
  if (buffer_.size() < bytes) return broken("it became shorter while it was read");
  return {};
}

base::Result<std::string> BackupFileReader::take(std::uint64_t size) {
  if (size > static_cast<std::uint64_t>(size_)) return broken("a length beyond the end");
  if (base::Result<void> there = need(size); !there) return std::move(there).error();
  position_ += size;
  return buffer_.substr(position_ - size, size);
}

base::Result<char> BackupFileReader::take_byte() {
  if (base::Result<void> there = need(1); !there) return std::move(there).error();
  return buffer_[position_++];
}

base::Result<std::uint64_t> BackupFileReader::take_varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    base::Result<char> byte = take_byte();
    if (!byte) return std::move(byte).error();
    value |= static_cast<std::uint64_t>(*byte & 0x7F) << shift;
    if ((*byte & 0x80) == 0) return value;
  }
  return broken("a number is too long");
}

base::Result<std::string> BackupFileReader::take_line(std::size_t limit) {
  std::string line;
  while (line.size() <= limit) {
    base::Result<char> byte = take_byte();
    if (!byte) return std::move(byte).error();
    if (*byte == '\n') return line;
    line += *byte;
  }
  return broken("a line is too long");
}

std::string BackupFileReader::sha256() { return base::to_hex(hash_.finish()); }

}  // namespace mailstore
