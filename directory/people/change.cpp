#include "directory/people/change.h"

namespace directory {

namespace {

constexpr int kAttempts = 5;

base::Error moved() {
  return base::Error::transient(base::ErrorCode::conflict,
                                {"Danh bạ vừa được người khác thay đổi; xin thử lại.",
                                 "The directory was changed by someone else; please try again."});
}

}  // namespace

base::Result<std::int64_t> take_directory_version(base::SqlTransaction& tx) {
  auto updated = tx.execute("UPDATE directory_state SET version = version + 1 WHERE one = 1", {});
  if (!updated) return std::move(updated).error();
  if (*updated == 0) {
    auto first = tx.execute("INSERT INTO directory_state (one, version) VALUES (1, 1)", {});
    if (!first) return std::move(first).error();
  }
  auto version = tx.query_i64("SELECT version FROM directory_state WHERE one = 1", {});
  if (!version) return std::move(version).error();
  return *version - 1;
}

base::Result<void> change_directory(Directory& directory, const ChangeUnit& unit,
                                    std::optional<std::int64_t> expected_version) {
  for (int attempt = 1;; ++attempt) {
    const std::shared_ptr<const DirectoryView> view = directory.view();
    if (expected_version && *expected_version != view->version()) return moved();
    bool stale = false;
    auto done = directory.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      stale = false;
      auto before = take_directory_version(tx);
      if (!before) return std::move(before).error();
      if (*before != view->version()) {
        stale = true;
        return moved();
      }
      return unit(tx, *view);
    });
    if (done) return directory.reload();
    if (!stale) return done;
    if (auto reloaded = directory.reload(); !reloaded) return reloaded;
    if (expected_version || attempt == kAttempts) return done;
  }
}

AuditEntry admin_act(const base::Clock& clock, base::IdMaker& ids, AuditVerb what, std::string_view actor,
                     base::AccountId account, std::string detail) {
  AuditEntry entry;
  entry.id = ids.make<base::EventId>();
  entry.at = clock.now();
  entry.what = what;
  entry.actor = actor;
  entry.account = account;
  entry.detail = std::move(detail);
  return entry;
}

}  // namespace directory
