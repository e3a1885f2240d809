#include "directory/people/directory_view.h"

#include <algorithm>
#include <array>

#include "directory/people/address.h"

namespace directory {

namespace {

// RFC 5321 §4.5.1 and RFC 2142: these reach the administrators unless someone was given the name.
constexpr std::array<std::string_view, 2> kAdministratorNames = {"postmaster", "abuse"};
constexpr std::array<std::string_view, 3> kNeverGiven = {"postmaster", "abuse", "mailer-daemon"};

template <class Names, class Name>
bool is_one_of(const Names& names, const Name& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool DirectoryView::is_local_domain(std::string_view domain) const {
  const auto split = split_address(std::string("x@") += domain);
  return split && is_one_of(domains_, split->domain);
}

// The table entry for an address; every domain of ours answers for the names of the primary one.
const DirectoryView::AddressTarget* DirectoryView::find_target(const SplitAddress& address) const {
  auto found = addresses_.find(address.whole());
  if (found == addresses_.end() && !domains_.empty() && address.domain != domains_.front()) {
    if (reserved_.contains(address.whole())) return nullptr;
    found = addresses_.find(address.local + "@" + domains_.front());
  }
  return found == addresses_.end() ? nullptr : &found->second;
}

Resolution DirectoryView::resolve(std::string_view address) const {
  Resolution out;
  auto split = split_address(address);
  if (!split) return out;
  out.detail = split->detail;
  if (split->domain.empty()) {
    // RFC 5321 §4.5.1: RCPT TO:<Postmaster> without a domain is ours.
    if (split->local != "postmaster" || domains_.empty()) return out;
    split->domain = domains_.front();
  }
  if (!is_one_of(domains_, split->domain)) {
    out.outcome = ResolveOutcome::foreign_domain;
    return out;
  }
  const AddressTarget* target = find_target(*split);
  if (!target) {
    if (!is_one_of(kAdministratorNames, split->local) || administrators_.empty()) return out;
    out.accounts = administrators_;
    out.outcome = ResolveOutcome::local;
    return out;
  }
  for (const base::AccountId id : target->accounts) {
    if (const Account* account = find_account(id); account && account->active) out.accounts.push_back(id);
  }
  std::sort(out.accounts.begin(), out.accounts.end());
  out.accounts.erase(std::unique(out.accounts.begin(), out.accounts.end()), out.accounts.end());
  if (!out.accounts.empty()) {
    out.outcome = ResolveOutcome::local;
  } else if (!target->is_group) {
    out.outcome = ResolveOutcome::disabled_user;
  }
  return out;
}

const Account* DirectoryView::find_login(std::string_view login) const {
  auto split = split_address(login);
  if (!split || !split->detail.empty() || domains_.empty()) return nullptr;
  if (split->domain.empty()) split->domain = domains_.front();
  const Account* account = find_address(split->whole());
  return account && account->may_sign_in() ? account : nullptr;
}

const Account* DirectoryView::find_account(base::AccountId id) const {
  const auto found = account_index_.find(id.value);
  return found == account_index_.end() ? nullptr : &accounts_[found->second];
}

const Account* DirectoryView::find_address(std::string_view address) const {
  const auto split = split_address(address);
  if (!split || !is_one_of(domains_, split->domain)) return nullptr;
  const AddressTarget* target = find_target(*split);
  return target && !target->is_group && !target->accounts.empty() ? find_account(target->accounts.front()) : nullptr;
}

SenderRight DirectoryView::may_send_as(base::AccountId account, std::string_view address) const {
  const Account* owner = find_address(address);
  if (!owner) return {};
  if (owner->id == account) return {true, false};
  if (owner->kind != AccountKind::role_mailbox || !owner->active) return {};
  const auto members = role_members_.find(owner->id.value);
  const bool member = members != role_members_.end() && is_one_of(members->second, account);
  return {member, member};
}

std::vector<const Account*> DirectoryView::role_mailboxes_of(base::AccountId account) const {
  std::vector<const Account*> out;
  if (const auto roles = roles_of_.find(account.value); roles != roles_of_.end()) {
    for (const base::AccountId id : roles->second) {
      if (const Account* role = find_account(id); role && role->active) out.push_back(role);
    }
  }
  std::sort(out.begin(), out.end(), [](const Account* a, const Account* b) { return a->address < b->address; });
  return out;
}

std::vector<base::AccountId> DirectoryView::members_of(base::AccountId role_mailbox) const {
  const auto found = role_members_.find(role_mailbox.value);
  return found == role_members_.end() ? std::vector<base::AccountId>{} : found->second;
}

const Unit* DirectoryView::find_unit(base::UnitId id) const {
  const auto found = unit_index_.find(id.value);
  return found == unit_index_.end() ? nullptr : &units_[found->second];
}

const Unit* DirectoryView::find_unit_by_code(std::string_view code) const {
  const auto found = std::lower_bound(units_.begin(), units_.end(), code,
                                      [](const Unit& unit, std::string_view wanted) { return unit.code < wanted; });
  return found != units_.end() && found->code == code ? &*found : nullptr;
}

const Account* DirectoryView::role_mailbox(base::UnitId office, std::string_view purpose) const {
  const auto found = role_mailboxes_.find(std::pair(office.value, std::string(purpose)));
  return found == role_mailboxes_.end() ? nullptr : find_account(found->second);
}

const Account* DirectoryView::role_at(std::string_view address) const {
  const Account* account = find_address(address);
  if (account == nullptr || account->kind != AccountKind::role_mailbox || account->purpose.empty()) return nullptr;
  return account;
}

std::vector<base::UnitId> DirectoryView::clerk_offices(base::AccountId account) const {
  std::vector<base::UnitId> offices;
  for (const Account* mailbox : role_mailboxes_of(account)) {
    if (mailbox->purpose == kRecords) offices.push_back(mailbox->office);
  }
  return offices;
}

const Account* DirectoryView::journal_of(base::UnitId office) const {
  const auto found = journals_.find(office.value);
  return found == journals_.end() ? nullptr : find_account(found->second);
}

std::vector<std::string> DirectoryView::addresses_of(base::AccountId account) const {
  const auto found = addresses_of_.find(account.value);
  return found == addresses_of_.end() ? std::vector<std::string>{} : found->second;
}

const Unit* DirectoryView::root() const {
  const auto found = std::find_if(units_.begin(), units_.end(), [](const Unit& unit) { return !unit.parent; });
  return found == units_.end() ? nullptr : &*found;
}

bool DirectoryView::is_taken(std::string_view address) const {
  const auto split = split_address(address);
  if (!split) return false;
  return addresses_.contains(split->whole()) || reserved_.contains(split->whole()) ||
         is_one_of(kNeverGiven, split->local);
}

std::string_view DirectoryView::preference(Preference preference, base::UnitId id) const {
  const Unit* unit = find_unit(id);
  if (unit == nullptr) return {};
  for (const base::UnitId one : {unit->id, unit->office}) {
    const auto found = preferences_.find({PreferenceScope::unit, one.value, preference});
    if (found != preferences_.end()) return found->second;
  }
  return {};
}

std::string_view DirectoryView::preference(Preference preference, base::AccountId id) const {
  const auto found = preferences_.find({PreferenceScope::account, id.value, preference});
  if (found != preferences_.end()) return found->second;
  const Account* account = find_account(id);
  if (account == nullptr) return {};
  return this->preference(preference, account->unit ? account->unit : account->office);
}

bool DirectoryView::says_english(base::AccountId account) const {
  return preference(Preference::english, account) == "yes";
}

bool DirectoryView::says_english(std::string_view address) const {
  if (const Account* account = find_address(address)) return says_english(account->id);
  const Unit* office = root();
  return office != nullptr && preference(Preference::english, office->id) == "yes";
}

}  // namespace directory
