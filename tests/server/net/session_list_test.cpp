#include "server/net/session_list.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using server::net::SessionList;
using Verdict = SessionList::Verdict;

namespace {

const base::PeerAddress kPeer{"203.0.113.7", 1, false};
const base::PeerAddress kHome{"127.0.0.1", 1, true};

base::PeerAddress of_site(int subnet, int host) {
  return {"2001:db8:1:" + std::to_string(subnet) + "::" + std::to_string(host), 1, false};
}

}  // namespace

TEST_CASE("net/session_list: a source has so many sessions, this machine as many as it likes") {
  SessionList list({2, false});
  const auto a = list.enter(kPeer), b = list.enter(kPeer);
  CHECK(a);
  CHECK(b);
  CHECK(a.interrupt());
  const auto c = list.enter(kPeer);
  CHECK(c.verdict() == Verdict::too_many_of_source);
  CHECK_FALSE(c.interrupt());
  std::vector<SessionList::Place> home;
  for (int i = 0; i < 5; ++i) home.push_back(list.enter(kHome));
  for (const auto& place : home) CHECK(place);
  CHECK(list.size() == 7);
  CHECK(list.of_source(kPeer) == 2);

  SessionList strict({1, true});
  const auto first = strict.enter(kHome);
  CHECK(strict.enter(kHome).verdict() == Verdict::too_many_of_source);
}

TEST_CASE("net/session_list: an IPv6 /64 is one source, and its /48 has eight times as many") {
  SessionList list({2, false});
  std::vector<SessionList::Place> places;
  for (int subnet = 1; subnet <= 8; ++subnet) {
    for (int host = 1; host <= 3; ++host) places.push_back(list.enter(of_site(subnet, host)));
    CHECK(list.of_source(of_site(subnet, 99)) == 2);
  }
  CHECK(list.size() == 16);
  CHECK(list.enter(of_site(9, 1)).verdict() == Verdict::too_many_of_source);
  places.clear();
  CHECK(list.enter(of_site(9, 1)));
}

TEST_CASE("net/session_list: what throws while a session lives leaves nothing counted") {
  SessionList list({1, false});
  for (int i = 0; i < 3; ++i) {
    CHECK_THROWS([&] {
      const auto place = list.enter(kPeer);
      REQUIRE(place);
      throw std::runtime_error("bug");
    }());
  }
  CHECK(list.size() == 0);
  CHECK(list.of_source(kPeer) == 0);
  auto place = list.enter(kPeer);
  SessionList::Place moved(std::move(place));
  CHECK(list.of_source(kPeer) == 1);
}

TEST_CASE("net/session_list: stop reaches everybody, and nobody comes in afterwards") {
  SessionList list;
  const auto a = list.enter(kPeer), b = list.enter(kHome);
  list.stop();
  CHECK(a.interrupt()->stopping);
  CHECK(b.interrupt()->stopping);
  CHECK(a.interrupt()->signal.take());
  CHECK_FALSE(b.interrupt()->signed_out);
  CHECK(list.enter(kPeer).verdict() == Verdict::stopping);
  CHECK(list.size() == 2);
}
