#include "mailstore/delivery/prepare/prepared_message.h"

#include <algorithm>

#include "base/crypto/hash.h"
#include "base/sql/redo/carried_bytes.h"
#include "mailstore/blob/carried_records.h"
#include "mailstore/store/account_change.h"
#include "mailstore/store/contents/folded_columns.h"

namespace mailstore {
namespace {

// What a message takes grows with its fields and parts, not with its octets: inline only what is small by any measure.
constexpr std::size_t kInline = 16 * 1024;
static_assert(kInline <= kPrepareInline);

// From this size on a look into SQL is cheaper than writing the bytes twice.
constexpr std::size_t kLookUpFrom = 256 * 1024;

constexpr std::size_t kMaxOwners = 100'000;  // mailboxes

}  // namespace

std::uint64_t RecentHashes::key(const BlobHash& hash, base::AccountId account) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | hash[i];
  return out ^ static_cast<std::uint64_t>(account.value) * 0x9E3779B97F4A7C15;
}

void RecentHashes::add(const BlobHash& hash, base::AccountId account) {
  base::MutexLock lock(mutex_);
  if (young_.size() >= kGeneration) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert(key(hash, account));
}

bool RecentHashes::contains(const BlobHash& hash, base::AccountId account) {
  base::MutexLock lock(mutex_);
  return young_.contains(key(hash, account)) || old_.contains(key(hash, account));
}

void RecentHashes::forget(const BlobHash& hash, base::AccountId account) {
  base::MutexLock lock(mutex_);
  young_.erase(key(hash, account));
  old_.erase(key(hash, account));
}

base::Co<base::Result<base::AccountId>> Preparer::owner(base::MailboxId mailbox) {
  {
    base::MutexLock lock(mutex_);
    if (const auto known = owners_.find(mailbox); known != owners_.end()) co_return known->second;
  }
  auto look = [mailbox](base::SqlSnapshot& snapshot) { return AccountChange::owner(snapshot, mailbox); };
  const auto owner = co_await core_.db.read(look);
  if (!owner) co_return owner.error();
  base::MutexLock lock(mutex_);
  if (owners_.size() >= kMaxOwners) owners_.clear();
  owners_[mailbox] = *owner;
  co_return *owner;
}

base::Co<base::Result<std::shared_ptr<PreparedMessage>>> Preparer::prepare(std::string bytes,
                                                                           std::optional<base::AccountId> giver) {
  if (bytes.size() <= kInline) co_return prepare_blocking(std::move(bytes), giver);
  auto shared = std::make_shared<std::string>(std::move(bytes));
  auto job = [this, shared, giver]() -> base::Result<std::shared_ptr<PreparedMessage>> {
    return prepare_blocking(std::move(*shared), giver);
  };
  co_return co_await pool_.run(job);
}

base::Result<bool> Preparer::is_known(const PreparedMessage& message) {
  if (message.giver == kStranger) return false;
  if (recent_.contains(message.hash, message.giver.value_or(kStranger))) return true;
  if (message.bytes.size() < kLookUpFrom) return false;
  bool known = false;
  auto looked = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = find_content(snapshot, message.hash);
    if (!found) return found.error();
    known = found->has_value();
    if (!known || !message.giver) return {};
    auto holds = snapshot.query_i64("SELECT 1 FROM email WHERE content = ? AND account = ?",
                                    {(*found)->id.value, message.giver->value});
    if (!holds) return holds.error();
    known = *holds != 0;
    return {};
  });
  if (!looked) return looked.error();
  return known;
}

base::Result<std::shared_ptr<PreparedMessage>> Preparer::prepare_blocking(std::string bytes,
                                                                          std::optional<base::AccountId> giver) {
  auto message = std::make_shared<PreparedMessage>();
  message->id = core_.ids.make<base::ContentId>();
  message->hash = base::sha256(bytes);
  message->size = static_cast<std::int64_t>(bytes.size());
  message->columns = describe_content(bytes);
  message->bytes = std::move(bytes);
  message->giver = giver;
  const auto known = is_known(*message);
  if (!known) return known.error();
  if (!*known) {
    auto stored = store_bytes(*message);
    if (!stored) return stored.error();
  }
  return message;
}

base::Result<void> Preparer::store_bytes(PreparedMessage& message) {
  recent_.forget(message.hash, kStranger);
  if (message.giver) recent_.forget(message.hash, *message.giver);
  auto ref = core_.blobs.append(message.hash, message.bytes);
  if (!ref) return ref.error();
  message.blob = *ref;
  return {};
}

base::Result<StoredContent> Preparer::put(base::SqlTransaction& tx, PreparedMessage& message) {
  if (message.blob) {
    auto durable = make_durable(tx, message.blob);
    if (!durable) return durable.error();
  }
  std::optional<ContentColumns> unfolded;
  if (!message.folded.empty()) unfolded = unfold(message.columns, message.folded);
  auto content = put_content(tx, message.id, message.hash, message.blob, message.size,
                             unfolded ? *unfolded : message.columns, core_.clock.now());
  if (content) message.was_put = true;
  return content;
}

// With the commit where its log can carry the bytes, otherwise before it.
base::Result<void> Preparer::make_durable(base::SqlTransaction& tx, const BlobRef& blob) {
  if (carried_ != nullptr && tx.dialect() == base::SqlDialect::sqlite) {
    auto record = carried_->record_to_carry(blob);
    if (!record) return record.error();
    if (!record->empty()) {
      base::carry_with_commit(tx, "blob", *std::move(record), carried_->syncing());
      return {};
    }
  }
  tx.before_commit("blob", [this] { return core_.blobs.sync(); });
  return {};
}

base::Result<void> Preparer::commit_blocking(const PreparedMessages& messages, const base::Database::Unit& unit) {
  auto done = core_.db.write_blocking(unit);
  if (!done && lacks_bytes(done.error(), messages)) {
    auto stored = store_lacking_blocking(messages);
    if (!stored) return stored;
    done = core_.db.write_blocking(unit);
  }
  if (done) remember(messages);
  return done;
}

// The hint was wrong: the content had died.
bool Preparer::lacks_bytes(const base::Error& why, const PreparedMessages& messages) {
  return why.code == base::ErrorCode::conflict &&
         std::any_of(messages.begin(), messages.end(), [](const auto& message) { return !message->blob; });
}

base::Co<base::Result<void>> Preparer::store_lacking(PreparedMessages messages) {
  std::size_t octets = 0;
  for (const auto& message : messages) octets += message->blob ? 0 : message->bytes.size();
  if (octets <= kPrepareInline) co_return store_lacking_blocking(messages);
  auto job = [this, &messages]() -> base::Result<bool> {
    auto stored = store_lacking_blocking(messages);
    if (!stored) return stored.error();
    return true;
  };
  auto stored = co_await pool_.run(job);
  if (!stored) co_return stored.error();
  co_return base::Result<void>();
}

base::Result<void> Preparer::store_lacking_blocking(const PreparedMessages& messages) {
  for (const auto& message : messages) {
    if (message->blob) continue;
    auto stored = store_bytes(*message);
    if (!stored) return stored;
  }
  return {};
}

void Preparer::remember(const PreparedMessages& messages) {
  for (const auto& message : messages) {
    if (!message->was_put) continue;
    recent_.add(message->hash, kStranger);
    if (message->giver.value_or(kStranger) != kStranger) recent_.add(message->hash, *message->giver);
  }
}

}  // namespace mailstore
