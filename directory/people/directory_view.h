// DirectoryView: the whole directory as one immutable value, answered from memory. Shared by all threads; a new one
// replaces it after each change (directory.h). Addresses are compared in lower case, after sub-addressing ("+x") is cut
// off.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "directory/people/preference.h"
#include "directory/people/types.h"

namespace directory {

struct SplitAddress;  // address.h

enum class ResolveOutcome {
  local,           // accounts holds at least one
  unknown_user,    // our domain, nobody there: 550 5.1.1
  disabled_user,   // our domain, account closed: 550 5.2.1
  foreign_domain,  // not ours: relay only for authenticated senders
};

struct Resolution {
  ResolveOutcome outcome = ResolveOutcome::unknown_user;
  std::vector<base::AccountId> accounts;  // unique, ascending; a group or alias may give several
  std::string detail;                     // the sub-address part, "" when none
};

// Who acts when a role mailbox or a group address is used.
struct SenderRight {
  bool allowed = false;
  bool on_behalf =
      false;  // address belongs to a role mailbox the account is a member of: add Sender: (RFC 5322 §3.6.2)
};

class DirectoryView {
 public:
  // Domains of ours, lower case; the first is the primary one.
  const std::vector<std::string>& domains() const { return domains_; }
  bool is_local_domain(std::string_view domain) const;

  // RCPT, fan-out. `address` = local-part@domain without brackets. postmaster@ and abuse@ reach the administrators.
  Resolution resolve(std::string_view address) const;
  // Login names: full address (any alias of a person), or the local part alone in the primary domain.
  const Account* find_login(std::string_view login) const;
  const Account* find_account(base::AccountId id) const;
  const Account* find_address(std::string_view address) const;  // exact address or alias of one account, else nullptr
  // May `account` put `address` into From or MAIL FROM? Own address and aliases; role mailboxes of which it is a
  // member.
  SenderRight may_send_as(base::AccountId account, std::string_view address) const;
  // Role mailboxes of which `account` is a member, by address.
  std::vector<const Account*> role_mailboxes_of(base::AccountId account) const;
  std::vector<base::AccountId> members_of(base::AccountId role_mailbox) const;

  const Unit* find_unit(base::UnitId id) const;
  const Unit* find_unit_by_code(std::string_view code) const;
  const Account* journal_of(base::UnitId office) const;
  // The office's role mailbox of that purpose (kRecords, kTasks); nullptr when there is none.
  const Account* role_mailbox(base::UnitId office, std::string_view purpose) const;
  // The role mailbox with a purpose at this address, else nullptr.
  const Account* role_at(std::string_view address) const;
  // Offices whose records mailbox the account serves.
  std::vector<base::UnitId> clerk_offices(base::AccountId account) const;
  const std::vector<Unit>& units() const { return units_; }
  const std::vector<Account>& accounts() const { return accounts_; }
  // Who may act by another's right, or within fields: all rows, ended ones too, in the order in which they were given.
  const std::vector<AccessGrant>& access_grants() const { return access_grants_; }
  // All addresses of one account, primary first, then its aliases in order; groups do not count.
  std::vector<std::string> addresses_of(base::AccountId account) const;
  const Unit* root() const;  // nullptr before `init`
  // Is this address (any of our domains) taken by an account, an alias, a group, a journal or a reserved name?
  bool is_taken(std::string_view address) const;
  // What was set for the account, else for its unit, else for its office; "" = nothing (preference.h).
  std::string_view preference(Preference preference, base::AccountId account) const;
  // For the unit, else for its office.
  std::string_view preference(Preference preference, base::UnitId unit) const;
  // Does a mail to him carry the English twin? Of an address that nobody has here, what the root office has.
  bool says_english(base::AccountId account) const;
  bool says_english(std::string_view address) const;
  std::int64_t version() const { return version_; }
  // When the next dated row begins or ends: reload() builds a new view from then on. 0 = never.
  base::Timestamp next_edge() const { return next_edge_; }

 private:
  friend class DirectoryLoader;  // the only maker
  struct AddressTarget {
    std::vector<base::AccountId> accounts;
    bool is_group = false;
  };
  const AddressTarget* find_target(const SplitAddress& address) const;

  std::vector<std::string> domains_;
  std::vector<Unit> units_;
  std::vector<Account> accounts_;
  std::unordered_map<std::string, AddressTarget> addresses_;
  std::unordered_map<std::int64_t, std::size_t> account_index_;
  std::unordered_map<std::int64_t, std::size_t> unit_index_;
  std::unordered_map<std::int64_t, std::vector<base::AccountId>> role_members_;  // role mailbox → persons
  std::unordered_map<std::int64_t, std::vector<base::AccountId>> roles_of_;      // person → role mailboxes
  std::map<std::pair<std::int64_t, std::string>, base::AccountId, std::less<>> role_mailboxes_;  // office, purpose
  std::unordered_map<std::int64_t, base::AccountId> journals_;                                   // office → journal
  std::unordered_map<std::int64_t, std::vector<std::string>> addresses_of_;  // account → addresses, primary first
  std::unordered_set<std::string> reserved_;  // journals' addresses: taken, never delivered to
  std::vector<AccessGrant> access_grants_;
  std::vector<base::AccountId> administrators_;  // postmaster@ and abuse@
  std::map<PreferenceKey, std::string> preferences_;
  std::int64_t version_ = 0;
  base::Timestamp next_edge_;
};

}  // namespace directory
