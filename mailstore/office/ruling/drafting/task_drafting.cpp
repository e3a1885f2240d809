// A leader's mail to his task mailbox: parties from To and Cc, the title from the subject, the deadline from the words;
// and what an answer to a question adds. Nothing is guessed.
#include "mailstore/office/ruling/drafting/task_drafting.h"

#include <algorithm>
#include <cstdio>

#include "base/mime/address.h"
#include "base/text/case.h"
#include "directory/people/access_grants.h"
#include "mailstore/office/reading/read_mail.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/rights/named_party.h"
#include "mailstore/office/ruling/series_ruling.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/period_change.h"
#include "policies/phrases/words.h"
#include "policies/tasks/series/series_words.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;

namespace {

bool is_there(const Parties& parties, const tasks::TaskParty& party) {
  return std::any_of(parties.list.begin(), parties.list.end(), [&](const tasks::TaskParty& other) {
    return other.unit == party.unit && other.account == party.account;
  });
}

void add_parties(const RulingTools& tools, const IntakeHead& head, const std::vector<HeaderRecipient>& from,
                 bool informed, Parties& parties) {
  const directory::Account* mailbox = tools.view.role_mailbox(head.office, directory::kTasks);
  auto add = [&](const directory::Account& account) {
    if (account.id == head.author.id || (mailbox != nullptr && account.id == mailbox->id)) return;
    tasks::TaskParty party = party_of_account(tools.view, account, head.office);
    if (is_there(parties, party)) return;
    party.role = informed               ? tasks::PartyRole::informed
                 : parties.list.empty() ? tasks::PartyRole::lead
                                        : tasks::PartyRole::cooperating;
    parties.list.push_back(std::move(party));
  };
  for (const HeaderRecipient& to : from) {
    const directory::Account* account = tools.view.find_address(to.address);
    if (account != nullptr && account->active && account->kind != directory::AccountKind::journal) {
      add(*account);
      continue;
    }
    // "cacphuong@": whoever is in the group has a part.
    const directory::Resolution resolved = tools.view.resolve(to.address);
    const bool group = account == nullptr && resolved.outcome == directory::ResolveOutcome::local;
    if (!group) parties.unknown.push_back(to.address);
    else if (!informed) parties.group = true;
    for (const base::AccountId id : group ? resolved.accounts : std::vector<base::AccountId>()) {
      if (const directory::Account* member = tools.view.find_account(id); member != nullptr && member->active)
        add(*member);
    }
  }
}

// What recurs goes before a deadline; where both stand, nobody knows which is meant.
void take_period(phrases::PeriodAnswer&& answer, std::vector<phrases::Deadline> beside, TaskDraft& draft) {
  using phrases::PeriodVerdict;
  if (answer.verdict == PeriodVerdict::none) return;
  const bool once = answer.verdict == PeriodVerdict::unclear ? draft.deadline.has_value() : !beside.empty();
  draft.period = std::move(answer.period);
  draft.period_words = draft.period ? draft.period->words : answer.unclear.empty() ? "" : answer.unclear.front().words;
  draft.period_or_once = once;
  draft.period_open = !draft.period && !once;
  phrases::DeadlineAnswer deadline;
  if (once && !draft.deadline) {
    deadline.verdict = phrases::DeadlineVerdict::understood;
    deadline.found = {beside.front()};
  }
  if (!once || !draft.deadline) take_deadline(std::move(deadline), draft);
}

}  // namespace

Drafted draft_of_mail(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask) {
  Drafted out;
  Parties parties;
  add_parties(tools, head, head.to, false, parties);
  const bool lead_given = !parties.list.empty();
  add_parties(tools, head, head.cc, true, parties);
  const GivenBy giver = given_by(tools, head, parties.list);
  out.out_of_reach = giver.refusal;

  TaskDraft& draft = out.draft;
  tasks::Assignment& given = draft.assignment;
  given.title = tasks::title_of(head.subject);
  // Parties do not get the leader's mail: what he forwards in it must reach them too. No deadline is read from it.
  given.content = head.text.text + (head.text.text.empty() || ask.quoted.empty() ? "" : "\n\n") + ask.quoted;
  given.office = head.office;
  if (const directory::Unit* office = tools.view.find_unit(head.office)) given.office_name = office->name;
  set_giver(tools, head, giver.leader, given);
  draft.name_open = giver.open;
  const ModeSaid mode = mode_said(tools, head.subject + "\n" + head.text.text, parties);
  given.parties = std::move(parties.list);
  draft.unknown = std::move(parties.unknown);
  if (mode == ModeSaid::each) set_mode(draft, tasks::Mode::each);
  draft.mode_open = mode == ModeSaid::open;

  out.unclear.deadline = phrases::find_deadline(head.subject, head.text.text, tools.calendar, head.at);
  out.unclear.no_lead = !lead_given;
  out.unclear.no_title = given.title.empty();
  out.unclear.unknown_recipients = draft.unknown;
  out.unclear.mode_open = draft.mode_open;
  out.unclear.name_open = draft.name_open;
  out.unclear.encrypted = ask.encrypted;
  take_deadline(phrases::DeadlineAnswer(out.unclear.deadline), draft);
  phrases::PeriodAnswer period = phrases::find_period(head.subject, head.text.text, tools.calendar, head.at);
  out.unclear.periods = period.unclear;
  std::vector<phrases::Deadline> beside;
  if (period.period)
    beside = phrases::deadlines_beside(*period.period, head.subject, head.text.text, tools.calendar, head.at);
  take_period(std::move(period), std::move(beside), draft);
  if (draft.period || draft.period_open || draft.period_or_once) out.unclear.deadline = {};
  if (draft.period) draft.days_before = tasks::find_days_before(head.text.text);
  out.unclear.period = draft.period;
  out.unclear.period_open = draft.period_open;
  out.unclear.period_or_once = draft.period_or_once;
  return out;
}

std::string missing_rule(const TaskDraft& draft) {
  if (draft.deadline_open) return "unclear-deadline";
  if (draft.period_or_once) return "period-or-once";
  if (draft.period_open) return "unclear-period";
  if (!draft.unknown.empty()) return "unknown-recipient";
  if (!has_lead(draft)) return "no-lead";
  if (draft.assignment.title.empty()) return "no-title";
  if (draft.mode_open) return "unclear-mode";
  if (draft.name_open) return "no-name";
  return "";
}

tasks::Unclear missing_of(const TaskDraft& draft) {
  tasks::Unclear unclear;
  unclear.deadline_open = draft.deadline_open;
  unclear.no_lead = !has_lead(draft);
  unclear.no_title = draft.assignment.title.empty();
  unclear.unknown_recipients = draft.unknown;
  unclear.mode_open = draft.mode_open;
  unclear.name_open = draft.name_open;
  unclear.period = draft.period;
  unclear.period_open = draft.period_open;
  unclear.period_or_once = draft.period_or_once;
  return unclear;
}

namespace {

// What stands around a name says what it is to do: "Phòng Kinh tế chủ trì", "phối hợp: Phòng Tư pháp".
std::optional<tasks::PartyRole> role_said(std::string_view text, const NamedParty& named) {
  const auto line_begin = text.substr(0, named.begin).find_last_of("\n.;");
  const std::size_t from = line_begin == std::string_view::npos ? 0 : line_begin + 1;
  const auto line_end = text.find_first_of("\n.;,", named.end);
  auto role_in = [](std::string_view part) -> std::optional<tasks::PartyRole> {
    const phrases::Words words = phrases::split_words(part, 200);
    std::optional<tasks::PartyRole> role;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (phrases::match_longest(words, at, {"chủ trì", "chịu trách nhiệm chính", "đầu mối", "lead", "leads"}) > 0)
        role = tasks::PartyRole::lead;
      if (phrases::match_longest(words, at, {"phối hợp", "cùng làm", "tham gia", "cooperate", "cooperates"}) > 0)
        role = tasks::PartyRole::cooperating;
      if (phrases::match_longest(words, at, {"để biết", "theo dõi", "nắm", "for information", "informed"}) > 0)
        role = tasks::PartyRole::informed;
    }
    return role;
  };
  if (auto behind =
          role_in(text.substr(named.end, line_end == std::string_view::npos ? line_end : line_end - named.end)))
    return behind;
  return role_in(text.substr(from, named.begin - from));
}

bool add_named(const RulingTools& tools, const IntakeHead& answer, Completed& out) {
  tasks::Assignment& given = out.draft.assignment;
  bool used = false;
  for (const NamedParty& named : named_parties(tools.view, {given.office, {}, true}, answer.text.text)) {
    if (named.account == nullptr) {
      out.several.push_back(answer.text.text.substr(named.begin, named.end - named.begin));
      continue;
    }
    if (named.account->id == answer.author.id) continue;
    if (out.draft.name_open && directory::leads_office(tools.view, *named.account)) continue;  // in his name
    tasks::TaskParty party = party_of_account(tools.view, *named.account, given.office);
    const auto role = role_said(answer.text.text, named);
    auto there = std::find_if(given.parties.begin(), given.parties.end(), [&](const tasks::TaskParty& other) {
      return other.unit == party.unit && other.account == party.account;
    });
    if (there != given.parties.end()) {
      if (!role || *role == there->role) continue;
      party = std::move(*there);
      given.parties.erase(there);
    }
    if (given.mode == tasks::Mode::each && role != tasks::PartyRole::informed) {
      party.role = tasks::PartyRole::part;
      given.parties.push_back(std::move(party));
      used = true;
      continue;
    }
    const bool leads = role ? *role == tasks::PartyRole::lead : !has_lead(out.draft);
    party.role = leads ? tasks::PartyRole::lead : role.value_or(tasks::PartyRole::cooperating);
    if (leads) {
      for (tasks::TaskParty& other : given.parties) {
        if (other.role == tasks::PartyRole::lead) other.role = tasks::PartyRole::cooperating;
      }
      given.parties.insert(given.parties.begin(), std::move(party));
    } else {
      given.parties.push_back(std::move(party));
    }
    used = true;
  }
  return used;
}

// "ĐỊNH KỲ", "một lần, hạn 20/12", "ngày 25 hằng tháng", and "ngày 25" where only that was missing.
bool take_said_period(const RulingTools& tools, const IntakeHead& answer, Completed& out) {
  TaskDraft& draft = out.draft;
  if (!draft.period && !draft.period_open && !draft.period_or_once) return false;
  const std::string& text = answer.text.text;
  phrases::PeriodAnswer said = phrases::find_period("", text, tools.calendar, answer.at);
  // "2 tuần một lần" is a period; "một lần thôi" is none.
  const bool once = !said.period && says_any(text, {"một lần", "1 lần", "chỉ lần này", "không định kỳ", "once"});
  const bool again = says_any(text, {"định kỳ", "theo kỳ", "theo chu kỳ", "lặp lại", "periodic", "again"});
  if (!said.period && !once && !draft.period && !draft.period_words.empty())
    said = phrases::find_period("", "báo cáo định kỳ " + draft.period_words + " " + text, tools.calendar, answer.at);
  if (said.period) {
    draft.period = std::move(said.period);
    draft.period_words = draft.period->words;
    draft.period_open = draft.period_or_once = false;
    take_deadline({}, draft);
    return true;
  }
  if (once) {
    draft.period.reset();
    draft.period_open = draft.period_or_once = false;
    draft.days_before.reset();
    draft.period_words.clear();
    if (!draft.deadline) take_said_deadline(tools, answer.text.text, answer.at, out.draft, out.deadline);
    return true;
  }
  if (!again || !draft.period || !draft.period_or_once) return false;
  draft.period_or_once = false;
  take_deadline({}, draft);
  return true;
}

// Whoever the answer itself was sent to, besides us.
bool add_addressed(const RulingTools& tools, const IntakeHead& answer, Completed& out) {
  Parties parties;
  parties.list = out.draft.assignment.parties;
  const std::size_t before = parties.list.size();
  const bool lead = has_lead(out.draft);
  IntakeHead to_others = answer;
  const auto ours = [&](const HeaderRecipient& to) { return is_reply_address(tools.view, to.address); };
  std::erase_if(to_others.to, ours);
  std::erase_if(to_others.cc, ours);
  add_parties(tools, to_others, to_others.to, false, parties);
  add_parties(tools, to_others, to_others.cc, true, parties);
  if (parties.list.size() == before) return false;
  for (std::size_t i = before; i < parties.list.size() && !lead; ++i) {
    if (parties.list[i].role == tasks::PartyRole::informed) continue;
    std::rotate(parties.list.begin(), parties.list.begin() + static_cast<std::ptrdiff_t>(i),
                parties.list.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    parties.list.front().role = tasks::PartyRole::lead;
    break;
  }
  out.draft.assignment.parties = std::move(parties.list);
  return true;
}

}  // namespace

namespace {

// "Hạn 4/12 nhé. Nhớ gửi bản mềm cho Văn phòng trước": more than the missing piece. It belongs to the direction.
bool says_more(std::string_view text) {
  constexpr std::size_t kPiece = 12;  // words of a piece
  int lines = 0;
  for (const phrases::Word& word : phrases::split_words(text, 400)) lines += word.kind == phrases::Word::Kind::letters;
  return lines > static_cast<int>(kPiece);
}

}  // namespace

Completed complete(const RulingTools& tools, const IntakeHead& answer, const TaskDraft& draft) {
  Completed out;
  out.draft = draft;
  const bool title_only = missing_rule(draft) == "no-title";
  const bool recurs = out.draft.period || out.draft.period_open || out.draft.period_or_once;
  const bool dated =
      !title_only && (recurs ? take_said_period(tools, answer, out)
                             : take_said_deadline(tools, answer.text.text, answer.at, out.draft, out.deadline));
  const bool addressed = add_addressed(tools, answer, out);
  const bool named = add_named(tools, answer, out) || addressed;
  bool shared = false;
  if (out.draft.mode_open) {
    const bool each = says_each(answer.text.text) ||
                      says_any(answer.text.text, {"từng", "mỗi", "riêng", "each", "từng đơn vị", "mỗi đơn vị"}),
               joint = says_one_leads(answer.text.text) || says_any(answer.text.text, {"chung", "first", "joint"});
    shared = each != joint;
    if (shared) set_mode(out.draft, each ? tasks::Mode::each : tasks::Mode::joint);
  }
  const directory::Account* leader =
      out.draft.name_open ? leader_named(tools.view, out.draft.assignment.office, answer.text.text) : nullptr;
  if (leader != nullptr) {
    set_giver(tools, answer, leader->id, out.draft.assignment);
    out.draft.name_open = false;
  }
  out.used = dated || named || shared || leader != nullptr;
  // Whoever was meant by an address that is nobody's has been named now.
  if (named && out.several.empty()) out.draft.unknown.clear();
  if (title_only) {
    out.draft.assignment.title = tasks::title_of(answer.text.text.substr(0, answer.text.text.find('\n')));
    out.used = !out.draft.assignment.title.empty();
  }
  if (out.used && !title_only && says_more(answer.text.text)) {
    std::string& content = out.draft.assignment.content;
    content += (content.empty() ? "" : "\n\n") + answer.text.text;
  }
  const tasks::Assignment& given = out.draft.assignment;
  if (!out.draft.name_open)
    out.out_of_reach =
        may_not_give(tools, answer, given.entered_by ? given.assigner : base::AccountId(), given.parties);
  return out;
}

std::string office_number(const directory::DirectoryView& view, const char* kind, base::UnitId office, int year,
                          int ordinal) {
  const directory::Unit* unit = view.find_unit(office);
  const std::string mail = unit != nullptr && !unit->mail.empty() ? "." + base::to_ascii_upper(unit->mail) : "";
  char digits[32];
  std::snprintf(digits, sizeof digits, "-%d-%06d", year, ordinal);
  return kind + mail + digits;
}

base::Result<Event> create_task(const RulingTools& tools, const IntakeHead& head, TaskDraft draft, int ahead) {
  if (draft.period) return begin_series(tools, head, std::move(draft));
  const int year = policies::calendar::local_date(head.at).year;
  auto ordinal = next_task_number(tools.reader, head.office, year);
  if (!ordinal) return ordinal.error();
  TaskAssigned body;
  body.assignment = std::move(draft.assignment);
  body.deadline = std::move(draft.deadline);
  tasks::Assignment& given = body.assignment;
  given.task = tools.ids.next();
  given.number = office_number(tools.view, "NV", head.office, year, *ordinal + ahead);
  given.assigned_at = head.at;
  given.calendar_version = tools.calendar.version();
  for (tasks::TaskParty& party : given.parties) party.due = given.due;
  return event_of(head, std::move(body));
}

}  // namespace mailstore::office
