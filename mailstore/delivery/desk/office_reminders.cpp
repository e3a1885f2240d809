// The morning's round of reminders: who must see to what, one mail a person, each said once.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "directory/gate/password_ages.h"
#include "directory/people/access_grants.h"
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/unit/journal.h"
#include "mailstore/delivery/unit/office_unit.h"
#include "mailstore/office/mails/digest_mail.h"
#include "mailstore/office/reading/reply_token.h"
#include "mailstore/office/rows/reminder_rows.h"
#include "mailstore/office/rows/rows.h"
#include "policies/reminders/digest_text.h"

namespace mailstore {
namespace {

namespace reminders = policies::reminders;
namespace tasks = policies::tasks;

constexpr auto kKeptFor = std::chrono::hours(24 * 400);  // what was said is known for so long

std::vector<base::AccountId> heads_of(const directory::DirectoryView& view, base::UnitId unit) {
  std::vector<base::AccountId> out;
  for (const directory::Account& account : view.accounts()) {
    if (account.kind == directory::AccountKind::person && account.active && account.role == directory::Role::leader &&
        account.unit == unit)
      out.push_back(account.id);
  }
  return out;
}

// The people whom it is told; the unit's mailbox when it has nobody.
std::vector<base::AccountId> listeners(const directory::DirectoryView& view, const tasks::Task& task,
                                       const reminders::Reminder& reminder, base::Timestamp now) {
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(reminder.party)];
  using reminders::Audience;
  if (reminder.audience == Audience::assigner) {
    std::vector<base::AccountId> out{task.head.assigner};
    for (const directory::Account* one : directory::substitutes_of(view, task.head.assigner, now))
      out.push_back(one->id);
    return out;
  }
  if (reminder.audience == Audience::clerk) {
    const directory::Unit* unit = view.find_unit(party.unit);
    const directory::Account* records =
        unit != nullptr ? view.role_mailbox(unit->office, directory::kRecords) : nullptr;
    return records != nullptr ? view.members_of(records->id) : std::vector<base::AccountId>();
  }
  if (reminder.hand >= 0) return {party.hands[static_cast<std::size_t>(reminder.hand)].account};
  if (!party.unit) {
    const auto members = view.members_of(party.account);
    return members.empty() ? std::vector<base::AccountId>{party.account} : members;
  }
  std::vector<base::AccountId> out;
  if (reminder.audience == Audience::holder) {
    for (const tasks::Hand& hand : party.hands) {
      if (tasks::is_open(hand.state) && !hand.due) out.push_back(hand.account);
    }
  }
  for (const base::AccountId head : heads_of(view, party.unit)) out.push_back(head);
  if (out.empty()) out.push_back(party.account);
  return out;
}

reminders::DigestLine line_of(const tasks::Task& task, const reminders::Reminder& reminder, base::Timestamp now,
                              const policies::calendar::Calendar& calendar) {
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(reminder.party)];
  reminders::DigestLine line;
  line.reminder = reminder;
  line.office = task.head.office;
  line.number = task.head.number;
  line.title = task.head.title;
  line.holder = party.name;
  if (reminder.hand >= 0) line.holder = party.hands[static_cast<std::size_t>(reminder.hand)].name + " – " + party.name;
  line.assigner = task.head.assigner_name;
  line.state =
      reminder.hand >= 0
          ? tasks::describe_state(tasks::as_party(party, party.hands[static_cast<std::size_t>(reminder.hand)]), now)
          : tasks::describe_state(party, now);
  line.due_day_off = !calendar.is_working(policies::calendar::local_date(reminder.due, calendar.rule().offset_minutes));
  return line;
}

// What the office of the task chose to have otherwise.
reminders::ReminderRules rules_of(const directory::DirectoryView& view, base::UnitId office,
                                  const reminders::ReminderRules& rules) {
  const std::string_view chosen = view.preference(directory::Preference::days_before, office);
  if (chosen.empty()) return rules;
  reminders::ReminderRules own = rules;
  own.days_before.clear();
  int number = 0;
  for (const char c : std::string(chosen) + " ") {
    if (c != ' ') number = number * 10 + (c - '0');
    else if (number > 0) own.days_before.push_back(std::exchange(number, 0));
  }
  return own;
}

// The deadlines that this mail tells to who gave the tasks, and that were not told to him before: events of the
// journals, by the server itself. The journals are locked in the order of the offices.
base::Result<std::vector<office::Event>> escalations(base::SqlTransaction& tx, StoreCore& core,
                                                     const directory::DirectoryView& view,
                                                     const std::vector<reminders::DigestLine>& lines,
                                                     base::Timestamp now) {
  std::map<std::pair<base::UnitId, std::int64_t>, std::vector<int>> told;  // office and task → parties
  for (const reminders::DigestLine& line : lines) {
    if (line.reminder.audience == reminders::Audience::assigner && line.reminder.reason == reminders::Reason::overdue &&
        view.journal_of(line.office) != nullptr)
      told[{line.office, line.reminder.task}].push_back(line.reminder.party);
  }
  std::vector<office::Event> events;
  base::UnitId locked;
  for (const auto& [of, parties] : told) {
    if (locked != of.first) {
      auto done = lock_journal(tx, core, view, of.first);
      if (!done) return done.error();
      locked = of.first;
    }
    auto task = office::read_task(tx, of.second);
    if (!task) return task.error();
    if (!*task) continue;
    for (const int party : parties) {
      if (party >= static_cast<int>((*task)->parties.size())) continue;
      tasks::TaskEvent step;
      step.kind = tasks::EventKind::escalated;
      step.at = now;
      step.party = party;
      step.due = (*task)->parties[static_cast<std::size_t>(party)].due;
      tasks::Applied applied = tasks::apply(**task, step);
      if (!applied.ok) continue;  // told before, or answered meanwhile
      **task = std::move(applied.task);
      office::Event event;
      event.office = of.first;
      event.at = now;
      event.proof = office::Proof::system;
      event.body = office::TaskStep{of.second, step};
      events.push_back(std::move(event));
    }
  }
  return events;
}

}  // namespace

base::Result<OfficeDesk::ReminderRound> Desk::remind(const reminders::ReminderRules& rules, base::Timestamp now) {
  const auto view = parts_->directory.view();
  const auto calendars = office_->calendars().book();
  const auto works_today = [&](base::UnitId office) {
    const policies::calendar::Calendar& calendar = calendars->for_office(office);
    return calendar.is_working(policies::calendar::local_date(now, calendar.rule().offset_minutes));
  };
  // One round a day, however often the server starts: account 0 stands for the round itself.
  const std::string day = "round|" + policies::calendar::iso_date(policies::calendar::local_date(now));
  bool done_today = false;
  std::vector<tasks::Task> open;
  std::vector<directory::PasswordEnd> ends;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto said = office::said_reminders(snapshot, {}, {day});
    if (!said) return said.error();
    done_today = !said->empty();
    if (done_today) return {};
    auto found = office::read_open_tasks(snapshot);
    if (!found) return found.error();
    open = std::move(*found);
    auto passwords = directory::password_ends(snapshot, rules.password.maximum_days);
    if (!passwords) return passwords.error();
    ends = std::move(*passwords);
    return {};
  });
  if (!read) return read.error();
  const bool anybody_works = std::any_of(view->units().begin(), view->units().end(), [&](const directory::Unit& unit) {
    return unit.kind == directory::UnitKind::office && works_today(unit.id);
  });
  if (done_today || !anybody_works) return ReminderRound{};
  std::map<base::AccountId, reminders::Digest> due;
  for (const tasks::Task& task : open) {
    const policies::calendar::Calendar& calendar = calendars->for_office(task.head.office);
    const reminders::ReminderRules own = rules_of(*view, task.head.office, rules);
    for (const reminders::Reminder& reminder : reminders::reminders_of(task, now, calendar, own)) {
      for (const base::AccountId account : listeners(*view, task, reminder, now)) {
        const directory::Account* known_account = view->find_account(account);
        if (known_account == nullptr || !works_today(known_account->office)) continue;  // silent on his day off
        if (view->preference(directory::Preference::reminders, account) == "no") continue;
        auto& lines = due[account].lines;
        const bool known = std::any_of(lines.begin(), lines.end(), [&](const reminders::DigestLine& line) {
          return line.reminder.key == reminder.key;
        });
        if (!known) lines.push_back(line_of(task, reminder, now, calendar));
      }
    }
  }
  for (const directory::PasswordEnd& end : ends) {
    const directory::Account* owner = view->find_account(end.account);
    if (owner == nullptr || !works_today(owner->office)) continue;
    if (auto said = reminders::password_reminder(end.at, now, calendars->for_office(owner->office), rules.password))
      due[end.account].password = std::move(*said);
  }
  ReminderRound round;
  std::optional<base::Error> failed;  // one office's broken seal keeps nobody else from hearing
  for (auto& [account, digest] : due) {
    auto said = send_digest(*view, account, std::move(digest), now);
    if (!said) {
      if (!failed) failed = said.error();
      continue;
    }
    round.mails += *said > 0 ? 1 : 0;
    round.reminders += *said;
  }
  auto pages = send_pages(*view, now);
  if (pages) round.mails += *pages;
  else if (!failed) failed = pages.error();
  if (failed) return *failed;  // the round is not done: what is missing is tried again
  auto noted = parts_->core.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto ours = office::note_reminder(tx, {}, day, now);
    if (!ours) return ours.error();
    return office::forget_reminders(tx, now - kKeptFor);
  });
  if (!noted) return noted.error();
  return round;
}

// How many reminders went out; 0: all were said before, or nobody is there to hear.
base::Result<int> Desk::send_digest(const directory::DirectoryView& view, base::AccountId to, reminders::Digest digest,
                                    base::Timestamp now) {
  const directory::Account* account = view.find_account(to);
  if (account == nullptr || !account->active) return 0;
  std::vector<std::string> keys;
  for (const reminders::DigestLine& line : digest.lines) keys.push_back(line.reminder.key);
  if (digest.password) keys.push_back(digest.password->key);
  std::set<std::string> said;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = office::said_reminders(snapshot, to, keys);
    if (!found) return found.error();
    said = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  std::erase_if(digest.lines, [&](const reminders::DigestLine& line) { return said.contains(line.reminder.key); });
  if (digest.password && said.contains(digest.password->key)) digest.password.reset();
  std::erase_if(keys, [&](const std::string& key) { return said.contains(key); });
  if (keys.empty()) return 0;
  digest.name = account->full_name;
  digest.day = policies::calendar::local_date(now);
  office::DigestMail mail;
  mail.digest = std::move(digest);
  mail.office = account->office;
  mail.to = account->address;
  mail.at = now;
  const office::OutputTools tools = office_->output_tools(parts_->directory.view(), account->office);
  mail.message_id = office::digest_message_id(to, now, tools.domain);
  auto bytes = office::digest_mail(tools, mail);
  if (!bytes) return bytes.error();
  auto posted = post(*account, std::move(*bytes), now, [&](base::SqlTransaction& tx) -> base::Result<void> {
    auto events = escalations(tx, parts_->core, view, mail.digest.lines, now);
    if (!events) return events.error();
    auto written = write_events(tx, parts_->core, parts_->preparer, view, *events, {}, {});
    if (!written) return written;
    return note_said(tx, to, keys, now);
  });
  if (!posted) return posted.error();
  return static_cast<int>(keys.size());
}

}  // namespace mailstore
