#include "server/imap/search/found_keys.h"

namespace server::imap {

base::Co<base::Result<FoundKeys>> keys_of_found(Session& session, const Indexes& found,
                                                mailstore::MailKeys::Kind kind) {
  ViewPointer view = session.selected()->view;
  FoundKeys out;
  out.of_view = found.size() * 4 >= view->size();
  if (!out.of_view) view = mailstore::MailboxView::make(view->info(), entries_of(*view, found));
  auto keys = co_await session.mail().mail_keys(view, kind);
  if (!keys) co_return keys.error();
  if ((*keys)->size() != view->size()) {
    co_return base::Error::permanent(base::ErrorCode::internal, {"Lỗi bên trong máy chủ.", "It failed."},
                                     "keys of another view");
  }
  out.keys = *std::move(keys);
  co_return out;
}

}  // namespace server::imap
