// vanthu account set-password ADDRESS --stdin [--no-change]: an administrator's reset. The next sign-in must change it.
#include "base/text/file_text.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  bool no_change = arguments.has("--no-change");
  if (no_change && !house.settings.server.demo) {
    return base::Error::permanent(base::ErrorCode::no_permission,
                                  {"--no-change chỉ dùng khi trình diễn (server.demo = true). Chưa thay đổi gì.",
                                   "--no-change is only for a demonstration (server.demo = true). "
                                   "Nothing was changed."});
  }
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  std::string password;
  if (arguments.has("--stdin")) {
    auto text = io.read_stdin();
    if (!text) return text.error();
    const std::string_view typed = base::without_signature(*text);  // some shells put one before what they pipe
    password = typed.substr(0, typed.find_first_of("\r\n"));
    if (password.empty()) {
      return base::Error::permanent(base::ErrorCode::bad_input,
                                    {"Đầu vào chuẩn không có mật khẩu; chưa thay đổi gì.",
                                     "Standard input held no password. Nothing was changed."});
    }
  }
  auto given = house.gate->reset_password(account->id, password, no_change, "vanthu");
  if (!given) return given.error();
  if (password.empty()) io.out(*given + "\n");
  else if (no_change)
    io.err("Đã đặt mật khẩu của " + account->address + ". / The password of " + account->address + " is set.\n");
  else
    io.err("Đã đặt mật khẩu của " + account->address + "; lần đăng nhập sau phải đổi. / The password of " +
           account->address + " is set; the next sign-in must change it.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec account_set_password_command() {
  return {
      "account set-password",
      "Đặt lại mật khẩu; không có --stdin thì tạo và in ra một mật khẩu dùng một lần. / Resets a password; without --stdin a one-time password is made and printed.",
      {"ADDRESS"},
      {{"--stdin", "",
        "đọc mật khẩu ở dòng đầu của đầu vào chuẩn / read the password from the first line of standard input"},
       {"--no-change", "",
        "chỉ cho bản trình diễn: không bắt đổi mật khẩu (có ghi nhật ký) / demonstration only: the password stays as it is (audited)"}},
      Place::house,
      run};
}

}  // namespace server::cli
