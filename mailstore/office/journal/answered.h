// What changed nothing, and was answered.
#pragma once

#include <optional>

#include "mailstore/office/journal/kind.h"
#include "policies/tasks/lists/point_table.h"

namespace mailstore::office {

struct Answered {
  std::string rule;     // "ambiguous-deadline", "no-permission", "unsigned" …: stable
  std::string subject;  // of the answer
  std::string text;
  std::int64_t task = 0;  // about this task and party; 0: none
  int party = 0;
  bool from_records = false;  // answered by the records mailbox, else by the task mailbox
  std::string thread{};       // plain talk: said to this author once in this thread; "": no such answer
  std::optional<policies::tasks::PointTable> table{};  // what was created of minutes
};
template <>
struct Kind<Answered> {
  static constexpr KindWords<> kWords{"answered"};
  static nlohmann::json to_fields(const Answered& body);
  static Answered from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const Answered&) { return ""; }
  static base::Sentence sentence(const Event& event, const Answered& body);
  static bool has_outputs(const Answered&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const Answered&) { return 0; }
  static bool only_words(const Answered&) { return true; }
  static std::int64_t* document(Answered&) { return nullptr; }
};

}  // namespace mailstore::office
