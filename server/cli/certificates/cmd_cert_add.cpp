// vanthu cert add ADDRESS PEM: whose certificate counts: a person's (a signer of his office) or an office's own,
// registered for its records mailbox.
#include <nlohmann/json.hpp>

#include "base/text/file_text.h"
#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  auto file = io.read_file(arguments.positionals[1]);
  if (!file) return file.error();
  auto done = house.certificates->add(account->id, base::text_of_file(*file), "vanthu");
  if (!done) return done.error();
  if (arguments.json) {
    print_json({{"certificate", json_of(done->certificate, account->address)},
                {"was_there", done->was_there},
                {"notices", json_of(done->notices)}},
               io);
    return exit_code::kOk;
  }
  io.out((done->was_there ? "= " : "+ ") + line_of(done->certificate, account->address));
  print_notices(done->notices, io);
  if (done->was_there)
    io.err("Chứng thư số này đã đăng ký từ trước cho " + account->address + ". / This certificate was registered for " +
           account->address + " before.\n");
  else
    io.err("Chứng thư số từ nay có giá trị cho " + account->address + ". / The certificate counts for " +
           account->address + " from now on.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec cert_add_command() {
  return {
      "cert add",
      "Đăng ký chứng thư số của một người (người ký) hoặc của cơ quan (hộp thư vanthu@). / Registers a certificate: of a person (a signer) or of an office (its vanthu@ mailbox).",
      {"ADDRESS", "PEM"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli
