// How slowly a client may send, and how much it may talk.
#include <doctest/doctest.h>

#include "server/net/receive_pace.h"
#include "server/net/talk_budget.h"

using namespace std::chrono_literals;
using server::net::ReceivePace;
using server::net::TalkBudget;

namespace {
const ReceivePace::Time kStart{1000h};
}

TEST_CASE("net/receive_pace: every window must bring its share") {
  ReceivePace pace(1024, 60s, kStart);
  CHECK_FALSE(pace.too_slow(kStart + 59s));
  CHECK(pace.too_slow(kStart + 60s));
  CHECK(pace.patience(kStart + 10s, 3min) == 50s);
  CHECK(pace.patience(kStart + 10s, 20s) == 20s);
  CHECK(pace.patience(kStart + 2min, 3min) == 1ms);
  pace.arrived(61439, kStart + 50s);
  CHECK(pace.too_slow(kStart + 60s));
  pace.arrived(1, kStart + 55s);
  CHECK_FALSE(pace.too_slow(kStart + 114s));
  CHECK(pace.too_slow(kStart + 115s));
}

TEST_CASE("net/receive_pace: fifty million octets at once buy a minute, not a day") {
  ReceivePace pace(1024, 60s, kStart);
  pace.arrived(50 << 20, kStart + 1s);
  CHECK(pace.too_slow(kStart + 61s));
}

TEST_CASE("net/receive_pace: a steady slow client is well, and without a rate everybody is") {
  ReceivePace pace(1024, 60s, kStart), any(0, 60s, kStart);
  for (int second = 1; second < 4000; ++second) {
    CHECK_FALSE(pace.too_slow(kStart + std::chrono::seconds(second)));
    pace.arrived(1100, kStart + std::chrono::seconds(second));
  }
  CHECK_FALSE(any.too_slow(kStart + 100h));
  CHECK(any.patience(kStart + 100h, 3min) == 3min);
}

TEST_CASE("net/talk_budget: a flood runs dry, a visit every minute never does") {
  TalkBudget flood(20, kStart);
  int said = 0;
  while (said < 1000 && flood.spend(kStart + 900ms)) ++said;
  CHECK(said == 20);
  CHECK(flood.spend(kStart + 1s));
  CHECK_FALSE(flood.spend(kStart + 1900ms));
  flood.refill();
  CHECK(flood.spend(kStart + 1900ms));
  TalkBudget visits(3, kStart);
  for (int minute = 1; minute < 10000; ++minute) CHECK(visits.spend(kStart + std::chrono::minutes(minute)));
  CHECK(visits.spend(kStart + std::chrono::hours(1000)));
}
