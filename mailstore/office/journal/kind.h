// Kind<Body>: all that the office asks of one kind of event, in one place beside its struct (task_events.h …). Whatever
// asks it goes over the variant `EventBody` (event.h), so that a kind without an answer does not compile.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/sentence.h"

namespace mailstore::office {

struct Event;

// Specialised for each kind; pure, no state. `JournalKind` below says what it has:
//   kWords                  its `type` in the journal. Most kinds have one word; one with several has word(body) too
//   to_fields(body)         the JSON of the body, which from_fields() gives back
//   from_fields(json, head) the body; throws what event_fields.h says. head: the event as far as it was read
//   about(body)             "NV-2026-000001", "147/BC-UBND" …, for subjects and logs; may be empty
//   sentence(event, body)   what happened, for people
//   has_outputs(body)       do mails or events follow (mails/outputs.h)? Then the commit leaves a job behind
//   kNeedsCause             do those mails carry the words or files of the causing mail?
//   task(body)              the task that it changes; 0: none
//   only_words(body)        it changes nothing: what programs could say to each other without end
//   document(body)          where a decision about an arrived document names it; null: it is no such decision. 0 there
//                           means the document that the event right before announced
template <class Body>
struct Kind;

template <class Body>
concept JournalKind = Kind<Body>::kWords.size() > 0 &&
                      (Kind<Body>::kWords.size() == 1 ||
                       requires(const Body& body) {
                         { Kind<Body>::word(body) } -> std::same_as<const char*>;
                       }) &&
                      requires(const Body& body, Body& changed, const nlohmann::json& json, const Event& event) {
  { Kind<Body>::to_fields(body) } -> std::same_as<nlohmann::json>;
  { Kind<Body>::from_fields(json, event) } -> std::same_as<Body>;
  { Kind<Body>::about(body) } -> std::same_as<std::string>;
  { Kind<Body>::sentence(event, body) } -> std::same_as<base::Sentence>;
  { Kind<Body>::has_outputs(body) } -> std::same_as<bool>;
  { Kind<Body>::kNeedsCause } -> std::convertible_to<bool>;
  { Kind<Body>::task(body) } -> std::same_as<std::int64_t>;
  { Kind<Body>::only_words(body) } -> std::same_as<bool>;
  { Kind<Body>::document(changed) } -> std::same_as<std::int64_t*>;
};

template <std::size_t count = 1>
using KindWords = std::array<const char*, count>;

}  // namespace mailstore::office
