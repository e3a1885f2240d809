// Letters of staff that are neither a task nor a step: to a section's mailbox, about somebody else's task, a question
// for one's own tasks, an answering machine. Each ends done, asked or said, but the machine's.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Letter to_section() {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
  letter.cc.clear();
  letter.text = "Phòng báo cáo kết quả, hạn 20/12.\r\n";
  return letter;
}

// What the author was told; "": nothing.
std::string told(OfficeTown& town, Letter letter) {
  const std::size_t before = town.inbox(letter.from).size();
  good(town.submit(letter));
  const auto after = town.inbox(letter.from);
  return after.size() > before ? after.back().text() : "";
}

Letter letter_from(const std::string& from, const std::string& to, const std::string& subject,
                   const std::string& text) {
  Letter letter;
  letter.from = from;
  letter.to = {OfficeTown::at(to)};
  letter.subject = subject;
  letter.text = text;
  return letter;
}

}  // namespace

TEST_CASE("office/letters: a section's task mailbox is silent to nobody of ours") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    for (const char* from : {"an", "bao", "nhung", "duc", "son", "chutich"}) {
      INFO(from);
      const auto kept = town.inbox("giaoviec.vhtt").size();
      CHECK(told(town, letter_from(from, "giaoviec.vhtt", "Nhờ phòng xem giúp",
                                   "Nhờ phòng cho ý kiến về dự thảo kế hoạch tuyên truyền.")) != "");
      CHECK(town.inbox("giaoviec.vhtt").size() == kept + 1);
    }
    CHECK(town.tasks().size() == 1);
    // An answer that came to it all the same is one.
    const std::string answered =
        told(town, letter_from("bao", "giaoviec.vhtt", "[NV-2026-000001] trả lời", "TIẾN ĐỘ 40%"));
    CHECK(town.tasks()[0].lead().percent == 40);
    CHECK(has(answered, "40%"));
  });
}

TEST_CASE("office/letters: who has no part in a task is told so, and nothing of the task") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    const Found card = town.last("giaoviec.vhtt");
    for (const char* text : {"Nhận", "Phường tôi có ý kiến: đề nghị thêm biểu 3.", "XONG"}) {
      INFO(text);
      const std::size_t before = town.inbox("tu").size();
      good(town.answer("tu", card, text));
      REQUIRE(town.inbox("tu").size() == before + 1);
      const std::string said = town.last("tu").text();
      CHECK(has(said, "không tham gia nhiệm vụ"));
      CHECK_FALSE(has(said, "Báo cáo kết quả triển khai phần mềm"));
      CHECK_FALSE(has(said, "20/12"));
    }
    CHECK(state_of(town) == tasks::State::not_started);
    const std::string by_number = told(town, letter_from("tu", "giaoviec", "[NV-2026-000001]", "Phường có ý kiến."));
    CHECK(has(by_number, "không phải nhiệm vụ mà Anh/Chị"));
    CHECK_FALSE(has(by_number, "20/12"));
    CHECK(has(told(town, letter_from("nhung", "giaoviec", "[NV-2026-000001]", "Xong")), "Anh/Chị"));
    CHECK(state_of(town) == tasks::State::not_started);
  });
}

TEST_CASE("office/letters: a plain question for one's own tasks is answered with them") {
  for (const char* words :
       {"Cho em xin danh sách việc của em", "Tuần này em phải làm gì?", "Em có những việc gì ạ?",
        "Dạ cho em hỏi hiện em còn những việc gì", "Em còn bao nhiêu việc chưa xong ạ?", "DANH SÁCH của tôi"}) {
    INFO(std::string(words));
    with_town([&](OfficeTown& town) {
      good(town.submit(to_section()));
      good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Trần Văn An"));
      good(town.submit(letter_from("an", "giaoviec", "Hỏi việc", words)));
      CHECK(town.last("an").subject().starts_with("Nhiệm vụ của tôi"));
      CHECK(has(town.last("an").text(), "NV-2026-000001"));
      CHECK(town.tasks().size() == 1);
    });
  }
}

TEST_CASE("office/letters: an answering machine does nothing and is answered nothing") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    const Found card = town.last("giaoviec.vhtt");
    for (const auto& [subject, extra] : std::vector<std::pair<std::string, std::string>>{
             {"Trả lời tự động: [NV-2026-000001]", ""},
             {"Tự động trả lời: [NV-2026-000001]", ""},
             {"Thư tự động: [NV-2026-000001]", ""},
             {"Thông báo vắng mặt: [NV-2026-000001]", ""},
             {"Out of Office: [NV-2026-000001]", ""},
             {"Out-of-Office [NV-2026-000001]", ""},
             {"Automatic reply: [NV-2026-000001]", ""},
             {"Re: [NV-2026-000001]", "Auto-Submitted: auto-replied (zimbra; vacation)\r\n"},
             {"Re: [NV-2026-000001]", "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"},
             {"Re: [NV-2026-000001]", "Precedence: bulk\r\nX-Autoreply: yes\r\n"}}) {
      INFO(subject << extra);
      Letter letter = letter_from("bao", "giaoviec", subject, "XONG");
      letter.to = {card.reply_to()};
      letter.in_reply_to = card.id();
      letter.extra = extra;
      CHECK(told(town, letter) == "");
      CHECK(state_of(town) == tasks::State::not_started);
    }
  });
}
