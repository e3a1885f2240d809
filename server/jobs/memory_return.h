// MemoryReturn: memory that was freed goes back to the system. glibc keeps what lay between small blocks in its arenas
// for ever: one hostile mail would leave a server of a gigabyte. A thread looks at the resident size; when it grew and
// has come to rest, the arenas are trimmed.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

namespace server::jobs {

struct MemoryReturnSettings {
  std::chrono::milliseconds every{5000};  // between two looks
  std::size_t worth = 32u << 20;          // octets over the lowest size seen that make a return worth its time
  std::size_t at_rest = 4u << 20;         // growth between two looks that still counts as rest
  int patience = 6;  // looks between two returns when there is no rest, or the last one did not help
};

class MemoryReturn {
 public:
  explicit MemoryReturn(MemoryReturnSettings settings);
  ~MemoryReturn();  // stop()
  MemoryReturn(const MemoryReturn&) = delete;
  MemoryReturn& operator=(const MemoryReturn&) = delete;

  void start();
  void stop();
  // One look; true when memory was returned. What the thread does, for tests.
  bool look();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Octets of this process in memory; 0 when the system does not say.
std::size_t resident_octets();

}  // namespace server::jobs
