#include "policies/reminders/password_reminder.h"

#include <doctest/doctest.h>

#include <set>

#include "policies/reminders/digest_text.h"

using namespace policies::reminders;
namespace cal = policies::calendar;

namespace {

base::Timestamp at(int month, int day, int minute = 450) { return cal::at_minute(cal::Date{2026, month, day}, minute); }

PasswordRules rules() {
  PasswordRules out;
  out.maximum_days = 90;
  out.page = "https://thu.bimson.example/password";
  return out;
}

// "7/14": seven days left, said as the word of 14. "": nothing.
std::string said(base::Timestamp runs_out, base::Timestamp now, const PasswordRules& with = rules()) {
  const auto found = password_reminder(runs_out, now, cal::shipped_calendar(), with);
  if (!found) return "";
  return std::to_string(found->days) + "/" + found->key.substr(found->key.rfind('|') + 1);
}

}  // namespace

TEST_CASE("reminders/password: 14, 7 and 1 days before, on working days, once each") {
  const base::Timestamp end = at(12, 18, 10 * 60);  // a Friday
  CHECK(said(end, at(12, 3)) == "");
  CHECK(said(end, at(12, 4)) == "14/14");
  CHECK(said(end, at(12, 5)) == "");       // Saturday
  CHECK(said(end, at(12, 7)) == "11/14");  // missed on the 4th: made up for, else its key was said
  CHECK(said(end, at(12, 11)) == "7/7");
  CHECK(said(end, at(12, 14)) == "4/7");
  CHECK(said(end, at(12, 17)) == "1/1");
  CHECK(said(end, at(12, 18)) == "0/1");
  CHECK(said(end, at(12, 18, 11 * 60)) == "");  // it has run out
  CHECK(said(end, at(12, 21)) == "");
  std::set<std::string> keys;
  for (int day = 1; day <= 18; ++day) {
    const auto found = password_reminder(end, at(12, day), cal::shipped_calendar(), rules());
    if (found) keys.insert(found->key);
  }
  CHECK(keys.size() == 3);
}

TEST_CASE("reminders/password: the last working morning says the last word, whatever days off follow") {
  CHECK(said(at(12, 20, 10 * 60), at(12, 18)) == "2/1");  // ends on a Sunday, today is Friday
  CHECK(said(at(12, 21, 60), at(12, 18)) == "3/1");       // ends on Monday at 01:00
  CHECK(said(at(12, 21, 60), at(12, 17)) == "4/7");
  PasswordRules only_fourteen = rules();
  only_fourteen.days = {14};
  CHECK(said(at(12, 18, 600), at(12, 17), only_fourteen) == "1/14");
  PasswordRules none = rules();
  none.days = {};
  CHECK(said(at(12, 18, 600), at(12, 17), none) == "");
  none = rules();
  none.maximum_days = 0;
  CHECK(said(at(12, 18, 600), at(12, 17), none) == "");
}

TEST_CASE("reminders/password: the mail says how it is changed, alone or beside tasks") {
  Digest digest;
  digest.name = "Trần Văn An";
  digest.day = {2026, 12, 11};
  digest.password = password_reminder(at(12, 18, 600), at(12, 11), cal::shipped_calendar(), rules());
  REQUIRE(digest.password);
  auto mail = digest_message(digest);
  CHECK(mail.subject == "Nhắc việc 11/12/2026: mật khẩu còn 7 ngày");
  CHECK(mail.text.find("https://thu.bimson.example/password") != std::string::npos);
  CHECK(mail.text.find("18/12/2026") != std::string::npos);
  CHECK(mail.text.find("xin trả lời thư này") == std::string::npos);
  DigestLine line;
  line.number = "NV-2026-000007";
  line.title = "Rà soát hộ nghèo";
  digest.lines.push_back(line);
  mail = digest_message(digest);
  CHECK(mail.subject == "Nhắc việc 11/12/2026: 1 hôm nay, mật khẩu còn 7 ngày");
  CHECK(mail.text.find("xin trả lời thư này") != std::string::npos);
}
