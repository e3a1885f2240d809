// What units and persons choose: English, reminders, heads' INBOX, leaders' pages; greetings of newcomers.
#include <map>

#include "directory/gate/greetings.h"
#include "directory/people/audit.h"
#include "directory/people/preference.h"
#include "tests/mailstore/assigned_task.h"
#include "tests/mailstore/office_crash.h"

using namespace tests;
namespace tasks = policies::tasks;
using directory::Preference;
using directory::PreferenceScope;

namespace {

base::Timestamp morning(int month, int day, int minute = 7 * 60 + 30) {
  return policies::calendar::at_minute({2026, month, day}, minute);
}

int remind(OfficeTown& town, base::Timestamp now) {
  return good(town.house.desk->remind(policies::reminders::ReminderRules{}, now)).mails;
}

std::vector<Found> mails_called(OfficeTown& town, const std::string& who, const std::string& subject) {
  std::vector<Found> out;
  for (const Found& mail : town.inbox(who)) {
    if (mail.subject().starts_with(subject)) out.push_back(mail);
  }
  return out;
}

void set_unit(OfficeTown& town, const std::string& code, Preference preference, const std::string& value) {
  good(directory::set_preference(*town.house.people, town.house.clock, town.house.ids,
                                 {PreferenceScope::unit, town.unit(code).value, preference}, value, "test"));
}

// A line to the task mailbox of his own office.
Found write(OfficeTown& town, const std::string& who, const std::string& text, const std::string& box = "giaoviec") {
  Letter letter;
  letter.from = who;
  letter.to = {OfficeTown::at(box)};
  letter.subject = "Bản tin";
  letter.text = text;
  good(town.submit(letter));
  return town.last(who);
}

void give(OfficeTown& town, const std::string& due = "Hạn 11/12.") {
  Letter letter = assignment();
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
  letter.cc.clear();
  letter.subject = "Rà soát hộ nghèo, đợt " + std::to_string(town.tasks().size() + 1);  // no task twice
  letter.text = due;
  good(town.submit(letter));
}

bool has(const Found& mail, const std::string& words) { return mail.text().find(words) != std::string::npos; }
bool html_has(const Found& mail, const std::string& word) {
  return base::parse_message(mail.bytes).root.is_multipart() && mail.bytes.find(word) != std::string::npos;
}

void greet(OfficeTown& town, const std::string& who) {
  good(town.house.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done = tx.execute("UPDATE credential SET state = 2, greeting = 1 WHERE account = ?", {town.account(who)});
    return done ? base::Result<void>() : done.error();
  }));
}

}  // namespace

TEST_CASE("office/choices: mails are Vietnamese; the English twin comes where an office or a person has it") {
  with_town([](OfficeTown& town) {
    give(town);
    Found card = town.last("giaoviec.lamson"), echo = town.last("chutich");
    for (const Found& mail : {card, echo}) {
      CHECK(has(mail, "Thời hạn"));
      CHECK_FALSE(has(mail, "Deadline"));
      CHECK_FALSE(has(mail, "\n----------\n"));
      CHECK(mail.header("Content-Language") == "vi");
      CHECK_FALSE(html_has(mail, "lang=3D\"en\""));
    }
    set_unit(town, "LS", Preference::english, "yes");
    give(town);
    card = town.last("giaoviec.lamson");
    echo = town.last("chutich");
    CHECK(has(card, "Thời hạn"));
    CHECK(has(card, "Deadline"));
    CHECK(card.header("Content-Language") == "vi, en");
    CHECK_FALSE(has(echo, "Deadline"));
    // He wants it for himself; the answer is in the languages that he chose.
    const Found told = write(town, "chutich", "TIẾNG ANH có");
    CHECK(has(told, "From now on"));
    give(town);
    CHECK(has(town.last("chutich"), "Deadline"));
    CHECK_FALSE(has(write(town, "chutich", "tieng anh khong"), "From now on"));
    give(town);
    CHECK_FALSE(has(town.last("chutich"), "Deadline"));
    CHECK(town.tasks().size() == 4);  // a choice is no task
  });
}

TEST_CASE("office/choices: a unit's task reaches its heads' own INBOX unless the unit has it otherwise") {
  with_town([](OfficeTown& town) {
    give(town);
    CHECK(mails_called(town, "duc", "[NV-").size() == 1);
    set_unit(town, "LS", Preference::head_inbox, "no");
    give(town);
    CHECK(mails_called(town, "duc", "[NV-").size() == 1);
    CHECK(mails_called(town, "giaoviec.lamson", "[NV-").size() == 2);
    set_unit(town, "LS", Preference::head_inbox, "");
    give(town);
    CHECK(mails_called(town, "duc", "[NV-").size() == 2);
  });
}

TEST_CASE("office/choices: reminders on and off for a person, days before for an office") {
  with_town([](OfficeTown& town) {
    give(town);
    good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
    set_unit(town, "BS", Preference::days_before, "2");
    CHECK(remind(town, morning(12, 8)) == 0);  // three days before
    CHECK(has(write(town, "duc", "THÔI nhắc việc", "giaoviec.lamson"), "NHẮC việc"));
    CHECK(remind(town, morning(12, 9)) == 0);
    CHECK(has(write(town, "duc", "NHẮC việc", "giaoviec.lamson"), "Đã bật"));
    CHECK(remind(town, morning(12, 10)) == 1);
  });
}

TEST_CASE("office/choices: a leader's morning and weekly page by subscription, once each, silent on days off") {
  with_town([](OfficeTown& town) {
    give(town);
    good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
    CHECK(remind(town, morning(12, 7)) == 0);  // nobody asked for it
    town.now = morning(12, 7, 9 * 60);
    const Found told = write(town, "chutich", "Anh đăng ký nhận bản tin sáng nhé");
    CHECK(told.subject() == "Đã đăng ký bản tin");
    CHECK(has(told, "THÔI bản tin sáng"));
    CHECK(has(write(town, "chutich", "ĐĂNG KÝ bản tin tuần"), "bản tin tuần"));
    CHECK(town.tasks().size() == 1);

    CHECK(remind(town, morning(12, 8)) == 3);  // duc's reminder and both pages
    CHECK(remind(town, morning(12, 8)) == 0);
    auto pages = mails_called(town, "chutich", "Bản tin sáng");
    REQUIRE(pages.size() == 1);
    CHECK(pages[0].subject() == "Bản tin sáng 08/12/2026: 1 sắp đến hạn, 1 chưa phân công");
    CHECK(has(pages[0], "UBND phường Lam Sơn"));
    CHECK(has(pages[0], "[NV-2026-000001]"));
    CHECK(html_has(pages[0], "text/html"));
    auto weeks = mails_called(town, "chutich", "Bản tin tuần");
    REQUIRE(weeks.size() == 1);
    CHECK(has(weeks[0], "Giao trong tháng 12/2026"));

    CHECK(remind(town, morning(12, 12)) == 0);  // Saturday
    town.now = morning(12, 11, 9 * 60);
    Found card = town.last("giaoviec.lamson");
    good(town.answer("duc", card, "XONG"));
    CHECK(remind(town, morning(12, 11, 10 * 60)) == 1);
    pages = mails_called(town, "chutich", "Bản tin sáng");
    REQUIRE(pages.size() == 2);
    CHECK(pages[1].subject().find("1 chờ ý kiến") != std::string::npos);
    CHECK(mails_called(town, "chutich", "Bản tin tuần").size() == 1);
    CHECK(remind(town, morning(12, 14)) == 2);  // a new week
    CHECK(mails_called(town, "chutich", "Bản tin tuần").size() == 2);

    town.now = morning(12, 14, 9 * 60);
    CHECK(has(write(town, "chutich", "THÔI bản tin sáng"), "Đã thôi bản tin sáng"));
    CHECK(remind(town, morning(12, 15)) == 0);
    CHECK(mails_called(town, "chutich", "Bản tin sáng").size() == 3);
    // An answer to a page with the word does it too; anything else is for the one task that it tells of.
    good(town.answer("chutich", weeks[0], "THÔI bản tin tuần"));
    CHECK(has(town.last("chutich"), "Đã thôi bản tin tuần"));
    good(town.answer("chutich", weeks[0], "Đôn đốc giúp anh"));
    // Its result waits: it is not urged.
    CHECK(has(town.last("chutich"), "ĐÓNG"));
  });
}

TEST_CASE("office/choices: who leads nobody is told so, what is not clear is asked; nothing is met with silence") {
  with_town([](OfficeTown& town) {
    CHECK(has(write(town, "tu", "ĐĂNG KÝ bản tin sáng", "giaoviec.lamson"), "lãnh đạo"));
    CHECK(has(write(town, "chutich", "ĐĂNG KÝ bản tin"), "ĐĂNG KÝ bản tin sáng;"));
    CHECK(has(write(town, "chutich", "Tiếng Anh"), "TIẾNG ANH có"));
    CHECK(town.house.people->view()->preference(Preference::morning_page, town.account("tu")).empty());
    // A head sees his own unit.
    (void)write(town, "bao", "ĐĂNG KÝ bản tin sáng");
    give(town);
    town.now = morning(11, 30, 9 * 60);
    Letter letter = assignment();
    letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.vhtt")};
    letter.cc.clear();
    letter.subject = "Tổ chức hội thi";
    letter.text = "Hạn 2/12.";
    good(town.submit(letter));
    (void)remind(town, morning(12, 1));
    const auto pages = mails_called(town, "bao", "Bản tin sáng");
    REQUIRE(pages.size() == 1);
    CHECK(has(pages[0], "Tổ chức hội thi"));
    CHECK_FALSE(has(pages[0], "Rà soát hộ nghèo"));
  });
}

TEST_CASE("office/choices: a choice is audited") {
  with_town([](OfficeTown& town) {
    (void)write(town, "chutich", "ĐĂNG KÝ bản tin sáng");
    std::vector<directory::AuditEntry> trail;
    good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      trail = good(directory::read_audit(snapshot, {town.account("chutich"), {}, {}, 10}));
      return {};
    }));
    REQUIRE_FALSE(trail.empty());
    CHECK(trail[0].what == directory::AuditVerb::preference_set);
    CHECK(trail[0].detail == "morning-page=yes");
    CHECK(trail[0].actor == OfficeTown::at("chutich"));
  });
}

TEST_CASE("office/greetings: who has set his first password gets one mail with the words of his role") {
  with_town([](OfficeTown& town) {
    CHECK(good(town.house.desk->greet_newcomers(town.now)) == 0);
    for (const char* who : {"chutich", "bao", "an", "nhung"}) greet(town, who);
    CHECK(good(town.house.desk->greet_newcomers(town.now)) == 4);
    CHECK(good(town.house.desk->greet_newcomers(town.now)) == 0);
    const std::map<std::string, std::string> words{{"chutich", "HẠN MỚI 20/12/2026"},
                                                   {"bao", "GIAO Nguyễn Văn An"},
                                                   {"an", "TIẾN ĐỘ 60%"},
                                                   {"nhung", "XIN SỐ BC"}};
    for (const auto& [who, word] : words) {
      const auto mails = mails_called(town, who, "Chào mừng");
      REQUIRE(mails.size() == 1);
      CAPTURE(who);
      CHECK(has(mails[0], word));
      CHECK(has(mails[0], OfficeTown::at(who)));
      CHECK(has(mails[0], "giaoviec@bimson.example"));
      CHECK_FALSE(has(mails[0], "Welcome"));
      CHECK(html_has(mails[0], "text/html"));
    }
    CHECK(has(mails_called(town, "an", "Chào mừng")[0], "nhung@bimson.example"));
    // It can be answered.
    good(town.answer("an", mails_called(town, "an", "Chào mừng")[0], "TRỢ GIÚP"));
    CHECK(town.last("an").subject().starts_with("Hướng dẫn"));
    good(town.answer("an", mails_called(town, "an", "Chào mừng")[0], "DANH SÁCH của tôi"));
    CHECK(town.last("an").subject().starts_with("Nhiệm vụ của tôi"));
  });
}

// The greeting, the escalation and the digest are each one commit: whatever write fails, they are there whole or not at
// all, and the next turn makes up for it.
TEST_CASE("office/greetings, reminders: power cuts at every write lose nothing and say nothing twice") {
  TempDirectory place;
  const std::string& prepared = place.path();
  {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(prepared), *file_system, prepared + "/blobs");
    OfficeTown town(office);
    give(town);
    good(town.answer("duc", town.last("giaoviec.lamson"), "tiến độ 10%"));
    (void)write(town, "chutich", "ĐĂNG KÝ bản tin sáng");
    greet(town, "an");
  }
  const auto play = [](OfficeTown& town) {
    const bool greeted = town.house.desk->greet_newcomers(morning(12, 14)).has_value();
    return town.house.desk->remind({}, morning(12, 14)).has_value() && greeted;
  };
  const auto check = [](const std::string& directory, bool acknowledged) {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
    OfficeTown town(office);
    if (acknowledged) {
      CHECK(good(town.house.desk->greet_newcomers(morning(12, 14))) == 0);
      CHECK(remind(town, morning(12, 14)) == 0);
    } else {
      (void)good(town.house.desk->greet_newcomers(morning(12, 14)));
      (void)remind(town, morning(12, 14));
    }
    CHECK(mails_called(town, "an", "Chào mừng").size() == 1);
    CHECK(mails_called(town, "chutich", "Nhắc việc").size() == 1);
    CHECK(mails_called(town, "chutich", "Bản tin sáng").size() == 1);
    CHECK(mails_called(town, "duc", "Nhắc việc").size() == 1);
    CHECK(town.tasks()[0].parties[0].escalations.size() == 1);
    check_registers(office);
  };
  cut_power_everywhere(9, [&](const CrashPoint& fault) { return play_with_fault(prepared, fault, play, check); });
  fail_everywhere(13, [&](const CrashPoint& fault) { return play_with_fault(prepared, fault, play, check); });
}
