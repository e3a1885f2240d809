// Any bytes as subject and body, as a bare answer and at the head of a command: answers keep their promises and a
// written-out understanding is understood the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/phrases/deadline_text.h"
#include "policies/phrases/deadline_words.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace policies::phrases;
  namespace cal = policies::calendar;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto& calendar = cal::shipped_calendar();
  const auto now = base::Timestamp::from_seconds(1795402800);
  const auto line = bytes.find('\n');
  const auto answer = find_deadline(
      bytes.substr(0, line), line == std::string_view::npos ? std::string_view() : bytes.substr(line), calendar, now);
  require((answer.verdict == DeadlineVerdict::none) == (answer.found.empty() && answer.unclear.empty()));
  require((answer.verdict == DeadlineVerdict::unreadable) == !answer.unclear.empty());
  if (answer.verdict == DeadlineVerdict::understood) require(answer.found.size() == 1);
  if (answer.verdict == DeadlineVerdict::ambiguous) require(answer.found.size() > 1);
  for (const auto& found : answer.found) {
    require(found.due >= now);
    require(cal::local_date(found.due) == found.date);
    require(found.minute ? cal::local_minute(found.due) == *found.minute : found.due == cal::end_of_day(found.date));
    require(!found.words.empty());
    const auto again = find_deadline("hạn: " + describe(found).vi, "", calendar, now);
    if (found.date.year < 9990)
      require(again.verdict == DeadlineVerdict::understood && again.found[0].due == found.due);
  }
  for (const auto& unclear : answer.unclear) {
    require(!unclear.words.empty());
    if (unclear.candidate) require(unclear.candidate->due >= now && unclear.candidate->words == unclear.words);
  }
  const auto bare = read_deadline_words(bytes, calendar, now);
  require(bare.deadline.has_value() == (bare.kind == DeadlineWords::Kind::understood));
  require(bare.unclear.has_value() == (bare.kind == DeadlineWords::Kind::unclear));
  if (bare.deadline) require(bare.deadline->due >= now && !bare.deadline->words.empty());
  const auto leading = leading_date(bytes, calendar, now, std::nullopt);
  if (leading.deadline) require(leading.deadline->due >= now && leading.any_words);
  return 0;
}
