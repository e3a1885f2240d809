// One task to many, each by itself: the founding report's 559 tasks were of this kind.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

Letter to_wards(const char* text) {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("giaoviec.dongson")};
  letter.cc.clear();
  letter.text = text;
  return letter;
}

}  // namespace

TEST_CASE("office/each: 'các phường báo cáo' gives every ward its own part, state and result") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_wards("UBND các phường, xã báo cáo kết quả, hạn 20/12.")));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].is_each());
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].role == tasks::PartyRole::part);
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG"));
    CHECK(state_of(town, 0) == tasks::State::wait_confirm);
    CHECK(state_of(town, 1) == tasks::State::not_started);
    good(town.answer("chutich", town.last("chutich"), "ĐÓNG"));
    CHECK(state_of(town, 0) == tasks::State::done);
    CHECK(state_of(town, 1) == tasks::State::not_started);  // the other is not closed with it
    CHECK_FALSE(tasks::is_final(town.tasks()[0].state()));
    good(town.answer("mai", town.last("giaoviec.dongson"), "XONG"));
    good(town.answer("chutich", town.last("chutich"), "ĐÓNG"));
    CHECK(town.tasks()[0].state() == tasks::State::done);
  });
}

TEST_CASE("office/each: two wards without a word are asked about, one word answers") {
  for (const bool each : {true, false}) {
    CAPTURE(each);
    with_town([&](OfficeTown& town) {
      good(town.submit(to_wards("Báo cáo kết quả, hạn 20/12.")));
      CHECK(town.tasks().empty());
      const Found asked = town.last("chutich");
      CHECK(asked.text().find("TỪNG ĐƠN VỊ") != std::string::npos);
      good(town.answer("chutich", asked, each ? "từng đơn vị" : "chủ trì"));
      REQUIRE(town.tasks().size() == 1);
      CHECK(town.tasks()[0].is_each() == each);
      CHECK(*town.tasks()[0].parties[1].due == policies::calendar::end_of_day({2026, 12, 20}));
    });
  }
}

TEST_CASE("office/each: 'chủ trì' and 'phối hợp' mean one result") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_wards("Lam Sơn chủ trì, Đông Sơn phối hợp, hạn 20/12.")));
    REQUIRE(town.tasks().size() == 1);
    CHECK_FALSE(town.tasks()[0].is_each());
    CHECK(town.tasks()[0].parties[1].role == tasks::PartyRole::cooperating);
  });
}
