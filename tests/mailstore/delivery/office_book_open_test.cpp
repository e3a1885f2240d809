// An office that begins in the middle of a year goes on behind its old books.
#include "mailstore/office/rows/book_opening.h"
#include "mailstore/office/rows/rebuild.h"
#include "mailstore/reports/registers_view.h"
#include "tests/mailstore/records_office.h"

using namespace tests;
using mailstore::office::Book;
namespace dispatch = policies::dispatch;

namespace {

mailstore::office::BookOpened opening(OfficeTown& town, Book book, int last) {
  const auto date = policies::calendar::local_date(town.house.clock.now());
  return {{town.unit("BS"), book, date.year, last}, date};
}

}  // namespace

TEST_CASE("office: a book goes on behind the old one, and one row stands for the numbers there") {
  with_town([](OfficeTown& town) {
    town.now = town.house.clock.now();
    good(town.house.desk->open_book(opening(town, Book::outgoing, 146)));
    ask_number(town, "XIN SỐ BC");
    const auto book = town.book();
    REQUIRE(book.size() == 2);
    CHECK(stands_for_old_book(book[0]));
    CHECK(book[0].key.number == 146);
    CHECK(book[0].state == dispatch::RowState::voided);
    CHECK(book[1].key.number == 147);
    CHECK(town.last("nhung").subject() == "[SỐ 147/BC-UBND] Đã cấp số văn bản");
    const auto row = mailstore::office::outgoing_row({book[0], {}});
    CHECK(row.number_symbol == "01–146");
    CHECK(row.note == "Số 01–146 ở sổ cũ");
    const auto again = town.house.desk->open_book(opening(town, Book::outgoing, 200));
    REQUIRE_FALSE(again);
    CHECK(again.error().text.vi.find("147") != std::string::npos);
    // The numbers of the old book can neither be used nor given up.
    Letter letter;
    letter.from = "nhung";
    letter.on_behalf_of = OfficeTown::at("vanthu");
    letter.to = {OfficeTown::at("vanthu.lamson")};
    letter.subject = "[VB 146/BC-UBND] x";
    letter.text = "x";
    CHECK_FALSE(town.submit(letter));
    CHECK(town.book().size() == 2);
  });
}

TEST_CASE("office: arrival numbers go on too, each book by itself, and a rebuild finds the same rows") {
  with_town([](OfficeTown& town) {
    town.now = town.house.clock.now();
    good(town.house.desk->open_book(opening(town, Book::incoming, 1131)));
    good(town.house.desk->open_book(opening(town, Book::copies, 9)));
    auto request =
        MailOffice::letter({OfficeTown::at("vanthu")}, sample_mail("[VB 05/STTTT-CNTT] x"), "vanthu@ngoai.example");
    good(base::run_blocking(town.house.door->deliver(std::move(request))));
    good(town.answer("nhung", town.last("vanthu"), "VÀO SỔ"));
    CHECK(town.last("nhung").subject().starts_with("[ĐẾN 1132]"));
    ask_number(town, "XIN SỐ SY");
    CHECK(town.last("nhung").subject().starts_with("[SỐ 10/"));
    ask_number(town, "XIN SỐ BC");
    CHECK(town.last("nhung").subject().starts_with("[SỐ 01/"));
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      const auto entries = good(mailstore::office::read_incoming_entries(snapshot, town.unit("BS"), {}));
      REQUIRE(entries.size() == 2);
      CHECK(mailstore::office::incoming_row(entries[0]).note == "Số 01–1131 ở sổ cũ");
      CHECK(mailstore::office::follow_up_row(entries[0], town.now, {}).note == "Số 01–1131 ở sổ cũ");
      return {};
    }));
    const auto view = town.house.people->view();
    const auto report =
        good(mailstore::office::rebuild_registers({*town.house.db, *town.house.blobs, *view}, {.check = true}));
    CHECK(report.difference_count == 0);
    CHECK(report.events > 4);
  });
}

TEST_CASE("office: a book cannot be opened at a number or date that is not possible") {
  with_town([](OfficeTown& town) {
    for (const int last : {0, -3, 1000000})
      CHECK_FALSE(town.house.desk->open_book(opening(town, Book::outgoing, last)));
    auto future = opening(town, Book::outgoing, 5);
    future.date = policies::calendar::add_days(future.date, 1);
    CHECK_FALSE(town.house.desk->open_book(future));
    auto past = opening(town, Book::outgoing, 5);
    past.date.year -= 1;
    past.key.year -= 1;
    CHECK_FALSE(town.house.desk->open_book(past));
    CHECK(town.journal("BS").empty());
  });
}
