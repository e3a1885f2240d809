#include "directory/gate/refusal_trail.h"

#include <doctest/doctest.h>

namespace {

using directory::AuditEntry;
using directory::AuditVerb;
using directory::RefusalTrail;
using std::chrono::seconds;

struct Trail {
  base::FakeClock clock{base::Timestamp::from_seconds(1795000000)};
  base::IdMaker ids{clock};
  RefusalTrail trail;
  explicit Trail(RefusalTrail::Settings settings = {}) : trail(ids, settings) {}

  std::vector<AuditEntry> refuse(const std::string& subject, const std::string& detail = "wrong") {
    AuditEntry entry;
    entry.id = ids.make<base::EventId>();
    entry.at = clock.now();
    entry.what = AuditVerb::refused;
    entry.actor = subject;
    entry.detail = detail;
    return trail.take(std::move(entry), subject);
  }
};

std::string said(const std::vector<AuditEntry>& rows) {
  std::string out;
  for (const AuditEntry& row : rows) out += row.actor + " " + row.detail + " " + std::to_string(row.times) + "; ";
  return out;
}

TEST_CASE("refusal trail: the first is written at once, the others are one row per minute, then silence") {
  Trail t;
  CHECK(said(t.refuse("a")) == "a wrong 1; ");
  for (int i = 0; i < 1000; ++i) CHECK(t.refuse("a").empty());
  CHECK(said(t.refuse("a", "locked")) == "a locked 1; ");  // another verdict
  CHECK(said(t.refuse("b")) == "b wrong 1; ");
  t.clock.advance(seconds(59));
  CHECK(t.refuse("a").empty());
  t.clock.advance(seconds(1));
  CHECK(said(t.refuse("a")) == "a wrong 1002; ");
  for (int i = 0; i < 5; ++i) CHECK(t.refuse("a").empty());
  t.clock.advance(seconds(60));
  CHECK(said(t.trail.due(t.clock.now(), false)) == "a wrong 5; ");
  t.clock.advance(seconds(60));
  CHECK(t.trail.due(t.clock.now(), false).empty());
  CHECK(said(t.refuse("a")) == "a wrong 1; ");  // forgotten: a first one again
}

TEST_CASE("refusal trail: beyond the tokens refusals are one sum of others; tokens come back with time") {
  Trail t({seconds(60), 10, 30});
  std::int64_t rows = 0, times = 0;
  const auto add = [&](const std::vector<AuditEntry>& written) {
    for (const AuditEntry& row : written) ++rows, times += row.times;
  };
  for (int i = 0; i < 5000; ++i) add(t.refuse("name" + std::to_string(i)));
  CHECK(rows == 10);
  CHECK_FALSE(t.trail.allow(t.clock.now()));
  t.clock.advance(seconds(2));
  CHECK(t.trail.allow(t.clock.now()));
  CHECK_FALSE(t.trail.allow(t.clock.now()));
  t.clock.advance(seconds(60));
  const auto sums = t.trail.due(t.clock.now(), false);
  REQUIRE(sums.size() == 1);
  CHECK(said(sums) == " others 4990; ");
  CHECK(sums[0].what == AuditVerb::refused);
  add(sums);
  CHECK(times == 5000);
}

TEST_CASE("refusal trail: at the end all sums come; a clock set back keeps nothing back") {
  Trail t;
  (void)t.refuse("a");
  (void)t.refuse("a");
  (void)t.refuse("a");
  CHECK(t.trail.due(t.clock.now(), false).empty());
  CHECK(said(t.trail.due(t.clock.now(), true)) == "a wrong 2; ");
  (void)t.refuse("a");
  t.clock.set(base::Timestamp::from_seconds(1700000000));
  CHECK(said(t.trail.due(t.clock.now(), false)) == "a wrong 1; ");
}

}  // namespace
