// ReceivePool, ReceiveLease: memory for bytes that others send us (messages, literals, request bodies), one pool for
// all doors. A lease grows before the bytes are kept, shrinks when they go, and gives everything back when it dies. The
// pool is thread-safe and outlives its leases; a lease belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "base/async/stream.h"
#include "base/ids.h"

namespace base {

// Who sends: shares are by account for people who signed in, by source network for everybody else.
struct Sender {
  PeerAddress peer;
  AccountId account;  // none: nobody has signed in
};

class ReceiveLease {
 public:
  virtual ~ReceiveLease() = default;
  // Makes sure that at least `bytes` are held (in steps, so that calling it for every read is cheap). False when there
  // is no room: what was held stays held; drop the bytes, release(), and tell the client to try again later.
  [[nodiscard]] virtual bool cover(std::uint64_t bytes) = 0;
  // Whether cover(bytes) would succeed now. No promise: others take meanwhile.
  virtual bool has_room_for(std::uint64_t bytes) const = 0;
  // Gives back what is held beyond `bytes`.
  virtual void shrink(std::uint64_t bytes) = 0;
  virtual void release() = 0;
  virtual std::uint64_t held() const = 0;
};

class ReceivePool {
 public:
  virtual ~ReceivePool() = default;
  virtual std::unique_ptr<ReceiveLease> lease(const Sender& sender) = 0;
};

}  // namespace base
