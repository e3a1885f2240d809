// vanthu staff import staff.csv [--plan] [--slips OUT.csv]: people from a spreadsheet, each new one with a one-time
// password that is written nowhere but into the slips file.
#include "server/cli/people/plan_output.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Error slips_missing(int people) {
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Có " + std::to_string(people) +
           " người mới sẽ nhận mật khẩu một lần nhưng chưa có chỗ ghi. Chưa thay đổi gì. Hãy thêm --slips OUT.csv, hoặc --plan để chỉ xem.",
       "New people (" + std::to_string(people) +
           ") would get one-time passwords and there is no place to write them. "
           "Nothing was changed. Add --slips OUT.csv, or --plan to see the plan only."});
}

base::Result<int> apply(House& house, const directory::StaffPlan& plan, const std::string& slips_file, CommandIo& io) {
  directory::ApplyOptions options;
  options.one_time_hours = house.settings.gate.one_time_hours;
  options.hash_threads = house.settings.gate.hash_threads;
  options.quota_bytes = house.settings.default_quota_mib << 20;
  // The file is made first: were it impossible, nobody would ever learn the passwords.
  if (!slips_file.empty()) {
    if (auto made = io.write_new_file(slips_file, "", 0600); !made) return made.error();
  }
  auto progress = [&io](std::size_t done, std::size_t total) {
    std::string bar(total == 0 ? 0 : done * 30 / total, '#');
    bar.resize(30, '.');
    io.progress("mật khẩu / passwords [" + bar + "] " + std::to_string(done) + "/" + std::to_string(total));
  };
  auto slips = directory::apply_staff(*house.directory, house.clock, *house.ids, plan, options, progress);
  if (!slips) return slips.error();
  if (!slips_file.empty()) {
    if (auto written = io.replace_file(slips_file, directory::slips_csv(*slips), 0600); !written)
      return written.error();
  }
  return exit_code::kOk;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto file = io.read_file(arguments.positionals[0]);
  if (!file) return file.error();
  auto plan = directory::plan_staff(*house.directory->view(), *house.ids, *file);
  if (!plan) return plan.error();
  const auto counts = plan->counts();
  const std::string slips = arguments.option("--slips");
  bool wanted = counts.error == 0 && !arguments.has("--plan");
  if (wanted && counts.create > 0 && slips.empty()) return slips_missing(counts.create);
  if (wanted) {
    auto applied = apply(house, *plan, slips, io);
    if (!applied) return applied.error();
  }
  print_plan(plan->rows, counts, wanted, arguments, io);
  return counts.error > 0 ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec staff_import_command() {
  return {
      "staff import",
      "Nhập cán bộ từ bảng tính: full_name,title,unit,phone,address,role[,staff_code]. Nhập tất cả hoặc không nhập gì. / People from a spreadsheet: full_name,title,unit,phone,address,role[,staff_code]. All or nothing.",
      {"staff.csv"},
      {{"--plan", "", "chỉ cho xem những gì sẽ thay đổi / only show what would change"},
       {"--slips", "OUT.csv",
        "tệp ghi mật khẩu dùng một lần của người mới (quyền 0600) / where the one-time passwords of new people are written (mode 0600)"}},
      Place::house,
      run};
}

}  // namespace server::cli
