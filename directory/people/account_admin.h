// What an administrator does to single accounts, aliases, groups and role mailboxes. Every call is one transaction,
// audited, and visible in directory.view() when it returns. Blocking (command line, control socket, pools);
// thread-safe. Passwords are the gate's matter (gate.h: reset_password).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/people/audit_verb.h"
#include "directory/people/directory.h"

namespace directory {

struct NewPerson {
  std::string full_name;
  std::string title, phone, staff_code;
  std::string address;  // local part or full address; empty = made from the name
  base::UnitId unit;
  Role role = Role::staff;
  std::int64_t quota_bytes = 0;  // 0 = unlimited
};

struct GroupInfo {
  std::int64_t id = 0;
  std::string address, name;
  std::vector<base::AccountId> members;
};

class AccountAdmin {
 public:
  // The objects passed in outlive it.
  AccountAdmin(Directory& directory, const base::Clock& clock, base::IdMaker& ids);

  // Without a password until Gate::reset_password gives one. Errors: bad_input, not_found (unit), exists (address).
  base::Result<base::AccountId> create_person(const NewPerson& person, std::string_view actor);
  // An office's shared mailbox besides vanthu and giaoviec.
  base::Result<base::AccountId> create_role_mailbox(base::UnitId office, std::string_view address,
                                                    std::string_view name, std::string_view actor);
  // Disabled accounts keep their mail, are refused at every door (550 5.2.1 for mail to them) and lose their sessions.
  base::Result<void> disable(base::AccountId account, std::string_view actor);
  base::Result<void> enable(base::AccountId account, std::string_view actor);
  base::Result<void> set_quota(base::AccountId account, std::int64_t bytes, std::string_view actor);
  base::Result<void> set_role(base::AccountId account, Role role, std::string_view actor);
  base::Result<void> move(base::AccountId account, base::UnitId unit, std::string_view actor);
  // The old address stays as an alias until `keep_alias_until` (none = for good).
  base::Result<void> change_address(base::AccountId account, std::string_view address,
                                    std::optional<base::Timestamp> keep_alias_until, std::string_view actor);

  base::Result<void> add_alias(base::AccountId account, std::string_view address, std::optional<base::Timestamp> until,
                               std::string_view actor);
  base::Result<void> remove_alias(std::string_view address, std::string_view actor);

  base::Result<void> create_group(std::string_view address, std::string_view name, std::string_view actor);
  base::Result<void> delete_group(std::string_view address, std::string_view actor);
  base::Result<void> add_to_group(std::string_view address, base::AccountId member, std::string_view actor);
  base::Result<void> remove_from_group(std::string_view address, base::AccountId member, std::string_view actor);
  base::Result<std::vector<GroupInfo>> groups();

  base::Result<void> add_member(base::AccountId role_mailbox, base::AccountId member, std::string_view actor);
  base::Result<void> remove_member(base::AccountId role_mailbox, base::AccountId member, std::string_view actor);

 private:
  base::Result<void> set_active(base::AccountId account, bool active, std::string_view actor);
  base::Result<void> update(base::AccountId account, AuditVerb what, std::string detail, std::string_view actor,
                            const std::function<base::Result<void>(Account&, const DirectoryView&)>& edit);

  Directory& directory_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
};

}  // namespace directory
