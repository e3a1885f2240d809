#include "mailstore/office/ruling/rights/may_read.h"

#include <algorithm>

namespace mailstore::office {

namespace access = policies::access;
namespace tasks = policies::tasks;

namespace {

bool has_role(const access::Actor& actor, access::Role role) {
  return std::any_of(actor.grants.begin(), actor.grants.end(),
                     [&](const access::Grant& grant) { return !grant.for_account && grant.role == role; });
}

}  // namespace

bool leads(const access::Actor& actor) { return has_role(actor, access::Role::leader); }
bool heads_a_unit(const access::Actor& actor) { return has_role(actor, access::Role::unit_head); }

tasks::HelpRole help_role_of(const access::Actor& actor, directory::Role role) {
  if (leads(actor)) return tasks::HelpRole::leader;
  if (heads_a_unit(actor)) return tasks::HelpRole::head;
  if (has_role(actor, access::Role::clerk)) return tasks::HelpRole::clerk;
  return role == directory::Role::admin ? tasks::HelpRole::admin : tasks::HelpRole::staff;
}

}  // namespace mailstore::office
