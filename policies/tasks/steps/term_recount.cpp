#include "policies/tasks/steps/term_recount.h"

#include <algorithm>
#include <array>

#include "policies/phrases/deadline_resolve.h"

namespace policies::tasks {

namespace {

struct Verdict {
  const char* word;
  const char* vi;
  const char* en;
};
constexpr std::array<Verdict, 6> kVerdicts{{
    {"moves", "tính lại", "counted anew"},
    {"day_off_now", "ngày đã ấn định, không đổi; nay là ngày nghỉ", "a day that was named, unchanged; now a day off"},
    {"other_count", "không do lịch cũ tính ra, giữ nguyên", "not what the old calendar gives, left alone"},
    {"unknown_version", "không còn lịch đã dùng để tính, giữ nguyên",
     "the calendar it was counted with is not known any more, left alone"},
    {"waits", "đang chờ ý kiến người giao, giữ nguyên; chạy lại sau khi có ý kiến",
     "waits for the assigner's answer, left alone; run again after it"},
    {"past", "ngày mới đã qua, giữ nguyên", "the new day has gone by, left alone"},
}};

// With which calendar the party's deadline of now was counted; nothing: it was named, granted or changed by hand.
std::optional<std::string> counted_with(const Task& task, const TaskParty& party, const RecountFacts& facts) {
  if (!party.due_changes.empty()) {
    const DueChange& last = party.due_changes.back();
    const bool stands = !last.calendar_version.empty() && last.new_due == party.due;
    return stands ? std::optional<std::string>(last.calendar_version) : std::nullopt;
  }
  return party.due == task.head.due ? facts.counted_with : std::nullopt;
}

bool waits_for_assigner(const TaskParty& party) {
  return party.state == State::wait_confirm || party.state == State::refused || party.pending_extension() != nullptr;
}

std::vector<calendar::DayDifference> days_between(const calendar::Calendar& before, const calendar::Calendar& after,
                                                  base::Timestamp from, base::Timestamp until) {
  const int offset = after.rule().offset_minutes;
  auto days =
      calendar::compare(before, after, calendar::local_date(from, offset), calendar::local_date(until, offset)).days;
  std::erase_if(days, [](const calendar::DayDifference& day) { return day.before.working == day.after.working; });
  return days;
}

std::optional<TermRecount> of_counted(const Task& task, const TaskParty& party, const calendar::Calendar& before,
                                      const RecountFacts& facts) {
  const calendar::Recount counted = calendar::recount({*party.due, task.head.assigned_at}, before, facts.after);
  TermRecount out;
  out.old_due = *party.due;
  out.new_due = counted.due;
  out.covered = counted.covered;
  if (counted.other_count) {
    out.verdict = counted.day_off_now ? TermVerdict::day_off_now : TermVerdict::other_count;
    return out;
  }
  if (!counted.moves) return std::nullopt;
  out.days = days_between(before, facts.after, task.head.assigned_at, std::max(out.old_due, out.new_due));
  if (waits_for_assigner(party)) out.verdict = TermVerdict::waits;
  else if (out.new_due <= facts.now) out.verdict = TermVerdict::past;
  return out;
}

std::optional<TermRecount> of_named(const Task& task, const TaskParty& party, const RecountFacts& facts) {
  const calendar::Calendar* before = facts.with_version(task.head.calendar_version);
  if (before == nullptr || !calendar::recount({*party.due, std::nullopt}, *before, facts.after).day_off_now)
    return std::nullopt;
  TermRecount out;
  out.verdict = TermVerdict::day_off_now;
  out.old_due = out.new_due = *party.due;
  out.days = days_between(*before, facts.after, *party.due, *party.due);
  return out;
}

std::optional<TermRecount> of_party(const Task& task, const TaskParty& party, const RecountFacts& facts) {
  const auto version = counted_with(task, party, facts);
  if (!version) return of_named(task, party, facts);
  if (*version == facts.after.version()) return std::nullopt;
  if (const calendar::Calendar* before = facts.with_version(*version)) return of_counted(task, party, *before, facts);
  TermRecount out;
  out.verdict = TermVerdict::unknown_version;
  out.old_due = out.new_due = *party.due;
  return out;
}

const TermRecount* move_of(const std::vector<TermRecount>& terms, int party) {
  const auto found = std::find_if(terms.begin(), terms.end(), [&](const TermRecount& term) {
    return term.party == party && term.verdict == TermVerdict::moves;
  });
  return found == terms.end() ? nullptr : &*found;
}

// A step of the whole would move nobody but those who move anyway, by the same days.
bool moves_as_a_whole(const Task& task, const std::vector<TermRecount>& terms) {
  const TermRecount* lead = move_of(terms, task.lead_index());
  if (lead == nullptr) return false;
  for (int i = 0; i < static_cast<int>(task.parties.size()); ++i) {
    const TaskParty& party = task.parties[static_cast<std::size_t>(i)];
    if (i == lead->party || is_final(party.state) || party.removed()) continue;
    if (party.role == PartyRole::informed) {
      if (!task.is_each() && party.due && *party.due > lead->new_due && *party.due != lead->old_due) return false;
      continue;
    }
    const TermRecount* move = move_of(terms, i);
    const bool refused_anyway =
        (party.state == State::wait_confirm || party.state == State::refused) && party.pending_extension() == nullptr;
    if (move != nullptr ? move->old_due != lead->old_due || move->new_due != lead->new_due : !refused_anyway)
      return false;
  }
  return true;
}

}  // namespace

const char* to_string(TermVerdict verdict) { return kVerdicts.at(static_cast<std::size_t>(verdict)).word; }

base::Sentence describe(TermVerdict verdict) {
  const Verdict& row = kVerdicts.at(static_cast<std::size_t>(verdict));
  return {row.vi, row.en};
}

std::vector<TermRecount> recount_terms(const Task& task, const RecountFacts& facts) {
  std::vector<TermRecount> out;
  for (int i = 0; i < static_cast<int>(task.parties.size()); ++i) {
    const TaskParty& party = task.parties[static_cast<std::size_t>(i)];
    if (!party.due || is_final(party.state) || party.removed() || party.role == PartyRole::informed) continue;
    auto term = of_party(task, party, facts);
    if (!term) continue;
    term->party = i;
    out.push_back(std::move(*term));
  }
  return out;
}

std::vector<TaskEvent> recount_steps(const Task& task, const std::vector<TermRecount>& terms,
                                     const RecountFacts& facts) {
  std::vector<TaskEvent> out;
  Task now = task;
  auto take = [&](const TermRecount& term, bool whole) {
    TaskEvent step;
    step.kind = EventKind::due_changed;
    step.at = facts.now;
    step.party = term.party;
    step.due = term.new_due;
    step.whole = whole;
    step.calendar_version = facts.after.version();
    step.reason = describe(term.days).vi;
    Applied applied = apply(now, step);
    if (!applied.ok) return;
    now = std::move(applied.task);
    out.push_back(std::move(step));
  };
  if (moves_as_a_whole(task, terms)) {
    take(*move_of(terms, task.lead_index()), true);
    return out;
  }
  for (const TermRecount& term : terms) {
    if (term.verdict == TermVerdict::moves) take(term, false);
  }
  return out;
}

base::Sentence describe(const std::vector<calendar::DayDifference>& days, std::size_t most) {
  base::Sentence out;
  for (std::size_t i = 0; i < std::min(days.size(), most); ++i) {
    const calendar::DayDifference& day = days[i];
    const std::string date = (i == 0 ? "" : ", ") + calendar::slash_date(day.date);
    const std::string note = day.after.note.empty() ? "" : " (" + phrases::shortened(day.after.note, 80) + ")";
    out.vi += date + (day.after.working ? " nay làm việc" : " nay nghỉ") + note;
    out.en += date + (day.after.working ? " is a working day now" : " is a day off now") + note;
  }
  if (days.size() > most) {
    const std::string more = std::to_string(days.size() - most);
    out.vi += " và " + more + " ngày khác";
    out.en += " and " + more + " more";
  }
  return out;
}

}  // namespace policies::tasks
