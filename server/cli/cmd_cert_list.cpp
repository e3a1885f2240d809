// vanthu cert list [ADDRESS] [--all]: registered certificates.
#include <nlohmann/json.hpp>

#include "server/cli/certificate_output.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House* house, const Arguments& arguments, CommandIo& io) {
  base::AccountId only;
  if (!arguments.positionals.empty()) {
    auto account = house->account(arguments.positionals[0]);
    if (!account) return account.error();
    only = account->id;
  }
  const auto view = house->directory->view();
  nlohmann::json list = nlohmann::json::array();
  for (const auto& certificate : house->certificates->certificates(only, arguments.has("--all"))) {
    const directory::Account* account = view->find_account(certificate.account);
    const std::string address = account == nullptr ? std::to_string(certificate.account.value) : account->address;
    if (arguments.json) list.push_back(json_of(certificate, address));
    else io.out(line_of(certificate, address));
  }
  if (arguments.json) print_json(list, io);
  return exit_code::kOk;
}

}  // namespace

CommandSpec cert_list_command() {
  return {"cert list", "Registered certificates: address, fingerprint, subject, dates.", {"ADDRESS?"},
          {{"--all", "", "also those that no longer count"}}, Place::house, run};
}

}  // namespace server::cli
