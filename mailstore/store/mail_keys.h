// MailKeys: what SORT by date and THREAD compare the messages of one view by (RFC 5256), packed in columns in the order
// of the view. An immutable value beside a view: contents never change, so a later view takes over what it has and
// reads the rest. MailKeysCache keeps those lately used, in bounded memory. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/crypto/keyed_hash.h"
#include "base/ids.h"
#include "base/thread_annotations.h"

namespace mailstore {

struct MailKeys {
  enum class Kind { dates, threads };  // threads: dates too
  Kind kind = Kind::dates;
  std::vector<std::uint32_t> uids;  // of the messages, ascending
  std::vector<std::int64_t> sent;   // Date in UTC, microseconds; the INTERNALDATE where it is missing or broken

  // Threads only. Message-IDs and base subjects by their keyed hash, 0 = none: equal or not is all that THREAD asks.
  std::vector<std::uint64_t> ids, subjects;
  std::vector<bool> replies;      // base subject extraction took Re: or Fwd: away
  std::vector<std::size_t> ends;  // references of message i: up to ends[i], from where those of i − 1 end
  std::vector<std::uint64_t> referred;

  std::size_t size() const { return uids.size(); }
  std::span<const std::uint64_t> references(std::size_t index) const {
    const std::size_t from = index == 0 ? 0 : ends[index - 1];
    return std::span(referred).subspan(from, ends[index] - from);
  }
  std::size_t bytes() const;
};

class MailKeysCache {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

  // The keys of a view of this mailbox, an older or a newer one, with all that `kind` needs; or null.
  std::shared_ptr<const MailKeys> find(base::MailboxId mailbox, MailKeys::Kind kind);
  void put(base::MailboxId mailbox, std::shared_ptr<const MailKeys> keys);
  // Never 0; the same text gives the same number as long as this cache lives.
  std::uint64_t hash(std::string_view text) const;

 private:
  struct Kept {
    base::MailboxId mailbox;
    std::shared_ptr<const MailKeys> keys;
  };
  std::list<Kept>::iterator look(base::MailboxId mailbox) REQUIRES_LOCK(mutex_);

  const base::KeyedHash hash_;
  base::Mutex mutex_;
  std::list<Kept> kept_ GUARDED_BY(mutex_);  // most lately used first
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace mailstore
