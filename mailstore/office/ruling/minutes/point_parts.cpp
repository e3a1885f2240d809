#include "mailstore/office/ruling/minutes/point_parts.h"

#include <algorithm>

#include "base/text/fold.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;
namespace minutes = policies::minutes;

namespace {

// "các phường": the offices below of that kind; "các phòng": the sections. Empty: nobody knows who they are.
std::vector<const directory::Account*> members_of(const RulingTools& tools, const IntakeHead& head,
                                                  const std::string& kind) {
  std::vector<const directory::Account*> out;
  const bool sections = kind.starts_with("phong") || kind == "co quan chuyen mon";
  const bool all_below = kind == "dia phuong" || kind == "wards";
  for (const directory::Account& account : tools.view.accounts()) {
    if (!account.active) continue;
    const directory::Unit* unit = tools.view.find_unit(account.unit);
    const directory::Unit* office = tools.view.find_unit(account.office);
    if (sections && account.purpose == directory::kSectionTasks && account.office == head.office && unit != nullptr)
      out.push_back(&account);
    const bool below = account.purpose == directory::kTasks && office != nullptr && office->parent == head.office;
    if (!sections && below &&
        (all_below || (" " + base::fold(office->name) + " ").find(" " + kind + " ") != std::string::npos))
      out.push_back(&account);
  }
  return out;
}

}  // namespace

ReadNames read_names(std::string_view text, std::vector<NamedParty> named) {
  ReadNames out;
  std::vector<minutes::NameSpan> spans;
  // An address stands behind its name: one naming.
  for (NamedParty& party : named) {
    if (!out.named.empty() && party.account != nullptr && out.named.back().account == party.account &&
        party.begin <= out.named.back().end + 3) {
      out.named.back().end = spans.back().end = party.end;
      continue;
    }
    if (!spans.empty() && party.begin < spans.back().end) continue;
    spans.push_back({party.begin, party.end});
    out.named.push_back(std::move(party));
  }
  out.actors = minutes::read_actors(text, spans);
  return out;
}

NameScope scope_of(const IntakeHead& head) { return {head.office, {}, true}; }

ReadNames read_one(const RulingTools& tools, const IntakeHead& head, std::string_view text, bool bare) {
  NameScope scope = scope_of(head);
  scope.bare = bare;
  return read_names(text, std::move(named_parties_in_each(tools.view, scope, {text}).front()));
}

bool has_party(const std::vector<tasks::TaskParty>& parties, const tasks::TaskParty& party) {
  return std::any_of(parties.begin(), parties.end(), [&](const tasks::TaskParty& other) {
    return other.unit == party.unit && other.account == party.account;
  });
}

void take_actors(const RulingTools& tools, const IntakeHead& head, const std::string& text, const ReadNames& read,
                 TaskDraft& draft) {
  Parties parties;
  std::vector<tasks::TaskParty> informed;
  for (const tasks::TaskParty& party : draft.assignment.parties) {
    if (party.role == tasks::PartyRole::informed) informed.push_back(party);
  }
  draft.unknown.clear();
  draft.several.clear();
  auto add = [&](const directory::Account& account, tasks::PartyRole role) {
    if (account.id == head.author.id) return;
    tasks::TaskParty party = party_of_account(tools.view, account, head.office);
    if (has_party(parties.list, party)) return;
    party.role = role;
    parties.list.push_back(std::move(party));
  };
  for (const std::string& kind : read.actors.groups) {
    const auto members = members_of(tools, head, kind);
    for (const directory::Account* account : members) add(*account, tasks::PartyRole::part);
    if (members.empty()) draft.unknown.push_back("các " + kind);
  }
  const bool each = !parties.list.empty();
  for (std::size_t i = 0; i < read.named.size(); ++i) {
    if (read.actors.roles[i] == minutes::Acting::no) continue;
    const NamedParty& named = read.named[i];
    if (named.account == nullptr) {
      draft.several.push_back(text.substr(named.begin, named.end - named.begin));
      continue;
    }
    const bool leads = read.actors.roles[i] == minutes::Acting::lead;
    add(*named.account, each ? tasks::PartyRole::part : leads ? tasks::PartyRole::lead : tasks::PartyRole::cooperating);
  }
  draft.unknown.insert(draft.unknown.end(), read.actors.unknown.begin(), read.actors.unknown.end());
  // The lead first, wherever it was named.
  std::stable_partition(parties.list.begin(), parties.list.end(),
                        [](const tasks::TaskParty& party) { return party.role == tasks::PartyRole::lead; });
  draft.mode_open = false;
  draft.assignment.mode = each ? tasks::Mode::each : tasks::Mode::joint;
  const bool roles_said = says_any(text, {"phối hợp", "cùng với"});
  const ModeSaid mode = each || roles_said || draft.several.size() + draft.unknown.size() > 0
                            ? ModeSaid::joint
                            : mode_said(tools, text, parties);
  for (tasks::TaskParty& party : informed) {
    if (!has_party(parties.list, party)) parties.list.push_back(std::move(party));
  }
  draft.assignment.parties = std::move(parties.list);
  if (mode == ModeSaid::each && !each) set_mode(draft, tasks::Mode::each);
  draft.mode_open = mode == ModeSaid::open && has_lead(draft);
}

base::Sentence doubt_of(const phrases::DeadlineAnswer& answer) {
  base::Sentence out;
  auto add = [&](const base::Sentence& more) {
    out.vi += (out.vi.empty() ? "" : "; ") + more.vi;
    out.en += (out.en.empty() ? "" : "; ") + more.en;
  };
  if (answer.verdict == phrases::DeadlineVerdict::ambiguous) {
    for (const phrases::Deadline& found : answer.found) {
      const base::Sentence full = phrases::describe(found);
      add({"“" + found.words + "” = " + full.vi, "“" + found.words + "” = " + full.en});
    }
  }
  for (const phrases::UnclearDeadline& unclear : answer.unclear) add(phrases::describe(unclear));
  return out;
}

}  // namespace mailstore::office
