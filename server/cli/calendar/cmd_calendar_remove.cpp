// vanthu calendar remove NAME [--plan]: a table of days does not count any more. Deadlines are not touched: what would
// move is shown.
#include <nlohmann/json.hpp>

#include "server/cli/calendar/calendar_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto view = house.directory->view();
  const std::string& name = arguments.positionals[0];
  auto book = house.calendars->book_without(name);
  if (!book) return book.error();
  directory::CalendarTable removed;
  const bool plan = arguments.has("--plan");
  if (!plan) {
    auto done = house.calendars->remove(name, "vanthu");
    if (!done) return done.error();
    removed = std::move(*done);
    book = house.calendars->book();
  }
  auto round = house.office_desk->recount({removed.office, *book, false, io.stop(), {}});
  if (!round) return round.error();
  if (arguments.json) {
    using Json = nlohmann::ordered_json;
    print_ordered({{"removed", plan ? Json() : json_of(removed, *view)}, {"recount", json_of(*round, *view)}}, io);
    return exit_code::kOk;
  }
  if (!plan) io.out("Thôi dùng bảng / no longer in use: " + removed.version + "\n");
  io.out(text_of(*round, false));
  return exit_code::kOk;
}

}  // namespace

CommandSpec calendar_remove_command() {
  return {
      "calendar remove",
      "Thôi dùng một bảng lịch làm việc. Thời hạn đang chạy không đổi. / Takes a calendar table out of use. Open deadlines do not move.",
      {"NAME"},
      {{"--plan", "", "chỉ cho xem những gì sẽ thay đổi / only show what would change"}},
      Place::house,
      run};
}

}  // namespace server::cli
