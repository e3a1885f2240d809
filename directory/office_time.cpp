#include "directory/office_time.h"

#include <chrono>
#include <cstdio>

namespace directory {

std::string office_time(base::Timestamp at) {
  if (at.us == 0) return {};
  using namespace std::chrono;
  const sys_seconds local{seconds(at.seconds() + base::kOfficeOffsetMinutes * 60)};
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{local - day};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d+07:00", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

}  // namespace directory
