#include "server/smtp/limits.h"

#include <doctest/doctest.h>

#include <string>

using namespace server::smtp;

TEST_CASE("smtp/limits: an hour's count slides") {
  HourlyCounts<int> counts;
  for (int i = 0; i < 60; ++i) counts.add(7, 3600 * 10 + 1800);
  CHECK(counts.at(7, 3600 * 10 + 1900) == 60);
  CHECK(counts.at(8, 3600 * 10 + 1900) == 0);
  CHECK(counts.at(7, 3600 * 11) == 60);
  CHECK(counts.at(7, 3600 * 11 + 1800) == 30);
  CHECK(counts.at(7, 3600 * 12 + 1) == 0);
  counts.add(7, 3600 * 11 + 1800);
  CHECK(counts.at(7, 3600 * 11 + 1800) == 31);
  counts.add(8, 3600 * 20);
  CHECK(counts.at(7, 3600 * 20) == 0);
}

TEST_CASE("smtp/limits: keys of hours that are over go, a few with each call") {
  HourlyCounts<int> counts;
  for (int key = 0; key < 10000; ++key) counts.add(key, 3600 * 10);
  counts.add(-1, 3600 * 11);
  CHECK(counts.keys() == 10001);  // they still count in part
  counts.add(-1, 3600 * 12);
  const std::size_t over = counts.keys();
  CHECK(over > 9900);  // no call takes them all apart
  for (int i = 0; i < 2000; ++i) counts.add(-1, 3600 * 12);
  CHECK(counts.keys() == 2);
}

TEST_CASE("smtp/limits: messages of a source, by its network") {
  base::FakeClock clock(base::Timestamp::from_seconds(3600 * 100));
  SmtpSettings settings;
  settings.messages_per_source = 3;
  settings.recipients_per_source = 0;
  Limits limits(clock, settings);
  const base::PeerAddress peer{"203.0.113.1", 1, false}, home{"127.0.0.1", 1, true};
  for (int i = 0; i < 3; ++i) CHECK(limits.source_message(peer));
  CHECK_FALSE(limits.source_message(peer));
  for (int i = 0; i < 10; ++i) CHECK(limits.source_message(home));
  for (int i = 0; i < 10; ++i) CHECK(limits.source_recipient(peer));
  clock.advance(std::chrono::hours(2));
  CHECK(limits.source_message(peer));

  // A customer with a whole /64, then with a whole /48.
  int taken = 0;
  for (int i = 1; i <= 20; ++i) taken += limits.source_message({"2001:db8:1:1::" + std::to_string(i), 1, false});
  CHECK(taken == 3);
  for (int i = 2; i <= 40; ++i) taken += limits.source_message({"2001:db8:1:" + std::to_string(i) + "::1", 1, false});
  CHECK(taken == 3 * 8);
  CHECK(limits.source_message({"2001:db8:2::1", 1, false}));
}

TEST_CASE("smtp/limits: messages and recipients of an account") {
  base::FakeClock clock(base::Timestamp::from_seconds(3600 * 100));
  SmtpSettings settings;
  settings.messages_per_account = 2;
  settings.recipients_per_account = 5;
  settings.outside_recipients_per_account = 1;
  Limits limits(clock, settings);
  const base::AccountId an(1), binh(2);
  CHECK(limits.account_message(an));
  CHECK(limits.account_message(an));
  CHECK_FALSE(limits.account_message(an));
  CHECK(limits.account_message(binh));
  CHECK(limits.account_recipient(an, true));
  CHECK_FALSE(limits.account_recipient(an, true));
  for (int i = 0; i < 4; ++i) CHECK(limits.account_recipient(an, false));
  CHECK_FALSE(limits.account_recipient(an, false));
}
