// vanthu calendar recount [--office CODE] [--apply]: open deadlines that were counted in working days or hours, counted
// anew with the calendar of now. Shows what would move; moves it with --apply.
#include <nlohmann/json.hpp>

#include "server/cli/calendar/calendar_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  if (arguments.has("--apply") && arguments.has("--dry-run"))
    return refuse_usage(
        base::Error::permanent(base::ErrorCode::bad_input, {"Chỉ một trong --apply và --dry-run. Chưa thay đổi gì.",
                                                            "Only one of --apply and --dry-run. Nothing was changed."}),
        arguments, io);
  const auto view = house.directory->view();
  auto office = office_option(arguments, *view);
  if (!office) return office.error();
  const bool apply = arguments.has("--apply");
  auto round = house.office_desk->recount({*office, nullptr, apply, io.stop(), {}});
  if (!round) return round.error();
  if (arguments.json) {
    auto out = json_of(*round, *view);
    out["applied"] = apply;
    out["stopped"] = round->stopped;
    print_ordered(out, io);
  } else {
    io.out(text_of(*round, apply));
  }
  if (!round->stopped) return exit_code::kOk;
  io.err(
      "Máy chủ đang dừng; những việc trên đã xong, hãy chạy lại lệnh cho phần còn lại. / The server stops. What is listed is done; run the command again for the rest.\n");
  return exit_code::kTryLater;
}

}  // namespace

CommandSpec calendar_recount_command() {
  return {
      "calendar recount",
      "Tính lại các thời hạn đang chạy theo lịch làm việc hiện nay: cho xem trước, ghi --apply mới đổi. Ngày đã ấn định không bao giờ đổi. / Counts open deadlines anew with the calendar of now: a preview, done with --apply. A day that was named never moves.",
      {},
      {{"--office", "CODE", "chỉ nhiệm vụ của cơ quan này / only the tasks of this office"},
       {"--apply", "",
        "đổi thời hạn, ghi nhật ký và báo các bên / move the deadlines, write the journal, tell everybody"},
       {"--dry-run", "", "chỉ cho xem (mặc định) / only show (the default)"}},
      Place::house,
      run};
}

}  // namespace server::cli
