// Numbers, UIDs and series can be guessed. Who may not see what he guessed hears the same as of what is not there.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// All that came to him of a mail, with what he wrote himself made the same.
std::string told(OfficeTown& town, const Letter& letter, const std::string& guess, const std::string& bytes = "") {
  const auto before = town.inbox(letter.from).size();
  auto answer = bytes.empty() ? town.submit(letter) : town.submit_bytes(letter, bytes);
  town.settle();
  std::string out = answer ? "taken\n" : "refused: " + answer.error().text.vi + "\n";
  const auto all = town.inbox(letter.from);
  for (std::size_t i = before; i < all.size(); ++i)
    out += all[i].header("From") + "\n" + all[i].subject() + "\n" + all[i].text() + "\n";
  return with(out, guess, "GUESS");
}

std::string itip_bytes(OfficeTown& town, const Letter& letter, const std::string& task) {
  const std::string bytes = town.bytes_of(letter);
  return bytes.substr(0, bytes.find("Content-Type:")) +
         "Content-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
         "BEGIN:VTODO\r\nUID:nv-" +
         task +
         "@bimson.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:giaoviec.lamson@bimson.example\r\nEND:VTODO\r\n"
         "END:VCALENDAR\r\n";
}

}  // namespace

TEST_CASE("office/guessing: who may not see it hears the same of what is there and of what is not") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter series;
    series.from = "chutich";
    series.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
    series.subject = "Báo cáo tình hình an ninh";
    series.text = "Báo cáo thứ Sáu hằng tuần.";
    good(town.submit(series));
    const std::string id = std::to_string(town.tasks()[0].head.task),
                      other = std::to_string(town.tasks()[0].head.task + 7);
    for (const char* who : {"son", "thuy", "an"}) {
      CAPTURE(who);
      for (const char* box : {"giaoviec", "giaoviec.sotttt", "giaoviec.lamson"}) {
        CAPTURE(box);
        for (const char* words :
             {"Nhận", "Đồng ý", "Hủy vì trùng", "Việc này đến đâu rồi?", "LỊCH SỬ", "Kết thúc", ""}) {
          CAPTURE(words);
          Letter letter;
          letter.from = who;
          letter.to = {OfficeTown::at(box)};
          letter.text = words;
          for (const auto& [real, none] :
               {std::pair("NV-2026-000001", "NV-2026-000777"), std::pair("CK-2026-000001", "CK-2026-000777")}) {
            letter.subject = "[" + std::string(real) + "] x";
            const std::string of_real = told(town, letter, real);
            letter.subject = "[" + std::string(none) + "] x";
            CHECK(of_real == told(town, letter, none));
            CHECK(of_real.find("1132/STTTT") == std::string::npos);
            CHECK(of_real.find("an ninh") == std::string::npos);
          }
          letter.subject = "Accepted: x";
          CHECK(told(town, letter, id, itip_bytes(town, letter, id)) ==
                told(town, letter, other, itip_bytes(town, letter, other)));
        }
      }
    }
    CHECK(state_of(town) == tasks::State::not_started);
  });
}

TEST_CASE("office/guessing: a reply address that came into other hands tells nothing of its task") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found card = town.last("giaoviec.lamson");
    for (const char* who : {"son", "thuy", "an"}) {
      CAPTURE(who);
      for (const char* words : {"nhận", "việc này đến đâu rồi?", "LỊCH SỬ", "HOÀN TÁC", "", "Gia hạn"}) {
        CAPTURE(words);
        good(town.answer(who, card, words));
        const Found said = town.last(who);
        CHECK(said.text().find("Không tìm thấy nhiệm vụ") != std::string::npos);
        CHECK(said.text().find("Lam Sơn") == std::string::npos);
        CHECK(said.text().find("Mai Đình Lâm") == std::string::npos);
      }
    }
    good(town.answer("chutich", town.last("chutich"), "Rút ngắn lại nhé"));
    const Found asked = town.last("chutich");
    good(town.answer("son", asked, "ĐÚNG"));  // a question put to somebody else
    CHECK(town.last("son").text().find("báo cáo kết quả") == std::string::npos);
    CHECK(state_of(town) == tasks::State::not_started);
  });
}
