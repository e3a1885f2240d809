// vanthu report accounts [--csv]: who never left the first password, and what else an administrator must see.
#include <nlohmann/json.hpp>

#include "directory/plans/report.h"
#include "server/cli/run/command.h"
#include "server/cli/run/csv_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

// The column `password` of --json and --csv, and what is wrong with it, in words.
base::Sentence password_words(const directory::AccountReportRow& row) {
  base::Sentence out("chưa có mật khẩu", "none");
  if (row.password == "initial") out = {"mật khẩu cấp lần đầu", "initial"};
  if (row.password == "reset") out = {"mật khẩu cấp lại", "reset"};
  if (row.password == "own") out = {"mật khẩu riêng", "own"};
  if (row.password == "no-change") out = {"mật khẩu trình diễn, không phải đổi", "no-change"};
  if (row.one_time_expired) return {out.vi + ", đã hết hạn", out.en + ", expired"};
  if (row.too_old) return {out.vi + ", đã quá hạn đổi", out.en + ", too old"};
  return out;
}

std::string line_of(const directory::AccountReportRow& row) {
  return row.address + "\t" + row.full_name + "\t" + row.unit_code + "\t" + base::one_line(password_words(row)) +
         (row.active ? "" : "\tngừng hoạt động / disabled") + "\t" +
         (row.last_sign_in.us == 0 ? "chưa đăng nhập lần nào / never signed in"
                                   : base::office_date_time(row.last_sign_in)) +
         "\n";
}

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
  if (wants_csv(arguments)) {
    io.out(csv_output(arguments, directory::report_accounts_csv(*rows)));
    return exit_code::kOk;
  }
  std::string text;
  std::size_t waiting = 0;
  for (const auto& row : *rows) {
    if (row.password != "own") ++waiting;
    text += line_of(row);
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
          {{"--csv", "", "dạng CSV / as CSV"}, excel_option()},
          Place::house,
          run};
}

}  // namespace server::cli
