// A leader assigns by mail, replies move the task, the journal keeps every step.
#include "base/crypto/cms.h"
#include "base/text/encoding.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

TEST_CASE("office: a leader's mail becomes a task, every party gets one message of its own") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const auto all = town.tasks();
    REQUIRE(all.size() == 1);
    const auto& head = all[0].head;
    CHECK(head.number == "NV-2026-000001");
    CHECK(head.basis == "1132/STTTT-CNTT");
    REQUIRE(head.due);
    CHECK(*head.due == policies::calendar::end_of_day({2026, 12, 20}));
    REQUIRE(head.parties.size() == 3);
    CHECK(head.parties[0].role == tasks::PartyRole::lead);
    CHECK(head.parties[0].unit == town.unit("LS"));
    CHECK(head.parties[1].role == tasks::PartyRole::cooperating);
    CHECK(head.parties[1].unit == town.unit("DS"));
    CHECK(head.parties[2].role == tasks::PartyRole::informed);

    CHECK(town.inbox("giaoviec").size() == 1);           // the leader's mail itself
    REQUIRE(town.inbox("giaoviec.lamson").size() == 1);  // one structured message, not the raw mail
    CHECK(town.inbox("vanthu.dongson").empty());         // the unit's task mailbox gets it
    CHECK(town.inbox("giaoviec.dongson").size() == 1);
    CHECK(town.inbox("bao").size() == 1);
    const Found got = town.last("giaoviec.lamson");
    CHECK(got.subject().find("[NV-2026-000001] Hạn 20/12") == 0);
    CHECK(got.reply_to().starts_with("nv+"));
    CHECK(got.reply_to().find('@') <= 64);
    CHECK(got.text().find("NHẬN") != std::string::npos);
    CHECK(got.header("Return-Path") == "<>");
    CHECK(got.header("Structured-Data") == "full, action");
    const Found echo = town.last("chutich");
    CHECK(echo.text().find("Chủ nhật, ngày 20/12/2026") != std::string::npos);
    CHECK(echo.text().find("UBND phường Lam Sơn") != std::string::npos);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 1);
    CHECK(events[0].seq == 1);
    CHECK(events[0].actor == town.account("chutich"));
    CHECK(std::string(mailstore::office::type_of(events[0])) == "task.assigned");
  });
}

TEST_CASE("office: replies move the task to its end") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found first = town.last("giaoviec.lamson");
    good(town.answer("duc", first, "nhận"));
    CHECK(state_of(town) == tasks::State::in_progress);
    // A mail program shows the mails of a task as one conversation.
    const std::string ancestor = first.header("References");
    CHECK(ancestor == "<nv-" + std::to_string(town.tasks()[0].head.task) + "@bimson.example>");
    CHECK(town.last("giaoviec.lamson").header("References").starts_with(ancestor));
    CHECK(town.last("chutich").header("References").starts_with(ancestor));
    good(town.answer("tu", town.last("giaoviec.lamson"), "Tiến độ 60%"));
    CHECK(town.tasks()[0].parties[0].percent == 60);
    good(town.answer("duc", town.last("giaoviec.lamson"), "gia han 25/12 vi cho so lieu"));
    CHECK(town.last("chutich").text().find("25/12/2026") != std::string::npos);
    good(town.answer("chutich", town.last("chutich"), "Đồng ý"));
    REQUIRE(town.tasks()[0].parties[0].due);
    CHECK(*town.tasks()[0].parties[0].due == policies::calendar::end_of_day({2026, 12, 25}));
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    good(town.answer("chutich", town.last("chutich"), "trả lại thiếu phụ lục"));
    CHECK(state_of(town) == tasks::State::returned);
    good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "2"));
    good(town.answer("chutich", town.last("chutich"), "đóng"));
    CHECK(state_of(town) == tasks::State::done);
    const auto events = town.journal("BS");
    REQUIRE(events.size() == 10);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
  });
}

TEST_CASE("office: who may not, is told and changes nothing") {
  with_town([](OfficeTown& town) {
    Letter wrong = assignment();
    wrong.from = "an";  // a specialist
    good(town.submit(wrong));
    CHECK(town.tasks().empty());
    CHECK(town.inbox("giaoviec.lamson").empty());
    CHECK(town.inbox("an").size() == 1);
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    good(town.answer("mai", got, "nhận"));  // the right token from another account
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("mai").subject().find("NV-2026-000001") != std::string::npos);
    good(town.answer("duc", got, "đóng"));  // a word of the other side
    CHECK(state_of(town) == tasks::State::not_started);
  });
}

TEST_CASE(
    "office: an answer inside an opaque S/MIME signature is read with its files, an encrypted one is said to be unreadable") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found got = town.last("giaoviec.lamson");
    auto answer_with = [&](const std::string& body) {
      Letter letter;
      letter.from = "duc";
      letter.to = {got.reply_to()};
      letter.subject = "Re";
      letter.in_reply_to = got.id();
      std::string bytes = town.bytes_of(letter);
      bytes.resize(bytes.find("Content-Type:"));
      good(town.submit_bytes(letter, bytes + body));
      town.settle();
    };
    const auto authority = good(base::make_authority("Gốc", town.now, 30));
    const auto person =
        good(base::make_signing_certificate(authority, "Vũ Minh Đức", {"duc@bimson.example"}, town.now, 30));
    const std::string inside =
        "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>XONG</p><img src=\"cid:anh\">\r\n"
        "--b\r\nContent-Type: image/jpeg; name=IMG_1.jpeg\r\nContent-ID: <anh>\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base::base64_encode_lines("photo") + "\r\n--b--\r\n";
    const std::string der = good(
        base::sign_opaque(inside, std::vector<base::CmsSigner>{{person.certificate_pem, person.key_pem}}, town.now));
    answer_with("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIIB\r\n");
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(town.last("duc").text().find("mã hóa") != std::string::npos);
    answer_with(
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        base::base64_encode_lines(der) + "\r\n");
    CHECK(state_of(town) == tasks::State::wait_confirm);
    const std::string told = town.last("chutich").bytes;
    CHECK(told.find("IMG_1.jpeg") != std::string::npos);
    CHECK(told.find("smime.p7m") == std::string::npos);
  });
}

TEST_CASE("office: an encrypted assignment creates nothing: nobody could read its deadline") {
  with_town([](OfficeTown& town) {
    std::string bytes = town.bytes_of(assignment());
    bytes.resize(bytes.find("Content-Type:"));
    good(town.submit_bytes(
        assignment(),
        bytes + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIIB\r\n"));
    town.settle();
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("mã hóa") != std::string::npos);
    CHECK(town.inbox("giaoviec.lamson").empty());
  });
}

TEST_CASE("office: what is not understood is asked back, nothing is created") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.text = "Làm xong cuối tuần, hạn cuối tuần.";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    CHECK(town.last("chutich").text().find("Chưa hiểu thời hạn") != std::string::npos);
    letter = assignment();
    letter.to.push_back("khongco@bimson.example");
    letter.message_id = "x1@client.example";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    letter = assignment();
    letter.to = {OfficeTown::at("giaoviec")};
    letter.cc.clear();
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    CHECK(town.inbox("giaoviec.lamson").empty());
    CHECK(town.journal("BS").size() == 3);
  });
}

TEST_CASE(
    "office: what the leader forwards and the pictures in his text reach the parties, and no deadline is read from it") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.text =
        "Chuyển các phường thực hiện, hạn 20/12.\r\n\r\n-- \r\nMai Đình Lâm\r\n\r\n---------- Forwarded message ---------\r\nFrom: Sở <so@tinh.example>\r\nSubject: x\r\n\r\nNộp biểu mẫu số 7 trước ngày 05/12/2026.\r\n";
    good(town.submit(letter));
    Found got = town.last("giaoviec.lamson");
    CHECK(got.text().find("Nộp biểu mẫu số 7") != std::string::npos);
    CHECK(got.subject().find("Hạn 20/12") != std::string::npos);
    CHECK(town.tasks()[0].head.content.find("-----") != std::string::npos);

    Letter page = assignment();
    std::string bytes = town.bytes_of(page);
    bytes =
        bytes.substr(0, bytes.find("Content-Type:")) +
        "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Lam Sơn chủ trì, làm như ảnh, hạn 21/12<img src=cid:i></p>" +
        "<div class=\"gmail_quote\"><p>Nộp biểu mẫu số 8 trước 05/12/2026</p></div>\r\n--r\r\nContent-Type: image/png; name=anh.png\r\nContent-ID: <i>\r\nContent-Disposition: inline; filename=anh.png\r\nContent-Transfer-Encoding: " +
        "base64\r\n\r\niVBORw0KGgo=\r\n--r--\r\n";
    good(town.submit_bytes(page, bytes));
    town.settle();
    got = town.last("giaoviec.lamson");
    CHECK(got.subject().find("Hạn 21/12") != std::string::npos);
    CHECK(got.text().find("Nộp biểu mẫu số 8") != std::string::npos);
    CHECK(got.bytes.find("iVBORw0KGgo=") != std::string::npos);
  });
}

TEST_CASE("office: the head of a section assigns within the section") {
  with_town([](OfficeTown& town) {
    Letter letter = assignment();
    letter.from = "bao";
    letter.cc = {OfficeTown::at("nhung")};  // whoever is only informed may be anybody
    for (const char* outside : {"giaoviec.lamson", "chutich", "nhung"}) {
      letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("an"), OfficeTown::at(outside)};
      good(town.submit(letter));
      CHECK(town.last("bao").text().find("không thuộc đơn vị của Anh/Chị") != std::string::npos);
    }
    CHECK(town.tasks().empty());
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("an")};
    good(town.submit(letter));
    CHECK(town.tasks().size() == 1);
  });
}
