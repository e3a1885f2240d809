// What people do next: take back a wrong word, see what happened, follow the lead's new day, give the work to a person
// of the unit, answer one another, send the same again, forget the file.
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

// With a file, as a client attaches it.
void answer_with_file(OfficeTown& town, const std::string& who, const Found& message, const std::string& text) {
  Letter letter;
  letter.from = who;
  letter.to = {message.reply_to()};
  letter.in_reply_to = message.id();
  const std::string bytes = "From: <" + OfficeTown::at(who) + ">\r\nTo: <" + message.reply_to() +
                            ">\r\nSubject: Re: x\r\nMessage-ID: <f" + std::to_string(++town.counter) +
                            "@client.example>\r\nIn-Reply-To: <" + message.id() +
                            ">\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                            "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
                            text +
                            "\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; "
                            "filename=ket-qua.pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n";
  good(town.submit_bytes(letter, bytes));
  town.settle();
}

void later(OfficeTown& town, std::int64_t minutes) { town.now = base::Timestamp(town.now.us + minutes * 60'000'000); }

}  // namespace

TEST_CASE(
    "office/follow: a wrong word is taken back within ten minutes, by whoever wrote it, and all who heard hear it") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    const Found echo = town.last("chutich");
    good(town.answer("chutich", echo, "HỦY nhầm việc"));
    CHECK(state_of(town) == tasks::State::cancelled);
    CHECK(has(town.last("chutich").text(), "HOÀN TÁC trước"));
    CHECK_FALSE(has(town.last("giaoviec.lamson").text(), "HOÀN TÁC"));
    later(town, 9);
    good(town.answer("duc", town.last("giaoviec.lamson"), "hoàn tác"));  // it is not his
    CHECK(has(town.last("duc").text(), "Mai Đình Lâm"));
    CHECK(state_of(town) == tasks::State::cancelled);
    good(town.answer("chutich", town.last("chutich"), "hoan tac"));
    CHECK(state_of(town) == tasks::State::not_started);
    CHECK(state_of(town, 1) == tasks::State::not_started);
    CHECK(has(town.last("giaoviec.lamson").text(), "hoàn tác: Mai Đình Lâm đã hủy nhiệm vụ"));
    CHECK(has(town.last("giaoviec.dongson").text(), "hoàn tác"));
    CHECK(has(town.last("chutich").text(), "hoàn tác"));
    good(town.answer("chutich", town.last("chutich"), "HOÀN TÁC"));  // once
    CHECK(has(town.last("chutich").text(), "Không có bước nào"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "NHẬN"));
    later(town, 11);
    good(town.answer("duc", town.last("giaoviec.lamson"), "HOÀN TÁC"));
    CHECK(has(town.last("duc").text(), "quá mười phút"));
    CHECK(state_of(town) == tasks::State::in_progress);
  });
}

TEST_CASE("office/follow: who was added by mistake is out again, and his number is nobody else's") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    const Found echo = town.last("chutich");
    good(town.answer("chutich", echo, "THÊM UBND phường Đông Sơn phối hợp"));
    REQUIRE(town.tasks()[0].parties.size() == 2);
    good(town.answer("chutich", echo, "HOÀN TÁC"));
    REQUIRE(town.tasks()[0].parties.size() == 2);
    CHECK(town.tasks()[0].parties[1].removed());
    CHECK(has(town.last("giaoviec.dongson").text(), "hoàn tác"));
    good(town.answer("chutich", echo, "THÊM UBND phường Lam Sơn phối hợp"));
    REQUIRE(town.tasks()[0].parties.size() == 3);
    CHECK(town.tasks()[0].parties[2].unit == town.unit("LS"));
  });
}

TEST_CASE("office/follow: all that one mail did is taken back together") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Trần Văn An hạn 10/12"));
    REQUIRE(town.tasks()[0].parties[0].hands.size() == 1);
    good(town.answer("bao", town.last("bao"), "HOÀN TÁC"));
    REQUIRE(town.tasks()[0].parties[0].hands.size() == 1);
    CHECK(town.tasks()[0].parties[0].hands[0].state == tasks::HandState::taken_back);
    CHECK(has(town.last("an").text(), "hoàn tác"));
  });
}

TEST_CASE("office/follow: the history tells returns, progress and remarks, and what is inside the unit only there") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Trần Văn An"));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "TIẾN ĐỘ 40%"));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "XONG"));
    good(town.answer("chutich", town.last("chutich"), "TRẢ LẠI thiếu phụ lục"));
    good(town.answer("chutich", town.last("chutich"), "LỊCH SỬ"));
    const std::string seen = town.last("chutich").text();
    CHECK(has(seen, "Mai Đình Lâm, Chủ tịch UBND thị xã giao nhiệm vụ cho Phòng Văn hóa và Thông tin"));
    CHECK(has(seen, "tiến độ 40%"));
    CHECK(has(seen, "thiếu phụ lục"));
    CHECK_FALSE(has(seen, "Trần Văn An"));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "LỊCH SỬ"));
    CHECK(has(town.last("bao").text(), "Trần Văn An"));
  });
}

TEST_CASE("office/follow: talk and steps between the people of a unit are in nobody else's history nor mail") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    const auto mails = town.inbox("chutich").size();
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Trần Văn An hạn 10/12"));
    const Found given = town.last("an");
    good(town.answer("an", given, "Anh ơi bên chủ tịch giục quá, em chưa có số liệu phường."));
    good(town.answer("bao", town.last("bao"), "Cứ làm tạm bằng số liệu cũ đi em."));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Lê Hồng Nhung"));  // not of the section
    good(town.answer("an", given, "TIẾN ĐỘ 30%"));
    good(town.answer("an", town.last("an"), "HOÀN TÁC"));
    CHECK(town.inbox("chutich").size() == mails);
    good(town.answer("chutich", town.last("chutich"), "LỊCH SỬ"));
    const std::string outside = town.last("chutich").text();
    for (const char* word : {"Trần Văn An", "số liệu", "giục", "hoàn tác", "10/12", "30%"}) {
      CAPTURE(word);
      CHECK_FALSE(has(outside, word));
    }
    for (const char* who : {"bao", "an"}) {
      CAPTURE(who);
      good(town.answer(who, town.last("giaoviec.vhtt"), "LỊCH SỬ"));
      const std::string inside = town.last(who).text();
      for (const char* word : {"giao Trần Văn An", "chưa có số liệu phường", "số liệu cũ", "hoàn tác", "30%"}) {
        CAPTURE(word);
        CHECK(has(inside, word));
      }
    }
  });
}

TEST_CASE("office/follow: the lead's new day is the day of those who work with it") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(town.answer("duc", town.last("giaoviec.lamson"), "GIA HẠN 28/12 chờ số liệu"));
    good(town.answer("chutich", town.last("chutich"), "ĐỒNG Ý"));
    const auto due = policies::calendar::end_of_day({2026, 12, 28});
    const auto task = town.tasks()[0];
    CHECK(task.parties[0].due == due);
    CHECK(task.parties[0].due_changes.empty());
    CHECK(task.parties[1].due == due);
    CHECK(has(town.last("giaoviec.dongson").text(), "28/12/2026"));
  });
}

TEST_CASE("office/follow: a person of the section that leads gets the work, the section stays answerable") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    good(town.answer("chutich", town.last("chutich"), "CHỦ TRÌ đ/c Trần Văn An"));
    const auto task = town.tasks()[0];
    REQUIRE(task.parties.size() == 1);
    CHECK(task.lead().unit == town.unit("BS.VHTT"));
    REQUIRE(task.lead().hands.size() == 1);
    CHECK(has(town.last("an").text(), "NV-2026-000001"));
    CHECK(has(town.last("bao").text(), "Trần Văn An"));
    const std::size_t before = town.inbox("chutich").size();
    answer_with_file(town, "an", town.last("an"), "XONG");
    CHECK(town.inbox("chutich").size() == before);  // his result goes to the head
    CHECK(has(town.last("bao").text(), "nộp kết quả"));
    good(town.answer("bao", town.last("bao"), "XONG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
  with_town([](OfficeTown& town) {  // who is only to know of it gets no work
    good(town.submit(to_section()));
    good(town.answer("chutich", town.last("chutich"), "THÊM đ/c Trần Văn An để biết"));
    const auto task = town.tasks()[0];
    REQUIRE(task.parties.size() == 2);
    CHECK(task.parties[1].role == tasks::PartyRole::informed);
    CHECK(task.lead().hands.empty());
  });
  with_town([](OfficeTown& town) {  // of another office: it decides
    good(town.submit(assignment()));
    good(town.answer("chutich", town.last("chutich"), "CHỦ TRÌ Hoàng Văn Tú"));
    CHECK(has(town.last("chutich").text(), "UBND phường Lam Sơn"));
    CHECK(town.tasks()[0].parties[0].hands.empty());
    CHECK(town.tasks()[0].lead().unit == town.unit("LS"));
  });
}

TEST_CASE("office/follow: a head's words to his specialist go to him, not to the chairman") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIAO Trần Văn An"));
    good(town.answer("an", town.last("an"), "Dạ em chưa rõ mẫu biểu số 3 lấy ở đâu ạ?"));
    const Found asked = town.last("bao");
    CHECK(has(asked.text(), "mẫu biểu số 3"));
    const std::size_t before = town.inbox("chutich").size(), an = town.inbox("an").size();
    good(town.answer("bao", asked, "Em lấy ở công văn của Sở gửi tuần trước, trong phụ lục ấy."));
    CHECK(town.inbox("chutich").size() == before);
    REQUIRE(town.inbox("an").size() == an + 1);
    CHECK(has(town.last("an").text(), "trong phụ lục ấy"));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "Báo cáo anh, Sở chưa gửi mẫu biểu."));
    CHECK(town.inbox("chutich").size() == before + 1);
  });
}

TEST_CASE("office/follow: the same words again are asked about, and nothing is created by mistake") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(town.submit(assignment()));
    CHECK(town.tasks().size() == 1);
    const Found asked = town.last("chutich");
    CHECK(has(asked.subject(), "NV-2026-000001"));
    CHECK(has(asked.text(), "KHÔNG nếu gửi trùng"));
    good(town.answer("chutich", asked, "không"));
    CHECK(town.tasks().size() == 1);
    good(town.submit(assignment()));
    good(town.answer("chutich", town.last("chutich"), "đúng"));
    CHECK(town.tasks().size() == 2);
    Letter other = assignment();
    other.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 21/12.\r\n";
    good(town.submit(other));
    CHECK(town.tasks().size() == 3);
  });
}

TEST_CASE("office/follow: a result without the file that was asked for is asked about") {
  Letter letter = to_section();
  letter.text = "Phòng dự thảo Kế hoạch, gửi bản mềm, hạn 20/12.\r\n";
  with_town([&](OfficeTown& town) {
    good(town.submit(letter));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "XONG"));
    CHECK(state_of(town) == tasks::State::not_started);
    const Found asked = town.last("bao");
    CHECK(has(asked.text(), "dự thảo Kế hoạch"));
    answer_with_file(town, "bao", asked, "XONG");
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
  with_town([&](OfficeTown& town) {
    good(town.submit(letter));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "XONG"));
    good(town.answer("bao", town.last("bao"), "đúng"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}

TEST_CASE("office/follow: what is said beside the missing piece belongs to the direction") {
  with_town([](OfficeTown& town) {
    Letter letter = to_section();
    letter.text = "Phòng báo cáo kết quả, hạn ngày 31/11.\r\n";
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    good(town.answer("chutich", town.last("chutich"),
                     "Hạn 4/12 nhé.\r\nNhớ gửi bản mềm cho Văn phòng trước hai ngày để tổng hợp chung."));
    REQUIRE(town.tasks().size() == 1);
    CHECK(has(town.last("giaoviec.vhtt").text(), "gửi bản mềm cho Văn phòng"));
  });
}

TEST_CASE("office/follow: the basis is the document that is in the register, not the first number in the text") {
  with_town([](OfficeTown& town) {
    Letter letter = to_section();
    letter.subject = "Báo cáo kết quả triển khai phần mềm";
    letter.text = "Đã có 15/BC-VHTT; căn cứ 1132/STTTT-CNTT, phòng báo cáo, hạn 20/12.\r\n";
    good(town.submit(letter));
    CHECK(town.tasks()[0].head.basis == "1132/STTTT-CNTT");
  });
}

TEST_CASE("office/follow: the piece that a command lacks may be all that the answer says") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    good(town.answer("chutich", town.last("chutich"), "HẠN MỚI"));
    const Found asked = town.last("chutich");
    CHECK(has(asked.text(), "thiếu ngày"));
    good(town.answer("chutich", asked, "18/12"));
    CHECK(town.tasks()[0].due() == policies::calendar::end_of_day({2026, 12, 18}));
    answer_with_file(town, "bao", town.last("giaoviec.vhtt"), "XONG");
    good(town.answer("chutich", town.last("chutich"), "TRẢ LẠI"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    good(town.answer("chutich", town.last("chutich"), "thiếu phụ lục số 2"));
    CHECK(state_of(town) == tasks::State::returned);
    CHECK(has(town.last("giaoviec.vhtt").text(), "thiếu phụ lục số 2"));
    good(town.answer("bao", town.last("giaoviec.vhtt"), "GIA HẠN"));
    good(town.answer("bao", town.last("bao"), "Không"));  // he lets it be
    CHECK(town.tasks()[0].lead().pending_extension() == nullptr);
  });
}

TEST_CASE("office/follow: a task's number may stand in the text, without brackets and in small letters") {
  with_town([](OfficeTown& town) {
    good(town.submit(to_section()));
    Letter letter;
    letter.from = "chutich";
    letter.to = {OfficeTown::at("giaoviec")};
    letter.subject = "Thời hạn";
    letter.text = "nv-2026-000001: hạn mới 18/12";
    good(town.submit(letter));
    CHECK(town.tasks().size() == 1);
    CHECK(town.tasks()[0].due() == policies::calendar::end_of_day({2026, 12, 18}));
    letter.from = "bao";
    letter.subject = "Về NV-2026-000001";
    letter.text = "NHẬN";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
  });
}

TEST_CASE("office/follow: a section without a task mailbox is reached through its head") {
  with_town([](OfficeTown& town) {
    auto& house = town.house;
    auto units = good(directory::plan_units(*house.people->view(), house.ids,
                                            "code,name,symbol,parent,kind,mail\nBS.TP,Phòng Tư pháp,TP,BS,section,\n"));
    good(directory::apply_units(*house.people, house.clock, house.ids, units, {}));
    auto staff = good(directory::plan_staff(*house.people->view(), house.ids,
                                            "full_name,title,unit,phone,address,role,staff_code\n"
                                            "Lê Thị Tâm,Trưởng phòng,BS.TP,,tam,leader,B9\n"));
    good(directory::apply_staff(*house.people, house.clock, house.ids, staff, {}));
    Letter letter = to_section();
    letter.to = {OfficeTown::at("giaoviec")};
    good(town.submit(letter));
    CHECK(town.tasks().empty());
    good(town.answer("chutich", town.last("chutich"), "Phòng Tư pháp chủ trì"));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks()[0].lead().address == OfficeTown::at("tam"));
  });
}
