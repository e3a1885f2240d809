#include "directory/people/actor.h"

#include <algorithm>

#include "directory/people/access_grants.h"

namespace directory {

namespace access = policies::access;

namespace {

// What a leader of an office may by himself: everywhere, or, while fields are given to him, only there.
std::vector<access::Grant> leading(const DirectoryView& view, const Account& leader) {
  access::Grant all;
  all.role = access::Role::leader;
  all.office = leader.office;
  all.unit = leader.unit;
  std::vector<const AccessGrant*> limits;
  for (const AccessGrant& grant : view.access_grants()) {
    if (grant.kind != GrantKind::fields || grant.account != leader.id || grant.office != leader.office) continue;
    if (const auto end = end_of(grant); !end || grant.from < *end) limits.push_back(&grant);
  }
  std::sort(limits.begin(), limits.end(), [](const AccessGrant* a, const AccessGrant* b) { return a->from < b->from; });
  std::vector<access::Grant> out;
  for (const AccessGrant* limit : limits) {
    access::Grant before = all, within = all;
    before.until = limit->from;
    if (!before.from || *before.from < *before.until) out.push_back(std::move(before));
    within.from = limit->from;
    within.until = end_of(*limit);
    within.fields = limit->fields;
    all.from = within.until;
    const bool for_ever = !within.until;
    out.push_back(std::move(within));
    if (for_ever) return out;
  }
  out.push_back(std::move(all));
  return out;
}

// The later beginning, the earlier end. Nothing: they never meet.
std::optional<access::Grant> within(access::Grant grant, const AccessGrant& dates) {
  const auto end = end_of(dates);
  if (!grant.from || *grant.from < dates.from) grant.from = dates.from;
  if (end && (!grant.until || *end < *grant.until)) grant.until = end;
  if (grant.until && *grant.until <= *grant.from) return std::nullopt;
  return grant;
}

// A substitute has what the leader has, no more; what others gave that leader is not passed on.
void add_substitution(const DirectoryView& view, const Account& account, const AccessGrant& given,
                      access::Actor& actor) {
  const Account* leader = view.find_account(given.for_account);
  if (leader == nullptr || !leader->active || !leads_office(view, *leader) || leader->office != account.office) return;
  for (const access::Grant& own : leading(view, *leader)) {
    auto grant = within(own, given);
    if (!grant) continue;
    grant->for_account = leader->id;
    actor.grants.push_back(std::move(*grant));
  }
}

// Beside what he is: entering makes nobody a specialist or a head.
void add_entering(access::Grant grant, const AccessGrant& given, access::Actor& actor) {
  grant.from = given.from;
  grant.until = end_of(given);
  grant.may_enter = true;
  grant.for_account = given.for_account;
  actor.grants.push_back(std::move(grant));
}

}  // namespace

access::Actor actor_of(const DirectoryView& view, const Account& account) {
  access::Actor actor;
  actor.account = account.id;
  access::Grant own;
  own.office = account.office;
  own.unit = account.unit;
  switch (account.role) {
    case Role::leader: own.role = access::Role::unit_head; break;
    case Role::clerk: own.role = access::Role::clerk; break;
    case Role::admin: own.role = access::Role::admin; break;
    case Role::staff: own.role = access::Role::specialist; break;
  }
  if (leads_office(view, account)) actor.grants = leading(view, account);
  else actor.grants.push_back(own);
  for (base::UnitId office : view.clerk_offices(account.id)) {
    if (own.role == access::Role::clerk && own.office == office) continue;
    access::Grant grant;
    grant.role = access::Role::clerk;
    grant.office = grant.unit = office;
    actor.grants.push_back(grant);
  }
  for (const AccessGrant& given : view.access_grants()) {
    if (given.office != account.office) continue;  // it was given where he no longer is
    if (given.kind == GrantKind::substitute && given.account == account.id)
      add_substitution(view, account, given, actor);
    if (given.kind == GrantKind::enter && !leads_office(view, account) &&
        (given.account == account.id || (given.unit && given.unit == account.unit)))
      add_entering(own, given, actor);
  }
  return actor;
}

}  // namespace directory
