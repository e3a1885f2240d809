#include "mailstore/office/reading/reader_rights.h"

#include <algorithm>

namespace mailstore::office {

namespace access = policies::access;
namespace tasks = policies::tasks;

access::Party party_about(const directory::DirectoryView& view, base::AccountId person, const tasks::Task& task,
                          int number) {
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(number)];
  access::Party out;
  out.office = task.head.office;
  out.assigner = task.head.assigner;
  out.entered_by = task.head.entered_by;
  out.holder_unit = party.unit;
  if (!party.unit) {
    const auto members = view.members_of(party.account);
    const bool member = std::find(members.begin(), members.end(), person) != members.end();
    out.holder_account = member ? person : party.account;
  }
  out.informed_only = party.role == tasks::PartyRole::informed;
  if (party.open_hand_of(person) >= 0) out.hand_account = person;
  out.has_hands = party.has_open_hands();
  for (const tasks::TaskParty& each : task.parties) {
    if (!each.unit_code.empty()) out.fields.push_back(each.unit_code);
  }
  return out;
}

bool may_read(const directory::DirectoryView& view, const access::Actor& actor, base::AccountId reader,
              const tasks::Task& task, int number, base::Timestamp at) {
  access::Party about = party_about(view, reader, task, number);
  about.unit = about.holder_unit;
  return static_cast<bool>(access::may(actor, about, access::Action::read, at));
}

bool may_read(const directory::DirectoryView& view, const access::Actor& actor, base::AccountId reader,
              const tasks::Series& series, base::Timestamp at) {
  tasks::Task shown;  // rights are asked as those of its tasks
  shown.head = series.assignment;
  shown.parties = series.assignment.parties;
  for (int party = 0; party < static_cast<int>(shown.parties.size()); ++party) {
    if (may_read(view, actor, reader, shown, party, at)) return true;
  }
  return false;
}

bool is_inside(const directory::DirectoryView& view, const directory::Account& reader, const tasks::TaskParty& party) {
  if (party.unit) return party.unit == reader.unit || party.unit == reader.office;
  const auto members = view.members_of(party.account);
  return party.account == reader.id || party.open_hand_of(reader.id) >= 0 ||
         std::find(members.begin(), members.end(), reader.id) != members.end();
}

}  // namespace mailstore::office
