// A redo log that ends at a record which cannot be read: torn by a crash, and then nothing behind it was acknowledged,
// or damaged afterwards, and then records behind it may have been. A later record of the generation tells: it was
// written after an fsync of all before it but the newest (redo_record.h). Damage of what was written last tells nobody,
// unless a checkpoint has left its note behind it (redo_log.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

struct sqlite3_vfs;

namespace base::sql {

// Where reading has ended.
struct RedoEnd {
  std::uint32_t records = 0;  // were read
  std::uint64_t generation = 0;
  std::int64_t place = 0;
  bool unreadable = false;  // a bad sector
};

struct RedoDamage {
  RedoEnd at;
  std::uint32_t lost = 0;   // records from there on, as far as one can tell: acknowledged groups of units
  bool unreadable = false;  // there are bad sectors: nobody knows what stood in them
  bool moved = false;       // a note behind it: the database file may have pages of commits that are lost
};

// Nothing: torn, or whole. Errors: io (but bad sectors, which are damage).
Result<std::optional<RedoDamage>> damage_behind(sqlite3_vfs* vfs, const std::string& path, const RedoEnd& end);

// All three: nothing was changed.
Error damaged_in_the_middle(const std::string& path, const RedoDamage& damage);
// What stands before the damage does not go with the database file, which is not whole by itself either.
Error mixed_database(const std::string& database, const std::string& path, const std::string& what);
// … which is whole by itself, and then newer: it has all that a checkpoint had moved.
Error whole_without_log(const std::string& database, const std::string& path, const std::string& what);

// Keeps the log beside itself, under the first free of PATH.damaged-1, -2 …; durable. Returns the name.
Result<std::string> set_aside(const std::string& path);

}  // namespace base::sql
