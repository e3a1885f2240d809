// The date at the head of a command's tail.
#include <algorithm>

#include "base/text/utf8.h"
#include "policies/phrases/date_words.h"
#include "policies/phrases/deadline_candidates.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/deadline_text.h"
#include "policies/phrases/deadline_triggers.h"
#include "policies/phrases/term_words.h"

namespace policies::phrases {

namespace {

// "cuối tháng 12", "hết tuần này" at the head of a command, not a bare "cuối tháng"; "hết" may have been skipped as a
// word of its own.
Term leading_term(const Words& words, std::size_t at) {
  Term term = read_term(words, at);
  if (at > 0 && term.end != 0 && term.edge == Term::Edge::whole && previous_is(words, at, {"hết"}))
    term = read_term(words, at - 1);
  return term.edge == Term::Edge::end && term.named ? term : Term{};
}

std::string trim_separators(std::string_view text) {
  constexpr std::string_view separators = " \t\r\n:;,.-)(";
  while (!text.empty()) {
    if (separators.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    else if (text.starts_with("–") || text.starts_with("—")) text.remove_prefix(3);
    else break;
  }
  const auto last = text.find_last_not_of(" \t\r\n");
  std::string out(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
  if (out.ends_with(')') && out.find('(') == std::string::npos)
    out.pop_back();  // "(chờ số liệu)": its other half was a separator
  return out;
}

}  // namespace

LeadingDate leading_date(std::string_view text, const calendar::Calendar& calendar, base::Timestamp now,
                         std::optional<base::Timestamp> current_due) {
  LeadingDate answer;
  text = base::utf8_prefix_bytes(text, kMaxDeadlineText);
  const Words words = split_words(text, 200);
  std::size_t at = 0;
  while (at < words.size() && (is_mark(words[at], '+') || is_mark(words[at], ':') || is_mark(words[at], '-') ||
                               is_any(words[at], {"đến", "tới", "sang", "thêm", "hết", "ngày", "vào", "to", "till",
                                                  "until", "by", "for"}))) {
    ++at;
  }
  const Resolver resolver{calendar, now};
  std::size_t end = 0;
  const bool more = at > 0 && (is_mark(words[at - 1], '+') || is_any(words[at - 1], {"thêm", "for"}));
  if (const Term term = leading_term(words, at); term.end != 0) {
    end = term.end;
    auto resolved = resolver.from_term(term);
    answer.deadline = std::move(resolved.deadline);
    answer.problem = resolved.problem;
  } else if (const Span span = read_span_of_days(words, at, more); span.end != 0) {
    end = span.end;
    answer.deadline = resolver.from_span(span, current_due);
    answer.problem = Problem::vague;
  } else {
    When when = read_when(words, at);
    if (when.end == 0 && at > 0) when = read_when(words, at - 1);
    if (when.end != 0) {
      end = when.end;
      auto resolved = resolver.from_when(when);
      answer.deadline = std::move(resolved.deadline);
      answer.problem = resolved.problem;
      const bool two_days = other_day_at(words, end) != 0;
      if (answer.deadline && (two_days || lunar_words(words, end) > 0)) {
        answer.deadline.reset();
        answer.problem = Problem::vague;
      }
    }
  }
  if (answer.deadline && answer.deadline->due < now) {
    answer.deadline.reset();
    answer.problem = Problem::past;
  }
  if (!answer.deadline && answer.problem != Problem::past)
    answer.candidate =
        likely_deadline(words, 0, end != 0 ? end : std::min<std::size_t>(words.size(), at + 3), resolver);
  answer.any_words =
      end != 0 || (at < words.size() && (words[at].kind == Word::Kind::digits ||
                                         is_any(words[at], {"cuối", "đầu", "giữa", "tuần", "tháng", "next", "end"})));
  if (end != 0 && answer.deadline)
    answer.deadline->words = one_line(text.substr(words[0].begin, words[end - 1].end - words[0].begin));
  if (answer.candidate) {
    const std::size_t last = std::min(end != 0 ? end : at + 3, words.size());
    answer.candidate->words = one_line(text.substr(words[0].begin, words[last - 1].end - words[0].begin));
  }
  answer.rest = trim_separators(end == 0 ? text : text.substr(words[end - 1].end));
  return answer;
}

}  // namespace policies::phrases
