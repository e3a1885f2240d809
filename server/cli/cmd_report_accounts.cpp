// vanthu report accounts [--csv]: who never left the first password, and what else an administrator must see.
#include <nlohmann/json.hpp>

#include "directory/plans/report.h"
#include "server/cli/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto rows = directory::report_accounts(*house.directory, house.clock, house.settings.gate.maximum_age_days);
  if (!rows) return rows.error();
  if (arguments.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& row : *rows) {
      list.push_back({{"address", row.address},
                      {"full_name", row.full_name},
                      {"unit", row.unit_code},
                      {"active", row.active},
                      {"password", row.password},
                      {"one_time_expired", row.one_time_expired},
                      {"too_old", row.too_old},
                      {"last_sign_in", base::office_date_time(row.last_sign_in)},
                      {"password_changed_at", base::office_date_time(row.password_changed_at)}});
    }
    io.out(list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return exit_code::kOk;
  }
  if (arguments.has("--csv")) {
    io.out(directory::report_accounts_csv(*rows));
    return exit_code::kOk;
  }
  std::string text;
  std::size_t waiting = 0;
  for (const auto& row : *rows) {
    bool own = row.password == "own";
    if (!own) ++waiting;
    text += row.address + "\t" + row.full_name + "\t" + row.unit_code + "\t" + row.password +
            (row.one_time_expired ? " (expired)"
             : row.too_old        ? " (too old)"
                                  : "") +
            (row.active ? "" : "\tdisabled") + "\t" +
            (row.last_sign_in.us == 0 ? "never signed in" : base::office_date_time(row.last_sign_in)) + "\n";
  }
  const std::string all = std::to_string(rows->size()), without = std::to_string(waiting);
  io.out(text + all + " tài khoản, " + without + " chưa có mật khẩu riêng. / " + all + " accounts, " + without +
         " without a password of their own.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec report_accounts_command() {
  return {"report accounts",
          "Các tài khoản và tình trạng mật khẩu. / Accounts and the state of their passwords.",
          {},
          {{"--csv", "", "dạng CSV / as CSV"}},
          Place::house,
          run};
}

}  // namespace server::cli
