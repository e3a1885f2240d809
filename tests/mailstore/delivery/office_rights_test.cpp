// By whose hand: the chairman's substitute between two days, the committee office that enters tasks, a deputy's fields;
// and who tries it without a right.
#include "directory/people/access_grants.h"
#include "directory/people/audit.h"
#include "mailstore/office/rows/rebuild.h"
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;
using directory::GrantKind;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

base::Timestamp at(int month, int day, int hour = 9) {
  return policies::calendar::at_minute({2026, month, day}, hour * 60);
}

base::AccountId add_person(OfficeTown& town, const char* name, const char* title, const char* unit, const char* address,
                           directory::Role role = directory::Role::staff) {
  if (const auto* there = town.house.people->view()->find_address(OfficeTown::at(address))) return there->id;
  directory::NewPerson fresh;
  fresh.full_name = name;
  fresh.title = title;
  fresh.unit = town.unit(unit);
  fresh.address = address;
  fresh.role = role;
  return good(town.house.admin->create_person(fresh, "test"));
}

// Trần Văn Bình of the committee office, a deputy chairman.
void add_people(OfficeTown& town) {
  add_person(town, "Trần Văn Bình", "Phó Chánh Văn phòng", "BS.VP", "binh");
  add_person(town, "Lê Thị Phương", "Phó Chủ tịch UBND thị xã", "BS", "phuong", directory::Role::leader);
}

Letter to_tasks(const std::string& from, const std::string& subject, const std::string& text) {
  Letter letter;
  letter.from = from;
  letter.to = {OfficeTown::at("giaoviec")};
  letter.subject = subject;
  letter.text = text;
  return letter;
}

const std::vector<directory::AccessGrant>& grants(OfficeTown& town) {
  return town.house.people->view()->access_grants();
}

Letter task_of(const std::string& from, const std::string& text = "Hạn 20/12.") {
  Letter letter = to_tasks(from, "Rà soát hộ nghèo", text);
  letter.to.push_back(OfficeTown::at("giaoviec.lamson"));
  return letter;
}

void hand_over(OfficeTown& town) {
  good(town.submit(to_tasks("chutich", "Ủy quyền", "ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12")));
}

directory::AccessGrant right(OfficeTown& town, GrantKind kind, const char* who) {
  directory::AccessGrant grant;
  grant.kind = kind;
  grant.office = town.unit("BS");
  if (who != nullptr) grant.account = town.account(who);
  return grant;
}

void check_registers(OfficeTown& town) {
  const auto view = town.house.people->view();
  const auto report =
      good(mailstore::office::rebuild_registers({*town.house.db, *town.house.blobs, *view}, {true, nullptr, {}}));
  CHECK(report.differences.empty());
}

}  // namespace

TEST_CASE("office/rights: the chairman hands over by mail, all concerned hear it, and it is audited") {
  with_town([](OfficeTown& town) {
    add_people(town);
    hand_over(town);
    REQUIRE(grants(town).size() == 1);
    const auto& grant = grants(town).front();
    CHECK(grant.kind == GrantKind::substitute);
    CHECK(grant.account == town.account("binh"));
    CHECK(grant.for_account == town.account("chutich"));
    CHECK(grant.from == policies::calendar::at_minute({2026, 12, 5}, 0));
    CHECK(grant.until == policies::calendar::at_minute({2026, 12, 11}, 0));
    CHECK(grant.set_by == OfficeTown::at("chutich"));
    for (const char* who : {"chutich", "binh", "vanthu"}) {
      CAPTURE(who);
      const Found told = town.last(who);
      CHECK(has(told.text(), "Trần Văn Bình thay Chủ tịch UBND thị xã Mai Đình Lâm"));
      CHECK(has(told.text(), "từ thứ Bảy, ngày 05/12/2026 đến hết thứ Năm, ngày 10/12/2026"));
      CHECK(has(told.text(), "THÔI ỦY QUYỀN"));
    }
    CHECK(std::string(mailstore::office::type_of(town.journal("BS").back())) == "access.granted");
    std::vector<directory::AuditEntry> audit;
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      audit = good(directory::read_audit(snapshot, {town.account("binh"), {}, {}, 100}));
      return {};
    }));
    REQUIRE_FALSE(audit.empty());
    CHECK(audit.front().what == directory::AuditVerb::access_granted);
    CHECK(audit.front().actor == OfficeTown::at("chutich"));
  });
}

TEST_CASE("office/rights: the substitute decides in the chairman's name between the days, and hears of his tasks") {
  with_town([](OfficeTown& town) {
    add_people(town);
    good(town.submit(task_of("chutich")));
    hand_over(town);
    town.now = at(12, 4);
    good(town.answer("duc", town.last("giaoviec.lamson"), "Xin gia hạn đến 25/12, chờ số liệu"));
    const Found asked = town.last("chutich");
    CHECK_FALSE(has(town.last("binh").text(), "xin gia hạn"));
    // Too early: nothing is his yet.
    good(town.answer("binh", asked, "Đồng ý"));
    CHECK(has(town.last("binh").text(), "không có quyền"));
    CHECK(town.tasks().front().parties[0].pending_extension() != nullptr);
    town.now = at(12, 7);
    good(town.answer("binh", asked, "Đồng ý"));
    CHECK(town.tasks().front().parties[0].pending_extension() == nullptr);
    CHECK(
        has(town.last("chutich").text(), "Trần Văn Bình (thay mặt Chủ tịch UBND thị xã Mai Đình Lâm) đồng ý gia hạn"));
    CHECK(has(town.last("giaoviec.lamson").text(), "thay mặt Chủ tịch"));
    const auto event = town.journal("BS").back();
    CHECK(event.actor == town.account("binh"));
    const auto& step = std::get<mailstore::office::TaskStep>(event.body).event;
    CHECK(step.in_name_of == town.account("chutich"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "XONG\n\nĐã báo cáo trên hệ thống."));
    CHECK(has(town.last("binh").text(), "hoàn thành"));
    // Over: refused with the reason, and he hears nothing more.
    town.now = at(12, 11);
    good(town.answer("binh", town.last("binh"), "Đồng ý"));
    CHECK(has(town.last("binh").text(), "Thời hạn ủy quyền thay Chủ tịch UBND thị xã Mai Đình Lâm đã hết"));
    CHECK(state_of(town) != tasks::State::done);
    check_registers(town);
  });
}

TEST_CASE("office/rights: who has lost the right to a step takes it back no more") {
  with_town([](OfficeTown& town) {
    add_people(town);
    good(town.submit(task_of("chutich")));
    hand_over(town);
    town.now = at(12, 7);
    good(town.answer("duc", town.last("giaoviec.lamson"), "Xin gia hạn đến 25/12, chờ số liệu"));
    good(town.answer("binh", town.last("binh"), "Đồng ý"));
    REQUIRE(town.tasks().front().parties[0].pending_extension() == nullptr);
    const Found done = town.last("binh");
    good(town.submit(to_tasks("chutich", "Ủy quyền", "THÔI ỦY QUYỀN")));
    good(town.answer("binh", done, "HOÀN TÁC"));
    CHECK(town.tasks().front().parties[0].pending_extension() == nullptr);
    CHECK(has(town.last("binh").text(), "không có quyền"));
    // In another unit now: what he did for his old one stays.
    good(town.answer("duc", town.last("giaoviec.lamson"), "NHẬN"));
    const Found accepted = town.last("duc");
    good(town.house.admin->move(town.account("duc"), town.unit("DS"), "test"));
    good(town.answer("duc", accepted, "HOÀN TÁC"));
    CHECK(state_of(town) == tasks::State::in_progress);
    check_registers(town);
  });
}

TEST_CASE("office/rights: the substitute gives tasks in the chairman's name, who hears it and can cancel") {
  with_town([](OfficeTown& town) {
    add_people(town);
    hand_over(town);
    town.now = at(12, 7);
    good(town.submit(task_of("binh", "Thay mặt Chủ tịch, giao phường Lam Sơn báo cáo. Hạn 20/12.")));
    REQUIRE(town.tasks().size() == 1);
    const auto& head = town.tasks().front().head;
    CHECK(head.assigner == town.account("chutich"));
    CHECK(head.entered_by == town.account("binh"));
    CHECK(has(town.last("giaoviec.lamson").text(), "Người nhập: Trần Văn Bình"));
    CHECK(has(town.last("binh").text(), "thay mặt Mai Đình Lâm"));
    const Found told = town.last("chutich");
    CHECK(has(told.text(), "Trần Văn Bình"));
    good(town.answer("chutich", told, "HỦY không cần"));
    CHECK(state_of(town) == tasks::State::cancelled);
  });
}

TEST_CASE("office/rights: withdrawn by mail, and asked when acting: a question of before is not completed after it") {
  with_town([](OfficeTown& town) {
    add_people(town);
    hand_over(town);
    town.now = at(12, 7);
    good(town.submit(task_of("binh", "Thay mặt Chủ tịch, giao phường Lam Sơn báo cáo. Hạn 31/2.")));
    CHECK(town.tasks().empty());
    const Found question = town.last("binh");
    CHECK(has(question.subject(), "Cần làm rõ"));
    good(town.submit(to_tasks("chutich", "", "THÔI ỦY QUYỀN")));
    CHECK(has(town.last("binh").text(), "Đã rút"));
    CHECK_FALSE(directory::in_force_or_coming(grants(town).front(), town.now));
    good(town.answer("binh", question, "hạn 20/12"));
    CHECK(town.tasks().empty());
    CHECK(has(town.last("binh").text(), "đã được rút"));
    // Nothing is left to withdraw.
    good(town.submit(to_tasks("chutich", "", "rút ủy quyền")));
    CHECK(has(town.last("chutich").text(), "không có gì để rút"));
  });
}

TEST_CASE("office/rights: what is not clear is asked back, and the answer completes it") {
  with_town([](OfficeTown& town) {
    add_people(town);
    good(town.submit(to_tasks("chutich", "", "Tôi đi công tác, ủy quyền đ/c Bình điều hành")));
    CHECK(grants(town).empty());
    CHECK(has(town.last("chutich").text(), "Chưa có ngày kết thúc"));
    good(town.answer("chutich", town.last("chutich"), "đến hết 10/12"));
    REQUIRE(grants(town).size() == 1);
    CHECK(grants(town).front().until == policies::calendar::at_minute({2026, 12, 11}, 0));
    CHECK(grants(town).front().from == town.now);
  });
  with_town([](OfficeTown& town) {
    add_people(town);
    add_person(town, "Đỗ Thanh Bình", "Chuyên viên", "BS.VP", "binhdt");
    good(town.submit(to_tasks("chutich", "", "Ủy quyền đ/c Bình từ 5/12 đến 10/12")));
    CHECK(grants(town).empty());
    CHECK(has(town.last("chutich").text(), OfficeTown::at("binhdt")));
    good(town.answer("chutich", town.last("chutich"), "đ/c Trần Văn Bình"));
    REQUIRE(grants(town).size() == 1);
    CHECK(grants(town).front().account == town.account("binh"));
    // The same days again are taken.
    good(town.submit(to_tasks("chutich", "", "Ủy quyền đ/c Đỗ Thanh Bình từ 8/12 đến 12/12")));
    CHECK(grants(town).size() == 1);
    CHECK(has(town.last("chutich").text(), "Trần Văn Bình"));
  });
  with_town([](OfficeTown& town) {
    add_people(town);
    good(town.submit(to_tasks("chutich", "", "Ủy quyền đ/c Bình từ 5/12 đến 10/12 ký các quyết định đất đai")));
    CHECK(grants(town).empty());
    CHECK(has(town.last("chutich").text(), "ĐÚNG"));
    good(town.answer("chutich", town.last("chutich"), "không"));
    CHECK(grants(town).empty());
  });
}

TEST_CASE("office/rights: nobody takes it for himself") {
  with_town([](OfficeTown& town) {
    add_people(town);
    // A specialist, a clerk, a section's head, for himself or for another.
    for (const char* who : {"an", "nhung", "bao"}) {
      CAPTURE(who);
      good(town.submit(to_tasks(who, "Ủy quyền", "Ủy quyền đ/c Trần Văn Bình từ 5/12 đến 10/12")));
      CHECK(has(town.last(who).text(), "Chỉ lãnh đạo cơ quan"));
    }
    // From outside with the chairman's address in From.
    auto forged =
        MailOffice::letter({OfficeTown::at("giaoviec")},
                           town.bytes_of(to_tasks("chutich", "", "ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12")));
    good(base::run_blocking(town.house.door->deliver(std::move(forged))));
    town.settle();
    // A forwarded mail, a quoted one.
    good(town.submit(to_tasks("chutich", "Fwd: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12", "")));
    good(
        town.submit(to_tasks("chutich", "Xem giúp",
                             "Xem giúp.\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, someone wrote:\r\n> ỦY QUYỀN đ/c Trần Văn "
                             "Bình từ 5/12 đến 10/12")));
    // A task for a section that says such words.
    Letter task = to_tasks("chutich", "Soạn quyết định ủy quyền",
                           "Ủy quyền đ/c Bình từ 5/12 đến 10/12: soạn quyết định, hạn 4/12.");
    task.to.push_back(OfficeTown::at("giaoviec.vhtt"));
    good(town.submit(task));
    CHECK(town.tasks().size() == 1);
    CHECK(grants(town).empty());
    // A substitute does not pass it on, nor does somebody of another office get it.
    hand_over(town);
    town.now = at(12, 7);
    good(town.submit(to_tasks("binh", "", "Ủy quyền đ/c Trần Văn An từ 8/12 đến 10/12")));
    CHECK(grants(town).size() == 1);
    good(town.submit(to_tasks("chutich", "", "Ủy quyền duc@bimson.example từ 20/12 đến 21/12")));
    CHECK(grants(town).size() == 1);
  });
}

TEST_CASE("office/rights: the committee office enters tasks, the leader hears of each, and it decides nothing") {
  with_town([](OfficeTown& town) {
    add_people(town);
    good(town.submit(task_of("binh", "Thay mặt Chủ tịch, giao phường Lam Sơn báo cáo. Hạn 20/12.")));
    CHECK(town.tasks().empty());  // no right yet
    auto office = right(town, GrantKind::enter, nullptr);
    office.unit = town.unit("BS.VP");
    good(town.house.desk->give_right(office));
    town.settle();
    CHECK(has(town.last("binh").text(), "nhập nhiệm vụ thay"));
    good(town.submit(task_of("binh", "Thừa lệnh Chủ tịch, giao phường Lam Sơn báo cáo. Hạn 20/12.")));
    REQUIRE(town.tasks().size() == 1);
    CHECK(town.tasks().front().head.assigner == town.account("chutich"));
    CHECK(town.tasks().front().head.entered_by == town.account("binh"));
    CHECK(has(town.last("chutich").text(), "HỦY"));
    good(town.answer("duc", town.last("giaoviec.lamson"), "Xin gia hạn đến 25/12, chờ số liệu"));
    good(town.answer("binh", town.last("chutich"), "Đồng ý"));
    CHECK(town.tasks().front().parties[0].pending_extension() != nullptr);
    // Not said for whom: asked, and the answer completes it.
    good(town.submit(task_of("binh", "Phường Lam Sơn báo cáo. Hạn 21/12.")));
    CHECK(town.tasks().size() == 1);
    CHECK(has(town.last("binh").text(), "thay lãnh đạo nào"));
    good(town.answer("binh", town.last("binh"), "Thay mặt Chủ tịch"));
    REQUIRE(town.tasks().size() == 2);
    CHECK(town.tasks().back().head.assigner == town.account("chutich"));
    // With the leader's address in From; Sender says who. Nothing but tasks goes out so.
    Letter named = task_of("binh", "Hạn 22/12.");
    named.on_behalf_of = OfficeTown::at("phuong");
    good(town.submit(named));
    REQUIRE(town.tasks().size() == 3);
    CHECK(town.tasks().back().head.assigner == town.account("phuong"));
    CHECK(has(town.last("giaoviec").header("Sender"), "binh@"));
    Letter plain = to_tasks("binh", "Chào", "Mời họp");
    plain.on_behalf_of = OfficeTown::at("phuong");
    plain.to = {"khach@ngoai.example"};
    CHECK_FALSE(town.submit(plain));
    Letter blind = task_of("binh", "Hạn 22/12.");
    blind.on_behalf_of = OfficeTown::at("phuong");
    auto bytes = town.bytes_of(blind);
    blind.to.push_back("khach@ngoai.example");
    CHECK_FALSE(town.submit_bytes(blind, bytes));
    CHECK(town.tasks().size() == 3);
    check_registers(town);
    CHECK(
        good(town.house.desk->end_rights(town.unit("BS"), {GrantKind::enter, {}, town.unit("BS.VP"), {}, {}})).size() ==
        1);
    town.now = town.house.clock.now() + std::chrono::hours(1);
    good(town.submit(task_of("binh", "Thay mặt Chủ tịch, giao phường Lam Sơn báo cáo.")));
    CHECK(town.tasks().size() == 3);
  });
}

TEST_CASE("office/rights: a deputy decides only in the fields given to him, and hears whose it is") {
  with_town([](OfficeTown& town) {
    add_people(town);
    auto fields = right(town, GrantKind::fields, "phuong");
    fields.fields = {"DS"};
    good(town.house.desk->give_right(fields));
    town.settle();
    good(town.submit(task_of("chutich")));
    good(town.answer("duc", town.last("giaoviec.lamson"), "Xin gia hạn đến 25/12, chờ số liệu"));
    good(town.answer("phuong", town.last("chutich"), "Đồng ý"));
    CHECK(town.tasks().front().parties[0].pending_extension() != nullptr);
    CHECK(has(town.last("phuong").text(), "ngoài lĩnh vực"));
    CHECK(has(town.last("phuong").text(), "Mai Đình Lâm"));
    good(town.submit(task_of("phuong")));
    CHECK(town.tasks().size() == 1);
    CHECK(has(town.last("phuong").text(), "ngoài lĩnh vực"));
    Letter own = to_tasks("phuong", "Rà soát", "Hạn 20/12.");
    own.to.push_back(OfficeTown::at("giaoviec.dongson"));
    good(town.submit(own));
    REQUIRE(town.tasks().size() == 2);
    CHECK(town.tasks().back().head.assigner == town.account("phuong"));
    good(town.answer("mai", town.last("giaoviec.dongson"), "Xin gia hạn đến 25/12, chờ số liệu"));
    good(town.answer("phuong", town.last("phuong"), "Đồng ý"));
    CHECK(town.tasks().back().parties[0].pending_extension() == nullptr);
  });
}

TEST_CASE("office/rights: by command, what is wrong is said") {
  with_town([](OfficeTown& town) {
    add_people(town);
    const base::Timestamp now = town.house.clock.now();
    const auto day = std::chrono::hours(24);
    auto refused = [&](directory::AccessGrant grant) {
      auto given = town.house.desk->give_right(grant);
      return given ? std::string() : given.error().text.vi;
    };
    auto stand_in = [&](const char* who, const char* leader, int from, int until) {
      auto grant = right(town, GrantKind::substitute, who);
      grant.for_account = town.account(leader);
      grant.from = now + day * from;
      grant.until = now + day * until;
      return grant;
    };
    CHECK(has(refused(stand_in("binh", "bao", 1, 2)), "không phải lãnh đạo cơ quan"));
    CHECK(has(refused(stand_in("binh", "chutich", 2, 1)), "trước ngày bắt đầu"));
    CHECK(has(refused(stand_in("binh", "chutich", -3, -1)), "đã qua"));
    CHECK(has(refused(stand_in("duc", "chutich", 1, 2)), "không thuộc"));
    CHECK(has(refused(stand_in("chutich", "chutich", 1, 2)), "chính mình"));
    CHECK(has(refused(stand_in("giaoviec", "chutich", 1, 2)), "Không có người này"));
    auto open = stand_in("binh", "chutich", 1, 2);
    open.until = {};
    CHECK(has(refused(open), "phải có ngày kết thúc"));
    good(town.house.admin->disable(town.account("an"), "test"));
    CHECK(has(refused(stand_in("an", "chutich", 1, 2)), "đã bị khóa"));
    CHECK(refused(stand_in("phuong", "chutich", 1, 5)).empty());
    CHECK(has(refused(stand_in("binh", "chutich", 3, 8)), "đã thay"));
    CHECK(has(refused(stand_in("binh", "phuong", 3, 8)), "nối tiếp"));
    CHECK(refused(stand_in("binh", "chutich", 5, 8)).empty());  // the day after is free
    auto fields = right(town, GrantKind::fields, "phuong");
    fields.from = now;
    CHECK(has(refused(fields), "lĩnh vực"));
    fields.fields = {"BS.VHTT"};
    CHECK(refused(fields).empty());
    CHECK(has(refused(fields), "BS.VHTT"));
    auto enter = right(town, GrantKind::enter, "phuong");
    CHECK(has(refused(enter), "ủy quyền"));
    CHECK(grants(town).size() == 3);
    const auto ended = good(town.house.desk->end_rights(town.unit("BS"), {GrantKind::substitute, {}, {}, {}, {}}));
    CHECK(ended.size() == 2);
    CHECK(good(town.house.desk->end_rights(town.unit("BS"), {GrantKind::substitute, {}, {}, {}, {}})).empty());
    CHECK(town.journal("BS").back().proof == mailstore::office::Proof::system);
    check_registers(town);
  });
}
