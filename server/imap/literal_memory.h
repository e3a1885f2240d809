// LiteralMemory: how much memory messages take that are being received by APPEND, all sessions together. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

namespace server::imap {

class LiteralMemory {
 public:
  explicit LiteralMemory(std::int64_t limit) : limit_(limit) {}

  // False when there is no room; nothing is taken then.
  bool take(std::int64_t octets) {
    if (used_.fetch_add(octets) + octets <= limit_) return true;
    used_.fetch_sub(octets);
    return false;
  }
  void give_back(std::int64_t octets) { used_.fetch_sub(octets); }
  bool has_room_for(std::int64_t octets) const { return used_.load() + octets <= limit_; }

 private:
  std::atomic<std::int64_t> used_{0};
  const std::int64_t limit_;
};

// What one session holds of it; given back when it dies. Belongs to the session's thread.
class LiteralLease {
 public:
  explicit LiteralLease(LiteralMemory& memory) : memory_(memory) {}
  ~LiteralLease() { release(); }
  LiteralLease(const LiteralLease&) = delete;
  LiteralLease& operator=(const LiteralLease&) = delete;

  // Makes sure that `octets` are taken, in steps of kStep; false when there is no room.
  bool cover(std::int64_t octets) {
    if (octets <= held_) return true;
    const std::int64_t more = (octets - held_ + kStep - 1) / kStep * kStep;
    if (!memory_.take(more)) return false;
    held_ += more;
    return true;
  }
  void release() {
    if (held_ > 0) memory_.give_back(held_);
    held_ = 0;
  }
  bool has_room_for(std::int64_t octets) const { return octets <= held_ || memory_.has_room_for(octets - held_); }

 private:
  static constexpr std::int64_t kStep = 256 * 1024;
  LiteralMemory& memory_;
  std::int64_t held_ = 0;
};

}  // namespace server::imap
