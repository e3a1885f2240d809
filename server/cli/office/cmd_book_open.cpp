// vanthu book open UNIT out|in|copies --last N: an office that begins in the middle of a year goes on behind its old
// book.
#include <charconv>
#include <nlohmann/json.hpp>

#include "policies/calendar/date.h"
#include "policies/dispatch/document_number.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;
using mailstore::office::Book;

base::Error usage(const std::string& vi, const std::string& en) {
  return base::Error::permanent(base::ErrorCode::bad_input, {vi + " Chưa thay đổi gì.", en + " Nothing was changed."});
}

std::optional<int> number_of(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

std::optional<Book> book_of(const std::string& word) {
  if (word == "out") return Book::outgoing;
  if (word == "in") return Book::incoming;
  if (word == "copies") return Book::copies;
  return std::nullopt;
}

base::Result<mailstore::office::BookOpened> read_opening(const House& house, const Arguments& arguments) {
  mailstore::office::BookOpened opening;
  const auto view = house.directory->view();
  const directory::Unit* unit = view->find_unit_by_code(arguments.positionals[0]);
  if (unit == nullptr || unit->kind != directory::UnitKind::office) {
    const std::string& code = arguments.positionals[0];
    return base::Error::permanent(
        base::ErrorCode::not_found,
        {"Không có cơ quan mang mã " + code +
             " (bộ phận lấy số trong sổ của cơ quan). Chưa thay đổi gì; `vanthu seal check` cho xem mã của các cơ quan.",
         "There is no office with the code " + code +
             " (a section numbers in its office's book). Nothing was changed. `vanthu seal check` shows the codes of the offices."});
  }
  const auto book = book_of(arguments.positionals[1]);
  if (!book)
    return usage("Sổ là một trong: out (văn bản đi), in (số đến), copies (bản sao).",
                 "The book is one of: out (outgoing documents), in (arrival numbers), copies.");
  const auto last = number_of(arguments.option("--last"));
  if (!last)
    return usage("Thiếu --last N hoặc không phải số: số cuối cùng mà sổ cũ đã cấp.",
                 "--last N is missing or no number: the last number that the old book gave.");
  const calendar::Date today = calendar::local_date(house.clock.now());
  const std::string given = arguments.option("--date"), year = arguments.option("--year");
  const auto date = given.empty() ? today : calendar::parse_date(given);
  if (!date) return usage("--date không phải ngày, ví dụ 2026-09-01.", "--date is no date, such as 2026-09-01.");
  if (!year.empty() && number_of(year) != date->year) {
    return usage("--year " + year + " không phải năm của ngày cấp số cuối (" + calendar::iso_date(*date) + ").",
                 "--year " + year + " is not the year of the last number's date (" + calendar::iso_date(*date) + ").");
  }
  opening.key = {unit->id, *book, date->year, *last};
  opening.date = *date;
  return opening;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto opening = read_opening(house, arguments);
  if (!opening) return refuse_usage(opening.error(), arguments, io);
  auto done = house.office_desk->open_book(*opening);
  if (!done) return done.error();
  const auto& key = opening->key;
  const std::string next = policies::dispatch::format_number(key.number + 1);
  if (arguments.json) {
    const nlohmann::json out = {{"unit", arguments.positionals[0]},
                                {"book", arguments.positionals[1]},
                                {"year", key.year},
                                {"last", key.number},
                                {"date", calendar::iso_date(opening->date)},
                                {"next", key.number + 1}};
    io.out(out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  } else {
    io.out("Sổ năm " + std::to_string(key.year) + " mở tiếp sổ cũ; số kế tiếp: " + next + ". / The book of " +
           std::to_string(key.year) + " goes on behind the old one; the next number is " + next + ".\n");
  }
  return exit_code::kOk;
}

}  // namespace

CommandSpec book_open_command() {
  return {
      "book open",
      "Cho một sổ chưa cấp số nào trong năm đi tiếp sau sổ cũ đã giữ ở nơi khác. / Lets a book without numbers of this year go on behind one that was kept elsewhere.",
      {"UNIT", "out|in|copies"},
      {{"--last", "N", "số cuối cùng mà sổ cũ đã cấp (bắt buộc) / the last number that the old book gave"},
       {"--date", "DATE",
        "ngày của số đó (mặc định: hôm nay); các số sau không ghi ngày sớm hơn / its date (default: today); later numbers are not dated before it"},
       {"--year", "Y", "năm của sổ, để kiểm tra / the year of the book, as a check"}},
      Place::house,
      run};
}

}  // namespace server::cli
