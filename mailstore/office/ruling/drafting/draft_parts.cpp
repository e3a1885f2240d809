#include "mailstore/office/ruling/drafting/draft_parts.h"

#include <algorithm>

#include "policies/phrases/deadline_doubts.h"
#include "policies/phrases/deadline_words.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;

bool says_any(std::string_view text, std::initializer_list<std::string_view> phrases_of) {
  const phrases::Words words = phrases::split_words(text, 4000);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrases::match_longest(words, at, phrases_of) > 0) return true;
  }
  return false;
}

bool says_each(std::string_view text) {
  return says_any(text,
                  {"mỗi đơn vị", "mỗi phường",  "mỗi xã",      "mỗi phòng",         "mỗi cơ quan",    "mỗi ban",
                   "mỗi trường", "từng đơn vị", "từng phường", "từng xã",           "từng phòng",     "từng cơ quan",
                   "các phường", "các xã",      "các đơn vị",  "các phòng",         "các cơ quan",    "các địa phương",
                   "các trường", "các ban",     "ubnd các",    "chủ tịch ubnd các", "thủ trưởng các", "trưởng các",
                   "each unit",  "each ward",   "each of you", "all units",         "all wards"});
}
bool says_one_leads(std::string_view text) { return says_any(text, {"chủ trì", "đầu mối", "lead", "leads"}); }

ModeSaid mode_said(const RulingTools& tools, const std::string& text, const Parties& parties) {
  int units = 0, offices_below = 0;
  for (const tasks::TaskParty& party : parties.list) {
    if (party.role == tasks::PartyRole::informed || !party.unit) continue;
    ++units;
    const directory::Unit* unit = tools.view.find_unit(party.unit);
    if (unit != nullptr && unit->kind == directory::UnitKind::office) ++offices_below;
  }
  if (units < 2) return parties.group && parties.list.size() > 1 ? ModeSaid::each : ModeSaid::joint;
  const bool each = says_each(text), leads = says_one_leads(text);
  if (each != leads) return each ? ModeSaid::each : ModeSaid::joint;
  if (parties.group) return each ? ModeSaid::open : ModeSaid::each;
  // Equals asked without a word: nobody knows. Sections of one office: the first leads, as the office is used to.
  return each || offices_below == units ? ModeSaid::open : ModeSaid::joint;
}

void take_deadline(phrases::DeadlineAnswer&& answer, TaskDraft& draft) {
  using phrases::DeadlineVerdict;
  draft.deadline_open = answer.verdict == DeadlineVerdict::ambiguous || answer.verdict == DeadlineVerdict::unreadable;
  draft.deadline.reset();
  draft.assignment.due.reset();
  draft.assignment.due_words.clear();
  draft.deadline_candidate.reset();
  if (draft.deadline_open && answer.unclear.size() == 1) draft.deadline_candidate = answer.unclear.front().candidate;
  if (draft.deadline_open || answer.found.empty()) return;
  draft.deadline = std::move(answer.found.front());
  draft.assignment.due = draft.deadline->due;
  draft.assignment.due_day_off = !draft.deadline->working_day;
  draft.assignment.due_words = draft.deadline->words;
}

bool has_lead(const TaskDraft& draft) {
  const auto& parties = draft.assignment.parties;
  return std::any_of(parties.begin(), parties.end(), [](const tasks::TaskParty& party) {
    return party.role == tasks::PartyRole::lead || party.role == tasks::PartyRole::part;
  });
}

void set_mode(TaskDraft& draft, tasks::Mode mode) {
  using tasks::PartyRole;
  draft.mode_open = false;
  draft.assignment.mode = mode;
  bool lead = false;
  for (tasks::TaskParty& party : draft.assignment.parties) {
    if (party.role == PartyRole::informed) continue;
    party.role = mode == tasks::Mode::each ? PartyRole::part : lead ? PartyRole::cooperating : PartyRole::lead;
    lead = true;
  }
}

bool take_said_deadline(const RulingTools& tools, const std::string& text, base::Timestamp at, TaskDraft& draft,
                        phrases::DeadlineAnswer& answer) {
  using phrases::DeadlineWords;
  const DeadlineWords bare = phrases::read_deadline_words(text, tools.calendar, at);
  phrases::DeadlineAnswer said;
  switch (bare.kind) {
    case DeadlineWords::Kind::no_deadline: take_deadline({}, draft); return true;
    case DeadlineWords::Kind::understood:
      said.verdict = phrases::DeadlineVerdict::understood;
      said.found = {*bare.deadline};
      break;
    case DeadlineWords::Kind::unclear:
      said.verdict = phrases::DeadlineVerdict::unreadable;
      said.unclear = {*bare.unclear};
      break;
    case DeadlineWords::Kind::nothing:
      said = phrases::find_deadline("", text, tools.calendar, at);
      if (said.verdict != phrases::DeadlineVerdict::none) break;
      if (!draft.deadline_open || !phrases::wants_no_deadline(phrases::split_words(text))) return false;
      take_deadline({}, draft);
      return true;
  }
  answer = said;
  take_deadline(std::move(said), draft);
  return true;
}

void take_candidate(TaskDraft& draft) {
  draft.deadline_open = false;
  draft.deadline = draft.deadline_candidate;
  draft.assignment.due = draft.deadline->due;
  draft.assignment.due_words = draft.deadline->words;
  draft.assignment.due_day_off = !draft.deadline->working_day;
  draft.deadline_candidate.reset();
}

}  // namespace mailstore::office
