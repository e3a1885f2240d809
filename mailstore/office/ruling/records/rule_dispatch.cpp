// The clerk's mail from the records mailbox with [VB …]: everything that refuses it at once, else the document is
// dispatched.
#include "mailstore/office/journal/event_sentence.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/calendar/date.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;
namespace access = policies::access;

namespace {

// "Trả lời 1132/STTTT-CNTT": a document of the office's own arrival book that this one answers.
std::string answered_number(const IntakeHead& head, const DispatchAsk& ask) {
  for (std::string_view text : {std::string_view(ask.facts.subject.abstract), std::string_view(head.text.text)}) {
    auto number = dispatch::find_document_number(text);
    if (number && !dispatch::same_document_number(*number, ask.facts.subject.number))
      return dispatch::format_document_number(*number);
  }
  return {};
}

// Whoever has a signed file of the office could send it again with any words around it: the mail itself is not signed.
dispatch::Refusal dispatched_before(const DispatchedBefore& file, const std::optional<BookEntry>& entry) {
  const std::string number =
      entry ? number_text(entry->key.number, entry->symbol) : dispatch::format_number(file.key.number);
  const std::string day = entry ? " ngày " + policies::calendar::slash_date(entry->date) : "",
                    day_en = entry ? " of " + policies::calendar::iso_date(entry->date) : "";
  return dispatch::refusal(
      "document-dispatched-before",
      "Tệp đã ký " + file.name + " đã được phát hành theo số " + number + day +
          ". Một văn bản đã ký không đi lần nữa dưới số khác. Hãy đính kèm văn bản mới đã ký; nếu muốn gửi kèm tệp cũ, hãy ký cả thư (S/MIME) bằng chứng thư của cơ quan.",
      "The signed file " + file.name + " was dispatched as number " + number + day_en +
          ". A signed document does not go out again under another number. Attach the new signed document; to send the old file along, sign the whole mail (S/MIME) with the office's certificate.");
}

Event with_verdict(const DispatchAsk& ask, Event event) {
  event.verdict = ask.verdict;
  event.verdict_sentence = ask.verdict_sentence;
  return event;
}

Ruling refused(const IntakeHead& head, const DispatchAsk& ask, const std::vector<dispatch::Refusal>& refusals) {
  base::Sentence text{"Văn bản CHƯA được phát hành:\n", "The document was NOT dispatched:\n"};
  std::string rules;
  for (const dispatch::Refusal& refusal : refusals) {
    text.vi += "- " + refusal.sentence.vi + "\n";
    text.en += "- " + refusal.sentence.en + "\n";
    rules += (rules.empty() ? "" : " ") + refusal.rule;
  }
  text.vi += "\nThư của Anh/Chị không được gửi đi và không được lưu lại ở máy chủ. Sửa xong xin gửi lại.\n";
  text.en += "\nYour mail was neither sent nor kept by the server. Please correct it and send it again.\n";
  const std::string tag = ask.facts.secrecy == dispatch::Secrecy::none ? ask.facts.subject.tag : "";
  Ruling ruling;
  ruling.events.push_back(
      with_verdict(ask, answer_of(head, AnswerFrom::records, rules,
                                  "Chưa phát hành văn bản" + (tag.empty() ? "" : " " + tag), answer_text(head, text))));
  ruling.refused = base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Văn bản chưa được phát hành (" + rules + "): lý do và cách sửa ở trong thư vừa gửi cho Anh/Chị",
       "Document not dispatched (" + rules + "): the reasons and what to do are in the mail just sent to you"});
  return ruling;
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const DispatchAsk& ask) {
  access::Party about;
  about.office = head.office;
  if (const auto may = access::may(head.actor, about, access::Action::dispatch, head.at); !may) {
    return refused(head, ask, {dispatch::Refusal{"no-permission", may.refusal}});
  }
  if (ask.wrong_sender) {
    const directory::Account* records = tools.view.role_mailbox(head.office, directory::kRecords);
    const std::string from = records != nullptr ? records->address : "";
    return refused(
        head, ask,
        {dispatch::refusal("wrong-sender",
                           "Văn bản được gửi từ địa chỉ cá nhân. Xin gửi từ hộp thư văn thư " + from +
                               " (chọn địa chỉ gửi trong phần mềm thư), có ký số.",
                           "The document was sent from a personal address. Send it from the records mailbox " + from +
                               " (choose it as the sender in your mail program), signed.")});
  }
  dispatch::DispatchFacts facts = ask.facts;
  std::optional<BookEntry> entry;
  if (facts.subject.kind == dispatch::DispatchSubject::Kind::dispatch) {
    auto found =
        find_entry(tools.reader, head.office, facts.subject.number, policies::calendar::local_date(head.at).year);
    if (!found) return found.error();
    entry = std::move(*found);
  }
  if (entry) {
    facts.row = dispatch::BookRow{entry->key.number, entry->state, entry->date};
    facts.reserved_symbol = entry->symbol;
    auto before = same_number_of_last_year(tools.reader, facts.subject.number, *entry);
    if (!before) return before.error();
    if (*before) facts.last_year = dispatch::BookRow{(*before)->key.number, (*before)->state, (*before)->date};
  }
  const auto refusals = dispatch::check_dispatch(facts);
  if (!refusals.empty() || !entry) return refused(head, ask, refusals);
  if (ask.files_only) {
    auto before = find_dispatched_file(tools.reader, head.office, ask.files);
    if (!before) return before.error();
    if (*before) {
      auto other = read_entry(tools.reader, (*before)->key);
      if (!other) return other.error();
      return refused(head, ask, {dispatched_before(**before, *other)});
    }
  }
  DocumentDispatched body;
  body.key = entry->key;
  body.date = entry->date;
  body.symbol = entry->symbol;
  body.abstract = facts.subject.abstract.empty() ? entry->abstract : facts.subject.abstract;
  body.signer = ask.signer;
  body.recipients = ask.recipients;
  body.answers = answered_number(head, ask);
  body.files = ask.files;
  return Ruling{{with_verdict(ask, event_of(head, std::move(body)))}, std::nullopt};
}

}  // namespace mailstore::office
