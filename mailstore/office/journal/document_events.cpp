#include "mailstore/office/journal/document_events.h"

#include "base/text/encoding.h"
#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

using base::Sentence;

namespace {

constexpr int kMostRecipients = 1000000;

std::optional<Origin> parse_origin(std::string_view word) {
  if (word.empty() || word == "delivered") return Origin::delivered;  // not kept before
  if (word == "appended") return Origin::appended;
  if (word == "copied") return Origin::copied;
  return std::nullopt;
}

Json file_fields(const DispatchedFile& file) {
  Json contents = Json::array();
  for (const base::Sha256& digest : file.signed_contents) contents.push_back(base::to_hex(digest));
  return {{"name", file.name}, {"signed_sha256", std::move(contents)}};
}

DispatchedFile file_of(const Json& json) {
  DispatchedFile file{field<std::string>(json, "name"), {}};
  for (const Json& hex : list_field(json, "signed_sha256"))
    file.signed_contents.push_back(digest_of_hex(hex.get<std::string>(), "signed_sha256"));
  return file;
}

}  // namespace

const char* to_string(Origin origin) {
  switch (origin) {
    case Origin::delivered: break;
    case Origin::appended: return "appended";
    case Origin::copied: return "copied";
  }
  return "delivered";
}

Json Kind<DocumentDispatched>::to_fields(const DocumentDispatched& body) {
  Json recipients = Json::array();
  for (const Recipient& to : body.recipients)
    recipients.push_back({{"address", to.address}, {"office", to.office.value}, {"name", to.name}});
  Json json{{"key", office::to_fields(body.key)},
            {"date", date_text(body.date)},
            {"symbol", body.symbol},
            {"abstract", body.abstract},
            {"signer", body.signer},
            {"recipients", std::move(recipients)},
            {"answers", body.answers}};
  for (const DispatchedFile& file : body.files) json["files"].push_back(file_fields(file));
  return json;
}
DocumentDispatched Kind<DocumentDispatched>::from_fields(const Json& json, const Event&) {
  DocumentDispatched body;
  body.key = number_key_of(json.at("key"));
  body.date = date_field(json, "date");
  body.symbol = field<std::string>(json, "symbol");
  body.abstract = field<std::string>(json, "abstract");
  body.signer = field<std::string>(json, "signer");
  body.answers = field<std::string>(json, "answers");
  for (const Json& to : list_field(json, "recipients")) {
    body.recipients.push_back(
        {field<std::string>(to, "address"), id_field<base::UnitId>(to, "office"), field<std::string>(to, "name")});
  }
  for (const Json& file : list_field(json, "files")) body.files.push_back(file_of(file));
  return body;
}
std::string Kind<DocumentDispatched>::about(const DocumentDispatched& body) {
  return number_text(body.key.number, body.symbol);
}
Sentence Kind<DocumentDispatched>::sentence(const Event& event, const DocumentDispatched& body) {
  const Sentence who = author_of(event);
  const std::string document = about(body) + " “" + body.abstract + "” ",
                    count = std::to_string(body.recipients.size());
  return {who.vi + " phát hành văn bản " + document + "đến " + count + " nơi nhận.",
          who.en + " dispatched document " + document + "to " + count + " recipient(s)."};
}

Json Kind<DocumentArrived>::to_fields(const DocumentArrived& body) {
  Json json{{"recipient", body.recipient},           {"issuer", body.issuer},
            {"issuer_address", body.issuer_address}, {"number", body.number},
            {"date", date_text(body.date)},          {"abstract", body.abstract},
            {"message_id", body.message_id},         {"digest", base::to_hex(body.digest)},
            {"duplicate_of", body.duplicate_of}};
  if (body.sender) json["sender"] = office::to_fields(*body.sender);
  if (body.origin != Origin::delivered) json["origin"] = to_string(body.origin);
  if (body.shares_message_id) json["shares_message_id"] = true;
  if (!body.signature.empty()) json["signature"] = body.signature;
  return json;
}
DocumentArrived Kind<DocumentArrived>::from_fields(const Json& json, const Event&) {
  DocumentArrived body;
  if (json.contains("sender")) body.sender = number_key_of(json.at("sender"));
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
Sentence Kind<DocumentArrived>::sentence(const Event& event, const DocumentArrived& body) {
  const std::string number = body.number.empty() ? "(không số)" : body.number;
  if (body.origin == Origin::delivered) {
    return {"Văn bản " + number + " của " + body.issuer + " đã đến.",
            "Document " + number + " of " + body.issuer + " has arrived."};
  }
  const Sentence who = author_of(event);
  return {
      who.vi + " đưa văn bản " + number + " của " + body.issuer +
          " vào hộp thư để đăng ký (văn bản giấy hoặc ngoài hệ thống; máy chủ không nhận thư này từ nơi gửi).",
      who.en + " put document " + number + " of " + body.issuer +
          " into the mailbox to register it (on paper or from outside the system; the server did not receive it from its sender)."};
}

Json Kind<DocumentRegistered>::to_fields(const DocumentRegistered& body) {
  return {{"document", body.document}, {"year", body.year}, {"number", body.number}, {"date", date_text(body.date)}};
}
DocumentRegistered Kind<DocumentRegistered>::from_fields(const Json& json, const Event&) {
  return {field<std::int64_t>(json, "document"), field_between<int>(json, "year", 1, 9999),
          field_between<int>(json, "number", 1, policies::dispatch::kMaxNumber), date_field(json, "date")};
}
std::string Kind<DocumentRegistered>::about(const DocumentRegistered& body) {
  return policies::dispatch::format_number(body.number);
}
Sentence Kind<DocumentRegistered>::sentence(const Event& event, const DocumentRegistered& body) {
  const Sentence who = author_of(event);
  const std::string number = about(body);
  return {who.vi + " vào sổ văn bản đến số " + number + " ngày " + policies::calendar::slash_date(body.date) + ".",
          who.en + " registered the document under arrival number " + number + " on " +
              policies::calendar::iso_date(body.date) + "."};
}

Json Kind<DocumentReturned>::to_fields(const DocumentReturned& body) {
  return {{"document", body.document}, {"reason", body.reason}};
}
DocumentReturned Kind<DocumentReturned>::from_fields(const Json& json, const Event&) {
  return {field<std::int64_t>(json, "document"), field<std::string>(json, "reason")};
}
Sentence Kind<DocumentReturned>::sentence(const Event& event, const DocumentReturned& body) {
  const Sentence who = author_of(event);
  return {who.vi + " từ chối tiếp nhận văn bản: " + body.reason, who.en + " returned the document: " + body.reason};
}

Json Kind<StatusReceived>::to_fields(const StatusReceived& body) {
  return {{"key", office::to_fields(body.key)},
          {"recipient", body.recipient},
          {"status", policies::dispatch::code_of(body.status)},
          {"reason", body.reason},
          {"arrival", body.arrival}};
}
StatusReceived Kind<StatusReceived>::from_fields(const Json& json, const Event&) {
  return {number_key_of(json.at("key")), field_between<int>(json, "recipient", 0, kMostRecipients),
          word_field<policies::dispatch::ExchangeStatus>(json, "status", policies::dispatch::parse_status),
          field<std::string>(json, "reason"), field<std::string>(json, "arrival")};
}
Sentence Kind<StatusReceived>::sentence(const Event&, const StatusReceived& body) {
  const auto& name = policies::dispatch::status_name(body.status);
  const std::string number = std::to_string(body.recipient + 1), code = policies::dispatch::code_of(body.status);
  const std::string reason = body.reason.empty() ? "" : " – " + body.reason;
  return {"Nơi nhận " + number + ": " + code + " " + name.vi + reason,
          "Recipient " + number + ": " + code + " " + name.en + reason};
}

}  // namespace mailstore::office
