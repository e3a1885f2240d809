// Mails of ours into one INBOX: how they are posted; and the greeting of who has just set his first own password.
#include "directory/gate/greetings.h"
#include "directory/people/actor.h"
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/office/mails/digest_mail.h"
#include "mailstore/office/mails/welcome_mail.h"
#include "mailstore/office/reading/reply_token.h"
#include "mailstore/office/rows/reminder_rows.h"
#include "mailstore/office/ruling/rights/may_read.h"

namespace mailstore {
namespace {

namespace tasks = policies::tasks;

constexpr std::size_t kMostNames = 3;

base::Error said_by_another() {
  return base::Error::transient(base::ErrorCode::stopped,
                                {"Một máy chủ khác vừa gửi thư này.", "Another node has just sent this mail."});
}

std::string name_and_address(const directory::Account& account) {
  return account.full_name + " <" + account.address + ">";
}

std::string address_of(const directory::Account* account) { return account != nullptr ? account->address : ""; }

tasks::Welcome welcome_of(const directory::DirectoryView& view, const directory::Account& account) {
  tasks::Welcome welcome;
  welcome.role = office::help_role_of(directory::actor_of(view, account), account.role);
  welcome.name = account.full_name;
  welcome.address = account.address;
  if (const directory::Unit* office = view.find_unit(account.office)) welcome.office = office->name;
  welcome.addresses = {address_of(view.role_mailbox(account.office, directory::kTasks)),
                       address_of(view.role_mailbox(account.office, directory::kRecords))};
  for (const directory::Account* box : view.role_mailboxes_of(account.id)) {
    if (box->purpose == directory::kSectionTasks) welcome.unit_mailbox = box->address;
  }
  if (welcome.unit_mailbox.empty() && welcome.role == tasks::HelpRole::leader)
    welcome.unit_mailbox = welcome.addresses.task_mailbox;
  for (const directory::Account& other : view.accounts()) {
    if (other.kind != directory::AccountKind::person || !other.active || other.id == account.id) continue;
    const bool same = other.office == account.office;
    if (other.role == directory::Role::clerk && same && welcome.clerks.size() < kMostNames)
      welcome.clerks.push_back(name_and_address(other));
    if (other.role == directory::Role::admin && welcome.administrators.size() < kMostNames)
      welcome.administrators.push_back(name_and_address(other));
  }
  return welcome;
}

}  // namespace

base::Result<void> note_said(base::SqlTransaction& tx, base::AccountId to, const std::vector<std::string>& keys,
                             base::Timestamp now) {
  for (const std::string& key : keys) {
    auto ours = office::note_reminder(tx, to, key, now);
    if (!ours) return ours.error();
    if (!*ours) return said_by_another();
  }
  return {};
}

base::Result<void> Desk::post(const directory::Account& to, std::string bytes, base::Timestamp now,
                              const std::function<base::Result<void>(base::SqlTransaction&)>& first) {
  DeliverRequest request;
  request.source = Source::notice;
  request.at = now;
  request.recipients.push_back({to.address, {}, {}});
  auto message = parts_->preparer.prepare_blocking(std::move(bytes));
  if (!message) return message.error();
  auto unit = parts_->plan(request, std::move(*message));
  auto placed = parts_->place_blocking(unit->boxes);
  if (!placed) return placed.error();
  unit->ignores_quota = true;  // what an office says must get through
  auto done = parts_->preparer.commit_blocking({unit->message}, [&](base::SqlTransaction& tx) -> base::Result<void> {
    auto noted = first(tx);
    if (!noted) return noted;
    unit->ran_before = false;  // what `first` notes tells
    auto filed = unit->run(tx, parts_->core, parts_->preparer);
    return filed ? base::Result<void>() : filed.error();
  });
  return done ? base::Result<void>() : done.error();
}

base::Result<int> Desk::greet_newcomers(base::Timestamp now) {
  const auto view = parts_->directory.view();
  std::vector<base::AccountId> due;
  auto read = parts_->core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = directory::greetings_due(snapshot);
    if (!found) return found.error();
    due = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  int sent = 0;
  std::optional<base::Error> failed;  // of one office keeps the others from nothing
  for (const base::AccountId id : due) {
    const directory::Account* account = view->find_account(id);
    if (account == nullptr || !account->active) continue;
    auto done = greet(*view, *account, now);
    if (done) ++sent;
    else if (!failed) failed = done.error();
  }
  if (failed) return *failed;
  return sent;
}

base::Result<void> Desk::greet(const directory::DirectoryView& view, const directory::Account& to,
                               base::Timestamp now) {
  const tasks::Welcome welcome = welcome_of(view, to);
  const office::OutputTools tools = office_->output_tools(parts_->directory.view(), to.office);
  office::MailToOne mail;
  mail.office = to.office;
  mail.to = to.address;
  mail.at = now;
  mail.message_id = office::digest_message_id(to.id, now, "chao." + tools.domain);
  auto bytes = office::list_mail(tools, mail, tasks::welcome_message(welcome), office::welcome_html(welcome));
  if (!bytes) return bytes.error();
  return post(to, std::move(*bytes), now, [&](base::SqlTransaction& tx) -> base::Result<void> {
    auto ours = directory::note_greeting(tx, to.id);
    if (!ours) return ours.error();
    return *ours ? base::Result<void>() : base::Result<void>(said_by_another());
  });
}

}  // namespace mailstore
