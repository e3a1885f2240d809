// What an audit row says was done: one word each, in one table. Words are stored: never renamed, new ones appended.
#pragma once

#include <string_view>

namespace directory {

enum class AuditVerb {
  unknown,  // read only: the word of a newer program
  sign_in,
  refused,
  locked,
  account_unlocked,
  password_changed,
  password_reset,
  organisation_created,
  domain_added,
  unit_created,
  unit_changed,
  account_created,
  account_changed,
  account_enabled,
  account_disabled,
  account_moved,
  role_mailbox_created,
  quota_set,
  role_set,
  address_changed,
  alias_added,
  alias_removed,
  member_added,
  member_removed,
  group_created,
  group_deleted,
  group_member_added,
  group_member_removed,
  trust_added,
  trust_replaced,
  trust_removed,
  certificate_added,
  certificate_removed,
  access_granted,
  access_withdrawn,
  calendar_imported,
  calendar_removed,
  preference_set,
};

std::string_view to_string(AuditVerb verb);
AuditVerb audit_verb(std::string_view word);

}  // namespace directory
