// Bulk import of units and staff from spreadsheets, as a plan: every row with its line, what would be done and why;
// applied all or nothing; the same file twice changes nothing. Formats: README.md. Plans are values; applying blocks
// (pools, command line). Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/password_hash.h"
#include "directory/people/directory.h"

namespace directory {

enum class PlanAction { create, change, unchanged, error };
const char* to_string(PlanAction action);

struct PlanRow {
  int line = 0;  // of the file, from 1
  PlanAction action = PlanAction::unchanged;
  std::string what;       // "BS.VP Văn phòng", "Nguyễn Văn Bình <binhnv@bimson.example>"
  base::Sentence reason;  // why, or which fields change
};

struct PlanCounts {
  int create = 0, change = 0, unchanged = 0, error = 0;
};

struct UnitStep {
  bool create = false;
  Unit unit;  // as it shall be
};

struct UnitPlan {
  std::int64_t view_version = 0;  // of the directory it was made against; applying to another is `conflict`
  std::vector<PlanRow> rows;
  std::vector<UnitStep> steps;  // parents before children
  PlanCounts counts() const;
};

struct StaffStep {
  bool create = false;
  Account account;  // as it shall be
};

struct StaffPlan {
  std::int64_t view_version = 0;
  std::vector<PlanRow> rows;
  std::vector<StaffStep> steps;
  PlanCounts counts() const;
};

// One sheet of paper for one person.
struct Slip {
  std::string address, full_name, unit, one_time_password;
  base::Timestamp expires;
};

// `done` of `total` passwords hashed; called from one thread at a time.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

struct ApplyOptions {
  std::string actor = "vanthu";
  int one_time_hours = 72;
  unsigned hash_threads = 2;
  // A one-time password has over 80 random bits: no guessing, so a light hash is enough.
  base::Argon2Cost one_time_cost{1024, 1};
  std::int64_t quota_bytes = 0;  // of new people; 0 = unlimited
};

// Makes ids, touches nothing. Errors: bad_input when the file cannot be read as a table (columns missing, too large,
// …); what is wrong with single rows stands in the plan.
base::Result<UnitPlan> plan_units(const DirectoryView& view, base::IdMaker& ids, std::string_view file);
base::Result<StaffPlan> plan_staff(const DirectoryView& view, base::IdMaker& ids, std::string_view file);

// Errors: bad_input (the plan has rows with errors), conflict (the directory moved since), and what the database says.
base::Result<void> apply_units(Directory& directory, const base::Clock& clock, base::IdMaker& ids, const UnitPlan& plan,
                               const ApplyOptions& options);
base::Result<std::vector<Slip>> apply_staff(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                            const StaffPlan& plan, const ApplyOptions& options,
                                            const Progress& progress = {});

// "address,full_name,unit,one_time_password,expires" with a byte order mark, CRLF, quoted where needed; expires as
// 2026-11-23T16:32:00+07:00. Cells that a spreadsheet would run as a formula get a leading apostrophe.
std::string slips_csv(const std::vector<Slip>& slips);
// Writes the file with mode 0600; errors: exists (it never overwrites), io.
base::Result<void> write_slips(const std::string& path, const std::vector<Slip>& slips);

}  // namespace directory
