#include "server/net/receive_memory.h"

#include <doctest/doctest.h>

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

using base::AccountId;
using base::Sender;
using server::net::ReceiveMemory;
using Lease = std::unique_ptr<base::ReceiveLease>;

namespace {

constexpr std::uint64_t kMiB = 1 << 20;
constexpr std::uint64_t kKiB = 1 << 10;

Sender stranger(int number) { return {{"203.0.113." + std::to_string(number), 1, false}, {}}; }
Sender host(const std::string& ip) { return {{ip, 1, ip.starts_with("127.") || ip == "::1"}, {}}; }
Sender person(int number) { return {{"203.0.113.1", 1, false}, AccountId(number)}; }

}  // namespace

TEST_CASE("net/receive_memory: a lease grows, shrinks and gives back, by itself at its end") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  {
    const Lease lease = pool.lease(stranger(1));
    CHECK(lease->cover(1));
    CHECK(pool.use().small == 16 * kKiB);
    CHECK(lease->cover(ReceiveMemory::kSmall));
    CHECK(pool.use().small == ReceiveMemory::kSmall);
    CHECK(pool.use().large == 0);
    CHECK(lease->cover(ReceiveMemory::kSmall + 1));  // all of it moves over
    CHECK(pool.use().small == 0);
    CHECK(pool.use().large == 512 * kKiB);
    CHECK(lease->cover(3 * kMiB));
    CHECK(lease->cover(1));  // never less by cover
    CHECK(lease->held() == 3 * kMiB);
    lease->shrink(1 * kMiB);
    CHECK(pool.use().large == 1 * kMiB);
    lease->shrink(5 * kMiB);
    CHECK(lease->held() == 1 * kMiB);
    lease->shrink(10);
    CHECK(pool.use().large == 0);
    CHECK(pool.use().small == 16 * kKiB);
    lease->release();
    CHECK(pool.use().small == 0);
    CHECK(lease->cover(4 * kMiB));
    CHECK(pool.holders() == 1);
  }
  CHECK(pool.use().large == 0);
  CHECK(pool.holders() == 0);
}

TEST_CASE("net/receive_memory: no source fills the pot for the others") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  std::vector<Lease> hostile;
  for (int i = 0; i < 23; ++i) {
    hostile.push_back(pool.lease(stranger(1)));
    (void)hostile.back()->cover(5 * kMiB);
  }
  CHECK(pool.use().large == 15 * kMiB);
  const Lease more = pool.lease(stranger(1)), other = pool.lease(stranger(2));
  CHECK_FALSE(more->cover(5 * kMiB));
  CHECK(more->cover(100 * kKiB));  // its small mail passes all the same
  CHECK_FALSE(more->has_room_for(2 * kMiB));
  CHECK(more->has_room_for(1 * kMiB));
  CHECK(other->cover(16 * kMiB));
  CHECK_FALSE(other->cover(17 * kMiB));
  CHECK(other->held() == 16 * kMiB);  // what was held stays
}

TEST_CASE("net/receive_memory: many sources together leave a quarter to those who signed in, and small mail passes") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  std::vector<Lease> hostile;
  for (int i = 1; i <= 50; ++i) {
    hostile.push_back(pool.lease(stranger(i)));
    (void)hostile.back()->cover(16 * kMiB);
  }
  CHECK(pool.use().large == 48 * kMiB);
  CHECK_FALSE(pool.lease(stranger(99))->cover(1 * kMiB));
  CHECK(pool.lease(stranger(99))->cover(200 * kKiB));
  const Lease mine = pool.lease(person(7)), yours = pool.lease(person(8));
  CHECK(mine->cover(10 * kMiB));
  CHECK(yours->cover(6 * kMiB));
  CHECK_FALSE(yours->cover(7 * kMiB));  // now it is full
  CHECK(pool.use().large == 64 * kMiB);
  CHECK(yours->held() == 6 * kMiB);
}

TEST_CASE(
    "net/receive_memory: people who signed in have shares of their own, whatever their address, and leave a quarter") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  const Lease office = pool.lease(stranger(1));  // the same address as theirs
  CHECK(office->cover(16 * kMiB));
  std::vector<Lease> people;
  people.push_back(pool.lease(person(1)));
  CHECK_FALSE(people.back()->cover(33 * kMiB));
  CHECK(people.back()->cover(32 * kMiB));
  people.push_back(pool.lease(person(2)));
  CHECK(people.back()->cover(16 * kMiB));
  people.push_back(pool.lease(person(3)));
  CHECK_FALSE(people.back()->cover(1 * kMiB));
  for (int i = 0; i < 500; ++i) {  // small ones are counted, not refused
    people.push_back(pool.lease(person(3)));
    CHECK(people.back()->cover(ReceiveMemory::kSmall));
  }
  CHECK(pool.use().small == 500 * ReceiveMemory::kSmall);
}

TEST_CASE("net/receive_memory: a relay on this machine has half, not all; an IPv6 site twice a source's share") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  const Lease relay = pool.lease(host("127.0.0.1"));
  CHECK(relay->cover(32 * kMiB));
  CHECK_FALSE(relay->cover(33 * kMiB));
  CHECK(pool.lease(stranger(1))->cover(16 * kMiB));

  ReceiveMemory wide({256 * kMiB, 16 * kMiB});
  const Lease a = wide.lease(host("2001:db8:1:1::1")), same = wide.lease(host("2001:db8:1:1::2"));
  const Lease b = wide.lease(host("2001:db8:1:2::1")), c = wide.lease(host("2001:db8:1:3::1")),
              d = wide.lease(host("2001:db8:2:3::1"));
  CHECK(a->cover(16 * kMiB));
  CHECK_FALSE(same->cover(1 * kMiB));
  CHECK(b->cover(16 * kMiB));
  CHECK_FALSE(c->cover(1 * kMiB));
  CHECK(d->cover(16 * kMiB));
}

TEST_CASE("net/receive_memory: small leases have an end too, by source and together") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});  // small purse 16 MiB, of a source 4 MiB
  std::vector<Lease> all;
  int covered = 0;
  for (int i = 0; i < 100; ++i) {
    all.push_back(pool.lease(stranger(1)));
    covered += all.back()->cover(ReceiveMemory::kSmall);
  }
  CHECK(covered == 16 + 64);  // the purse, then what its share of the large one holds
  CHECK(pool.use().small == 4 * kMiB);
  CHECK(pool.use().large == 16 * kMiB);
  CHECK(pool.lease(stranger(2))->cover(ReceiveMemory::kSmall));
}

TEST_CASE("net/receive_memory: absurd sizes are refused, not added up") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  const Lease lease = pool.lease(person(1));
  CHECK_FALSE(lease->cover(UINT64_MAX));
  CHECK_FALSE(lease->has_room_for(UINT64_MAX - 1));
  CHECK(lease->cover(1 * kMiB));
  CHECK_FALSE(lease->cover(std::uint64_t{1} << 63));
  CHECK(pool.use().large == 1 * kMiB);
}

TEST_CASE("net/receive_memory: random takings by many threads stay within the pot and all come back") {
  ReceiveMemory pool({64 * kMiB, 16 * kMiB});
  std::vector<std::thread> threads;
  std::atomic<bool> over{false};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&pool, &over, t] {
      std::mt19937 random(static_cast<unsigned>(t));
      for (int i = 0; i < 3000; ++i) {
        const Lease lease = pool.lease(random() % 2 ? stranger(static_cast<int>(random() % 6))
                                                    : person(1 + static_cast<int>(random() % 3)));
        for (int step = 0; step < 4; ++step) {
          const std::uint64_t bytes = random() % (12 * kMiB);
          if (random() % 3 == 0) lease->shrink(bytes);
          else if (lease->cover(bytes) && lease->held() < bytes) over = true;
          if (pool.use().large > 64 * kMiB) over = true;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK_FALSE(over);
  CHECK(pool.use().large == 0);
  CHECK(pool.use().small == 0);
  CHECK(pool.holders() == 0);
}
