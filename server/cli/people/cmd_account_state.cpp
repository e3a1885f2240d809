// vanthu account enable|disable ADDRESS.
#include "directory/people/account_admin.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

template <bool enable>
base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  directory::AccountAdmin admin(*house.directory, house.clock, *house.ids);
  auto done = enable ? admin.enable(account->id, "vanthu") : admin.disable(account->id, "vanthu");
  if (!done) return done.error();
  const std::string& address = account->address;
  // "Tạm khóa" (locked) is what wrong passwords bring about and has its own end; "ngừng hoạt động" (disabled) is what
  // is said here.
  io.err(
      enable
          ? address +
                " không còn ngừng hoạt động. Nếu đang tạm khóa vì nhập sai mật khẩu nhiều lần thì vẫn phải chờ hết giờ, hoặc chạy `vanthu account unlock " +
                address + "`. / " + address +
                " is no longer disabled. A lock after wrong passwords is another matter: it stays until its time is over or `vanthu account unlock " +
                address + "`.\n"
          : address + " ngừng hoạt động: thư còn nguyên, không đăng nhập được, không nhận thư mới. / " + address +
                " is disabled: it keeps its mail, may not sign in and gets no new mail.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec account_state_command(bool enable) {
  if (enable)
    return {
        "account enable",
        "Cho một tài khoản ngừng hoạt động được hoạt động lại; không gỡ tạm khóa do nhập sai mật khẩu. / Ends the disabling of an account; a lock after wrong passwords is not touched.",
        {"ADDRESS"},
        {},
        Place::house,
        run<true>};
  return {
      "account disable",
      "Cho một tài khoản ngừng hoạt động ở mọi cửa; thư vẫn còn. / Disables an account at every door; its mail stays.",
      {"ADDRESS"},
      {},
      Place::house,
      run<false>};
}

}  // namespace server::cli
