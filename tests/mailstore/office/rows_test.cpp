#include "mailstore/office/rows/rows.h"

#include <doctest/doctest.h>

#include "mailstore/office/rows/projection_dump.h"
#include "tests/mailstore/mail_house.h"
#include "tests/mailstore/office/event_samples.h"

namespace {

using namespace mailstore::office;
using policies::dispatch::ExchangeStatus;
using policies::tasks::EventKind;
using tests::day;
using tests::event;
using tests::key;
using tests::must;

struct Rows {
  explicit Rows(std::unique_ptr<base::Database> database) : db(std::move(database)) {
    must(db->migrate(office_migrations()));
  }

  base::Result<void> fold(const Event& one) {
    return db->write_blocking([&](base::SqlTransaction& tx) { return project(tx, one); });
  }
  void fold_all(const std::vector<Event>& events) {
    for (const Event& one : events) {
      INFO("seq ", one.seq, " ", type_of(one));
      must(fold(one));
    }
  }
  template <class T>
  T read(const std::function<base::Result<T>(base::SqlReader&)>& query) {
    std::optional<T> out;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = must(query(snapshot));
      return {};
    }));
    return std::move(*out);
  }
  std::vector<TableRows> dump() {
    return read<std::vector<TableRows>>([](base::SqlReader& reader) -> base::Result<std::vector<TableRows>> {
      std::vector<TableRows> all;
      for (const ProjectionTable& table : projection_layout()) all.push_back(must(dump_table(reader, table)));
      return all;
    });
  }

  std::unique_ptr<base::Database> db;
};

TEST_CASE("office/rows: the layout names every column and key of the schema") {
  const auto layout = projection_layout();
  REQUIRE(layout.size() == projection_tables().size());
  for (const ProjectionTable& table : layout) {
    INFO(table.name);
    const bool small = table.name == "task_hand" || table.name == "question" || table.name == "task_event" ||
                       table.name == "task_before";
    CHECK(table.columns.size() >= (table.name == "dispatched_file" ? 6
                                   : small                         ? 7
                                   : table.name == "said_once"     ? 4
                                                                   : 10));
    CHECK_FALSE(table.key.empty());
    for (const std::size_t i : table.key) CHECK(i < table.columns.size());
    CHECK(table.columns.front() != "PRIMARY");
  }
  CHECK(layout[0].name == "task");
  CHECK(layout[0].columns.front() == "id");
  CHECK(layout[0].columns.back() == "value");
  CHECK(layout[0].key == std::vector<std::size_t>{0});
  CHECK(layout[3].key.size() == 5);
  CHECK(layout[2].is_bytes.at(15));
}

TEST_CASE("office/rows: a whole journal folds into the same rows on every engine") {
  std::vector<TableRows> first;
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    Rows rows(std::move(db));
    rows.fold_all(tests::journal_of_town());
    const auto dump = rows.dump();
    if (first.empty()) first = dump;
    CHECK(dump == first);
    CHECK(dump.at(0).size() == 9);
    CHECK(dump.at(1).size() == 21);
    CHECK(dump.at(2).size() == 5);
    CHECK(dump.at(3).size() == 2);
    CHECK(dump.at(4).size() == 2);
    CHECK(dump.at(6).size() == 3);
  });
}

TEST_CASE("office/rows: a task, its parties and who changed them") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Rows rows(std::move(db));
    auto state = [&] {
      return rows.read<std::optional<policies::tasks::Task>>(
          [](base::SqlReader& r) { return read_task(r, tests::kTask); });
    };
    auto by_others = [&](base::AccountId actor, int party = 0) {
      return rows.read<std::int64_t>(
          [&](base::SqlReader& r) { return changed_by_others(r, tests::kTask, party, actor); });
    };
    CHECK_FALSE(state());
    CHECK(rows.read<int>([](base::SqlReader& r) { return next_task_number(r, tests::kTown, 2026); }) == 1);
    must(rows.fold(event(1, tests::assigned(), tests::kLeader)));
    REQUIRE(state());
    CHECK(state()->state() == policies::tasks::State::not_started);
    CHECK(state()->last_seq == 1);
    CHECK(by_others(tests::kHead) == 1);
    CHECK(by_others(tests::kLeader) == 0);
    must(rows.fold(event(2, tests::step(EventKind::accepted), tests::kHead)));
    CHECK(by_others(tests::kHead) == 1);
    CHECK(by_others(tests::kLeader) == 2);
    CHECK(by_others(tests::kLeader, 1) == 0);
    must(rows.fold(event(3, tests::step(EventKind::submitted), tests::kHead)));
    CHECK(by_others(tests::kHead) == 1);
    auto comment = tests::step(EventKind::commented);
    must(rows.fold(event(4, comment, tests::kLeader)));
    CHECK(by_others(tests::kHead) == 1);
    CHECK(state()->last_seq == 4);
    must(rows.fold(event(5, tests::step(EventKind::confirmed), tests::kLeader)));
    CHECK(by_others(tests::kHead) == 5);
    CHECK(by_others(tests::kOther) == 5);
    CHECK(state()->state() == policies::tasks::State::done);
    CHECK(state()->lead().confirmed_at == tests::minute(5));
    must(rows.fold(event(6, tests::assigned(tests::kTask + 1, 2), tests::kLeader)));
    CHECK(rows.read<int>([](base::SqlReader& r) { return next_task_number(r, tests::kTown, 2026); }) == 3);
    CHECK(rows.read<int>([](base::SqlReader& r) { return next_task_number(r, tests::kTown, 2027); }) == 1);
    CHECK(rows.read<std::vector<policies::tasks::Task>>([](base::SqlReader& r) { return read_tasks(r, {}); }).size() ==
          2);
    CHECK(rows.read<std::vector<policies::tasks::Task>>([](base::SqlReader& r) { return read_tasks(r, tests::kWard); })
              .empty());
  });
}

TEST_CASE("office/rows: numbers are reserved, used, void; recipients answer") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Rows rows(std::move(db));
    auto entry = [&](int number) {
      return *rows.read<std::optional<BookEntry>>([&](base::SqlReader& r) { return read_entry(r, key(number)); });
    };
    auto recipients = [&] {
      return rows.read<std::vector<RecipientRow>>([](base::SqlReader& r) { return read_recipients(r, key(1)); });
    };
    must(rows.fold(event(1, tests::reserved(1, day(2026, 11, 23)))));
    must(rows.fold(event(2, tests::reserved(2, day(2026, 11, 24)))));
    CHECK(entry(1).state == policies::dispatch::RowState::reserved);
    CHECK(entry(1).reserved_by == tests::kClerk);
    CHECK(entry(1).reserved_at == tests::minute(1));
    const auto book = rows.read<policies::dispatch::BookState>(
        [](base::SqlReader& r) { return read_book(r, tests::kTown, Book::outgoing); });
    CHECK(book.year == 2026);
    CHECK(book.last_number == 2);
    CHECK(book.last_date == day(2026, 11, 24));
    CHECK(rows.read<policies::dispatch::BookState>(
                  [](base::SqlReader& r) { return read_book(r, tests::kTown, Book::copies); })
              .last_number == 0);
    must(rows.fold(event(3, NumberVoided{key(2), "nhầm"})));
    CHECK(entry(2).state == policies::dispatch::RowState::voided);
    CHECK(entry(2).reason == "nhầm");
    must(rows.fold(event(4, tests::dispatched(1))));
    CHECK(entry(1).state == policies::dispatch::RowState::used);
    CHECK(entry(1).cause == base::sha256("mail 4"));
    CHECK(entry(1).answers == "1132/STTTT-CNTT");
    REQUIRE(recipients().size() == 2);
    CHECK_FALSE(recipients()[0].state.last);
    must(rows.fold(event(5, tests::status(1, 0, ExchangeStatus::arrived), {})));
    must(rows.fold(event(6, tests::status(1, 0, ExchangeStatus::registered, "", "17 (20/11/2026)"), {})));
    must(rows.fold(event(7, tests::status(1, 0, ExchangeStatus::assigned), {})));
    CHECK(recipients()[0].state.last == ExchangeStatus::assigned);
    CHECK(recipients()[0].arrival == "17 (20/11/2026)");
    CHECK(recipients()[0].changed == tests::minute(7));
    must(rows.fold(event(8, tests::status(1, 1, ExchangeStatus::refused, "sai thẩm quyền"), {})));
    CHECK(recipients()[1].reason == "sai thẩm quyền");
    must(rows.fold(event(9, tests::status(1, 0, ExchangeStatus::recall_asked), {})));
    CHECK(recipients()[0].state.recall_open);
    // The next year begins at 1 again; the number of last year is found while it is reserved.
    must(rows.fold(event(10, tests::reserved(3, day(2026, 12, 31)))));
    must(rows.fold(event(11, tests::reserved(1, day(2027, 1, 4)))));
    auto find = [&](const char* text, int year) {
      return rows.read<std::optional<BookEntry>>([&](base::SqlReader& r) {
        return find_entry(r, tests::kTown, *policies::dispatch::parse_document_number(text), year);
      });
    };
    CHECK(find("03/BC-UBND", 2027)->key == key(3));
    CHECK(find("01/BC-UBND", 2027)->key == key(1, 2027));
    CHECK_FALSE(find("02/BC-UBND", 2027));
    CHECK_FALSE(find("09/BC-UBND", 2026));
    auto count = [&](std::optional<policies::calendar::Date> from, std::optional<policies::calendar::Date> to) {
      return rows
          .read<std::vector<BookEntry>>(
              [&](base::SqlReader& r) { return read_entries(r, tests::kTown, Book::outgoing, from, to); })
          .size();
    };
    CHECK(count({}, {}) == 4);
    CHECK(count(day(2026, 11, 24), day(2026, 12, 31)) == 2);
    CHECK(count(day(2026, 11, 25), day(2026, 12, 30)) == 0);
    CHECK(count({}, day(2026, 11, 23)) == 1);
  });
}

TEST_CASE("office/rows: incoming documents are registered, returned, found again") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Rows rows(std::move(db));
    const std::string duplicate = duplicate_key_of(tests::arrived());
    auto earlier = [&] {
      return rows.read<std::int64_t>([&](base::SqlReader& r) { return find_duplicate(r, tests::kTown, duplicate); });
    };
    must(rows.fold(event(1, tests::arrived(), {})));
    CHECK(earlier() == 1);
    must(rows.fold(event(2, DocumentReturned{1, "gửi nhầm"})));
    CHECK(earlier() == 0);
    must(rows.fold(event(3, tests::arrived(), {})));
    CHECK(earlier() == 3);
    must(rows.fold(event(4, DocumentRegistered{3, 2026, 1, day(2026, 11, 23)})));
    CHECK(earlier() == 3);
    auto found = rows.read<std::optional<IncomingDocument>>(
        [](base::SqlReader& r) { return find_incoming(r, tests::kTown, tests::arrived().message_id); });
    REQUIRE(found);
    CHECK(found->id == 3);
    CHECK(found->state == IncomingState::registered);
    CHECK(found->arrival_number == 1);
    CHECK(found->decided_by == tests::kClerk);
    CHECK(found->arrived.digest == tests::arrived().digest);
    CHECK(found->verdict == "valid");
    CHECK_FALSE(rows.read<std::optional<IncomingDocument>>(
        [](base::SqlReader& r) { return find_incoming(r, tests::kWard, tests::arrived().message_id); }));
    CHECK(
        rows.read<policies::dispatch::BookState>([](base::SqlReader& r) { return read_arrival_book(r, tests::kTown); })
            .last_number == 1);
    CHECK(rows.read<std::vector<IncomingDocument>>([](base::SqlReader& r) {
                return read_incoming_register(r, tests::kTown, day(2026, 11, 23), day(2026, 11, 23));
              })
              .size() == 1);
    CHECK(rows.read<std::vector<IncomingDocument>>(
                  [](base::SqlReader& r) { return read_incoming_register(r, tests::kTown, day(2026, 11, 24), {}); })
              .empty());
  });
}

TEST_CASE("office/rows: what does not fit is refused as corrupt and changes nothing") {
  auto wrong_date = tests::reserved(4, day(2026, 11, 20));
  auto wrong_year = tests::reserved(1, day(2027, 1, 2));
  wrong_year.key.number = 2;
  auto no_parties = tests::assigned(tests::kTask + 5, 5);
  no_parties.assignment.parties.clear();
  auto no_number = tests::assigned(tests::kTask + 5, 5);
  no_number.assignment.number = "NV-2026";
  auto elsewhere = tests::assigned(tests::kTask + 5, 5);
  elsewhere.assignment.office = tests::kWard;
  const std::vector<EventBody> wrong = {
      tests::assigned(),                     // the id again
      tests::assigned(tests::kTask + 9, 1),  // the number again
      no_parties,
      no_number,
      elsewhere,
      tests::step(EventKind::accepted, 0, 12345),  // no such task
      tests::step(EventKind::accepted, 7),         // no such party
      tests::step(EventKind::accepted),            // it is done
      tests::step(EventKind::extension_approved, 1),
      tests::reserved(3, day(2026, 11, 24)),  // given already
      tests::reserved(5, day(2026, 11, 24)),  // a gap
      wrong_date,
      wrong_year,
      tests::reserved(1, day(2026, 11, 24), Book::incoming),
      NumberVoided{key(2), "hai lần"},
      NumberVoided{key(1), "đã phát hành"},
      NumberVoided{key(99), "không có"},
      NumberVoided{key(3, 2026, Book::outgoing, tests::kWard), "của cơ quan khác"},
      tests::dispatched(1),
      tests::dispatched(2),
      tests::dispatched(99),
      tests::status(1, 0, ExchangeStatus::arrived),
      tests::status(1, 0, ExchangeStatus::refused, "muộn"),
      tests::status(1, 5, ExchangeStatus::arrived),
      tests::status(3, 0, ExchangeStatus::arrived),
      DocumentRegistered{1, 2026, 2, day(2026, 11, 24)},  // registered already
      DocumentRegistered{999, 2026, 2, day(2026, 11, 24)},
      DocumentRegistered{0, 2026, 2, day(2026, 11, 24)},
      DocumentReturned{1, "muộn"},
      DocumentReturned{999, "không có"},
  };
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    Rows rows(std::move(db));
    auto events = tests::journal_of_town();
    events.pop_back();  // a book that was opened for the next year
    rows.fold_all(events);
    const auto before = rows.dump();
    for (std::size_t i = 0; i < wrong.size(); ++i) {
      const Event bad = event(100, wrong[i]);
      INFO(i, " ", type_of(bad));
      const auto done = rows.fold(bad);
      CHECK_FALSE(done.has_value());
      if (!done) CHECK(done.error().code == base::ErrorCode::corrupt);
      CHECK(rows.dump() == before);
    }
    // A new document whose arrival number leaves a gap; and the same event twice.
    must(rows.fold(event(100, tests::arrived("99/TB-UBND"), {})));
    CHECK_FALSE(rows.fold(event(100, tests::arrived("99/TB-UBND"), {})).has_value());
    CHECK_FALSE(rows.fold(event(101, DocumentRegistered{100, 2026, 3, day(2026, 11, 24)})).has_value());
    CHECK_FALSE(rows.fold(event(101, DocumentRegistered{100, 2026, 2, day(2026, 11, 22)})).has_value());
    must(rows.fold(event(101, DocumentRegistered{100, 2026, 2, day(2026, 11, 24)})));
  });
}

TEST_CASE("office/rows: live rows equal those of what the journal says, whatever the text") {
  std::vector<TableRows> first;
  const std::string broken = "nửa \xC3 chừng \xFF";
  std::string longest;
  while (longest.size() < 3000) longest += "số ";
  auto dispatched = tests::dispatched(1);
  dispatched.abstract = broken;
  dispatched.answers = longest;
  dispatched.recipients[0].address = longest;
  auto reserved = tests::reserved(1, day(2026, 11, 23));
  reserved.symbol = longest;
  auto arrived = tests::arrived();
  arrived.issuer_address = longest + "@x.example";
  arrived.abstract = broken;
  arrived.message_id = longest;
  auto assigned = tests::assigned();
  assigned.assignment.title = broken;
  assigned.assignment.number = "NV.LAM-SON-2026-000001";
  assigned.assignment.parties[0].unit_code = longest;
  std::vector<Event> events = {event(1, reserved), event(2, dispatched),
                               event(3, tests::status(1, 0, ExchangeStatus::arrived, broken, longest), {}),
                               event(4, arrived, {}), event(5, assigned, tests::kLeader)};
  events[3].verdict = "a-verdict-of-twenty-three";
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    Rows live(std::move(db));
    live.fold_all(events);
    const auto dump = live.dump();
    if (first.empty()) first = dump;
    CHECK(dump == first);
    CHECK(live.read<int>([](base::SqlReader& r) { return next_task_number(r, tests::kTown, 2026); }) == 2);
  });
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    Rows rebuilt(std::move(db));
    for (const Event& one : events)
      must(rebuilt.fold(must(event_of_message(event_message(one, {"nhatky@x.example", "X"})))));
    CHECK(rebuilt.dump() == first);
  });
}

}  // namespace
