#include "mailstore/office/reading/remark_mail.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "policies/dispatch/dispatch_subject.h"
#include "policies/dispatch/document_number.h"
#include "policies/speech/speech.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;
namespace speech = policies::speech;
using DispatchKind = dispatch::DispatchSubject::Kind;
using speech::Act;

namespace {

// What is said, under which rule; talk is said once a thread.
struct Remark {
  const char* rule = "";
  base::Sentence what;
  bool talk = false;
};

struct Facts {
  base::UnitId office;        // whose records office answers
  bool clerk = false;         // the author serves it
  bool from_records = false;  // written from the records mailbox
  bool to_own_records = false;
  bool to_other_offices = false;                  // their records mailboxes
  bool to_strangers = false;                      // outside our domains
  const directory::Account* tasks_box = nullptr;  // another office's task mailbox that is written to
};

Facts facts_of(const MailInHand& hand) {
  const directory::DirectoryView& view = hand.tools.view;
  const auto offices = view.clerk_offices(hand.head.author.id);
  Facts out;
  out.clerk = !offices.empty();
  out.office = out.clerk ? offices.front() : hand.head.author.office;
  if (const directory::Account* role = view.role_at(hand.mail.on_behalf_of);
      role != nullptr && role->purpose == directory::kRecords) {
    out.from_records = true;
    out.office = role->office;
  }
  auto is_own = [&](base::UnitId office) {
    return office == out.office || office == hand.head.author.office ||
           std::find(offices.begin(), offices.end(), office) != offices.end();
  };
  for (const std::string& recipient : hand.mail.recipients) {
    const directory::Account* role = view.role_at(recipient);
    const auto at = recipient.rfind('@');
    if (role != nullptr && role->purpose == directory::kTasks && role->office != hand.head.author.office)
      out.tasks_box = role;
    // A section's mailbox gives and takes tasks too; a letter to it does neither.
    if (role != nullptr && role->purpose == directory::kSectionTasks) out.tasks_box = role;
    if (role != nullptr && role->purpose == directory::kRecords) {
      if (is_own(role->office)) {
        out.to_own_records = true;
        if (!out.from_records && out.clerk) out.office = role->office;
      } else {
        out.to_other_offices = true;
      }
    } else if (at != std::string::npos && !view.is_local_domain(std::string_view(recipient).substr(at + 1))) {
      out.to_strangers = true;
    }
  }
  return out;
}

// The number and symbol of the author's own office in the subject: "Công văn 04/UBND về việc …".
std::optional<dispatch::DocumentNumber> own_number(const MailInHand& hand, base::UnitId office) {
  const directory::Unit* unit = hand.tools.view.find_unit(office);
  const auto number = dispatch::find_document_number(hand.head.subject);
  if (unit == nullptr || unit->symbol.empty() || !number) return std::nullopt;
  const dispatch::SymbolParts parts = dispatch::split_symbol(number->symbol, unit->symbol);
  if (!base::equals_ignoring_case(parts.office, unit->symbol)) return std::nullopt;
  return number;
}

std::optional<Remark> document_past_the_book(const MailInHand& hand, const Facts& facts) {
  const auto kind = dispatch::parse_dispatch_subject(hand.head.subject).kind;
  if (kind != DispatchKind::none && kind != DispatchKind::reply) return std::nullopt;
  const std::string subject = base::fold(hand.head.subject);
  const bool forwards =
      subject.starts_with("fwd:") || subject.starts_with("fw:") || subject.starts_with("chuyen tiep:");
  if (!hand.head.answers.empty() && !forwards) return std::nullopt;  // talk about a document
  const bool goes_out = facts.to_other_offices || (facts.from_records && facts.to_strangers);
  const auto number = goes_out ? own_number(hand, facts.office) : std::nullopt;
  if (!number) return std::nullopt;
  const std::string written = dispatch::format_document_number(*number);
  if (!facts.from_records) {
    return Remark{
        "document-from-person",
        {"Thư mang số " + written +
             " đã đi như thư thường từ địa chỉ riêng của Anh/Chị: chưa phát hành, chưa vào sổ, không có báo nhận. "
             "Văn bản chỉ được phát hành từ hộp thư văn thư, tiêu đề [VB " +
             written + "] và trích yếu, có chữ ký số.",
         "The mail with the number " + written +
             " went as ordinary mail from your own address: it is not issued, not in the book, and no receipts will come. "
             "A document is issued from the records mailbox only, with the subject [VB " +
             written + "] and its abstract, signed."}};
  }
  return Remark{
      "document-without-tag",
      {"Thư mang số " + written +
           " đã đi như thư thường: sổ vẫn ghi số này chưa phát hành, không kiểm tra chữ ký số, không có báo nhận. "
           "Muốn phát hành, xin gửi lại từ hộp thư văn thư với tiêu đề [VB " +
           written + "] và trích yếu, có chữ ký số.",
       "The mail with the number " + written +
           " went as ordinary mail: the book still has it as not issued, no signature was checked, no receipts will come. "
           "To issue it, please send it again from the records mailbox with the subject [VB " +
           written + "] and its abstract, signed."}};
}

// A letter to the task mailbox of an office that he does not belong to: people read it there, nothing is done with it.
std::optional<Remark> letter_to_task_mailbox(const MailInHand& hand, const Facts& facts) {
  if (facts.tasks_box == nullptr) return std::nullopt;
  const bool section = facts.tasks_box->purpose == directory::kSectionTasks;
  const directory::Unit* office = hand.tools.view.find_unit(section ? facts.tasks_box->unit : facts.tasks_box->office);
  const std::string name = office != nullptr ? office->name : facts.tasks_box->address;
  return Remark{
      "letter-to-task-mailbox",
      {"Thư của Anh/Chị đã vào hộp thư giao việc của " + name +
           " như thư thường, chưa gắn với nhiệm vụ nào. Muốn trả lời một nhiệm vụ, xin trả lời chính thư của nhiệm vụ đó, hoặc ghi số nhiệm vụ như [NV-2026-000123] ở tiêu đề.",
       "Your letter went into the task mailbox of " + name +
           " as ordinary mail and belongs to no task. To answer a task, please reply to its own mail, or put its number like [NV-2026-000123] into the subject."}};
}

bool about_a_document(const MailInHand& hand) {
  return dispatch::parse_dispatch_subject(hand.head.subject).kind != DispatchKind::none ||
         hand.head.subject.find("[TT]") != std::string::npos || hand.head.subject.find("[SỐ ") != std::string::npos ||
         hand.head.subject.find("[ĐẾN ") != std::string::npos ||
         dispatch::find_document_number(hand.head.subject).has_value();
}

std::optional<Remark> words_past_the_book(const MailInHand& hand, const Facts& facts) {
  const bool answer = !hand.head.answers.empty();
  const speech::Hearing hearing{{false, false, false, true}, hand.tools.calendar, hand.mail.at, {}, hand.has_files, {}};
  const speech::Speech heard = speech::read_speech(hand.head.text.text, hearing);
  auto said = [&](Act act) {
    return std::any_of(heard.acts.begin(), heard.acts.end(), [&](const speech::Said& one) { return one.act == act; });
  };
  if (said(Act::ask_number) && facts.to_own_records && !(answer && about_a_document(hand))) {
    if (facts.clerk)
      return Remark{
          "number-not-asked",
          {"Chưa cấp số nào. Xin ghi ở dòng đầu tiên XIN SỐ và loại văn bản, ví dụ: XIN SỐ BC; công văn: XIN SỐ CV VX; dòng thứ hai là trích yếu.",
           "No number was given. Please write REQUEST NUMBER and the type in the first line, for example: REQUEST NUMBER BC; a letter: REQUEST NUMBER CV VX; the abstract goes into the second line."}};
    return Remark{
        "number-not-asked",
        {"Thư đã được chuyển tới văn thư. Máy chủ chưa cấp số nào: số chỉ được cấp khi văn thư ghi XIN SỐ và loại văn bản.",
         "Your mail went to the records clerk. No number was given: it is, when the clerk writes REQUEST NUMBER and the type."}};
  }
  if (!answer || !about_a_document(hand) || hand.head.answered) return std::nullopt;
  if (!facts.clerk && !facts.to_own_records && !facts.to_other_offices) return std::nullopt;
  const bool recall = said(Act::recall) || hand.reply.intent == policies::replies::Intent::cancel ||
                      hand.reply.intent == policies::replies::Intent::take_back;
  if (recall)
    return Remark{
        "recall-not-done",
        {"Văn bản chưa được thu hồi và sổ không thay đổi: máy chủ chưa thu hồi văn bản đã phát hành. Thư của Anh/Chị đã đi tới người nhận như thư thường. "
         "Xin phát hành văn bản thông báo thu hồi (XIN SỐ TB, rồi [VB …]); số đã xin mà chưa phát hành thì trả lời thư cấp số: HỦY <lý do>.",
         "The document was not recalled and the book is unchanged: the server cannot recall what was issued. Your mail went to its recipients as ordinary mail. "
         "Please issue a notice of recall (REQUEST NUMBER TB, then [VB …]); a number that was not used is given up by answering its mail: CANCEL <reason>."}};
  if (said(Act::correct))
    return Remark{
        "correction-not-done",
        {"Sổ chưa được sửa: máy chủ chưa sửa nội dung đã vào sổ. Thư của Anh/Chị được giữ như thư thường. Sai sót trong văn bản đã phát hành được đính chính bằng công văn (XIN SỐ CV).",
         "The register was not corrected: the server cannot change what was registered. Your mail is kept as ordinary mail. An error in an issued document is corrected by an official letter (REQUEST NUMBER CV)."}};
  if (facts.clerk && said(Act::register_it))
    return Remark{
        "not-registered",
        {"Văn bản chưa được vào sổ. Xin trả lời thư văn bản và chỉ ghi VÀO SỔ, hoặc TỪ CHỐI <lý do>, ở dòng đầu tiên.",
         "The document was not registered. Please answer its mail with only REGISTER, or REFUSE <reason>, in the first line."}};
  if (heard.small_talk_only)
    return Remark{
        "talk-kept",
        {"Thư của Anh/Chị đã được chuyển đi như thư thường; sổ không thay đổi. Những trao đổi sau trong thư này không có thư báo nữa.",
         "Your mail went on as ordinary mail; the books are unchanged. Further remarks in this thread go without another message like this."},
        true};
  if (!facts.clerk) return std::nullopt;
  return Remark{
      "words-kept",
      {"Thư của Anh/Chị đã được chuyển đi như thư thường; sổ không thay đổi. Lệnh của văn thư đứng một mình ở dòng đầu tiên: VÀO SỔ; TỪ CHỐI <lý do>; XIN SỐ <loại>; HỦY <lý do> (số chưa dùng).",
       "Your mail went on as ordinary mail; the books are unchanged. A clerk's command stands alone in the first line: REGISTER; REFUSE <reason>; REQUEST NUMBER <type>; CANCEL <reason> (of an unused number)."},
      !heard.business};
}

}  // namespace

std::optional<Intake> read_remark_mail(const MailInHand& hand) {
  const Facts facts = facts_of(hand);
  if (!facts.office || hand.tools.view.journal_of(facts.office) == nullptr) return std::nullopt;
  auto remark = document_past_the_book(hand, facts);
  if (!remark) remark = words_past_the_book(hand, facts);
  if (!remark) remark = letter_to_task_mailbox(hand, facts);
  if (!remark) return std::nullopt;
  Intake intake;
  intake.head = hand.head;
  intake.head.office = facts.office;
  RemarkAsk& ask = intake.ask.emplace<RemarkAsk>();
  ask.rule = remark->rule;
  ask.what = std::move(remark->what);
  ask.from_tasks = ask.rule == "letter-to-task-mailbox";
  if (remark->talk) ask.thread = hand.head.answers.empty() ? hand.head.message_id : hand.head.answers.back();
  intake.filing.keep = hand.mail.recipients;
  return intake;
}

}  // namespace mailstore::office
