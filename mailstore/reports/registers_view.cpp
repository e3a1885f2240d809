#include "mailstore/reports/registers_view.h"

#include <algorithm>

#include "base/text/case.h"
#include "mailstore/office/journal/event_sentence.h"
#include "mailstore/office/mails/record_texts.h"
#include "mailstore/office/reading/external_document.h"
#include "mailstore/office/rows/book_opening.h"
#include "policies/dispatch/document_types.h"
#include "policies/phrases/deadline_text.h"

namespace mailstore::office {

namespace calendar = policies::calendar;
namespace dispatch = policies::dispatch;
namespace tasks = policies::tasks;

namespace {

void add_line(std::string& text, const std::string& line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

// A list of one is no list: the writers keep the lines of a list apart.
std::string names_of(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) add_line(out, name);
  return out;
}

std::string state_note(const BookEntry& entry) {
  switch (entry.state) {
    case dispatch::RowState::reserved: return "Đã cấp số, chưa phát hành";
    case dispatch::RowState::voided: return stands_for_old_book(entry) ? entry.reason : "Số hủy: " + entry.reason;
    case dispatch::RowState::used: break;
  }
  return entry.answers.empty() ? std::string() : "Trả lời văn bản " + entry.answers;
}

bool same_number(const std::optional<dispatch::DocumentNumber>& a, const std::string& text) {
  const auto b = dispatch::parse_document_number(text);
  return a && b && dispatch::same_document_number(*a, *b);
}

// Can something of that time concern this document? The numbers of issuers come again every year; a leader may direct
// before the clerk registers.
bool may_concern(const IncomingDocument& document, base::Timestamp at) {
  const base::Timestamp from = document.arrived.date.year != 0 ? calendar::at_minute(document.arrived.date, 0)
                                                               : document.arrived_at - std::chrono::hours(24 * 30);
  return at >= from && at < document.arrived_at + std::chrono::hours(24 * 365);
}

void join(IncomingEntry& entry, const std::vector<tasks::Task>& all, const std::vector<BookEntry>& dispatched) {
  const auto number = dispatch::parse_document_number(entry.document.arrived.number);
  if (!number) return;
  for (const tasks::Task& task : all) {
    if (may_concern(entry.document, task.head.assigned_at) && same_number(number, task.head.basis))
      entry.tasks.push_back(task);
  }
  for (const BookEntry& answer : dispatched) {
    if (may_concern(entry.document, answer.dispatched_at) && same_number(number, answer.answers))
      entry.answers.push_back(answer);
  }
}

std::string type_of_number(const std::string& number) {
  const auto parsed = dispatch::parse_document_number(number);
  return parsed ? std::string(dispatch::split_symbol(parsed->symbol).type->name_vi) : std::string();
}

std::string with_type(const std::string& type, const std::string& abstract) {
  if (type.empty() || base::casemap(abstract).starts_with(base::casemap(type))) return abstract;
  return abstract.empty() ? type : type + " " + abstract;
}

std::string leads_of(const IncomingEntry& entry) {
  std::vector<std::string> names;
  for (const tasks::Task& task : entry.tasks) {
    for (const int party : task.answerable()) {
      const std::string& name = task.parties[static_cast<std::size_t>(party)].name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names_of(names);
}

std::string in_list(std::size_t count, const tasks::Task& task, const std::string& words) {
  return count > 1 ? task.head.number + ": " + words : words;
}

}  // namespace

std::string type_and_abstract(int type, const std::string& abstract) {
  const bool known = type >= 1 && type <= static_cast<int>(dispatch::document_types().size());
  return with_type(known ? std::string(dispatch::document_type(type).name_vi) : std::string(), abstract);
}

std::string recipient_line(const RecipientRow& recipient) {
  const std::string name = recipient.name.empty() ? recipient.address : recipient.name;
  if (!recipient.state.last) return name + ": " + (recipient.office ? "chưa đến" : "đã gửi");
  std::string line =
      name + ": " + dispatch::code_of(*recipient.state.last) + " " + dispatch::status_name(*recipient.state.last).vi;
  if (!recipient.arrival.empty()) line += ", số đến " + recipient.arrival;
  if (!recipient.reason.empty()) line += ": " + recipient.reason;
  if (recipient.state.recalled) line += " (đã lấy lại)";
  else if (recipient.state.recall_open) line += " (đang đề nghị lấy lại)";
  return line;
}

base::Result<std::vector<OutgoingDocument>> read_outgoing(base::SqlReader& reader, base::UnitId office, Book book,
                                                          const Days& days) {
  auto entries = read_entries(reader, office, book, days.from, days.to);
  if (!entries) return entries.error();
  std::vector<OutgoingDocument> documents;
  for (BookEntry& entry : *entries) {
    auto recipients = read_recipients(reader, entry.key);
    if (!recipients) return recipients.error();
    documents.push_back({std::move(entry), std::move(*recipients)});
  }
  return documents;
}

dispatch::OutgoingRow outgoing_row(const OutgoingDocument& document) {
  const BookEntry& entry = document.entry;
  dispatch::OutgoingRow row;
  row.number_symbol =
      stands_for_old_book(entry) ? old_numbers(entry.key.number) : number_text(entry.key.number, entry.symbol);
  row.date = entry.date;
  row.type_and_abstract = type_and_abstract(entry.type, entry.abstract);
  row.signer = entry.signer;
  for (const RecipientRow& recipient : document.recipients) add_line(row.recipients, recipient_line(recipient));
  const bool used = entry.state == dispatch::RowState::used;
  row.archive_holder = used ? "Văn thư" : "";
  row.copies = used ? 1 : 0;
  if (used) row.sent = calendar::local_date(entry.dispatched_at);
  row.note = state_note(entry);
  return row;
}

base::Result<std::vector<IncomingEntry>> read_incoming_entries(base::SqlReader& reader, base::UnitId office,
                                                               const Days& days) {
  auto documents = read_incoming_register(reader, office, days.from, days.to);
  if (!documents) return documents.error();
  auto all = read_tasks(reader, office);
  if (!all) return all.error();
  auto outgoing = read_entries(reader, office, Book::outgoing, std::nullopt, std::nullopt);
  if (!outgoing) return outgoing.error();
  std::erase_if(*all, [](const tasks::Task& task) { return task.head.basis.empty(); });
  std::erase_if(*outgoing, [](const BookEntry& entry) {
    return entry.answers.empty() || entry.state != dispatch::RowState::used;
  });
  std::vector<IncomingEntry> entries;
  for (IncomingDocument& document : *documents) {
    IncomingEntry entry{std::move(document), {}, {}};
    join(entry, *all, *outgoing);
    entries.push_back(std::move(entry));
  }
  return entries;
}

dispatch::IncomingRow incoming_row(const IncomingEntry& entry) {
  const IncomingDocument& document = entry.document;
  dispatch::IncomingRow row;
  row.arrival_date = document.arrival_date;
  row.arrival_number = document.arrival_number;
  row.issuer = document.arrived.issuer.empty() ? document.arrived.issuer_address : document.arrived.issuer;
  row.number_symbol = document.arrived.number;
  if (document.arrived.date.year != 0) row.date = document.arrived.date;
  row.type_and_abstract = with_type(type_of_number(document.arrived.number), document.arrived.abstract);
  row.recipient = leads_of(entry);
  if (!entry.tasks.empty()) row.handed = calendar::local_date(entry.tasks.front().head.assigned_at);
  if (stands_for_old_book(document)) {
    row.note = document.reason;
    return row;
  }
  row.note = signature_note(document);
  if (document.arrived.origin != Origin::delivered) row.note += "; " + origin_note(document.arrived.origin).vi;
  if (document.arrived.shares_message_id) row.note += "; có thư khác cùng mã thư (Message-ID) nhưng khác nội dung";
  if (document.arrived.duplicate_of != 0) row.note += "; có thể trùng văn bản đã đến trước";
  return row;
}

base::Result<std::vector<IncomingEntry>> read_waiting_entries(base::SqlReader& reader,
                                                              const directory::DirectoryView& view, base::UnitId office,
                                                              const Days& days) {
  auto documents = read_unregistered(reader, office, days.from, days.to);
  if (!documents) return documents.error();
  if (const directory::Account* records = view.role_mailbox(office, directory::kRecords)) {
    const base::Timestamp from = days.from ? calendar::at_minute(*days.from, 0) : base::Timestamp();
    const base::Timestamp until =
        days.to ? calendar::at_minute(calendar::add_days(*days.to, 1), 0) : calendar::at_minute({9999, 12, 31}, 0);
    auto outside = external_documents_in(reader, records->id, view, from, until);
    if (!outside) return outside.error();
    for (ExternalDocument& document : *outside) {
      auto known = find_incoming(reader, office, document.arrived.message_id, document.arrived.digest);
      if (!known) return known.error();
      if (*known) continue;  // the clerk has decided
      auto other = find_incoming(reader, office, document.arrived.message_id);
      if (!other) return other.error();
      if (*other) document.arrived.shares_message_id = true;
      auto earlier = find_duplicate(reader, office, duplicate_key_of(document.arrived));
      if (!earlier) return earlier.error();
      document.arrived.duplicate_of = *earlier;
      IncomingDocument row;
      row.office = office;
      row.arrived = std::move(document.arrived);
      row.arrived_at = document.received;
      row.verdict = document.verdict;
      documents->push_back(std::move(row));
    }
    std::stable_sort(documents->begin(), documents->end(),
                     [](const IncomingDocument& a, const IncomingDocument& b) { return a.arrived_at < b.arrived_at; });
  }
  std::vector<IncomingEntry> entries;
  for (IncomingDocument& document : *documents) entries.push_back({std::move(document), {}, {}});
  return entries;
}

base::Result<std::vector<IncomingEntry>> read_still_waiting_entries(base::SqlReader& reader,
                                                                    const directory::DirectoryView& view,
                                                                    base::UnitId office, const Days& days) {
  if (!days.from) return read_waiting_entries(reader, view, office, days);
  Days longer = days;
  longer.from = calendar::add_days(*days.from, -366);
  auto entries = read_waiting_entries(reader, view, office, longer);
  if (!entries) return entries;
  std::erase_if(*entries, [&](const IncomingEntry& entry) {
    return entry.document.state != IncomingState::arrived &&
           calendar::local_date(entry.document.arrived_at) < *days.from;
  });
  return entries;
}

dispatch::IncomingRow waiting_row(const IncomingEntry& entry, base::Timestamp now, const calendar::Calendar& calendar) {
  const IncomingDocument& document = entry.document;
  dispatch::IncomingRow row = incoming_row(entry);
  row.arrival_date = calendar::local_date(document.arrived_at);
  if (document.state == IncomingState::returned) {
    row.note = "Đã trả lại nơi gửi: " + document.reason + "; " + row.note;
    return row;
  }
  const calendar::Date last = calendar.add_working_days(row.arrival_date, 1).date;
  const bool late = calendar::local_date(now) > last;
  row.note = (late ? "QUÁ HẠN vào sổ, chậm nhất ngày " : "Chờ vào sổ, chậm nhất ngày ") + calendar::slash_date(last) +
             "; " + row.note;
  return row;
}

dispatch::FollowUpRow follow_up_row(const IncomingEntry& entry, base::Timestamp now, const tasks::TimeRule& rule) {
  const IncomingDocument& document = entry.document;
  dispatch::FollowUpRow row;
  row.arrival_number = document.arrival_number;
  if (stands_for_old_book(document)) {
    row.note = document.reason;
    return row;
  }
  row.document = type_of_number(document.arrived.number) + " " + document.arrived.number;
  if (document.arrived.date.year != 0) row.document += " ngày " + calendar::slash_date(document.arrived.date);
  row.document += ", " + (document.arrived.issuer.empty() ? document.arrived.issuer_address : document.arrived.issuer);
  row.recipient = leads_of(entry);
  for (const tasks::Task& task : entry.tasks) {
    const auto due = task.due();
    add_line(row.deadline, in_list(entry.tasks.size(), task,
                                   due ? policies::phrases::describe_due(*due, rule.offset_minutes).vi : "không hạn"));
    add_line(row.progress, in_list(entry.tasks.size(), task, tasks::describe_state(task, now, rule).vi));
  }
  for (const BookEntry& answer : entry.answers) {
    add_line(row.answer, number_text(answer.key.number, answer.symbol) + " ngày " + calendar::slash_date(answer.date));
  }
  return row;
}

namespace {

tasks::Period period_of(const Days& days, const tasks::TimeRule& rule) {
  tasks::Period period;
  if (days.from) period.from = calendar::at_minute(*days.from, 0, rule.offset_minutes);
  if (days.to) period.until = calendar::at_minute(calendar::add_days(*days.to, 1), 0, rule.offset_minutes);
  return period;
}

}  // namespace

base::Result<tasks::Report> tasks_report(base::SqlReader& reader, base::UnitId office, const Days& days,
                                         base::Timestamp now, const tasks::TimeRule& rule) {
  auto all = read_tasks(reader, office);
  if (!all) return all.error();
  return tasks::make_report(*all, period_of(days, rule), now, rule);
}

base::Result<tasks::Report> people_report(base::SqlReader& reader, base::UnitId office, const Days& days,
                                          base::Timestamp now, const tasks::TimeRule& rule) {
  auto all = read_tasks(reader, office);
  if (!all) return all.error();
  return tasks::make_person_report(*all, period_of(days, rule), now, rule);
}

base::Result<std::vector<tasks::LateItem>> late_report(base::SqlReader& reader, base::UnitId office, const Days& days,
                                                       base::Timestamp now, const tasks::TimeRule& rule) {
  auto all = read_tasks(reader, office);
  if (!all) return all.error();
  const tasks::Period period = period_of(days, rule);
  std::erase_if(*all, [&](const tasks::Task& task) {
    const base::Timestamp at = task.head.assigned_at;
    return (period.from && at < *period.from) || (period.until && at >= *period.until);
  });
  return tasks::late_list(*all, now, rule);
}

}  // namespace mailstore::office
