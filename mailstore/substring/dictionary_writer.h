// Writes one dictionary (format.h) in one pass, with the memory of one chunk. Nothing counts before finish().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "mailstore/substring/format.h"

namespace mailstore::substring {

class DictionaryWriter {
 public:
  // path: of the finished file; what an earlier try left beside it goes. ids: ascending, each once, at most
  // kMaxDocuments. Errors of all: io, disk_full.
  static base::Result<std::unique_ptr<DictionaryWriter>> begin(base::FileSystem& files, std::string path, Family family,
                                                               std::vector<std::int64_t> ids,
                                                               std::vector<std::uint64_t> replaced);
  ~DictionaryWriter();  // without finish(): takes away what was begun
  DictionaryWriter(const DictionaryWriter&) = delete;
  DictionaryWriter& operator=(const DictionaryWriter&) = delete;

  // Each section at most once. open: ascending.
  base::Result<void> begin_section(Section section, std::vector<std::uint32_t> open);
  // Words of the section, ascending; documents ascending and not empty.
  base::Result<void> add(std::string_view word, std::span<const std::uint32_t> documents);
  // Durable when it returns.
  base::Result<void> finish();

 private:
  DictionaryWriter(base::FileSystem& files, std::string path, std::vector<std::int64_t> ids)
      : files_(files), path_(std::move(path)), ids_(std::move(ids)) {}
  base::Result<void> end_chunk();
  base::Result<void> write(std::string_view octets);

  base::FileSystem& files_;
  const std::string path_;
  const std::vector<std::int64_t> ids_;
  std::unique_ptr<base::File> file_;
  std::uint64_t size_ = 0;
  FileIndex index_;
  std::string words_, posts_;  // of the chunk
  std::uint32_t count_ = 0;
  bool finished_ = false;
};

}  // namespace mailstore::substring
