// Numbers of documents are asked for by mail, given in order, and end with their year.
#include <atomic>
#include <thread>

#include "tests/mailstore/records_office.h"

using namespace tests;
namespace dispatch = policies::dispatch;

TEST_CASE("office: numbers are given by mail, in order, and may be given up with a reason") {
  with_town([](OfficeTown& town) {
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "xin so cv vx", "ha");
    auto book = town.book();
    REQUIRE(book.size() == 2);
    CHECK(book[0].key.number == 1);
    CHECK(book[0].symbol == "BC-UBND");
    CHECK(book[1].key.number == 2);
    CHECK(book[1].symbol == "UBND-VX");
    const Found given = town.last("nhung");
    CHECK(given.subject() == "[SỐ 01/BC-UBND] Đã cấp số văn bản");
    CHECK(given.text().find("[VB 01/BC-UBND]") != std::string::npos);
    good(town.answer("nhung", given, "HỦY in nhầm"));
    book = town.book();
    CHECK(book[0].state == dispatch::RowState::voided);
    CHECK(book[0].reason == "in nhầm");
    ask_number(town, "XIN SỐ ABC");       // no such type
    ask_number(town, "XIN SỐ BC", "an");  // no clerk
    CHECK(town.book().size() == 2);
    CHECK(town.last("an").text().find("văn thư") != std::string::npos);
  });
}

TEST_CASE("office: a number may be asked for in the subject; the answer says what was understood") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "nhung";
    letter.to = {OfficeTown::at("vanthu")};
    letter.subject = "XIN SỐ BC";
    letter.text = "\r\n-- \r\nLê Hồng Nhung";
    good(town.submit(letter));
    REQUIRE(town.book().size() == 1);
    CHECK(town.last("nhung").subject().starts_with("[SỐ 01/BC-UBND]"));
    letter.subject = "XIN SỐ QĐ";
    letter.text = "Cho tôi xin số báo cáo";  // which one?
    good(town.submit(letter));
    letter.from = "an";  // a specialist asks the people there
    letter.text = "";
    good(town.submit(letter));
    CHECK(town.book().size() == 1);
    CHECK(town.inbox("an").empty());
    ask_number(town, "XIN SỐ HD\r\nHướng dẫn bầu cử");
    const std::string text = town.last("nhung").text();
    CHECK(text.find("[VB 02/HD-UBND] Hướng dẫn bầu cử") != std::string::npos);
    CHECK(text.find("Trích yếu: Hướng dẫn bầu cử") != std::string::npos);
    CHECK(text.find("XIN SỐ HĐ") != std::string::npos);  // who meant a contract learns it at once
    ask_number(town, "XIN SỐ BC 29/02");
    CHECK(town.last("nhung").text().find("“29/02” sau loại văn bản") != std::string::npos);
    ask_number(town, "XIN SỐ BC 01/01/2026");
    CHECK(town.last("nhung").text().find("Chưa cấp số nào") != std::string::npos);
    CHECK(town.book().size() == 2);
  });
}

TEST_CASE("office: a year change begins at 01 again; what was reserved and not used becomes void with a reason") {
  with_town([](OfficeTown& town) {
    town.now = policies::calendar::at_minute({2025, 12, 31}, 16 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    town.now = policies::calendar::at_minute({2026, 1, 2}, 8 * 60);
    ask_number(town, "XIN SỐ BC");
    auto book = town.book();
    REQUIRE(book.size() == 3);
    CHECK(book[1].key.year == 2025);
    CHECK(book[1].key.number == 2);
    CHECK(book[2].key.year == 2026);
    CHECK(book[2].key.number == 1);
    good(town.house.desk->void_unused_numbers());  // by the server's own clock
    town.settle();
    book = town.book();
    CHECK(book[0].state == dispatch::RowState::voided);
    CHECK(book[0].reason.find("2025") != std::string::npos);
    CHECK(town.last("vanthu").subject().starts_with("Đã hủy số"));
    const auto events = town.journal("BS").size();
    good(town.house.desk->void_unused_numbers());
    CHECK(town.journal("BS").size() == events);
  });
}

TEST_CASE("office: a number that is unused in two years is not guessed") {
  with_town([](OfficeTown& town) {
    town.now = policies::calendar::at_minute({2025, 12, 31}, 16 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ QĐ");
    town.now = policies::calendar::at_minute({2026, 1, 2}, 8 * 60);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ QĐ");
    OfficeKeys keys(town);
    auto of = [&](int year, int number) {
      for (const auto& row : town.book()) {
        if (row.key.year == year && row.key.number == number) return row.state;
      }
      return dispatch::RowState::voided;
    };
    CHECK_FALSE(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);
    CHECK(town.last("nhung").text().find("[VB 01/2025/BC-UBND] hoặc [VB 01/2026/BC-UBND]") != std::string::npos);
    Letter give_up;
    give_up.from = "nhung";
    give_up.to = {OfficeTown::at("vanthu")};
    give_up.in_reply_to = "x@y";
    give_up.subject = "Re: [SỐ 01/BC-UBND] Đã cấp số văn bản";
    give_up.text = "HỦY in nhầm";
    good(town.submit(give_up));
    CHECK(town.last("nhung").text().find("[SỐ 01/2025/BC-UBND]") != std::string::npos);
    CHECK(of(2025, 1) == dispatch::RowState::reserved);
    CHECK(of(2026, 1) == dispatch::RowState::reserved);
    good(send_document(town, &keys.seal, "[VB 01/2025/BC-UBND] x", kWards).answer);
    CHECK(of(2025, 1) == dispatch::RowState::used);
    CHECK(of(2026, 1) == dispatch::RowState::reserved);
    good(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", kWards).answer);  // now only one is left
    CHECK(of(2026, 1) == dispatch::RowState::used);
    good(send_document(town, &keys.seal, "[VB 02/BC-UBND] x", kWards).answer);  // this year's 02 is a decision
    CHECK(of(2025, 2) == dispatch::RowState::used);
    CHECK(of(2026, 2) == dispatch::RowState::reserved);
  });
}

TEST_CASE("office: clerks who ask at the same moment get every number once, without a gap") {
  with_town([](OfficeTown& town) {
    constexpr int kThreads = 4, kEach = 50;
    std::vector<std::string> mails;  // made before: the counter is not for threads
    for (int i = 0; i < kThreads * kEach; ++i) {
      Letter letter;
      letter.from = i % 2 == 0 ? "nhung" : "ha";
      letter.to = {OfficeTown::at("vanthu")};
      letter.subject = "xin số";
      letter.text = i % 3 == 0 ? "XIN SỐ CV VX" : "XIN SỐ BC";
      mails.push_back(town.bytes_of(letter));
    }
    const base::AccountId clerks[] = {town.account("nhung"), town.account("ha")};
    std::atomic<int> good_answers = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = t; i < kThreads * kEach; i += kThreads) {
          auto request = MailOffice::letter({OfficeTown::at("vanthu")}, mails[static_cast<std::size_t>(i)],
                                            OfficeTown::at(i % 2 == 0 ? "nhung" : "ha"));
          request.source = mailstore::Source::submission;
          request.author = clerks[i % 2];
          request.at = town.now;
          for (int attempt = 0; attempt < 20; ++attempt) {  // a busy database says so; clients try again
            auto answer = base::run_blocking(town.house.door->deliver(request));
            if (answer) ++good_answers;
            if (answer || !answer.error().temporary) break;
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    town.settle();
    CHECK(good_answers == kThreads * kEach);
    const auto book = town.book();
    REQUIRE(book.size() == kThreads * kEach);
    for (std::size_t i = 0; i < book.size(); ++i) CHECK(book[i].key.number == static_cast<int>(i) + 1);
    CHECK(town.inbox("nhung").size() + town.inbox("ha").size() == kThreads * kEach);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == kThreads * kEach);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  });
}
