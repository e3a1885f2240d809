#include "mailstore/office/number_request.h"

#include "base/text/case.h"
#include "base/text/fold.h"

namespace mailstore::office {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '.')) text.remove_suffix(1);
  return text;
}

// Cuts the last word off.
std::string_view take_last_word(std::string_view& text) {
  const auto blank = text.find_last_of(" \t");
  const std::string_view word = blank == std::string_view::npos ? text : text.substr(blank + 1);
  text = blank == std::string_view::npos ? std::string_view() : trimmed(text.substr(0, blank));
  return word;
}

}  // namespace

NumberWish read_number_wish(std::string_view text) {
  NumberWish wish;
  text = trimmed(text);
  std::string_view rest = text;
  const std::string_view last = take_last_word(rest);
  if (auto date = policies::calendar::parse_date(last)) {
    wish.date = date;
    std::string_view before = rest;
    const std::string word = base::fold(take_last_word(before));   // "ngày 08/9/2026"
    text = word == "ngay" ? before : rest;
  }
  auto match = policies::dispatch::find_document_type(text);
  if (!match) {
    rest = text;
    const std::string_view unit = take_last_word(rest);
    match = policies::dispatch::find_document_type(rest);
    // Only letters name a field, and a date that does not exist is none.
    const bool names_field = match && match.type->abbreviation.empty() && unit.find_first_of("/0123456789") == std::string_view::npos;
    if (!names_field) return wish;
    wish.unit = base::to_ascii_upper(unit);
  }
  wish.type = match.type;
  wish.other = match.other;
  return wish;
}

}  // namespace mailstore::office
