// The event as a message of the journal: a sentence for people and the event itself as application/json. The same event
// gives the same bytes.
#include "base/mime/builder.h"
#include "base/mime/decoded_text.h"
#include "base/mime/message.h"
#include "base/text/encoding.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

namespace {

const base::Part* find_json(const base::Part& part) {
  if (part.content_type.is("application", "json")) return &part;
  for (const base::Part& child : part.children) {
    if (const base::Part* found = find_json(child)) return found;
  }
  return nullptr;
}

}  // namespace

std::string event_message(const Event& event, const EventMessageFacts& facts) {
  const auto at = facts.journal_address.rfind('@');
  const std::string local = facts.journal_address.substr(0, at), domain = facts.journal_address.substr(at + 1);
  base::OutgoingMail mail;
  mail.from.push_back(base::Address::of("Nhật ký " + facts.office_name, local, domain));
  mail.to = mail.from;
  const std::string subject = about(event);
  mail.subject = "[NK " + std::to_string(event.seq) + "] " + type_of(event) + (subject.empty() ? "" : " " + subject);
  mail.date = event.at;
  mail.message_id = "nk." + std::to_string(event.office.value) + "." + std::to_string(event.seq) + "@" + domain;
  mail.extra_fields.emplace_back("Auto-Submitted", "auto-generated");
  const auto sentence = sentence_of(event);
  const std::string text = sentence.vi + "\n" + sentence.en + "\n";
  const std::string seed = mail.message_id;
  const std::string entity = base::multipart_entity(
      "mixed",
      {base::text_entity(text), base::binary_entity("application/json; charset=utf-8", to_json(event), "event.json")},
      seed);
  return base::build_message_from_entity(mail, entity);
}

base::Result<Event> event_of_message(std::string_view bytes) {
  const base::ParsedMessage message = base::parse_message(bytes);
  const base::Part* json = find_json(message.root);
  if (json == nullptr)
    return base::Error::permanent(
        base::ErrorCode::bad_input,
        {"Đây không phải sự kiện của nhật ký nghiệp vụ.", "This is not an event of a journal."}, "no JSON part");
  return parse_event(base::decode_body(*json, bytes));
}

}  // namespace mailstore::office
