// A signed document is dispatched, arrives, is registered or returned; the journals keep it all.
#include "tests/mailstore/records_office.h"

using namespace tests;
namespace dispatch = policies::dispatch;
using mailstore::office::IncomingState;

TEST_CASE("office: a signed document is dispatched, arrives and is registered") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    ask_number(town, "XIN SỐ BC");
    auto sent = send_document(town, &keys.seal, "[VB 01/BC-UBND] Kết quả triển khai", kWards);
    good(std::move(sent.answer));
    const auto book = town.book();
    CHECK(book[0].state == dispatch::RowState::used);
    CHECK(book[0].abstract == "Kết quả triển khai");
    CHECK(book[0].signer == "UBND thị xã Bỉm Sơn");
    auto rows = recipients(town, book[0].key);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].state.last == dispatch::ExchangeStatus::arrived);
    CHECK(rows[1].state.last == dispatch::ExchangeStatus::arrived);

    const Found got = town.last("vanthu.lamson");
    CHECK(got.bytes.ends_with(sent.bytes));  // byte for byte under our prefix
    CHECK(got.bytes.find("smime=pass") != std::string::npos);
    CHECK(town.last("nhung").text().find("1. UBND phường Lam Sơn") != std::string::npos);
    good(town.answer("lan", got, "VÀO SỔ"));
    rows = recipients(town, book[0].key);
    CHECK(rows[0].state.last == dispatch::ExchangeStatus::registered);
    CHECK(rows[0].arrival.starts_with("01 ("));
    CHECK(town.last("lan").subject().starts_with("[ĐẾN 01]"));
    CHECK(town.last("vanthu").subject() == "[TT 03] 01/BC-UBND đã tiếp nhận");
    good(town.answer("lan", got, "VÀO SỔ"));  // twice
    CHECK(town.last("lan").text().find("đã vào sổ") != std::string::npos);
    good(town.answer("hai", town.last("vanthu.dongson"), "từ chối không đúng thẩm quyền"));
    rows = recipients(town, book[0].key);
    CHECK(rows[1].state.last == dispatch::ExchangeStatus::refused);
    CHECK(rows[1].reason == "không đúng thẩm quyền");
    CHECK(town.journal("LS").size() == 3);  // arrived, registered, answered
    CHECK(town.journal("DS").size() == 2);
  });
}

TEST_CASE(
    "office: a clerk's words that only look like a command are asked back, once, and only where a document waits") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    ask_number(town, "Cho tôi xin số báo cáo");
    CHECK(town.last("nhung").text().find("chỉ ghi “XIN SỐ <loại>”") != std::string::npos);
    CHECK(town.book().empty());
    ask_number(town, "Đề nghị cấp số BC");
    REQUIRE(town.book().size() == 1);
    good(
        send_document(town, &keys.seal, "[VB 01/BC-UBND] Kết quả", {kWards[0], kWards[1], "an@bimson.example"}).answer);
    CHECK(town.last("nhung").text().find("3. Trần Văn An <an@bimson.example>: đã gửi tới hộp thư trong hệ thống") !=
          std::string::npos);
    const Found got = town.last("vanthu.lamson");
    const auto before = town.inbox("lan").size();
    good(town.answer("lan", got, "Vào sổ, chuyển lãnh đạo"));
    REQUIRE(town.inbox("lan").size() == before + 1);
    CHECK(town.last("lan").subject() == "Re: [VB 01/BC-UBND] Kết quả");  // not "Re: Re:"
    CHECK(town.last("lan").text().find("chỉ ghi “vào sổ”") != std::string::npos);
    CHECK(recipients(town, town.book()[0].key)[0].state.last == dispatch::ExchangeStatus::arrived);
    Letter below;
    below.from = "lan";
    below.to = {"vanthu@bimson.example"};
    below.subject = "Re: [VB 01/BC-UBND] Kết quả";
    below.in_reply_to = got.id();
    below.text = "> Kính gửi các phường.\r\n\r\nVÀO SỔ";
    good(town.submit(below));
    CHECK(town.last("lan").text().find("dưới thư gốc") != std::string::npos);
    good(town.answer("lan", got, "Vào sổ ạ"));
    CHECK(town.last("lan").subject().starts_with("[ĐẾN 01]"));
    const auto told = town.inbox("lan").size();
    good(town.answer("lan", got, "Vào sổ rồi, cảm ơn chị"));  // nothing waits any more
    CHECK(town.inbox("lan").size() == told);
    good(town.answer("hai", town.last("vanthu.dongson"), "Trả lại vì sai thể thức"));
    CHECK(recipients(town, town.book()[0].key)[1].state.last == dispatch::ExchangeStatus::refused);
    CHECK(recipients(town, town.book()[0].key)[1].reason == "vì sai thể thức");
  });
}

TEST_CASE(
    "office: a document is returned by reply however its subject was spelled, and one from outside without a tag too") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    for (const std::string subject : {"[vb 01/bc-ubnd] x", "[VB: Số 02/BC-UBND] x", "[ VB 03/BC-UBND ] x"}) {
      CAPTURE(subject);
      ask_number(town, "XIN SỐ BC");
      good(send_document(town, &keys.seal, subject, {kWards[0]}).answer);
      good(town.answer("lan", town.last("vanthu.lamson"), "TỪ CHỐI không đúng thẩm quyền"));
      CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::refused);
    }
    auto arrives = [&](const std::string& subject) {
      good(base::run_blocking(town.house.door->deliver(
          MailOffice::letter({"vanthu@bimson.example"}, sample_mail(subject), "vanthu@sotttt.example"))));
      return town.last("vanthu");
    };
    auto events = [&] { return town.journal("BS").size(); };
    const Found letter = arrives("Công văn số 1141/STTTT-CNTT về việc báo cáo");
    auto before = events();
    good(town.answer("an", letter, "TỪ CHỐI không đúng địa chỉ"));  // nobody's command
    CHECK(events() == before);
    good(town.answer("nhung", letter, "Từ chối tiếp nhận, không đúng địa chỉ"));
    CHECK(town.last("nhung").subject() == "Đã từ chối tiếp nhận văn bản");
    CHECK(town.last("nhung").text().find("1141/STTTT-CNTT") != std::string::npos);
    CHECK(events() == before + 2);  // arrived, returned
    before = events();
    good(town.answer("nhung", arrives("Quảng cáo"), "TỪ CHỐI mua hàng"));  // ordinary mail
    good(town.answer("nhung", arrives("Mời thầu"), "Từ chối"));
    Letter chat;
    chat.from = "nhung";
    chat.to = {OfficeTown::at("chutich")};
    chat.subject = "Re: Họp về công văn 1141/STTTT-CNTT";
    chat.in_reply_to = "khong-phai-van-ban@client.example";
    chat.text = "Từ chối dự họp";
    good(town.submit(chat));
    CHECK(town.last("chutich").subject() == chat.subject);
    CHECK(events() == before);
    // Another subject, no reason, words of another kind: the document is found by what the mail answers.
    ask_number(town, "XIN SỐ BC");
    good(send_document(town, &keys.seal, "[VB 04/BC-UBND] x", {kWards[0]}).answer);
    const Found got = town.last("vanthu.lamson");
    Letter reply;
    reply.from = "lan";
    reply.to = {"vanthu@bimson.example"};
    reply.subject = "đã xem";
    reply.in_reply_to = got.id();
    reply.text = "TỪ CHỐI";
    good(town.submit(reply));
    CHECK(town.last("lan").text().find("Chưa thực hiện gì. “TỪ CHỐI”: thiếu lý do") != std::string::npos);
    good(town.answer("lan", got, "Không tiếp nhận"));
    CHECK(town.last("lan").text().find("chỉ ghi “TỪ CHỐI <lý do>”") != std::string::npos);
    CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::arrived);
    reply.text = "TỪ CHỐI sai nơi nhận.";
    good(town.submit(reply));
    CHECK(recipients(town, town.book().back().key)[0].state.last == dispatch::ExchangeStatus::refused);
    good(town.answer("lan", got, "VÀO SỔ"));
    CHECK(town.last("lan").text().find("lý do “sai nơi nhận.”. Không có gì thay đổi") != std::string::npos);
  });
}
