// Internal: reading and writing the JSON fields of events. A missing field keeps its default; a field of the wrong type
// or out of its range makes the whole unreadable (nlohmann or BadField is thrown, parse_event catches both in one
// place). Values are never copied whole: what was read may be nested as deeply as it likes.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "mailstore/office/journal/event.h"

namespace mailstore::office {

using Json = nlohmann::json;

Json to_fields(const policies::tasks::Assignment& assignment);
Json to_fields(const policies::tasks::TaskParty& party);
Json to_fields(const policies::tasks::TaskEvent& event);
Json to_fields(const policies::phrases::Deadline& deadline);
Json to_fields(const policies::tasks::Task& task);
Json to_fields(const NumberKey& key);
Json to_fields(const policies::phrases::Period& period);
Json to_fields(const base::Sentence& sentence);
Json to_fields(const policies::tasks::PointTable& table);

policies::tasks::Assignment assignment_of(const Json& json);
policies::tasks::Assignment draft_assignment_of(const Json& json);  // may lack parties
policies::tasks::TaskParty party_of(const Json& json);
policies::tasks::TaskEvent task_event_of(const Json& json);
policies::phrases::Deadline deadline_of(const Json& json);
policies::tasks::Task task_of(const Json& json);
NumberKey number_key_of(const Json& json);
policies::phrases::Period period_of(const Json& json);
base::Sentence sentence_of(const Json& json);
policies::tasks::PointTable point_table_of(const Json& json);

// Thrown inside the codec only, for a value that is not one of ours ("state": "FOO").
struct BadField {
  std::string what;
};

// Integers as integers and within T; nothing is rounded or cut.
template <class T>
T field(const Json& json, const char* name, T fallback = T()) {
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return fallback;
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    if (!found->is_number_integer()) throw BadField{std::string(name) + " is no whole number"};
    if (found->is_number_unsigned() &&
        found->template get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) {
      throw BadField{std::string(name) + " is too large"};
    }
    const auto value = found->template get<std::int64_t>();
    if (value < std::numeric_limits<T>::min()) throw BadField{std::string(name) + " is too small"};
    return static_cast<T>(value);
  } else {
    return found->template get<T>();
  }
}
template <class T>
T field_between(const Json& json, const char* name, T least, T most) {
  const T value = field<T>(json, name);
  if (value < least || value > most) throw BadField{std::string(name) + " is out of range"};
  return value;
}
// An empty list when it is not there.
const Json& list_field(const Json& json, const char* name);

inline constexpr std::int64_t kLatestTime = 253402300799999999;  // end of the year 9999, UTC
base::Timestamp time_of(const Json& json, const char* name);     // 0 when absent
std::optional<base::Timestamp> time_field(const Json& json, const char* name);
template <class IdType>
IdType id_field(const Json& json, const char* name) {
  return IdType(field<std::int64_t>(json, name));
}
policies::calendar::Date date_field(const Json& json, const char* name);  // year 0 when absent or empty
std::string date_text(policies::calendar::Date date);                     // "" for year 0
base::Sha256 digest_of_hex(const std::string& hex, const char* name);
base::Sha256 digest_field(const Json& json, const char* name);  // zeros when absent or empty
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
