#include "mailstore/store/mail_keys.h"

#include <algorithm>

namespace mailstore {

std::size_t MailKeys::bytes() const {
  return sizeof *this + uids.capacity() * sizeof(std::uint32_t) + replies.capacity() / 8 +
         (sent.capacity() + ids.capacity() + subjects.capacity() + ends.capacity() + referred.capacity()) * 8;
}

std::list<MailKeysCache::Kept>::iterator MailKeysCache::look(base::MailboxId mailbox) {
  return std::find_if(kept_.begin(), kept_.end(), [mailbox](const Kept& kept) { return kept.mailbox == mailbox; });
}

std::shared_ptr<const MailKeys> MailKeysCache::find(base::MailboxId mailbox, MailKeys::Kind kind) {
  base::MutexLock lock(mutex_);
  const auto place = look(mailbox);
  if (place == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, place);
  return kind == MailKeys::Kind::threads && place->keys->kind != kind ? nullptr : place->keys;
}

void MailKeysCache::put(base::MailboxId mailbox, std::shared_ptr<const MailKeys> keys) {
  base::MutexLock lock(mutex_);
  if (const auto place = look(mailbox); place != kept_.end()) {
    bytes_ -= place->keys->bytes();
    kept_.erase(place);
  }
  bytes_ += keys->bytes();
  kept_.push_front({mailbox, std::move(keys)});
  while (!kept_.empty() && bytes_ > kMaxBytes) {
    bytes_ -= kept_.back().keys->bytes();
    kept_.pop_back();
  }
}

std::uint64_t MailKeysCache::hash(std::string_view text) const {
  const std::uint64_t value = hash_(text);
  return value == 0 ? 1 : value;
}

}  // namespace mailstore
