// Any bytes as a table of days: what was read is written and read again, and a calendar of it answers without end.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/calendar/calendar.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace policies::calendar;
  const auto table = parse_table(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!table) {
    require(!table.error().text.empty());
    return 0;
  }
  const std::string written = format_table(*table);
  const auto again = parse_table(written);
  require(again.has_value() && format_table(*again) == written);
  const Calendar calendar(WeeklyRule{}, *table, "fuzz");
  for (const auto& day : *table) {
    const auto answer = calendar.add_working_days(day.date, 3);
    require(answer.date >= day.date);
    require(calendar.working_days_between(day.date, answer.date).days <= 3);
  }
  return 0;
}
