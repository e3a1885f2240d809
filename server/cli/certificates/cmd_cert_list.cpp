// vanthu cert list [ADDRESS] [--all]: registered certificates.
#include <nlohmann/json.hpp>

#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  base::AccountId only;
  if (!arguments.positionals.empty()) {
    auto account = house.account(arguments.positionals[0]);
    if (!account) return account.error();
    only = account->id;
  }
  const auto view = house.directory->view();
  nlohmann::json list = nlohmann::json::array();
  bool any = false;
  for (const auto& certificate : house.certificates->certificates(only, arguments.has("--all"))) {
    const directory::Account* account = view->find_account(certificate.account);
    const std::string address = account == nullptr ? std::to_string(certificate.account.value) : account->address;
    any = true;
    if (arguments.json) list.push_back(json_of(certificate, address));
    else io.out(line_of(certificate, address));
  }
  if (arguments.json) print_json(list, io);
  else if (!any)
    io.err(
        "Chưa có chứng thư số nào được đăng ký: `vanthu cert add ADDRESS PEM`. / No certificate is registered: `vanthu cert add ADDRESS PEM`.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec cert_list_command() {
  return {
      "cert list",
      "Các chứng thư số đã đăng ký: địa chỉ, vân tay, chủ thể, thời hạn. / Registered certificates: address, fingerprint, subject, dates.",
      {"ADDRESS?"},
      {{"--all", "", "kể cả chứng thư không còn giá trị / also those that no longer count"}},
      Place::house,
      run};
}

}  // namespace server::cli
