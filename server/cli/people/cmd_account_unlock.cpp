// vanthu account unlock ADDRESS: ends the waits that wrong passwords brought upon an account, in the running server at
// once.
#include <nlohmann/json.hpp>

#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  auto ended = house.gate->unlock(account->id, "vanthu");
  if (!ended) return ended.error();
  if (arguments.json) {
    nlohmann::json locks = nlohmann::json::array();
    for (const directory::AccountLock& lock : *ended) {
      locks.push_back({{"network", lock.network},
                       {"until", base::iso_date_time(lock.until, base::kOfficeOffsetMinutes)},
                       {"failures", lock.failures}});
    }
    const nlohmann::json answer = {{"address", account->address}, {"unlocked", !ended->empty()}, {"locks", locks}};
    io.out(answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return exit_code::kOk;
  }
  const std::string& address = account->address;
  if (ended->empty()) {
    io.err(address + " không bị tạm khóa vì nhập sai; không có gì để mở. / " + address +
           " was not locked for wrong passwords; there was nothing to end.\n");
    return exit_code::kOk;
  }
  for (const directory::AccountLock& lock : *ended) {
    const std::string from = lock.network.empty() ? "mọi mạng lạ / all unknown networks" : lock.network;
    io.err("  " + from + ": " + std::to_string(lock.failures) + " lần sai, khóa đến / failures, locked until " +
           base::iso_date_time(lock.until, base::kOfficeOffsetMinutes) + "\n");
  }
  io.err(address + " đã hết tạm khóa, đăng nhập lại được ngay. / " + address +
         " is no longer locked and may sign in at once.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec account_unlock_command() {
  return {
      "account unlock",
      "Mở khóa tạm thời do nhập sai mật khẩu nhiều lần; mật khẩu không đổi. / Ends the waits that wrong passwords brought upon an account; its password stays.",
      {"ADDRESS"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
