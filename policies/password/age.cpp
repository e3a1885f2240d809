#include "policies/password/age.h"

#include <algorithm>

namespace policies::password {

namespace {

constexpr std::int64_t kDay = std::int64_t{86400} * 1000000;

// Numbers side by side come out far apart: ids are given in order (the finisher of SplitMix64).
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

int draw_early_days(std::int64_t account, std::int64_t version) {
  const std::uint64_t drawn = mixed(mixed(static_cast<std::uint64_t>(account)) ^ static_cast<std::uint64_t>(version));
  return static_cast<int>(drawn % (kMostEarlyDays + 1));
}

int early_days_that_count(int early_days, int maximum_days) {
  return std::clamp(early_days, 0, std::min(kMostEarlyDays, std::max(0, maximum_days / 3)));
}

base::Timestamp runs_out_at(base::Timestamp changed_at, int maximum_days, int early_days) {
  if (maximum_days <= 0) return {};
  return base::Timestamp(changed_at.us + (maximum_days - early_days_that_count(early_days, maximum_days)) * kDay);
}

AgeVerdict check_age(base::Timestamp changed_at, base::Timestamp now, int maximum_days, int warn_days, int early_days) {
  if (maximum_days <= 0) return {};
  const std::int64_t left = runs_out_at(changed_at, maximum_days, early_days).us - now.us;
  if (left <= 0) return {Age::expired, 0};
  const int days = static_cast<int>((left + kDay - 1) / kDay);
  return {days <= warn_days ? Age::warn : Age::fresh, days};
}

}  // namespace policies::password
