// vanthu trust add PEM: certificates of authorities and revocation lists that signatures are judged by.
#include <nlohmann/json.hpp>

#include "base/text/file_text.h"
#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto file = io.read_file(arguments.positionals[0]);
  if (!file) return file.error();
  auto done = house.certificates->add_trust(base::text_of_file(*file), "vanthu");
  if (!done) return done.error();
  if (arguments.json) {
    nlohmann::json out = {{"added", nlohmann::json::array()},
                          {"unchanged", nlohmann::json::array()},
                          {"notices", json_of(done->notices)}};
    for (const auto& item : done->added) out["added"].push_back(json_of(item));
    for (const auto& item : done->unchanged) out["unchanged"].push_back(json_of(item));
    print_json(out, io);
    return exit_code::kOk;
  }
  for (const auto& item : done->added) io.out("+ " + line_of(item));
  for (const auto& item : done->unchanged) io.out("= " + line_of(item));
  print_notices(done->notices, io);
  const std::string added = std::to_string(done->added.size()), unchanged = std::to_string(done->unchanged.size());
  io.err("Đã thêm " + added + " mục vào danh sách tin cậy, " + unchanged + " mục giữ nguyên. / " + added +
         " added to what is trusted, " + unchanged + " unchanged.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec trust_add_command() {
  return {
      "trust add",
      "Tin cậy các chứng thư gốc trong tệp PEM và nhận các danh sách thu hồi trong đó. / Trusts the certificate authorities of a PEM file and takes its revocation lists.",
      {"PEM"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
