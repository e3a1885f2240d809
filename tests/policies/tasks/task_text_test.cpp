#include "policies/tasks/texts/task_text.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

using namespace policies::phrases;
using namespace policies::replies;
using namespace policies::tasks;
namespace cal = policies::calendar;

namespace {

const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 600);

Task task(const DeadlineAnswer& deadline) {
  Assignment head;
  head.task = 123;
  head.number = "NV-2026-000123";
  head.title = "Rà soát hộ nghèo";
  head.content = "Đề nghị phường Lam Sơn chủ trì rà soát.";
  head.office_name = "UBND thị xã Bỉm Sơn";
  head.assigner_name = "Nguyễn Văn Bình, Chủ tịch UBND";
  head.basis = "1132/STTTT-CNTT";
  head.assigned_at = kNow;
  if (!deadline.found.empty()) head.due = deadline.found[0].due;
  for (const auto& [role, name] :
       std::vector<std::pair<PartyRole, const char*>>{{PartyRole::lead, "UBND phường Lam Sơn"},
                                                      {PartyRole::cooperating, "UBND phường Ba Đình"},
                                                      {PartyRole::informed, "Phòng Tài chính"}}) {
    TaskParty party;
    party.role = role;
    party.name = name;
    party.address = "x@bimson.example";
    head.parties.push_back(party);
  }
  return new_task(head);
}

void check_has(const std::string& text, const std::vector<std::string>& parts) {
  for (const auto& part : parts) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

DeadlineAnswer read(const char* words) { return find_deadline(words, "", cal::shipped_calendar(), kNow); }

}  // namespace

TEST_CASE("tasks/text: title of a subject") {
  CHECK(title_of("Re: FW: Trả lời:  Rà soát  hộ nghèo ") == "Rà soát hộ nghèo");
  CHECK(title_of("Rà soát: hộ nghèo") == "Rà soát: hộ nghèo");
  std::string abstract =
      "Tổng hợp, rà soát, đánh giá tình hình triển khai thực hiện Chương trình chuyển đổi số giai đoạn 2026-2030 trên địa bàn thị xã";
  while (base::code_point_count(abstract) < 480)
    abstract += ", trong đó tập trung vào việc ứng dụng phần mềm quản lý văn bản";
  CHECK(title_of("Fwd: " + abstract) == abstract);  // an abstract may have 500 characters: nothing of it is lost
  CHECK(title_of("re:").empty());
  CHECK(title_of("\u200b\u200d\ufeff \u202e\u202c").empty());                   // nobody sees it
  CHECK(title_of("\u202eRà soát\u202c \u200bhộ nghèo") == "Rà soát hộ nghèo");  // no marks of direction
  const std::string whole =
      "V/v tăng cường công tác chỉ đạo, kiểm tra, đôn đốc việc thực hiện các nhiệm vụ được UBND tỉnh, Chủ tịch UBND tỉnh giao và công tác cải cách hành chính, chuyển đổi số năm 2026";
  CHECK(title_of(whole) == whole);  // an abstract of ordinary length is kept whole
  CHECK(title_of("").empty());
}

TEST_CASE("tasks/text: the assignment is complete in itself, in both languages") {
  const Task t = task(read("trước 16h ngày 18/12"));
  const auto lead = assignment_message(t, 0, kNow);
  CHECK(lead.subject == "[NV-2026-000123] Hạn 16:00 18/12/2026: Rà soát hộ nghèo");
  check_has(lead.text, {"Kính gửi UBND phường Lam Sơn", "chủ trì", "thứ Sáu, ngày 18/12/2026, 16:00",
                        "Friday, 18 December 2026, 16:00", "Nguyễn Văn Bình, Chủ tịch UBND", "1132/STTTT-CNTT", "NHẬN",
                        "TIẾN ĐỘ 60%", "XONG", "GIA HẠN", "TỪ CHỐI", "ACCEPT", "UBND phường Ba Đình", "Phòng Tài chính",
                        "Đề nghị phường Lam Sơn"});
  CHECK(lead.text.find("Kính gửi") < lead.text.find("To UBND"));
  const auto informed = assignment_message(t, 2, kNow);
  check_has(informed.text, {"để biết", "For your information"});
  CHECK(informed.text.find("XONG") == std::string::npos);
  CHECK(assignment_subject(task({}), 0) == "[NV-2026-000123] Không hạn: Rà soát hộ nghèo");
  CHECK(assignment_subject(task(read("hạn 20/12")), 0) == "[NV-2026-000123] Hạn 20/12/2026: Rà soát hộ nghèo");
}

TEST_CASE("tasks/text: the echo says all that was understood") {
  const auto spans = read("trong 5 ngày làm việc");
  check_has(understood_message(task(spans), spans).text,
            {"“trong 5 ngày làm việc”", "thứ Ba, ngày 01/12/2026 (hết ngày)", "Tuesday, 1 December 2026 (end of day)",
             cal::kShippedVersion, "UBND phường Lam Sơn", "UBND phường Ba Đình"});
  const auto off = read("hạn 20/12");
  check_has(understood_message(task(off), off).text, {"ngày nghỉ", "day off"});
  check_has(understood_message(task({}), {}).text, {"không có thời hạn", "no deadline"});
  const auto far = read("hạn 20/12/2030");
  check_has(understood_message(task(far), far).text, {"chưa có bảng ngày nghỉ"});
}

TEST_CASE("tasks/text: what is too long for a subject ends behind a word, and says so") {
  CHECK(shortened("Rà soát  hộ\nnghèo", 200) == "Rà soát hộ nghèo");
  CHECK(shortened("một hai ba bốn", 14) == "một hai…");
  CHECK(shortened(std::string(50, 'x'), 20) == std::string(17, 'x') + "…");
  for (std::size_t max = 12; max < 40; ++max) {
    const std::string cut = shortened("Ứng dụng phần mềm, quản lý văn bản", max);
    CAPTURE(cut);
    CHECK(cut.size() <= max);
    CHECK(base::is_valid_utf8(cut));
  }
  Task t = task({});
  while (t.head.title.size() < 1500) t.head.title += " và các xã, phường";
  const std::string subject = assignment_subject(t, 0);
  CHECK(subject.ends_with("…"));
  CHECK(subject.size() < 350);
  CHECK(assignment_message(t, 0, kNow).text.find(t.head.title) != std::string::npos);
}

TEST_CASE("tasks/text: what was not understood is asked back") {
  Unclear unclear;
  unclear.deadline = read("hạn 20/12 hoặc hạn 25/12");
  check_has(ask_back_message("Re: Báo cáo", unclear).text,
            {"Chưa tạo nhiệm vụ", "“hạn 20/12” = Chủ nhật, ngày 20/12/2026", "“hạn 25/12” = thứ Sáu, ngày 25/12/2026",
             "several different deadlines"});
  CHECK(ask_back_message("Re: Báo cáo", unclear).subject == "Cần làm rõ: Báo cáo");
  unclear.deadline = read("hạn thứ Sáu 20/12");
  unclear.no_lead = true;
  unclear.no_title = true;
  unclear.unknown_recipients = {"abc@bimson.example"};
  check_has(ask_back_message("", unclear).text,
            {"thứ và ngày không khớp", "the weekday and the date do not agree", "chủ trì", "abc@bimson.example",
             "tiêu đề", "từ thư không có tiêu đề vì", "without a subject"});
  CHECK(ask_back_message("Re:", unclear).subject == "Cần làm rõ: (không có tiêu đề)");
}

TEST_CASE("tasks/text: a comment says what was written, and its writer hears when it looks like a command") {
  const Task t = task(read("hạn 18/12"));
  const ReplyContext context{cal::shipped_calendar(), kNow, {}};
  const Reply reply = parse_reply("XONG\n\nĐã gửi báo cáo.\nHoa", context);
  const Meaning meaning = meaning_of(reply, t, 0, Side{false, true});
  REQUIRE(meaning.event.has_value());
  CHECK(meaning.event->reason == "Đã gửi báo cáo.\nHoa");
  check_has(step_message(t, *meaning.event, true, "Lê Thị Hoa", kNow).text, {"Nguyên văn:\nĐã gửi báo cáo.\nHoa\n"});
  TaskEvent comment;
  comment.reason = "Kính gửi anh,\nXONG";
  check_has(step_message(t, comment, true, "Lê Thị Hoa", kNow).text,
            {"Lê Thị Hoa có ý kiến về nhiệm vụ.", "Nguyên văn:\nKính gửi anh,\nXONG\n"});
  NewText text;
  text.text = comment.reason;
  const auto hint = hint_for_comment(text, context);
  REQUIRE(hint.has_value());
  check_has(comment_message(t, 0, Side{false, true}, *hint, kNow).text,
            {"Đã ghi nhận ý kiến", "“XONG” nhưng không ở dòng đầu tiên", "NHẬN", "Your comment was kept"});
  text.text = "Xin gửi anh số liệu.";
  CHECK_FALSE(hint_for_comment(text, context).has_value());
  text.text = "Dạ xong ạ";
  check_has(hint_for_comment(text, context).value_or(Sentence{}).vi, {"“Dạ xong ạ”", "chỉ ghi “xong”"});
  text.text = "";
  text.text_below = true;
  check_has(hint_for_comment(text, context).value_or(Sentence{}).vi, {"bên dưới phần trích dẫn"});
  for (const std::string yes : {"OK", "Ok anh nhé", "Dạ vâng ạ", "okay!", "👍"}) {
    NewText said;
    said.text = yes;
    check_has(hint_for_comment(said, context).value_or(Sentence{}).vi, {yes, "chưa cho biết là lệnh nào"});
  }
}

TEST_CASE("tasks/text: steps, refusals and incomplete commands") {
  Task t = task(read("hạn 18/12"));
  TaskEvent ask;
  ask.kind = EventKind::extension_asked;
  ask.at = kNow;
  ask.due = cal::end_of_day(cal::Date{2026, 12, 28});
  ask.reason = "chờ số liệu";
  const auto applied = apply(t, ask);
  REQUIRE(applied.ok);
  const auto to_leader = step_message(applied.task, ask, true, "Lê Thị Hoa", kNow);
  check_has(to_leader.text, {"Lê Thị Hoa xin gia hạn đến thứ Hai, ngày 28/12/2026 (hết ngày), lý do: chờ số liệu.",
                             "ĐỒNG Ý", "KHÔNG <lý do>", "APPROVE", "UBND phường Lam Sơn"});
  CHECK(
      to_leader.subject ==
      "[NV-2026-000123] Lê Thị Hoa xin gia hạn đến thứ Hai, ngày 28/12/2026 (hết ngày), lý do: chờ số liệu – Rà soát hộ nghèo");
  check_has(to_leader.text,
            {"ĐỒNG Ý – gia hạn như đề nghị", "KHÔNG <lý do> – giữ thời hạn hiện tại", "HỦY <lý do> – hủy nhiệm vụ"});
  // Of a cooperating party only its part ends.
  TaskEvent part;
  part.kind = EventKind::submitted;
  part.party = 1;
  part.at = kNow;
  const Task handed_in = apply(t, part).task;
  part.kind = EventKind::confirmed;
  check_has(step_message(apply(handed_in, part).task, part, false, "A", kNow).text,
            {"A đã chấp nhận kết quả phần việc phối hợp.", "A accepted the result of the cooperating part."});
  part.kind = EventKind::cancelled;
  part.reason = "đủ rồi";
  check_has(step_message(apply(handed_in, part).task, part, false, "A", kNow).text,
            {"A đã hủy phần việc phối hợp, lý do: đủ rồi.", "A cancelled the cooperating part, reason: đủ rồi."});
  const auto refusal = refusal_message(t, 0, Side{false, true}, Sentence{"Không được.", "No."}, kNow);
  check_has(refusal.text, {"Không được.", "Không có gì thay đổi", "Nothing was changed", "chưa thực hiện", "NHẬN"});
  const ReplyContext context{cal::shipped_calendar(), kNow, {}};
  for (const char* line : {"từ chối", "gia hạn", "gia hạn 31/2", "td 200", "chuyển tới", "xin số"}) {
    const Reply reply = parse_reply(line, context);
    CHECK_FALSE(reply.applies());
    const Sentence why = describe(reply);
    CAPTURE(std::string(line));
    const bool names_it = why.vi.find(line) != std::string::npos || why.vi.find("31/2") != std::string::npos;
    CHECK(names_it);
    CHECK_FALSE(why.en.empty());
  }
  for (int k = 0; k < 16; ++k) {
    TaskEvent event;
    event.kind = static_cast<EventKind>(k);
    CHECK(describe(event, "A").vi.starts_with("A "));
    CHECK(describe(event, "A").en.starts_with("A "));
  }
  check_has(not_allowed_message("Báo cáo", Sentence{"Vì thế.", "Because."}).text, {"Báo cáo", "Vì thế.", "Because."});
}

TEST_CASE("tasks/text: a reply to our own message is not read as a command of the quoted text") {
  const auto message = assignment_message(task(read("hạn 18/12")), 0, kNow);
  const Reply reply = parse_reply(message.text, ReplyContext{cal::shipped_calendar(), kNow, {}});
  CHECK(reply.intent == Intent::comment);
}
