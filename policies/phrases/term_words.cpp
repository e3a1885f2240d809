#include "policies/phrases/term_words.h"

#include <array>

#include "policies/phrases/clauses.h"
#include "policies/phrases/date_words.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

using Unit = Term::Unit;
using Edge = Term::Edge;

// The edge of a term; gives the position of its unit.
std::size_t read_edge(const Words& words, std::size_t at, Term& term) {
  if (const auto n = match_longest(
          words, at,
          {"ngày làm việc cuối cùng của", "ngày làm việc cuối cùng trong", "ngày làm việc cuối của",
           "ngày làm việc cuối", "ngày làm việc cuối cùng", "the last working day of", "last working day of",
           "the last working day of the", "last working day of the", "the last business day of", "last business day of",
           "the last business day of the", "last business day of the"});
      n > 0) {
    term.edge = Edge::end;
    term.last_working = true;
    return at + n;
  }
  if (const auto n =
          match_longest(words, at,
                        {"ngày cuối cùng của", "ngày cuối cùng trong", "ngày cuối cùng", "ngày cuối của", "ngày cuối",
                         "cuối cùng của", "the last day of", "last day of", "the last day of the", "last day of the"});
      n > 0) {
    term.edge = Edge::end;
    term.last_day = true;
    return at + n;
  }
  if (const auto n = match_longest(words, at, {"hết", "khi hết", "kết thúc", "khi kết thúc"}); n > 0) {
    term.edge = Edge::end;
    term.used_up = true;
    return at + n;
  }
  if (const auto n = match_longest(
          words, at, {"cuối", "cuối của", "end of", "the end of", "end of the", "the end of the", "late", "ends of"});
      n > 0) {
    // "late December" is no day.
    term.edge = any_at(words, at, {"late"}) ? Edge::middle : Edge::end;
    return at + n;
  }
  if (const auto n =
          match_longest(words, at,
                        {"đầu", "early", "the beginning of", "beginning of", "the beginning of the", "beginning of the",
                         "the start of", "start of", "the start of the", "start of the"});
      n > 0) {
    term.edge = Edge::begin;
    return at + n;
  }
  if (const auto n =
          match_longest(words, at, {"giữa", "mid", "the middle of", "middle of", "the middle of the", "middle of the"});
      n > 0) {
    term.edge = Edge::middle;
    return at + n + (is_separator(words, at + n, '-') ? 1 : 0);
  }
  return at;
}

int month_number(const Words& words, std::size_t at, std::size_t& end) {
  if (const int number = number_at(words, at); number >= 1 && number <= 12 && words[at].exact.size() <= 2) {
    end = at + 1;
    return number;
  }
  constexpr std::array<std::string_view, 13> names{"",    "",    "hai",  "ba",   "tư",       "năm",     "sáu",
                                                   "bảy", "tám", "chín", "mười", "mười một", "mười hai"};
  int best = 0;
  std::size_t length = 0;
  // "thang sau" is the next month, "nam" and "tu" are other words.
  const Word* word = word_at(words, at);
  if (word != nullptr && word->exact == word->folded && is_any(*word, {"sáu", "năm", "tư", "bảy"})) return 0;
  for (std::size_t i = 2; i < names.size(); ++i) {
    if (const auto n = match_phrase(words, at, names[i]); n > length) {
      length = n;
      best = static_cast<int>(i);
    }
  }
  end = at + length;
  return best;
}

int quarter_number(const Words& words, std::size_t at) {
  if (const int number = number_at(words, at); number >= 1 && number <= 4 && words[at].exact.size() == 1) return number;
  if (any_at(words, at, {"i", "một"})) return 1;
  if (any_at(words, at, {"ii", "hai"})) return 2;
  if (any_at(words, at, {"iii", "ba"})) return 3;
  return any_at(words, at, {"iv", "bốn", "tư"}) ? 4 : 0;
}

// "/2026", "-2026", "năm 2026", "năm nay", ", 2026", "of 2026" behind a month or a quarter.
std::size_t read_year(const Words& words, std::size_t at, int& year) {
  std::size_t next = at;
  const bool slash = is_separator(words, next, '/') || (is_separator(words, next, '-') && joined_at(words, next)) ||
                     (is_separator(words, next, '.') && joined_at(words, next + 1));
  if (slash || any_at(words, next, {"năm", "of"})) ++next;
  if (!slash && next > at && any_at(words, next, {"nay", "này", "sau", "tới"})) {
    year = any_at(words, next, {"nay", "này"}) ? kThisYear : kNextYear;
    return next + 1;
  }
  const int value = number_at(words, next);
  if (value < 0) return at;
  if (words[next].exact.size() == 2 && slash) {
    year = 2000 + value;
    return next + 1;
  }
  if (words[next].exact.size() != 4 || value < 1970 || value > 9999) return at;
  year = value;
  return next + 1;
}

// "này", "sau": which one is meant. False: it is one that went by.
bool read_which(const Words& words, std::size_t at, Term& term) {
  term.end = at;
  if (any_at(words, at, {"trước", "qua", "vừa", "rồi", "ngoái", "kia", "giêng", "chạp", "lễ"})) return false;
  if (any_at(words, at, {"này", "nay"})) {
    term.named = true;
    term.end = at + 1;
  } else if (any_at(words, at, {"sau", "tới"})) {
    if (any_at(words, at + 1, {"nữa"})) return false;
    term.named = true;
    term.ahead = 1;
    term.end = at + 1;
  }
  return true;
}

// What may stand behind a bare "quý" or "năm", which are "dear" and "five" elsewhere.
bool stands_bare(const Words& words, std::size_t at) {
  return at >= words.size() || words[at].kind == Word::Kind::mark || is_handing_in(words, at) ||
         is_reporting(words, at) ||
         any_at(words, at, {"phải", "là", "thì", "nhé", "nha", "ạ", "em", "anh", "các", "cho", "về", "và", "để"});
}

bool read_vietnamese(const Words& words, std::size_t at, Term& term) {
  const bool edge = term.edge != Edge::whole;
  if (any_at(words, at, {"tuần"})) {
    term.unit = Unit::week;
    return read_which(words, at + 1, term);
  }
  // "cuối T12"
  const bool short_month = edge && any_at(words, at, {"t"}) && joined_at(words, at + 1) && number_at(words, at + 1) > 0;
  if (any_at(words, at, {"tháng"}) || short_month) {
    term.unit = Unit::month;
    std::size_t end = 0;
    term.number = month_number(words, at + 1, end);
    if (term.number == 0) return number_at(words, at + 1) < 0 && read_which(words, at + 1, term);
    term.named = true;
    term.end = read_year(words, end, term.year);
    if (term.end == end && any_at(words, end, {"này", "nay", "tới", "sau"})) term.end = end + 1;
    return !any_at(words, term.end, {"trước", "qua", "vừa"});
  }
  if (any_at(words, at, {"quý"})) {
    term.unit = Unit::quarter;
    term.number = quarter_number(words, at + 1);
    if (term.number == 0)
      return read_which(words, at + 1, term) && (term.named || (edge && stands_bare(words, at + 1)));
    term.named = true;
    term.end = read_year(words, at + 2, term.year);
    return true;
  }
  if (any_at(words, at, {"năm"})) {
    term.unit = Unit::year;
    if (const int year = number_at(words, at + 1); year >= 1970 && words[at + 1].exact.size() == 4) {
      term.named = true;
      term.year = year;
      term.end = at + 2;
      return true;
    }
    return read_which(words, at + 1, term) && (term.named || (edge && stands_bare(words, at + 1)));
  }
  return false;
}

bool read_english(const Words& words, std::size_t at, Term& term) {
  const bool edge = term.edge != Edge::whole;
  std::size_t next = at;
  if (any_at(words, next, {"this", "the", "next", "current"})) {
    term.named = !any_at(words, next, {"the"});
    term.ahead = any_at(words, next, {"next"}) ? 1 : 0;
    ++next;
  }
  if (any_at(words, next, {"week", "month", "quarter", "year"})) {
    term.unit = any_at(words, next, {"week"})      ? Unit::week
                : any_at(words, next, {"month"})   ? Unit::month
                : any_at(words, next, {"quarter"}) ? Unit::quarter
                                                   : Unit::year;
    term.end = next + 1;
    // "year end", "year's end", "month-end": not "weekend".
    std::size_t last = next + 1;
    if (is_separator(words, last, '-')) ++last;
    if (is_separator(words, last, '\'') || (last < words.size() && words[last].exact == "’")) last += 2;
    if (!edge && term.unit != Unit::week && any_at(words, last, {"end"})) {
      term.edge = Edge::end;
      term.end = last + 1;
    }
    return edge || next > at || term.edge == Edge::end;
  }
  term.named = true;
  if (any_at(words, next, {"q"}) && joined_at(words, next + 1) && number_at(words, next + 1) >= 1 &&
      number_at(words, next + 1) <= 4) {
    term.unit = Unit::quarter;
    term.number = number_at(words, next + 1);
    term.end = read_year(words, next + 2, term.year);
    return true;
  }
  if (const Word* word = word_at(words, next)) {
    if (const int month = month_of_name(*word); month != 0) {
      if (number_at(words, next + 1) >= 0 && words[next + 1].exact.size() <= 2) return false;  // "December 20"
      // "may" and "march" are other words too.
      if (!edge && (month == 5 || month == 3)) return false;
      term.unit = Unit::month;
      term.number = month;
      std::size_t behind = next + 1;
      if (is_separator(words, behind, '.') && joined_at(words, behind) && number_at(words, behind + 1) >= 0) ++behind;
      if (is_separator(words, behind, ',') && number_at(words, behind + 1) >= 1970) ++behind;
      term.end = read_year(words, behind, term.year);
      if (term.year == 0) term.end = next + 1;
      return true;
    }
  }
  if (const int year = number_at(words, next); edge && year >= 1970 && words[next].exact.size() == 4) {
    term.unit = Unit::year;
    term.year = year;
    term.end = next + 1;
    return !is_separator(words, next + 1, '/') && !is_separator(words, next + 1, '-');
  }
  return false;
}

}  // namespace

Term read_term(const Words& words, std::size_t position) {
  Term term;
  if (position >= words.size()) return term;
  if (const auto n = match_longest(words, position, {"eom", "eoy", "eoq"}); n > 0) {
    term.unit = any_at(words, position, {"eom"})   ? Unit::month
                : any_at(words, position, {"eoy"}) ? Unit::year
                                                   : Unit::quarter;
    term.edge = Edge::end;
    term.end = position + n;
    return term;
  }
  const std::size_t unit = read_edge(words, position, term);
  if (unit >= words.size()) return {};
  const Term edge = term;
  if (read_vietnamese(words, unit, term)) return term;
  term = edge;
  if (read_english(words, unit, term)) return term;
  return {};
}

}  // namespace policies::phrases
