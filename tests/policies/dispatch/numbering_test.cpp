#include "policies/dispatch/numbering.h"

#include <doctest/doctest.h>

#include <vector>

namespace {

using namespace policies::dispatch;
using policies::calendar::Date;

Date on(int year, int month, int day) { return *policies::calendar::make_date(year, month, day); }

std::string rule_of(const std::variant<Reservation, Refusal>& answer) {
  return std::holds_alternative<Refusal>(answer) ? std::get<Refusal>(answer).rule : std::string();
}

TEST_CASE("dispatch/numbering: an empty book begins at 01") {
  const auto answer = reserve({}, {}, on(2017, 9, 8));
  REQUIRE(std::holds_alternative<Reservation>(answer));
  CHECK(std::get<Reservation>(answer) == Reservation{2017, 1, on(2017, 9, 8)});
}

TEST_CASE("dispatch/numbering: no gap and no duplicate, and the year restarts") {
  BookState book;
  std::vector<BookRow> rows;
  Date today = on(2017, 12, 1);
  for (int i = 0; i < 200; ++i) {
    const auto answer = reserve(book, {}, today);
    REQUIRE(std::holds_alternative<Reservation>(answer));
    const Reservation given = std::get<Reservation>(answer);
    CHECK(given.number == i + 1);
    rows.push_back({given.number, RowState::reserved, given.date});
    book = after(given);
    if (i % 10 == 9) today = policies::calendar::add_days(today, 1);
  }
  CHECK(missing_numbers(rows).empty());
  const auto next = reserve(book, {}, on(2018, 1, 2));
  REQUIRE(std::holds_alternative<Reservation>(next));
  CHECK(std::get<Reservation>(next) == Reservation{2018, 1, on(2018, 1, 2)});
}

TEST_CASE("dispatch/numbering: dates never go back") {
  const BookState book{2017, 146, on(2017, 9, 7), false};
  CHECK(std::get<Reservation>(reserve(book, {on(2017, 9, 7)}, on(2017, 9, 8))).number == 147);
  CHECK(rule_of(reserve(book, {on(2017, 9, 6)}, on(2017, 9, 8))) == "date-goes-back");
  CHECK(rule_of(reserve(book, {on(2017, 9, 9)}, on(2017, 9, 8))) == "date-in-future");
  CHECK(rule_of(reserve(book, {on(2016, 12, 31)}, on(2017, 9, 8))) == "year-closed");
  CHECK(rule_of(reserve(book, {}, on(2017, 9, 6))) == "clock-behind-book");
  CHECK(rule_of(reserve({2018, 1, on(2018, 1, 1), false}, {}, on(2017, 12, 31))) == "clock-behind-book");
  CHECK(rule_of(reserve(book, {on(2017, 12, 31)}, on(2018, 1, 1))) == "year-closed");
  CHECK(rule_of(reserve({2017, 999999, on(2017, 9, 7), false}, {}, on(2017, 9, 8))) == "book-full");
  CHECK(rule_of(reserve({2017, 1, on(2017, 9, 7), true}, {}, on(2017, 9, 8))) == "book-closed");
  const Refusal said = std::get<Refusal>(reserve(book, {on(2017, 9, 6)}, on(2017, 9, 8)));
  CHECK(said.sentence.vi.find("146") != std::string::npos);
  CHECK(said.sentence.en.find("07/09/2017") != std::string::npos);
}

TEST_CASE("dispatch/numbering: a row is used once, or void with a reason") {
  const BookRow reserved{147, RowState::reserved, on(2017, 9, 8)};
  CHECK_FALSE(may_use(reserved, on(2017, 9, 8)));
  CHECK(may_use(reserved, on(2017, 9, 9))->rule == "wrong-date");
  CHECK(may_use({147, RowState::used, on(2017, 9, 8)}, on(2017, 9, 8))->rule == "number-used");
  CHECK(may_use({147, RowState::voided, on(2017, 9, 8)}, on(2017, 9, 8))->rule == "number-void");
  CHECK_FALSE(may_void(reserved, "soạn nhầm"));
  CHECK(may_void(reserved, " \r\n")->rule == "reason-missing");
  CHECK(may_void({147, RowState::used, on(2017, 9, 8)}, "x")->rule == "number-used");
  CHECK(may_void({147, RowState::voided, on(2017, 9, 8)}, "x")->rule == "number-void");
  // Who gives a number up is not told to ask for a new one.
  CHECK(may_void({147, RowState::used, on(2017, 9, 8)}, "x")->sentence.vi.find("Không có gì thay đổi") !=
        std::string::npos);
  CHECK(may_void({147, RowState::voided, on(2017, 9, 8)}, "x")->sentence.vi.find("xin số mới") == std::string::npos);
}

TEST_CASE("dispatch/numbering: what nobody used becomes void") {
  const BookRow row{147, RowState::reserved, on(2017, 12, 20)};
  CHECK_FALSE(void_reason(row, on(2017, 12, 31)));
  REQUIRE(void_reason(row, on(2018, 1, 1)));
  CHECK(void_reason(row, on(2018, 1, 1))->vi.find("2017") != std::string::npos);
  const BookRow early{10, RowState::reserved, on(2017, 1, 10)};
  CHECK_FALSE(void_reason(early, on(2017, 2, 9)));
  CHECK(void_reason(early, on(2017, 2, 10)));
  CHECK_FALSE(void_reason({10, RowState::used, on(2017, 1, 10)}, on(2018, 2, 10)));
  CHECK_FALSE(void_reason(early, on(2016, 2, 10)));
}

TEST_CASE("dispatch/numbering: holes in a book are found") {
  const Date day = on(2017, 9, 8);
  const std::vector<BookRow> rows = {{5, RowState::used, day}, {1, RowState::used, day}, {2, RowState::voided, day}};
  CHECK(missing_numbers(rows) == std::vector<int>{3, 4});
  CHECK(missing_numbers({}).empty());
  const std::vector<BookRow> absurd = {{999999, RowState::used, day}};
  CHECK(missing_numbers(absurd).size() == 10000);
}

}  // namespace

TEST_CASE("dispatch/numbering: a book goes on behind one that was kept elsewhere") {
  const Date today = on(2017, 9, 8);
  CHECK_FALSE(may_open({}, 146, on(2017, 9, 7), today));
  CHECK_FALSE(may_open({2016, 900, on(2016, 12, 30)}, 146, today, today));  // last year's book is another one
  CHECK(may_open({2017, 1, on(2017, 1, 3)}, 146, today, today)->rule == "book-in-use");
  CHECK(may_open({}, 146, on(2017, 9, 9), today)->rule == "date-in-future");
  CHECK(may_open({}, 146, on(2016, 12, 30), today)->rule == "year-closed");
  for (const int last : {0, -1, 999999}) CHECK(may_open({}, last, today, today)->rule == "bad-number");
  CHECK(may_open({2017, 0, today, true}, 146, today, today)->rule == "book-closed");
  const std::vector<BookRow> rows = {
      {149, RowState::used, today}, {146, RowState::voided, today, true}, {147, RowState::used, today}};
  CHECK(missing_numbers(rows) == std::vector<int>{148});
}
