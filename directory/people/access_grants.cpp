#include "directory/people/access_grants.h"

#include <algorithm>

#include "directory/people/audit.h"
#include "directory/people/change.h"
#include "policies/calendar/date.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace calendar = policies::calendar;

Error refused(ErrorCode code, const std::string& vi, const std::string& en) {
  return Error::permanent(code, {vi + " Chưa thay đổi gì.", en + " Nothing was changed."});
}

std::string called(const Account& account) { return account.full_name + " (" + account.address + ")"; }

// "từ 05/12/2026 đến hết 10/12/2026": days, for what ends at midnight counts to the day before.
std::string span_vi(const AccessGrant& grant) {
  std::string out = "từ " + calendar::slash_date(calendar::local_date(grant.from));
  if (const auto end = end_of(grant))
    out += " đến hết " + calendar::slash_date(calendar::local_date(base::Timestamp(end->us - 1)));
  return out;
}
std::string span_en(const AccessGrant& grant) {
  std::string out = "from " + calendar::iso_date(calendar::local_date(grant.from));
  if (const auto end = end_of(grant))
    out += " until the end of " + calendar::iso_date(calendar::local_date(base::Timestamp(end->us - 1)));
  return out;
}

bool overlap(const AccessGrant& a, const AccessGrant& b) {
  const auto a_end = end_of(a), b_end = end_of(b);
  return (!a_end || b.from < *a_end) && (!b_end || a.from < *b_end) && !(a_end && *a_end <= a.from) &&
         !(b_end && *b_end <= b.from);
}

// The one that `is` picks among those that are there at the same time.
template <class Is>
const AccessGrant* at_the_same_time(const std::vector<AccessGrant>& all, const AccessGrant& wanted, Is is) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const AccessGrant& grant) { return overlap(grant, wanted) && is(grant); });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Error> refuse_person(const DirectoryView& view, const Account* account, base::UnitId office) {
  if (account == nullptr || account->kind != AccountKind::person)
    return refused(ErrorCode::not_found, "Không có người này trong danh bạ.", "There is no such person.");
  if (!account->active)
    return refused(ErrorCode::no_permission, "Tài khoản của " + called(*account) + " đã bị khóa.",
                   "The account of " + called(*account) + " is disabled.");
  if (account->office == office) return std::nullopt;
  const Unit* unit = view.find_unit(office);
  const std::string name = unit != nullptr ? unit->name : "?";
  return refused(ErrorCode::no_permission, called(*account) + " không thuộc " + name + ".",
                 called(*account) + " does not belong to " + name + ".");
}

std::optional<Error> refuse_leader(const DirectoryView& view, const Account* leader, base::UnitId office) {
  if (auto why = refuse_person(view, leader, office)) return why;
  if (leads_office(view, *leader)) return std::nullopt;
  return refused(ErrorCode::bad_input, called(*leader) + " không phải lãnh đạo cơ quan.",
                 called(*leader) + " does not lead an office.");
}

std::optional<Error> refuse_dates(const AccessGrant& wanted, base::Timestamp now) {
  if (wanted.until.us != 0 && wanted.until <= wanted.from)
    return refused(ErrorCode::bad_input, "Ngày kết thúc trước ngày bắt đầu.", "It would end before it begins.");
  if (wanted.until.us != 0 && wanted.until <= now)
    return refused(ErrorCode::bad_input, "Thời gian này đã qua.", "That time is over.");
  return std::nullopt;
}

std::optional<Error> refuse_substitute(const DirectoryView& view, const std::vector<AccessGrant>& all,
                                       const AccessGrant& wanted) {
  const Account* leader = view.find_account(wanted.for_account);
  const Account* account = view.find_account(wanted.account);
  if (auto why = refuse_leader(view, leader, wanted.office)) return why;
  if (auto why = refuse_person(view, account, wanted.office)) return why;
  if (account->id == leader->id)
    return refused(ErrorCode::bad_input, "Không ai thay chính mình được.", "Nobody stands in for himself.");
  if (wanted.until.us == 0)
    return refused(ErrorCode::bad_input, "Thay lãnh đạo phải có ngày kết thúc.",
                   "Standing in for a leader needs an end.");
  if (const auto* there = at_the_same_time(all, wanted, [&](const AccessGrant& grant) {
        return grant.kind == GrantKind::substitute && grant.for_account == leader->id;
      })) {
    const Account* other = view.find_account(there->account);
    const std::string name = other != nullptr ? called(*other) : "?";
    return refused(ErrorCode::exists,
                   name + " đã thay " + leader->full_name + " " + span_vi(*there) +
                       "; xin rút ủy quyền đó trước, hoặc chọn thời gian khác.",
                   name + " already stands in for " + leader->full_name + " " + span_en(*there) +
                       "; withdraw that first or choose other days.");
  }
  if (const auto* chained = at_the_same_time(all, wanted, [&](const AccessGrant& grant) {
        return grant.kind == GrantKind::substitute && (grant.account == leader->id || grant.for_account == account->id);
      })) {
    const bool passes_on = chained->account == leader->id;
    const std::string who = passes_on ? called(*leader) : called(*account);
    return refused(ErrorCode::no_permission,
                   who + (passes_on ? " đang thay lãnh đạo khác " : " cũng đã ủy quyền cho người khác ") +
                       span_vi(*chained) + "; không ủy quyền nối tiếp được.",
                   who + (passes_on ? " stands in for another leader " : " has a substitute himself ") +
                       span_en(*chained) + "; a substitution is not passed on.");
  }
  return std::nullopt;
}

std::optional<Error> refuse_enter(const DirectoryView& view, const std::vector<AccessGrant>& all,
                                  const AccessGrant& wanted) {
  if (wanted.unit) {
    const Unit* unit = view.find_unit(wanted.unit);
    if (unit == nullptr || unit->kind == UnitKind::office || unit->office != wanted.office)
      return refused(ErrorCode::bad_input, "Đơn vị nhập thay phải là một bộ phận của cơ quan đó.",
                     "The unit that enters must be a section of that office.");
  } else {
    const Account* account = view.find_account(wanted.account);
    if (auto why = refuse_person(view, account, wanted.office)) return why;
    if (leads_office(view, *account))
      return refused(
          ErrorCode::bad_input,
          called(*account) + " là lãnh đạo cơ quan, tự giao việc được; muốn thay lãnh đạo khác thì dùng ủy quyền.",
          called(*account) +
              " leads the office and gives tasks himself; to stand in for another leader, make him a substitute.");
  }
  if (wanted.for_account) {
    if (auto why = refuse_leader(view, view.find_account(wanted.for_account), wanted.office)) return why;
  }
  if (const auto* there = at_the_same_time(all, wanted, [&](const AccessGrant& grant) {
        return grant.kind == GrantKind::enter && grant.account == wanted.account && grant.unit == wanted.unit &&
               (!grant.for_account || !wanted.for_account || grant.for_account == wanted.for_account);
      }))
    return refused(ErrorCode::exists, "Quyền nhập thay này đã có " + span_vi(*there) + ".",
                   "This right to enter is there already " + span_en(*there) + ".");
  return std::nullopt;
}

std::optional<Error> refuse_fields(const DirectoryView& view, const std::vector<AccessGrant>& all,
                                   const AccessGrant& wanted) {
  const Account* account = view.find_account(wanted.account);
  if (auto why = refuse_leader(view, account, wanted.office)) return why;
  if (wanted.fields.empty()) return refused(ErrorCode::bad_input, "Chưa có lĩnh vực nào.", "No field is given.");
  if (const auto* there = at_the_same_time(all, wanted, [&](const AccessGrant& grant) {
        return grant.kind == GrantKind::fields && grant.account == wanted.account;
      })) {
    std::string fields;
    for (const std::string& field : there->fields) fields += (fields.empty() ? "" : ", ") + field;
    return refused(
        ErrorCode::exists,
        called(*account) + " đã được giao lĩnh vực " + fields + " " + span_vi(*there) + "; xin rút phân công đó trước.",
        called(*account) + " already has the fields " + fields + " " + span_en(*there) + "; withdraw that first.");
  }
  return std::nullopt;
}

AccessGrant grant_of(const base::SqlRow& row) {
  AccessGrant grant;
  grant.id = row.i64(0);
  grant.kind = static_cast<GrantKind>(row.i64(1));
  grant.office = base::UnitId(row.i64(2));
  grant.account = base::AccountId(row.i64(3));
  grant.unit = base::UnitId(row.i64(4));
  grant.for_account = base::AccountId(row.i64(5));
  grant.from = base::Timestamp(row.i64(6));
  grant.until = base::Timestamp(row.i64(7));
  const std::string fields = row.str(8);
  for (std::size_t at = 0; at < fields.size();) {
    const std::size_t comma = std::min(fields.find(',', at), fields.size());
    grant.fields.push_back(fields.substr(at, comma - at));
    at = comma + 1;
  }
  grant.set_by = row.str(9);
  grant.set_at = base::Timestamp(row.i64(10));
  grant.withdrawn_at = base::Timestamp(row.i64(11));
  grant.withdrawn_by = row.str(12);
  return grant;
}

std::string joined(const std::vector<std::string>& fields) {
  std::string out;
  for (const std::string& field : fields) out += (out.empty() ? "" : ",") + field;
  return out;
}

Result<void> audit(base::SqlTransaction& tx, const AccessGrant& grant, AuditVerb what, base::Timestamp at,
                   std::string_view by, base::EventId id) {
  AuditEntry entry;
  entry.id = id;
  entry.at = at;
  entry.what = what;
  entry.actor = by;
  entry.account = grant.account;
  entry.detail = std::string(to_string(grant.kind)) + " " + std::to_string(grant.id) + " " + span_en(grant);
  if (grant.unit) entry.detail += ", unit " + std::to_string(grant.unit.value);
  if (grant.for_account) entry.detail += ", for account " + std::to_string(grant.for_account.value);
  if (!grant.fields.empty()) entry.detail += ", " + joined(grant.fields).substr(0, 500);
  return write_audit(tx, entry);
}

}  // namespace

const char* to_string(GrantKind kind) {
  switch (kind) {
    case GrantKind::substitute: break;
    case GrantKind::enter: return "enter";
    case GrantKind::fields: return "fields";
  }
  return "substitute";
}

std::optional<GrantKind> parse_grant_kind(std::string_view word) {
  for (const GrantKind kind : {GrantKind::substitute, GrantKind::enter, GrantKind::fields}) {
    if (word == to_string(kind)) return kind;
  }
  return std::nullopt;
}

std::optional<base::Timestamp> end_of(const AccessGrant& grant) {
  if (grant.withdrawn_at.us != 0 && (grant.until.us == 0 || grant.withdrawn_at < grant.until))
    return grant.withdrawn_at;
  return grant.until.us != 0 ? std::optional(grant.until) : std::nullopt;
}

bool in_force(const AccessGrant& grant, base::Timestamp at) {
  const auto end = end_of(grant);
  return grant.from <= at && (!end || at < *end);
}

bool in_force_or_coming(const AccessGrant& grant, base::Timestamp at) {
  const auto end = end_of(grant);
  return !end || (at < *end && grant.from < *end);
}

bool leads_office(const DirectoryView& view, const Account& account) {
  const Unit* unit = view.find_unit(account.unit);
  return account.kind == AccountKind::person && account.role == Role::leader && unit != nullptr &&
         unit->kind == UnitKind::office;
}

std::optional<Error> refuse_grant(const DirectoryView& view, const std::vector<AccessGrant>& all,
                                  const AccessGrant& wanted, base::Timestamp now) {
  if (auto why = refuse_dates(wanted, now)) return why;
  switch (wanted.kind) {
    case GrantKind::substitute: break;
    case GrantKind::enter: return refuse_enter(view, all, wanted);
    case GrantKind::fields: return refuse_fields(view, all, wanted);
  }
  return refuse_substitute(view, all, wanted);
}

std::vector<const Account*> substitutes_of(const DirectoryView& view, base::AccountId leader, base::Timestamp at) {
  std::vector<const Account*> out;
  const Account* stood_for = view.find_account(leader);
  if (stood_for == nullptr || !stood_for->active || !leads_office(view, *stood_for)) return out;
  for (const AccessGrant& grant : view.access_grants()) {
    if (grant.kind != GrantKind::substitute || grant.for_account != leader || !in_force(grant, at)) continue;
    const Account* account = view.find_account(grant.account);
    if (account != nullptr && account->active && account->office == stood_for->office) out.push_back(account);
  }
  return out;
}

std::vector<const Account*> enterers_for(const DirectoryView& view, base::AccountId leader, base::Timestamp at) {
  std::vector<const Account*> out;
  const Account* named = view.find_account(leader);
  if (named == nullptr) return out;
  for (const Account& account : view.accounts()) {
    if (account.kind != AccountKind::person || !account.active || account.office != named->office) continue;
    const bool enters =
        std::any_of(view.access_grants().begin(), view.access_grants().end(), [&](const AccessGrant& grant) {
          return grant.kind == GrantKind::enter && in_force(grant, at) && grant.office == named->office &&
                 (grant.account == account.id || (grant.unit && grant.unit == account.unit)) &&
                 (!grant.for_account || grant.for_account == leader);
        });
    if (enters) out.push_back(&account);
  }
  return out;
}

std::vector<const Account*> gives_for(const DirectoryView& view, const Account& account, base::Timestamp at) {
  std::vector<const Account*> out;
  for (const Account& leader : view.accounts()) {
    if (leader.office != account.office || leader.id == account.id || !leader.active || !leads_office(view, leader))
      continue;
    const auto is_he = [&](const Account* one) { return one->id == account.id; };
    const auto substitutes = substitutes_of(view, leader.id, at), enterers = enterers_for(view, leader.id, at);
    if (std::any_of(substitutes.begin(), substitutes.end(), is_he) ||
        std::any_of(enterers.begin(), enterers.end(), is_he))
      out.push_back(&leader);
  }
  return out;
}

bool may_write_for(const DirectoryView& view, base::AccountId account, std::string_view address, base::Timestamp at) {
  const Account* author = view.find_account(account);
  const Account* owner = view.find_address(address);
  if (author == nullptr || owner == nullptr || owner->kind != AccountKind::person || view.access_grants().empty())
    return false;
  const auto leaders = gives_for(view, *author, at);
  return std::find(leaders.begin(), leaders.end(), owner) != leaders.end();
}

Result<std::vector<AccessGrant>> read_access_grants(base::SqlReader& reader, base::UnitId office) {
  std::vector<AccessGrant> out;
  auto done = reader.query(
      "SELECT id, kind, office, account, unit, for_account, from_us, until_us, fields, set_by, set_us, withdrawn_us, "
      "withdrawn_by FROM access_grant ORDER BY id",
      {}, [&](const base::SqlRow& row) {
        AccessGrant grant = grant_of(row);
        if (!office || grant.office == office) out.push_back(std::move(grant));
        return true;
      });
  if (!done) return std::move(done).error();
  return out;
}

Result<void> insert_access_grant(base::SqlTransaction& tx, const AccessGrant& grant, base::EventId audit_id) {
  if (auto version = take_directory_version(tx); !version) return std::move(version).error();
  auto done = tx.execute(
      "INSERT INTO access_grant (id, kind, office, account, unit, for_account, from_us, until_us, fields, set_by, set_us, "
      "withdrawn_us, withdrawn_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
      {grant.id, static_cast<std::int64_t>(grant.kind), grant.office, grant.account, grant.unit, grant.for_account,
       grant.from.us, grant.until.us, joined(grant.fields), grant.set_by, grant.set_at.us});
  if (!done) return std::move(done).error();
  return audit(tx, grant, AuditVerb::access_granted, grant.set_at, grant.set_by, audit_id);
}

Result<void> end_access_grant(base::SqlTransaction& tx, std::int64_t id, base::Timestamp at, std::string_view by,
                              base::EventId audit_id) {
  auto all = read_access_grants(tx, {});
  if (!all) return std::move(all).error();
  const auto found = std::find_if(all->begin(), all->end(), [&](const AccessGrant& one) { return one.id == id; });
  if (found == all->end() || !in_force_or_coming(*found, at)) return {};
  if (auto version = take_directory_version(tx); !version) return std::move(version).error();
  auto done = tx.execute("UPDATE access_grant SET withdrawn_us = ?, withdrawn_by = ? WHERE id = ?",
                         {at.us, std::string(by), id});
  if (!done) return std::move(done).error();
  return audit(tx, *found, AuditVerb::access_withdrawn, at, by, audit_id);
}

}  // namespace directory
