// Applying plans: one transaction each.
#include "directory/plans/provisioning.h"

#include <atomic>
#include <thread>

#include "base/crypto/random.h"
#include "base/thread_annotations.h"
#include "directory/gate/credentials.h"
#include "directory/people/change.h"
#include "directory/people/rows.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SqlTransaction;

constexpr std::size_t kOneTimeLength = 14;  // 81 bits

template <class Plan>
PlanCounts count(const Plan& plan) {
  PlanCounts out;
  for (const PlanRow& row : plan.rows) {
    switch (row.action) {
      case PlanAction::create: ++out.create; break;
      case PlanAction::change: ++out.change; break;
      case PlanAction::unchanged: ++out.unchanged; break;
      case PlanAction::error: ++out.error; break;
    }
  }
  return out;
}

Error has_errors(int errors) {
  return Error::permanent(
      ErrorCode::bad_input,
      {"Tệp có " + std::to_string(errors) + " dòng lỗi; chưa thay đổi gì. Hãy sửa rồi nhập lại.",
       std::to_string(errors) + " rows of the file have errors; nothing was changed. Correct them and import again."});
}

Result<void> ignore_count(Result<std::int64_t> result) {
  if (!result) return std::move(result).error();
  return {};
}

Result<void> apply_unit(SqlTransaction& tx, const UnitStep& step, const DirectoryView& view, base::Timestamp now,
                        base::IdMaker& ids) {
  const Unit& unit = step.unit;
  if (auto done = put_unit(tx, unit, now, step.create); !done) return done;
  if (step.create) {
    if (unit.kind == UnitKind::office) return insert_office_mailboxes(tx, unit, view.domains().front(), now, ids);
    return unit.mail.empty() ? Result<void>() : insert_section_mailbox(tx, unit, view.domains().front(), now, ids);
  }
  const Unit* before = view.find_unit(unit.id);
  if (unit.kind == UnitKind::section && !unit.mail.empty() && before != nullptr && before->mail.empty()) {
    if (auto done = insert_section_mailbox(tx, unit, view.domains().front(), now, ids); !done) return done;
  }
  // People and mailbox of a section that moved to another office go with it.
  return ignore_count(tx.execute("UPDATE account SET office = ? WHERE unit = ? AND (kind = 0 OR purpose = 'section')",
                                 {unit.office.value, unit.id.value}));
}

Result<void> change_primary_address(SqlTransaction& tx, const Account& account, base::Timestamp now) {
  if (auto done = ignore_count(
          tx.execute("UPDATE address SET is_primary = 0 WHERE target = ? AND is_primary = 1", {account.id.value}));
      !done) {
    return done;
  }
  if (auto done = insert_address(tx, account.address, account.id, true, now, base::Timestamp()); !done) return done;
  return ignore_count(tx.execute("UPDATE account SET address = ? WHERE id = ?", {account.address, account.id.value}));
}

Result<void> change_person(SqlTransaction& tx, const Account& account, const DirectoryView& view, base::Timestamp now) {
  if (auto done = update_account(tx, account); !done) return done;
  const Account* present = view.find_account(account.id);
  return present && present->address != account.address ? change_primary_address(tx, account, now) : Result<void>();
}

struct OneTime {
  std::string password, hash;
};

// How far the threads have come, and what went wrong.
class HashProgress {
 public:
  void add(std::optional<Error> failure) {
    const base::MutexLock lock(mutex_);
    if (failure) failure_ = std::move(failure);
    ++done_;
    changed_.notify_one();
  }
  std::size_t wait_for_more_than(std::size_t reported) {
    const base::MutexLock lock(mutex_);
    while (done_ <= reported) changed_.wait(mutex_);
    return done_;
  }
  std::optional<Error> failure() {
    const base::MutexLock lock(mutex_);
    return failure_;
  }

 private:
  base::Mutex mutex_;
  base::Condition changed_;
  std::size_t done_ GUARDED_BY(mutex_) = 0;
  std::optional<Error> failure_ GUARDED_BY(mutex_);
};

// Hashes on several threads; the calling thread reports.
Result<std::vector<OneTime>> make_one_time_passwords(std::size_t total, const ApplyOptions& options,
                                                     const Progress& progress) {
  std::vector<OneTime> out(total);
  std::atomic<std::size_t> next{0};
  HashProgress hashed;
  const auto work = [&] {
    for (std::size_t i = next++; i < total; i = next++) {
      out[i].password = base::random_readable(kOneTimeLength);
      auto hash = base::hash_password(out[i].password, options.one_time_cost);
      if (hash) out[i].hash = std::move(*hash);
      hashed.add(hash ? std::nullopt : std::optional<Error>(std::move(hash).error()));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(options.hash_threads, 1u); ++i) threads.emplace_back(work);
  for (std::size_t reported = 0; reported < total;) {
    reported = hashed.wait_for_more_than(reported);
    if (progress) progress(reported, total);
  }
  for (std::thread& thread : threads) thread.join();
  if (auto failure = hashed.failure()) return std::move(*failure);
  return out;
}

}  // namespace

const char* to_string(PlanAction action) {
  switch (action) {
    case PlanAction::create: return "create";
    case PlanAction::change: return "change";
    case PlanAction::unchanged: return "unchanged";
    case PlanAction::error: return "error";
  }
  return "error";
}

PlanCounts UnitPlan::counts() const { return count(*this); }
PlanCounts StaffPlan::counts() const { return count(*this); }

Result<void> apply_units(Directory& directory, const base::Clock& clock, base::IdMaker& ids, const UnitPlan& plan,
                         const ApplyOptions& options) {
  if (const int errors = plan.counts().error; errors > 0) return has_errors(errors);
  if (plan.steps.empty()) return {};
  const auto unit = [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const base::Timestamp now = clock.now();
    for (const UnitStep& step : plan.steps) {
      if (auto done = apply_unit(tx, step, view, now, ids); !done) return done;
      const AuditVerb what = step.create ? AuditVerb::unit_created : AuditVerb::unit_changed;
      if (auto done =
              write_audit(tx, admin_act(clock, ids, what, options.actor, {}, step.unit.code + " " + step.unit.name));
          !done) {
        return done;
      }
    }
    return sync_role_members(tx, now);
  };
  return change_directory(directory, unit, plan.view_version);
}

Result<std::vector<Slip>> apply_staff(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                      const StaffPlan& plan, const ApplyOptions& options, const Progress& progress) {
  std::vector<Slip> slips;
  if (const int errors = plan.counts().error; errors > 0) return has_errors(errors);
  if (plan.steps.empty()) return slips;
  if (plan.view_version != directory.view()->version()) {
    return Error::transient(ErrorCode::conflict,
                            {"Danh bạ đã thay đổi từ khi lập dự kiến; xin nhập lại.",
                             "The directory was changed since the plan was made; please import again."});
  }
  auto passwords = make_one_time_passwords(static_cast<std::size_t>(plan.counts().create), options, progress);
  if (!passwords) return std::move(passwords).error();
  const auto unit = [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    slips.clear();
    const base::Timestamp now = clock.now();
    const base::Timestamp expires = now + std::chrono::hours(options.one_time_hours);
    std::vector<Account> fresh;
    std::vector<Credential> credentials;
    std::vector<AuditEntry> audit;
    for (const StaffStep& step : plan.steps) {
      const AuditVerb what = step.create ? AuditVerb::account_created : AuditVerb::account_changed;
      audit.push_back(admin_act(clock, ids, what, options.actor, step.account.id, step.account.address));
      if (!step.create) {
        if (auto done = change_person(tx, step.account, view, now); !done) return done;
        continue;
      }
      const OneTime& one_time = (*passwords)[slips.size()];
      fresh.push_back(step.account);
      fresh.back().quota_bytes = options.quota_bytes;
      credentials.push_back(
          {step.account.id, 1, PasswordState::initial, one_time.hash, expires, now, base::Timestamp()});
      const Unit* unit = view.find_unit(step.account.unit);
      slips.push_back(
          {step.account.address, step.account.full_name, unit ? unit->name : "", one_time.password, expires});
    }
    if (auto done = insert_accounts(tx, fresh, now); !done) return done;
    if (auto done = insert_credentials(tx, credentials); !done) return done;
    if (auto done = write_audit(tx, audit); !done) return done;
    return sync_role_members(tx, now);
  };
  if (auto done = change_directory(directory, unit, plan.view_version); !done) return std::move(done).error();
  return slips;
}

}  // namespace directory
