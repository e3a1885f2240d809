// How many durable 10 KiB blobs per second: threads append, one "unit of work" at a time syncs for a group of twenty.
//   bench_blob_append DIRECTORY [threads] [seconds]
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/crypto/hash.h"
#include "mailstore/blob/file_blob_store.h"

namespace {

using SteadyClock = std::chrono::steady_clock;

// Compresses about as well as mail does (dependencies.md: 3.7).
std::string mail_like(std::size_t size, unsigned seed) {
  static constexpr const char* kWords[] = {"kính",          "gửi", "công", "văn",           "số",
                                           "ngày",          "báo", "cáo",  "Content-Type:", "text/plain;",
                                           "charset=utf-8", "ủy",  "ban",  "nhân",          "dân",
                                           "thị",           "xã"};
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < size) {
    out += kWords[random() % std::size(kWords)];
    out += ' ';
    if (random() % 3 == 0) out += std::to_string(random());
  }
  out.resize(size);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_blob_append DIRECTORY [threads] [seconds]\n");
    return 64;
  }
  const int threads = argc > 2 ? std::atoi(argv[2]) : 20;
  const int seconds = argc > 3 ? std::atoi(argv[3]) : 5;
  auto fs = base::make_file_system();
  mailstore::FileBlobOptions options;
  options.directory = argv[1];
  auto store = mailstore::FileBlobStore::open(*fs, options);
  if (!store) {
    std::fprintf(stderr, "%s\n", base::describe(store.error()).c_str());
    return 69;
  }
  std::atomic<std::int64_t> appends{0};
  std::atomic<std::int64_t> stored{0};
  std::atomic<int> failures{0};
  const SteadyClock::time_point start = SteadyClock::now();
  const SteadyClock::time_point end = start + std::chrono::seconds(seconds);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (unsigned i = 0; SteadyClock::now() < end; ++i) {
        const std::string bytes = mail_like(10240, static_cast<unsigned>(t) * 1000003u + i);
        base::Result<mailstore::BlobRef> ref = (*store)->append(base::sha256(bytes), bytes);
        if (!ref || !(*store)->sync()) {
          ++failures;
          return;
        }
        ++appends;
        stored += ref->stored;
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  const double took = std::chrono::duration<double>(SteadyClock::now() - start).count();
  std::printf("%d threads, %.1f s: %.0f durable 10 KiB appends/s, %.0f stored bytes each, %d failures\n", threads, took,
              static_cast<double>(appends) / took, static_cast<double>(stored) / static_cast<double>(appends.load()),
              failures.load());
  return failures == 0 ? 0 : 1;
}
