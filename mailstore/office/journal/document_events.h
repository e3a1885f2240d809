// Events of documents: sent, arrived, decided about, and what their receivers answered.
#pragma once

#include <optional>
#include <vector>

#include "base/crypto/hash.h"
#include "mailstore/office/journal/number_events.h"
#include "policies/dispatch/exchange_status.h"

namespace mailstore::office {

// One receiver of a dispatch, in the order of To, Cc.
struct Recipient {
  std::string address;  // where it goes
  base::UnitId office;  // of ours; none: outside
  std::string name;
};
// A signed file of a dispatch: what its signatures sign, so that the same file under another number is known again.
struct DispatchedFile {
  std::string name;
  std::vector<base::Sha256> signed_contents;
};
struct DocumentDispatched {
  NumberKey key;
  policies::calendar::Date date;
  std::string symbol;
  std::string abstract;
  std::string signer;  // names in the certificates
  std::vector<Recipient> recipients;
  std::string answers;  // number of the incoming document it answers, "1132/STTTT-CNTT"; may be empty
  std::vector<DispatchedFile> files = {};  // signed ones
};
template <>
struct Kind<DocumentDispatched> {
  static constexpr KindWords<> kWords{"document.dispatched"};
  static nlohmann::json to_fields(const DocumentDispatched& body);
  static DocumentDispatched from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const DocumentDispatched& body);
  static base::Sentence sentence(const Event& event, const DocumentDispatched& body);
  static bool has_outputs(const DocumentDispatched&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const DocumentDispatched&) { return 0; }
  static bool only_words(const DocumentDispatched&) { return false; }
  static std::int64_t* document(DocumentDispatched&) { return nullptr; }
};

// How the document's mail came into the records mailbox. Only what this server delivered to it has arrived; what
// somebody put there by hand (a scan, a mail that came to him) is entered, and the event's word says so.
enum class Origin : int { delivered = 0, appended = 1, copied = 2 };
const char* to_string(Origin origin);  // "delivered"

// A document that came to an office. Its id there is the seq of this event.
struct DocumentArrived {
  std::optional<NumberKey> sender;  // row of the sending office; nothing: from outside
  int recipient = 0;                // its number among the recipients there
  std::string issuer;               // name
  std::string issuer_address;
  std::string number;             // "147/BC-UBND"; empty: none was found
  policies::calendar::Date date;  // of the document; year 0: not known
  std::string abstract;
  std::string message_id;         // of the document's mail
  base::Sha256 digest{};          // of the document's mail
  std::int64_t duplicate_of = 0;  // id of an earlier one with the same number, symbol and issuer
  Origin origin = Origin::delivered;
  bool shares_message_id = false;  // another mail with this Message-ID and other content is in the mailbox
  std::string signature;  // Vietnamese: whose signature it is and what it covers; empty: only the verdict is known
};
template <>
struct Kind<DocumentArrived> {
  static constexpr KindWords<2> kWords{"document.arrived", "document.entered"};
  static const char* word(const DocumentArrived& body) { return kWords[body.origin == Origin::delivered ? 0 : 1]; }
  static nlohmann::json to_fields(const DocumentArrived& body);
  static DocumentArrived from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const DocumentArrived& body) { return body.number; }
  static base::Sentence sentence(const Event& event, const DocumentArrived& body);
  static bool has_outputs(const DocumentArrived& body) { return body.duplicate_of != 0; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const DocumentArrived&) { return 0; }
  static bool only_words(const DocumentArrived&) { return false; }
  static std::int64_t* document(DocumentArrived&) { return nullptr; }
};

struct DocumentRegistered {
  std::int64_t document = 0;  // id
  int year = 0;
  int number = 0;                 // arrival number
  policies::calendar::Date date;  // arrival date
};
template <>
struct Kind<DocumentRegistered> {
  static constexpr KindWords<> kWords{"document.registered"};
  static nlohmann::json to_fields(const DocumentRegistered& body);
  static DocumentRegistered from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const DocumentRegistered& body);
  static base::Sentence sentence(const Event& event, const DocumentRegistered& body);
  static bool has_outputs(const DocumentRegistered&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const DocumentRegistered&) { return 0; }
  static bool only_words(const DocumentRegistered&) { return false; }
  static std::int64_t* document(DocumentRegistered& body) { return &body.document; }
};

struct DocumentReturned {  // 02
  std::int64_t document = 0;
  std::string reason;
};
template <>
struct Kind<DocumentReturned> {
  static constexpr KindWords<> kWords{"document.returned"};
  static nlohmann::json to_fields(const DocumentReturned& body);
  static DocumentReturned from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const DocumentReturned&) { return ""; }
  static base::Sentence sentence(const Event& event, const DocumentReturned& body);
  static bool has_outputs(const DocumentReturned&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const DocumentReturned&) { return 0; }
  static bool only_words(const DocumentReturned&) { return false; }
  static std::int64_t* document(DocumentReturned& body) { return &body.document; }
};

// What one receiver of a dispatch answered; in the journal of the sender.
struct StatusReceived {
  NumberKey key;
  int recipient = 0;
  policies::dispatch::ExchangeStatus status = policies::dispatch::ExchangeStatus::arrived;
  std::string reason;
  std::string arrival;  // "17 (20/11/2026)": arrival number and date of 03
};
template <>
struct Kind<StatusReceived> {
  static constexpr KindWords<> kWords{"exchange.status"};
  static nlohmann::json to_fields(const StatusReceived& body);
  static StatusReceived from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const StatusReceived& body) { return office::about(body.key); }
  static base::Sentence sentence(const Event& event, const StatusReceived& body);
  static bool has_outputs(const StatusReceived& body) {
    return body.status != policies::dispatch::ExchangeStatus::arrived;
  }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const StatusReceived&) { return 0; }
  static bool only_words(const StatusReceived&) { return false; }
  static std::int64_t* document(StatusReceived&) { return nullptr; }
};

}  // namespace mailstore::office
