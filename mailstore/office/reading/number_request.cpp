#include "mailstore/office/reading/number_request.h"

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

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

// Abbreviations have letters, "đ" among them, but no vowels with marks: "CV KHẨN" names no field.
bool is_abbreviation(std::string_view word) {
  std::string letters;
  const std::string lower = base::lower_form(word);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const bool d = std::string_view(lower).substr(i).starts_with("đ");
    letters += d ? 'd' : lower[i];
    if (d) ++i;
  }
  return letters == base::fold(word) && word.find_first_of("/0123456789") == std::string_view::npos;
}

// What stands behind the longest beginning that is a type; "" when no beginning is one.
std::string words_behind_type(std::string_view text) {
  for (std::string_view head = text; !head.empty();) {
    take_last_word(head);
    if (!head.empty() && policies::dispatch::find_document_type(head))
      return std::string(trimmed(text.substr(head.size())));
  }
  return {};
}

}  // namespace

NumberWish read_number_wish(std::string_view text) {
  NumberWish wish;
  text = trimmed(text);
  std::string_view rest = text;
  std::string_view last = take_last_word(rest);
  if (const std::string word = base::exact_form(last); word == "ạ" || word == "nhé") {  // said politely
    text = rest;
    last = take_last_word(rest);
  }
  if (auto date = policies::calendar::parse_date(last)) {
    wish.date = date;
    std::string_view before = rest;
    const std::string word = base::fold(take_last_word(before));  // "ngày 08/9/2026"
    text = word == "ngay" ? before : rest;
  }
  auto match = policies::dispatch::find_document_type(text);
  if (!match) {
    rest = text;
    const std::string_view unit = take_last_word(rest);
    match = policies::dispatch::find_document_type(rest);
    // A date that does not exist is no field.
    const bool names_field = match && match.type->abbreviation.empty() && is_abbreviation(unit);
    if (!names_field) {
      wish.unclear = words_behind_type(text);
      return wish;
    }
    wish.unit = base::to_nfc(base::casemap(unit));
  }
  wish.type = match.type;
  wish.other = match.other;
  return wish;
}

}  // namespace mailstore::office
