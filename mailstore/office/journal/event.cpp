#include "mailstore/office/journal/event.h"

#include "mailstore/office/journal/event_sentence.h"
#include "policies/dispatch/document_number.h"
#include "policies/tasks/task_text.h"

namespace mailstore::office {

using policies::access::Sentence;

namespace {

// The words of one kind of event.
struct Words {
  const char* type;
  std::string about;
  Sentence sentence;
};

std::string who(const Event& event) {
  if (!event.actor_name.empty()) return event.actor_name;
  return event.actor ? event.actor_address : "Hệ thống";
}
std::string who_en(const Event& event) { return event.actor ? who(event) : "The system"; }

std::string plain_number(const NumberKey& key) {
  return policies::dispatch::format_number(key.number) + " (" + std::to_string(key.year) + ")";
}

Sentence name_of(Book book) {
  switch (book) {
    case Book::outgoing: break;
    case Book::copies: return {"sổ bản sao", "book of copies"};
    case Book::incoming: return {"sổ văn bản đến", "book of incoming documents"};
  }
  return {"sổ văn bản đi", "book of outgoing documents"};
}

Words words_of(const Event& event, const TaskAssigned& body) {
  const auto& head = body.assignment;
  const std::string lead = head.parties.empty() ? "?" : head.parties.front().name;
  return {"task.assigned",
          head.number,
          {who(event) + " giao nhiệm vụ " + head.number + " “" + head.title + "” cho " + lead + ".",
           who_en(event) + " assigned task " + head.number + " “" + head.title + "” to " + lead + "."}};
}
Words words_of(const Event& event, const TaskStep& body) {
  return {"task.step", std::string(policies::tasks::to_string(body.event.kind)),
          policies::tasks::describe(body.event, who(event))};
}
Words words_of(const Event& event, const NumberReserved& body) {
  const std::string number = number_text(body.key.number, body.symbol);
  return {"number.reserved",
          number,
          {who(event) + " được cấp số " + number + " ngày " + policies::calendar::slash_date(body.date) + ".",
           who_en(event) + " was given number " + number + " of " + policies::calendar::iso_date(body.date) + "."}};
}
Words words_of(const Event&, const BookOpened& body) {
  const std::string last = policies::dispatch::format_number(body.key.number), year = std::to_string(body.key.year);
  const Sentence book = name_of(body.key.book);
  return {"book.opened",
          last + " (" + year + ")",
          {"Mở " + book.vi + " năm " + year + ": số 01 đến " + last + " ở sổ cũ, số cuối ngày " +
               policies::calendar::slash_date(body.date) + ".",
           "Opened the " + book.en + " of " + year + ": numbers 1 to " + last + " are in the old book, the last of " +
               policies::calendar::iso_date(body.date) + "."}};
}
Words words_of(const Event& event, const NumberVoided& body) {
  const std::string number = plain_number(body.key);
  return {"number.voided",
          number,
          {who(event) + " hủy số " + number + ": " + body.reason,
           who_en(event) + " voided number " + number + ": " + body.reason}};
}
Words words_of(const Event& event, const DocumentDispatched& body) {
  const std::string number = number_text(body.key.number, body.symbol), count = std::to_string(body.recipients.size());
  return {
      "document.dispatched",
      number,
      {who(event) + " phát hành văn bản " + number + " “" + body.abstract + "” đến " + count + " nơi nhận.",
       who_en(event) + " dispatched document " + number + " “" + body.abstract + "” to " + count + " recipient(s)."}};
}
Words words_of(const Event& event, const DocumentArrived& body) {
  const std::string number = body.number.empty() ? "(không số)" : body.number;
  if (body.origin != Origin::delivered) {
    return {
        "document.entered",
        body.number,
        {who(event) + " đưa văn bản " + number + " của " + body.issuer +
             " vào hộp thư để đăng ký (văn bản giấy hoặc ngoài hệ thống; máy chủ không nhận thư này từ nơi gửi).",
         who_en(event) + " put document " + number + " of " + body.issuer +
             " into the mailbox to register it (on paper or from outside the system; the server did not receive it from its sender)."}};
  }
  return {"document.arrived",
          body.number,
          {"Văn bản " + number + " của " + body.issuer + " đã đến.",
           "Document " + number + " of " + body.issuer + " has arrived."}};
}
Words words_of(const Event& event, const DocumentRegistered& body) {
  const std::string number = policies::dispatch::format_number(body.number);
  return {"document.registered",
          number,
          {who(event) + " vào sổ văn bản đến số " + number + " ngày " + policies::calendar::slash_date(body.date) + ".",
           who_en(event) + " registered the document under arrival number " + number + " on " +
               policies::calendar::iso_date(body.date) + "."}};
}
Words words_of(const Event& event, const DocumentReturned& body) {
  return {"document.returned",
          "",
          {who(event) + " từ chối tiếp nhận văn bản: " + body.reason,
           who_en(event) + " returned the document: " + body.reason}};
}
Words words_of(const Event&, const StatusReceived& body) {
  const auto& name = policies::dispatch::status_name(body.status);
  const std::string code = policies::dispatch::code_of(body.status);
  return {"exchange.status",
          plain_number(body.key),
          {"Nơi nhận " + std::to_string(body.recipient + 1) + ": " + code + " " + name.vi +
               (body.reason.empty() ? "" : " – " + body.reason),
           "Recipient " + std::to_string(body.recipient + 1) + ": " + code + " " + name.en +
               (body.reason.empty() ? "" : " – " + body.reason)}};
}
Words words_of(const Event& event, const Answered& body) {
  return {"answered",
          "",
          {"Đã trả lời " + who(event) + ": " + body.rule + ".", "Answered " + who_en(event) + ": " + body.rule + "."}};
}

Words words(const Event& event) {
  return std::visit([&](const auto& body) { return words_of(event, body); }, event.body);
}

}  // namespace

const char* type_of(const Event& event) { return words(event).type; }
std::string about(const Event& event) { return words(event).about; }
Sentence sentence_of(const Event& event) { return words(event).sentence; }

std::string number_text(int number, const std::string& symbol) {
  return policies::dispatch::format_number(number) + "/" + symbol;
}

}  // namespace mailstore::office
