// What the measuring programs share: an answer or the end, and a stopwatch of the clock and of the processor.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace bench {

using Clock = std::chrono::steady_clock;

// The value, or the error on standard error and the end of the program. what: a word for the reader.
template <class T>
T must(base::Result<T> result, const char* what) {
  if (!result) {
    std::fprintf(stderr, "%s: %s\n", what, base::describe(result.error()).c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Seconds of processor time, user and system, of this process so far.
inline double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return of(used.ru_utime) + of(used.ru_stime);
}

// Since it was made.
struct Took {
  Clock::time_point began = Clock::now();
  double cpu = cpu_seconds();
  double milliseconds() const { return std::chrono::duration<double>(Clock::now() - began).count() * 1000; }
  double cpu_milliseconds() const { return (cpu_seconds() - cpu) * 1000; }
};

}  // namespace bench
