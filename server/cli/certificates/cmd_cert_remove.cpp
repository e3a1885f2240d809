// vanthu cert remove ADDRESS FINGERPRINT: from now on it does not count; signatures that arrived before keep their
// verdict.
#include <nlohmann/json.hpp>

#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  auto certificate = house.certificates->remove(account->id, arguments.positionals[1], "vanthu");
  if (!certificate) return certificate.error();
  if (arguments.json) {
    print_json({{"removed", json_of(*certificate, account->address)}}, io);
    return exit_code::kOk;
  }
  io.out("- " + line_of(*certificate, account->address));
  io.err("Chứng thư số không còn giá trị cho " + account->address + ". / The certificate no longer counts for " +
         account->address + ".\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec cert_remove_command() {
  return {
      "cert remove",
      "Gỡ một chứng thư số đã đăng ký; chỉ cần 8 chữ số đầu của vân tay. / A registered certificate no longer counts; the first 8 digits of its fingerprint are enough.",
      {"ADDRESS", "FINGERPRINT"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
