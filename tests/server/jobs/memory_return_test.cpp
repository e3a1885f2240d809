#include "server/jobs/memory_return.h"

#include <doctest/doctest.h>

#include <memory>
#include <thread>
#include <vector>

using namespace server::jobs;

namespace {

constexpr std::size_t kMiB = 1u << 20;

// In the arena of another thread, as a pool's: 96 MiB of small blocks, and one block at the end that keeps the arena
// from shrinking.
std::unique_ptr<std::vector<char>> fill_and_free() {
  std::unique_ptr<std::vector<char>> last;
  std::thread([&last] {
    std::vector<std::unique_ptr<std::vector<char>>> blocks;
    for (std::size_t i = 0; i < 96 * kMiB / 16384; ++i)
      blocks.push_back(std::make_unique<std::vector<char>>(16384 - 64, 'x'));
    last = std::make_unique<std::vector<char>>(100, 'x');
  }).join();
  return last;
}

}  // namespace

TEST_CASE("jobs/memory_return: what was freed between small blocks goes back when all is at rest") {
  MemoryReturnSettings settings;
  MemoryReturn memory(settings);
  CHECK_FALSE(memory.look());
  const std::size_t before = resident_octets();
  REQUIRE(before > 0);
  const auto pinned = fill_and_free();
  const std::size_t kept = resident_octets();
  if (kept < before + settings.worth) return;  // an allocator that keeps nothing (sanitizers)
  bool returned = false;
  for (int i = 0; i < settings.patience && !returned; ++i) returned = memory.look();
  CHECK(returned);
  CHECK(resident_octets() < before + 16 * kMiB);
  CHECK_FALSE(memory.look());  // nothing new: nothing is done
}

TEST_CASE("jobs/memory_return: the thread looks by itself and stops at once") {
  MemoryReturnSettings settings;
  settings.every = std::chrono::milliseconds(5);
  settings.worth = 16 * kMiB;
  MemoryReturn memory(settings);
  memory.start();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const std::size_t before = resident_octets();
  const auto pinned = fill_and_free();
  std::size_t now = resident_octets();
  for (int i = 0; i < 400 && now > before + 24 * kMiB; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    now = resident_octets();
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(now <= before + 24 * kMiB);
#endif
  memory.stop();
}
