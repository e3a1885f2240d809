// People write as people do: each mail is done, asked back, or kept and said so. Nobody is met with silence.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

// Given to the ward alone, due 20 December.
void give(OfficeTown& town) {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.cc.clear();
  good(town.submit(letter));
}

Found card_of(OfficeTown& town) { return town.last("giaoviec.lamson"); }

// What the author heard of this answer; "" = silence.
std::string heard(OfficeTown& town, const std::string& who, const Found& message, const std::string& words) {
  const std::size_t before = town.inbox(who).size();
  good(town.answer(who, message, words));
  const auto all = town.inbox(who);
  return all.size() == before ? "" : all.back().text();
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("office/speech: a holder's plain words are done when they are certain") {
  with_town([](OfficeTown& town) {
    give(town);
    const std::string said = heard(town, "duc", card_of(town), "Đã nhận, em sẽ làm trong chiều nay.");
    CHECK_FALSE(said.empty());
    CHECK(state_of(town) == tasks::State::in_progress);
    // The leader sees it, with the words.
    CHECK(has(town.last("chutich").text(), "chiều nay"));
  });
}

TEST_CASE("office/speech: a result without a file is asked back, one word makes it done with the words of before") {
  with_town([](OfficeTown& town) {
    give(town);
    const std::string said = heard(town, "duc", card_of(town), "Em làm xong rồi ạ, gửi anh báo cáo kèm theo.");
    CHECK(has(said, "XONG"));
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(has(town.last("chutich").text(), "gửi anh báo cáo kèm theo"));
    const Found question = town.last("duc");
    CHECK(question.reply_to().starts_with("hoi+"));
    good(town.answer("duc", question, "Đúng"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    const auto events = town.journal("BS");
    CHECK(events.back().answers != 0);
    CHECK(std::get<mailstore::office::TaskStep>(events.back().body).event.reason.find("báo cáo kèm theo") !=
          std::string::npos);
  });
}

TEST_CASE("office/speech: NO leaves the words a remark, a command instead of yes is the command") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK(has(heard(town, "duc", card_of(town), "Em làm xong rồi ạ, gửi anh báo cáo kèm theo."), "XONG"));
    const Found question = town.last("duc");
    CHECK_FALSE(heard(town, "duc", question, "không").empty());
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(has(heard(town, "duc", question, "đúng"), "trước đó"));
    CHECK(state_of(town) == tasks::State::not_started);
  });
  with_town([](OfficeTown& town) {
    give(town);
    CHECK_FALSE(heard(town, "duc", card_of(town), "Em làm xong rồi ạ, gửi anh báo cáo kèm theo.").empty());
    CHECK_FALSE(heard(town, "duc", town.last("duc"), "Tiến độ 80%").empty());
    CHECK(state_of(town) == tasks::State::in_progress);
  });
}

TEST_CASE("office/speech: the leader changes his mind in plain words, and each party hears what was and what is") {
  struct Row {
    const char* words;
    policies::calendar::Date due;
  };
  for (const Row& row : {Row{"Hạn mới: 18/12/2026", {2026, 12, 18}}, Row{"Lùi hạn đến 25/12 nhé", {2026, 12, 25}},
                         Row{"Rút ngắn, xong trước 8/12", {2026, 12, 8}}, Row{"GIA HẠN 25/12", {2026, 12, 25}}}) {
    CAPTURE(row.words);
    with_town([&](OfficeTown& town) {
      give(town);
      const std::string said = heard(town, "chutich", town.last("chutich"), row.words);
      CHECK_FALSE(said.empty());
      REQUIRE(town.tasks()[0].due());
      CHECK(*town.tasks()[0].due() == policies::calendar::end_of_day(row.due));
      const std::string told = card_of(town).text();
      CHECK(has(told, "20/12/2026"));
      CHECK(has(told, policies::calendar::slash_date(row.due).c_str()));
    });
  }
}

TEST_CASE("office/speech: a party more, another lead, cancelled, urged, asked how it goes") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK_FALSE(heard(town, "chutich", town.last("chutich"), "Thêm Phòng Văn hóa và Thông tin phối hợp").empty());
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].role == tasks::PartyRole::cooperating);
    CHECK(town.inbox("giaoviec.vhtt").size() == 1);
    const Found echo = town.inbox("chutich").front();
    CHECK(has(heard(town, "chutich", echo, "Việc này đến đâu rồi?"), "chưa thực hiện"));
    CHECK_FALSE(heard(town, "chutich", echo, "Đôn đốc: đề nghị khẩn trương").empty());
    CHECK(town.tasks()[0].parties[0].times_urged == 1);
    const std::string said = heard(town, "chutich", echo, "Thôi không cần làm nữa nhé");
    CHECK_FALSE(said.empty());
    if (state_of(town) != tasks::State::cancelled) {
      CHECK(has(said, "HỦY"));
      good(town.answer("chutich", town.last("chutich"), "đúng"));
    }
    CHECK(state_of(town) == tasks::State::cancelled);
  });
}

TEST_CASE("office/speech: plain talk is said once a task, what may be an act each time") {
  with_town([](OfficeTown& town) {
    give(town);
    const Found card = card_of(town);
    CHECK_FALSE(heard(town, "duc", card, "Em cảm ơn anh ạ.").empty());
    CHECK(heard(town, "duc", card, "Dạ em cảm ơn anh nhiều ạ.").empty());
    CHECK_FALSE(heard(town, "duc", card, "Phòng Tài chính chưa gửi số liệu quý III, đề nghị anh có ý kiến.").empty());
    CHECK_FALSE(heard(town, "duc", card, "Sở yêu cầu thêm 2 biểu, em gửi kèm công văn.").empty());
    CHECK(state_of(town) == tasks::State::not_started);
  });
}

TEST_CASE("office/speech: a leader's mail to a section's task mailbox alone is a task, or he is asked") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    letter.text = "Phòng báo cáo, hạn 9/12.";
    good(town.submit(letter));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].lead().unit == town.unit("BS.VHTT"));
    CHECK(has(town.last("chutich").subject(), "Đã giao"));
    letter.subject = "Chuẩn bị hội nghị";
    letter.text = "Phòng chuẩn bị giúp.";
    const std::size_t before = town.inbox("giaoviec.vhtt").size();
    good(town.submit(letter));
    CHECK(town.tasks().size() == 1);
    CHECK(town.inbox("giaoviec.vhtt").size() == before + 1);  // as the mail that it is
    good(town.answer("chutich", town.last("chutich"), "hạn 15/12"));
    REQUIRE(town.tasks().size() == 2);
    CHECK(*town.tasks()[1].due() == policies::calendar::end_of_day({2026, 12, 15}));
    letter.to = {OfficeTown::at("giaoviec.lamson")};  // a ward's
    letter.text = "Phường làm, hạn 9/12.";
    good(town.submit(letter));
    CHECK(town.tasks().size() == 3);
  });
}

TEST_CASE("office/speech: a head passes the work on inside his section; the section stays the lead") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    CHECK(town.inbox("bao").size() == 1);  // the head's own INBOX has it too
    const std::string said = heard(town, "bao", town.last("giaoviec.vhtt"), "Giao đ/c An xử lý");
    CHECK_FALSE(said.empty());
    REQUIRE(town.tasks()[0].parties.size() == 1);
    REQUIRE(town.tasks()[0].parties[0].hands.size() == 1);
    CHECK(town.tasks()[0].parties[0].hands[0].address == "an@bimson.example");
    CHECK(has(town.last("an").subject(), "NV-2026-000001"));
    const std::size_t leader = town.inbox("chutich").size();
    good(town.answer("an", town.last("an"), "XONG"));
    CHECK(town.inbox("chutich").size() == leader);  // it goes to the head
    CHECK(has(town.last("bao").subject(), "NV-2026-000001"));
    CHECK(state_of(town) != tasks::State::wait_confirm);
    good(town.answer("bao", town.last("bao"), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(town.inbox("chutich").size() == leader + 1);
  });
}

TEST_CASE("office/speech: of two people none is dropped, and the day that is said with it is theirs") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    good(town.submit(letter));
    const Found card = town.last("giaoviec.vhtt");
    CHECK_FALSE(heard(town, "bao", card, "GIAO An và Hoa cùng làm").empty());
    CHECK(town.tasks()[0].parties[0].hands.empty());
    CHECK_FALSE(heard(town, "bao", card, "Giao đ/c An xử lý, hạn 10/12").empty());
    if (town.tasks()[0].parties[0].hands.empty()) good(town.answer("bao", town.last("bao"), "đúng"));
    REQUIRE(town.tasks()[0].parties[0].hands.size() == 1);
    REQUIRE(town.tasks()[0].parties[0].hands[0].due);
    CHECK(*town.tasks()[0].parties[0].hands[0].due == policies::calendar::end_of_day({2026, 12, 10}));
  });
}

TEST_CASE("office/speech: what a holder says in words of the other side reaches the leader; a new lead gets the task") {
  with_town([](OfficeTown& town) {
    give(town);
    const std::size_t before = town.inbox("chutich").size();
    CHECK_FALSE(heard(town, "tu", card_of(town), "Không làm kịp đâu anh ạ").empty());
    CHECK(town.inbox("chutich").size() == before + 1);
    CHECK_FALSE(heard(town, "chutich", town.inbox("chutich").front(), "CHỦ TRÌ Phòng Văn hóa và Thông tin").empty());
    CHECK(has(town.last("giaoviec.vhtt").text(), "Lam Sơn chủ trì báo cáo"));  // the direction itself
  });
}

TEST_CASE("office/speech: thanks to the task mailbox are no task") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.subject = "Cảm ơn";
    letter.text = "Cảm ơn các đồng chí.";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    CHECK(has(town.last("chutich").text(), "chưa giao việc nào"));
    CHECK_FALSE(has(town.last("chutich").subject(), "Cần làm rõ"));
  });
}

TEST_CASE("office/speech: lists of one's own tasks") {
  with_town([](OfficeTown& town) {
    give(town);
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec.lamson")};
    letter.subject = "DANH SÁCH của tôi";
    good(town.submit(letter));
    CHECK(has(town.last("duc").text(), "[NV-2026-000001]"));
    CHECK(has(town.last("duc").subject(), "Nhiệm vụ của tôi (1)"));
    letter.subject = "TRỢ GIÚP";
    good(town.submit(letter));
    CHECK(has(town.last("duc").text(), "HẠN MỚI"));
  });
}

TEST_CASE("office/speech: a clerk hears that a recall, a correction or a document without its tag was not done") {
  with_town([](OfficeTown& town) {
    Letter letter;
    letter.from = "nhung";
    letter.on_behalf_of = OfficeTown::at("vanthu");
    letter.to = {OfficeTown::at("vanthu.lamson")};
    letter.subject = "Công văn 04/UBND về việc nghỉ Tết";
    letter.text = "Kính gửi các đơn vị.";
    good(town.submit(letter));
    CHECK(town.inbox("vanthu.lamson").size() == 1);
    CHECK(has(town.last("nhung").text(), "[VB 04/UBND]"));
    const Found document = town.last("vanthu.lamson");
    const std::string kept = heard(town, "lan", document, "Đã nhận được văn bản, cảm ơn.");
    INFO(kept);
    CHECK(has(kept, "chuyển đi như thư thường"));
    CHECK(heard(town, "lan", document, "Cảm ơn ạ.").empty());
    Letter recall = letter;
    recall.subject = "Re: " + document.subject();
    recall.in_reply_to = document.id();
    recall.text = "THU HỒI văn bản ban hành nhầm";
    good(town.submit(recall));
    INFO(town.last("nhung").text());
    CHECK(has(town.last("nhung").text(), "chưa được thu hồi"));
    recall.text = "Sửa trích yếu: nghỉ Tết Nguyên đán";
    good(town.submit(recall));
    CHECK(has(town.last("nhung").text(), "chưa được sửa"));
    Letter forwarded;
    forwarded.from = "an";
    forwarded.to = {OfficeTown::at("vanthu.dongson")};
    forwarded.subject = "Fwd: [VB 01/BC-UBND] Báo cáo";
    forwarded.text = "Gửi phường.";
    good(town.submit(forwarded));
    CHECK(has(town.last("an").text(), "chưa phát hành"));
  });
}
