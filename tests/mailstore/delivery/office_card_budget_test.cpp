// One mail to many makes a whole card for each: what all of them would weigh is bounded, and said.
#include "mailstore/office/ruling/drafting/card_budget.h"

#include "tests/mailstore/assigned_task.h"

using namespace tests;

namespace {

// So many wards below the office, each with its task mailbox.
std::vector<std::string> wards(OfficeTown& town, int count) {
  std::string units = "code,name,symbol,parent,kind,mail\n";
  std::vector<std::string> boxes;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    units += "W" + n + ",UBND phường Số " + n + ",UBND,BS,office,w" + n + "\n";
    boxes.push_back(OfficeTown::at("giaoviec.w" + n));
  }
  auto plan = good(directory::plan_units(*town.house.people->view(), town.house.ids, units));
  good(directory::apply_units(*town.house.people, town.house.clock, town.house.ids, plan, {}));
  return boxes;
}

std::string with_file(OfficeTown& town, const Letter& letter, std::size_t octets) {
  std::string bytes = town.bytes_of(letter);
  bytes.resize(bytes.find("Content-Type:"));
  std::string file;
  while (file.size() < octets) file += std::string(70, 'A') + "\r\n";
  return bytes +
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
         letter.text +
         "\r\n--b\r\nContent-Type: application/pdf; name=k.pdf\r\nContent-Disposition: attachment; filename=k.pdf\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         file + "--b--\r\n";
}

}  // namespace

TEST_CASE("office/budget: a task whose cards would fill the disk is refused with the sum; fewer places are taken") {
  with_town([](OfficeTown& town) {
    const auto boxes = wards(town, 40);
    Letter letter = assignment();
    letter.cc.clear();
    letter.to = {OfficeTown::at("giaoviec")};
    letter.to.insert(letter.to.end(), boxes.begin(), boxes.end());
    letter.text = "Mỗi đơn vị báo cáo kết quả, hạn 20/12.\r\n";
    constexpr std::size_t kLarge = 24 << 20;  // 40 of it are 960 MB
    good(town.submit_bytes(letter, with_file(town, letter, kLarge)));
    town.settle();
    CHECK(town.tasks().empty());
    const Found told = town.last("chutich");
    CHECK(told.text().find("25 MB, gửi tới 40 nơi") != std::string::npos);
    CHECK(told.text().find("tối đa 900 MB") != std::string::npos);
    // The same through a question: it stays open.
    letter.text = "Mỗi đơn vị báo cáo kết quả, hạn 31/11.\r\n";
    good(town.submit_bytes(letter, with_file(town, letter, kLarge)));
    town.settle();
    const Found asked = town.last("chutich");
    good(town.answer("chutich", asked, "hạn 4/12"));
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("gửi tới 40 nơi") != std::string::npos);
    letter.to.resize(3);
    letter.text = "Mỗi đơn vị báo cáo kết quả, hạn 20/12.\r\n";
    good(town.submit_bytes(letter, with_file(town, letter, 100'000)));
    town.settle();
    CHECK(town.tasks().size() == 1);
  });
}

TEST_CASE("office/budget: a plan of 10 MB to 60 wards is an ordinary mail") {
  constexpr std::int64_t mail = 10'000'000LL * 4 / 3 * 78 / 76 + 20'000;  // base64 in lines, and the words
  CHECK(60 * mail <= mailstore::office::kMostCardBytes);
  CHECK(480 * 2'000'000LL > mailstore::office::kMostCardBytes);
}
