// vanthu trust remove FINGERPRINT: a root or a revocation list does not count any more.
#include <nlohmann/json.hpp>

#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto item = house.certificates->remove_trust(arguments.positionals[0], "vanthu");
  if (!item) return item.error();
  if (arguments.json) {
    print_json({{"removed", json_of(*item)}}, io);
    return exit_code::kOk;
  }
  io.out("- " + line_of(*item));
  io.err("Không còn tin cậy: " + item->subject + ". / No longer trusted: " + item->subject + ".\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec trust_remove_command() {
  return {
      "trust remove",
      "Gỡ một gốc tin cậy hoặc danh sách thu hồi; chỉ cần 8 chữ số đầu của vân tay. / Takes a root or a revocation list out again; the first 8 digits of its fingerprint are enough.",
      {"FINGERPRINT"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
