#include "mailstore/office/journal/number_events.h"

#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

using base::Sentence;

namespace {

const char* word_of(Book book) {
  switch (book) {
    case Book::outgoing: break;
    case Book::copies: return "copies";
    case Book::incoming: return "incoming";
  }
  return "outgoing";
}

std::optional<Book> parse_book(std::string_view word) {
  if (word == "outgoing") return Book::outgoing;
  if (word == "copies") return Book::copies;
  if (word == "incoming") return Book::incoming;
  return std::nullopt;
}

Sentence name_of(Book book) {
  switch (book) {
    case Book::outgoing: break;
    case Book::copies: return {"sổ bản sao", "book of copies"};
    case Book::incoming: return {"sổ văn bản đến", "book of incoming documents"};
  }
  return {"sổ văn bản đi", "book of outgoing documents"};
}

}  // namespace

std::string about(const NumberKey& key) {
  return policies::dispatch::format_number(key.number) + " (" + std::to_string(key.year) + ")";
}

std::string number_text(int number, const std::string& symbol) {
  return policies::dispatch::format_number(number) + "/" + symbol;
}

Json to_fields(const NumberKey& key) {
  return {{"office", key.office.value}, {"book", word_of(key.book)}, {"year", key.year}, {"number", key.number}};
}

NumberKey number_key_of(const Json& json) {
  return {id_field<base::UnitId>(json, "office"), word_field<Book>(json, "book", parse_book),
          field_between<int>(json, "year", 1, 9999),
          field_between<int>(json, "number", 1, policies::dispatch::kMaxNumber)};
}

Json Kind<BookOpened>::to_fields(const BookOpened& body) {
  return {{"key", office::to_fields(body.key)}, {"date", date_text(body.date)}};
}
BookOpened Kind<BookOpened>::from_fields(const Json& json, const Event&) {
  return {number_key_of(json.at("key")), date_field(json, "date")};
}
Sentence Kind<BookOpened>::sentence(const Event&, const BookOpened& body) {
  const std::string last = policies::dispatch::format_number(body.key.number), year = std::to_string(body.key.year);
  const Sentence book = name_of(body.key.book);
  return {"Mở " + book.vi + " năm " + year + ": số 01 đến " + last + " ở sổ cũ, số cuối ngày " +
              policies::calendar::slash_date(body.date) + ".",
          "Opened the " + book.en + " of " + year + ": numbers 1 to " + last + " are in the old book, the last of " +
              policies::calendar::iso_date(body.date) + "."};
}

Json Kind<NumberReserved>::to_fields(const NumberReserved& body) {
  return {{"key", office::to_fields(body.key)},
          {"date", date_text(body.date)},
          {"type", body.type},
          {"symbol", body.symbol},
          {"abstract", body.abstract}};
}
NumberReserved Kind<NumberReserved>::from_fields(const Json& json, const Event&) {
  return {number_key_of(json.at("key")), date_field(json, "date"), field<int>(json, "type"),
          field<std::string>(json, "symbol"), field<std::string>(json, "abstract")};
}
std::string Kind<NumberReserved>::about(const NumberReserved& body) {
  return number_text(body.key.number, body.symbol);
}
Sentence Kind<NumberReserved>::sentence(const Event& event, const NumberReserved& body) {
  const Sentence who = author_of(event);
  const std::string number = about(body);
  return {who.vi + " được cấp số " + number + " ngày " + policies::calendar::slash_date(body.date) + ".",
          who.en + " was given number " + number + " of " + policies::calendar::iso_date(body.date) + "."};
}

Json Kind<NumberVoided>::to_fields(const NumberVoided& body) {
  return {{"key", office::to_fields(body.key)}, {"reason", body.reason}};
}
NumberVoided Kind<NumberVoided>::from_fields(const Json& json, const Event&) {
  return {number_key_of(json.at("key")), field<std::string>(json, "reason")};
}
Sentence Kind<NumberVoided>::sentence(const Event& event, const NumberVoided& body) {
  const Sentence who = author_of(event);
  const std::string number = about(body);
  return {who.vi + " hủy số " + number + ": " + body.reason, who.en + " voided number " + number + ": " + body.reason};
}

}  // namespace mailstore::office
