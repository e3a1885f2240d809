// vanthu trust list: trusted roots and revocation lists.
#include <nlohmann/json.hpp>

#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& item : house.certificates->trusted()) {
    if (arguments.json) list.push_back(json_of(item));
    else io.out(line_of(item));
  }
  if (arguments.json) print_json(list, io);
  else if (house.certificates->trusted().empty())
    io.err("Chưa tin cậy gốc nào: `vanthu trust add PEM`. / No root is trusted yet: `vanthu trust add PEM`.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec trust_list_command() {
  return {
      "trust list",
      "Các gốc tin cậy và danh sách thu hồi: vân tay, chủ thể, thời hạn. / Trusted roots and revocation lists: fingerprint, subject, dates.",
      {},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
