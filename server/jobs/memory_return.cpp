#include "server/jobs/memory_return.h"

#include <malloc.h>
#include <pthread.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"

namespace server::jobs {

namespace {

constexpr int kMappedFrom = 1 << 20;     // octets
constexpr int kKeptAtTheTop = 8 << 20;   // octets an arena may keep at its end, so that small mail does not go to the system each time

}  // namespace

void set_up_allocator() {
  // Setting it ends the growth of this limit by itself (up to 32 MiB), which would put large messages between small blocks.
  mallopt(M_MMAP_THRESHOLD, kMappedFrom);
  mallopt(M_TRIM_THRESHOLD, kKeptAtTheTop);
}

std::size_t resident_octets() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long all = 0, resident = 0;
  const int read = std::fscanf(file, "%lu %lu", &all, &resident);
  std::fclose(file);
  return read == 2 ? resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

struct MemoryReturn::State {
  MemoryReturnSettings settings;
  std::size_t floor = 0;       // resident after the last return, or the lowest seen since
  std::size_t last = 0;        // at the last look
  int waited = 0;              // looks since there was enough to return
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;       // guarded by mutex
  std::thread thread;

  void run() {
    pthread_setname_np(pthread_self(), "memory");
    std::unique_lock lock(mutex);
    while (!wake.wait_for(lock, settings.every, [this] { return stopping; })) {
      lock.unlock();
      look();
      lock.lock();
    }
  }

  bool look() {
    const std::size_t now = resident_octets();
    const bool at_rest = now <= last + settings.at_rest;
    last = now;
    if (floor == 0 || now < floor) floor = now;
    if (now < floor + settings.worth) {
      waited = 0;
      return false;
    }
    if (!at_rest && ++waited < settings.patience) return false;
    waited = 0;
    const auto began = std::chrono::steady_clock::now();
    ::malloc_trim(0);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    floor = last = resident_octets();
    base::log(base::LogLevel::debug, "JOB-0008", "memory returned to the system",
              {{"before", std::to_string(now)}, {"after", std::to_string(floor)}, {"ms", std::to_string(took.count())}});
    return true;
  }
};

MemoryReturn::MemoryReturn(MemoryReturnSettings settings) : state_(std::make_unique<State>()) { state_->settings = settings; }

MemoryReturn::~MemoryReturn() { stop(); }

void MemoryReturn::start() {
  if (!state_->thread.joinable()) state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void MemoryReturn::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

bool MemoryReturn::look() { return state_->look(); }

}  // namespace server::jobs
