#include "policies/tasks/task.h"

#include <algorithm>
#include <array>

namespace policies::tasks {

namespace {

struct StateName {
  const char* word;
  const char* vi;
  const char* en;
};

constexpr std::array<StateName, 9> kStates{{
    {"NOT_STARTED", "chưa thực hiện", "not started"},
    {"IN_PROGRESS", "đang thực hiện", "in progress"},
    {"WAIT_CONFIRM", "chờ xác nhận", "waiting for confirmation"},
    {"DONE", "đã hoàn thành", "done"},
    {"SUSPENDED", "tạm hoãn", "suspended"},
    {"RETURNED", "bị trả lại kết quả", "result returned"},
    {"REDO", "đang thực hiện lại", "being redone"},
    {"CANCELLED", "đã hủy", "cancelled"},
    {"REFUSED", "bị từ chối", "refused"},
}};

struct RoleName {
  const char* word;
  const char* vi;
  const char* en;
};

constexpr std::array<RoleName, 3> kRoles{{{"lead", "chủ trì", "lead"},
                                          {"cooperating", "phối hợp", "cooperating"},
                                          {"informed", "để biết", "for information"}}};

}  // namespace

const char* to_string(State state) { return kStates.at(static_cast<std::size_t>(state)).word; }
const char* state_vi(State state) { return kStates.at(static_cast<std::size_t>(state)).vi; }
const char* state_en(State state) { return kStates.at(static_cast<std::size_t>(state)).en; }

std::optional<State> parse_state(std::string_view word) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (word == kStates[i].word) return static_cast<State>(i);
  }
  return std::nullopt;
}

const char* to_string(PartyRole role) { return kRoles.at(static_cast<std::size_t>(role)).word; }
const char* role_vi(PartyRole role) { return kRoles.at(static_cast<std::size_t>(role)).vi; }
const char* role_en(PartyRole role) { return kRoles.at(static_cast<std::size_t>(role)).en; }

std::optional<PartyRole> parse_party_role(std::string_view word) {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    if (word == kRoles[i].word) return static_cast<PartyRole>(i);
  }
  return std::nullopt;
}

const Extension* TaskParty::pending_extension() const {
  if (extensions.empty() || extensions.back().decision != Extension::Decision::pending) return nullptr;
  return &extensions.back();
}

int TaskParty::approved_extensions() const {
  return static_cast<int>(std::count_if(extensions.begin(), extensions.end(), [](const Extension& e) {
    return e.decision == Extension::Decision::approved;
  }));
}

int Task::lead_index() const {
  for (std::size_t i = 0; i < parties.size(); ++i) {
    if (parties[i].role == PartyRole::lead) return static_cast<int>(i);
  }
  return 0;
}

}  // namespace policies::tasks
