// vanthu mail import ADDRESS MAILBOX PATH: mbox, Maildir, .eml with flags and dates kept.
#include <nlohmann/json.hpp>

#include "mailstore/maintenance/mail_import.h"
#include "server/cli/run/command.h"
#include "server/cli/run/reach.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

std::string text_of(const mailstore::ImportReport& report) {
  const std::string imported = std::to_string(report.imported), known = std::to_string(report.known),
                    failed = std::to_string(report.failed);
  return "Đã nhập " + imported + " thư, " + known + " thư đã có sẵn, " + failed + " thư lỗi. / " + imported +
         " imported, " + known + " were there already, " + failed + " failed.\n";
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  mailstore::ImportRequest request;
  request.account = account->id;
  request.mailbox = arguments.positionals[1];
  request.path = io.absolute(arguments.positionals[2]);
  request.skip_known = !arguments.has("--again");
  request.stop = io.stop();
  request.progress = [&io](const mailstore::ImportReport& report) {
    io.progress(std::to_string(report.imported) + " đã nhập / imported, " + std::to_string(report.known) +
                " có sẵn / known, " + std::to_string(report.failed) + " lỗi / failed");
  };
  if (auto reached = may_read(request.path, house, io); !reached) return reached.error();
  auto report = mailstore::import_mail({*house.store, *house.delivery}, request);
  if (!report) return report.error();
  if (arguments.json) {
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : report->problems)
      problems.push_back({{"file", problem.file}, {"offset", problem.offset}, {"what", problem.what}});
    nlohmann::json object = {{"imported", report->imported},
                             {"known", report->known},
                             {"failed", report->failed},
                             {"stopped", report->stopped},
                             {"problems", problems}};
    io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    for (const auto& problem : report->problems)
      io.err(problem.file + " (byte " + std::to_string(problem.offset) + "): " + problem.what + "\n");
    io.out(text_of(*report));
  }
  if (report->stopped) {
    // With --again nothing tells what is there already: the person must know it.
    io.err(
        arguments.has("--again")
            ? "Máy chủ dừng khi chưa nhập hết; thư đã nhập vẫn còn. Chạy lại không có --again thì phần đã nhập được bỏ qua. / The server "
              "stopped before the end; what was imported stays. Run it again without --again: what is there is then passed over.\n"
            : "Máy chủ dừng khi chưa nhập hết; thư đã nhập vẫn còn. Hãy chạy lại đúng lệnh này: không thư nào bị nhập hai lần. / The server "
              "stopped before the end; what was imported stays. Run the same command again: nothing is imported twice.\n");
    return exit_code::kTryLater;
  }
  return report->failed > 0 ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec mail_import_command() {
  return {
      "mail import",
      "Nhập thư từ mbox, Maildir hoặc các tệp .eml; chạy lại không nhập trùng. / Imports mbox, Maildir or .eml files; running it again imports nothing twice.",
      {"ADDRESS", "MAILBOX", "PATH"},
      {{"--again", "",
        "nhập thêm lần nữa cả những thư hộp thư đã có / import messages the mailbox already holds once more"}},
      Place::house,
      run};
}

}  // namespace server::cli
