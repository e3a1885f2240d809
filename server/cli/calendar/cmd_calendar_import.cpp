// vanthu calendar import FILE --name N [--office CODE] [--plan]: a table of days off and swapped days, for all offices
// or one. Deadlines are not touched: what would move is shown.
#include <map>
#include <nlohmann/json.hpp>

#include "server/cli/calendar/calendar_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;
using Json = nlohmann::ordered_json;

// A file that is wrong is named line by line; nothing of it is taken.
int refuse_file(const std::vector<base::Sentence>& problems, const Arguments& arguments, CommandIo& io) {
  if (arguments.json) {
    Json list = Json::array();
    for (const base::Sentence& problem : problems) list.push_back({{"vi", problem.vi}, {"en", problem.en}});
    print_ordered({{"imported", nullptr}, {"problems", std::move(list)}}, io);
  } else {
    for (const base::Sentence& problem : problems) io.err(base::one_line(problem) + "\n");
    const std::string n = std::to_string(problems.size());
    io.err(n + " dòng sai; chưa nhập gì. Mỗi dòng là date,kind,note, ví dụ 2027-02-05,OFF,Tết Nguyên đán. / " + n +
           " lines are wrong. Nothing was imported. A line is date,kind,note, such as 2027-02-05,OFF,Tết.\n");
  }
  return exit_code::kData;
}

std::map<int, std::size_t> days_off(const std::vector<calendar::DayEntry>& days) {
  std::map<int, std::size_t> out;
  for (const calendar::DayEntry& day : days) out[day.date.year] += day.kind == calendar::DayKind::off ? 1 : 0;
  return out;
}

// A table is a whole year's: one that lists only what is new would make all other holidays working days.
std::vector<base::Sentence> notices(const calendar::Calendar& before, const std::vector<calendar::DayEntry>& days) {
  std::vector<base::Sentence> out;
  const auto had = days_off(before.entries());
  for (const auto& [year, count] : days_off(days)) {
    const auto old = had.find(year);
    if (old == had.end() || count * 2 >= old->second) continue;
    const std::string y = std::to_string(year), n = std::to_string(count), m = std::to_string(old->second);
    out.emplace_back("Năm " + y + " chỉ còn " + n + " ngày nghỉ, trước đây " + m +
                         ". Một bảng thay cả năm: xin kiểm tra tệp đã ghi đủ các ngày nghỉ chưa.",
                     "The year " + y + " has only " + n + " days off now, and had " + m +
                         ". A table stands for a whole year: check that the file lists every day off.");
  }
  return out;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const std::string name = arguments.option("--name");
  if (name.empty())
    return refuse_usage(
        base::Error::permanent(base::ErrorCode::bad_input, {"Thiếu --name N, tên của bảng, ví dụ VN-2028. Chưa thay "
                                                            "đổi gì.",
                                                            "--name N is missing, the table's name, such as VN-2028. "
                                                            "Nothing was changed."}),
        arguments, io);
  const auto view = house.directory->view();
  auto office = office_option(arguments, *view);
  if (!office) return office.error();
  auto file = io.read_file(arguments.positionals[0]);
  if (!file) return file.error();
  calendar::TableReading reading = calendar::read_table(*file);
  if (!reading.problems.empty()) return refuse_file(reading.problems, arguments, io);
  const auto before = house.calendars->for_office(*office);
  const auto said = notices(*before, reading.days);
  auto book = house.calendars->book_with(name, *office, reading.days);
  if (!book) return book.error();
  directory::Calendars::Imported imported;
  const bool plan = arguments.has("--plan");
  if (!plan) {
    auto done = house.calendars->import(name, *office, reading.days, "vanthu");
    if (!done) return done.error();
    imported = std::move(*done);
    book = house.calendars->book();
  }
  auto round = house.office_desk->recount({*office, *book, false, io.stop(), {}});
  if (!round) return round.error();
  if (arguments.json) {
    Json notes = Json::array();
    for (const base::Sentence& notice : said) notes.push_back({{"vi", notice.vi}, {"en", notice.en}});
    print_ordered({{"imported", plan ? Json() : json_of(imported.table, *view)},
                   {"was_there", imported.was_there},
                   {"notices", std::move(notes)},
                   {"recount", json_of(*round, *view)}},
                  io);
    return exit_code::kOk;
  }
  for (const base::Sentence& notice : said) io.err("! " + base::one_line(notice) + "\n");
  const std::string what = office_name(*view, *office) + ": " + std::to_string(reading.days.size()) + " ngày / days, " +
                           years_of(reading.days);
  if (plan) io.out("Tệp đọc được, chưa nhập. / The file is right; nothing was imported. " + what + "\n");
  else if (imported.was_there)
    io.out(imported.table.version + " đã ghi như vậy từ trước, không đổi gì. / says the same already. " + what + "\n");
  else io.out("Đã nhập / imported " + imported.table.version + ", " + what + "\n");
  io.out(text_of(*round, false));
  return exit_code::kOk;
}

}  // namespace

CommandSpec calendar_import_command() {
  return {
      "calendar import",
      "Nhập bảng ngày nghỉ và ngày làm bù (date,kind,note với kind là OFF hoặc WORK) cho mọi cơ quan hoặc một cơ quan; cùng tên thì thay bảng cũ. Thời hạn đang chạy không đổi. / A table of days off and swapped days (date,kind,note with kind OFF or WORK) for all offices or one; the same name again takes the old one's place. Open deadlines do not move.",
      {"FILE"},
      {{"--name", "N", "tên của bảng, ví dụ VN-2028 (bắt buộc) / the table's name, such as VN-2028"},
       {"--office", "CODE", "chỉ cho cơ quan này / only for this office"},
       {"--plan", "", "chỉ cho xem những gì sẽ thay đổi / only show what would change"}},
      Place::house,
      run};
}

}  // namespace server::cli
