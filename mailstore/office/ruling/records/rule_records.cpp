// The clerk's first line: XIN SỐ reserves a number, HỦY gives it up, VÀO SỔ and TỪ CHỐI answer an incoming document.
#include <algorithm>
#include <iterator>

#include "base/text/case.h"
#include "mailstore/office/journal/event_sentence.h"
#include "mailstore/office/reading/external_document.h"
#include "mailstore/office/reading/number_request.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/dispatch/dispatch_check.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;
namespace dispatch = policies::dispatch;

namespace {

Ruling answered(const IntakeHead& head, std::string rule, const base::Sentence& why) {
  return Ruling{
      {answer_of(head, AnswerFrom::records, std::move(rule),
                 "Re: " + policies::phrases::shortened(tasks::title_of(head.subject)), answer_text(head, why))},
      std::nullopt};
}

access::Decision may_in_office(const IntakeHead& head, access::Action action) {
  access::Party about;
  about.office = head.office;
  return access::may(head.actor, about, action, head.at);
}

Ruling not_permitted(const IntakeHead& head, const access::Decision& may) {
  return answered(head, "no-permission",
                  {"Không có gì thay đổi. " + may.refusal.vi, "Nothing was changed. " + may.refusal.en});
}

Ruling incomplete(const IntakeHead& head, const policies::replies::Reply& reply) {
  const base::Sentence what = tasks::describe(reply);
  return answered(head, "incomplete", {"Chưa thực hiện gì. " + what.vi, "Nothing was done. " + what.en});
}

base::Result<Ruling> reserve_number(const RulingTools& tools, const IntakeHead& head,
                                    const policies::replies::Reply& reply) {
  if (const auto may = may_in_office(head, access::Action::reserve_number); !may) return not_permitted(head, may);
  const NumberWish wish = read_number_wish(reply.document_type);
  if (wish.type == nullptr && !wish.unclear.empty()) {
    return answered(
        head, "unclear-wish",
        {"Không hiểu “" + wish.unclear +
             "” sau loại văn bản, chưa cấp số. Chỉ công văn có thêm ký hiệu đơn vị soạn (XIN SỐ CV VX). Muốn ghi ngày khác hôm nay, xin ghi đủ ngày, tháng, năm, ví dụ: XIN SỐ BC 05/9/2026. Trích yếu xin ghi ở dòng thứ hai.",
         "“" + wish.unclear +
             "” behind the type is not understood; no number was given. Only a letter (CV) takes the drafting unit (REQUEST NUMBER CV VX). For another date than today's write day, month and year, for example: REQUEST NUMBER BC 05/9/2026. The abstract goes into the second line."});
  }
  if (wish.type == nullptr) {
    return answered(
        head, "unknown-type",
        {"Không hiểu loại văn bản “" + reply.document_type +
             "”, chưa cấp số. Xin ghi chữ viết tắt, ví dụ: XIN SỐ BC; XIN SỐ QĐ; công văn: XIN SỐ CV VX.",
         "The type “" + reply.document_type +
             "” is not known; no number was given. Write its abbreviation, for example: REQUEST NUMBER BC; a letter: REQUEST NUMBER CV VX."});
  }
  const directory::Unit* office = tools.view.find_unit(head.office);
  if (office == nullptr || office->symbol.empty()) {
    return answered(
        head, "no-symbol",
        {"Cơ quan chưa có ký hiệu (cột symbol khi nhập đơn vị), chưa cấp số. Xin báo người quản trị.",
         "The office has no symbol yet (column symbol of the units file); no number was given. Please tell the administrator."});
  }
  const Book book = wish.type->is_copy ? Book::copies : Book::outgoing;
  auto state = read_book(tools.reader, head.office, book);
  if (!state) return state.error();
  dispatch::NumberRequest request;
  request.date = wish.date;
  const auto given = dispatch::reserve(*state, request, policies::calendar::local_date(head.at));
  if (const auto* refusal = std::get_if<dispatch::Refusal>(&given)) {
    return answered(head, refusal->rule,
                    {"Chưa cấp số nào. " + refusal->sentence.vi, "No number was given. " + refusal->sentence.en});
  }
  const auto& reservation = std::get<dispatch::Reservation>(given);
  NumberReserved body;
  body.key = {head.office, book, reservation.year, reservation.number};
  body.date = reservation.date;
  body.type = wish.type->ordinal;
  body.symbol = dispatch::compose_symbol(*wish.type, office->symbol, wish.unit);
  body.abstract = tasks::title_of(reply.rest.substr(0, reply.rest.find('\n')));
  return Ruling{{event_of(head, std::move(body))}, std::nullopt};
}

base::Result<Ruling> void_number(const RulingTools& tools, const IntakeHead& head,
                                 const policies::replies::Reply& reply) {
  if (const auto may = may_in_office(head, access::Action::void_number); !may) return not_permitted(head, may);
  const auto number = dispatch::find_document_number(head.subject);
  std::optional<BookEntry> entry;
  if (number) {
    auto found = find_entry(tools.reader, head.office, *number, policies::calendar::local_date(head.at).year);
    if (!found) return found.error();
    entry = std::move(*found);
  }
  if (!entry) {
    return answered(
        head, "number-not-reserved",
        {"Không tìm thấy số văn bản cần hủy trong sổ của cơ quan. Xin trả lời đúng thư cấp số.",
         "The number to void is not in the office's book. Please answer the message that gave the number."});
  }
  if (auto refusal = dispatch::may_void({entry->key.number, entry->state, entry->date}, reply.reason)) {
    return answered(head, refusal->rule, refusal->sentence);
  }
  auto before = same_number_of_last_year(tools.reader, *number, *entry);
  if (!before) return before.error();
  if (*before) {
    const auto refusal =
        dispatch::number_of_two_years(*number, {entry->key.number, entry->state, entry->date},
                                      {(*before)->key.number, (*before)->state, (*before)->date}, "SỐ");
    return answered(head, refusal.rule, refusal.sentence);
  }
  return Ruling{{event_of(head, NumberVoided{entry->key, reply.reason})}, std::nullopt};
}

// The document an answer is about: one that arrived through this server, or one from outside in the records mailbox.
struct Found {
  std::optional<IncomingDocument> known;
  std::optional<ExternalDocument> external;
  std::size_t mails = 0;  // that bear the Message-ID, when the answer does not say which of them it is about
};

// Of several mails with one Message-ID: the one whose sender gets the answer. Anybody may use a Message-ID that he has
// seen.
std::vector<ExternalDocument> answered_ones(std::vector<ExternalDocument> documents, const IntakeHead& head) {
  if (documents.size() < 2) return documents;
  auto gets_answer = [&](const ExternalDocument& document) {
    auto same = [&](const HeaderRecipient& to) {
      return base::equals_ignoring_case(to.address, document.arrived.issuer_address);
    };
    return std::any_of(head.to.begin(), head.to.end(), same) || std::any_of(head.cc.begin(), head.cc.end(), same);
  };
  std::vector<ExternalDocument> out;
  std::copy_if(documents.begin(), documents.end(), std::back_inserter(out), gets_answer);
  return out.size() == 1 ? out : documents;
}

base::Result<Found> find_document(const RulingTools& tools, const IntakeHead& head) {
  Found found;
  const directory::Account* records = tools.view.role_mailbox(head.office, directory::kRecords);
  for (const std::string& id : head.answers) {
    auto newest = find_incoming(tools.reader, head.office, id);
    if (!newest) return newest.error();
    std::vector<ExternalDocument> mails;
    if (records != nullptr) {
      auto all = find_external_documents(tools.reader, records->id, id, head.subject);
      if (!all) return all.error();
      mails = answered_ones(std::move(*all), head);
    }
    if (mails.size() > 1) {
      found.mails = mails.size();
      return found;
    }
    if (mails.size() == 1) {
      auto known = find_incoming(tools.reader, head.office, id, mails.front().arrived.digest);
      if (!known) return known.error();
      if (*known) {
        found.known = std::move(**known);
      } else {
        found.external = std::move(mails.front());
        if (*newest) found.external->arrived.shares_message_id = true;
      }
      return found;
    }
    if (*newest) {  // its mail is no longer in the mailbox, or the answer has another subject
      found.known = std::move(**newest);
      return found;
    }
  }
  return found;
}

Ruling which_mail(const IntakeHead& head, std::size_t mails) {
  const std::string count = std::to_string(mails);
  return answered(
      head, "several-documents",
      {"Chưa thực hiện gì: trong hộp văn thư có " + count +
           " thư khác nhau mang cùng một mã thư (Message-ID) và tiêu đề này, có thể là thư giả. Xin xem lại từng thư, xóa thư không đúng, rồi trả lời thư còn lại (gửi tới đúng địa chỉ của nơi gửi văn bản).",
       "Nothing was done: " + count +
           " different mails with this Message-ID and subject are in the records mailbox; one may be forged. Look at each of them, delete the wrong one, then answer the other (to the address of the document's sender)."});
}

base::Sentence already(const IncomingDocument& document) {
  if (document.state == IncomingState::registered) {
    const std::string number = dispatch::format_number(document.arrival_number),
                      date = policies::calendar::slash_date(document.arrival_date);
    return {"Văn bản này đã vào sổ: số đến " + number + ", ngày " + date + ". Không có gì thay đổi.",
            "This document is already registered: arrival number " + number + " of " + date + ". Nothing was changed."};
  }
  return {"Văn bản này đã bị từ chối tiếp nhận, lý do “" + document.reason + "”. Không có gì thay đổi.",
          "This document was already returned, reason “" + document.reason + "”. Nothing was changed."};
}

base::Result<Ruling> answer_document(const RulingTools& tools, const IntakeHead& head,
                                     const policies::replies::Reply& reply) {
  const bool registers = reply.intent == policies::replies::Intent::register_document;
  // "Từ chối dự họp" in answer to an ordinary mail that cites a document is nobody's command.
  const bool by_tag =
      registers || dispatch::parse_dispatch_subject(head.subject).kind != dispatch::DispatchSubject::Kind::none;
  const auto may = may_in_office(head, registers ? access::Action::register_document : access::Action::return_document);
  if (!may) return by_tag ? not_permitted(head, may) : Ruling{};
  auto found = find_document(tools, head);
  if (!found) return found.error();
  if (found->mails > 1) return which_mail(head, found->mails);
  if (!found->known && !found->external) {
    if (!by_tag) return Ruling{};  // an ordinary mail
    return answered(
        head, "no-document",
        {"Không tìm thấy văn bản đến của thư này. Xin trả lời đúng thư văn bản trong hộp văn thư; tiêu đề và nội dung gốc không cần giữ.",
         "No incoming document was found for this answer. Please reply to the document's own message in the records mailbox."});
  }
  if (!by_tag && found->external && found->external->arrived.number.empty()) return Ruling{};
  if (found->known && found->known->state != IncomingState::arrived)
    return answered(head, "already-decided", already(*found->known));
  if (reply.problem != policies::replies::ReplyProblem::none) return incomplete(head, reply);

  Ruling ruling;
  if (found->external) {
    found->external->arrived.duplicate_of = 0;
    auto duplicate = find_duplicate(tools.reader, head.office, duplicate_key_of(found->external->arrived));
    if (!duplicate) return duplicate.error();
    found->external->arrived.duplicate_of = *duplicate;
    Event arrived = event_of(head, found->external->arrived);
    arrived.verdict = found->external->verdict;
    arrived.verdict_sentence = found->external->verdict_sentence;
    ruling.events.push_back(std::move(arrived));
  }
  const std::int64_t document = found->known ? found->known->id : 0;  // 0: the event before this one
  if (!registers) {
    ruling.events.push_back(event_of(head, DocumentReturned{document, reply.reason}));
    return ruling;
  }
  auto book = read_arrival_book(tools.reader, head.office);
  if (!book) return book.error();
  const auto given = dispatch::reserve(*book, {}, policies::calendar::local_date(head.at));
  if (const auto* refusal = std::get_if<dispatch::Refusal>(&given)) {
    return answered(head, refusal->rule,
                    {"Chưa vào sổ. " + refusal->sentence.vi, "Not registered. " + refusal->sentence.en});
  }
  const auto& reservation = std::get<dispatch::Reservation>(given);
  ruling.events.push_back(
      event_of(head, DocumentRegistered{document, reservation.year, reservation.number, reservation.date}));
  return ruling;
}

// Words that are no command but look like one. Nothing when they are about no document that waits: clerks also write to
// each other.
base::Result<Ruling> ask_back(const RulingTools& tools, const IntakeHead& head) {
  if (policies::replies::nearly_intent(head.text.text) != policies::replies::Intent::reserve_number) {
    auto found = find_document(tools, head);
    if (!found) return found.error();
    const bool waits =
        found->external || found->mails > 1 || (found->known && found->known->state == IncomingState::arrived);
    if (!waits) return Ruling{};
  }
  if (head.text.text_below) {
    return answered(
        head, "written-below",
        {"Chưa thực hiện gì: phần trả lời nằm dưới thư gốc nên không được đọc là lệnh. Xin trả lời lại và ghi lệnh (VÀO SỔ hoặc TỪ CHỐI <lý do>) ở dòng đầu tiên, phía trên thư gốc.",
         "Nothing was done: words below the quoted message are not read as a command. Please reply again with the command (REGISTER or REFUSE <reason>) in the first line, above the quote."});
  }
  const std::string line = tasks::title_of(head.text.text.substr(0, head.text.text.find('\n')));
  const std::string word = policies::replies::nearly_command(head.text.text);
  return answered(
      head, "nearly-command",
      {"Chưa thực hiện gì: dòng đầu “" + line + "” chưa đúng mẫu lệnh. Nếu đó là lệnh, xin trả lời lại và chỉ ghi “" +
           word + "” ở dòng đầu tiên.",
       "Nothing was done: the first line “" + line +
           "” is not exactly a command. If it was meant as one, please reply again with only “" + word +
           "” in the first line."});
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const RecordsAsk& ask) {
  const policies::replies::Reply& reply = ask.reply;
  if (reply.intent == policies::replies::Intent::comment || reply.intent == policies::replies::Intent::deny)
    return ask_back(tools, head);
  const bool of_numbers =
      reply.intent == policies::replies::Intent::reserve_number || reply.intent == policies::replies::Intent::cancel;
  if (!of_numbers) return answer_document(tools, head, reply);
  if (reply.problem != policies::replies::ReplyProblem::none) return incomplete(head, reply);
  return reply.intent == policies::replies::Intent::cancel ? void_number(tools, head, reply)
                                                           : reserve_number(tools, head, reply);
}

}  // namespace mailstore::office
