// The rows of tasks and registers against the journals: rebuilt, compared, and left alone when a journal is damaged.
#include "mailstore/office/rows/rebuild.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "mailstore/office/rows/projection_dump.h"
#include "tests/mailstore/office/event_samples.h"
#include "tests/mailstore/office_town.h"

namespace {

using namespace mailstore::office;
using namespace tests;

std::vector<TableRows> dump(OfficeTown& town) {
  std::vector<TableRows> all;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    all.clear();
    for (const ProjectionTable& table : projection_layout()) all.push_back(good(dump_table(snapshot, table)));
    return {};
  }));
  return all;
}

void change(OfficeTown& town, const std::vector<std::string>& statements) {
  good(town.house.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    for (const std::string& sql : statements) good(tx.execute(sql, {}));
    return {};
  }));
}

void delete_all_rows(OfficeTown& town) {
  std::vector<std::string> statements;
  for (const std::string_view table : projection_tables()) statements.push_back("DELETE FROM " + std::string(table));
  change(town, statements);
}

base::Result<RebuildReport> rebuild(OfficeTown& town, bool check = false) {
  const auto view = town.house.people->view();
  RebuildOptions options;
  options.check = check;
  return rebuild_registers({*town.house.db, *town.house.blobs, *view}, options);
}

// Puts a message into the journal as it is.
void append(OfficeTown& town, const std::string& bytes, const std::string& office = "BS") {
  const auto journal = town.house.people->view()->journal_of(town.unit(office))->id;
  (void)town.house.run(town.house.store->mailboxes().list(journal));
  town.house.append(town.house.mailbox(journal, "INBOX").id, bytes);
}

// The sample journal, as if the town had written it.
std::vector<Event> journal_of(OfficeTown& town) {
  std::vector<Event> events;
  for (const Event& sample : journal_of_town()) {
    std::string json = to_json(sample);
    for (const auto& [from, to] : {std::pair{kTown, town.unit("BS")}, std::pair{kWard, town.unit("LS")}}) {
      const std::string old = "\"office\":" + std::to_string(from.value);
      for (std::size_t at = json.find(old); at != std::string::npos; at = json.find(old, at + 1))
        json.replace(at, old.size(), "\"office\":" + std::to_string(to.value));
    }
    events.push_back(good(parse_event(json)));
  }
  return events;
}

std::string message(const Event& event) {
  return event_message(event, {"nhatky@bimson.example", "UBND thị xã Bỉm Sơn"});
}

TEST_CASE("office/rebuild: rows of real mail are the same when they are made anew") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("giaoviec.dongson")};
    letter.subject = "Báo cáo kết quả theo 1132/STTTT-CNTT";
    letter.text = "Phường Lam Sơn chủ trì, hạn 18/12.";
    good(town.submit(letter));
    good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
    good(town.answer("mai", town.last("giaoviec.dongson"), "gia hạn 25/12 vì chờ số liệu"));
    good(town.answer("chutich", town.last("chutich"), "đồng ý"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "xong"));
    Letter number;
    number.from = "nhung";
    number.to = {OfficeTown::at("vanthu")};
    number.subject = "Xin số";
    for (const char* type : {"BC", "QĐ", "TB"}) {
      number.text = std::string("XIN SỐ ") + type;
      good(town.submit(number));
    }
    good(town.answer("nhung", town.last("nhung"), "HỦY ghi nhầm loại"));
    const auto live = dump(town);
    REQUIRE(live.at(0).size() == 1);
    REQUIRE(live.at(2).size() == 3);
    const auto before = good(rebuild(town, true));
    CHECK(before.difference_count == 0);
    CHECK(before.events >= 9);
    CHECK(before.offices == 4);
    CHECK(before.rows == 12);
    delete_all_rows(town);
    CHECK(good(rebuild(town, true)).difference_count == 12);
    CHECK(dump(town) != live);
    const auto done = good(rebuild(town));
    CHECK(done.events == before.events);
    CHECK(done.rows == 12);
    CHECK(dump(town) == live);
    CHECK(good(rebuild(town, true)).difference_count == 0);
    // And the office goes on where it was.
    number.text = "XIN SỐ BC";
    good(town.submit(number));
    CHECK(town.book().back().key.number == 4);
    CHECK(good(rebuild(town, true)).difference_count == 0);
  });
}

TEST_CASE("office/rebuild: a stop between two events leaves the registers as they were") {
  with_town([](OfficeTown& town) {
    for (const Event& event : journal_of(town)) {
      append(town, message(event));
      good(town.house.db->write_blocking([&](base::SqlTransaction& tx) { return project(tx, event); }));
    }
    const auto live = dump(town);
    const auto view = town.house.people->view();
    std::stop_source stop;
    stop.request_stop();
    RebuildOptions options;
    options.stop = stop.get_token();
    for (const bool check : {true, false}) {
      options.check = check;
      const auto report = rebuild_registers({*town.house.db, *town.house.blobs, *view}, options);
      REQUIRE(!report);
      CHECK(report.error().code == base::ErrorCode::stopped);
      CHECK(report.error().temporary);
      CHECK(dump(town) == live);
    }
  });
}

TEST_CASE("office/rebuild: --check names every difference and changes nothing") {
  with_town([](OfficeTown& town) {
    for (const Event& event : journal_of(town)) {
      append(town, message(event));
      good(town.house.db->write_blocking([&](base::SqlTransaction& tx) { return project(tx, event); }));
    }
    const auto live = dump(town);
    CHECK(good(rebuild(town, true)).difference_count == 0);
    change(
        town,
        {"UPDATE task SET title = 'khác' WHERE id = 9001",
         "UPDATE task_party SET changed_seq = 1 WHERE task = 9001 AND party = 0",
         "DELETE FROM book_number WHERE number = 2", "UPDATE outgoing_recipient SET status = 1 WHERE recipient = 0",
         "INSERT INTO task_party (task, party, account, unit, role, state, due_us, changed_seq, changed_by, others_seq) VALUES (77, 0, 0, 0, '', '', 0, 0, 0, 0)"});
    const auto damaged = dump(town);
    const auto report = good(rebuild(town, true));
    CHECK(dump(town) == damaged);
    REQUIRE(report.difference_count == 5);
    const auto& found = report.differences;
    CHECK(found[0].table == "task");
    CHECK(found[0].key == "id=9001");
    CHECK(found[0].column == "title");
    CHECK(found[0].live == "khác");
    CHECK(found[0].rebuilt == "Báo cáo tình hình sử dụng phần mềm");
    CHECK(found[1].key == "task=77, party=0");
    CHECK(found[1].rebuilt.empty());
    CHECK(found[2].key == "task=9001, party=0");
    CHECK(found[2].column == "changed_seq");
    CHECK(found[3].table == "book_number");
    CHECK(found[3].live.empty());
    CHECK(found[3].rebuilt.find("reason=ghi nhầm loại văn bản") != std::string::npos);
    CHECK(found[4].column == "status");
    CHECK(found[4].rebuilt == "3");
    (void)good(rebuild(town));
    CHECK(dump(town) == live);
  });
}

TEST_CASE("office/rebuild: --check sees a word where a number 0 belongs") {
  with_town([](OfficeTown& town) {
    for (const Event& event : journal_of(town)) append(town, message(event));
    good(rebuild(town));
    if (town.house.db->dialect() != base::SqlDialect::sqlite) return;  // MariaDB takes no word there
    change(town, {"UPDATE outgoing_recipient SET recalled = 'abc' WHERE recipient = 0"});
    const auto report = good(rebuild(town, true));
    REQUIRE(report.difference_count == 1);
    CHECK(report.differences[0].column == "recalled");
    CHECK(report.differences[0].live == "abc");
    CHECK(report.differences[0].rebuilt == "0");
  });
}

TEST_CASE("office/rebuild: a damaged journal is named with office and seq, and nothing is changed") {
  struct Damage {
    const char* name;
    std::function<std::string(Event)> bytes;
    base::ErrorCode code;
  };
  const std::vector<Damage> damages = {
      {"no event", [](Event) { return std::string("Subject: x\r\n\r\nhello\r\n"); }, base::ErrorCode::bad_input},
      {"a gap", [](Event event) { return ++event.seq, message(event); }, base::ErrorCode::corrupt},
      {"twice", [](Event event) { return --event.seq, message(event); }, base::ErrorCode::corrupt},
      {"another office", [](Event event) { return event.office = base::UnitId(5), message(event); },
       base::ErrorCode::corrupt},
      {"a newer program",
       [](Event event) {
         std::string json = to_json(event);
         const std::string version = "\"version\":" + std::to_string(event.version);
         json.replace(json.find(version), version.size(), "\"version\":9");
         return "Content-Type: application/json\r\n\r\n" + json;
       },
       base::ErrorCode::unsupported},
      {"an illegal step",
       [](Event event) {
         return event.body = NumberVoided{{event.office, Book::outgoing, 2026, 99}, "x"}, message(event);
       },
       base::ErrorCode::corrupt},
  };
  for (const Damage& damage : damages) {
    with_town([&](OfficeTown& town) {
      INFO(damage.name);
      auto events = journal_of(town);
      for (std::size_t i = 0; i < 10; ++i) append(town, message(events[i]));
      good(rebuild(town));
      const auto live = dump(town);
      append(town, damage.bytes(events[10]));
      for (const bool check : {false, true}) {
        const auto done = rebuild(town, check);
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().code == damage.code);
        CHECK(done.error().text.vi.find("seq 11") != std::string::npos);
        CHECK(done.error().text.vi.find(std::to_string(town.unit("BS").value)) != std::string::npos);
        CHECK(dump(town) == live);
      }
    });
  }
}

TEST_CASE("office/rebuild: a journal that lost its end is damaged too: a number would be given twice") {
  with_town([](OfficeTown& town) {
    Letter number;
    number.from = "nhung";
    number.to = {OfficeTown::at("vanthu")};
    number.text = "XIN SỐ BC";
    good(town.submit(number));
    good(town.submit(number));
    const auto live = dump(town);
    const auto journal = town.house.people->view()->journal_of(town.unit("BS"))->id;
    const auto box = town.house.mailbox(journal, "INBOX").id;
    change(town, {"DELETE FROM mailbox_email WHERE uid = 2 AND mailbox = " + std::to_string(box.value)});
    for (const bool check : {false, true}) {
      const auto done = rebuild(town, check);
      REQUIRE_FALSE(done.has_value());
      CHECK(done.error().code == base::ErrorCode::corrupt);
      CHECK(done.error().text.vi.find("seq 2") != std::string::npos);
      CHECK(dump(town) == live);
    }
  });
}

TEST_CASE("office/rebuild: mail that comes in meanwhile is neither lost nor counted twice") {
  with_town([](OfficeTown& town) {
    std::atomic<bool> stop{false};
    std::atomic<int> errors{0};
    Letter number;
    number.from = "nhung";
    number.to = {OfficeTown::at("vanthu")};
    number.subject = "Xin số";
    number.text = "XIN SỐ BC";
    good(town.submit(number));
    std::thread rebuilding([&] {
      while (!stop) {
        const auto done = rebuild(town, true);
        if (!done || done->difference_count != 0) ++errors;
        if (!rebuild(town)) ++errors;
      }
    });
    for (int i = 0; i < 20; ++i) good(town.submit(number));
    stop = true;
    rebuilding.join();
    CHECK(errors == 0);
    const auto book = town.book();
    REQUIRE(book.size() == 21);
    for (std::size_t i = 0; i < book.size(); ++i) CHECK(book[i].key.number == static_cast<int>(i) + 1);
    CHECK(good(rebuild(town, true)).difference_count == 0);
  });
}

}  // namespace
