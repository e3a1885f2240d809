// Documents that come from outside as ordinary mail: registered by the clerk, waiting until then.
#include "mailstore/reports/registers_view.h"
#include "tests/mailstore/records_office.h"

using namespace tests;

TEST_CASE("office: a document from outside is registered by its clerk; the second one is known as a duplicate") {
  with_town([](OfficeTown& town) {
    for (int i = 0; i < 2; ++i) {
      auto mail = sample_mail("[VB 1132/STTTT-CNTT] Báo cáo kết quả " + std::to_string(i));
      auto request = MailOffice::letter({"vanthu@bimson.example"}, mail, "vanthu@sotttt.example");
      good(base::run_blocking(town.house.door->deliver(std::move(request))));
      const Found got = town.last("vanthu");
      good(town.answer("nhung", got, "vao so"));
      CHECK(town.last("nhung").subject().starts_with(i == 0 ? "[ĐẾN 01]" : "[ĐẾN 02]"));
    }
    CHECK(town.last("nhung").text().find("trùng") != std::string::npos);
    CHECK(town.journal("BS").size() == 4);
  });
}

TEST_CASE("office: a document from outside waits in the report until its clerk has decided") {
  with_town([](OfficeTown& town) {
    auto waiting = [&] {
      std::vector<std::string> numbers;
      good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        for (const auto& entry :
             good(mailstore::office::read_waiting_entries(snapshot, *town.house.people->view(), town.unit("BS"), {}))) {
          numbers.push_back(entry.document.arrived.number);
        }
        return {};
      }));
      return numbers;
    };
    auto arrives = [&](const std::string& subject) {
      auto request = MailOffice::letter({"vanthu@bimson.example"}, sample_mail(subject), "vanthu@sotttt.example");
      good(base::run_blocking(town.house.door->deliver(std::move(request))));
    };
    arrives("[VB 1132/STTTT-CNTT] Báo cáo kết quả");
    const Found first = town.last("vanthu");
    arrives("FW: Công văn số 88/SNV-CCHC về việc thống kê");
    arrives("Re: [VB 147/BC-UBND] Cảm ơn");
    arrives("Mời hợp tác 2026");
    CHECK(waiting() == std::vector<std::string>{"1132/STTTT-CNTT", "88/SNV-CCHC"});
    good(town.answer("nhung", first, "vao so"));
    CHECK(waiting() == std::vector<std::string>{"88/SNV-CCHC"});
    arrives("[VB 1132/STTTT-CNTT] Báo cáo kết quả (gửi lại)");  // before the clerk has registered it twice
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      const auto entries =
          good(mailstore::office::read_waiting_entries(snapshot, *town.house.people->view(), town.unit("BS"), {}));
      REQUIRE(entries.size() == 2);
      CHECK(entries[0].document.arrived.duplicate_of == 0);
      CHECK(entries[1].document.arrived.duplicate_of != 0);
      return {};
    }));
  });
}

TEST_CASE("office: what still waits is listed in the new year too") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    ask_number(town, "XIN SỐ BC");
    ask_number(town, "XIN SỐ BC");
    good(send_document(town, &keys.seal, "[VB 01/BC-UBND] x", {kWards[0]}).answer);
    good(send_document(town, &keys.seal, "[VB 02/BC-UBND] y", {kWards[0]}).answer);
    good(town.answer("lan", town.last("vanthu.lamson"), "TỪ CHỐI sai nơi nhận"));
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      using namespace mailstore::office;
      const auto view = town.house.people->view();
      const Days later{policies::calendar::add_days(policies::calendar::local_date(town.now), 10), {}},
          much_later{policies::calendar::add_days(*later.from, 400), {}};
      CHECK(good(read_waiting_entries(snapshot, *view, town.unit("LS"), {})).size() == 2);
      CHECK(good(read_waiting_entries(snapshot, *view, town.unit("LS"), later)).empty());
      const auto still = good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), later));
      REQUIRE(still.size() == 1);  // not the one that was returned then
      CHECK(still[0].document.arrived.number == "01/BC-UBND");
      CHECK(good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), much_later)).empty());
      CHECK(good(read_still_waiting_entries(snapshot, *view, town.unit("LS"), {})).size() == 2);
      return {};
    }));
  });
}

TEST_CASE("office: the verdict on a signed mail from outside is shown, and nothing is applied") {
  with_town([](OfficeTown& town) {
    OfficeKeys keys(town);
    base::OutgoingMail mail;
    mail.from = {base::Address::of("", "vanthu", "outside.example")};
    mail.to = {base::Address::of("", "vanthu", "bimson.example")};
    mail.subject = "[VB 9/CV] x";
    mail.date = town.now;
    mail.message_id = "out@outside.example";
    const std::string signed_part = good(mailstore::signing::sign_entity(
        document_entity(), std::vector<base::CmsSigner>{{keys.stranger.certificate_pem, keys.stranger.key_pem}},
        town.now - std::chrono::minutes(2), "b"));
    auto request = MailOffice::letter({"vanthu@bimson.example"}, base::build_message_from_entity(mail, signed_part),
                                      "vanthu@outside.example");
    good(base::run_blocking(town.house.door->deliver(std::move(request))));
    CHECK(
        town.last("vanthu").header("Authentication-Results").find("smime=policy reason=\"signer is not the sender\"") !=
        std::string::npos);
    CHECK(town.journal("BS").empty());
  });
}
