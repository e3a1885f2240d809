#include <algorithm>

#include "base/text/encoding.h"
#include "mailstore/office/journal/event_fields.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

constexpr int kMostRecipients = 1000000;

std::optional<Origin> parse_origin(std::string_view word) {
  if (word.empty() || word == "delivered") return Origin::delivered;  // not kept before
  if (word == "appended") return Origin::appended;
  if (word == "copied") return Origin::copied;
  return std::nullopt;
}

const char* word_of(Book book) {
  switch (book) {
    case Book::outgoing: break;
    case Book::copies: return "copies";
    case Book::incoming: return "incoming";
  }
  return "outgoing";
}

std::optional<Book> parse_book(std::string_view word) {
  if (word == "outgoing") return Book::outgoing;
  if (word == "copies") return Book::copies;
  if (word == "incoming") return Book::incoming;
  return std::nullopt;
}

Json key_fields(const NumberKey& key) {
  return {{"office", key.office.value}, {"book", word_of(key.book)}, {"year", key.year}, {"number", key.number}};
}

NumberKey key_of(const Json& json) {
  return {id_field<base::UnitId>(json, "office"), word_field<Book>(json, "book", parse_book),
          field_between<int>(json, "year", 1, 9999),
          field_between<int>(json, "number", 1, policies::dispatch::kMaxNumber)};
}

base::Sha256 digest_of_hex(const std::string& hex, const char* name) {
  base::Sha256 digest{};
  auto bytes = base::hex_decode(hex);
  if (!bytes || bytes->size() != digest.size()) throw BadField{std::string(name) + " is no SHA-256"};
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

base::Sha256 digest_field(const Json& json, const char* name) {
  const auto hex = field<std::string>(json, name);
  return hex.empty() ? base::Sha256{} : digest_of_hex(hex, name);
}

Json body_of(const Event& event) {
  return std::visit(
      Overloaded{
          [](const TaskAssigned& body) {
            Json json{{"assignment", to_fields(body.assignment)}};
            if (body.deadline) json["deadline"] = to_fields(*body.deadline);
            return json;
          },
          [](const TaskStep& body) {
            return Json{{"task", body.task}, {"step", to_fields(body.event)}};
          },
          [](const NumberReserved& body) {
            return Json{{"key", key_fields(body.key)},
                        {"date", date_text(body.date)},
                        {"type", body.type},
                        {"symbol", body.symbol},
                        {"abstract", body.abstract}};
          },
          [](const BookOpened& body) {
            return Json{{"key", key_fields(body.key)}, {"date", date_text(body.date)}};
          },
          [](const NumberVoided& body) {
            return Json{{"key", key_fields(body.key)}, {"reason", body.reason}};
          },
          [](const DocumentDispatched& body) {
            Json recipients = Json::array();
            for (const Recipient& to : body.recipients) {
              recipients.push_back({{"address", to.address}, {"office", to.office.value}, {"name", to.name}});
            }
            Json json{{"key", key_fields(body.key)}, {"date", date_text(body.date)},
                      {"symbol", body.symbol},       {"abstract", body.abstract},
                      {"signer", body.signer},       {"recipients", std::move(recipients)},
                      {"answers", body.answers}};
            for (const DispatchedFile& file : body.files) {
              Json contents = Json::array();
              for (const base::Sha256& digest : file.signed_contents) contents.push_back(base::to_hex(digest));
              json["files"].push_back({{"name", file.name}, {"signed_sha256", std::move(contents)}});
            }
            return json;
          },
          [](const DocumentArrived& body) {
            Json json{{"recipient", body.recipient},           {"issuer", body.issuer},
                      {"issuer_address", body.issuer_address}, {"number", body.number},
                      {"date", date_text(body.date)},          {"abstract", body.abstract},
                      {"message_id", body.message_id},         {"digest", base::to_hex(body.digest)},
                      {"duplicate_of", body.duplicate_of}};
            if (body.sender) json["sender"] = key_fields(*body.sender);
            if (body.origin != Origin::delivered) json["origin"] = to_string(body.origin);
            if (body.shares_message_id) json["shares_message_id"] = true;
            if (!body.signature.empty()) json["signature"] = body.signature;
            return json;
          },
          [](const DocumentRegistered& body) {
            return Json{{"document", body.document},
                        {"year", body.year},
                        {"number", body.number},
                        {"date", date_text(body.date)}};
          },
          [](const DocumentReturned& body) {
            return Json{{"document", body.document}, {"reason", body.reason}};
          },
          [](const StatusReceived& body) {
            return Json{{"key", key_fields(body.key)},
                        {"recipient", body.recipient},
                        {"status", policies::dispatch::code_of(body.status)},
                        {"reason", body.reason},
                        {"arrival", body.arrival}};
          },
          [](const Answered& body) {
            return Json{{"rule", body.rule}, {"subject", body.subject}, {"text", body.text},
                        {"task", body.task}, {"party", body.party},     {"from_records", body.from_records}};
          },
      },
      event.body);
}

DocumentDispatched dispatched_of(const Json& json) {
  DocumentDispatched body;
  body.key = key_of(json.at("key"));
  body.date = date_field(json, "date");
  body.symbol = field<std::string>(json, "symbol");
  body.abstract = field<std::string>(json, "abstract");
  body.signer = field<std::string>(json, "signer");
  body.answers = field<std::string>(json, "answers");
  for (const Json& to : list_field(json, "recipients")) {
    body.recipients.push_back(
        {field<std::string>(to, "address"), id_field<base::UnitId>(to, "office"), field<std::string>(to, "name")});
  }
  for (const Json& file : list_field(json, "files")) {
    DispatchedFile one{field<std::string>(file, "name"), {}};
    for (const Json& hex : list_field(file, "signed_sha256"))
      one.signed_contents.push_back(digest_of_hex(hex.get<std::string>(), "signed_sha256"));
    body.files.push_back(std::move(one));
  }
  return body;
}

DocumentArrived arrived_of(const Json& json) {
  DocumentArrived body;
  if (json.contains("sender")) body.sender = key_of(json.at("sender"));
  body.recipient = field_between<int>(json, "recipient", 0, kMostRecipients);
  body.issuer = field<std::string>(json, "issuer");
  body.issuer_address = field<std::string>(json, "issuer_address");
  body.number = field<std::string>(json, "number");
  body.date = date_field(json, "date");
  body.abstract = field<std::string>(json, "abstract");
  body.message_id = field<std::string>(json, "message_id");
  body.digest = digest_field(json, "digest");
  body.duplicate_of = field<std::int64_t>(json, "duplicate_of");
  body.origin = word_field<Origin>(json, "origin", parse_origin);
  body.shares_message_id = field<bool>(json, "shares_message_id");
  body.signature = field<std::string>(json, "signature");
  return body;
}

std::optional<EventBody> read_body(const std::string& type, const Json& json) {
  if (type == "task.assigned") {
    TaskAssigned body{assignment_of(json.at("assignment")), std::nullopt};
    if (json.contains("deadline")) body.deadline = deadline_of(json.at("deadline"));
    return body;
  }
  if (type == "task.step") return TaskStep{field<std::int64_t>(json, "task"), task_event_of(json.at("step"))};
  if (type == "number.reserved") {
    return NumberReserved{key_of(json.at("key")), date_field(json, "date"), field<int>(json, "type"),
                          field<std::string>(json, "symbol"), field<std::string>(json, "abstract")};
  }
  if (type == "book.opened") return BookOpened{key_of(json.at("key")), date_field(json, "date")};
  if (type == "number.voided") return NumberVoided{key_of(json.at("key")), field<std::string>(json, "reason")};
  if (type == "document.dispatched") return dispatched_of(json);
  if (type == "document.arrived" || type == "document.entered") return arrived_of(json);
  if (type == "document.registered") {
    return DocumentRegistered{field<std::int64_t>(json, "document"), field_between<int>(json, "year", 1, 9999),
                              field_between<int>(json, "number", 1, policies::dispatch::kMaxNumber),
                              date_field(json, "date")};
  }
  if (type == "document.returned")
    return DocumentReturned{field<std::int64_t>(json, "document"), field<std::string>(json, "reason")};
  if (type == "exchange.status") {
    return StatusReceived{
        key_of(json.at("key")), field_between<int>(json, "recipient", 0, kMostRecipients),
        word_field<policies::dispatch::ExchangeStatus>(json, "status", policies::dispatch::parse_status),
        field<std::string>(json, "reason"), field<std::string>(json, "arrival")};
  }
  if (type == "answered") {
    return Answered{field<std::string>(json, "rule"), field<std::string>(json, "subject"),
                    field<std::string>(json, "text"), field<std::int64_t>(json, "task"),
                    field<int>(json, "party"),        field<bool>(json, "from_records")};
  }
  return std::nullopt;
}

base::Error unreadable(std::string_view what) {
  return base::Error::permanent(base::ErrorCode::bad_input, "This is not an event of a journal.", std::string(what));
}

// What proved the actor decides whether the event counts: a word that is not known is never taken for another.
Proof proof_of(const Json& json) {
  return word_field<Proof>(json, "proof", [](std::string_view word) -> std::optional<Proof> {
    if (word == "submission") return Proof::submission;
    if (word == "system") return Proof::system;
    return std::nullopt;
  });
}

base::Result<Event> read_event(const Json& json) {
  Event event;
  event.version = field<int>(json, "version");
  if (event.version < 1) return unreadable("no version");
  if (event.version != kEventVersion) {
    return base::Error::permanent(base::ErrorCode::unsupported, "This event was written by a newer program.",
                                  "version " + std::to_string(event.version));
  }
  const auto type = json.at("type").get<std::string>();
  event.office = id_field<base::UnitId>(json, "office");
  event.seq = field_between<std::int64_t>(json, "seq", 1, std::numeric_limits<std::int64_t>::max());
  event.at = time_of(json, "at_us");
  if (json.contains("actor")) {
    const Json& actor = json.at("actor");
    event.actor = id_field<base::AccountId>(actor, "id");
    event.actor_address = field<std::string>(actor, "address");
    event.actor_name = field<std::string>(actor, "name");
  }
  event.proof = proof_of(json);
  event.verdict = field<std::string>(json, "verdict");
  event.verdict_sentence = field<std::string>(json, "verdict_sentence");
  event.cause = digest_field(json, "cause_sha256");
  event.cause_message_id = field<std::string>(json, "cause_message_id");
  auto body = read_body(type, json.at("body"));
  if (!body)
    return base::Error::permanent(base::ErrorCode::unsupported, "This kind of event is not known.", "type " + type);
  event.body = std::move(*body);
  if (auto* step = std::get_if<TaskStep>(&event.body)) {
    step->event.seq = event.seq;
    step->event.at = event.at;
    step->event.actor = event.actor;
  }
  return event;
}

}  // namespace

const Json& list_field(const Json& json, const char* name) {
  static const Json kNone = Json::array();
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return kNone;
  if (!found->is_array()) throw BadField{std::string(name) + " is no list"};
  return *found;
}

base::Timestamp time_of(const Json& json, const char* name) {
  return base::Timestamp(field_between<std::int64_t>(json, name, 0, kLatestTime));
}

std::optional<base::Timestamp> time_field(const Json& json, const char* name) {
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::nullopt;
  return time_of(json, name);
}

policies::calendar::Date date_field(const Json& json, const char* name) {
  const auto text = field<std::string>(json, name);
  policies::calendar::Date none;
  none.year = 0;
  if (text.empty()) return none;
  auto date = policies::calendar::parse_date(text);
  if (!date) throw BadField{std::string(name) + " is no date"};
  return *date;
}

std::string date_text(policies::calendar::Date date) {
  return date.year == 0 ? "" : policies::calendar::iso_date(date);
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const char* to_string(Origin origin) {
  switch (origin) {
    case Origin::delivered: break;
    case Origin::appended: return "appended";
    case Origin::copied: return "copied";
  }
  return "delivered";
}

std::string to_json(const Event& event) {
  Json json{{"version", event.version},
            {"type", type_of(event)},
            {"office", event.office.value},
            {"seq", event.seq},
            {"at_us", event.at.us},
            {"at", base::iso_date_time(event.at, base::kOfficeOffsetMinutes)},
            {"proof", event.proof == Proof::system ? "system" : "submission"},
            {"body", body_of(event)}};
  if (event.actor || !event.actor_address.empty() || !event.actor_name.empty())
    json["actor"] = {{"id", event.actor.value}, {"address", event.actor_address}, {"name", event.actor_name}};
  if (!event.verdict.empty()) json["verdict"] = event.verdict;
  if (!event.verdict_sentence.empty()) json["verdict_sentence"] = event.verdict_sentence;
  if (event.cause != base::Sha256{}) json["cause_sha256"] = base::to_hex(event.cause);
  if (!event.cause_message_id.empty()) json["cause_message_id"] = event.cause_message_id;
  return dump(json);
}

base::Result<Event> parse_event(std::string_view text) {
  try {
    return read_event(Json::parse(text));
  } catch (const Json::exception& error) {
    return unreadable(error.what());
  } catch (const BadField& error) {
    return unreadable(error.what);
  }
}

std::string task_to_json(const policies::tasks::Task& task) { return dump(to_fields(task)); }

base::Result<policies::tasks::Task> task_from_json(std::string_view text) {
  try {
    return task_of(Json::parse(text));
  } catch (const Json::exception& error) {
    return unreadable(error.what());
  } catch (const BadField& error) {
    return unreadable(error.what);
  }
}

}  // namespace mailstore::office
