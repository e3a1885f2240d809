// The words by which an assigner changes a task and a head passes it on.
#include <doctest/doctest.h>

#include <vector>

#include "policies/replies/reply_grammar.h"

using namespace policies::replies;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 600);

Reply parse(std::string_view text) {
  return parse_reply(text, ReplyContext{cal::shipped_calendar(), kNow, cal::end_of_day(cal::Date{2026, 12, 20})});
}

std::string word(std::string_view text) { return to_string(parse(text).intent); }

}  // namespace

TEST_CASE("replies/sharing: a new deadline, or none") {
  struct Case {
    const char* line;
    const char* date;  // "" none
    const char* reason;
    bool all = false;
  };
  for (const auto& c : std::vector<Case>{{"HẠN MỚI 18/12", "2026-12-18", ""},
                                         {"Hạn mới: 18/12/2026", "2026-12-18", ""},
                                         {"han moi 18/12 do hop", "2026-12-18", "do hop"},
                                         {"Rút ngắn hạn đến 8/12 vì tỉnh giục", "2026-12-08", "vì tỉnh giục"},
                                         {"Đổi hạn sang thứ Sáu", "2026-11-27", ""},
                                         {"Hạn mới là 18/12", "2026-12-18", ""},
                                         {"HẠN MỚI trước 8/12", "2026-12-08", ""},
                                         {"hạn mới +3 ngày", "2026-12-23", ""},
                                         {"HẠN MỚI TẤT CẢ 18/12 họp", "2026-12-18", "họp", true},
                                         {"New deadline 18 Dec 2026: meeting", "2026-12-18", "meeting"},
                                         {"HẠN MỚI không thời hạn", "", ""},
                                         {"Hạn mới: không có thời hạn, chờ tỉnh", "", "chờ tỉnh"},
                                         {"new deadline none", "", ""}}) {
    CAPTURE(c.line);
    const Reply reply = parse(c.line);
    CHECK(reply.intent == Intent::new_due);
    CHECK(reply.applies());
    CHECK(reply.no_due == (*c.date == '\0'));
    CHECK((reply.due ? cal::iso_date(reply.due->date) : std::string()) == c.date);
    CHECK(reply.reason == c.reason);
    CHECK(reply.all == c.all);
  }
  CHECK(parse("HẠN MỚI").problem == ReplyProblem::missing_date);
  CHECK(parse("HẠN MỚI <ngày> [lý do]").problem == ReplyProblem::missing_date);
  CHECK(parse("HẠN MỚI 31/2").problem == ReplyProblem::bad_date);
  // Counted from another party's deadline once it is known.
  const Reply later =
      counted_from(parse("hạn mới +3 ngày"), {cal::shipped_calendar(), kNow, cal::end_of_day(cal::Date{2026, 12, 1})});
  REQUIRE(later.due.has_value());
  CHECK(cal::iso_date(later.due->date) == "2026-12-04");
}

TEST_CASE("replies/sharing: parties and the lead") {
  struct Case {
    const char* line;
    Intent intent;
    const char* target;
    Share share;
  };
  for (const auto& c : std::vector<Case>{
           {"THÊM Phòng Tư pháp", Intent::add_party, "Phòng Tư pháp", Share::unsaid},
           {"Thêm Phòng Tư pháp phối hợp", Intent::add_party, "Phòng Tư pháp", Share::cooperating},
           {"them Phong Tu phap phoi hop.", Intent::add_party, "Phong Tu phap", Share::cooperating},
           {"Thêm Phòng Tư pháp (để biết)", Intent::add_party, "Phòng Tư pháp", Share::informed},
           {"Thêm phối hợp: Phòng Tư pháp", Intent::add_party, "Phòng Tư pháp", Share::cooperating},
           {"Thêm Phòng Tư pháp cùng phối hợp nhé", Intent::add_party, "Phòng Tư pháp", Share::cooperating},
           {"ADD Justice section informed", Intent::add_party, "Justice section", Share::informed},
           {"add tuphap@bimson.example", Intent::add_party, "tuphap@bimson.example", Share::unsaid},
           {"BỎ Phòng Tư pháp", Intent::remove_party, "Phòng Tư pháp", Share::unsaid},
           {"bỏ Phòng Tư pháp, không liên quan", Intent::remove_party, "Phòng Tư pháp, không liên quan", Share::unsaid},
           {"remove Justice section", Intent::remove_party, "Justice section", Share::unsaid},
           {"CHỦ TRÌ Phòng Tư pháp", Intent::lead, "Phòng Tư pháp", Share::unsaid},
           {"Chủ trì: Phòng Tư pháp, cũ phối hợp", Intent::lead, "Phòng Tư pháp", Share::cooperating},
           {"Đổi chủ trì sang Phòng Tư pháp, đơn vị cũ để biết", Intent::lead, "Phòng Tư pháp", Share::informed},
           {"chủ trì Phòng Tư pháp, cũ thôi", Intent::lead, "Phòng Tư pháp", Share::out},
           {"LEAD Justice section, old one out", Intent::lead, "Justice section", Share::out},
       }) {
    CAPTURE(c.line);
    const Reply reply = parse(c.line);
    CHECK(std::string(to_string(reply.intent)) == to_string(c.intent));
    CHECK(reply.applies());
    CHECK(reply.target == c.target);
    CHECK(reply.share == c.share);
  }
  for (const char* line : {"THÊM", "BỎ <đơn vị> [lý do]", "CHỦ TRÌ <đơn vị>", "THÊM phối hợp"}) {
    CAPTURE(line);
    CHECK(parse(line).problem == ReplyProblem::missing_target);
  }
}

TEST_CASE("replies/sharing: words, urgency, urging") {
  Reply reply = parse("BỔ SUNG báo cáo cả số liệu 2025\nvà lập bảng kèm theo");
  CHECK(reply.intent == Intent::add_text);
  CHECK(reply.words == "báo cáo cả số liệu 2025\nvà lập bảng kèm theo");
  CHECK(reply.applies());
  reply = parse("Bổ sung:\nlập bảng");
  CHECK(reply.words == "lập bảng");
  CHECK(reply.applies());
  reply = parse("BỔ SUNG TẤT CẢ: lập bảng");
  CHECK(reply.all);
  CHECK(reply.words == "lập bảng");
  reply = parse("Bổ sung tất cả phụ lục còn thiếu");
  CHECK_FALSE(reply.all);
  CHECK(reply.words == "tất cả phụ lục còn thiếu");
  CHECK(parse("BỔ SUNG").problem == ReplyProblem::missing_text);
  CHECK(word("Bổ sung Phòng Tư pháp phối hợp") == "comment");  // shares out; no text of a direction

  const std::vector<std::pair<const char*, int>> urgencies{
      {"KHẨN", 1},       {"khan", 1},   {"THƯỢNG KHẨN", 2}, {"HỎA TỐC", 3}, {"Hoả tốc.", 3},  {"hoa toc", 3},
      {"KHÔNG KHẨN", 0}, {"urgent", 1}, {"Very urgent", 2}, {"EXPRESS", 3}, {"not urgent", 0}};
  for (const auto& urgency : urgencies) {
    CAPTURE(urgency.first);
    reply = parse(urgency.first);
    CHECK(reply.intent == Intent::priority);
    CHECK(reply.priority == urgency.second);
  }
  reply = parse("Đôn đốc: báo cáo gấp, trước chiều mai");
  CHECK(reply.intent == Intent::urge);
  CHECK(reply.words == "báo cáo gấp, trước chiều mai");
  CHECK(parse("ĐÔN ĐỐC").applies());
  CHECK(parse("ĐÔN ĐỐC TẤT CẢ").all);
  CHECK(parse("don doc").intent == Intent::urge);
}

TEST_CASE("replies/sharing: all parts at once") {
  for (const char* line : {"ĐÓNG TẤT CẢ", "close all", "dong tat ca.", "TIẾP TỤC TẤT CẢ", "HỦY TẤT CẢ thôi không làm",
                           "TẠM HOÃN TẤT CẢ", "TRẢ LẠI TẤT CẢ thiếu phụ lục", "cancel all no longer needed"}) {
    CAPTURE(line);
    CHECK(parse(line).applies());
    CHECK(parse(line).all);
  }
  CHECK(parse("HỦY TẤT CẢ").problem == ReplyProblem::missing_reason);
  CHECK(parse("HỦY TẤT CẢ thôi không làm").reason == "thôi không làm");
  CHECK(word("ĐỒNG Ý TẤT CẢ") == "comment");
  CHECK(word("đóng tất cả hồ sơ") == "comment");
}

TEST_CASE("replies/sharing: inside a unit") {
  struct Case {
    const char* line;
    const char* target;
    const char* date;
    const char* words;
  };
  for (const auto& c : std::vector<Case>{
           {"GIAO Cao Văn Tú", "Cao Văn Tú", "", ""},
           {"Giao đ/c Bình xử lý", "đ/c Bình xử lý", "", ""},
           {"GIAO Cao Văn Tú hạn 10/12 soạn báo cáo", "Cao Văn Tú", "2026-12-10", "soạn báo cáo"},
           {"Giao cho Tú, soạn báo cáo, xong trước 10/12", "Tú", "2026-12-10", "soạn báo cáo"},
           {"giao viec cho Tu: soan bao cao", "Tu", "", "soan bao cao"},
           {"Phân công anh Tú", "anh Tú", "", ""},
           {"ASSIGN TO tu@bimson.example by 10 Dec, draft it", "tu@bimson.example", "2026-12-10", "draft it"},
           {"Giao Cao Văn Tú - soạn báo cáo", "Cao Văn Tú", "", "soạn báo cáo"}}) {
    CAPTURE(c.line);
    const Reply reply = parse(c.line);
    CHECK(reply.intent == Intent::give_hand);
    CHECK(reply.applies());
    CHECK(reply.target == c.target);
    CHECK((reply.due ? cal::iso_date(reply.due->date) : std::string()) == c.date);
    CHECK(reply.reason == c.words);
  }
  CHECK(parse("GIAO").problem == ReplyProblem::missing_target);
  CHECK(parse("GIAO <người> [hạn <ngày>] [lời]").problem == ReplyProblem::missing_target);
  CHECK(parse("GIAO Tú hạn 31/2").problem == ReplyProblem::bad_date);
  CHECK(parse("LẤY LẠI").applies());
  CHECK(parse("LẤY LẠI Cao Văn Tú").target == "Cao Văn Tú");
  CHECK(parse("lay lai <người>").target.empty());
  CHECK(parse("take back Tu").intent == Intent::take_back);
}

TEST_CASE("replies/sharing: everyday openings are no commands") {
  for (const char* line :
       {"Thêm nữa, báo cáo phải có chữ ký", "Thêm thông tin gửi anh", "Thêm 2 ngày nữa được không?",
        "Bỏ qua thư trước nhé", "bỏ phiếu vào thứ Hai", "Giao ban chuyển sang 8 giờ", "giao thông khó khăn",
        "Giao việc nhiều quá", "Chủ trì cuộc họp là anh Bình", "khẩn trương nhé", "Khẩn, xong trước 8/12",
        "thường xuyên báo cáo", "add to the list", "lead time is long", "Lấy lại mail cũ giúp em",
        "giao kế hoạch năm 2027 cho các phường", "Đôn đốc được rồi ạ?"}) {
    CAPTURE(line);
    CHECK(word(line) == "comment");
  }
}
