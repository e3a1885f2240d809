// The rules of a book (sổ) of outgoing documents or of arrival numbers: one series per calendar year from 1, dates
// never go back, every number 1..max has a row, an unused one becomes void with a reason. Functions over values: the
// caller reads the state, asks, and writes the answer in the same transaction. Pure, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policies/calendar/date.h"
#include "policies/dispatch/refusal.h"

namespace policies::dispatch {

// The newest row of a book. A book without rows: last_number 0.
struct BookState {
  int year = 0;              // of last_number
  int last_number = 0;       // the highest given number of that year, used, reserved or void
  calendar::Date last_date;  // of that row; only looked at when last_number > 0
  bool closed = false;       // the office has ended this book (units merged)
};

struct NumberRequest {
  std::optional<calendar::Date> date;  // nothing: today
};

struct Reservation {
  int year = 0;
  int number = 0;
  calendar::Date date;
  bool operator==(const Reservation&) const = default;
};

// Refusals: "date-in-future", "date-goes-back", "year-closed", "clock-behind-book", "book-full", "book-closed".
std::variant<Reservation, Refusal> reserve(const BookState& book, const NumberRequest& request, calendar::Date today);

// The state after a reservation was written.
BookState after(const Reservation& reservation);

// An office that begins in the middle of a year: may the book go on behind `last`, the number that the old book gave on
// `date`? Refusals: "bad-number", "date-in-future", "year-closed", "book-in-use", "book-closed".
std::optional<Refusal> may_open(const BookState& book, int last, calendar::Date date, calendar::Date today);

enum class RowState { reserved, used, voided };
const char* to_string(RowState state);  // "reserved", "used", "void"

struct BookRow {
  int number = 0;
  RowState state = RowState::reserved;
  calendar::Date date;
  bool stands_for_all_before = false;  // the row of an opened book: the numbers 1..number are in the old one
};

// May this row be filled by a dispatch dated `date`? Refusals: "number-used", "number-void", "wrong-date".
std::optional<Refusal> may_use(const BookRow& row, calendar::Date date);
// May it be given up? Refusals: "number-used", "number-void", "reason-missing".
std::optional<Refusal> may_void(const BookRow& row, std::string_view reason);

inline constexpr int kReservationDays = 30;  // an unused reservation older than this, or of a past year, becomes void
// The reason to write when `row` must be voided by the daily round; nothing when it may stay.
std::optional<Sentence> void_reason(const BookRow& row, calendar::Date today, int keep_days = kReservationDays);

// The numbers of 1..max that have no row; empty = the book is whole. Rows in any order, of one year.
std::vector<int> missing_numbers(std::span<const BookRow> rows);

}  // namespace policies::dispatch
