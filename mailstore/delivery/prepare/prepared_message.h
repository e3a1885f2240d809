// PreparedMessage: a message parsed, hashed and lying in a segment file, ready for its unit of work. Preparing may
// block on the disk; large messages go to the parse pool, small ones are done where they are (a hop would cost more).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/result.h"
#include "base/thread_annotations.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/blob/carried_records.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/store_core.h"

namespace mailstore {

inline constexpr std::size_t kPrepareInline = 64 * 1024;  // octets

struct PreparedMessage {
  base::ContentId id;  // used unless the content is there already
  BlobHash hash{};
  BlobRef blob;           // none: the bytes are believed to be stored already
  std::int64_t size = 0;  // octets
  ContentColumns columns;
  std::string folded;  // the texts of `columns`, when they would take too much until the commit (folded_columns.h)
  std::string bytes;
  bool was_put = false;                  // a unit of work wrote or found its content row
  std::optional<base::AccountId> giver;  // as prepare() was told
};
using PreparedMessages = std::vector<std::shared_ptr<PreparedMessage>>;

// Somebody from outside, or whoever nobody knows.
inline constexpr base::AccountId kStranger{0};

// Hashes of contents that an account has stored lately (a Sent copy, an import run twice), or the house itself
// (kStranger): their bytes need not be written again. A hint only.
class RecentHashes {
 public:
  void add(const BlobHash& hash, base::AccountId account);
  bool contains(const BlobHash& hash, base::AccountId account);
  void forget(const BlobHash& hash, base::AccountId account);

 private:
  static constexpr std::size_t kGeneration = 16384;  // of a message at most two
  static std::uint64_t key(const BlobHash& hash, base::AccountId account);
  base::Mutex mutex_;
  std::unordered_set<std::uint64_t> young_ GUARDED_BY(mutex_), old_ GUARDED_BY(mutex_);
};

class Preparer {
 public:
  Preparer(StoreCore& core, base::Pool& pool)
      : core_(core), carried_(dynamic_cast<CarriedRecords*>(&core.blobs)), pool_(pool) {}
  // `giver`: whose answer waits for this. How long it takes must not tell him what others in the house have: the bytes
  // are written unless he holds them himself, and what turns out to be there already in the unit is dead space. None:
  // the server itself; what anybody holds is not written again. Errors: disk_full, io, too_large, busy.
  base::Co<base::Result<std::shared_ptr<PreparedMessage>>> prepare(std::string bytes,
                                                                   std::optional<base::AccountId> giver = {});
  base::Result<std::shared_ptr<PreparedMessage>> prepare_blocking(std::string bytes,
                                                                  std::optional<base::AccountId> giver = {});
  // Whose mailbox it is; kept in memory. Errors: not_found.
  base::Co<base::Result<base::AccountId>> owner(base::MailboxId mailbox);
  // Inside the unit: the content row; its bytes are durable when the unit is.
  base::Result<StoredContent> put(base::SqlTransaction& tx, PreparedMessage& message);

  // Runs the unit that puts these messages. Bytes that were believed to be stored and were not are written, and the
  // unit runs once more: the only place that knows of it. What was put is known from then on.
  template <class F>
  auto commit(PreparedMessages messages, F& unit VANTHU_LIFETIMEBOUND)
      -> base::Co<std::invoke_result_t<F&, base::SqlTransaction&>> {
    auto answer = co_await core_.db.write(unit);
    if (!answer && lacks_bytes(answer.error(), messages)) {
      auto stored = co_await store_lacking(messages);
      if (!stored) co_return stored.error();
      answer = co_await core_.db.write(unit);
    }
    if (answer) remember(messages);
    co_return answer;
  }
  base::Result<void> commit_blocking(const PreparedMessages& messages, const base::Database::Unit& unit);

 private:
  static bool lacks_bytes(const base::Error& why, const PreparedMessages& messages);
  // Large ones on the pool.
  base::Co<base::Result<void>> store_lacking(PreparedMessages messages);
  base::Result<void> store_lacking_blocking(const PreparedMessages& messages);
  base::Result<void> store_bytes(PreparedMessage& message);
  base::Result<void> make_durable(base::SqlTransaction& tx, const BlobRef& blob);
  void remember(const PreparedMessages& messages);
  base::Result<bool> is_known(const PreparedMessage& message);

  StoreCore& core_;
  CarriedRecords* const carried_;  // null: the store has no use for it
  base::Pool& pool_;
  RecentHashes recent_;
  base::Mutex mutex_;
  std::unordered_map<base::MailboxId, base::AccountId> owners_ GUARDED_BY(mutex_);
};

}  // namespace mailstore
