#include "policies/password/age.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

using namespace policies::password;

namespace {

const base::Timestamp kStart = base::Timestamp::from_seconds(1700000000);
base::Timestamp day(double days) { return base::Timestamp(kStart.us + static_cast<std::int64_t>(days * 86400e6)); }

}  // namespace

TEST_CASE("password/age: fresh, warned of, expired") {
  struct AgeRow {
    double days;
    Age age;
    int left;
  };
  const AgeRow rows[] = {{0, Age::fresh, 90},  {75.5, Age::fresh, 15}, {76, Age::warn, 14},
                         {89.5, Age::warn, 1}, {90, Age::expired, 0},  {1000, Age::expired, 0}};
  for (const AgeRow& row : rows) {
    CAPTURE(row.days);
    const auto verdict = check_age(kStart, day(row.days), 90, 14);
    CHECK(verdict.age == row.age);
    CHECK(verdict.days_left == row.left);
    const auto early = check_age(kStart, day(row.days - 20), 90, 14, 20);
    CHECK(early.age == row.age);
    CHECK(early.days_left == row.left);
  }
  CHECK(check_age(kStart, day(5000), 0, 14).age == Age::fresh);
  CHECK(check_age(kStart, day(5000), 0, 14, 28).age == Age::fresh);
}

TEST_CASE("password/age: earlier than the rule, never later, and never by more than a third") {
  CHECK(runs_out_at(kStart, 90, 0) == day(90));
  CHECK(runs_out_at(kStart, 90, 28) == day(62));
  CHECK(runs_out_at(kStart, 90, 1000) == day(62));
  CHECK(runs_out_at(kStart, 90, -5) == day(90));
  CHECK(runs_out_at(kStart, 30, 28) == day(20));
  CHECK(runs_out_at(kStart, 1, 28) == day(1));
  CHECK(runs_out_at(kStart, 0, 28) == base::Timestamp());
}

// 200 people choose their passwords on the five working days of a week, their ids given one after the other.
TEST_CASE("password/age: an office set up in one week is not shut out in one") {
  for (const std::int64_t first : {std::int64_t{1}, std::int64_t{1} << 40, std::int64_t{982451653} * 7919}) {
    for (const int step : {1, 2, 64, 4096}) {
      CAPTURE(first);
      CAPTURE(step);
      std::array<int, 40> on_day{};
      std::set<int> drawn;
      for (int person = 0; person < 200; ++person) {
        const int early = draw_early_days(first + std::int64_t{step} * person, 2);
        REQUIRE(early >= 0);
        REQUIRE(early <= kMostEarlyDays);
        drawn.insert(early);
        ++on_day[static_cast<std::size_t>(person / 40 + kMostEarlyDays - early)];
      }
      CHECK(drawn.size() >= 27);  // of 29
      int worst = 0;
      for (std::size_t from = 0; from + 7 <= on_day.size(); ++from) {
        int week = 0;
        for (std::size_t i = from; i < from + 7; ++i) week += on_day[i];
        worst = std::max(worst, week);
      }
      CHECK(worst <= 80);  // evenly it would be about 48; without the spread 200
      CHECK(*std::max_element(on_day.begin(), on_day.end()) <= 24);
    }
  }
}

TEST_CASE("password/age: what is drawn is the same for the same password, and another for the next") {
  CHECK(draw_early_days(77, 2) == draw_early_days(77, 2));
  std::set<int> drawn;
  for (std::int64_t version = 1; version <= 40; ++version) drawn.insert(draw_early_days(77, version));
  CHECK(drawn.size() > 15);  // nobody is always the first
}
