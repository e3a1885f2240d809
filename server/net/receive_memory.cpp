#include "server/net/receive_memory.h"

#include <algorithm>
#include <array>

#include "base/async/source_network.h"

namespace server::net {

namespace {

constexpr std::uint64_t kSmallStep = 16 * 1024;   // so that a pool of many small mails is counted as what it is
constexpr std::uint64_t kLargeStep = 256 * 1024;  // so that a large message does not take the lock for every read
constexpr std::uint64_t kWideShare = 2;           // of a /48, in shares of one source
constexpr std::uint64_t kPersonShare = 2;         // of a person who signed in

std::uint64_t up_to(std::uint64_t bytes, std::uint64_t step) { return (bytes + step - 1) / step * step; }

}  // namespace

class ReceiveMemory::Lease final : public base::ReceiveLease {
 public:
  Lease(ReceiveMemory& pool, Kind kind) : pool_(pool), kind_(kind) {}
  ~Lease() override {
    release();
    for (const std::string& name : names_) {
      if (!name.empty()) pool_.leave(name);
    }
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  bool cover(std::uint64_t bytes) override { return bytes <= holding_.bytes || pool_.change(*this, rounded(bytes)); }
  bool has_room_for(std::uint64_t bytes) const override {
    return bytes <= holding_.bytes || pool_.would_fit(*this, rounded(bytes));
  }
  void shrink(std::uint64_t bytes) override {
    if (rounded(bytes) < holding_.bytes) pool_.change(*this, rounded(bytes));
  }
  void release() override { shrink(0); }
  std::uint64_t held() const override { return holding_.bytes; }

 private:
  friend class ReceiveMemory;
  static std::uint64_t rounded(std::uint64_t bytes) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 62;  // more than any purse, and safe to add
    if (bytes > kMost) return kMost;
    return up_to(bytes, bytes <= kSmall ? kSmallStep : kLargeStep);
  }

  ReceiveMemory& pool_;
  const Kind kind_;
  std::array<std::string, 2> names_;  // of its holders; empty = none
  std::array<Holder*, 2> holders_{};  // they live as long as a lease names them
  Holding holding_;                   // guarded by the pool's mutex for writing
};

ReceiveMemory::ReceiveMemory(ReceiveMemorySettings settings)
    : total_(static_cast<std::uint64_t>(std::max<std::int64_t>(settings.total, 0))),
      per_source_(static_cast<std::uint64_t>(std::max<std::int64_t>(settings.per_source, 0))),
      kind_most_(total_ - total_ / 4),
      small_most_(total_ / 4) {}

ReceiveMemory::~ReceiveMemory() = default;

std::unique_ptr<base::ReceiveLease> ReceiveMemory::lease(const base::Sender& sender) {
  const Kind kind = sender.account ? Kind::person : sender.peer.loopback ? Kind::loopback : Kind::stranger;
  auto lease = std::make_unique<Lease>(*this, kind);
  const base::SourceNetwork source = base::source_network(sender.peer);
  base::MutexLock lock(mutex_);
  switch (kind) {
    case Kind::person:
      join(*lease, 0, "account:" + std::to_string(sender.account.value), per_source_ * kPersonShare, total_);
      break;
    case Kind::loopback: join(*lease, 0, source.near, total_ / 2, small_most_ / 2); break;
    case Kind::stranger:
      join(*lease, 0, source.near, per_source_, per_source_ / 4);
      if (!source.wide.empty()) join(*lease, 1, source.wide, per_source_ * kWideShare, per_source_ / 4 * kWideShare);
      break;
  }
  return lease;
}

// A name stands in the lease only when its holder counts it: what throws on the way leaves nothing behind.
void ReceiveMemory::join(Lease& lease, std::size_t at, std::string name, std::uint64_t large_most,
                         std::uint64_t small_most) {
  Holder& holder = holders_[name];
  holder.large_most = large_most;
  holder.small_most = small_most;
  ++holder.leases;
  lease.holders_[at] = &holder;
  lease.names_[at] = std::move(name);
}

void ReceiveMemory::leave(const std::string& name) noexcept {
  base::MutexLock lock(mutex_);
  const auto found = holders_.find(name);
  if (--found->second.leases == 0) holders_.erase(found);
}

// Whether the lease may hold `wanted` instead of what it holds now.
bool ReceiveMemory::fits(const Lease& lease, Holding wanted) const {
  const bool person = lease.kind_ == Kind::person;
  if (wanted.small && person) return true;
  const Holding& now = lease.holding_;
  const std::uint64_t own = now.small == wanted.small ? now.bytes : 0;  // of that purse, its already
  if (wanted.bytes <= own) return true;
  const std::uint64_t more = wanted.bytes - own;
  const Use& kind = person ? people_ : strangers_;
  if (wanted.small && kind.small + more > small_most_) return false;
  if (!wanted.small && kind.large + more > kind_most_) return false;
  if (!wanted.small && strangers_.large + people_.large + more > total_) return false;
  return std::all_of(lease.holders_.begin(), lease.holders_.end(), [&](const Holder* holder) {
    if (!holder) return true;
    return wanted.small ? holder->small + more <= holder->small_most : holder->large + more <= holder->large_most;
  });
}

void ReceiveMemory::count(Lease& lease, Holding holding, bool more) {
  const std::uint64_t change =
      more ? holding.bytes : std::uint64_t{0} - holding.bytes;  // modulo 2^64, so adding subtracts
  Use& kind = lease.kind_ == Kind::person ? people_ : strangers_;
  (holding.small ? kind.small : kind.large) += change;
  for (Holder* holder : lease.holders_) {
    if (holder) (holding.small ? holder->small : holder->large) += change;
  }
}

// The purse it should be in; else the large one.
std::optional<ReceiveMemory::Holding> ReceiveMemory::place(const Lease& lease, std::uint64_t bytes) const {
  for (const Holding wanted : {Holding{bytes, bytes <= kSmall}, Holding{bytes, false}}) {
    if (fits(lease, wanted)) return wanted;
  }
  return std::nullopt;
}

bool ReceiveMemory::change(Lease& lease, std::uint64_t bytes) {
  base::MutexLock lock(mutex_);
  const auto wanted = place(lease, bytes);
  if (!wanted) return false;
  count(lease, lease.holding_, false);
  lease.holding_ = *wanted;
  count(lease, lease.holding_, true);
  return true;
}

bool ReceiveMemory::would_fit(const Lease& lease, std::uint64_t bytes) const {
  base::MutexLock lock(mutex_);
  return place(lease, bytes).has_value();
}

ReceiveMemory::Use ReceiveMemory::use() const {
  base::MutexLock lock(mutex_);
  return {strangers_.large + people_.large, strangers_.small + people_.small};
}

std::size_t ReceiveMemory::holders() const {
  base::MutexLock lock(mutex_);
  return holders_.size();
}

}  // namespace server::net
