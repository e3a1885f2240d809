#include "mailstore/reports/office_report.h"

#include <algorithm>
#include <map>

#include "directory/people/audit.h"
#include "mailstore/office/rows/rebuild.h"

namespace mailstore::office {

namespace {

namespace tasks = policies::tasks;

// What the journals tell of one period and the one before it.
class JournalFacts {
 public:
  explicit JournalFacts(const OfficeReportRequest& request)
      : request_(request), end_(std::min(request.span.end(), request.now)) {}

  base::Result<void> read(base::SqlReader& reader, const BlobStore& blobs, const directory::DirectoryView& view) {
    for (const directory::Account& account : view.accounts()) {
      if (account.kind != directory::AccountKind::journal) continue;
      const bool wanted = !request_.office || account.office == request_.office;
      auto done = read_journal(reader, blobs, account.office, account.id, [&](const Event& event) {
        take(event, wanted);
        return base::Result<void>();
      });
      if (!done) return done.error();
    }
    return {};
  }

  std::vector<tasks::Task> at_end() const { return values(now_); }
  std::vector<tasks::Task> at_begin() const { return values(before_); }
  Activity activity(base::AccountId account) const { return activity_in(acted_, account); }
  Activity activity_before(base::AccountId account) const { return activity_in(acted_before_, account); }

 private:
  using Tasks = std::map<std::int64_t, tasks::Task>;
  using Acts = std::map<base::AccountId, Activity>;

  void take(const Event& event, bool wanted) {
    if (event.actor && event.proof == Proof::submission) note(event);
    if (!wanted || event.at >= end_) return;
    fold(now_, event);
    if (event.at < request_.span.begin()) fold(before_, event);
  }

  void note(const Event& event) {
    const bool now = event.at >= request_.span.begin() && event.at < end_;
    if (!now && (event.at < request_.before.begin() || event.at >= request_.before.end())) return;
    Activity& activity = (now ? acted_ : acted_before_)[event.actor];
    ++activity.events;
    activity.last_event = std::max(activity.last_event, std::optional(event.at));
  }

  static void fold(Tasks& all, const Event& event) {
    if (const auto* assigned = std::get_if<TaskAssigned>(&event.body)) {
      tasks::Task task = tasks::new_task(assigned->assignment);
      task.head.content.clear();  // not reported, and copied at every step
      all[assigned->assignment.task] = std::move(task);
    } else if (const auto* step = std::get_if<TaskStep>(&event.body)) {
      const auto found = all.find(step->task);
      if (found == all.end()) return;
      tasks::Applied applied = tasks::apply(found->second, step->event);
      if (applied.ok) found->second = std::move(applied.task);
    }
  }

  static std::vector<tasks::Task> values(const Tasks& all) {
    std::vector<tasks::Task> out;
    out.reserve(all.size());
    for (const auto& [id, task] : all) out.push_back(task);
    return out;
  }
  static Activity activity_in(const Acts& acts, base::AccountId account) {
    const auto found = acts.find(account);
    return found == acts.end() ? Activity() : found->second;
  }

  const OfficeReportRequest& request_;
  const base::Timestamp end_;
  Tasks now_, before_;
  Acts acted_, acted_before_;
};

base::Result<std::vector<ReportPerson>> read_people(base::SqlReader& reader, const directory::DirectoryView& view,
                                                    const OfficeReportRequest& request, const JournalFacts& journals) {
  std::map<std::string, const directory::AccountReportRow*> rows;
  for (const directory::AccountReportRow& row : request.accounts) rows[row.address] = &row;
  std::vector<ReportPerson> out;
  for (const directory::Account& account : view.accounts()) {
    if (account.kind != directory::AccountKind::person) continue;
    if (request.office && account.office != request.office) continue;
    ReportPerson person;
    person.address = account.address;
    person.full_name = account.full_name;
    person.title = account.title;
    if (const directory::Unit* unit = view.find_unit(account.unit))
      person.unit_code = unit->code, person.unit_name = unit->name;
    person.active = account.active;
    const auto row = rows.find(account.address);
    person.password = row != rows.end() ? row->second->password : "none";
    person.locked = request.locked.contains(account.address);
    person.now = journals.activity(account.id);
    person.before = journals.activity_before(account.id);
    auto now = directory::last_sign_in(reader, account.id, request.span.begin(), request.span.end());
    if (!now) return now.error();
    person.now.last_sign_in = *now;
    auto before = directory::last_sign_in(reader, account.id, request.before.begin(), request.before.end());
    if (!before) return before.error();
    person.before.last_sign_in = *before;
    out.push_back(std::move(person));
  }
  std::stable_sort(out.begin(), out.end(), [](const ReportPerson& a, const ReportPerson& b) {
    return a.unit_code != b.unit_code ? a.unit_code < b.unit_code : a.full_name < b.full_name;
  });
  return out;
}

}  // namespace

base::Result<OfficeReport> read_office_report(base::SqlReader& reader, const BlobStore& blobs,
                                              const directory::DirectoryView& view,
                                              const OfficeReportRequest& request) {
  JournalFacts journals(request);
  auto read = journals.read(reader, blobs, view);
  if (!read) return read.error();
  auto people = read_people(reader, view, request, journals);
  if (!people) return people.error();
  const auto all = journals.at_end(), before = journals.at_begin();
  OfficeReport out = office_report_of(
      {request.span, request.before, std::min(request.span.end(), request.now), request.now, all, before, *people});
  if (const directory::Unit* unit = view.find_unit(request.office)) {
    out.office_code = unit->code;
    out.office_name = unit->name;
  } else if (view.root() != nullptr) {
    out.office_name = view.root()->name;
  }
  return out;
}

}  // namespace mailstore::office
