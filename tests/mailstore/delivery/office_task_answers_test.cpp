// Which task an answer belongs to, and who may give it: new mails, several tasks, sections, handing on.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

// A second task, in other words: the same words would be asked about.
static Letter another() {
  Letter letter = assignment();
  letter.subject = "Tổng hợp kinh phí theo 1132/STTTT-CNTT";
  return letter;
}

TEST_CASE("office: a mail to the reply addresses of several tasks is asked back and does nothing") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(town.submit(another()));
    const auto all = town.inbox("chutich");
    REQUIRE(all.size() == 2);
    Letter letter;
    letter.from = "chutich";
    letter.to = {all[0].reply_to(), all[1].reply_to()};
    letter.subject = "Hai việc";
    letter.text = "hủy vì trùng";
    good(town.submit(letter));
    for (const auto& task : town.tasks()) CHECK(task.parties.front().state == tasks::State::not_started);
    CHECK(town.last("chutich").text().find("nhiều nhiệm vụ") != std::string::npos);
    letter.to = {all[1].reply_to(), all[1].reply_to()};  // the same one twice is one
    letter.subject = all[1].subject();
    good(town.submit(letter));
    CHECK(town.tasks().back().parties.front().state == tasks::State::cancelled);
  });
}

TEST_CASE("office: an answer to an old message after somebody else changed the task is not applied") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found first = town.last("giaoviec.lamson");
    good(town.answer("duc", first, "nhận"));
    good(town.answer("duc", first, "tiến độ 20"));  // his own change does not make his message old
    CHECK(town.tasks()[0].parties[0].percent == 20);
    good(town.answer("chutich", town.last("chutich"), "tạm hoãn chờ hướng dẫn"));
    CHECK(state_of(town) == tasks::State::suspended);
    good(town.answer("chutich", town.last("chutich"), "tiếp tục"));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(town.answer("duc", first, "xong"));
    CHECK(state_of(town) == tasks::State::in_progress);
    CHECK(town.last("duc").text().find("đã thay đổi") != std::string::npos);
    good(town.answer("duc", town.last("duc"), "xong"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}

TEST_CASE("office: an answer written as a new mail is known by the tag in its subject") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec.lamson")};
    letter.subject = "[NV-2026-000001] trả lời";
    letter.text = "Nhận";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.text = "Tạm hoãn chờ hướng dẫn";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::suspended);
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("office: a new mail to the assigner's task mailbox answers too, and whoever else was written to gets it") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.cc = {OfficeTown::at("an")};
    letter.subject = "[NV-2026-000001] trả lời";
    letter.text = "Nhận";
    const auto copies = town.inbox("an").size();
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
    CHECK(town.inbox("an").size() == copies + 1);
    letter.text = "Kính gửi thị xã, phường đang làm.";  // no command: a remark on the task
    const auto kept = town.inbox("giaoviec").size();
    const auto events = town.journal("BS").size();
    good(town.submit(letter));
    CHECK(town.inbox("giaoviec").size() == kept + 1);
    CHECK(town.journal("BS").size() == events + 2);  // and the word that it is kept
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("office: an answer to two tasks at once is asked back") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const std::string first = town.last("giaoviec.lamson").reply_to();
    good(town.submit(another()));
    Letter letter;
    letter.from = "duc";
    letter.to = {first, town.last("giaoviec.lamson").reply_to()};
    letter.subject = "Re: x";
    letter.text = "nhận";
    good(town.submit(letter));
    CHECK(town.last("duc").text().find("nhiều nhiệm vụ cùng lúc") != std::string::npos);
    for (const auto& task : town.tasks()) CHECK(task.lead().state == tasks::State::not_started);
  });
}

TEST_CASE("office: a section passes on within itself, nobody to the one who has it, and stays the lead") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    const Found got = town.last("giaoviec.vhtt");
    good(town.answer("bao", got, "CHUYỂN TỚI " + OfficeTown::at("giaoviec.vhtt")));  // it has it
    good(town.answer("bao", got, "CHUYỂN TỚI " + OfficeTown::at("nhung")));          // of another section
    CHECK(town.tasks()[0].parties.size() == 1);
    good(town.answer("bao", town.last("bao"), "CHUYỂN TỚI Trần Văn An <" + OfficeTown::at("an") + ">"));
    REQUIRE(town.tasks()[0].parties.size() == 1);  // the section stays the lead
    REQUIRE(town.tasks()[0].parties[0].hands.size() == 1);
    CHECK(town.tasks()[0].parties[0].hands[0].address == "an@bimson.example");
    CHECK(town.last("an").subject().find("[NV-2026-000001]") != std::string::npos);
  });
}

TEST_CASE("office: a task is passed on to a person or section by name, when only one has it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("bao")};
    letter.cc.clear();
    good(town.submit(letter));
    good(town.answer("bao", town.last("bao"), "CHUYỂN TỚI Người Không Có"));
    CHECK(town.last("bao").text().find("nhiều người cùng tên") != std::string::npos);
    good(town.answer("bao", town.last("bao"), "chuyển tới trần văn an"));
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].address == "an@bimson.example");
    CHECK(town.last("an").subject().find("[NV-2026-000001]") != std::string::npos);
  });
}

TEST_CASE("office: a section with a mailbox is a party; its head and its specialists act for it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].parties[0].unit == town.unit("BS.VHTT"));
    CHECK(town.tasks()[0].parties[0].unit_code == "BS.VHTT");
    const Found got = town.last("giaoviec.vhtt");
    good(town.answer("nhung", got, "nhận"));  // the clerk is of another section
    CHECK(state_of(town) == tasks::State::not_started);
    good(town.answer("an", got, "nhận"));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(town.answer("bao", town.last("giaoviec.vhtt"), "xong"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}
