// The file "documents" of a sealed shard: its contents by the documents' numbers and their word rows.
//
//   file = "vanthu-documents" version:u32 count:u32 content:i64 × count end:u64 × count crc:u32 row*
//
// Little-endian; end: where the document's row ends, counted from where the first begins; crc: CRC-32C of all before
// it. Version 1. Thread-safe once opened.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/shards/document_numbers.h"

namespace mailstore::search {

class DocumentFile {
 public:
  // Errors: not_found, corrupt, io.
  static base::Result<DocumentFile> open(base::FileSystem& files, const std::string& path,
                                         std::vector<base::ContentId>& contents);
  // Errors: corrupt, io.
  base::Result<std::string> row(DocumentNumber document) const;

  // Writes a new file with the rows that `row_of` gives; not synced. Errors: io, disk_full, those of row_of.
  static base::Result<void> write(base::FileSystem& files, const std::string& path,
                                  const std::vector<base::ContentId>& contents,
                                  const std::function<base::Result<std::string>(DocumentNumber)>& row_of);

 private:
  DocumentFile(std::unique_ptr<base::File> file, std::size_t count) : file_(std::move(file)), count_(count) {}
  std::unique_ptr<base::File> file_;
  std::size_t count_;
};

}  // namespace mailstore::search
