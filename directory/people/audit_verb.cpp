#include "directory/people/audit_verb.h"

#include <algorithm>
#include <iterator>

namespace directory {

namespace {

struct Word {
  AuditVerb verb;
  std::string_view word;
};
// In the order of the enum.
constexpr Word kWords[] = {
    {AuditVerb::unknown, "unknown"},
    {AuditVerb::sign_in, "sign-in"},
    {AuditVerb::refused, "refused"},
    {AuditVerb::locked, "locked"},
    {AuditVerb::account_unlocked, "account-unlocked"},
    {AuditVerb::password_changed, "password-changed"},
    {AuditVerb::password_reset, "password-reset"},
    {AuditVerb::organisation_created, "organisation-created"},
    {AuditVerb::domain_added, "domain-added"},
    {AuditVerb::unit_created, "unit-created"},
    {AuditVerb::unit_changed, "unit-changed"},
    {AuditVerb::account_created, "account-created"},
    {AuditVerb::account_changed, "account-changed"},
    {AuditVerb::account_enabled, "account-enabled"},
    {AuditVerb::account_disabled, "account-disabled"},
    {AuditVerb::account_moved, "account-moved"},
    {AuditVerb::role_mailbox_created, "role-mailbox-created"},
    {AuditVerb::quota_set, "quota-set"},
    {AuditVerb::role_set, "role-set"},
    {AuditVerb::address_changed, "address-changed"},
    {AuditVerb::alias_added, "alias-added"},
    {AuditVerb::alias_removed, "alias-removed"},
    {AuditVerb::member_added, "member-added"},
    {AuditVerb::member_removed, "member-removed"},
    {AuditVerb::group_created, "group-created"},
    {AuditVerb::group_deleted, "group-deleted"},
    {AuditVerb::group_member_added, "group-member-added"},
    {AuditVerb::group_member_removed, "group-member-removed"},
    {AuditVerb::trust_added, "trust-added"},
    {AuditVerb::trust_replaced, "trust-replaced"},
    {AuditVerb::trust_removed, "trust-removed"},
    {AuditVerb::certificate_added, "certificate-added"},
    {AuditVerb::certificate_removed, "certificate-removed"},
    {AuditVerb::access_granted, "access-granted"},
    {AuditVerb::access_withdrawn, "access-withdrawn"},
    {AuditVerb::calendar_imported, "calendar-imported"},
    {AuditVerb::calendar_removed, "calendar-removed"},
    {AuditVerb::preference_set, "preference-set"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (static_cast<std::size_t>(kWords[i].verb) != i) return false;
  }
  return true;
}
static_assert(in_order());
static_assert(std::size(kWords) == static_cast<std::size_t>(AuditVerb::preference_set) + 1);

}  // namespace

std::string_view to_string(AuditVerb verb) { return kWords[static_cast<std::size_t>(verb)].word; }

AuditVerb audit_verb(std::string_view word) {
  const auto found =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& row) { return row.word == word; });
  return found == std::end(kWords) ? AuditVerb::unknown : found->verb;
}

}  // namespace directory
