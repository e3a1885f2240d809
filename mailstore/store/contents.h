// Contents: the bytes of messages, by the content they are: what FETCH, a queued message on its way out and later a
// JMAP blob are read from. A face of the store (owner/mail_store.h owns it). Thread-safe; Co functions resume on the
// caller's executor. Errors: not_found, busy, corrupt, io, unavailable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"

namespace mailstore {

struct BlobRef;
struct StoreCore;

class Contents {
 public:
  explicit Contents(StoreCore& core) : core_(core) {}  // which outlives it

  // Octets [offset, offset+length) of the content alone, without our trace lines. Shorter at the end.
  base::Co<base::Result<std::string>> read(base::ContentId content, std::int64_t offset, std::int64_t length) const;
  // Contents in one go, for many small messages, or their first `octets`, which are then as many as contents; an empty
  // slot is one that could not be read: read() tells why.
  base::Co<base::Result<std::vector<std::optional<std::string>>>> read_many(
      std::vector<base::ContentId> contents, std::vector<std::int64_t> octets = {}) const;

 private:
  base::Co<base::Result<BlobRef>> blob_ref(base::ContentId content) const;
  StoreCore& core_;
};

}  // namespace mailstore
