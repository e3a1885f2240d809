#include "policies/reminders/preference_words.h"

#include <doctest/doctest.h>

#include <string>

#include "policies/replies/reply_grammar.h"
#include "policies/speech/speech.h"
#include "policies/tasks/texts/help_text.h"

using namespace policies::reminders;
namespace tasks = policies::tasks;

namespace {

std::string read(std::string_view line) {
  const auto wish = read_preference_wish(line);
  if (!wish) return "";
  const char* names[] = {"morning", "weekly", "reminders", "english"};
  return std::string(wish->what ? names[static_cast<int>(*wish->what)] : "page?") +
         (wish->on ? (*wish->on ? " on" : " off") : " ?");
}

}  // namespace

TEST_CASE("reminders/preferences: the lines, with marks and without, with small words") {
  const std::pair<const char*, const char*> rows[] = {
      {"ĐĂNG KÝ bản tin sáng", "morning on"},
      {"dang ky ban tin sang", "morning on"},
      {"Em xin đăng ký nhận bản tin sáng ạ", "morning on"},
      {"Đăng ký bản tin tuần.", "weekly on"},
      {"Cho anh đăng ký bản tin hằng tuần nhé", "weekly on"},
      {"THÔI bản tin sáng", "morning off"},
      {"thoi ban tin tuan", "weekly off"},
      {"Thôi nhận bản tin tuần", "weekly off"},
      {"Hủy đăng ký bản tin sáng", "morning off"},
      {"SUBSCRIBE morning page", "morning on"},
      {"Unsubscribe weekly page", "weekly off"},
      {"ĐĂNG KÝ bản tin", "page? on"},
      {"bản tin sáng", "morning ?"},
      {"THÔI nhắc việc", "reminders off"},
      {"NHẮC việc", "reminders on"},
      {"nhac viec", "reminders on"},
      {"Stop reminders", "reminders off"},
      {"Reminders off", "reminders off"},
      {"TIẾNG ANH có", "english on"},
      {"tieng anh khong", "english off"},
      {"English yes", "english on"},
      {"Tiếng Anh", "english ?"},
  };
  for (const auto& [line, expect] : rows) {
    CAPTURE(line);
    CHECK(read(line) == expect);
  }
}

TEST_CASE("reminders/preferences: other words are none") {
  for (const char* line :
       {"", "XONG", "Soạn bản tin sáng gửi các phường", "Gửi bản tin tuần cho các phường", "Nhắc việc cho phòng Nội vụ",
        "Thôi không cần làm nữa", "Dịch tiếng Anh giúp anh", "Báo cáo bản tin tuần trước thứ 6", "NHẬN", "stop",
        "Đôn đốc", "đăng ký", "Đăng ký phòng họp sáng mai"}) {
    CAPTURE(line);
    CHECK(read(line) == "");
  }
}

// The page that is printed, the greeting and TRỢ GIÚP have one source; whatever stands there is understood as it
// stands.
TEST_CASE("reminders/help: every word of every role's page is accepted by the grammar") {
  using Where = tasks::HelpLine::Where;
  const policies::replies::ReplyContext context{policies::calendar::shipped_calendar(),
                                                policies::calendar::at_minute({2026, 11, 23}, 540), std::nullopt};
  int seen = 0;
  for (const auto role : {tasks::HelpRole::leader, tasks::HelpRole::head, tasks::HelpRole::staff,
                          tasks::HelpRole::clerk, tasks::HelpRole::admin}) {
    for (const tasks::HelpLine& line : tasks::help_lines(role)) {
      if (line.where == Where::on_server) continue;  // tests/cli
      for (const std::string& words : {line.words.vi, line.words.en}) {
        CAPTURE(words);
        ++seen;
        const policies::replies::Reply reply = policies::replies::parse_reply(words, context);
        bool accepted = reply.applies();
        if (!accepted) accepted = read_preference_wish(words).has_value();
        if (!accepted) {
          const policies::speech::Hearing hearing{
              {true, true, true, true}, policies::calendar::shipped_calendar(), context.now, {}, false, {}};
          for (const auto& said : policies::speech::read_speech(words, hearing).acts) {
            using policies::speech::Act;
            accepted = accepted || said.act == Act::help || said.act == Act::list || said.act == Act::report ||
                       said.act == Act::history;
          }
        }
        CHECK(accepted);
      }
    }
  }
  CHECK(seen > 60);
}

TEST_CASE("reminders/help: the printed page has the same words, A4, Vietnamese alone unless asked") {
  const tasks::HelpAddresses addresses{"giaoviec@bimson.example", "vanthu@bimson.example"};
  for (const auto role : {tasks::HelpRole::leader, tasks::HelpRole::head, tasks::HelpRole::staff,
                          tasks::HelpRole::clerk, tasks::HelpRole::admin}) {
    const std::string vi = tasks::help_page_html(role, "UBND <thị xã>", addresses, false),
                      both = tasks::help_page_html(role, "UBND <thị xã>", addresses, true);
    CHECK(vi.find("size:A4") != std::string::npos);
    CHECK(vi.find("UBND &lt;thị xã&gt;") != std::string::npos);
    CHECK(vi.find("<span lang=\"en\">") == std::string::npos);
    CHECK(vi.find("<script") == std::string::npos);
    CHECK(vi.find("src=") == std::string::npos);
    const std::string text = tasks::help_page_text(role, "UBND", addresses, false);
    // Each way to give a task is a paragraph of its own.
    if (role == tasks::HelpRole::leader)
      for (const char* way : {"<p>Việc định kỳ:", "<p>Nhiều việc trong một thư", "<p>Ủy quyền khi đi vắng:"})
        CHECK(vi.find(way) != std::string::npos);
    for (const tasks::HelpLine& line : tasks::help_lines(role)) {
      CAPTURE(line.words.vi);
      CHECK(vi.find(line.words.vi) != std::string::npos);
      CHECK(both.find(line.words.en) != std::string::npos);
      CHECK(text.find(line.words.vi) != std::string::npos);
    }
  }
}
