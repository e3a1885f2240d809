#include "policies/replies/reply_grammar.h"

#include <doctest/doctest.h>

#include <vector>

#include "policies/replies/quoted_reply.h"

using namespace policies::phrases;
using namespace policies::replies;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 600);

Reply parse(std::string_view text) {
  return parse_reply(text, ReplyContext{cal::shipped_calendar(), kNow, cal::end_of_day(cal::Date{2026, 12, 20})});
}

}  // namespace

TEST_CASE("tasks/grammar: words that stand alone") {
  struct Case {
    Intent intent;
    std::vector<std::string> lines;
  };
  for (const auto& c : std::vector<Case>{
           {Intent::accept,
            {"NHẬN", "nhận", "Nhận.", "nhan", "NHAN!", "accept", "Accept", "1", "1.", "nhận việc", "Nhan nhiem vu",
             "NHẬN\xC2\xA0", "NHA\xCC\xA3\xCC\x82N"}},
           {Intent::done,
            {"XONG", "xong.", "*XONG*", "“XONG”", "done", "Done!", "2", "đã xong", "hoàn thành", "da hoan thanh"}},
           {Intent::approve, {"ĐỒNG Ý", "đồng ý.", "dong y", "approve", "Approved", "agree"}},
           {Intent::close, {"ĐÓNG", "dong", "close", "đóng nhiệm vụ"}},
           {Intent::resume, {"TIẾP TỤC", "tiep tuc", "resume"}},
           {Intent::suspend, {"TẠM HOÃN", "tam hoan", "suspend"}},
           {Intent::register_document, {"VÀO SỔ", "vao so", "Vào sổ.", "register"}}}) {
    for (const std::string& line : c.lines) {
      CAPTURE(line);
      const Reply reply = parse(line);
      CHECK(std::string(to_string(reply.intent)) == to_string(c.intent));
      CHECK(reply.applies());
      CHECK(std::string(to_string(parse("\n  \r\n" + line + "\r\n\r\nTrân trọng,\r\nHoa").intent)) ==
            to_string(c.intent));
    }
  }
}

TEST_CASE("tasks/grammar: small polite words behind a command change nothing") {
  struct Case {
    Intent intent;
    std::vector<std::string> lines;
  };
  for (const auto& c : std::vector<Case>{
           {Intent::done,
            {"xong rồi", "xong roi", "Xong rồi ạ!", "XONG ROI A", "đã xong rồi nhé", "xong ạ", "hoàn thành rồi."}},
           {Intent::accept, {"nhận ạ", "Nhận nhé.", "nhan nhe"}},
           {Intent::approve, {"đồng ý nhé", "Đồng ý ạ.", "nhất trí"}},
           {Intent::register_document, {"Vào sổ ạ", "vào sổ nhé", "vào sổ văn bản đến"}}}) {
    for (const std::string& line : c.lines) {
      CAPTURE(line);
      CHECK(std::string(to_string(parse(line).intent)) == to_string(c.intent));
    }
  }
  // A thing called A, a mail that was received, a "no" that says the opposite.
  for (const std::string line : {"XONG A", "Nhận rồi", "đồng ý rồi sẽ xem lại", "KHÔNG cần xong đúng hạn",
                                 "không nhận được tệp", "khong the lam kip", "Không có phụ lục"}) {
    CAPTURE(line);
    CHECK(to_string(parse(line).intent) == std::string("comment"));
  }
}

TEST_CASE("tasks/grammar: what only looks like a command is a comment") {
  for (const std::string line : {"Nhân",
                                 "nhẫn",
                                 "Xong việc A, còn B",
                                 "xong chưa?",
                                 "2. Kính gửi anh",
                                 "1 2",
                                 "12",
                                 "100%",
                                 "Nhận được rồi nhé",
                                 "Đã nhận được thư",
                                 "done with part one",
                                 "Không rõ anh Bình đã nhận chưa",
                                 "khong biet",
                                 "no problem",
                                 "Không?",
                                 "đồng ý với ý kiến trên",
                                 "Đông y",
                                 "đồng hồ",
                                 "TIẾN ĐỘ công việc đang chậm",
                                 "progress is slow",
                                 "close to the end",
                                 "",
                                 "   ",
                                 "…",
                                 "xông",
                                 "đồng ý?",
                                 "XONG?",
                                 "vào sổ chưa",
                                 "chuyển",
                                 "Kính gửi"}) {
    CAPTURE(line);
    const Reply reply = parse(line);
    CHECK(to_string(reply.intent) == std::string("comment"));
    CHECK_FALSE(reply.applies());
  }
  CHECK(parse("Kính gửi\nXONG").intent == Intent::comment);
  CHECK(parse("Kính gửi\nXONG").rest == "Kính gửi\nXONG");
  CHECK(parse(std::string(2000, 'a')).intent == Intent::comment);
}

TEST_CASE("tasks/grammar: progress") {
  struct Case {
    std::string line;
    int percent;
  };
  for (const auto& c : std::vector<Case>{{"TIẾN ĐỘ 60%", 60},
                                         {"tien do 60", 60},
                                         {"td 60", 60},
                                         {"TĐ 60%.", 60},
                                         {"progress 60", 60},
                                         {"Progress: 60 %", 60},
                                         {"tiến độ 0%", 0},
                                         {"td 100", 100},
                                         {"tiến độ 60 phần trăm", 60}}) {
    CAPTURE(c.line);
    const Reply reply = parse(c.line);
    CHECK(reply.intent == Intent::progress);
    CHECK(reply.applies());
    CHECK(reply.percent == c.percent);
  }
  for (const std::string line : {"td 101", "tiến độ 9999%", "tiến độ 99999", "tiến độ"}) {
    CAPTURE(line);
    CHECK(parse(line).problem == ReplyProblem::bad_percent);
  }
  CHECK(parse("td 60 70").intent == Intent::comment);
  CHECK(parse("td 6O").intent == Intent::comment);
}

TEST_CASE("tasks/grammar: extension") {
  auto reply = parse("GIA HẠN 28/12 chờ số liệu của phường");
  CHECK(reply.intent == Intent::extend);
  REQUIRE(reply.due.has_value());
  CHECK(cal::iso_date(reply.due->date) == "2026-12-28");
  CHECK(reply.reason == "chờ số liệu của phường");
  reply = parse("xin gia han den 28/12/2026: cho so lieu");
  REQUIRE(reply.due.has_value());
  CHECK(reply.reason == "cho so lieu");
  reply = parse("extend to 28 Dec waiting for data");
  REQUIRE(reply.due.has_value());
  CHECK(reply.reason == "waiting for data");
  reply = parse("Gia hạn +3 ngày");
  REQUIRE(reply.due.has_value());
  CHECK(cal::iso_date(reply.due->date) == "2026-12-23");
  CHECK(reply.applies());
  CHECK(parse("gia hạn").problem == ReplyProblem::missing_date);
  CHECK(parse("gia hạn vì thiếu người").problem == ReplyProblem::missing_date);
  CHECK(parse("gia hạn 31/2 vì thiếu người").problem == ReplyProblem::bad_date);
  CHECK(parse("gia hạn cuối tháng").problem == ReplyProblem::bad_date);
}

TEST_CASE("tasks/grammar: a reply that was read before its deadline was known") {
  const ReplyContext unknown{cal::shipped_calendar(), kNow, std::nullopt};
  for (const std::string line :
       {"Gia hạn +3 ngày", "xin gia hạn thêm 5 ngày làm việc: chờ số liệu", "gia hạn 28/12 vì thiếu người", "gia hạn",
        "gia hạn 31/2 vì thiếu người", "gia hạn vì thiếu người", "gia hạn cuối tháng", "extend to 1 Nov",
        "Gia hạn +3 ngày vì chờ các phường gửi số liệu còn thiếu của tháng mười một\nnăm nay", "Xong", "Từ chối",
        "Từ chối: bận", "Tiến độ 60%", "Xin ý kiến về việc gia hạn +3 ngày"}) {
    CAPTURE(line);
    const Reply at_once = parse(line);
    const Reply later = counted_from(parse_reply(line, unknown),
                                     {cal::shipped_calendar(), kNow, cal::end_of_day(cal::Date{2026, 12, 20})});
    CHECK(later.intent == at_once.intent);
    CHECK(later.problem == at_once.problem);
    CHECK(later.due.has_value() == at_once.due.has_value());
    if (later.due && at_once.due) CHECK(later.due->due == at_once.due->due);
    CHECK(later.unclear.has_value() == at_once.unclear.has_value());
    CHECK(later.reason == at_once.reason);
    CHECK(later.percent == at_once.percent);
    CHECK(later.rest == at_once.rest);
  }
  const Reply before = parse_reply("Gia hạn +3 ngày", unknown);
  REQUIRE(before.due.has_value());
  CHECK(cal::iso_date(before.due->date) == "2026-11-26");  // from today; the test above would pass without counting
}

TEST_CASE("tasks/grammar: words with a reason, a target or a type") {
  CHECK(parse("TỪ CHỐI không thuộc thẩm quyền").reason == "không thuộc thẩm quyền");
  CHECK(parse("tu choi: khong thuoc tham quyen").reason == "khong thuoc tham quyen");
  CHECK(parse("refuse not ours").intent == Intent::refuse);
  CHECK(parse("Từ chối").problem == ReplyProblem::missing_reason);
  CHECK(parse("Từ chối.").problem == ReplyProblem::missing_reason);
  CHECK(parse("TRẢ LẠI thiếu phụ lục").intent == Intent::give_back);
  CHECK(parse("return missing annex").reason == "missing annex");
  CHECK(parse("trả lại").problem == ReplyProblem::missing_reason);
  CHECK(parse("KHÔNG, cần xong đúng hạn").reason == "cần xong đúng hạn");
  CHECK(parse("Không được, việc gấp").reason == "việc gấp");
  CHECK(parse("từ chối nhận việc vì thiếu người").reason == "vì thiếu người");
  CHECK(parse("Từ chối tiếp nhận: sai thẩm quyền").reason == "sai thẩm quyền");
  CHECK(parse("hủy bỏ").problem == ReplyProblem::missing_reason);
  CHECK(parse("Đề nghị cấp số BC").document_type == "BC");
  CHECK(parse("xin cấp số văn bản: QĐ").document_type == "QĐ");
  CHECK(parse("khong dong y can xong dung han").reason == "can xong dung han");
  CHECK(parse("no – keep the date").reason == "keep the date");
  CHECK(parse("KHÔNG").problem == ReplyProblem::missing_reason);
  CHECK(parse("HỦY giao nhầm").intent == Intent::cancel);
  CHECK(parse("huỷ giao nhầm").intent == Intent::cancel);
  CHECK(parse("CHUYỂN tới Phòng Văn hóa").target == "Phòng Văn hóa");
  CHECK(parse("chuyen cho hoalt@bimson.example.").target == "hoalt@bimson.example");
  CHECK(parse("reassign to culture@bimson.example").intent == Intent::reassign);
  CHECK(parse("chuyển tới").problem == ReplyProblem::missing_target);
  CHECK(parse("XIN SỐ BC").document_type == "BC");
  CHECK(parse("xin so qđ").document_type == "qđ");
  CHECK(parse("Xin số công văn.").document_type == "công văn");
  CHECK(parse("XIN SỐ").problem == ReplyProblem::missing_type);
  CHECK(parse("XIN SỐ BC").command_line == "XIN SỐ BC");
  CHECK(parse("XONG\n\nĐính kèm báo cáo.").rest == "Đính kèm báo cáo.");
}

TEST_CASE("tasks/grammar: what nobody sees and how words are made bold do not matter") {
  for (const std::string line :
       {"\xE2\x80\x8BXONG\xE2\x80\x8B", "XO\xE2\x80\x8BNG", "\xEF\xBB\xBFXONG", "\xE2\x80\x8EXONG\xE2\x80\x8F",
        "\xE2\x81\xA6XONG\xE2\x81\xA9", "XO\xC2\xADNG", "**XONG**", "*XONG*.", "_XONG_", "\xC2\xA0XONG\xC2\xA0",
        "\xE2\x81\xA0\nXONG", "\xE2\x80\x8E\n\nXONG"}) {
    CAPTURE(line);
    CHECK(std::string(to_string(parse(new_text(line).text).intent)) == "done");
  }
  const Reply bold = parse("*GIA HẠN* 28/12 chờ *số liệu*");
  CHECK(bold.applies());
  CHECK(bold.reason == "chờ *số liệu*");
  CHECK(parse("*TIẾN ĐỘ* 60%").percent == 60);
  CHECK(parse("*TỪ CHỐI*: không đúng thẩm quyền").reason == "không đúng thẩm quyền");
}

TEST_CASE("tasks/grammar: a reason that was copied and not filled in is none") {
  for (const std::string line :
       {"TỪ CHỐI <lý do>", "KHÔNG <lý do>", "TRẢ LẠI <lý do>", "HỦY [lý do]", "REFUSE <reason>"}) {
    CAPTURE(line);
    CHECK(parse(line).problem == ReplyProblem::missing_reason);
  }
  CHECK(parse("GIA HẠN <ngày> <lý do>").problem != ReplyProblem::none);
  CHECK(parse("GIA HẠN 28/12 <lý do>").reason.empty());
  CHECK(parse("CHUYỂN TỚI <đơn vị hoặc địa chỉ>").problem == ReplyProblem::missing_target);
  CHECK(parse("CHUYỂN TỚI <hoalt@bimson.example>").applies());
  CHECK(parse("XIN SỐ <loại>").problem == ReplyProblem::missing_type);
  CHECK(parse("TẠM HOÃN [lý do]").applies());
  CHECK(parse("TẠM HOÃN [lý do]").reason.empty());
}

TEST_CASE("tasks/grammar: everyday words that begin like a command with a reason are comments") {
  for (const std::string line :
       {"Không vấn đề gì, đồng ý", "Không phản đối", "không quá ngày 20/12 nhé", "Không vội, làm kỹ vào",
        "No objection", "No later than 20 Dec", "Hủy cuộc họp ngày mai nhé", "Cancel the meeting tomorrow",
        "Tạm hoãn cuộc họp", "Trả lại cho tôi bản gốc", "Return the original to me"}) {
    CAPTURE(line);
    CHECK(parse(line).intent == Intent::comment);
  }
  CHECK(parse("Hủy: cuộc họp đã hoãn").intent == Intent::cancel);
  CHECK(parse("Hủy vì trùng việc").intent == Intent::cancel);
  CHECK(parse("Trả lại: bản gốc thiếu dấu").intent == Intent::give_back);
  CHECK(parse("Không đủ lý do").intent == Intent::deny);
}

TEST_CASE("tasks/grammar: a comment that nearly is a command") {
  for (const auto& [line, word] : std::vector<std::pair<std::string, std::string>>{
           {"Xong rồi ạ", "xong"},
           {"Dạ em nhận ạ", "nhận"},
           {"Vâng, tôi đã hoàn thành rồi", "hoàn thành"},
           {"đồng ý nhé", "đồng ý"},
           {"Nhan nhiem vu nhe", "nhận nhiệm vụ"},
           {"- xong", "xong"},
           {"✅ xong", "xong"},
           {"Em xin phép được gia hạn thêm 5 ngày", "GIA HẠN <ngày> <lý do>"},
           {"Cho em gia han den 25/12 nhe", "GIA HẠN <ngày> <lý do>"},
           {"Phường xin phép từ chối vì thiếu người", "TỪ CHỐI <lý do>"},
           {"Tiến độ thực hiện đạt khoảng 50%", "TIẾN ĐỘ 50%"},
           {"50%", "TIẾN ĐỘ 50%"},
           {"Không thể lùi hạn được", "KHÔNG <lý do>"},
           {"Cho tôi xin số báo cáo", "XIN SỐ <loại>"},
           {"Nhận được thư rồi", ""},
           {"Giá tăng 50% so với cùng kỳ", ""},
           {"Không vấn đề gì, đồng ý", "ĐỒNG Ý"},
           {"No objection", "ĐỒNG Ý"},
           {"Đã làm xong", "xong"},
           {"Completed", "DONE"},
           {"Duyệt", "ĐỒNG Ý"},
           {"Xin lùi hạn đến 28/12 vì chờ số liệu", "GIA HẠN <ngày> <lý do>"},
           {"UBND phường Lam Sơn nhận nhiệm vụ", "NHẬN"},
           {"Không vào sổ được, trả lại", "TRẢ LẠI <lý do>"},
           {"Không tiếp nhận văn bản này", "TỪ CHỐI <lý do>"},
           {"xin 2 số BC", "XIN SỐ <loại>"},
           {"Chuyển đồng chí An xử lý", "CHUYỂN TỚI <đơn vị hoặc địa chỉ>"},
           {"Chưa được phê duyệt", ""},
           {"TIẾN ĐỘ 33,5%", "TIẾN ĐỘ 33%"},
           {"Đồng ý cho gia hạn đến hết ngày 20/12/2026", "đồng ý"},
           {"xong chưa?", ""},
           {"Kính gửi anh Bình", ""},
           {"1 2", ""},
           {"Nhận được thư này tôi đã báo cáo lãnh đạo phường", ""},
           {"", ""}}) {
    CAPTURE(line);
    CHECK(nearly_command(line) == word);
  }
}

TEST_CASE("tasks/reply: small polite words are no reason and do not hide a percentage") {
  for (const char* line : {"Tiến độ 60% ạ", "tiến độ 60% nhé.", "TĐ 60 ạ"}) {
    CAPTURE(line);
    CHECK(parse(line).intent == Intent::progress);
    CHECK(parse(line).percent == 60);
  }
  CHECK(parse("tiến độ 60% khối lượng").intent == Intent::comment);
  for (const char* line : {"Không ạ", "KHÔNG nhé", "Từ chối ạ", "trả lại nhé", "Hủy ạ."}) {
    CAPTURE(line);
    CHECK(parse(line).problem == ReplyProblem::missing_reason);
  }
  CHECK(parse("Từ chối ạ, phường thiếu người").reason == "ạ, phường thiếu người");
}

TEST_CASE("tasks/reply: a reason that the mail program wrapped goes on") {
  const std::string wrapped =
      "Gia hạn 28/12 vì chờ số liệu của hai khu phố và ý kiến của Phòng Tài\nchính - Kế hoạch thị xã, số liệu dự kiến có vào tuần đầu của tháng 12\nnăm 2026.\n\nTrân trọng";
  const std::string whole =
      "vì chờ số liệu của hai khu phố và ý kiến của Phòng Tài chính - Kế hoạch thị xã, số liệu dự kiến có vào tuần đầu của tháng 12 năm 2026.";
  CHECK(parse(wrapped).reason == whole);
  CHECK(parse(wrapped).rest == "Trân trọng");
  CHECK(parse("Từ chối thiếu người\nXin cảm ơn").reason == "thiếu người");
  CHECK(parse("Từ chối thiếu người\nXin cảm ơn").rest == "Xin cảm ơn");
  CHECK(parse("Từ chối " + std::string(70, 'x') + "\n\nXin cảm ơn").rest == "Xin cảm ơn");
  CHECK(parse("XONG\n" + std::string(70, 'x') + "\ny").rest == std::string(70, 'x') + "\ny");
}

TEST_CASE("tasks/quoted: what is quoted or forwarded, without what was newly written and the signature") {
  CHECK(
      quoted_text("Làm như dưới.\n\n-- \nMai\n\n---------- Forwarded message ---------\nFrom: Sở\n\nNộp biểu 7.\n\n") ==
      "---------- Forwarded message ---------\nFrom: Sở\n\nNộp biểu 7.");
  CHECK(quoted_text("Gửi từ iPhone của tôi\n\nBắt đầu thư được chuyển tiếp:\n\nTừ: Sở\nNội dung") ==
        "Bắt đầu thư được chuyển tiếp:\n\nTừ: Sở\nNội dung");
  CHECK(quoted_text("Xem dưới.\n> một\n> hai") == "> một\n> hai");
  CHECK(quoted_text("Chỉ có lời mới.\n-- \nMai").empty());
  CHECK(quoted_text("> " + std::string(300000, 'x')).size() <= kMaxQuoted);
}

TEST_CASE("tasks/quoted: a phone's signature that stands first is passed over") {
  CHECK(new_text("Gửi từ iPhone của tôi\n\nXONG\n\nVào 09:15, Th 2, 23 thg 11, 2026, Bình đã viết:\n> NHẬN").text ==
        "XONG");
  CHECK(new_text("\nTải Outlook cho iOS<https://aka.ms/x>\nSent from my iPhone\n\nXONG").text == "XONG");
  for (const std::string body :
       {"Gửi từ iPhone của tôi\n\nVào 09:15, Th 2, 23 thg 11, 2026, Bình đã viết:\n> NHẬN",
        "Sent from my iPhone\n\n> NHẬN", "Sent from my iPhone", "Sent from my iPhone\n\n-- \nHoa",
        "Gửi từ Galaxy của tôi\n-------- Tin nhắn gốc --------\nTừ: a\nNgày: b\nĐến: c\n\nNHẬN"}) {
    CAPTURE(body);
    CHECK(new_text(body).text.empty());
    CHECK(new_text(body).cut == Cut::phone_signature);
  }
  CHECK(new_text("XONG\n\nSent from my iPhone\n\nNHẬN").text == "XONG");
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "Sent from my iPhone\n";
  CHECK(new_text(many).text.empty());
  CHECK(new_text(many + "XONG").text.empty());
}

TEST_CASE("tasks/quoted: the new text is what stands above") {
  CHECK(new_text("").text.empty());
  CHECK(new_text("NHẬN\n> NHẬN").text == "NHẬN");
  CHECK(new_text("\r\n\r\n  a\r\n\r\nb  \r\n\r\n> q").text == "  a\n\nb");
  CHECK(new_text("Từ: nay sẽ gửi trước thứ Sáu.\nCảm ơn.").cut == Cut::none);  // one header-like line is prose
  CHECK(new_text("On time:\nwrote the report").cut == Cut::none);
  CHECK(new_text("Vào sổ").cut == Cut::none);
  CHECK(new_text("Ngày mai tôi gửi\nanh Bình đã viết: xong").cut == Cut::none);
  CHECK(new_text("abc\n---\ndef").cut == Cut::none);
  // In flattened HTML the attribution stands right below the writer's words.
  CHECK(new_text("VÀO SỔ\nVào 23/11/2026 09:15, Bình đã viết:\n> q").text == "VÀO SỔ");
  CHECK(new_text("Ngày 20/12 em nộp\nOn 23/11/2026, Binh wrote:\n> q").text == "Ngày 20/12 em nộp");
  // Without a date only the quote below tells it.
  for (const char* line :
       {"Bình đã viết:", "Binh writes:", "Quoting Binh <b@x.example>:", "23.11.2026, 09:15, \"Bình\" <b@x.example>:",
        "* Binh <b@x.example> [2026-11-23 09:15 +0700]:",
        "--On Monday, November 23, 2026 09:15 +0700 Binh\n<b@x.example> wrote:", "Binh <b@x.example>\nwrote:"}) {
    CAPTURE(line);
    CHECK(new_text("XONG\n\n" + std::string(line) + "\n> q").text == "XONG");
    CHECK(new_text("XONG\n\n" + std::string(line) + "\n\n> q").text == "XONG");
    CHECK(new_text("XONG\n\n" + std::string(line), true).text == "XONG");
    CHECK(new_text("XONG\n\n" + std::string(line)).text != "XONG");  // no quote, no attribution
    CHECK(new_text(std::string(line) + "\n> q\n\nXONG").text_below);
  }
  CHECK(new_text("Hạn 20/12, gửi về b@x.example:\n> 1. Rà soát").text == "Hạn 20/12, gửi về b@x.example:");
  CHECK(new_text("Các mục sau đã làm:\n> 1. Rà soát").text == "Các mục sau đã làm:");
  CHECK(new_text("Gửi từ phòng Văn hóa\nSent with the figures").cut == Cut::none);
  CHECK(new_text("Ngày: 20/12\nĐến: hội trường\nNội dung: họp").cut == Cut::none);  // a header block has a sender
  CHECK(new_text("Thời gian: 20/12\nTừ: 8h00\nĐến: 11h00\nHạn gửi tài liệu: 18/12").cut == Cut::none);
  CHECK(new_text("> quoted first\n> more\n\nNHẬN").text_below);
  CHECK_FALSE(new_text("> quoted first\n> more\n\n-- \nHoa").text_below);
  CHECK_FALSE(new_text("NHẬN\n> quoted\nbelow").text_below);
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "On 1\n";
  CHECK(new_text(many).text.size() <= kMaxReplyText);
}

TEST_CASE("tasks/quoted: how else a quote begins") {
  struct Case {
    std::string line;
    Cut cut;
  };
  for (
      const auto& c : std::vector<Case>{
          {"On Mon, Nov 23, 2026 at 09:15:00AM +0700, Binh wrote:", Cut::attribution},
          {"On 2026-11-23 09:15, Binh wrote:", Cut::attribution},
          {"Vào 2026-11-23 09:15, Bình đã viết:", Cut::attribution},
          {"Vào lúc 09:15 Th 2, 23 thg 11, 2026 Bình <b@x.example> đã viết:", Cut::attribution},
          {"Vào 23/11/2026 09:15, Bình viết:", Cut::attribution},
          {"Ngày 23/11/2026 lúc 09:15, Bình đã viết:", Cut::attribution},
          {"Lúc 09:15, 23 thg 11, 2026, Bình đã viết:", Cut::attribution},
          {"Binh wrote on 23/11/26 09:15:", Cut::attribution},
          {"On Mon, Nov 23, 2026 at 9:15 AM, Binh<b@x.example> wrote:   Kính gửi chị", Cut::attribution},
          {"Vào Th 2, 23 thg 11, 2026 lúc 9:15, Bình<b@x.example> đã viết:   NHẬN", Cut::attribution},
          {"----- On Nov 23, 2026, at 9:15 AM, Binh b@x.example wrote:", Cut::attribution},
          {"On Nov 23, 2026, at 9:15\xE2\x80\xAF"
           "AM, Binh <b@x.example> wrote:",
           Cut::attribution},
          {"\xE2\x80\x8EVào 23/11/2026 09:15, Bình đã viết:\xE2\x80\x8E", Cut::attribution},
          {"Vào Th 2, 23 thg 11, 2026 vào lúc 09:15 Văn phòng UBND thị xã Bỉm Sơn (qua\nhệ thống thư điện tử công vụ)\n<giaoviec@bimson.example> đã viết:",
           Cut::attribution},
          {"---- On Mon, 23 Nov 2026 09:15:00 +0700 Binh <b@x.example> wrote ----", Cut::separator},
          {"----- Original Message -----", Cut::separator},
          {"-------- Tin nhắn gốc --------", Cut::separator},
          {"-----Thư gốc-----", Cut::separator},
          {"Begin forwarded message:", Cut::forward},
          {"---------- Thư chuyển tiếp ----------", Cut::forward},
          {"Đã gửi từ Yahoo Mail trên Android", Cut::phone_signature},
          {"Sent from Outlook for Android", Cut::phone_signature},
          {"Gửi từ Outlook cho Android", Cut::phone_signature},
          {"Get Outlook for iOS", Cut::phone_signature},
          {"Gửi từ Mail cho Windows", Cut::phone_signature},
          {"Sent from my Galaxy", Cut::phone_signature},
          {"-- ", Cut::signature},
          {"From: Binh\nDate: Mon, 23 Nov 2026\nSubject: x\nTo: y", Cut::header_block},
          {"Người gửi: Bình\nĐã gửi: 23/11/2026\nĐến: y\nTiêu đề: x", Cut::header_block},
          {"Từ : Bình\nNgày gửi : 23/11/2026\nTới : y", Cut::header_block}}) {
    CAPTURE(c.line);
    const NewText text = new_text("XONG\n\n" + c.line + "\n\nNHẬN\n");
    CHECK(std::string(to_string(text.cut)) == to_string(c.cut));
    CHECK(text.text == "XONG");
  }
}
