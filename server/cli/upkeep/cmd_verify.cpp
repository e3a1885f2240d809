// vanthu verify: every invariant and checksum, read-only.
#include <nlohmann/json.hpp>

#include "mailstore/maintenance/verify.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  mailstore::VerifyOptions options;
  options.bytes = !arguments.has("--quick");
  options.stop = io.stop();
  options.progress = [&io](std::string_view stage, std::int64_t done, std::int64_t total) {
    io.progress(std::string(stage) + " " + std::to_string(done) + "/" + std::to_string(total));
  };
  auto report = mailstore::verify_store({*house.store, *house.blobs, house.search.get()}, options);
  if (!report) return report.error();
  if (arguments.json) {
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : report->problems) problems.push_back({{"where", problem.where}, {"what", problem.what}});
    nlohmann::json object = {{"ok", report->ok()},
                             {"accounts", report->accounts},
                             {"mailboxes", report->mailboxes},
                             {"messages", report->messages},
                             {"contents", report->contents},
                             {"blobs", report->blobs},
                             {"problem_count", report->problem_count},
                             {"problems", problems}};
    io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    for (const auto& problem : report->problems) io.out(problem.where + ": " + problem.what + "\n");
    const std::string problems = std::to_string(report->problem_count);
    io.out(
        "Đã kiểm tra " + std::to_string(report->accounts) + " tài khoản, " + std::to_string(report->mailboxes) +
        " hộp thư, " + std::to_string(report->messages) + " thư, " + std::to_string(report->blobs) + " khối: " +
        (report->ok()
             ? "tất cả đều tốt.\n"
             : problems +
                   " chỗ sai. Chưa thay đổi gì. Hãy giữ một bản sao của thư mục dữ liệu, rồi phục hồi những gì nêu trên từ bản sao lưu.\n") +
        std::to_string(report->accounts) + " accounts, " + std::to_string(report->mailboxes) + " mailboxes, " +
        std::to_string(report->messages) + " messages, " + std::to_string(report->blobs) + " blobs checked: " +
        (report->ok()
             ? "all good.\n"
             : problems +
                   " problems. Nothing was changed. Keep a copy of the data directory, then restore what is named from a backup.\n"));
  }
  return report->ok() ? exit_code::kOk : exit_code::kData;
}

}  // namespace

CommandSpec verify_command() {
  return {
      "verify",
      "Kiểm tra mọi ràng buộc và tổng kiểm; không thay đổi gì. / Checks every invariant and checksum; changes nothing.",
      {},
      {{"--quick", "", "không đọc nội dung thư / without reading the message bytes"},
       {"--accept-loss", "",
        "khi nhật ký ghi lại bị hỏng ở giữa: lấy lại phần trước chỗ hỏng, giữ nhật ký thành vanthu.db-redo.damaged-N / "
        "with a redo log damaged in its middle: take in what stands before the damage and keep the log as "
        "vanthu.db-redo.damaged-N"},
       {"--without-log", "",
        "cùng --accept-loss: không lấy gì từ nhật ký, khi riêng vanthu.db thì nguyên vẹn / "
        "with --accept-loss: take nothing of the log, where vanthu.db by itself is whole"}},
      Place::house,
      run};
}

}  // namespace server::cli
