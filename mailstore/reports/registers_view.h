// The registers of a records office (domain.md 3.5) and the report of tasks (8.5), read from the rows. Reads only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/sql/database.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/rows/rows.h"
#include "policies/dispatch/registers.h"
#include "policies/tasks/lists/late_list.h"
#include "policies/tasks/lists/task_report.h"

namespace mailstore::office {

// Days of the office's wall calendar, both included; nothing = open.
struct Days {
  std::optional<policies::calendar::Date> from, to;
};

// A row of an outgoing book with what each receiver answered.
struct OutgoingDocument {
  BookEntry entry;
  std::vector<RecipientRow> recipients;
};
base::Result<std::vector<OutgoingDocument>> read_outgoing(base::SqlReader& reader, base::UnitId office, Book book,
                                                          const Days& days);
policies::dispatch::OutgoingRow outgoing_row(const OutgoingDocument& document);
// "UBND phường Lam Sơn: 03 Đã tiếp nhận, số đến 17 (20/11/2026)".
std::string recipient_line(const RecipientRow& recipient);

// An incoming document with what became of it here: the tasks it is the basis of, and the answer to it.
struct IncomingEntry {
  IncomingDocument document;
  std::vector<policies::tasks::Task> tasks;
  std::vector<BookEntry> answers;  // dispatched ones only
};
base::Result<std::vector<IncomingEntry>> read_incoming_entries(base::SqlReader& reader, base::UnitId office,
                                                               const Days& days);
policies::dispatch::IncomingRow incoming_row(const IncomingEntry& entry);
// Documents that are not in the register: they wait for the clerk, or were returned. By time of arrival. One from
// outside waits (id 0) while it stands in the INBOX of the records mailbox and nothing was decided about it.
base::Result<std::vector<IncomingEntry>> read_waiting_entries(base::SqlReader& reader,
                                                              const directory::DirectoryView& view, base::UnitId office,
                                                              const Days& days);
// The same, and what came up to a year before these days and still waits: it does not cease to wait with the old year.
base::Result<std::vector<IncomingEntry>> read_still_waiting_entries(base::SqlReader& reader,
                                                                    const directory::DirectoryView& view,
                                                                    base::UnitId office, const Days& days);
// Without an arrival number; the note says until when it is to be registered (the next working day, Decree 30/2020) or
// why it was returned.
policies::dispatch::IncomingRow waiting_row(const IncomingEntry& entry, base::Timestamp now,
                                            const policies::calendar::Calendar& calendar);
policies::dispatch::FollowUpRow follow_up_row(const IncomingEntry& entry, base::Timestamp now,
                                              const policies::tasks::TimeRule& rule = {});

// "BC" and "kết quả …" → "Báo cáo kết quả …"; an abstract that begins with the type's name stays as it is.
std::string type_and_abstract(int type, const std::string& abstract);

// Tasks of the office (0 = all) that were assigned on these days. Rows by unit_code.
base::Result<policies::tasks::Report> tasks_report(base::SqlReader& reader, base::UnitId office, const Days& days,
                                                   base::Timestamp now, const policies::tasks::TimeRule& rule = {});
// The same by person: what each has in hand.
base::Result<policies::tasks::Report> people_report(base::SqlReader& reader, base::UnitId office, const Days& days,
                                                    base::Timestamp now, const policies::tasks::TimeRule& rule = {});
// What is late of them, the latest first.
base::Result<std::vector<policies::tasks::LateItem>> late_report(base::SqlReader& reader, base::UnitId office,
                                                                 const Days& days, base::Timestamp now,
                                                                 const policies::tasks::TimeRule& rule = {});

}  // namespace mailstore::office
