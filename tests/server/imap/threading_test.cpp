// THREAD: the forest's loop check against a plain one, its work for hostile mails counted in steps, and RFC 5256 §3
// word by word.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "server/imap/mailboxes/ancestry.h"
#include "server/imap/search/threading.h"
#include "tests/server/imap/thread_mails.h"

using namespace server::imap;

namespace {

struct Mails : tests::ThreadMails {
  std::string threads() const { return thread_by_references(messages()); }
};

}  // namespace

TEST_CASE("imap/ancestry: links and cuts in any order, roots as a plain climb finds them") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    constexpr int kNodes = 60;
    Ancestry forest;
    std::vector<int> parents(kNodes, Ancestry::kNone);
    for (int i = 0; i < kNodes; ++i) forest.add();
    const auto climb = [&](int node) {
      while (parents[static_cast<std::size_t>(node)] != Ancestry::kNone) node = parents[static_cast<std::size_t>(node)];
      return node;
    };
    for (int step = 0; step < 2000; ++step) {
      const int a = static_cast<int>(random() % kNodes), b = static_cast<int>(random() % kNodes);
      if (random() % 4 == 0) {
        forest.cut(a);
        parents[static_cast<std::size_t>(a)] = Ancestry::kNone;
      } else if (parents[static_cast<std::size_t>(a)] == Ancestry::kNone && climb(b) != a) {
        forest.link(a, b);
        parents[static_cast<std::size_t>(a)] = b;
      }
      CHECK(forest.root(b) == climb(b));
    }
  }
}

// The shape that held an event loop for seconds: a deep chain, many small roots with children, and mails that ask again
// and again whether one of those roots stands above the chain's end.
TEST_CASE("imap/ancestry: hostile links cost n log n steps") {
  constexpr int kDeep = 20000, kAsked = 100000;
  Ancestry forest;
  for (int i = 0; i < kDeep + 1; ++i) forest.add();
  for (int i = 1; i < kDeep; ++i) forest.link(i, i - 1);
  std::mt19937 random(3);
  for (int i = 0; i < kAsked; ++i) {
    forest.root(kDeep - 1);
    forest.root(static_cast<int>(random() % kDeep));
    if (i % 10 == 0) {  // and the chain is broken and mended in its middle
      forest.cut(kDeep / 2);
      forest.link(kDeep / 2, kDeep / 2 - 1);
    }
  }
  const double operations = kDeep + 2.2 * kAsked;
  MESSAGE("steps for each operation: " << static_cast<double>(forest.steps()) / operations);
  CHECK(static_cast<double>(forest.steps()) < 4 * operations * std::log2(kDeep));
}

TEST_CASE("imap/threads: a message's own References break the link others gave it, also when they make a loop") {
  Mails mails;  // 2 says 1 → 3; 3 itself says it stands below 2
  mails.add("a", {});
  mails.add("b", {"a", "c"});
  mails.add("c", {"b"});
  CHECK(mails.threads() == "(1)(3 2)");
  Mails truncated;  // RFC 5256 §3 (1.B): the longer References are the better ones
  truncated.add("c", {"a"});
  truncated.add("d", {"c"});
  truncated.add("a", {});
  truncated.add("c2", {"a", "b", "c"});
  CHECK(truncated.threads() == "(3 1 (2)(4))");
}

TEST_CASE("imap/threads: a message that refers to itself, doubled ids and loops of three end") {
  Mails mails;
  mails.add("a", {"a"});
  mails.add("b", {"c", "b", "c"});
  mails.add("c", {"b"});
  mails.add("a", {"a", "a"});
  const std::string threads = mails.threads();
  for (const char* number : {"1", "2", "3", "4"}) CHECK(threads.find(number) != std::string::npos);
}

TEST_CASE("imap/threads: dummies go, their children come nearer; under the root only when there is one") {
  Mails one;
  one.add("x", {"gone1", "gone2", "gone3"});
  CHECK(one.threads() == "(1)");
  Mails two;
  two.add("x", {"gone1", "gone2", "gone3"});
  two.add("y", {"gone1", "gone4"});
  CHECK(two.threads() == "((1)(2))");
  Mails between;
  between.add("top", {});
  between.add("x", {"top", "gone1", "gone2"});
  between.add("y", {"top", "gone1", "gone3"});
  between.add("z", {"x", "gone5"});
  CHECK(between.threads() == "(1 (2 4)(3))");
}

// A chain of dummies as long as many mails make it, with many real ones at its end: each of them climbs once, not once
// a link.
TEST_CASE("imap/threads: a long chain of mails that are not there") {
  Mails mails;
  std::string last = "d0";
  for (int mail = 0; mail < 300; ++mail) {
    std::vector<std::string> references{last};
    for (int i = 0; i < 99; ++i) references.push_back(last = "d" + std::to_string(mail * 99 + i + 1));
    mails.add("m" + std::to_string(mail), references);
  }
  for (int i = 0; i < 3000; ++i) mails.add("n" + std::to_string(i), {last});
  CHECK(mails.threads().size() > 3300 * 3);
}
