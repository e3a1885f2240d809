// Reads the whole directory out of SQL into one DirectoryView. Internal to directory/.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"

namespace directory {

class DirectoryLoader {
 public:
  // What is valid at `now`. Units come sorted by code, accounts by address.
  static base::Result<std::shared_ptr<const DirectoryView>> load(base::SqlReader& reader, base::Timestamp now);

 private:
  explicit DirectoryLoader(base::SqlReader& reader, base::Timestamp now) : reader_(reader), now_(now) {}
  base::Result<void> read_all();
  base::Result<void> read_domains();
  base::Result<void> read_units();
  base::Result<void> read_accounts();
  base::Result<void> read_addresses();
  base::Result<void> read_groups();
  base::Result<void> read_role_members();
  base::Result<void> read_grants();
  base::Result<void> read_preferences();
  void choose_administrators();
  // Is a dated row valid now? Moves next_edge_ when not yet, or not for ever.
  bool is_valid(std::int64_t from_us, std::int64_t to_us);

  base::SqlReader& reader_;
  const base::Timestamp now_;
  std::shared_ptr<DirectoryView> view_ = std::make_shared<DirectoryView>();
};

// The version counter, bumped by every change.
base::Result<std::int64_t> read_directory_version(base::SqlReader& reader);

}  // namespace directory
