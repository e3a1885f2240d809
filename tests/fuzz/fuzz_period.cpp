// Any bytes as subject and body: what recurs keeps its promises, its due days ascend inside its bounds, and a period
// that is written out is read as the same one.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/phrases/period_text.h"

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
  const auto answer = find_period(
      bytes.substr(0, line), line == std::string_view::npos ? std::string_view() : bytes.substr(line), calendar, now);
  require(answer.period.has_value() == (answer.verdict == PeriodVerdict::understood));
  require(answer.unclear.empty() == (answer.verdict != PeriodVerdict::unclear));
  for (const auto& unclear : answer.unclear) require(!unclear.words.empty() && !describe(unclear).vi.empty());
  if (!answer.period) return 0;
  const Period& period = *answer.period;
  require(!period.words.empty() && period.every >= 1 && period.every <= 60);
  base::Timestamp after = now;
  for (int i = 0; i < 5; ++i) {
    const auto due = next_due(period, after, calendar);
    if (!due) {
      require(i > 0);  // a period without any due day is asked back
      break;
    }
    require(due->due > after && due->date >= period.first && (!period.until || due->date <= *period.until));
    require(cal::local_date(due->due) == due->date);
    after = due->due;
  }
  const auto again = find_period("Báo cáo " + describe(period).vi, "", calendar, now);
  if (period.first.year < 9990 && (!period.until || period.until->year < 9990))
    require(again.period && describe(*again.period).vi == describe(period).vi);
  return 0;
}
