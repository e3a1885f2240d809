// The registers and tasks made anew from the journals (`vanthu rebuild registers`), and the comparison of both
// (`--check`). Reads nothing but the event messages in the journals' INBOX. Blocking; beside a running server: the
// journals are locked for the length of one unit. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

// Calls `visit` with each event of a journal in the order of seq; answers how many there are; an error of `visit` ends
// it. Errors: corrupt, with the office and the seq (or UID) at fault: a message that is no event, an event of another
// office, a seq that is missing or twice; unsupported: an event of a newer program; those of database and segments.
base::Result<std::int64_t> read_journal(base::SqlReader& reader, const BlobStore& blobs, base::UnitId office,
                                        base::AccountId journal,
                                        const std::function<base::Result<void>(const Event&)>& visit);

struct RegisterDifference {
  std::string table;
  std::string key;     // "office=…, book=1, year=2026, number=147"
  std::string column;  // "" = the whole row
  std::string live;    // "" with column "": the row is missing
  std::string rebuilt;
};

struct RebuildReport {
  std::int64_t offices = 0;  // with a journal
  std::int64_t events = 0;
  std::int64_t rows = 0;                        // rebuilt
  std::vector<RegisterDifference> differences;  // the first kMaxDifferences
  std::int64_t difference_count = 0;
  static constexpr std::size_t kMaxDifferences = 1000;
};

struct RebuildParts {  // all outlive the call
  base::Database& db;
  const BlobStore& blobs;
  const directory::DirectoryView& view;
};

struct RebuildOptions {
  bool check = false;  // compare only: nothing changes
  std::function<void(std::string_view stage, std::int64_t done, std::int64_t total)> progress;  // may be null
  std::stop_token stop;  // ends it before the next event: error stopped, temporary
};

// All or nothing. Errors as read_journal(); corrupt with office and seq when an event does not fit those before it.
// After any error the registers are as they were. reply_key is no projection and stays.
base::Result<RebuildReport> rebuild_registers(const RebuildParts& parts, const RebuildOptions& options);

}  // namespace mailstore::office
