// ReceiveMemory: how much memory the bytes take that others are sending us, by SMTP, IMAP and HTTP together, and who
// may have how much of it. Thread-safe.
//
// Two purses. The large one (`total`) pays what is over kSmall; the small one pays leases of up to kSmall, so that an
// ordinary mail gets through while others fill the large one. A lease that outgrows kSmall moves over as a whole; a
// small one that finds its purse empty may still be paid from the large one. Nobody takes it all: strangers and people
// who signed in each leave a quarter of the large purse to the others; within that a source network has `per_source`
// (an IPv6 /48 twice that), a person twice `per_source`, and this machine itself, behind which a relay or a proxy may
// stand, half of the purse. Small leases of people who signed in are counted, never refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/async/receive_lease.h"
#include "base/thread_annotations.h"

namespace server::net {

struct ReceiveMemorySettings {
  std::int64_t total = std::int64_t{1} << 30;  // 256 MiB … 64 GiB: bytes being received, all doors and sessions
  std::int64_t per_source = std::int64_t{128}
                            << 20;  // 64 MiB … 64 GiB: of them, from one source; at least the largest message
};

class ReceiveMemory final : public base::ReceivePool {
 public:
  static constexpr std::uint64_t kSmall = 256 * 1024;

  explicit ReceiveMemory(ReceiveMemorySettings settings);
  ~ReceiveMemory() override;  // REQUIRES: no lease lives
  std::unique_ptr<base::ReceiveLease> lease(const base::Sender& sender) override;

  // What is held now, in bytes.
  struct Use {
    std::uint64_t large = 0, small = 0;
  };
  Use use() const;
  // Sources and people with a lease.
  std::size_t holders() const;

 private:
  enum class Kind : unsigned char { stranger, loopback, person };
  struct Holder {  // a network or a person
    std::uint64_t large = 0, small = 0;
    std::size_t leases = 0;
    std::uint64_t large_most = 0, small_most = 0;
  };
  struct Holding {
    std::uint64_t bytes = 0;
    bool small = true;
  };
  class Lease;

  void join(Lease& lease, std::size_t at, std::string name, std::uint64_t large_most, std::uint64_t small_most)
      REQUIRES_LOCK(mutex_);
  void leave(const std::string& name) noexcept;
  bool fits(const Lease& lease, Holding wanted) const REQUIRES_LOCK(mutex_);
  void count(Lease& lease, Holding holding, bool more) REQUIRES_LOCK(mutex_);
  std::optional<Holding> place(const Lease& lease, std::uint64_t bytes) const REQUIRES_LOCK(mutex_);
  bool change(Lease& lease, std::uint64_t bytes);
  bool would_fit(const Lease& lease, std::uint64_t bytes) const;

  const std::uint64_t total_, per_source_;
  const std::uint64_t kind_most_;   // of the large purse, for strangers and for people
  const std::uint64_t small_most_;  // of the small purse, for strangers
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, Holder> holders_ GUARDED_BY(mutex_);
  Use strangers_ GUARDED_BY(mutex_), people_ GUARDED_BY(mutex_);
};

}  // namespace server::net
