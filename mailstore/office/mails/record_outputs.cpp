// Documents: the number given, the dispatch to each recipient with its arrival there, answers and receipts.
#include "mailstore/office/mails/record_outputs.h"

#include "mailstore/office/journal/event_sentence.h"
#include "mailstore/office/mails/record_texts.h"
#include "mailstore/office/mails/server_mail.h"
#include "policies/dispatch/document_number.h"
#include "policies/dispatch/exchange_status.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

std::string records_address(const OutputTools& tools, base::UnitId office) {
  const directory::Account* records = tools.view->role_mailbox(office, directory::kRecords);
  return records != nullptr ? records->address : "";
}

std::string message_id(const OutputTools& tools, const Event& event, int index) {
  return "vb." + std::to_string(event.office.value) + "." + std::to_string(event.seq) + "." + std::to_string(index) +
         "@" + tools.domain;
}

// "UBND thị xã Bỉm Sơn" → "Bỉm Sơn": the place of the date line.
std::string place_of(const OutputTools& tools, base::UnitId office) {
  const directory::Unit* unit = tools.view->find_unit(office);
  if (unit == nullptr) return {};
  std::string name = unit->name;
  for (const char* head :
       {"Ủy ban nhân dân ", "UBND ", "thị xã ", "thành phố ", "phường ", "xã ", "huyện ", "thị trấn "}) {
    if (name.starts_with(head)) name.erase(0, std::char_traits<char>::length(head));
  }
  return name;
}

using MakeText = std::function<base::Result<Sentence>(base::SqlReader&)>;

Output mail_of(const OutputTools& tools, const Event& event, std::string to, std::string subject, bool answer,
               int index, MakeText make_text) {
  Output out;
  out.to.push_back(to);
  out.make = [&tools, event, to, subject, answer, index,
              make_text = std::move(make_text)](base::SqlReader& reader) -> base::Result<std::string> {
    auto text = make_text(reader);
    if (!text) return text.error();
    ServerMail header;
    header.office = event.office;
    header.purpose = directory::kRecords;
    header.to = to;
    header.subject = subject;
    header.message_id = message_id(tools, event, index);
    header.in_reply_to = answer ? event.cause_message_id : "";
    header.at = event.at;
    header.answer = answer;
    return build_server_mail(tools, header, base::text_entity(in_languages(*text, tools.view->says_english(to))));
  };
  return out;
}

base::Error gone(const char* what) {
  return base::Error::permanent(base::ErrorCode::not_found, {"Dòng này không còn nữa.", "The row is gone."}, what);
}

// An event of the server itself, caused by `cause`.
Event system_event(const Event& cause, base::UnitId office, EventBody body) {
  Event event;
  event.office = office;
  event.at = cause.at;
  event.proof = Proof::system;
  event.verdict = cause.verdict;
  event.verdict_sentence = cause.verdict_sentence;
  event.cause = cause.cause;
  event.cause_message_id = cause.cause_message_id;
  event.body = std::move(body);
  return event;
}

// The document reaches one office: an event there, and 01 in the sender's journal.
base::Result<std::vector<Event>> arrive(const RulingTools& tools, const OutputTools& facts, const Event& event,
                                        const DocumentDispatched& body, int recipient) {
  const Recipient& to = body.recipients[static_cast<std::size_t>(recipient)];
  DocumentArrived arrived;
  arrived.sender = body.key;
  arrived.recipient = recipient;
  const directory::Unit* issuer = tools.view.find_unit(event.office);
  arrived.issuer = issuer != nullptr ? issuer->name : event.actor_address;
  arrived.issuer_address = records_address(facts, event.office);
  arrived.number = number_text(body.key.number, body.symbol);
  arrived.date = body.date;
  arrived.abstract = body.abstract;
  arrived.message_id = event.cause_message_id;
  arrived.digest = event.cause;
  arrived.signature = event.verdict_sentence;
  auto duplicate = find_duplicate(tools.reader, to.office, duplicate_key_of(arrived));
  if (!duplicate) return duplicate.error();
  arrived.duplicate_of = *duplicate;
  StatusReceived status;
  status.key = body.key;
  status.recipient = recipient;
  return std::vector<Event>{system_event(event, to.office, std::move(arrived)),
                            system_event(event, event.office, std::move(status))};
}

// What the receiver decided goes into the journal of the sender, when that is an office of ours.
Output status_to_sender(const Event& event, std::int64_t document, dispatch::ExchangeStatus status, std::string reason,
                        std::string arrival) {
  Output out;
  out.follow = [event, document, status, reason = std::move(reason),
                arrival = std::move(arrival)](const RulingTools& tools) -> base::Result<std::vector<Event>> {
    std::vector<Event> events;
    auto known = read_incoming(tools.reader, event.office, document);
    if (!known) return known.error();
    if (!*known || !(*known)->arrived.sender) return events;
    StatusReceived body;
    body.key = *(*known)->arrived.sender;
    body.recipient = (*known)->arrived.recipient;
    body.status = status;
    body.reason = reason;
    body.arrival = arrival;
    auto rows = read_recipients(tools.reader, body.key);
    if (!rows) return rows.error();
    if (body.recipient >= static_cast<int>(rows->size())) return events;
    if (dispatch::may_follow((*rows)[static_cast<std::size_t>(body.recipient)].state, status)) return events;
    Event told = system_event(event, body.key.office, std::move(body));
    events.push_back(std::move(told));
    return events;
  };
  return out;
}

}  // namespace

std::vector<Output> outputs_of_number(const OutputTools& tools, const Event& event, const NumberReserved& body) {
  std::vector<Output> out;
  const Sentence text = reserved_text(body, records_address(tools, event.office), place_of(tools, event.office));
  out.push_back(mail_of(tools, event, event.actor_address,
                        "[SỐ " + number_text(body.key.number, body.symbol) + "] Đã cấp số văn bản", true, 0,
                        [text](base::SqlReader&) -> base::Result<Sentence> { return text; }));
  return out;
}

std::vector<Output> outputs_of_void(const OutputTools& tools, const Event& event, const NumberVoided& body) {
  std::vector<Output> out;
  const std::string to = event.actor ? event.actor_address : records_address(tools, event.office);
  out.push_back(mail_of(
      tools, event, to,
      "Đã hủy số " + policies::dispatch::format_number(body.key.number) + " năm " + std::to_string(body.key.year), true,
      0, [body](base::SqlReader& reader) -> base::Result<Sentence> {
        auto entry = read_entry(reader, body.key);
        if (!entry) return entry.error();
        if (!*entry) return gone("voided number");
        return voided_text(body, (*entry)->symbol);
      }));
  return out;
}

std::vector<Output> outputs_of_dispatch(const OutputTools& tools, const Event& event, const DocumentDispatched& body) {
  std::vector<Output> out;
  const std::string from = records_address(tools, event.office);
  for (std::size_t i = 0; i < body.recipients.size(); ++i) {
    Output copy;
    copy.to.push_back(body.recipients[i].address);
    copy.reverse_path = from;
    copy.sends_cause = true;
    if (body.recipients[i].office) {
      copy.follow = [&tools, event, body, i](const RulingTools& ruling) {
        return arrive(ruling, tools, event, body, static_cast<int>(i));
      };
    }
    out.push_back(std::move(copy));
  }
  out.push_back(mail_of(tools, event, event.actor_address,
                        "[TT] " + number_text(body.key.number, body.symbol) + " đã phát hành", true,
                        static_cast<int>(body.recipients.size()),
                        [body, sentence = event.verdict_sentence](base::SqlReader& reader) -> base::Result<Sentence> {
                          auto rows = read_recipients(reader, body.key);
                          if (!rows) return rows.error();
                          return dispatched_text(body, *rows, sentence);
                        }));
  return out;
}

std::vector<Output> outputs_of_arrival(const OutputTools& tools, const Event& event, const DocumentArrived& body) {
  std::vector<Output> out;
  if (body.duplicate_of == 0) return out;
  out.push_back(mail_of(tools, event, records_address(tools, event.office),
                        "[TRÙNG?] " + body.number + " đã đến trước đó", false, 0,
                        [event, body](base::SqlReader& reader) -> base::Result<Sentence> {
                          auto earlier = read_incoming(reader, event.office, body.duplicate_of);
                          if (!earlier) return earlier.error();
                          if (!*earlier) return gone("earlier document");
                          return duplicate_text(body, **earlier);
                        }));
  return out;
}

std::vector<Output> outputs_of_registration(const OutputTools& tools, const Event& event,
                                            const DocumentRegistered& body) {
  std::vector<Output> out;
  const std::string arrival = dispatch::format_number(body.number), day = policies::calendar::slash_date(body.date);
  out.push_back(
      status_to_sender(event, body.document, dispatch::ExchangeStatus::registered, "", arrival + " (" + day + ")"));
  out.push_back(mail_of(tools, event, event.actor_address, "[ĐẾN " + arrival + "] Đã vào sổ ngày " + day, true, 1,
                        [event, body](base::SqlReader& reader) -> base::Result<Sentence> {
                          auto document = read_incoming(reader, event.office, body.document);
                          if (!document) return document.error();
                          if (!*document) return gone("registered document");
                          return registered_text(**document);
                        }));
  return out;
}

std::vector<Output> outputs_of_return(const OutputTools& tools, const Event& event, const DocumentReturned& body) {
  std::vector<Output> out;
  out.push_back(status_to_sender(event, body.document, dispatch::ExchangeStatus::refused, body.reason, ""));
  out.push_back(mail_of(tools, event, event.actor_address, "Đã từ chối tiếp nhận văn bản", true, 1,
                        [event, body](base::SqlReader& reader) -> base::Result<Sentence> {
                          auto document = read_incoming(reader, event.office, body.document);
                          if (!document) return document.error();
                          if (!*document) return gone("returned document");
                          return returned_text(**document);
                        }));
  return out;
}

std::vector<Output> outputs_of_status(const OutputTools& tools, const Event& event, const StatusReceived& body) {
  std::vector<Output> out;
  if (body.status == dispatch::ExchangeStatus::arrived) return out;  // told in one mail when the dispatch is through
  Output mail;
  mail.to.push_back(records_address(tools, event.office));
  mail.make = [&tools, event, body](base::SqlReader& reader) -> base::Result<std::string> {
    auto entry = read_entry(reader, body.key);
    if (!entry) return entry.error();
    auto rows = read_recipients(reader, body.key);
    if (!rows) return rows.error();
    if (!*entry) return gone("dispatched document");
    auto number = dispatch::parse_document_number(number_text((*entry)->key.number, (*entry)->symbol));
    const std::string subject =
        number ? dispatch::status_subject(body.status, *number) : "[TT " + dispatch::code_of(body.status) + "]";
    auto fixed = [text = status_text(**entry, body, *rows)](base::SqlReader&) -> base::Result<Sentence> {
      return text;
    };
    return mail_of(tools, event, records_address(tools, event.office), subject, false, 0, fixed).make(reader);
  };
  out.push_back(std::move(mail));
  return out;
}

}  // namespace mailstore::office
