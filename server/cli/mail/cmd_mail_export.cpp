// vanthu mail export ADDRESS MAILBOX PATH: Maildir, mbox or .eml.
#include "mailstore/maintenance/mail_export.h"
#include "server/cli/run/command.h"
#include "server/cli/run/reach.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  mailstore::ExportRequest request;
  request.account = account->id;
  request.mailbox = arguments.positionals[1] == "ALL" ? "" : arguments.positionals[1];
  request.path = io.absolute(arguments.positionals[2]);
  const std::string format = arguments.option("--format", "maildir");
  if (format == "mbox") request.format = mailstore::ExportFormat::mbox;
  else if (format == "eml") request.format = mailstore::ExportFormat::eml;
  else if (format != "maildir") {
    return refuse_usage(base::Error::permanent(base::ErrorCode::bad_input,
                                               {"--format nhận maildir, mbox hoặc eml; chưa ghi gì.",
                                                "--format takes maildir, mbox or eml. Nothing was written."}),
                        arguments, io);
  }
  request.stop = io.stop();
  request.progress = [&io](std::int64_t done, std::int64_t total) {
    io.progress(std::to_string(done) + "/" + std::to_string(total));
  };
  if (auto reached = may_write(request.path, house, io); !reached) return reached.error();
  auto report = mailstore::export_mail(*house.store, request);
  if (!report) return report.error();
  io.out("Đã ghi " + std::to_string(report->messages) + " thư của " + std::to_string(report->mailboxes) +
         " hộp thư vào " + request.path + ". / " + std::to_string(report->messages) + " messages of " +
         std::to_string(report->mailboxes) + " mailboxes written to " + request.path + ".\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec mail_export_command() {
  return {
      "mail export",
      "Xuất một hộp thư (hoặc ALL) kèm cờ và ngày. / Writes a mailbox (or ALL) with flags and dates.",
      {"ADDRESS", "MAILBOX", "PATH"},
      {{"--format", "maildir|mbox|eml",
        "mặc định maildir; eml: mỗi thư một tệp, cờ và ngày ở tệp vanthu-flags.tsv bên cạnh mà `mail import` đọc lại được / default maildir; eml: one file a message, its flags and date in vanthu-flags.tsv beside them, which `mail import` of the folder reads"}},
      Place::house,
      run};
}

}  // namespace server::cli
