// CountedPool: a ReceivePool with one limit, for tests; remembers the most that was held.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "base/async/receive_lease.h"

namespace tests {

class CountedPool final : public base::ReceivePool {
 public:
  explicit CountedPool(std::uint64_t limit = std::uint64_t{1} << 30) : limit_(limit) {}
  std::unique_ptr<base::ReceiveLease> lease(const base::Sender&) override { return std::make_unique<Lease>(*this); }
  std::uint64_t held() const { return held_; }
  std::uint64_t most() const { return most_; }

 private:
  class Lease final : public base::ReceiveLease {
   public:
    explicit Lease(CountedPool& pool) : pool_(pool) {}
    ~Lease() override { release(); }
    bool cover(std::uint64_t bytes) override {
      if (!has_room_for(bytes)) return false;
      if (bytes > held_) set(bytes);
      return true;
    }
    bool has_room_for(std::uint64_t bytes) const override {
      return bytes <= held_ || pool_.held_ + (bytes - held_) <= pool_.limit_;
    }
    void shrink(std::uint64_t bytes) override { set(std::min(bytes, held_)); }
    void release() override { set(0); }
    std::uint64_t held() const override { return held_; }

   private:
    void set(std::uint64_t bytes) {
      pool_.held_ += bytes - held_;
      held_ = bytes;
      pool_.most_ = std::max(pool_.most_, pool_.held_);
    }
    CountedPool& pool_;
    std::uint64_t held_ = 0;
  };

  const std::uint64_t limit_;
  std::uint64_t held_ = 0, most_ = 0;
};

}  // namespace tests
