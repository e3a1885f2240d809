// Registers and the report of tasks, read from rows.
#include "mailstore/reports/registers_view.h"

#include <doctest/doctest.h>

#include "tests/mailstore/mail_house.h"
#include "tests/mailstore/office/event_samples.h"

namespace {

using namespace mailstore::office;
using policies::dispatch::ExchangeStatus;
using policies::tasks::EventKind;
using tests::day;
using tests::event;
using tests::must;

struct Filled {
  explicit Filled(std::unique_ptr<base::Database> database, const std::vector<Event>& events)
      : db(std::move(database)) {
    must(db->migrate(office_migrations()));
    for (const Event& one : events)
      must(db->write_blocking([&](base::SqlTransaction& tx) { return project(tx, one); }));
  }
  std::vector<policies::dispatch::OutgoingRow> outgoing(Book book, const Days& days) {
    std::vector<policies::dispatch::OutgoingRow> rows;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      for (const auto& document : must(read_outgoing(snapshot, tests::kTown, book, days)))
        rows.push_back(outgoing_row(document));
      return {};
    }));
    return rows;
  }
  std::vector<IncomingEntry> incoming(const Days& days) {
    std::vector<IncomingEntry> entries;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      entries = must(read_incoming_entries(snapshot, tests::kTown, days));
      return {};
    }));
    return entries;
  }
  policies::tasks::Report report(const Days& days, base::Timestamp now) {
    policies::tasks::Report out;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = must(tasks_report(snapshot, tests::kTown, days, now));
      return {};
    }));
    return out;
  }
  std::unique_ptr<base::Database> db;
};

const Days kYear{day(2026, 1, 1), day(2026, 12, 31)};

TEST_CASE("office/registers: outgoing rows tell recipients, void and reserved numbers") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Filled filled(std::move(db), tests::journal_of_town());
    const auto rows = filled.outgoing(Book::outgoing, kYear);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].number_symbol == "01/BC-UBND");
    CHECK(rows[0].date == day(2026, 11, 23));
    CHECK(rows[0].signer == "Mai Đình Lâm");
    CHECK(
        rows[0].recipients ==
        "UBND phường Lam Sơn: 03 Đã tiếp nhận, số đến 17 (23/11/2026)\nSở Thông tin và Truyền thông: 02 Từ chối tiếp nhận: sai thẩm quyền");
    CHECK(rows[0].note == "Trả lời văn bản 1132/STTTT-CNTT");
    CHECK(rows[0].sent == day(2026, 11, 23));
    CHECK(rows[1].note == "Số hủy: ghi nhầm loại văn bản");
    CHECK(rows[1].copies == 0);
    CHECK_FALSE(rows[1].sent);
    CHECK(rows[2].note == "Đã cấp số, chưa phát hành");
    CHECK(filled.outgoing(Book::copies, kYear).size() == 1);
    CHECK(filled.outgoing(Book::outgoing, {day(2026, 11, 24), day(2026, 11, 24)}).size() == 1);
    CHECK(filled.outgoing(Book::outgoing, {day(2025, 1, 1), day(2025, 12, 31)}).empty());
  });
}

TEST_CASE("office/registers: the incoming register and the follow-up name task, deadline and answer") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Filled filled(std::move(db), tests::journal_of_town());
    const auto entries = filled.incoming(kYear);
    REQUIRE(entries.size() == 1);
    const auto row = incoming_row(entries[0]);
    CHECK(row.arrival_number == 1);
    CHECK(row.arrival_date == day(2026, 11, 23));
    CHECK(row.issuer == "Sở Thông tin và Truyền thông");
    CHECK(row.number_symbol == "1132/STTTT-CNTT");
    CHECK(row.date == day(2026, 11, 20));
    CHECK(row.type_and_abstract == "Công văn V/v báo cáo tình hình sử dụng phần mềm");
    // The lead passed it on; the second task about the same document was cancelled.
    CHECK(row.recipient ==
          "UBND phường BACSON\nUBND phường LAMSON\nUBND phường QUANGTRUNG\nUBND phường DONGSON");  // each part, too
    CHECK(row.note == "Chữ ký số hợp lệ");
    const auto follow = follow_up_row(entries[0], tests::minute(100));
    CHECK(follow.document == "Công văn 1132/STTTT-CNTT ngày 20/11/2026, Sở Thông tin và Truyền thông");
    CHECK(follow.answer == "01/BC-UBND ngày 23/11/2026");
    CHECK(follow.deadline.find("NV-2026-000001: thứ Sáu, ngày 25/12/2026") == 0);
    CHECK(follow.progress.find("NV-2026-000001: đã hoàn thành đúng hạn\nNV-2026-000002: ") == 0);
  });
}

TEST_CASE("office/registers: what arrived and is not registered stands apart, with the day until which it must be") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    auto events = tests::journal_of_town();
    events.push_back(event(static_cast<std::int64_t>(events.size()) + 1, tests::arrived("99/BC-STTTT"), tests::kClerk));
    Filled filled(std::move(db), events);
    auto waiting = [&](const Days& days, base::Timestamp now) {
      std::vector<policies::dispatch::IncomingRow> rows;
      must(filled.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        for (const auto& entry : must(read_waiting_entries(snapshot, directory::DirectoryView{}, tests::kTown, days)))
          rows.push_back(waiting_row(entry, now, policies::calendar::shipped_calendar()));
        return {};
      }));
      return rows;
    };
    const auto rows = waiting(kYear, tests::minute(100));
    REQUIRE(rows.size() == 2);  // the registered one is not among them
    CHECK(rows[0].number_symbol == "88/KH-UBND");
    CHECK(rows[0].note == "Đã trả lại nơi gửi: gửi nhầm nơi nhận; Chữ ký số hợp lệ");
    CHECK(rows[1].number_symbol == "99/BC-STTTT");
    CHECK(rows[1].arrival_number == 0);
    CHECK(rows[1].arrival_date == day(2026, 11, 23));
    CHECK(rows[1].note == "Chờ vào sổ, chậm nhất ngày 25/11/2026; Chữ ký số hợp lệ");  // the 24th is a holiday
    CHECK(waiting(kYear, policies::calendar::at_minute(day(2026, 11, 26), 0))[1].note.starts_with("QUÁ HẠN vào sổ"));
    CHECK(waiting({day(2026, 11, 24), std::nullopt}, tests::minute(100)).empty());
    CHECK(waiting({std::nullopt, day(2026, 11, 23)}, tests::minute(100)).size() == 2);
    CHECK(policies::dispatch::cells(rows[1])[1].empty());  // no arrival number
    CHECK(filled.incoming(kYear).size() == 1);
  });
}

TEST_CASE("office/registers: type and abstract do not say the type twice") {
  CHECK(type_and_abstract(14, "kết quả") == "Báo cáo kết quả");
  CHECK(type_and_abstract(14, "BÁO CÁO kết quả") == "BÁO CÁO kết quả");
  CHECK(type_and_abstract(14, "") == "Báo cáo");
  CHECK(type_and_abstract(0, "x") == "x");
  CHECK(type_and_abstract(99, "x") == "x");
}

TEST_CASE("office/registers: the report of tasks counts days of assignment in the office's zone") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    std::vector<Event> events;
    // 4 tasks of LAMSON: three done on time, one open and overdue; one more cancelled; one assigned at the year's last
    // second.
    for (int i = 1; i <= 6; ++i) {
      auto body = tests::assigned(9000 + i, i);
      if (i == 6) body.assignment.assigned_at = policies::calendar::end_of_day(day(2026, 12, 31));
      if (i == 6) body.assignment.due.reset();
      events.push_back(event(static_cast<std::int64_t>(events.size()) + 1, body, tests::kLeader));
    }
    for (int i = 1; i <= 3; ++i) {
      events.push_back(event(static_cast<std::int64_t>(events.size()) + 1,
                             tests::step(EventKind::submitted, 0, 9000 + i), tests::kHead));
      events.push_back(event(static_cast<std::int64_t>(events.size()) + 1,
                             tests::step(EventKind::confirmed, 0, 9000 + i), tests::kLeader));
    }
    auto cancel = tests::step(EventKind::cancelled, 0, 9005);
    events.push_back(event(static_cast<std::int64_t>(events.size()) + 1, cancel, tests::kLeader));
    Filled filled(std::move(db), events);
    const auto now = policies::calendar::end_of_day(day(2027, 1, 5));
    CHECK(policies::tasks::report_csv(filled.report(kYear, now)) ==
          std::string(policies::tasks::kReportColumns) +
              "\r\nLAMSON,5,3,0,0,0,1,1,0,0,75.0,0,UBND phường LAMSON\r\nTOTAL,5,3,0,0,0,1,1,0,0,75.0,0,\r\n");
    CHECK(filled.report({day(2026, 1, 1), day(2026, 12, 30)}, now).total.total == 4);
    CHECK(filled.report({day(2027, 1, 1), day(2027, 12, 31)}, now).total.total == 0);
    policies::tasks::ReportHeading heading{
        "UBND <thị xã>", kYear.from, kYear.to, now, {{"LAMSON", "UBND phường Lam Sơn"}}};
    const std::string html = policies::tasks::report_html(filled.report(kYear, now), heading);
    CHECK(html.find("UBND phường Lam Sơn") != std::string::npos);
    CHECK(html.find("75,0%") != std::string::npos);
    CHECK(html.find("UBND &lt;thị xã&gt;") != std::string::npos);
    CHECK(html.find("<script") == std::string::npos);
  });
}

}  // namespace
