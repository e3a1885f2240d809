// The mails that are lists (digest, leader's page, greeting) as HTML: readable without styles, nothing remote, no
// English where nobody asked for it. VANTHU_SHOW_DIR=dir writes them there, to be looked at.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "mailstore/office/mails/digest_mail.h"
#include "mailstore/office/mails/html_languages.h"
#include "mailstore/office/mails/leader_page_mail.h"
#include "mailstore/office/mails/welcome_mail.h"

using namespace mailstore::office;
namespace calendar = policies::calendar;
namespace reminders = policies::reminders;
namespace tasks = policies::tasks;

namespace {

reminders::Digest digest() {
  reminders::Digest out;
  out.name = "Vũ Minh Đức";
  out.day = {2026, 12, 14};
  const std::pair<reminders::Reason, int> lines[] = {
      {reminders::Reason::overdue, 3}, {reminders::Reason::today, 0}, {reminders::Reason::before, 1}};
  int number = 0;
  for (const auto& [reason, days] : lines) {
    reminders::DigestLine line;
    line.reminder.reason = reason;
    line.reminder.days = days;
    line.reminder.due = calendar::end_of_day({2026, 12, 11 + number});
    line.number = "NV-2026-00000" + std::to_string(++number);
    line.title =
        "Rà soát hộ nghèo <quý IV> & báo cáo kết quả thực hiện chương trình mục tiêu quốc gia trên địa bàn phường";
    line.holder = "UBND phường Lam Sơn";
    line.assigner = "Mai Đình Lâm, Chủ tịch UBND thị xã";
    line.state = {"đang thực hiện, quá hạn", "in progress, overdue"};
    out.lines.push_back(line);
  }
  reminders::PasswordRules rules;
  rules.maximum_days = 90;
  rules.page = "https://mail.bimson.example/password";
  out.password =
      reminders::password_reminder(calendar::at_minute({2026, 12, 21}, 600), calendar::at_minute({2026, 12, 14}, 450),
                                   calendar::shipped_calendar(), rules);
  return out;
}

reminders::LeaderPage page() {
  reminders::LeaderPage out;
  out.kind = reminders::PageKind::weekly;
  out.name = "Mai Đình Lâm";
  out.scope = "UBND thị xã Bỉm Sơn";
  out.day = {2026, 12, 14};
  out.figures = {"Giao trong tháng 12/2026: 14 nhiệm vụ; hoàn thành 9 (đúng hạn 8).",
                 "Given in 12/2026: 14 tasks; done 9 (on time 8)."};
  reminders::PageSection late;
  late.heading = {"Quá hạn", "Overdue"};
  late.counted = {"quá hạn", "overdue"};
  late.count = 2;
  late.groups = {
      {"Phòng Nội vụ",
       {{"[NV-2026-000007] Báo cáo cải cách hành chính\n    Phòng Nội vụ (Trần Văn An); hạn 11/12/2026; quá hạn",
         "[NV-2026-000007] Báo cáo cải cách hành chính\n    Phòng Nội vụ (Trần Văn An); due 11/12/2026; overdue"}}},
      {"UBND phường Lam Sơn",
       {{"[NV-2026-000009] Rà soát\n    UBND phường Lam Sơn; hạn 10/12/2026; quá hạn",
         "[NV-2026-000009] Rà soát\n    UBND phường Lam Sơn; due 10/12/2026; overdue"}}}};
  out.sections.push_back(late);
  reminders::PageSection done = late;
  done.kind = reminders::PageSection::Kind::done;
  done.heading = {"Hoàn thành từ bản tin trước", "Done since the last page"};
  done.counted = {"đã hoàn thành", "done"};
  out.sections.push_back(done);
  return out;
}

tasks::Welcome welcome(tasks::HelpRole role) {
  tasks::Welcome out;
  out.role = role;
  out.name = "Trần Văn An";
  out.address = "an@bimson.example";
  out.office = "UBND thị xã Bỉm Sơn";
  out.addresses = {"giaoviec@bimson.example", "vanthu@bimson.example"};
  out.clerks = {"Lê Hồng Nhung <nhung@bimson.example>"};
  return out;
}

void show(const std::string& name, const std::string& text) {
  const char* directory = std::getenv("VANTHU_SHOW_DIR");
  if (directory == nullptr) return;
  std::ofstream out(std::string(directory) + "/" + name, std::ios::binary);
  out << text;
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

void check_html(const std::string& name, const std::string& html) {
  CAPTURE(name);
  const std::string alone = without_english(html);
  show(name + ".both.html", html);
  show(name + ".html", alone);
  for (const std::string& one : {html, alone}) {
    for (const char* tag : {"table", "tr", "td", "div", "span", "b", "h1", "body", "html"}) {
      CAPTURE(tag);
      const std::string open = std::string("<") + tag;
      CHECK(count(one, open + ">") + count(one, open + " ") == count(one, std::string("</") + tag + ">"));
    }
    for (const char* never : {"<script", "<img", "src=", "http-equiv", "@import", "url("})
      CHECK(count(one, never) == 0);
    CHECK(one.find("<html lang=\"vi\">") != std::string::npos);
    CHECK(one.find("name=\"viewport\"") != std::string::npos);
  }
  CHECK(count(html, "lang=\"en\"") > 3);
  CHECK(count(alone, "lang=\"en\"") == 0);
  CHECK(alone.size() > html.size() / 3);
}

}  // namespace

TEST_CASE("office/pages: digest, leader's page and greeting are whole HTML, with and without the English twin") {
  check_html("nhac-viec", digest_html(digest()));
  show("nhac-viec.txt", reminders::digest_message(digest()).vi);
  CHECK(digest_html(digest()).find("&lt;quý IV&gt; &amp; báo cáo") != std::string::npos);
  check_html("ban-tin", leader_page_html(page()));
  show("ban-tin.txt", reminders::page_message(page()).vi);
  for (const auto role : {tasks::HelpRole::leader, tasks::HelpRole::head, tasks::HelpRole::staff,
                          tasks::HelpRole::clerk, tasks::HelpRole::admin}) {
    const std::string name = "vai-tro-" + std::to_string(static_cast<int>(role));
    check_html("chao-" + name, welcome_html(welcome(role)));
    show("chao-" + name + ".txt", tasks::welcome_message(welcome(role)).vi);
    show("in-" + name + ".html", tasks::help_page_html(role, "UBND thị xã Bỉm Sơn", welcome(role).addresses, false));
  }
}

TEST_CASE("office/pages: only our English goes; words of others that look like it stay") {
  CHECK(without_english("<p>a <span lang=\"en\">b</span></p>") == "<p>a</p>");
  CHECK(without_english("<td>a<br><span lang=\"en\" style=\"x\">b <span>c</span> d</span></td>") == "<td>a</td>");
  CHECK(without_english("<div><div lang=\"en\">x<div>y</div></div>z</div>") == "<div>z</div>");
  CHECK(without_english("&lt;span lang=&quot;en&quot;&gt;b") == "&lt;span lang=&quot;en&quot;&gt;b");
  CHECK(without_english("x lang=\"en\" y") == "x lang=\"en\" y");
  CHECK(without_english("<span lang=\"en\">never closed") == "<span lang=\"en\">never closed");
  CHECK(without_english("") == "");
}
