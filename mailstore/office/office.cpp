#include "mailstore/office/office.h"

#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace {

constexpr auto kReplyKeyLifetime = std::chrono::hours(24 * 365);

}  // namespace

base::Result<std::unique_ptr<Office>> Office::open(base::Database& db, directory::Directory& directory,
                                                   const base::Clock& clock, base::IdMaker& ids, OfficeParts parts) {
  auto keys = load_reply_keys(db, clock.now(), kReplyKeyLifetime);
  if (!keys) return keys.error();
  std::unique_ptr<Office> office(new Office(db, ids, std::move(*keys)));
  office->calendars_ = parts.calendars;
  if (office->calendars_ == nullptr) {
    auto own = directory::Calendars::open(directory, clock, ids);
    if (!own) return own.error();
    office->own_calendars_ = std::move(*own);
    office->calendars_ = office->own_calendars_.get();
  }
  office->certificates_ = parts.certificates;
  if (office->certificates_ == nullptr) {
    auto own = directory::Certificates::open(directory, clock, ids);
    if (!own) return own.error();
    office->own_certificates_ = std::move(*own);
    office->certificates_ = office->own_certificates_.get();
  }
  office->seals_ = parts.seals;
  if (office->seals_ == nullptr) {
    office->own_seals_ = signing::Seals::open("", "", clock);
    office->seals_ = office->own_seals_.get();
  }
  return office;
}

base::Result<base::UnitId> Office::office_of_task(std::int64_t task) const {
  base::UnitId office;
  auto read = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = snapshot.query_i64("SELECT office FROM task WHERE id = ?", {task});
    if (!found) return found.error();
    office = base::UnitId(*found);
    return {};
  });
  if (!read) return read.error();
  return office;
}

TaskLookup Office::task_lookup() const {
  const auto read = [this](auto query) -> TaskLookup::Answer {
    std::optional<policies::tasks::Task> task;
    auto done = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto found = query(snapshot);
      if (!found) return found.error();
      task = std::move(*found);
      return {};
    });
    if (!done) return done.error();
    return task;
  };
  const auto read_one = [this](auto query) -> TaskLookup::SeriesAnswer {
    std::optional<policies::tasks::Series> series;
    auto done = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto found = query(snapshot);
      if (!found) return found.error();
      series = std::move(*found);
      return {};
    });
    if (!done) return done.error();
    return series;
  };
  return {
      [read](const std::string& number) {
        return read([&](base::SqlSnapshot& snapshot) { return find_task(snapshot, number); });
      },
      [read](std::int64_t id) { return read([&](base::SqlSnapshot& snapshot) { return read_task(snapshot, id); }); },
      [read_one](const std::string& number) {
        return read_one([&](base::SqlSnapshot& snapshot) { return find_series(snapshot, number); });
      },
      [read_one](base::UnitId office, std::int64_t id) {
        return read_one([&](base::SqlSnapshot& snapshot) { return read_series(snapshot, office, id); });
      },
      [this](base::UnitId office, std::int64_t seq, base::AccountId author) -> TaskLookup::QuestionAnswer {
        std::optional<Question> question;
        auto done = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
          auto found = read_question(snapshot, office, seq);
          if (!found) return found.error();
          if (!*found || (*found)->answered_seq != 0 || (*found)->event.actor != author) return {};
          if (const auto* body = std::get_if<Question>(&(*found)->event.body)) question = *body;
          return {};
        });
        if (!done) return done.error();
        return question;
      },
      [this](const directory::Account& person) -> TaskLookup::TasksAnswer {
        std::vector<policies::tasks::Task> tasks;
        auto done = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
          auto found = read_tasks_about(snapshot, person.office, person.unit, person.id);
          if (!found) return found.error();
          tasks = std::move(*found);
          return {};
        });
        if (!done) return done.error();
        return tasks;
      }};
}

base::Result<std::optional<Intake>> Office::read(const directory::DirectoryView& view, const Submission& mail) const {
  const TaskLookup tasks = task_lookup();
  auto office = office_asked(view, mail);
  if (!office) return office.error();
  const auto calendar = calendars_->for_office(*office);
  return read_intake({view, keys_, *certificates_, *calendar, tasks}, mail);
}

// Whose calendar the words of a mail are read with: of the office that gave the task which it answers, else of the
// author's own.
base::Result<base::UnitId> Office::office_asked(const directory::DirectoryView& view, const Submission& mail) const {
  const directory::Account* author = view.find_account(mail.author);
  const base::UnitId own = author != nullptr ? author->office : base::UnitId();
  if (calendars_->book()->tables().empty()) return own;  // all have the same one
  for (const std::string& recipient : mail.recipients) {
    const auto token = keys_.read_local_part(std::string_view(recipient).substr(0, recipient.rfind('@')));
    if (!token) continue;
    auto office = office_of_task(token->task);
    if (!office || *office) return office;
  }
  return own;
}

RulingTools Office::ruling_tools(base::SqlReader& reader, const directory::DirectoryView& view,
                                 base::UnitId office) const {
  auto calendar = calendars_->for_office(office);
  return {reader, view, *calendar, ids_, calendar};
}

base::Result<Ruling> Office::rule(base::SqlReader& reader, const directory::DirectoryView& view,
                                  const Intake& intake) const {
  return mailstore::office::rule(ruling_tools(reader, view, intake.head.office), intake);
}

OutputTools Office::output_tools(std::shared_ptr<const directory::DirectoryView> view, base::UnitId office) const {
  auto calendar = calendars_->for_office(office);
  std::string domain = view->domains().empty() ? "localhost" : view->domains().front();
  return {std::move(view), keys_, *seals_, std::move(domain), *calendar, calendar};
}

base::Result<std::optional<std::string>> Office::mailbox_of_reply(const directory::DirectoryView& view,
                                                                  std::string_view address) const {
  const auto at = address.rfind('@');
  if (at == std::string_view::npos) return std::optional<std::string>();
  const auto question = keys_.read_question_local_part(address.substr(0, at));
  const auto token = keys_.read_local_part(address.substr(0, at));
  if (!token && !question) return std::optional<std::string>();
  auto office = token ? office_of_task(token->task) : base::Result<base::UnitId>(base::UnitId(question->office));
  if (!office) return office.error();
  const directory::Account* box = view.role_mailbox(*office, directory::kTasks);
  if (box == nullptr) return std::optional<std::string>();
  return std::optional<std::string>(box->address);
}

}  // namespace mailstore::office
