#include "directory/people/actor.h"

namespace directory {

namespace access = policies::access;

access::Actor actor_of(const DirectoryView& view, const Account& account) {
  access::Actor actor;
  actor.account = account.id;
  const Unit* unit = view.find_unit(account.unit);
  access::Grant own;
  own.office = account.office;
  own.unit = account.unit;
  switch (account.role) {
    case Role::leader:
      own.role = unit != nullptr && unit->kind == UnitKind::office ? access::Role::leader : access::Role::unit_head;
      break;
    case Role::clerk: own.role = access::Role::clerk; break;
    case Role::admin: own.role = access::Role::admin; break;
    case Role::staff: own.role = access::Role::specialist; break;
  }
  actor.grants.push_back(own);
  for (base::UnitId office : view.clerk_offices(account.id)) {
    if (own.role == access::Role::clerk && own.office == office) continue;
    access::Grant grant;
    grant.role = access::Role::clerk;
    grant.office = grant.unit = office;
    actor.grants.push_back(grant);
  }
  return actor;
}

}  // namespace directory
