#include "server/net/turns.h"

#include <doctest/doctest.h>

#include <deque>
#include <optional>
#include <vector>

using server::net::Turns;

TEST_CASE("net/turns: so many in all, so many of one source, the others take turns") {
  Turns turns(3);
  std::deque<Turns::Ticket> a;
  for (int i = 0; i < 5; ++i) a.push_back(turns.ask("a", 2));
  CHECK(a[0].granted());
  CHECK(a[1].granted());
  CHECK_FALSE(a[2].granted());  // though there is room
  CHECK(turns.running() == 2);
  std::optional<Turns::Ticket> b(turns.ask("b", 1));
  CHECK(b->granted());  // not behind all of a
  CHECK(b->signal().take());
  std::deque<Turns::Ticket> c;
  for (int i = 0; i < 2; ++i) c.push_back(turns.ask("c", 2));
  CHECK_FALSE(c[0].granted());  // full
  CHECK(turns.waiting() == 5);
  a.pop_front();
  CHECK(a[1].granted());  // a has waited longer than c
  CHECK(a[1].signal().take());
  b.reset();
  CHECK(c[0].granted());
  CHECK_FALSE(c[1].granted());
  a.pop_front();
  CHECK((a[1].granted() || c[1].granted()));
  CHECK(turns.running() == 3);
}

TEST_CASE("net/turns: one source's hundred and another's one") {
  Turns turns(1);
  std::deque<Turns::Ticket> many;
  for (int i = 0; i < 100; ++i) many.push_back(turns.ask("many", 1));
  const Turns::Ticket one = turns.ask("one", 1);
  CHECK_FALSE(one.granted());
  many.pop_front();  // the first ends: one of many is next in the order, then the other
  many.pop_front();
  CHECK(one.granted());
}

TEST_CASE("net/turns: who goes while waiting takes nobody's turn, and nothing is left behind") {
  Turns turns(1);
  {
    std::optional<Turns::Ticket> running(turns.ask("a", 1)), gone(turns.ask("b", 1));
    const Turns::Ticket next = turns.ask("c", 1);
    gone.reset();
    CHECK(turns.waiting() == 1);
    running.reset();
    CHECK(next.granted());
    Turns::Ticket moved = turns.ask("d", 1);
    Turns::Ticket again(std::move(moved));
    CHECK_FALSE(again.granted());
    CHECK(turns.running() == 1);
  }
  CHECK(turns.running() == 0);
  CHECK(turns.waiting() == 0);
  CHECK(turns.ask("a", 0).granted());
}
