// What happens at the gate beside sign-ins: waits that an administrator ends, and rows whose time is over.
#include "base/log.h"
#include "directory/gate/sql_gate.h"
#include "directory/people/change.h"

namespace directory {

namespace {

constexpr std::chrono::hours kSweepEvery{1};
constexpr std::size_t kAuditRowsAtOnce = 1000;  // one unit of work, well below 50 ms
constexpr int kAuditUnitsAtOnce = 100;

}  // namespace

base::Result<std::vector<AccountLock>> SqlGate::unlock(base::AccountId account, std::string_view actor) {
  const std::vector<AccountLock> ended = locks(account);
  auto done = directory_.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    if (auto step = Lockouts::forget_account_rows(tx, account); !step) return step;
    if (ended.empty()) return {};
    std::string detail;
    for (const AccountLock& lock : ended)
      detail += (detail.empty() ? "" : " ") + (lock.network.empty() ? "*" : lock.network);
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::account_unlocked, actor, account, detail));
  });
  if (!done) return std::move(done).error();
  lockouts_.forget_account(account);
  return ended;
}

base::Result<void> SqlGate::keep_house() {
  base::MutexLock lock(house_mutex_);
  const base::Timestamp now = clock_.now();
  const std::vector<AuditEntry> sums = trail_.due(now, false);
  const bool sweep = swept_.us == 0 || now < swept_ || now - swept_ >= kSweepEvery;
  if (!sums.empty() || sweep) {
    auto done = directory_.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      if (auto step = write_audit(tx, sums); !step) return step;
      if (!sweep) return {};
      if (auto step = lockouts_.sweep_rows(tx, now); !step) return step;
      return forget_known_networks(tx, now - std::chrono::hours(24 * settings_.known_network_days));
    });
    if (!done) return done;
    if (sweep) swept_ = now;
  }
  if (settings_.audit_refusal_days == 0) return {};
  const base::Timestamp before = now - std::chrono::hours(24 * settings_.audit_refusal_days);
  for (int i = 0; i < kAuditUnitsAtOnce; ++i) {
    std::optional<base::EventId> last;
    const base::EventId seen = audit_seen_;
    auto done = directory_.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto removed = remove_old_refusals(tx, seen, before, kAuditRowsAtOnce);
      if (!removed) return std::move(removed).error();
      last = *removed;
      return {};
    });
    if (!done) return done;
    if (!last) return {};
    audit_seen_ = *last;
  }
  return {};
}

SqlGate::~SqlGate() {
  const std::vector<AuditEntry> sums = trail_.due(clock_.now(), true);
  if (sums.empty()) return;
  auto done = directory_.database().write_blocking([&](base::SqlTransaction& tx) { return write_audit(tx, sums); });
  if (!done) {
    base::log(base::LogLevel::error, "GATE-0005", "the sums of refused sign-ins could not be written",
              {{"error", base::describe(done.error())}});
  }
}

}  // namespace directory
