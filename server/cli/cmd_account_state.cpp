// vanthu account enable|disable ADDRESS.
#include "directory/account_admin.h"
#include "server/cli/command.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

template <bool enable>
base::Result<int> run(House* house, const Arguments& arguments, CommandIo& io) {
  auto account = house->account(arguments.positionals[0]);
  if (!account) return account.error();
  directory::AccountAdmin admin(*house->directory, house->clock, *house->ids);
  auto done = enable ? admin.enable(account->id, "vanthu") : admin.disable(account->id, "vanthu");
  if (!done) return done.error();
  const std::string& address = account->address;
  io.err(enable ? address + " đăng nhập lại được. / " + address + " may sign in again.\n"
                : address + " đã khóa: thư còn nguyên, không đăng nhập được. / " + address + " is disabled: it keeps its mail and may not sign in.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec account_state_command(bool enable) {
  if (enable) return {"account enable", "Cho một tài khoản đã khóa đăng nhập lại. / Lets a disabled account sign in again.", {"ADDRESS"}, {}, Place::house, run<true>};
  return {"account disable", "Khóa một tài khoản ở mọi cửa; thư vẫn còn. / Closes an account at every door; its mail stays.", {"ADDRESS"}, {}, Place::house, run<false>};
}

}  // namespace server::cli
