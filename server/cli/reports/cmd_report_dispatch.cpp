// vanthu report dispatch [--from DATE] [--to DATE] [--office CODE] [--book out|copies|in|waiting|followup]
// [--csv|--html]: the registers of the records offices, and what waits to be registered.
#include "mailstore/reports/register_report.h"
#include "server/cli/run/command.h"
#include "server/cli/run/csv_output.h"
#include "server/cli/run/report_options.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace office = mailstore::office;
using office::RegisterBook;

// Without --book: what an office keeps; copies and what waits only where there are any. CSV has one kind of columns, so
// one book.
std::vector<RegisterBook> books_of(const Arguments& arguments) {
  if (arguments.options.contains("--book")) {
    const auto found = office::register_book(arguments.option("--book"));
    return found ? std::vector{*found} : std::vector<RegisterBook>();
  }
  if (wants_csv(arguments) && !arguments.json) return {RegisterBook::outgoing};
  return {RegisterBook::outgoing, RegisterBook::copies, RegisterBook::incoming, RegisterBook::waiting};
}

base::Error no_such_book(const std::string& word) {
  const std::string book = "“" + word + "”";
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Không có sổ " + book +
           ". Xin ghi out (đi), copies (bản sao), in (đến), waiting (đến, chưa vào sổ) hoặc followup (theo dõi giải quyết).",
       "There is no book " + book + ". Write out, copies, in, waiting or followup."});
}

void print(const std::vector<office::RegisterPage>& pages, const Arguments& arguments, CommandIo& io) {
  using Json = nlohmann::ordered_json;
  if (arguments.json) io.out(office::registers_json(pages).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  else if (wants_csv(arguments)) io.out(csv_output(arguments, office::registers_csv(pages)));
  else io.out(arguments.has("--html") ? office::registers_html(pages) : office::registers_text(pages));
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  office::RegisterRequest request;
  request.now = house.clock.now();
  auto days = report_days(arguments, request.now);
  if (!days) return refuse_usage(days.error(), arguments, io);
  request.days = *days;
  request.books = books_of(arguments);
  if (request.books.empty()) return refuse_usage(no_such_book(arguments.option("--book")), arguments, io);
  const auto view = house.directory->view();
  auto offices = report_offices(arguments, *view);
  if (!offices) return offices.error();
  for (const directory::Unit* unit : *offices) request.offices.push_back(unit->id);
  request.from_named = arguments.options.contains("--from");
  request.empty_ones = arguments.options.contains("--office");
  std::vector<office::RegisterPage> pages;
  auto read = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::read_registers(snapshot, *view, *house.calendars->book(), request);
    if (!found) return found.error();
    pages = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  print(pages, arguments, io);
  return exit_code::kOk;
}

}  // namespace

CommandSpec report_dispatch_command() {
  return {
      "report dispatch",
      "Sổ đăng ký văn bản đi và văn bản đến. / The registers of outgoing and incoming documents.",
      {},
      {{"--from", "DATE",
        "ngày đầu, như 2026-12-18 hoặc 18/12/2026; mặc định 01/01 năm nay / first day, 2026-12-18 or 18/12/2026; default 1 January of this year"},
       {"--to", "DATE",
        "ngày cuối, tính cả ngày đó; mặc định 31/12 năm nay / last day, included; default 31 December of this year"},
       {"--office", "CODE", "chỉ sổ của cơ quan này / only the registers of this office"},
       {"--book", "BOOK",
        "out (đi), copies (bản sao), in (đến), waiting (đã đến, chưa vào sổ) hoặc followup (theo dõi giải quyết); mặc định mọi sổ trừ followup, với --csv là out / out, copies, in, waiting (arrived, not registered) or followup; default all but followup, with --csv out"},
       {"--csv", "", "dạng CSV / as CSV"},
       excel_option(),
       {"--html", "", "thành trang để in / as pages to print"}},
      Place::house,
      run};
}

}  // namespace server::cli
