// Events of series: periodic tasks begun, changed, paused, ended. The task of a period is a `task.assigned` that names
// its series.
#pragma once

#include "mailstore/office/journal/kind.h"
#include "policies/tasks/series/series.h"

namespace mailstore::office {

// Its seq is the id of the series; words and files are those of Event::source, else of its own cause.
struct SeriesStarted {
  std::string number;  // "CK-2026-000003"
  policies::tasks::Assignment assignment;
  policies::phrases::Period period;
  int days_before = 0;
};
template <>
struct Kind<SeriesStarted> {
  static constexpr KindWords<> kWords{"series.started"};
  static nlohmann::json to_fields(const SeriesStarted& body);
  static SeriesStarted from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const SeriesStarted& body) { return body.number; }
  static base::Sentence sentence(const Event& event, const SeriesStarted& body);
  static bool has_outputs(const SeriesStarted&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const SeriesStarted&) { return 0; }
  static bool only_words(const SeriesStarted&) { return false; }
  static std::int64_t* document(SeriesStarted&) { return nullptr; }
};

struct SeriesChanged {
  std::int64_t series = 0;
  std::string number;
  base::AccountId assigner;  // of the series until now: hears of it
  policies::tasks::SeriesChange change;
};
template <>
struct Kind<SeriesChanged> {
  static constexpr KindWords<> kWords{"series.changed"};
  static nlohmann::json to_fields(const SeriesChanged& body);
  static SeriesChanged from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const SeriesChanged& body) { return body.number; }
  static base::Sentence sentence(const Event& event, const SeriesChanged& body);
  static bool has_outputs(const SeriesChanged&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const SeriesChanged&) { return 0; }
  static bool only_words(const SeriesChanged&) { return false; }
  static std::int64_t* document(SeriesChanged&) { return nullptr; }
};

struct SeriesEnded {
  std::int64_t series = 0;
  std::string number;
  base::AccountId assigner;  // hears of it
  std::string reason;
};
template <>
struct Kind<SeriesEnded> {
  static constexpr KindWords<> kWords{"series.ended"};
  static nlohmann::json to_fields(const SeriesEnded& body);
  static SeriesEnded from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const SeriesEnded& body) { return body.number; }
  static base::Sentence sentence(const Event& event, const SeriesEnded& body);
  static bool has_outputs(const SeriesEnded&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const SeriesEnded&) { return 0; }
  static bool only_words(const SeriesEnded&) { return false; }
  static std::int64_t* document(SeriesEnded&) { return nullptr; }
};

}  // namespace mailstore::office
