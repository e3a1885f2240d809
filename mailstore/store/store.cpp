#include "base/log.h"
#include "mailstore/store/store_impl.h"

namespace mailstore {

base::Result<std::unique_ptr<MailStore>> MailStore::open(Parts parts) {
  auto store = std::make_unique<MailStoreImpl>(parts);
  auto finished = store->finish_deletions();
  if (!finished) return finished.error();
  return std::unique_ptr<MailStore>(std::move(store));
}

void set_store_settings(MailStore& store, StoreSettings settings) {
  static_cast<MailStoreImpl&>(store).set_settings(settings);
}

void set_text_candidates(MailStore& store, TextCandidates* candidates) {
  static_cast<MailStoreImpl&>(store).set_text_candidates(candidates);
}

base::Co<std::vector<TextKnown>> narrow_text(MailStore& store, TextQuery query, std::vector<TextSubject> subjects) {
  TextCandidates* const candidates = static_cast<MailStoreImpl&>(store).text_candidates();
  const std::size_t count = subjects.size();
  if (candidates != nullptr && count > 0) {
    auto known = co_await candidates->narrow(std::move(query), std::move(subjects));
    if (known && known->size() == count) co_return *std::move(known);
  }
  co_return std::vector<TextKnown>(count, TextKnown::nothing);
}

base::Co<base::Result<QuotaInfo>> MailStoreImpl::quota(base::AccountId account) {
  std::function<base::Result<QuotaInfo>(base::SqlSnapshot&)> query =
      [account](base::SqlSnapshot& snapshot) -> base::Result<QuotaInfo> {
    QuotaInfo info;
    auto read = snapshot.query("SELECT used_bytes, used_messages, quota_bytes FROM store_account WHERE account = ?",
                               {account.value}, [&](const base::SqlRow& row) {
                                 info = {row.i64(0), row.i64(1), row.i64(2)};
                                 return false;
                               });
    if (!read) return read.error();
    return info;
  };
  co_return co_await core_.db.read<QuotaInfo>(std::move(query));
}

}  // namespace mailstore
