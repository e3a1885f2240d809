// Events of an office: what the journal keeps and everything else is folded from (design section 1, idea 1). A value;
// its JSON form is the format of the journal and is only ever extended. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/office/journal/access_events.h"
#include "mailstore/office/journal/answered.h"
#include "mailstore/office/journal/document_events.h"
#include "mailstore/office/journal/number_events.h"
#include "mailstore/office/journal/question.h"
#include "mailstore/office/journal/task_events.h"

namespace mailstore::office {

inline constexpr int kEventVersion = 1;

enum class Proof { submission, system };  // authenticated submission; the server itself (time, arrival)

// The one list of kinds: each has its Kind<> (kind.h), and JSON, words, rows and mails are asked by going over it.
using EventBody = std::variant<TaskAssigned, TaskStep, NumberReserved, NumberVoided, DocumentDispatched,
                               DocumentArrived, DocumentRegistered, DocumentReturned, StatusReceived, Answered,
                               BookOpened, Question, AccessGranted, AccessWithdrawn>;

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
  std::int64_t answers = 0;  // seq of the question (question.h) that the cause answers; 0: none
  std::int64_t source =
      0;  // seq of the event whose cause holds the words and files, when it is not this one's; 0: none
  EventBody body;
};

// What its Kind<> says (kind.h).
const char* type_of(const Event& event);  // "task.assigned"
std::string about(const Event& event);
bool has_outputs(const Event& event);
bool needs_cause(const Event& event);
std::int64_t task_of(const Event& event);
bool is_only_words(const Event& event);
std::int64_t* document_of(Event& event);

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
