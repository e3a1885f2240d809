#include "directory/gate/hash_queue.h"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace {

using directory::HashQueue;

// Jobs write down their names in the order they run; the first one of a test holds the only thread until let().
struct Desk {
  explicit Desk(HashQueue::Settings settings) : queue(settings) {}

  static base::Co<void> ask(Desk& desk, HashQueue::Ticket ticket, std::string name) {
    auto job = [&desk, name]() -> base::Result<int> {
      std::unique_lock lock(desk.mutex);
      desk.order.push_back(name);
      desk.changed.notify_all();
      if (name == "holds") desk.changed.wait(lock, [&desk] { return desk.open; });
      return static_cast<int>(desk.order.size());
    };
    auto done = co_await desk.queue.run(std::move(ticket), job);
    if (done) {
      ++desk.answered;
    } else {
      desk.refused.push_back(name);
    }
    --desk.left;
  }
  void put(const std::string& share, const std::string& name, bool known = false, const std::string& same = "") {
    ++left;
    base::spawn(executor, ask(*this, {share, known, same}, name));
    bool asked = false;
    executor.post([&asked] { asked = true; });
    executor.run_until([&asked] { return asked; });
  }
  void hold(const std::string& share = "holder") {
    put(share, "holds");
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return !order.empty(); });
  }
  std::string let() {
    {
      std::lock_guard lock(mutex);
      open = true;
    }
    changed.notify_all();
    executor.run_until([this] { return left == 0; });
    std::string out;
    for (const std::string& name : order) out += name + " ";
    return out;
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> order, refused;
  bool open = false;
  int left = 0, answered = 0;
  base::ManualExecutor executor;
  HashQueue queue;
};

TEST_CASE("hash queue: sources take turns; a stranger with many guesses waits behind himself only") {
  Desk desk({1, 64});
  desk.hold();
  for (int i = 0; i < 5; ++i) desk.put("stranger", "s" + std::to_string(i));
  desk.put("person", "p");
  desk.put("other", "o");
  CHECK(desk.let() == "holds s0 p o s1 s2 s3 s4 ");
  CHECK(desk.refused.empty());
}

TEST_CASE("hash queue: one source has one hash running, however many threads there are") {
  Desk desk({2, 64});
  desk.hold("stranger");
  desk.put("stranger", "s0");
  desk.put("person", "p");
  {
    std::unique_lock lock(desk.mutex);
    desk.changed.wait(lock, [&] { return desk.order.size() == 2; });
  }
  CHECK(desk.let() == "holds p s0 ");
}

TEST_CASE("hash queue: when it is full whoever waits most gives way, and nobody loses his last place") {
  Desk desk({1, 8});
  desk.hold();
  for (int i = 0; i < 3; ++i)
    desk.put("a", "a" + std::to_string(i));  // a quarter of the room, at least two: a2 has none
  for (int i = 0; i < 2; ++i) desk.put("b", "b" + std::to_string(i));
  for (int i = 0; i < 2; ++i) desk.put("c", "c" + std::to_string(i));
  for (int i = 0; i < 2; ++i) desk.put("d", "d" + std::to_string(i));
  CHECK(desk.refused == std::vector<std::string>{"a2"});
  for (int i = 0; i < 5; ++i) desk.put("e" + std::to_string(i), "e" + std::to_string(i));
  desk.executor.run_until([&] { return desk.refused.size() >= 6; });
  CHECK(desk.refused.size() == 6);  // four second places went to e0 … e3, and e4 found everybody with one
  CHECK(desk.refused.back() == "e4");
  const std::string order = desk.let();
  for (const char* first : {"a0", "b0", "c0", "d0", "e0", "e1", "e2", "e3"})
    CHECK(order.find(first) != std::string::npos);
  CHECK(desk.answered == 9);
}

TEST_CASE("hash queue: known accounts go first, each with one hash at a time, and leave a turn to strangers") {
  Desk desk({1, 64});
  desk.hold();
  for (int i = 0; i < 3; ++i) desk.put("s" + std::to_string(i), "s" + std::to_string(i));
  for (int i = 0; i < 5; ++i) desk.put("k" + std::to_string(i), "k" + std::to_string(i), true);
  CHECK(desk.let() == "holds k0 k1 k2 s0 k3 k4 s1 s2 ");
}

TEST_CASE("hash queue: a full room of strangers leaves the known ones theirs") {
  Desk desk({1, 8});
  desk.hold();
  for (int i = 0; i < 40; ++i) desk.put("s" + std::to_string(i), "s");
  CHECK(desk.refused.size() == 32);
  for (int i = 0; i < 40; ++i) desk.put("k" + std::to_string(i), "k", true);
  CHECK(desk.refused.size() == 32);
  (void)desk.let();
  CHECK(desk.answered == 49);
}

TEST_CASE("hash queue: the same question at once is answered once, to all") {
  Desk desk({1, 8});
  desk.hold();
  CHECK_FALSE(desk.queue.is_asked("q"));
  for (int i = 0; i < 20; ++i) desk.put("a", "q", false, "q");
  CHECK(desk.queue.is_asked("q"));
  desk.put("a", "other", false, "r");
  CHECK(desk.let() == "holds q other ");
  CHECK(desk.answered == 22);
  CHECK_FALSE(desk.queue.is_asked("q"));
}

TEST_CASE("hash queue: an exception in a job is busy, and the thread goes on") {
  Desk desk({1, 8});
  struct Thrower {
    static base::Co<void> run(HashQueue& queue, bool& busy, bool& done) {
      auto job = []() -> base::Result<int> { throw std::bad_alloc(); };
      HashQueue::Ticket ticket;
      auto answer = co_await queue.run(std::move(ticket), job);
      busy = !answer;
      done = true;
    }
  };
  bool busy = false, done = false;
  base::spawn(desk.executor, Thrower::run(desk.queue, busy, done));
  desk.executor.run_until([&] { return done; });
  CHECK(busy);
  desk.put("a", "a");
  CHECK(desk.let() == "a ");
}

}  // namespace
