// A leader hands over and takes back: sentences as they are written, and what only sounds like one.
#include <doctest/doctest.h>

#include "policies/calendar/calendar.h"
#include "policies/calendar/date.h"
#include "policies/speech/delegation.h"

using namespace policies::speech;
namespace calendar = policies::calendar;

namespace {

// Thursday, 3 December 2026, 09:00.
const base::Timestamp kNow = calendar::at_minute({2026, 12, 3}, 9 * 60);

std::vector<Place> names_in(const std::string& text) {
  std::vector<Place> out;
  for (const std::string name : {"Trần Văn Bình", "Tran Van Binh", "TRẦN VĂN BÌNH", "Bình", "Binh", "Mai"}) {
    const auto at = text.find(name);
    if (at == std::string::npos) continue;
    out.push_back({at, at + name.size()});
    break;
  }
  return out;
}

Delegation read(const std::string& text) {
  return read_delegation(text, names_in(text), "Mai Đình Lâm Chủ tịch UBND thị xã", calendar::shipped_calendar(), kNow);
}

// "5/12..10/12 whole": the last day is included.
std::string shown(const Delegation& read) {
  if (read.act == DelegationAct::none) return "none";
  std::string out = read.act == DelegationAct::give ? "give " : "withdraw";
  auto day = [](std::optional<base::Timestamp> at, int back) -> std::string {
    if (!at) return "?";
    const auto date = calendar::local_date(base::Timestamp(at->us - back));
    const int minute = calendar::local_minute(*at);
    return std::to_string(date.day) + "/" + std::to_string(date.month) +
           (minute != 0 && at->us != kNow.us ? " " + calendar::clock_time(minute) : "");
  };
  if (read.act == DelegationAct::give) out += day(read.from, 0) + ".." + day(read.until, 1);
  return out + (read.unclear ? " unclear" : "") + (read.whole ? " whole" : "");
}

}  // namespace

TEST_CASE("speech/delegation: what leaders write") {
  struct Row {
    const char* text;
    std::string read;
  };
  for (const Row& row : {
           Row{"ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12", "give 5/12..10/12 whole"},
           {"UY QUYEN d/c Tran Van Binh tu 5/12 den 10/12", "give 5/12..10/12 whole"},
           {"Uỷ quyền cho đồng chí Trần Văn Bình từ ngày 5/12/2026 đến hết ngày 10/12/2026.", "give 5/12..10/12 whole"},
           {"Tôi đi công tác từ 5/12 đến hết 10/12, ủy quyền đ/c Bình điều hành.", "give 5/12..10/12 whole"},
           {"Tôi đi công tác Hà Nội từ 5/12 đến hết 10/12, ủy quyền đ/c Bình điều hành.", "give 5/12..10/12 whole"},
           {"Đ/c Bình thay tôi chỉ đạo từ mai đến thứ Hai", "give 4/12..7/12 whole"},
           {"D/c Binh thay toi chi dao tu mai den thu Hai", "give 4/12..7/12 whole"},
           {"Ủy quyền đ/c Bình từ 5 đến 10/12", "give 5/12..10/12 whole"},
           {"Ủy quyền đ/c Bình 5/12 - 10/12", "give 5/12..10/12 whole"},
           {"Hôm nay tôi đi họp, đ/c Bình điều hành thay", "give 3/12..3/12 whole"},
           {"Ủy quyền đ/c Bình từ 13h30 ngày 5/12 đến 17h ngày 6/12", "give 5/12 13:30..6/12 17:00 whole"},
           {"Ủy quyền đ/c Bình đến hết 10/12", "give ?..10/12 whole"},
           {"Ủy quyền đ/c Bình từ mai trong 3 ngày", "give 4/12..6/12 whole"},
           {"Ủy quyền đ/c Bình điều hành", "give ?..? whole"},
           {"Ủy quyền từ 5/12 đến 10/12", "give 5/12..10/12 whole"},
           {"Ủy quyền đ/c Bình từ 5/12 đến 31/2", "give 5/12..? unclear whole"},
           {"Ủy quyền đ/c Bình từ 10/12 đến 5/12", "give 10/12..? unclear whole"},
           {"Ủy quyền đ/c Bình từ 20/11 đến 25/11", "give ?..? unclear whole"},
           {"Ủy quyền đ/c Bình từ 5/12 đến 10/12.\nTrân trọng.\nMai Đình Lâm\nChủ tịch UBND thị xã",
            "give 5/12..10/12 whole"},
           {"THÔI ỦY QUYỀN", "withdraw whole"},
           {"hết ủy quyền đ/c Bình", "withdraw whole"},
           {"rút ủy quyền", "withdraw whole"},
           {"Rut uy quyen d/c Binh nhe", "withdraw whole"},
           {"Tôi đã về, thôi ủy quyền", "withdraw whole"},
           {"Từ nay không ủy quyền đ/c Bình nữa", "withdraw whole"},
           {"END SUBSTITUTION", "withdraw whole"},
           // More is said than is understood: asked back.
           {"Ủy quyền đ/c Bình từ 5/12 đến 10/12 ký các quyết định đất đai", "give 5/12..10/12"},
           {"Nếu tôi chưa về thì ủy quyền đ/c Bình từ 5/12 đến 10/12", "give 5/12..10/12"},
           {"Ủy quyền đ/c Bình từ 5/12 đến 10/12 được không?", "give 5/12..10/12"},
           // Not handing over.
           {"Soạn giấy ủy quyền cho đ/c Bình trước 10/12", "none"},
           {"Đ/c Bình thay tôi dự họp sáng mai", "none"},
           {"Báo cáo việc ủy quyền theo quy định", "none"},
           {"Chưa ủy quyền cho ai", "none"},
           {"Phòng Tư pháp rà soát các văn bản được ủy quyền", "none"},
       }) {
    INFO(row.text);
    CHECK(shown(read(row.text)) == row.read);
  }
}

TEST_CASE("speech/delegation: an answer gives the end, or both days") {
  auto dates = [](const char* text) {
    Delegation read = read_delegation_dates(text, {}, calendar::shipped_calendar(), kNow);
    read.act = DelegationAct::give;
    return shown(read);
  };
  CHECK(dates("đến hết 10/12") == "give ?..10/12");
  CHECK(dates("10/12") == "give ?..10/12");
  CHECK(dates("từ 5/12 đến 10/12 nhé") == "give 5/12..10/12");
  CHECK(dates("31/2") == "give ?..? unclear");
}

TEST_CASE("speech/delegation: hostile text is read in time and to its bound") {
  std::string text;
  while (text.size() < 100000) text += "ủy quyền đ/c từ 5/12 đến ";
  CHECK_FALSE(read_delegation(text, {}, "", calendar::shipped_calendar(), kNow).whole);
  CHECK(delegation_act("") == DelegationAct::none);
  CHECK(delegation_act(std::string(50, '\xff')) == DelegationAct::none);
}
