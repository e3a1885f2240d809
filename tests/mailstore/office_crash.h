// Office mail on a disk that fails at one write: a prepared town is copied, something is played on the copy, the copy
// is opened again and looked at. For the tests that walk through all writes.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "mailstore/office/rows/rebuild.h"
#include "tests/faults/fault_file_system.h"
#include "tests/faults/fault_vfs.h"
#include "tests/mailstore/office_town.h"
#include "tests/mailstore/verified.h"

namespace tests {

inline std::unique_ptr<base::Database> open_sqlite(const std::string& directory, const std::string& vfs = "") {
  base::DatabaseOptions options;
  options.url = "sqlite:" + directory + "/vanthu.db";
  options.sqlite_vfs = vfs;
  options.disk_reserve = 0;
  return good(base::Database::open(options));
}

struct CrashPoint {
  FaultKind kind = FaultKind::power_cut;
  bool lasting = false;
  std::int64_t number = 0;  // which write of the play, from 1; 0 = none
  Survival survival = Survival::everything;
};

// `play` answers what was acknowledged, `check` gets it and the directory. Returns how many writes the play had.
template <class Play, class Check>
std::int64_t play_with_fault(const std::string& prepared, const CrashPoint& fault, const Play& play,
                             const Check& check) {
  CAPTURE(fault.number);
  CAPTURE(static_cast<int>(fault.kind));
  CAPTURE(static_cast<int>(fault.survival));
  TempDirectory place;
  const std::string directory = place / "office", vfs_name = "office-fault-" + place.path();
  std::filesystem::copy(prepared, directory, std::filesystem::copy_options::recursive);
  std::filesystem::create_directory(place / "trash");
  FaultPlan plan(place / "trash", static_cast<unsigned>(fault.number));
  std::int64_t writes = 0;
  const auto acknowledged = [&] {
    FaultVfs vfs(vfs_name, plan);
    auto file_system = make_fault_file_system(plan);
    MailOffice office(open_sqlite(directory, vfs_name), *file_system, directory + "/blobs");
    OfficeTown town(office);
    const std::int64_t before = plan.operations();
    if (fault.number > 0) plan.set({fault.kind, before + fault.number, fault.lasting});
    auto ok = play(town);
    static_cast<void>(town.house.door->recover());
    writes = plan.operations() - before;
    if (fault.kind != FaultKind::power_cut) plan.clear();
    return ok;
  }();
  if (fault.kind == FaultKind::power_cut && fault.number > 0) good(plan.settle(fault.survival));
  check(directory, acknowledged);
  return writes;
}

inline void check_registers(MailOffice& office) {
  auto report =
      good(mailstore::office::rebuild_registers({*office.db, *office.blobs, *office.people->view()}, {true, {}}));
  CHECK(report.difference_count == 0);
}

// A play has some hundred writes: a run takes every n-th of them, VANTHU_TEST_ALL_CUTS=1 all.
inline std::int64_t stride(std::int64_t usual) { return std::getenv("VANTHU_TEST_ALL_CUTS") != nullptr ? 1 : usual; }

// Power cuts at the writes of a play; what survives of unsynced bytes changes from cut to cut.
template <class Walk>
void cut_power_everywhere(std::int64_t usual_stride, const Walk& walk) {
  const std::int64_t writes = walk(CrashPoint{});
  MESSAGE("writes in one play: " << writes);
  REQUIRE(writes > 10);
  for (std::int64_t number = 1; number <= writes; number += stride(usual_stride)) {
    walk(CrashPoint{FaultKind::power_cut, false, number, static_cast<Survival>(number / usual_stride % 3)});
  }
}

// Full disks and I/O errors, passing and lasting.
template <class Walk>
void fail_everywhere(std::int64_t usual_stride, const Walk& walk) {
  const std::int64_t writes = walk(CrashPoint{});
  for (std::int64_t number = 1; number <= writes; number += stride(usual_stride)) {
    walk(CrashPoint{number % 2 == 0 ? FaultKind::io_error : FaultKind::disk_full, number % 4 < 2, number,
                    Survival::everything});
  }
}

}  // namespace tests
