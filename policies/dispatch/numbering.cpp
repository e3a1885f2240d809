#include "policies/dispatch/numbering.h"

#include <algorithm>

#include "policies/dispatch/document_number.h"

namespace policies::dispatch {

namespace {

using calendar::Date;
using calendar::slash_date;

Refusal future(Date date, Date today) {
  return refusal("date-in-future",
                 "Ngày văn bản " + slash_date(date) + " ở sau hôm nay (" + slash_date(today) +
                     "). Hãy xin số với ngày hôm nay hoặc bỏ ngày.",
                 "The document date " + slash_date(date) + " is after today (" + slash_date(today) +
                     "). Ask again with today's date, or without a date.");
}

Refusal goes_back(Date date, const BookState& book) {
  const std::string last = format_number(book.last_number), when = slash_date(book.last_date);
  return refusal("date-goes-back",
                 "Sổ đã cấp số " + last + " cho ngày " + when + "; số sau không thể mang ngày " + slash_date(date) +
                     ". Hãy dùng ngày " + when + " hoặc muộn hơn.",
                 "The book gave number " + last + " for " + when + "; a later number cannot be dated " +
                     slash_date(date) + ". Use " + when + " or a later date.");
}

Refusal year_closed(int year, int open_year) {
  return refusal("year-closed",
                 "Sổ năm " + std::to_string(year) + " đã kết thúc vào 31/12. Hãy xin số với ngày trong năm " +
                     std::to_string(open_year) + ".",
                 "The book of " + std::to_string(year) + " ended on 31 December. Ask with a date in " +
                     std::to_string(open_year) + ".");
}

Refusal clock_behind(Date today, const BookState& book) {
  return refusal("clock-behind-book",
                 "Đồng hồ máy chủ (" + slash_date(today) + ") chậm hơn ngày đã ghi trong sổ (" +
                     slash_date(book.last_date) + "). Hãy báo quản trị kiểm tra giờ máy chủ.",
                 "The server's clock (" + slash_date(today) + ") is behind the book (" + slash_date(book.last_date) +
                     "). Ask the administrator to check the clock.");
}

std::optional<Refusal> settled(const BookRow& row) {
  const std::string number = format_number(row.number);
  if (row.state == RowState::used) {
    return refusal("number-used", "Số " + number + " đã được dùng cho một văn bản đã phát hành. Hãy xin số mới.",
                   "Number " + number + " was used by a dispatched document. Ask for a new number.");
  }
  if (row.state == RowState::voided) {
    return refusal("number-void", "Số " + number + " đã bị hủy. Hãy xin số mới.",
                   "Number " + number + " is void. Ask for a new number.");
  }
  return std::nullopt;
}

}  // namespace

std::variant<Reservation, Refusal> reserve(const BookState& book, const NumberRequest& request, Date today) {
  if (book.closed) {
    return refusal("book-closed", "Sổ này đã đóng. Hãy dùng sổ của cơ quan mới.",
                   "This book is closed. Use the book of the new office.");
  }
  const Date date = request.date.value_or(today);
  const bool has_rows = book.last_number > 0;
  if (has_rows && today < book.last_date) return clock_behind(today, book);
  if (today < date) return future(date, today);
  if (date.year < today.year) return year_closed(date.year, today.year);
  const bool same_year = has_rows && book.year == date.year;
  if (same_year && date < book.last_date) return goes_back(date, book);
  const int number = same_year ? book.last_number + 1 : 1;  // restarts on 1 January
  if (number > kMaxNumber) {
    return refusal("book-full", "Sổ năm " + std::to_string(date.year) + " đã hết số.",
                   "The book of " + std::to_string(date.year) + " has no numbers left.");
  }
  return Reservation{date.year, number, date};
}

BookState after(const Reservation& reservation) {
  return BookState{reservation.year, reservation.number, reservation.date, false};
}

std::optional<Refusal> may_open(const BookState& book, int last, Date date, Date today) {
  if (book.closed) return refusal("book-closed", "Sổ này đã đóng.", "This book is closed.");
  if (last < 1 || last >= kMaxNumber) {
    const std::string most = std::to_string(kMaxNumber - 1);
    return refusal("bad-number", "Số cuối của sổ cũ phải từ 1 đến " + most + ".",
                   "The last number of the old book must be from 1 to " + most + ".");
  }
  if (today < date) return future(date, today);
  if (date.year < today.year) return year_closed(date.year, today.year);
  if (book.last_number > 0 && book.year >= date.year) {
    const std::string number = format_number(book.last_number), year = std::to_string(book.year);
    return refusal("book-in-use",
                   "Sổ năm " + year + " đã có số " + number + "; chỉ sổ chưa cấp số nào trong năm mới mở tiếp được.",
                   "The book of " + year + " already has number " + number +
                       "; only a book without a number in this year can be opened behind another.");
  }
  return std::nullopt;
}

const char* to_string(RowState state) {
  switch (state) {
    case RowState::reserved: return "reserved";
    case RowState::used: return "used";
    case RowState::voided: return "void";
  }
  return "reserved";
}

std::optional<Refusal> may_use(const BookRow& row, Date date) {
  if (std::optional<Refusal> done = settled(row)) return done;
  if (row.date != date) {
    return refusal("wrong-date",
                   "Số " + format_number(row.number) + " được cấp cho ngày " + slash_date(row.date) + ", không phải " +
                       slash_date(date) + ". Hãy ghi đúng ngày hoặc xin số mới.",
                   "Number " + format_number(row.number) + " was given for " + slash_date(row.date) + ", not " +
                       slash_date(date) + ". Correct the date or ask for a new number.");
  }
  return std::nullopt;
}

std::optional<Refusal> may_void(const BookRow& row, std::string_view reason) {
  const std::string number = format_number(row.number);
  if (row.state == RowState::used) {
    return refusal(
        "number-used",
        "Số " + number + " đã dùng cho một văn bản đã phát hành nên không hủy được. Không có gì thay đổi.",
        "Number " + number + " was used by a dispatched document and cannot be made void. Nothing was changed.");
  }
  if (row.state == RowState::voided) {
    return refusal("number-void", "Số " + number + " đã được hủy trước đó. Không có gì thay đổi.",
                   "Number " + number + " is void already. Nothing was changed.");
  }
  if (reason.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refusal("reason-missing", "Hủy số " + number + " phải có lý do. Hãy ghi lý do sau lệnh hủy.",
                   "Giving up number " + number + " needs a reason. Write it behind the command.");
  }
  return std::nullopt;
}

std::optional<Sentence> void_reason(const BookRow& row, Date today, int keep_days) {
  if (row.state != RowState::reserved || today <= row.date) return std::nullopt;
  if (row.date.year < today.year) {
    return Sentence{"Không sử dụng đến hết năm " + std::to_string(row.date.year) + ".",
                    "Not used by the end of " + std::to_string(row.date.year) + "."};
  }
  if (calendar::day_number(today) - calendar::day_number(row.date) > keep_days) {
    return Sentence{"Không sử dụng trong " + std::to_string(keep_days) + " ngày kể từ ngày cấp.",
                    "Not used within " + std::to_string(keep_days) + " days."};
  }
  return std::nullopt;
}

std::vector<int> missing_numbers(std::span<const BookRow> rows) {
  std::vector<int> numbers;
  numbers.reserve(rows.size());
  int next = 1;
  for (const BookRow& row : rows) {
    if (row.stands_for_all_before) next = std::max(next, row.number + 1);
    numbers.push_back(row.number);
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<int> out;
  for (const int number : numbers) {
    // A single row with an absurd number must not make a list of millions.
    for (; next < number && out.size() < 10000; ++next) out.push_back(next);
    next = std::max(next, number + 1);
  }
  return out;
}

}  // namespace policies::dispatch
