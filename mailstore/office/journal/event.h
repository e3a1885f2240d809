// Events of an office: what the journal keeps and everything else is folded from (design section 1, idea 1). A value;
// its JSON form is the format of the journal and is only ever extended. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/ids.h"
#include "base/result.h"
#include "policies/dispatch/exchange_status.h"
#include "policies/tasks/task_state.h"

namespace mailstore::office {

inline constexpr int kEventVersion = 1;

// ---- tasks

struct TaskAssigned {
  policies::tasks::Assignment assignment;
  std::optional<policies::phrases::Deadline> deadline;  // as it was understood; nothing: no deadline was given
};
struct TaskStep {
  std::int64_t task = 0;
  policies::tasks::TaskEvent event;  // seq, at and actor are those of the event
};

// ---- documents

// Outgoing documents and copies (SY, SL, TrS) have their own series; arrival numbers another (domain.md 3.2, 4.2).
enum class Book : int { outgoing = 1, copies = 2, incoming = 3 };

// A row of an outgoing book of an office.
struct NumberKey {
  base::UnitId office;
  Book book = Book::outgoing;
  int year = 0;
  int number = 0;
  auto operator<=>(const NumberKey&) const = default;
};

// A book that was kept elsewhere until now (on paper, in another program): it gave the numbers 1..key.number, the last
// of them on `date`. They have one row here that stands for all of them, and the next number is key.number + 1.
struct BookOpened {
  NumberKey key;
  policies::calendar::Date date;
};
struct NumberReserved {
  NumberKey key;
  policies::calendar::Date date;
  int type = 0;          // ordinal of document_types.h
  std::string symbol;    // "BC-UBND"
  std::string abstract;  // as far as the request said
};
struct NumberVoided {
  NumberKey key;
  std::string reason;
};

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
struct DocumentRegistered {
  std::int64_t document = 0;  // id
  int year = 0;
  int number = 0;                 // arrival number
  policies::calendar::Date date;  // arrival date
};
struct DocumentReturned {  // 02
  std::int64_t document = 0;
  std::string reason;
};

// What one receiver of a dispatch answered; in the journal of the sender.
struct StatusReceived {
  NumberKey key;
  int recipient = 0;
  policies::dispatch::ExchangeStatus status = policies::dispatch::ExchangeStatus::arrived;
  std::string reason;
  std::string arrival;  // "17 (20/11/2026)": arrival number and date of 03
};

// ---- what changed nothing, and was answered

struct Answered {
  std::string rule;     // "ambiguous-deadline", "no-permission", "unsigned" …: stable
  std::string subject;  // of the answer
  std::string text;
  std::int64_t task = 0;  // about this task and party; 0: none
  int party = 0;
  bool from_records = false;  // answered by the records mailbox, else by the task mailbox
};

enum class Proof { submission, system };  // authenticated submission; the server itself (time, arrival)

using EventBody =
    std::variant<TaskAssigned, TaskStep, NumberReserved, NumberVoided, DocumentDispatched, DocumentArrived,
                 DocumentRegistered, DocumentReturned, StatusReceived, Answered, BookOpened>;

struct Event {
  int version = kEventVersion;
  base::UnitId office;
  std::int64_t seq = 0;  // gapless from 1 in the office; given when it is written
  base::Timestamp at;
  base::AccountId actor;  // none: the server
  std::string actor_address;
  std::string actor_name;
  Proof proof = Proof::submission;
  std::string verdict;           // of the signatures of the cause: "none", "valid", "indeterminate", "invalid"
  std::string verdict_sentence;  // Vietnamese
  base::Sha256 cause{};          // digest of the causing message; zeros: none
  std::string cause_message_id;
  EventBody body;
};

const char* type_of(const Event& event);  // "task.assigned"
// "NV-2026-000001", "147/BC-UBND" …: what the event is about, for subjects and logs.
std::string about(const Event& event);

// JSON, one object, UTF-8. parse_event: bad_input with what is wrong; unknown fields are ignored, an unknown version or
// type is unsupported.
std::string to_json(const Event& event);
base::Result<Event> parse_event(std::string_view json);

// The folded task as JSON and back (column task.value, payload of jobs).
std::string task_to_json(const policies::tasks::Task& task);
base::Result<policies::tasks::Task> task_from_json(std::string_view json);

// The event as the message that is written into the journal, and back.
struct EventMessageFacts {
  std::string journal_address;  // "nhatky@d"
  std::string office_name;
};
std::string event_message(const Event& event, const EventMessageFacts& facts);
base::Result<Event> event_of_message(std::string_view bytes);

}  // namespace mailstore::office
