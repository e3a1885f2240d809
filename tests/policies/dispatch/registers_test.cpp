#include "policies/dispatch/registers.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace policies::dispatch;
using policies::calendar::make_date;

OutgoingRow report() {
  OutgoingRow row;
  row.number_symbol = "147/BC-UBND";
  row.date = *make_date(2017, 9, 8);
  row.type_and_abstract = "Báo cáo kết quả triển khai <các phần mềm>, \"TDOFFICE\"";
  row.signer = "Mai Đình Lâm";
  row.recipients = "Sở TT&TT";
  row.archive_holder = "VT";
  row.sent = make_date(2017, 9, 8);
  row.receipt = "=HYPERLINK(\"http://x\")";
  return row;
}

TEST_CASE("dispatch/registers: CSV quotes what must be quoted and runs no formula") {
  const std::vector<OutgoingRow> rows = {report()};
  const std::string csv = register_csv(outgoing_register(rows));
  CHECK(
      csv ==
      "number_symbol,date,type_and_abstract,signer,recipients,archive_holder,copies,sent,receipt,note\r\n"
      "147/BC-UBND,08/09/2017,\"Báo cáo kết quả triển khai <các phần mềm>, \"\"TDOFFICE\"\"\",Mai Đình Lâm,Sở TT&TT,VT,1,08/09/2017,\"'=HYPERLINK(\"\"http://x\"\")\",\r\n");
}

TEST_CASE("dispatch/registers: HTML is escaped, complete and self-contained") {
  const std::vector<OutgoingRow> rows = {report()};
  const std::string html =
      register_html(outgoing_register(rows), {"UBND thị xã <Bỉm Sơn>", make_date(2017, 1, 1), make_date(2017, 12, 31)});
  CHECK(html.find("<các") == std::string::npos);
  CHECK(html.find("&lt;các phần mềm&gt;") != std::string::npos);
  CHECK(html.find("Sở TT&amp;TT") != std::string::npos);
  CHECK(html.find("UBND thị xã &lt;Bỉm Sơn&gt;") != std::string::npos);
  CHECK(html.find("SỔ ĐĂNG KÝ VĂN BẢN ĐI") != std::string::npos);
  CHECK(html.find("Từ ngày 01/01/2017 đến ngày 31/12/2017") != std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("A4 landscape") != std::string::npos);
  CHECK(html.find("counter(page)") != std::string::npos);  // bound sheets are numbered
  CHECK(html.find("(Ký, ghi rõ họ tên)") != std::string::npos);
  std::size_t cells_seen = 0;
  for (std::size_t at = html.find("<td>"); at != std::string::npos; at = html.find("<td>", at + 1)) ++cells_seen;
  CHECK(cells_seen == kRegisterColumns);
}

TEST_CASE("dispatch/registers: text lines up") {
  IncomingRow row;
  row.arrival_date = *make_date(2017, 9, 1);
  row.arrival_number = 7;
  row.issuer = "Sở Thông tin và Truyền thông Thanh Hóa với một cái tên rất dài";
  row.number_symbol = "1132/STTTT-CNTT";
  row.date = make_date(2017, 9, 1);
  row.note = "tab\tlà dấu cách";
  IncomingRow empty;
  const std::vector<IncomingRow> rows = {row, empty};
  const std::string text = register_text(incoming_register(rows), {"UBND", std::nullopt, std::nullopt});
  CHECK(text.find("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN") != std::string::npos);
  CHECK(text.find("Sở Thông tin và Truyền thông Thanh Hóa …") != std::string::npos);
  CHECK(text.find("tab là dấu cách") != std::string::npos);
  CHECK(text.find("  07  ") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
}

TEST_CASE("dispatch/registers: a long address is broken, not cut") {
  OutgoingRow row = report();
  row.recipients = "UBND phường Lam Sơn: 01 Đã đến\nvanthu.so-thong-tin-va-truyen-thong@coquan-tinh.example: đã gửi";
  const std::vector<OutgoingRow> rows = {row};
  const std::string text = register_text(outgoing_register(rows), {});
  CHECK(text.find("vanthu.so-thong-tin-va-truyen-thong@coqu\n") != std::string::npos);
  CHECK(text.find("an-tinh.example: đã gửi") != std::string::npos);
}

TEST_CASE("dispatch/registers: a list keeps its lines, wrapped, in text and HTML") {
  OutgoingRow row = report();
  row.recipients = "UBND phường Lam Sơn: 03 Đã tiếp nhận, số đến 17 (20/11/2026)\nUBND phường Đông Sơn: 01 Đã đến\n";
  const std::vector<OutgoingRow> rows = {row};
  const std::string text = register_text(outgoing_register(rows), {});
  CHECK(text.find("UBND phường Lam Sơn: 03 Đã tiếp nhận, số") != std::string::npos);
  CHECK(text.find("  đến 17 (20/11/2026)") != std::string::npos);
  CHECK(text.find("UBND phường Đông Sơn: 01 Đã đến\n") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
  const std::string html = register_html(outgoing_register(rows), {});
  CHECK(html.find("17 (20/11/2026)<br>UBND phường Đông Sơn") != std::string::npos);
}

TEST_CASE("dispatch/registers: the follow-up register has seven columns everywhere") {
  FollowUpRow row;
  row.arrival_number = 5;
  row.document = "Công văn 1132/STTTT-CNTT ngày 01/09/2017, Sở Thông tin và Truyền thông";
  row.answer = "147/BC-UBND";
  const std::vector<FollowUpRow> rows = {row};
  const Register book = follow_up_register(rows);
  CHECK(book.width() == 7);
  CHECK(outgoing_register({}).width() == 10);
  CHECK(register_csv(book) ==
        "arrival_number,document,recipient,deadline,progress,answer,note\r\n"
        "05,\"Công văn 1132/STTTT-CNTT ngày 01/09/2017, Sở Thông tin và Truyền thông\",,,,147/BC-UBND,\r\n");
  const std::string html = register_html(book, {});
  CHECK(html.find("<th>(7)</th>") != std::string::npos);
  CHECK(html.find("<th>(8)</th>") == std::string::npos);
}

TEST_CASE("dispatch/registers: ten columns each with ids of their own") {
  CHECK(outgoing_columns()[0].id == "number_symbol");
  CHECK(incoming_columns()[1].id == "arrival_number");
  for (const auto* columns : {&outgoing_columns(), &incoming_columns()}) {
    for (std::size_t i = 0; i < kRegisterColumns; ++i) {
      for (std::size_t j = 0; j < i; ++j) CHECK((*columns)[i].id != (*columns)[j].id);
      CHECK_FALSE((*columns)[i].title_vi.empty());
    }
  }
}

}  // namespace
