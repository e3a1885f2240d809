#include "mailstore/store/keyword_bound.h"

#include "mailstore/store/store_core.h"

namespace mailstore {

base::Result<void> may_bring_keywords(StoreCore& core, base::MailboxId mailbox) {
  const auto view = core.views.newest(mailbox);
  if (!view || !view->has_keyword_sets(kMaxKeywordSets)) return {};
  return base::Error::permanent(
      base::ErrorCode::limit,
      {"Hộp thư này có quá nhiều cách phối hợp nhãn khác nhau. Chưa thay đổi gì; hãy bỏ bớt nhãn của thư, rồi thử lại.",
       "Messages of this mailbox have too many different combinations of keywords. Nothing was changed; remove "
       "keywords from messages and try again."});
}

}  // namespace mailstore
