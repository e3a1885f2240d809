#include "policies/phrases/plain_deadlines.h"

#include <algorithm>

#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/word_at.h"

namespace policies::phrases {

namespace {

// A word that asks for something to be handed in, not "gấp" or "kính gửi".
bool orders(const Words& words, std::size_t at) {
  return phrase_at(words, at, {"có báo cáo", "có kết quả", "có số liệu"}) ||
         (is_handing_in(words, at) &&
          !phrase_at(words, at,
                     {"gấp", "cần gấp", "cần ngay", "khẩn :", "hỏa tốc", "coi như", "không nhận", "need", "urgent",
                      "ready"}) &&
          !previous_is(words, at, {"kính"}));
}

bool names_nobody(const Words& words, std::size_t at) {
  return polite_words(words, at) > 0 || is_separator(words, at, ',') || is_separator(words, at, '(') ||
         is_separator(words, at, ')') || is_separator(words, at, ':') || is_separator(words, at, '-') ||
         any_at(words, at, {"về", "vp",    "ubnd", "ub", "phải", "cần", "nhớ", "ngày", "vào", "các", "phường",
                            "xã", "trong", "to",   "me", "us",   "it",  "on",  "must", "at",  "lúc"});
}

// An order of `far` words before or behind the time at begin … end; between them only whom it concerns, or what when
// `any_object`.
bool ordered_beside(const Words& words, const Clause& clause, std::size_t begin, std::size_t end, bool any_object) {
  constexpr std::size_t far = 6;
  for (std::size_t at = end; at < clause.end && at < end + far; ++at) {
    if (orders(words, at)) return true;
    if (!names_nobody(words, at) && !(any_object && words[at].kind == Word::Kind::letters)) break;
  }
  for (std::size_t back = 1; back <= far && begin >= clause.begin + back; ++back) {
    const std::size_t at = begin - back;
    if (orders(words, at)) return true;
    // The second word of "hoàn thành", "báo lại" is no object.
    if (at > clause.begin && orders(words, at - 1)) return true;
    if (!names_nobody(words, at) && !(any_object && words[at].kind == Word::Kind::letters)) break;
  }
  return false;
}

bool of_a_list(const Words& words, std::size_t at) {
  return previous_is(words, at,
                     {"lần",  "kỳ",    "bản", "số",  "điều", "khoản", "người", "khóa", "năm",   "cấp",  "hạng", "mục",
                      "nhóm", "đợt",   "quý", "thế", "mỗi",  "các",   "hằng",  "hàng", "every", "each", "last", "sáng",
                      "trưa", "chiều", "tối", "ý",   "việc", "từ",    "đến",   "tới",  "sau",   "trước"});
}

PlainDeadline weekday_at(const Words& words, const Clause& clause, std::size_t at, const Resolver& resolver) {
  const When when = read_when(words, at);
  if (!when.weekday || when.bad || when.vague || when.end > clause.end) return {};
  const bool marked = when.week != Week::none;
  if ((when.has_date && !marked) || when.week == Week::unclear || of_a_list(words, at)) return {};
  if (any_at(words, at, {"thu", "cn", "mon", "sat", "sun", "wed"}) && words[at].exact == words[at].folded && !marked &&
      number_at(words, at + 1) < 0)
    return {};
  if (any_at(words, when.end, {"tuần", "trước", "vừa", "qua", "rồi", "week"}) || recurring_words(words, when.end) > 0 ||
      lunar_words(words, when.end) > 0 || other_day_at(words, when.end) != 0)
    return {};
  if (!is_due_then(words, clause, at, when.end) || !ordered_beside(words, clause, at, when.end, marked)) return {};
  if (!marked) {
    // "nộp a thứ 6 nhé": what else stands behind might be meant with it.
    std::size_t end = when.end;
    while (end < clause.end && names_nobody(words, end) && !orders(words, end)) ++end;
    if (end < clause.end && words[end].kind == Word::Kind::letters && !orders(words, end)) return {};
  }
  auto resolved = resolver.from_when(when);
  return {at, when.end, std::move(resolved.deadline), resolved.problem};
}

// "hoàn thành tuần này", "submit this week": not "gửi kết quả tuần này", whose result it may be.
bool runs_out(const Words& words, const Clause& clause, std::size_t at) {
  if (at > clause.begin && any_at(words, at - 1, {"xong", "nộp"})) return true;
  if (at > clause.begin + 1 && phrase_at(words, at - 2, {"hoàn thành", "hoàn tất", "nộp lại"})) return true;
  return any_at(words, at, {"this"});
}

// "hết tháng 12", "cuối quý này", "tuần này"; "hết giờ chiều nay".
PlainDeadline term_at(const Words& words, const Clause& clause, std::size_t at, const Resolver& resolver) {
  using Edge = Term::Edge;
  const Term term = read_term(words, at);
  const DayEnd day_end = term.end == 0 ? read_day_end(words, at) : DayEnd{};
  const std::size_t end = term.end != 0 ? term.end : day_end.end;
  if (end == 0 || end > clause.end) return {};
  if (previous_is(words, at, {"từ", "tính", "lũy", "đến", "tới", "và", "trước", "báo", "sơ", "tổng"}) ||
      recurring_words(words, end) > 0 || lunar_words(words, end) > 0 || other_day_at(words, end) != 0)
    return {};
  Resolved resolved;
  if (term.end != 0) {
    const bool week = term.unit == Term::Unit::week;
    const bool to_its_end = term.edge == Edge::end && (term.named || term.used_up) && (!week || term.used_up);
    const bool running =
        term.edge == Edge::whole && term.named && term.ahead == 0 && term.number == 0 && term.year == 0;
    if (!to_its_end && !running) return {};
    if (running && !runs_out(words, clause, at)) return {};
    resolved = resolver.from_term(term);
  } else {
    if (!day_end.ends || day_end.loose || day_end.day.end == 0) return {};
    resolved = resolver.from_day_end(day_end);
  }
  const bool alone = only_polite(words, clause.begin, at) && only_polite(words, end, clause.end);
  if (!is_due_then(words, clause, at, end) || (!alone && !ordered_beside(words, clause, at, end, false))) return {};
  return {at, end, std::move(resolved.deadline), resolved.problem};
}

}  // namespace

PlainDeadline plain_deadline(const Words& words, const Clause& clause, std::size_t from, const Resolver& resolver) {
  for (std::size_t at = from; at < clause.end; ++at) {
    PlainDeadline found = weekday_at(words, clause, at, resolver);
    if (found.end == 0) found = term_at(words, clause, at, resolver);
    if (found.end != 0) return found;
    // What begins with a part of the day or an hour is not read from its middle: "chiều thứ Sáu".
    if (const When when = read_when(words, at); when.end > at + 1) at = when.end - 1;
  }
  return {};
}

}  // namespace policies::phrases
