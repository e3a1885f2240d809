#include "server/jobs/memory_return.h"

#include <malloc.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>

#include "base/log.h"
#include "base/thread_annotations.h"

namespace server::jobs {

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
  std::size_t floor = resident_octets();  // the lowest seen
  std::size_t last = 0;                   // resident at the last look
  std::size_t after = 0;                  // resident after the last return
  int waited = 0;                         // looks since then
  base::Mutex mutex;
  base::Condition wake;
  bool stopping GUARDED_BY(mutex) = false;
  std::thread thread;

  void run() {
    pthread_setname_np(pthread_self(), "memory");
    base::MutexLock lock(mutex);
    for (;;) {
      const auto deadline = std::chrono::steady_clock::now() + settings.every;
      while (!stopping && wake.wait_until(mutex, deadline)) {
      }
      if (stopping) return;
      lock.unlock();
      look();
      lock.lock();
    }
  }

  bool look() {
    const std::size_t now = resident_octets();
    const bool at_rest = now <= last + settings.at_rest;
    last = now;
    floor = std::min(floor, now);
    ++waited;
    if (now < floor + settings.worth) return false;
    // What was in use at the last return may have been freed since and not show: asked again after a while.
    const bool grown = now > after + settings.worth;
    if (!(at_rest && grown) && waited < settings.patience) return false;
    waited = 0;
    const auto began = std::chrono::steady_clock::now();
    ::malloc_trim(0);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    after = last = resident_octets();
    base::log(
        base::LogLevel::debug, "JOB-0008", "memory returned to the system",
        {{"before", std::to_string(now)}, {"after", std::to_string(after)}, {"ms", std::to_string(took.count())}});
    return true;
  }
};

MemoryReturn::MemoryReturn(MemoryReturnSettings settings) : state_(std::make_unique<State>()) {
  state_->settings = settings;
}

MemoryReturn::~MemoryReturn() { stop(); }

void MemoryReturn::start() {
  if (!state_->thread.joinable()) state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void MemoryReturn::stop() {
  {
    base::MutexLock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

bool MemoryReturn::look() { return state_->look(); }

}  // namespace server::jobs
