#include "base/clock.h"

#include <cstdio>
#include <ctime>

namespace base {

Timestamp SystemClock::now() const {
  return Timestamp(
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
}

std::chrono::steady_clock::time_point SystemClock::steady() const { return std::chrono::steady_clock::now(); }

std::string iso_date_time(Timestamp time, int offset_minutes) {
  const std::time_t local = time.seconds() + offset_minutes * 60;
  std::tm parts{};
  gmtime_r(&local, &parts);
  char text[64];
  const int zone = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  std::size_t n = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + n, sizeof text - n, "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', zone / 60, zone % 60);
  return text;
}

std::string office_date_time(Timestamp time) {
  return time.us == 0 ? std::string() : iso_date_time(time, kOfficeOffsetMinutes);
}

}  // namespace base
