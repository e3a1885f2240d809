#include "mailstore/office/ruling/rights/access_choice.h"

#include "directory/people/access_grants.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"

namespace mailstore::office {

AccessRight right_of_grant(const directory::DirectoryView& view, directory::AccessGrant grant) {
  AccessRight right;
  if (const directory::Account* account = view.find_account(grant.account)) {
    right.name = account->full_name;
    right.address = account->address;
  } else if (const directory::Unit* unit = view.find_unit(grant.unit)) {
    right.name = unit->name;
  }
  if (const directory::Account* leader = view.find_account(grant.for_account)) {
    right.for_name = leader_name(view, leader->id);
    right.for_address = leader->address;
  }
  right.grant = std::move(grant);
  return right;
}

base::Result<Event> give_right(const RulingTools& tools, Event event, directory::AccessGrant wanted) {
  wanted.office = event.office;
  auto all = directory::read_access_grants(tools.reader, event.office);
  if (!all) return all.error();
  if (auto why = directory::refuse_grant(tools.view, *all, wanted, event.at)) return *why;
  wanted.id = tools.ids.next();
  event.body = AccessGranted{right_of_grant(tools.view, std::move(wanted))};
  return event;
}

base::Result<std::vector<Event>> end_rights(const RulingTools& tools, const Event& event, const RightChoice& choice) {
  auto all = directory::read_access_grants(tools.reader, event.office);
  if (!all) return all.error();
  std::vector<Event> out;
  for (const directory::AccessGrant& grant : *all) {
    if (grant.kind != choice.kind || !directory::in_force_or_coming(grant, event.at)) continue;
    if ((choice.account && grant.account != choice.account) || (choice.unit && grant.unit != choice.unit)) continue;
    if (choice.for_account && grant.for_account != choice.for_account) continue;
    if (choice.from_day && policies::calendar::local_date(grant.from) != *choice.from_day) continue;
    Event one = event;
    one.body = AccessWithdrawn{right_of_grant(tools.view, grant)};
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace mailstore::office
