// Directory: offices, units, staff, addresses, in SQL; readers use view(). Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"

namespace directory {

// Schema steps; their numbers: base/sql/step_ranges.h.
std::span<const base::Migration> migrations();

class Directory {
 public:
  // REQUIRES: migrated database. The objects passed in outlive the Directory.
  static base::Result<std::unique_ptr<Directory>> open(base::Database& db, const base::Clock& clock,
                                                       base::IdMaker& ids);
  virtual ~Directory() = default;

  virtual std::shared_ptr<const DirectoryView> view() const = 0;
  // Reads the database again when its directory version moved (other nodes, commands); called after every change here.
  virtual base::Result<void> reload() = 0;

  // Calls `listener` after each new view (any thread, must be short) until the returned token dies.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };
  virtual std::unique_ptr<Subscription> on_change(std::function<void(const DirectoryView&)> listener) = 0;

  // Reads of `unit` rows etc. happen in the view; changes are made through provisioning.h and account_admin.h.
  virtual base::Database& database() = 0;

 protected:
  Directory() = default;
};

}  // namespace directory
