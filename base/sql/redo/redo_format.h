// How the redo log describes what SQLite wrote to its write-ahead log: a page that the log holds already as what has
// changed in it, any other as it is. Pure. Grammar of a record's entries (little-endian; the record: redo_log.h):
//
//   entry  = 1 offset:u64 length:u32 bytes                                anything that is not a whole frame
//          | 2 offset:u64 header[24] page                                 a frame
//          | 3 offset:u64 header[24] base:u64 length:u32 run*             a frame; its page is the one of the frame at
//                                                                         `base`, changed
//          | 4 0:u64 length:u32 bytes                                    nothing to apply. First in a generation's
//                                                                         first record: the header of the database file
//                                                                         (format §1.3) as the generation began;
//                                                                         elsewhere distance before a note (redo_log.h)
//   run    = skipped:u16 length:u16 bytes
//
// Entries are applied one after the other to an empty file; `base` is a place in that file as the entries before left
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/result.h"

namespace base::sql {

inline constexpr std::size_t kLogHeader = 32;    // of SQLite's write-ahead log
inline constexpr std::size_t kFrameHeader = 24;  // of a page in it

using LogRead = std::function<bool(std::int64_t offset, char* out, std::size_t size)>;
using LogWrite = std::function<bool(std::int64_t offset, std::string_view bytes)>;

class RedoEncoder {
 public:
  // `read`: the log as it stands after everything that was added.
  explicit RedoEncoder(LogRead read) : read_(std::move(read)) {}
  // Appends the entries of `bytes`, which the log is about to hold at `offset`.
  void add(std::int64_t offset, std::string_view bytes, std::string& out);
  // No page is described by an older one that stands before this call: what was added last never reached the redo log.
  void forget() { frames_.clear(); }
  // Whether a frame that ends a transaction was added since; the next call says no until there is another.
  bool took_commit() { return std::exchange(commit_, false); }

 private:
  void add_frame(std::int64_t offset, std::string_view frame, std::int64_t first, std::string& out);
  std::size_t frame_size() const { return kFrameHeader + page_size_; }

  const LogRead read_;
  std::size_t page_size_ = 0;                               // 0: no header seen yet
  std::unordered_map<std::uint32_t, std::int64_t> frames_;  // page number → its newest frame
  std::string base_;
  bool commit_ = false;
};

inline constexpr std::size_t kDatabaseHeader = 100;  // octets of it that are kept

std::string database_header_entry(std::string_view header);
// Of a record's entries; empty: it says nothing.
std::string_view database_header_of(std::string_view entries);

// Errors: corrupt, io (`read` or `write` said no).
Result<void> apply_entries(std::string_view entries, const LogRead& read, const LogWrite& write);

// The page size that a log's header names, 0 when it is none.
std::size_t page_size_of(std::string_view log_header);

}  // namespace base::sql
