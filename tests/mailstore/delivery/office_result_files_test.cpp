// The result of a unit's people on its way up: their files go with it, and nobody's part is forgotten without a word.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct File {
  std::string name, content;
};

// An answer with files, as a client attaches them.
void hand_in(OfficeTown& town, const std::string& who, const Found& message, const std::string& text,
             const std::vector<File>& files) {
  Letter letter;
  letter.from = who;
  letter.to = {message.reply_to()};
  std::string bytes = "From: <" + OfficeTown::at(who) + ">\r\nTo: <" + message.reply_to() +
                      ">\r\nSubject: Re: x\r\nMessage-ID: <f" + std::to_string(++town.counter) +
                      "@client.example>\r\nIn-Reply-To: <" + message.id() +
                      ">\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                      "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
                      text + "\r\n";
  for (const File& file : files)
    bytes += "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=" + file.name +
             "\r\n\r\n" + file.content + "\r\n";
  good(town.submit_bytes(letter, bytes + "--b--\r\n"));
  town.settle();
}

Letter to_ward() {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.cc.clear();
  return letter;
}

// The ward's task in the hands of two people.
void give_to_two(OfficeTown& town) {
  good(town.submit(to_ward()));
  good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú"));
  good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Đỗ Thị Lan"));
  REQUIRE(town.tasks()[0].lead().hands.size() == 2);
}

Found of_task(OfficeTown& town, const std::string& who) {
  const auto all = town.inbox(who);
  for (std::size_t i = all.size(); i-- > 0;) {
    if (has(all[i].subject(), "[NV-")) return all[i];
  }
  REQUIRE_MESSAGE(false, who);
  return {};
}

}  // namespace

TEST_CASE("office/result: the head's word sends a specialist's result up with his file, byte for byte") {
  for (const char* word : {"XONG", "đồng ý", "ĐỒNG Ý", "Đồng ý em nhé", "Trình anh", "Em trình anh xem xét.",
                           "TRÌNH kết quả của đ/c Hoàng Văn Tú", "Trình anh kết quả của đ/c Tú"}) {
    INFO(std::string(word));
    with_town([&](OfficeTown& town) {
      good(town.submit(to_ward()));
      good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú"));
      hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"bao-cao.pdf", "%PDF-1.4 noi dung"}});
      CHECK(has(of_task(town, "duc").text(), "bao-cao.pdf"));
      good(town.answer("duc", of_task(town, "duc"), word));
      if (state_of(town) != tasks::State::wait_confirm) good(town.answer("duc", town.last("duc"), "ĐÚNG"));
      CHECK(state_of(town) == tasks::State::wait_confirm);
      const Found up = of_task(town, "chutich");
      CHECK(has(up.bytes, "filename=bao-cao.pdf\r\n\r\n%PDF-1.4 noi dung"));
      CHECK(has(up.text(), "Tệp kèm theo: bao-cao.pdf"));
      good(town.answer("chutich", up, "LỊCH SỬ"));
      CHECK(has(town.last("chutich").text(), "Tệp: bao-cao.pdf"));
    });
  }
}

TEST_CASE("office/result: after a return the new file goes up, not the old one") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_ward()));
    good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú"));
    hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"ban-1.pdf", "cu"}});
    good(town.answer("duc", of_task(town, "duc"), "TRẢ LẠI thiếu phụ lục"));
    hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"ban-2.pdf", "moi"}, {"phu-luc.pdf", "phu luc"}});
    hand_in(town, "duc", of_task(town, "duc"), "XONG", {{"to-trinh.pdf", "cua phuong"}});
    const Found up = of_task(town, "chutich");
    for (const char* file : {"ban-2.pdf\r\n\r\nmoi", "phu-luc.pdf\r\n\r\nphu luc", "to-trinh.pdf\r\n\r\ncua phuong"})
      CHECK_MESSAGE(has(up.bytes, file), file);
    CHECK_FALSE(has(up.bytes, "ban-1.pdf"));
    // The chairman returns it to the ward, which gets it anew from him.
    good(town.answer("chutich", up, "TRẢ LẠI sai biểu"));
    good(town.answer("duc", of_task(town, "duc"), "TRẢ LẠI Hoàng Văn Tú sai biểu"));
    hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"ban-3.pdf", "moi nua"}});
    good(town.answer("duc", of_task(town, "duc"), "XONG"));
    CHECK(has(of_task(town, "chutich").bytes, "ban-3.pdf\r\n\r\nmoi nua"));
    CHECK_FALSE(has(of_task(town, "chutich").bytes, "ban-2.pdf"));
  });
}

TEST_CASE("office/result: sending up while somebody has not handed in is asked; then all files go") {
  with_town([](OfficeTown& town) {
    give_to_two(town);
    hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"phan-1.pdf", "mot"}});
    const Found seen = of_task(town, "duc");
    CHECK(has(seen.text(), "Hoàng Văn Tú (đã nộp kết quả"));
    CHECK(has(seen.text(), "Đỗ Thị Lan (đã giao, chưa nhận"));
    good(town.answer("duc", seen, "XONG"));
    CHECK(state_of(town) == tasks::State::in_progress);
    const Found asked = town.last("duc");
    CHECK(has(asked.text(), "Đỗ Thị Lan"));
    hand_in(town, "lan", of_task(town, "lan"), "Em làm xong rồi ạ, gửi anh báo cáo kèm theo.", {{"phan-2.pdf", "hai"}});
    good(town.answer("duc", of_task(town, "duc"), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(has(of_task(town, "chutich").bytes, "phan-1.pdf\r\n\r\nmot"));
    CHECK(has(of_task(town, "chutich").bytes, "phan-2.pdf\r\n\r\nhai"));
  });
  with_town([](OfficeTown& town) {  // he means it
    give_to_two(town);
    hand_in(town, "tu", of_task(town, "tu"), "XONG", {{"phan-1.pdf", "mot"}});
    good(town.answer("duc", of_task(town, "duc"), "Đồng ý"));
    CHECK(state_of(town) == tasks::State::in_progress);
    good(town.answer("duc", town.last("duc"), "ĐÚNG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(has(of_task(town, "chutich").bytes, "phan-1.pdf\r\n\r\nmot"));
  });
}

TEST_CASE("office/result: a specialist's wish for more time is his head's to grant, within the unit's own deadline") {
  for (const char* wish : {"Chị ơi em xin lùi đến 14/12 ạ, mẫu của phường chưa có", "GIA HẠN 14/12 mẫu chưa có"}) {
    for (const char* word : {"đồng ý", "Ok em, đồng ý nhé", "Ừ, lùi đến 14/12 nhé"}) {
      INFO(wish << " / " << word);
      with_town([&](OfficeTown& town) {
        good(town.submit(to_ward()));  // due 20/12
        good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú hạn 10/12"));
        const std::size_t chairman = town.inbox("chutich").size();
        good(town.answer("tu", of_task(town, "tu"), wish));
        if (!town.tasks()[0].lead().hands[0].asked_due) good(town.answer("tu", town.last("tu"), "ĐÚNG"));
        CHECK(town.tasks()[0].lead().hands[0].asked_due == policies::calendar::end_of_day({2026, 12, 14}));
        const Found asked = of_task(town, "duc");
        for (const char* part : {"Hoàng Văn Tú", "14/12/2026", "10/12/2026", "chưa có"})
          CHECK_MESSAGE(has(asked.text(), part), part);
        good(town.answer("duc", asked, word));
        if (town.tasks()[0].lead().hands[0].asked_due) good(town.answer("duc", town.last("duc"), "ĐÚNG"));
        CHECK(town.tasks()[0].lead().hands[0].due == policies::calendar::end_of_day({2026, 12, 14}));
        CHECK(town.tasks()[0].lead().due == policies::calendar::end_of_day({2026, 12, 20}));
        CHECK(has(of_task(town, "tu").text(), "14/12/2026"));
        CHECK(town.tasks()[0].lead().pending_extension() == nullptr);
        CHECK(town.inbox("chutich").size() == chairman);  // it stays inside the unit
      });
    }
  }
}

TEST_CASE("office/result: more time than the unit has is asked of the assigner when its head says so") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_ward()));  // due 20/12
    good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú hạn 10/12"));
    good(town.answer("tu", of_task(town, "tu"), "GIA HẠN 25/12 chờ số liệu"));
    good(town.answer("duc", of_task(town, "duc"), "ĐỒNG Ý"));
    CHECK(town.tasks()[0].lead().pending_extension() == nullptr);
    CHECK(has(town.last("duc").text(), "muộn hơn thời hạn của đơn vị"));
    good(town.answer("duc", town.last("duc"), "ĐÚNG"));
    REQUIRE(town.tasks()[0].lead().pending_extension() != nullptr);
    good(town.answer("chutich", of_task(town, "chutich"), "ĐỒNG Ý"));
    CHECK(town.tasks()[0].lead().due == policies::calendar::end_of_day({2026, 12, 25}));
    good(town.answer("duc", of_task(town, "duc"), "ĐỒNG Ý"));
    CHECK(town.tasks()[0].lead().hands[0].due == policies::calendar::end_of_day({2026, 12, 25}));
  });
  with_town([](OfficeTown& town) {
    good(town.submit(to_ward()));
    good(town.answer("duc", town.last("giaoviec.lamson"), "GIAO Hoàng Văn Tú hạn 10/12"));
    good(town.answer("tu", of_task(town, "tu"), "GIA HẠN 14/12 chờ số liệu"));
    good(town.answer("duc", of_task(town, "duc"), "KHÔNG việc gấp"));
    CHECK_FALSE(town.tasks()[0].lead().hands[0].asked_due);
    CHECK(town.tasks()[0].lead().hands[0].due == policies::calendar::end_of_day({2026, 12, 10}));
    CHECK(has(of_task(town, "tu").text(), "không đồng ý lùi hạn"));
  });
}
