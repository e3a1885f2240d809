// Events of the books of numbers.
#pragma once

#include <compare>

#include "base/ids.h"
#include "mailstore/office/journal/kind.h"
#include "policies/calendar/date.h"

namespace mailstore::office {

// Outgoing documents and copies (SY, SL, TrS) have their own series; arrival numbers another (domain.md 3.2, 4.2).
enum class Book : int { outgoing = 1, copies = 2, incoming = 3 };

// A row of an outgoing book of an office.
struct NumberKey {
  base::UnitId office;
  Book book = Book::outgoing;
  int year = 0;
  int number = 0;
  auto operator<=>(const NumberKey&) const = default;
};
std::string about(const NumberKey& key);  // "147 (2026)"

// A book that was kept elsewhere until now (on paper, in another program): it gave the numbers 1..key.number, the last
// of them on `date`. They have one row here that stands for all of them, and the next number is key.number + 1.
struct BookOpened {
  NumberKey key;
  policies::calendar::Date date;
};
template <>
struct Kind<BookOpened> {
  static constexpr KindWords<> kWords{"book.opened"};
  static nlohmann::json to_fields(const BookOpened& body);
  static BookOpened from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const BookOpened& body) { return office::about(body.key); }
  static base::Sentence sentence(const Event& event, const BookOpened& body);
  static bool has_outputs(const BookOpened&) { return false; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const BookOpened&) { return 0; }
  static bool only_words(const BookOpened&) { return false; }
  static std::int64_t* document(BookOpened&) { return nullptr; }
};

struct NumberReserved {
  NumberKey key;
  policies::calendar::Date date;
  int type = 0;          // ordinal of document_types.h
  std::string symbol;    // "BC-UBND"
  std::string abstract;  // as far as the request said
};
template <>
struct Kind<NumberReserved> {
  static constexpr KindWords<> kWords{"number.reserved"};
  static nlohmann::json to_fields(const NumberReserved& body);
  static NumberReserved from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const NumberReserved& body);
  static base::Sentence sentence(const Event& event, const NumberReserved& body);
  static bool has_outputs(const NumberReserved&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const NumberReserved&) { return 0; }
  static bool only_words(const NumberReserved&) { return false; }
  static std::int64_t* document(NumberReserved&) { return nullptr; }
};

struct NumberVoided {
  NumberKey key;
  std::string reason;
};
template <>
struct Kind<NumberVoided> {
  static constexpr KindWords<> kWords{"number.voided"};
  static nlohmann::json to_fields(const NumberVoided& body);
  static NumberVoided from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const NumberVoided& body) { return office::about(body.key); }
  static base::Sentence sentence(const Event& event, const NumberVoided& body);
  static bool has_outputs(const NumberVoided&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const NumberVoided&) { return 0; }
  static bool only_words(const NumberVoided&) { return false; }
  static std::int64_t* document(NumberVoided&) { return nullptr; }
};

}  // namespace mailstore::office
