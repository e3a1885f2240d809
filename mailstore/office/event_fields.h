// Internal: reading and writing the JSON fields of events. A missing field keeps its default; a field of the wrong type makes
// the whole unreadable (nlohmann throws, parse_event catches in one place).
#pragma once

#include <nlohmann/json.hpp>

#include "mailstore/office/event.h"

namespace mailstore::office {

using Json = nlohmann::json;

Json to_fields(const policies::tasks::Assignment& assignment);
Json to_fields(const policies::tasks::TaskParty& party);
Json to_fields(const policies::tasks::TaskEvent& event);
Json to_fields(const policies::tasks::Deadline& deadline);
Json to_fields(const policies::tasks::Task& task);

policies::tasks::Assignment assignment_of(const Json& json);
policies::tasks::TaskParty party_of(const Json& json);
policies::tasks::TaskEvent task_event_of(const Json& json);
policies::tasks::Deadline deadline_of(const Json& json);
policies::tasks::Task task_of(const Json& json);

// Thrown inside the codec only, for a value that is not one of ours ("state": "FOO").
struct BadField {
  std::string what;
};

template <class T>
T field(const Json& json, const char* name, T fallback = T()) {
  auto found = json.find(name);
  return found == json.end() || found->is_null() ? std::move(fallback) : found->get<T>();
}
inline std::optional<base::Timestamp> time_field(const Json& json, const char* name) {
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::nullopt;
  return base::Timestamp(found->get<std::int64_t>());
}
template <class IdType>
IdType id_field(const Json& json, const char* name) { return IdType(field<std::int64_t>(json, name)); }
policies::calendar::Date date_field(const Json& json, const char* name);   // year 0 when absent or empty
std::string date_text(policies::calendar::Date date);                      // "" for year 0
template <class Enum, class Parse>
Enum word_field(const Json& json, const char* name, Parse parse) {
  auto word = field<std::string>(json, name);
  auto value = parse(word);
  if (!value) throw BadField{std::string(name) + " is \"" + word + "\""};
  return *value;
}

// Text that came from mail may be no UTF-8; it is repaired, never refused.
std::string dump(const Json& json);

}  // namespace mailstore::office
