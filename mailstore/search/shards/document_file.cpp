#include "mailstore/search/shards/document_file.h"

#include "mailstore/blob/segment_format.h"
#include "mailstore/search/shards/little_endian.h"

namespace mailstore::search {
namespace {

constexpr std::string_view kMagic = "vanthu-documents";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHead = 24;
constexpr std::size_t kWriteAtOnce = 1 << 20;

std::int64_t rows_begin(std::size_t count) { return static_cast<std::int64_t>(kHead + 16 * count + 4); }

base::Error damaged(std::string what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Chỉ mục hỏng: hãy chạy \"vanthu rebuild search\".",
                                 "The search index is damaged: run \"vanthu rebuild search\"."},
                                std::move(what));
}

base::Result<void> read_exactly(const base::File& file, std::string& out, std::size_t size, std::int64_t offset) {
  out.resize(size);
  base::Result<std::size_t> read = file.pread(out.data(), size, offset);
  if (!read) return std::move(read).error();
  if (*read < size) return damaged("documents: shorter than it says");
  return {};
}

}  // namespace

base::Result<DocumentFile> DocumentFile::open(base::FileSystem& files, const std::string& path,
                                              std::vector<base::ContentId>& contents) {
  base::Result<std::unique_ptr<base::File>> opened = files.open(path, base::OpenMode::read_only);
  if (!opened) return std::move(opened).error();
  base::Result<std::int64_t> size = (*opened)->size();
  if (!size) return std::move(size).error();
  std::string bytes;
  if (base::Result<void> read = read_exactly(**opened, bytes, kHead, 0); !read) return std::move(read).error();
  const std::size_t count = get_little<std::uint32_t>(bytes.data() + 20);
  if (!bytes.starts_with(kMagic) || get_little<std::uint32_t>(bytes.data() + 16) != kVersion ||
      rows_begin(count) > *size)
    return damaged(path + ": head");
  if (base::Result<void> read = read_exactly(**opened, bytes, kHead + 16 * count + 4, 0); !read)
    return std::move(read).error();
  const std::string_view all(bytes);
  if (blob::crc32c(all.substr(0, all.size() - 4)) != get_little<std::uint32_t>(bytes.data() + all.size() - 4))
    return damaged(path + ": checksum");
  contents.clear();
  contents.reserve(count);
  for (std::size_t i = 0; i < count; ++i) contents.emplace_back(get_little<std::int64_t>(bytes.data() + kHead + 8 * i));
  const char* last = bytes.data() + kHead + 8 * (2 * count - 1);
  if (count > 0 && get_little<std::uint64_t>(last) != static_cast<std::uint64_t>(*size - rows_begin(count)))
    return damaged(path + ": size");
  return DocumentFile(std::move(*opened), count);
}

base::Result<std::string> DocumentFile::row(DocumentNumber document) const {
  if (document >= count_) return damaged("documents: no such number");
  std::string ends;
  const std::int64_t begins = static_cast<std::int64_t>(kHead + 8 * count_);
  const std::size_t before = document == 0 ? 0 : 1;  // the first row begins at 0
  base::Result<void> read = read_exactly(*file_, ends, 8 * (before + 1),
                                         begins + 8 * (static_cast<std::int64_t>(document) - static_cast<int>(before)));
  if (!read) return std::move(read).error();
  const auto begin = before == 0 ? 0 : get_little<std::int64_t>(ends.data());
  const auto end = get_little<std::int64_t>(ends.data() + 8 * before);
  if (begin < 0 || end < begin || end - begin > std::int64_t{1} << 30) return damaged("documents: ends");
  std::string row;
  read = read_exactly(*file_, row, static_cast<std::size_t>(end - begin), rows_begin(count_) + begin);
  if (!read) return std::move(read).error();
  return row;
}

base::Result<void> DocumentFile::write(base::FileSystem& files, const std::string& path,
                                       const std::vector<base::ContentId>& contents,
                                       const std::function<base::Result<std::string>(DocumentNumber)>& row_of) {
  base::Result<std::unique_ptr<base::File>> opened = files.open(path, base::OpenMode::create_new);
  if (!opened) return std::move(opened).error();
  base::File& file = **opened;
  std::string head(kMagic);
  put_little<std::uint32_t>(head, kVersion);
  put_little<std::uint32_t>(head, static_cast<std::uint32_t>(contents.size()));
  for (base::ContentId content : contents) put_little<std::int64_t>(head, content.value);
  // The rows first, behind the place of the head.
  std::string rows;
  std::int64_t written = 0;
  const auto flush = [&]() -> base::Result<void> {
    base::Result<void> done = file.pwrite(rows, rows_begin(contents.size()) + written);
    written += static_cast<std::int64_t>(rows.size());
    rows.clear();
    return done;
  };
  for (DocumentNumber document = 0; document < contents.size(); ++document) {
    base::Result<std::string> row = row_of(document);
    if (!row) return std::move(row).error();
    rows += *row;
    put_little<std::uint64_t>(head, static_cast<std::uint64_t>(written) + rows.size());
    if (rows.size() < kWriteAtOnce) continue;
    if (base::Result<void> done = flush(); !done) return done;
  }
  if (base::Result<void> done = flush(); !done) return done;
  put_little<std::uint32_t>(head, blob::crc32c(head));
  return file.pwrite(head, 0);
}

}  // namespace mailstore::search
