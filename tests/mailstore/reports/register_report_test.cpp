// The registers of several offices at once: which books are shown, what waits, and the forms they are printed in.
#include "mailstore/reports/register_report.h"

#include "policies/calendar/calendar.h"
#include "tests/mailstore/records_office.h"

using namespace tests;
using namespace mailstore::office;

namespace {

// Two numbers asked for, one document dispatched to a ward, one mail from outside waiting in the town.
void fill(OfficeTown& town, const std::string& subject_from_outside = "[VB 1132/STTTT-CNTT] Báo cáo kết quả") {
  OfficeKeys keys(town);
  ask_number(town, "XIN SỐ BC");
  ask_number(town, "XIN SỐ BC");
  good(send_document(town, &keys.seal, "[VB 01/BC-UBND] Kết quả", {kWards[0]}).answer);
  arrives_from_outside(town, subject_from_outside);
}

RegisterRequest request(OfficeTown& town, std::vector<RegisterBook> books) {
  RegisterRequest out;
  for (const char* code : {"BS", "LS", "DS"}) out.offices.push_back(town.unit(code));
  out.books = std::move(books);
  const int year = policies::calendar::local_date(town.now).year;
  out.days = {policies::calendar::make_date(year, 1, 1), policies::calendar::make_date(year, 12, 31)};
  out.now = town.now;
  return out;
}

std::vector<RegisterPage> read(OfficeTown& town, const RegisterRequest& wanted) {
  std::vector<RegisterPage> pages;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    pages = good(read_registers(snapshot, *town.house.people->view(), policies::calendar::CalendarBook({}), wanted));
    return {};
  }));
  return pages;
}

// "BS:out 2; LS:waiting 1; "
std::string shown(const std::vector<RegisterPage>& pages) {
  std::string out;
  for (const RegisterPage& page : pages) {
    CHECK(page.details.size() == page.rows.rows.size());
    out +=
        page.unit_code + ":" + std::string(to_string(page.book)) + " " + std::to_string(page.rows.rows.size()) + "; ";
  }
  return out;
}

const std::vector<RegisterBook> kUsual{RegisterBook::outgoing, RegisterBook::copies, RegisterBook::incoming,
                                       RegisterBook::waiting};

}  // namespace

TEST_CASE("reports/registers: an office is shown for what it has, the root office for what it keeps") {
  with_town([](OfficeTown& town) {
    fill(town);
    auto wanted = request(town, kUsual);
    CHECK(shown(read(town, wanted)) == "BS:out 2; BS:in 0; BS:waiting 1; LS:waiting 1; ");
    wanted.empty_ones = true;  // asked for by name
    CHECK(shown(read(town, wanted)) ==
          "BS:out 2; BS:in 0; BS:waiting 1; LS:out 0; LS:in 0; LS:waiting 1; DS:out 0; DS:in 0; ");
    wanted = request(town, {RegisterBook::copies});  // the one book asked for
    CHECK(shown(read(town, wanted)) == "BS:copies 0; ");
    CHECK(read(town, wanted)[0].rows.title_vi == "SỔ ĐĂNG KÝ BẢN SAO");
    wanted = request(town, {RegisterBook::outgoing});
    wanted.offices = {base::UnitId(1)};  // of no office
    CHECK(read(town, wanted).empty());
    good(town.answer("nhung", town.last("vanthu"), "vao so"));
    wanted = request(town, {RegisterBook::incoming, RegisterBook::follow_up, RegisterBook::waiting});
    CHECK(shown(read(town, wanted)) == "BS:in 1; BS:followup 1; LS:waiting 1; ");
  });
}

TEST_CASE("reports/registers: what waits is not lost with the old year, unless the first day was named") {
  with_town([](OfficeTown& town) {
    fill(town);
    auto wanted = request(town, {RegisterBook::waiting});
    wanted.days.from = policies::calendar::add_days(policies::calendar::local_date(town.now), 20);
    wanted.days.to = policies::calendar::add_days(*wanted.days.from, 30);
    const auto still = read(town, wanted);
    CHECK(shown(still) == "BS:waiting 1; LS:waiting 1; ");
    CHECK_FALSE(still[0].days.from);  // the heading does not claim that it arrived since then
    CHECK(still[0].days.to == wanted.days.to);
    CHECK(registers_text(still).find("Từ ngày") == std::string::npos);
    wanted.from_named = true;
    const auto named = read(town, wanted);
    CHECK(shown(named) == "BS:waiting 0; ");
    CHECK(named[0].days.from == wanted.days.from);
    // Days later the note tells that the day for registering is over.
    wanted = request(town, {RegisterBook::waiting});
    wanted.now = town.now + std::chrono::hours(24 * 10);
    CHECK(read(town, wanted)[0].rows.rows[0][9].starts_with("QUÁ HẠN vào sổ"));
  });
}

TEST_CASE("reports/registers: CSV has the office before the columns, one heading for the same columns, no formulas") {
  with_town([](OfficeTown& town) {
    fill(town, "[VB 1132/STTTT-CNTT] =HYPERLINK(\"x\"), kết quả");
    const auto pages = read(town, request(town, {RegisterBook::waiting}));
    REQUIRE(pages.size() == 2);
    const std::string csv = registers_csv(pages);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < csv.size();) {
      const std::size_t end = csv.find("\r\n", at);
      REQUIRE(end != std::string::npos);
      lines.push_back(csv.substr(at, end - at));
      at = end + 2;
    }
    REQUIRE(lines.size() == 3);
    CHECK(
        lines[0] ==
        "office,arrival_date,arrival_number,issuer,number_symbol,date,type_and_abstract,recipient,handed,receipt,note");
    CHECK(lines[1].starts_with("BS,"));
    CHECK(lines[1].find("1132/STTTT-CNTT") != std::string::npos);
    CHECK(lines[2].starts_with("LS,"));
    CHECK(lines[2].find("01/BC-UBND") != std::string::npos);
    // By hand: a cell that a spreadsheet would run, and registers with other columns behind each other.
    auto odd = pages;
    odd[0].rows.rows[0][2] = "=1+1";
    odd[1].rows = policies::dispatch::follow_up_register(std::vector<policies::dispatch::FollowUpRow>{{17, "a,b"}});
    const std::string both = registers_csv(odd);
    CHECK(both.find(",'=1+1,") != std::string::npos);
    CHECK(both.find(
              "\r\noffice,arrival_number,document,recipient,deadline,progress,answer,note\r\nLS,17,\"a,b\",,,,,\r\n") !=
          std::string::npos);
    CHECK(registers_csv({}).empty());
  });
}

TEST_CASE("reports/registers: JSON says what the columns do not") {
  with_town([](OfficeTown& town) {
    fill(town);
    const auto list = registers_json(read(town, request(town, kUsual)));
    REQUIRE(list.size() == 4);
    CHECK(list[0]["office"] == "BS");
    CHECK(list[0]["office_name"] == "UBND thị xã Bỉm Sơn");
    CHECK(list[0]["book"] == "out");
    const auto& sent = list[0]["rows"][0];
    CHECK(sent["number_symbol"] == "01/BC-UBND");
    CHECK(sent["state"] == "used");
    CHECK(sent["receivers"][0]["address"] == kWards[0]);
    CHECK(list[0]["rows"][1]["state"] == "reserved");
    CHECK(list[2]["rows"][0]["state"] == "arrived");
    CHECK(list[2]["rows"][0]["id"] == 0);  // it waits in the INBOX only
    CHECK(list[3]["rows"][0]["id"] != 0);
    const std::string text = registers_text(read(town, request(town, kUsual)));
    CHECK(text.find("(không có văn bản nào trong thời gian này / no documents in this period)") != std::string::npos);
    const std::string html = registers_html(read(town, request(town, kUsual)));
    CHECK(html.find("<td colspan=\"10\">Không có văn bản nào") != std::string::npos);
  });
}

TEST_CASE("reports/registers: the words of the books") {
  for (int i = 0; i <= static_cast<int>(RegisterBook::follow_up); ++i) {
    const auto book = static_cast<RegisterBook>(i);
    CHECK(register_book(to_string(book)) == book);
  }
  CHECK_FALSE(register_book("Out"));
  CHECK_FALSE(register_book(""));
}
