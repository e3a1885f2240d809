#include "mailstore/delivery/prepare/prepare_together.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/async/executor.h"

namespace {

std::vector<mailstore::AppendMessage> some(std::size_t count) {
  std::vector<mailstore::AppendMessage> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i].bytes = std::to_string(i);
  return out;
}

// What prepare() is given belongs to the caller: after the answer no share may still be in it.
struct Outcome {
  base::Result<mailstore::PreparedMessages> answer{mailstore::PreparedMessages{}};
  int inside = 0;  // of prepare() when the answer came
};

base::Co<void> ask(base::Pool& pool, std::vector<mailstore::AppendMessage>& messages, mailstore::PrepareOne prepare,
                   std::atomic<int>& inside, Outcome& out, bool& done) {
  out.answer = co_await mailstore::prepare_together(pool, messages, std::move(prepare));
  out.inside = inside;
  done = true;
}

Outcome prepare_all(std::size_t count, const mailstore::PrepareOne& prepare) {
  base::Pool pool({"parse", 2, 100});
  std::vector<mailstore::AppendMessage> messages = some(count);
  std::atomic<int> inside{0};
  const mailstore::PrepareOne counted = [&](std::string bytes) {
    struct Visit {
      explicit Visit(std::atomic<int>& of) : inside(of) { ++inside; }
      ~Visit() { --inside; }
      std::atomic<int>& inside;
    } visit(inside);
    return prepare(std::move(bytes));
  };
  Outcome out;
  bool done = false;
  base::ManualExecutor executor;
  base::spawn(executor, ask(pool, messages, counted, inside, out, done));
  executor.run_until([&] { return done; });
  return out;
}

}  // namespace

TEST_CASE("delivery/prepare_together: as many as came, in their order") {
  const Outcome out = prepare_all(50, [](std::string bytes) {
    auto one = std::make_shared<mailstore::PreparedMessage>();
    one->bytes = std::move(bytes);
    return base::Result<std::shared_ptr<mailstore::PreparedMessage>>(std::move(one));
  });
  REQUIRE(out.answer);
  REQUIRE(out.answer->size() == 50);
  for (std::size_t i = 0; i < 50; ++i) CHECK((*out.answer)[i]->bytes == std::to_string(i));
}

TEST_CASE("delivery/prepare_together: what throws, or is refused, ends all of it, and nobody is at work afterwards") {
  for (const bool throws : {true, false}) {
    CAPTURE(throws);
    std::atomic<int> begun{0};
    const Outcome out = prepare_all(200, [&](const std::string& bytes) {
      ++begun;
      if (bytes == "1" && throws) throw std::runtime_error("no memory for this one");
      if (bytes == "1")
        return base::Result<std::shared_ptr<mailstore::PreparedMessage>>(
            base::Error::permanent(base::ErrorCode::too_large, {"Lớn quá.", "Too large."}));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the other share is in the middle of one
      return base::Result<std::shared_ptr<mailstore::PreparedMessage>>(std::make_shared<mailstore::PreparedMessage>());
    });
    REQUIRE(!out.answer);
    CHECK(out.answer.error().code == (throws ? base::ErrorCode::internal : base::ErrorCode::too_large));
    CHECK(out.inside == 0);
    CHECK(begun < 10);  // the rest was not begun
  }
}
