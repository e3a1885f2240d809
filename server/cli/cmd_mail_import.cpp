// vanthu mail import ADDRESS MAILBOX PATH: mbox, Maildir, .eml with flags and dates kept.
#include <nlohmann/json.hpp>

#include "mailstore/maintenance/mail_import.h"
#include "server/cli/command.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House* house, const Arguments& arguments, CommandIo& io) {
  auto account = house->account(arguments.positionals[0]);
  if (!account) return account.error();
  mailstore::ImportRequest request;
  request.account = account->id;
  request.mailbox = arguments.positionals[1];
  request.path = io.absolute(arguments.positionals[2]);
  request.skip_known = !arguments.has("--again");
  request.progress = [&io](const mailstore::ImportReport& report) {
    io.progress(std::to_string(report.imported) + " imported, " + std::to_string(report.known) + " known, " + std::to_string(report.failed) + " failed");
  };
  auto report = mailstore::import_mail({*house->store, *house->delivery}, request);
  if (!report) return report.error();
  if (arguments.json) {
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : report->problems) problems.push_back({{"file", problem.file}, {"offset", problem.offset}, {"what", problem.what}});
    nlohmann::json object = {{"imported", report->imported}, {"known", report->known}, {"failed", report->failed}, {"problems", problems}};
    io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    for (const auto& problem : report->problems) io.err(problem.file + " at byte " + std::to_string(problem.offset) + ": " + problem.what + "\n");
    io.out(std::to_string(report->imported) + " imported, " + std::to_string(report->known) + " were there already, " +
           std::to_string(report->failed) + " failed.\n");
  }
  return report->failed > 0 ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec mail_import_command() {
  return {"mail import", "Imports mbox, Maildir or .eml files; running it again imports nothing twice.",
          {"ADDRESS", "MAILBOX", "PATH"}, {{"--again", "", "import messages the mailbox already holds once more"}}, Place::house, run};
}

}  // namespace server::cli
