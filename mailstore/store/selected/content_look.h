// ContentLook: SEARCH by text in the messages themselves, where what is stored beside them does not tell
// (content_text.h). Never inside a snapshot and never on a thread of the database: small messages on threads of their
// own, some MiB at a time; large ones one by one on another thread, of one person one at a time, so that a person who
// searches many large messages delays nobody's small ones and others' large ones by one message. Thread-safe.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/selected/turns.h"
#include "mailstore/store/types.h"

namespace mailstore {

struct StoreCore;

struct OpenMessage {
  base::Uid uid;
  base::ContentId content;
  bool as_it_stands = false;  // its text is the message's own octets: a needle that is not in them is not in it
  std::int64_t size = 0;      // octets, a delivery's own lines among them
};

class ContentLook {
 public:
  explicit ContentLook(StoreCore& core) : core_(core) {}  // which outlives it

  // Which of them hold the needle. `stop` is asked all the time; when it is set the answer means nothing. Errors:
  // corrupt, io, busy.
  base::Co<base::Result<std::vector<base::Uid>>> find(base::MailboxId mailbox, std::vector<OpenMessage> messages,
                                                      const TextQuery& query, const std::atomic<bool>& stop);

 private:
  // Where its bytes lie; none: the content is gone meanwhile.
  base::Result<std::optional<BlobRef>> place_of(base::ContentId content) const;
  base::Result<bool> look(const OpenMessage& message, const TextQuery& query, const std::atomic<bool>& stop) const;

  StoreCore& core_;
  Turns turns_;
  base::Pool small_{{"texts", 2, 10000}};
  base::Pool large_{{"large-texts", 1, 10000}};
};

}  // namespace mailstore
