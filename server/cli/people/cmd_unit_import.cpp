// vanthu unit import units.csv [--plan]: offices and sections from a spreadsheet.
#include "server/cli/people/plan_output.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto file = io.read_file(arguments.positionals[0]);
  if (!file) return file.error();
  auto plan = directory::plan_units(*house.directory->view(), *house.ids, *file);
  if (!plan) return plan.error();
  const auto counts = plan->counts();
  bool apply = counts.error == 0 && !arguments.has("--plan");
  if (apply) {
    auto applied = directory::apply_units(*house.directory, house.clock, *house.ids, *plan, {});
    if (!applied) return applied.error();
  }
  print_plan(plan->rows, counts, apply, arguments, io);
  return counts.error > 0 ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec unit_import_command() {
  return {
      "unit import",
      "Nhập cơ quan và bộ phận từ bảng tính: code,name,symbol,parent[,kind,mail]. Nhập tất cả hoặc không nhập gì. / Offices and sections from a spreadsheet: code,name,symbol,parent[,kind,mail]. All or nothing.",
      {"units.csv"},
      {{"--plan", "", "chỉ cho xem những gì sẽ thay đổi / only show what would change"}},
      Place::house,
      run};
}

}  // namespace server::cli
