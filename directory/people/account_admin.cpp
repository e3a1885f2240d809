#include "directory/people/account_admin.h"

#include "base/text/utf8.h"
#include "directory/people/address.h"
#include "directory/people/change.h"
#include "directory/people/naming.h"
#include "directory/people/rows.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SqlTransaction;

Result<void> run(SqlTransaction& tx, std::string_view sql, std::initializer_list<base::SqlParam> params) {
  auto done = tx.execute(sql, params);
  if (!done) return std::move(done).error();
  return {};
}

Error no_account() {
  return Error::permanent(ErrorCode::not_found, {"Không có tài khoản này; chưa thay đổi gì.",
                                                 "There is no such account. Nothing was changed."});
}
Error no_unit() {
  return Error::permanent(ErrorCode::not_found,
                          {"Không có đơn vị này; chưa thay đổi gì.", "There is no such unit. Nothing was changed."});
}

// A new address of ours, complete and free; `given` may be a local part alone.
Result<std::string> free_address(const DirectoryView& view, std::string_view given) {
  auto split = split_address(given);
  if (!split || view.domains().empty())
    return Error::permanent(ErrorCode::bad_input, {"Địa chỉ này không dùng được.", "The address is not usable."});
  if (split->domain.empty()) split->domain = view.domains().front();
  if (!split->detail.empty() || !is_usable_local_part(split->local)) {
    return Error::permanent(
        ErrorCode::bad_input,
        {"\"" + std::string(given) + "\" không dùng được: chỉ chữ a-z, số, dấu chấm, gạch nối và gạch dưới.",
         "\"" + std::string(given) + "\" is not usable: letters a-z, digits, dot, hyphen and underline only."});
  }
  if (!view.is_local_domain(split->domain)) {
    return Error::permanent(ErrorCode::bad_input, {"Tên miền \"" + split->domain + "\" không phải của cơ quan.",
                                                   "The domain \"" + split->domain + "\" is not one of ours."});
  }
  if (view.is_taken(split->whole())) {
    return Error::permanent(ErrorCode::exists, {"Địa chỉ " + split->whole() + " đã có người dùng.",
                                                "The address " + split->whole() + " is taken."});
  }
  return split->whole();
}

}  // namespace

AccountAdmin::AccountAdmin(Directory& directory, const base::Clock& clock, base::IdMaker& ids)
    : directory_(directory), clock_(clock), ids_(ids) {}

Result<base::AccountId> AccountAdmin::create_person(const NewPerson& person, std::string_view actor) {
  Account account;
  account.id = ids_.make<base::AccountId>();
  account.full_name = base::to_nfc(person.full_name);
  account.title = base::to_nfc(person.title);
  account.phone = person.phone;
  account.staff_code = person.staff_code;
  account.role = person.role;
  account.quota_bytes = person.quota_bytes;
  if (account.full_name.empty() || base::code_point_count(account.full_name) > 255) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Tên người phải có từ 1 đến 255 ký tự.", "A person needs a name of 1 to 255 characters."});
  }
  auto done = change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Unit* unit = view.find_unit(person.unit);
    if (!unit) return no_unit();
    account.unit = unit->id;
    account.office = unit->office;
    if (person.address.empty()) {
      account.address = make_address(account.full_name, view, {});
      if (account.address.empty())
        return Error::permanent(ErrorCode::bad_input, {"Không đặt được địa chỉ từ tên này; hãy ghi địa chỉ.",
                                                       "No address can be made from this name; give one."});
    } else {
      auto address = free_address(view, person.address);
      if (!address) return std::move(address).error();
      account.address = *address;
    }
    const base::Timestamp now = clock_.now();
    if (auto step = insert_account(tx, account, now); !step) return step;
    if (auto step = sync_role_members(tx, now); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::account_created, actor, account.id, account.address));
  });
  if (!done) return std::move(done).error();
  return account.id;
}

Result<base::AccountId> AccountAdmin::create_role_mailbox(base::UnitId office, std::string_view address,
                                                          std::string_view name, std::string_view actor) {
  Account account;
  account.id = ids_.make<base::AccountId>();
  account.kind = AccountKind::role_mailbox;
  account.full_name = base::to_nfc(name);
  auto done = change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Unit* unit = view.find_unit(office);
    if (!unit) return no_unit();
    auto free = free_address(view, address);
    if (!free) return std::move(free).error();
    account.address = *free;
    account.unit = unit->id;
    account.office = unit->office;
    if (auto step = insert_account(tx, account, clock_.now()); !step) return step;
    return write_audit(tx,
                       admin_act(clock_, ids_, AuditVerb::role_mailbox_created, actor, account.id, account.address));
  });
  if (!done) return std::move(done).error();
  return account.id;
}

Result<void> AccountAdmin::set_active(base::AccountId id, bool active, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* account = view.find_account(id);
    if (!account || account->kind == AccountKind::journal) return no_account();
    const base::Timestamp now = clock_.now();
    if (auto step = run(tx, "UPDATE account SET active = ?, closed_us = ? WHERE id = ?",
                        {active, active ? 0 : now.us, id.value});
        !step) {
      return step;
    }
    if (auto step = sync_role_members(tx, now); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, active ? AuditVerb::account_enabled : AuditVerb::account_disabled,
                                     actor, id, account->address));
  });
}

Result<void> AccountAdmin::disable(base::AccountId account, std::string_view actor) {
  return set_active(account, false, actor);
}
Result<void> AccountAdmin::enable(base::AccountId account, std::string_view actor) {
  return set_active(account, true, actor);
}

Result<void> AccountAdmin::update(base::AccountId id, AuditVerb what, std::string detail, std::string_view actor,
                                  const std::function<Result<void>(Account&, const DirectoryView&)>& edit) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* account = view.find_account(id);
    if (!account || account->kind == AccountKind::journal) return no_account();
    Account edited = *account;
    if (auto step = edit(edited, view); !step) return step;
    if (auto step = update_account(tx, edited); !step) return step;
    if (auto step = sync_role_members(tx, clock_.now()); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, what, actor, id, detail));
  });
}

Result<void> AccountAdmin::set_quota(base::AccountId account, std::int64_t bytes, std::string_view actor) {
  if (bytes < 0)
    return Error::permanent(ErrorCode::bad_input, {"Hạn mức là 0 (không giới hạn) hoặc số byte.",
                                                   "A quota is 0 (none) or a number of bytes."});
  return update(account, AuditVerb::quota_set, std::to_string(bytes), actor,
                [&](Account& edited, const DirectoryView&) -> Result<void> {
                  edited.quota_bytes = bytes;
                  return {};
                });
}

Result<void> AccountAdmin::set_role(base::AccountId account, Role role, std::string_view actor) {
  return update(account, AuditVerb::role_set, to_string(role), actor,
                [&](Account& edited, const DirectoryView&) -> Result<void> {
                  if (edited.kind != AccountKind::person) return no_account();
                  edited.role = role;
                  return {};
                });
}

Result<void> AccountAdmin::move(base::AccountId account, base::UnitId unit, std::string_view actor) {
  return update(account, AuditVerb::account_moved, std::to_string(unit.value), actor,
                [&](Account& edited, const DirectoryView& view) -> Result<void> {
                  const Unit* target = view.find_unit(unit);
                  if (!target) return no_unit();
                  if (edited.kind != AccountKind::person) return no_account();
                  edited.unit = target->id;
                  edited.office = target->office;
                  return {};
                });
}

Result<void> AccountAdmin::change_address(base::AccountId id, std::string_view address,
                                          std::optional<base::Timestamp> keep_alias_until, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* account = view.find_account(id);
    if (!account || account->kind == AccountKind::journal) return no_account();
    auto fresh = free_address(view, address);
    if (!fresh) return std::move(fresh).error();
    const base::Timestamp until = keep_alias_until.value_or(base::Timestamp());
    if (auto step = run(tx, "UPDATE address SET is_primary = 0, valid_to_us = ? WHERE target = ? AND is_primary = 1",
                        {until.us, id.value});
        !step) {
      return step;
    }
    if (auto step = insert_address(tx, *fresh, id, true, clock_.now(), base::Timestamp()); !step) return step;
    if (auto step = run(tx, "UPDATE account SET address = ? WHERE id = ?", {*fresh, id.value}); !step) return step;
    return write_audit(
        tx, admin_act(clock_, ids_, AuditVerb::address_changed, actor, id, account->address + " -> " + *fresh));
  });
}

Result<void> AccountAdmin::add_alias(base::AccountId id, std::string_view address, std::optional<base::Timestamp> until,
                                     std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* account = view.find_account(id);
    if (!account || account->kind == AccountKind::journal) return no_account();
    auto fresh = free_address(view, address);
    if (!fresh) return std::move(fresh).error();
    if (auto step = insert_address(tx, *fresh, id, false, clock_.now(), until.value_or(base::Timestamp())); !step)
      return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::alias_added, actor, id, *fresh));
  });
}

Result<void> AccountAdmin::remove_alias(std::string_view address, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* account = view.find_address(address);
    const auto split = split_address(address);
    if (!account || !split)
      return Error::permanent(ErrorCode::not_found, {"Không có bí danh này.", "There is no such alias."});
    const std::string whole = split->domain.empty() ? split->local + "@" + view.domains().front() : split->whole();
    if (whole == account->address)
      return Error::permanent(ErrorCode::bad_input,
                              {"Địa chỉ chính không phải bí danh.", "The primary address is not an alias."});
    auto ended = tx.execute(
        "UPDATE address SET valid_to_us = ? WHERE address = ? AND target = ? AND is_primary = 0 AND "
        "(valid_to_us = 0 OR valid_to_us > ?)",
        {clock_.now().us, whole, account->id.value, clock_.now().us});
    if (!ended) return std::move(ended).error();
    if (*ended == 0)
      return Error::permanent(ErrorCode::not_found, {"Không có bí danh này.", "There is no such alias."});
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::alias_removed, actor, account->id, whole));
  });
}

Result<void> AccountAdmin::add_member(base::AccountId role_mailbox, base::AccountId member, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* role = view.find_account(role_mailbox);
    const Account* person = view.find_account(member);
    if (!role || !person || role->kind != AccountKind::role_mailbox || person->kind != AccountKind::person)
      return no_account();
    if (auto step = run(tx, "DELETE FROM role_member WHERE role_mailbox = ? AND member = ?",
                        {role_mailbox.value, member.value});
        !step)
      return step;
    if (auto step = run(tx, "INSERT INTO role_member (role_mailbox, member, automatic, granted_us) VALUES (?, ?, 0, ?)",
                        {role_mailbox.value, member.value, clock_.now().us});
        !step) {
      return step;
    }
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::member_added, actor, member, role->address));
  });
}

Result<void> AccountAdmin::remove_member(base::AccountId role_mailbox, base::AccountId member, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const Account* role = view.find_account(role_mailbox);
    if (!role) return no_account();
    auto removed = tx.execute("DELETE FROM role_member WHERE role_mailbox = ? AND member = ? AND automatic = 0",
                              {role_mailbox.value, member.value});
    if (!removed) return std::move(removed).error();
    if (*removed == 0) {
      return Error::permanent(
          ErrorCode::not_found,
          {"Không phải thành viên ghi tên; thành viên theo chức danh ra khỏi nhóm khi đổi chức danh.",
           "Not a member by name; members by role leave when their role changes."});
    }
    if (auto step = sync_role_members(tx, clock_.now()); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::member_removed, actor, member, role->address));
  });
}

}  // namespace directory
