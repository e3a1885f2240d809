// The leader's pages by subscription: each working morning, and on the first working day of a week.
#include "directory/people/actor.h"
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/office/mails/digest_mail.h"
#include "mailstore/office/mails/leader_page_mail.h"
#include "mailstore/office/reading/reply_token.h"
#include "mailstore/office/rows/reminder_rows.h"
#include "mailstore/office/rows/rows.h"
#include "mailstore/office/ruling/rights/may_read.h"

namespace mailstore {
namespace {

namespace calendar = policies::calendar;
namespace reminders = policies::reminders;
namespace tasks = policies::tasks;

constexpr const char* kMorning = "trang-sang|";
constexpr const char* kWeekly = "trang-tuan|";

// A page of the day, or of the week by its Monday: a Monday on which nothing ran, or a day off, is made up for.
std::string key_of(reminders::PageKind kind, calendar::Date today) {
  if (kind == reminders::PageKind::morning) return kMorning + calendar::iso_date(today);
  return kWeekly + calendar::iso_date(calendar::add_days(today, 1 - calendar::weekday(today)));
}

// Before the first page: since the working day before, since a week.
base::Timestamp first_since(reminders::PageKind kind, base::Timestamp now, const calendar::Calendar& calendar) {
  const calendar::Date today = calendar::local_date(now);
  if (kind == reminders::PageKind::weekly) return calendar::at_minute(calendar::add_days(today, -7), 0);
  const auto before = calendar.last_working_day(calendar::add_days(today, -30), calendar::add_days(today, -1));
  return calendar::at_minute(before.value_or(calendar::add_days(today, -1)), 0);
}

}  // namespace

base::Result<int> Desk::send_pages(const directory::DirectoryView& view, base::Timestamp now) {
  using directory::Preference;
  int sent = 0;
  std::optional<base::Error> failed;  // of one office keeps the others from nothing
  for (const directory::Account& account : view.accounts()) {
    if (account.kind != directory::AccountKind::person || !account.active) continue;
    for (const auto kind : {reminders::PageKind::weekly, reminders::PageKind::morning}) {
      const bool weekly = kind == reminders::PageKind::weekly;
      if (view.preference(weekly ? Preference::weekly_page : Preference::morning_page, account.id) != "yes") continue;
      auto done = send_page(view, account, kind, now);
      if (done) sent += *done ? 1 : 0;
      else if (!failed) failed = done.error();
    }
  }
  if (failed) return *failed;
  return sent;
}

// False: it was said, or he leads nobody any more.
base::Result<bool> Desk::send_page(const directory::DirectoryView& view, const directory::Account& to,
                                   reminders::PageKind kind, base::Timestamp now) {
  if (!office_->calendars().book()->for_office(to.office).is_working(policies::calendar::local_date(now))) return false;
  const policies::access::Actor actor = directory::actor_of(view, to);
  if (!office::leads(actor) && !office::heads_a_unit(actor)) return false;
  const std::string key = key_of(kind, calendar::local_date(now));
  const bool weekly = kind == reminders::PageKind::weekly;
  bool said = false;
  base::Timestamp since;
  std::vector<tasks::Task> about;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto known = office::said_reminders(snapshot, to.id, {key});
    if (!known) return known.error();
    said = !known->empty();
    if (said) return {};
    auto last = office::last_said(snapshot, to.id, weekly ? kWeekly : kMorning);
    if (!last) return last.error();
    since = *last;
    auto found = office::read_tasks_about(snapshot, to.office, to.unit, to.id);
    if (!found) return found.error();
    about = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  if (said) return false;
  if (since == base::Timestamp()) since = first_since(kind, now, office_->calendars().book()->for_office(to.office));
  reminders::PageReader reader;
  reader.name = to.full_name;
  reader.account = to.id;
  const directory::Unit* scope = view.find_unit(office::leads(actor) ? to.office : to.unit);
  if (scope != nullptr) reader.scope = scope->name;
  reader.may_read = [&](const tasks::Task& task, int party) {
    return office::may_read(view, actor, to.id, task, party, now);
  };
  reader.unit_of = [&](const tasks::TaskParty& party) {
    const directory::Unit* unit = party.unit ? view.find_unit(party.unit) : view.find_unit_by_code(party.unit_code);
    return unit != nullptr ? unit->name : party.name;
  };
  const reminders::LeaderPage page = reminders::leader_page(about, reader, kind, since, now);
  const office::OutputTools tools = office_->output_tools(parts_->directory.view(), to.office);
  office::MailToOne mail;
  mail.office = to.office;
  mail.to = to.address;
  mail.at = now;
  mail.message_id = office::digest_message_id(to.id, now, (weekly ? "tuan." : "sang.") + tools.domain);
  auto bytes = office::list_mail(tools, mail, reminders::page_message(page), office::leader_page_html(page));
  if (!bytes) return bytes.error();
  auto posted =
      post(to, std::move(*bytes), now, [&](base::SqlTransaction& tx) { return note_said(tx, to.id, {key}, now); });
  if (!posted) return posted.error();
  return true;
}

}  // namespace mailstore
