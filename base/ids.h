// Strong ids: 63-bit, time-ordered, made by us (never auto-increment). Value types.
// Layout, most significant first: 43 bits milliseconds since 2020-01-01 UTC, 6 bits node, 14 bits sequence.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "base/clock.h"
#include "base/thread_annotations.h"

namespace base {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0 = none
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t v) : value(v) {}
  constexpr explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

using AccountId = Id<struct AccountTag>;  // a mailbox holder: person, role mailbox or journal
using UnitId = Id<struct UnitTag>;        // an office or a section
using MailboxId = Id<struct MailboxTag>;
using EmailId = Id<struct EmailTag>;  // a message of one account (RFC 8621 Email)
using ThreadId = Id<struct ThreadTag>;
using ContentId = Id<struct ContentTag>;  // message bytes and what was parsed from them, kept once
using QueueId = Id<struct QueueTag>;      // one outgoing message for one destination
using EventId = Id<struct EventTag>;      // audit and journal events

// RFC 9051 §2.3.1.1: 1 … 2^32-1, ascending within a mailbox and its UIDVALIDITY.
struct Uid {
  std::uint32_t value = 0;
  constexpr Uid() = default;
  constexpr explicit Uid(std::uint32_t v) : value(v) {}
  auto operator<=>(const Uid&) const = default;
};

// RFC 7162 §3.1: 63-bit, per account, ascending.
struct ModSeq {
  std::int64_t value = 0;
  constexpr ModSeq() = default;
  constexpr explicit ModSeq(std::int64_t v) : value(v) {}
  auto operator<=>(const ModSeq&) const = default;
};

// Gives ids that ascend within the process, also when the clock steps back. Thread-safe.
class IdMaker {
 public:
  // node: 0 … 63, the number of this process in a cluster.
  explicit IdMaker(const Clock& clock, unsigned node = 0) : clock_(clock), node_(node & 63u) {}
  template <class IdType>
  IdType make() {
    return IdType(next());
  }
  std::int64_t next();

 private:
  const Clock& clock_;
  const unsigned node_;
  Mutex mutex_;
  std::int64_t last_ms_ GUARDED_BY(mutex_) = 0;
  std::uint32_t sequence_ GUARDED_BY(mutex_) = 0;
};

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
  std::size_t operator()(const base::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>()(id.value); }
};
template <>
struct std::hash<base::Uid> {
  std::size_t operator()(const base::Uid& uid) const noexcept { return uid.value; }
};
