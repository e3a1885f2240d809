// The JSON of events, in both directions from the one list of kinds.
#include <algorithm>
#include <array>
#include <type_traits>

#include "base/text/encoding.h"
#include "mailstore/office/journal/event_fields.h"

namespace mailstore::office {

namespace {

// The bodies by the words of their kinds, made of the list of the variant.
struct Reading {
  std::string_view word;
  EventBody (*body)(const Json& json, const Event& head);
};

template <class Body>
EventBody read_as(const Json& json, const Event& head) {
  return Kind<Body>::from_fields(json, head);
}

template <class... Bodies>
constexpr auto readings_of(std::type_identity<std::variant<Bodies...>>) {
  static_assert((JournalKind<Bodies> && ...), "a kind of event without all that kind.h asks of it");
  std::array<Reading, (Kind<Bodies>::kWords.size() + ...)> all{};
  std::size_t next = 0;
  auto add = [&]<class Body>(std::type_identity<Body>) {
    for (const char* word : Kind<Body>::kWords) all[next++] = {word, read_as<Body>};
  };
  (add(std::type_identity<Bodies>()), ...);
  return all;
}

constexpr auto kReadings = readings_of(std::type_identity<EventBody>());

constexpr bool all_words_differ() {
  for (std::size_t i = 0; i < kReadings.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (kReadings[i].word == kReadings[j].word) return false;
    }
  }
  return true;
}
static_assert(all_words_differ(), "two kinds of events with the same word");

base::Error unreadable(std::string_view what) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"Đây không phải sự kiện của nhật ký nghiệp vụ.", "This is not an event of a journal."},
                                std::string(what));
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
  if (event.version < 1 || event.version > kEventVersion) {
    return base::Error::permanent(
        base::ErrorCode::unsupported,
        {"Sự kiện này do chương trình mới hơn ghi.", "This event was written by a newer program."},
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
  event.answers = field<std::int64_t>(json, "answers");
  event.source = field<std::int64_t>(json, "source");
  if (event.answers < 0 || event.answers >= event.seq || event.source < 0 || event.source >= event.seq)
    return unreadable("it refers to an event that did not come before it");
  const Json& body = json.at("body");
  const auto kind = std::find_if(kReadings.begin(), kReadings.end(), [&](const Reading& r) { return r.word == type; });
  if (kind == kReadings.end())
    return base::Error::permanent(base::ErrorCode::unsupported,
                                  {"Không rõ loại sự kiện này.", "This kind of event is not known."}, "type " + type);
  event.body = kind->body(body, event);
  return event;
}

}  // namespace

std::string to_json(const Event& event) {
  Json body = std::visit([]<class Body>(const Body& value) { return Kind<Body>::to_fields(value); }, event.body);
  Json json{{"version", event.version},
            {"type", type_of(event)},
            {"office", event.office.value},
            {"seq", event.seq},
            {"at_us", event.at.us},
            {"at", base::iso_date_time(event.at, base::kOfficeOffsetMinutes)},
            {"proof", event.proof == Proof::system ? "system" : "submission"},
            {"body", std::move(body)}};
  if (event.actor || !event.actor_address.empty() || !event.actor_name.empty())
    json["actor"] = {{"id", event.actor.value}, {"address", event.actor_address}, {"name", event.actor_name}};
  if (!event.verdict.empty()) json["verdict"] = event.verdict;
  if (!event.verdict_sentence.empty()) json["verdict_sentence"] = event.verdict_sentence;
  if (event.cause != base::Sha256{}) json["cause_sha256"] = base::to_hex(event.cause);
  if (!event.cause_message_id.empty()) json["cause_message_id"] = event.cause_message_id;
  if (event.answers != 0) json["answers"] = event.answers;
  if (event.source != 0) json["source"] = event.source;
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
