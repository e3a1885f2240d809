// Nobody shuts others out at the gate: locks by network, known networks, what an administrator ends, rows that are
// bounded.
#include <doctest/doctest.h>

#include <chrono>
#include <ctime>
#include <limits>

#include "base/text/encoding.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace {

using directory::ChangeVerdict;
using directory::SignInVerdict;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using tests::kGood;
using tests::must;
using tests::SmallOffice;

constexpr const char* kHome = "203.0.113.7";

TEST_CASE("gate/locks: five wrong passwords of a stranger lock the stranger, not the right person elsewhere") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    office.fail("binhnv", 5, "198.51.100.9");
    CHECK(office.sign_in("binhnv", kGood, "198.51.100.9").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").verdict == SignInVerdict::accepted);  // never seen there
    // Where he himself failed, he waits.
    office.fail("binhnv", 5, kHome);
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::locked);
  });
}

TEST_CASE("gate/locks: guesses from many networks lock an account for strangers only, longer each time, known or not") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.account_failures = 12;
    SmallOffice office(std::move(db), settings);
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    CHECK(office.sign_in("binhnv", kGood, "2001:db8:5:6::1").verdict == SignInVerdict::accepted);
    for (const std::string login : {"binhnv", "nobody"}) {
      CAPTURE(login);
      for (int i = 0; i < 12; ++i) office.fail(login, 1, "198.51." + std::to_string(i) + ".9");
      auto locked = office.sign_in(login, kGood, "192.0.2.44");
      CHECK(locked.verdict == SignInVerdict::locked);
      CHECK(locked.retry_after == seconds(60));
    }
    office.open_gate(settings);  // what is known is not forgotten by a restart, neither is the lock
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    CHECK(office.sign_in("binhnv", kGood, "203.0.113.99").verdict == SignInVerdict::accepted);       // the same /24
    CHECK(office.sign_in("binhnv", kGood, "2001:db8:5:6:7::8").verdict == SignInVerdict::accepted);  // the same /64
    CHECK(office.sign_in("binhnv", kGood, "2001:db8:5:99::1").verdict == SignInVerdict::accepted);   // the same /48
    // Behind the wait one guess goes, and the next wait is twice as long.
    office.clock.advance(seconds(61));
    office.fail("binhnv", 1, "192.0.2.45");
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").retry_after == seconds(120));
    office.clock.advance(seconds(121));
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").verdict == SignInVerdict::accepted);
    // Signing in does not give strangers a new count.
    office.fail("binhnv", 1, "192.0.2.46");
    CHECK(office.sign_in("binhnv", kGood, "192.0.3.44").retry_after == seconds(240));
  });
}

TEST_CASE("gate/locks: a whole /24 or /48 has one count, four times that of an address") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    for (int i = 0; i < 20; ++i) office.fail("binhnv", 1, "2001:db8:1:" + std::to_string(i) + "::1");
    CHECK(office.sign_in("binhnv", kGood, "2001:db8:1:77::1").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, "2001:db8:2:77::1").verdict == SignInVerdict::accepted);
    for (int i = 0; i < 20; ++i) office.fail("binhnv", 1, "198.51.100." + std::to_string(i));
    CHECK(office.sign_in("binhnv", kGood, "198.51.100.77").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, "198.51.101.77").verdict == SignInVerdict::accepted);
  });
}

TEST_CASE("gate/locks: who is locked learns nothing from a password that was right lately elsewhere") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.source_failures = 10;
    SmallOffice office(std::move(db), settings);
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    for (int i = 0; i < 10; ++i) office.fail("name" + std::to_string(i), 1, "198.51.100.9");
    CHECK(office.sign_in("binhnv", "wrong", "198.51.100.9").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, "198.51.100.9").verdict == SignInVerdict::locked);
  });
}

TEST_CASE("gate/locks: loopback is counted per account like any network; its own sum of failures is not") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.source_failures = 3;
    SmallOffice office(std::move(db), settings);
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    const auto from = [&](const std::string& login, const std::string& password, const std::string& ip) {
      directory::SignInRequest request;
      request.login = login;
      request.password = password;
      request.tls = true;
      request.peer = {ip, 1, true};
      return base::run_blocking(office.gate->sign_in(request)).verdict;
    };
    for (int i = 0; i < 5; ++i) CHECK(from("binhnv", "wrong", "127.0.0.2") == SignInVerdict::wrong);
    CHECK(from("binhnv", kGood, "127.0.0.2") == SignInVerdict::locked);
    CHECK(from("binhnv", kGood, "127.0.0.3") == SignInVerdict::accepted);
    CHECK(from("nobody", "wrong", "127.0.0.2") == SignInVerdict::wrong);
  });
}

TEST_CASE("gate/unlock: ends every wait of the account at once, in rows and audit too, and touches nothing else") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.account_failures = 6;
    SmallOffice office(std::move(db), settings);
    const auto binh = office.person("Nguyễn Văn Bình"), hoa = office.person("Trần Thị Hoa");
    office.settle(binh, kGood);
    office.settle(hoa, kGood);
    office.fail("binhnv", 5, "198.51.100.9");
    office.fail("binhnv", 1, "192.0.2.1");
    office.fail("hoatt", 5, "198.51.100.9");
    const auto locks = office.gate->locks(binh);
    REQUIRE(locks.size() == 2);
    CHECK(locks[0].network.empty());
    CHECK(locks[0].failures == 6);
    CHECK(locks[1].network == "198.51.100.9");
    CHECK(locks[1].until == office.clock.now() + minutes(15));
    CHECK(office.gate->locks({}).size() == 3);
    CHECK(must(office.gate->unlock(binh, "vanthu")).size() == 2);
    CHECK(office.gate->locks(binh).empty());
    CHECK(office.sign_in("binhnv", kGood, "198.51.100.9").verdict == SignInVerdict::accepted);
    CHECK(office.sign_in("hoatt", kGood, "198.51.100.9").verdict == SignInVerdict::locked);
    const auto unlocked = office.audit(directory::AuditVerb::account_unlocked);
    REQUIRE(unlocked.size() == 1);
    CHECK(unlocked[0].account == binh);
    CHECK(unlocked[0].actor == "vanthu");
    CHECK(unlocked[0].detail == "* 198.51.100.9");
    CHECK(must(office.gate->unlock(binh, "vanthu")).empty());
    office.open_gate(settings);
    CHECK(office.gate->locks(binh).empty());
    CHECK(office.gate->locks(hoa).size() == 1);
  });
}

TEST_CASE("gate/known networks: thirty-two per account, forgotten after their days") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.account_failures = 1;
    SmallOffice office(std::move(db), settings);
    const auto id = office.person("Nguyễn Văn Bình");
    office.settle(id, kGood);
    for (int i = 0; i < 40; ++i) {
      office.clock.advance(seconds(1));
      CHECK(office.sign_in("binhnv", kGood, "192.0." + std::to_string(i) + ".1").verdict == SignInVerdict::accepted);
    }
    CHECK(office.number("SELECT COUNT(*) FROM known_network") == 32);
    office.fail("binhnv", 1, "198.51.100.9");
    CHECK(office.sign_in("binhnv", kGood, "192.0.7.1").verdict ==
          SignInVerdict::locked);  // the eighth of forty is forgotten
    CHECK(office.sign_in("binhnv", kGood, "192.0.8.1").verdict == SignInVerdict::accepted);
    office.clock.advance(hours(24 * 31));
    office.fail("binhnv", 1, "198.51.100.9");
    CHECK(office.sign_in("binhnv", kGood, "192.0.9.1").verdict == SignInVerdict::locked);
    must(office.gate->keep_house());
    CHECK(office.number("SELECT COUNT(*) FROM known_network") == 0);
  });
}

TEST_CASE("gate/locks: rows of failures leave when they no longer count") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    for (int i = 0; i < 30; ++i) office.fail("name" + std::to_string(i), 1, "198.51." + std::to_string(i) + ".1");
    CHECK(office.number("SELECT COUNT(*) FROM lockout") == 30 * 4);
    office.clock.advance(minutes(61));
    must(office.gate->keep_house());
    CHECK(office.number("SELECT COUNT(*) FROM lockout") == 0);
  });
}

TEST_CASE("gate/locks: the rows of an older program still lock") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto id = office.person("Nguyễn Văn Bình");
    office.settle(id, kGood);
    const std::int64_t now = office.clock.now().us, until = (office.clock.now() + minutes(15)).us;
    must(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto done =
          tx.execute("INSERT INTO lockout (subject, failures, last_failure_us, locked_until_us) VALUES (?, ?, ?, ?)",
                     {"account:" + std::to_string(id.value), 5, now, until});
      if (!done) return done.error();
      return {};
    }));
    office.open_gate(SmallOffice::cheap());
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").verdict == SignInVerdict::locked);
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    office.clock.advance(minutes(16));
    CHECK(office.sign_in("binhnv", kGood, "192.0.2.44").verdict == SignInVerdict::accepted);
  });
}

TEST_CASE("gate/time: a password that can be nobody's costs a hash like any other, and counts") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.argon2_memory_kib = 32768;
    settings.lockout_failures = 1000;
    SmallOffice office(std::move(db), settings);
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    int round = 0;
    const auto cheapest = [&](const std::string& login, const std::string& password) {
      std::clock_t out =
          std::numeric_limits<std::clock_t>::max();  // of processor time: a loaded machine changes nothing
      for (int i = 0; i < 4; ++i) {
        const std::clock_t began = std::clock();
        CHECK(office.sign_in(login, password.empty() ? password : password + std::to_string(++round)).verdict ==
              SignInVerdict::wrong);
        out = std::min(out, std::clock() - began);
      }
      return out;
    };
    const auto usual = cheapest("binhnv", "wrong");
    for (const std::string login : {"binhnv", "nobody"}) {
      CHECK(cheapest(login, std::string(5000, 'x')) * 2 > usual);
      CHECK(cheapest(login, "") * 2 > usual);
      CHECK(cheapest(login, "\xff\xfe") * 2 > usual);
    }
  });
}

TEST_CASE(
    "gate/identity: another name of the same account passes, anybody else does not, and only the right password "
    "tells") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    office.settle(office.person("Trần Thị Hoa"), kGood);
    const auto as = [&](const std::string& identity, const std::string& password) {
      directory::SignInRequest request;
      request.identity = identity;
      request.login = "binhnv@bimson.example";
      request.password = password;
      request.tls = true;
      request.peer.ip = kHome;
      return base::run_blocking(office.gate->sign_in(request)).verdict;
    };
    for (const char* own :
         {"", "binhnv@bimson.example", "BinhNV@bimson.example", "binhnv", "binhnv@old.bimson.example"}) {
      CAPTURE(own);
      CHECK(as(own, kGood) == SignInVerdict::accepted);
    }
    for (const char* other : {"hoatt@bimson.example", "vanthu@bimson.example", "nobody", "@", " "}) {
      CAPTURE(other);
      CHECK(as(other, kGood) == SignInVerdict::another_identity);
    }
    CHECK(as("hoatt", "wrong") == SignInVerdict::wrong);
    CHECK(office.audit(directory::AuditVerb::refused).front().detail == "wrong");
  });
}

TEST_CASE("gate/delay: every refusal waits before it is answered, without a thread; a right password does not") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    auto slow = SmallOffice::cheap();
    slow.failure_delay = std::chrono::milliseconds(300);
    slow.lockout_failures = 2;
    office.open_gate(slow);
    const auto time = [&](const std::string& login, const std::string& password) {
      const auto began = std::chrono::steady_clock::now();
      (void)office.sign_in(login, password);
      return std::chrono::steady_clock::now() - began;
    };
    CHECK(time("binhnv", kGood) < std::chrono::milliseconds(250));
    for (int i = 0; i < 3; ++i)
      CHECK(time("binhnv", "wrong") >= std::chrono::milliseconds(300));  // the third is locked
    CHECK(time("nobody", "wrong") >= std::chrono::milliseconds(300));
    const auto began = std::chrono::steady_clock::now();
    CHECK(office.change("nobody", "wrong", kGood).verdict == ChangeVerdict::wrong);
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds(300));
    // Fifty at once on one thread take as long as one, more or less.
    base::ManualExecutor executor;
    struct Knocker {
      static base::Co<void> run(directory::Gate& gate, int number, int& left) {
        directory::SignInRequest request;
        request.login = "binhnv";
        request.password = "wrong" + std::to_string(number);
        request.tls = true;
        request.peer.ip = kHome;
        (void)co_await gate.sign_in(std::move(request));
        --left;
      }
    };
    int left = 50;
    const auto all = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) base::spawn(executor, Knocker::run(*office.gate, i, left));
    executor.run_until([&] { return left == 0; });
    CHECK(std::chrono::steady_clock::now() - all < std::chrono::milliseconds(3000));
  });
}

TEST_CASE(
    "gate/audit: a flood of refusals is a few rows with their sums; sign-ins and locks of accounts are all there") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto id = office.person("Nguyễn Văn Bình");
    office.settle(id, kGood);
    office.fail("binhnv", 500, "198.51.100.9");
    for (int i = 0; i < 400; ++i)
      office.fail("name" + std::to_string(i), 1, "198.51." + std::to_string(i % 200) + ".1");
    for (int i = 0; i < 3; ++i) CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    const auto sum = [&] {
      std::int64_t out = 0;
      for (const auto& entry : office.audit(directory::AuditVerb::refused)) out += entry.times;
      return out;
    };
    CHECK(office.audit(directory::AuditVerb::refused).size() <= 110);
    CHECK(office.audit(directory::AuditVerb::sign_in).size() == 3);
    REQUIRE(office.audit(directory::AuditVerb::locked).size() >= 1);
    CHECK(office.audit(directory::AuditVerb::locked).back().account == id);
    office.open_gate(SmallOffice::cheap());  // a stop writes what was counted
    CHECK(sum() == 900);
    CHECK(office.audit(directory::AuditVerb::refused).size() <= 115);
  });
}

TEST_CASE("gate/audit: rows of refusals leave after their days, all others stay") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto settings = SmallOffice::cheap();
    settings.audit_refusal_days = 10;
    SmallOffice office(std::move(db), settings);
    office.settle(office.person("Nguyễn Văn Bình"), kGood);
    office.fail("binhnv", 6, "198.51.100.9");
    CHECK(office.sign_in("binhnv", kGood, kHome).verdict == SignInVerdict::accepted);
    const auto others = office.number("SELECT COUNT(*) FROM audit WHERE what NOT IN ('refused', 'locked')");
    office.clock.advance(hours(24 * 9));
    office.fail("binhnv", 1, "192.0.2.8");
    must(office.gate->keep_house());
    CHECK(office.audit(directory::AuditVerb::refused).size() == 4);  // wrong, locked, the sum of wrong, the young one
    office.clock.advance(hours(25));
    must(office.gate->keep_house());
    CHECK(office.audit(directory::AuditVerb::refused).size() == 2);
    CHECK(office.audit(directory::AuditVerb::locked).empty());
    CHECK(office.number("SELECT COUNT(*) FROM audit WHERE what NOT IN ('refused', 'locked')") == others);
    must(office.gate->keep_house());
    CHECK(office.audit(directory::AuditVerb::refused).size() == 2);
  });
}

}  // namespace
