#include "policies/tasks/task.h"

#include <algorithm>
#include <array>

namespace policies::tasks {

namespace {

struct Names {
  const char* word;
  const char* vi;
  const char* en;
};

constexpr std::array<Names, 9> kStates{{
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

constexpr std::array<Names, 4> kRoles{{{"lead", "chủ trì", "lead"},
                                       {"cooperating", "phối hợp", "cooperating"},
                                       {"informed", "để biết", "for information"},
                                       {"part", "thực hiện phần của đơn vị mình", "answers for its own part"}}};

constexpr std::array<Names, 2> kModes{{{"joint", "chung, một nơi chủ trì", "joint, one leads"},
                                       {"each", "từng nơi, mỗi nơi một kết quả", "each for itself, a result of each"}}};

constexpr std::array<Names, 4> kPriorities{{{"NORMAL", "thường", "normal"},
                                            {"URGENT", "khẩn", "urgent"},
                                            {"VERY_URGENT", "thượng khẩn", "very urgent"},
                                            {"EXPRESS", "hỏa tốc", "express"}}};

constexpr std::array<Names, 7> kHandStates{
    {{"given", "đã giao, chưa nhận", "given, not accepted yet"},
     {"accepted", "đang làm", "being worked on"},
     {"submitted", "đã nộp kết quả, chờ phụ trách", "handed in, waits for the head"},
     {"returned", "phải làm lại", "to be done again"},
     {"refused", "xin không nhận", "refused"},
     {"taken_back", "đã lấy lại", "taken back"},
     {"done", "đã xong", "done"}}};

template <class Enum, std::size_t Count>
std::optional<Enum> parse(const std::array<Names, Count>& table, std::string_view word) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (word == table[i].word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template <class Enum, std::size_t Count>
const Names& named(const std::array<Names, Count>& table, Enum value) {
  return table.at(static_cast<std::size_t>(value));
}

}  // namespace

const char* to_string(State state) { return named(kStates, state).word; }
const char* state_vi(State state) { return named(kStates, state).vi; }
const char* state_en(State state) { return named(kStates, state).en; }
std::optional<State> parse_state(std::string_view word) { return parse<State>(kStates, word); }

const char* to_string(PartyRole role) { return named(kRoles, role).word; }
const char* role_vi(PartyRole role) { return named(kRoles, role).vi; }
const char* role_en(PartyRole role) { return named(kRoles, role).en; }
std::optional<PartyRole> parse_party_role(std::string_view word) { return parse<PartyRole>(kRoles, word); }

const char* to_string(Mode mode) { return named(kModes, mode).word; }
const char* mode_vi(Mode mode) { return named(kModes, mode).vi; }
const char* mode_en(Mode mode) { return named(kModes, mode).en; }
std::optional<Mode> parse_mode(std::string_view word) { return parse<Mode>(kModes, word); }

const char* to_string(Priority priority) { return named(kPriorities, priority).word; }
const char* priority_vi(Priority priority) { return named(kPriorities, priority).vi; }
const char* priority_en(Priority priority) { return named(kPriorities, priority).en; }
const char* priority_mark(Priority priority) {
  constexpr std::array<const char*, 4> marks{"", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"};
  return marks.at(static_cast<std::size_t>(priority));
}
std::optional<Priority> parse_priority(std::string_view word) { return parse<Priority>(kPriorities, word); }

const char* to_string(HandState state) { return named(kHandStates, state).word; }
const char* hand_state_vi(HandState state) { return named(kHandStates, state).vi; }
const char* hand_state_en(HandState state) { return named(kHandStates, state).en; }
std::optional<HandState> parse_hand_state(std::string_view word) { return parse<HandState>(kHandStates, word); }

const Extension* TaskParty::pending_extension() const {
  if (extensions.empty() || extensions.back().decision != Extension::Decision::pending) return nullptr;
  return &extensions.back();
}

std::optional<base::Timestamp> TaskParty::escalated_at() const {
  if (!due || escalations.empty() || escalations.back().due != *due) return std::nullopt;
  return escalations.back().at;
}

int TaskParty::approved_extensions() const {
  return static_cast<int>(std::count_if(extensions.begin(), extensions.end(), [](const Extension& e) {
    return e.decision == Extension::Decision::approved;
  }));
}

bool TaskParty::due_changed_by_assigner() const {
  return std::any_of(due_changes.begin(), due_changes.end(),
                     [](const DueChange& change) { return change.calendar_version.empty(); });
}

bool TaskParty::has_open_hands() const {
  return std::any_of(hands.begin(), hands.end(), [](const Hand& hand) { return is_open(hand.state); });
}

int TaskParty::open_hand_of(base::AccountId person) const {
  for (std::size_t i = 0; i < hands.size(); ++i) {
    if (hands[i].account == person && is_open(hands[i].state)) return static_cast<int>(i);
  }
  return -1;
}

int Task::lead_index() const {
  const PartyRole wanted = is_each() ? PartyRole::part : PartyRole::lead;
  int first = -1, there = -1;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    if (parties[i].role != wanted) continue;
    if (!is_each() || !is_final(parties[i].state)) return static_cast<int>(i);
    if (first < 0) first = static_cast<int>(i);
    if (there < 0 && parties[i].state != State::cancelled) there = static_cast<int>(i);
  }
  return there >= 0 ? there : std::max(first, 0);
}

std::vector<int> Task::answerable() const {
  if (parties.empty()) return {};
  if (!is_each()) return {lead_index()};
  std::vector<int> all;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    if (parties[i].role == PartyRole::part) all.push_back(static_cast<int>(i));
  }
  return all;
}

State Task::state() const {
  if (!is_each()) return lead().state;
  std::optional<State> common;
  bool ended = false, done = false, differ = false;
  for (const TaskParty& party : parties) {
    if (party.role != PartyRole::part) continue;
    if (is_final(party.state)) {
      ended = true;
      done = done || party.state == State::done;
      continue;
    }
    differ = differ || (common && *common != party.state);
    common = party.state;
  }
  if (!common) return done ? State::done : State::cancelled;
  if (differ || (*common == State::not_started && ended && done)) return State::in_progress;
  return *common;
}

std::optional<base::Timestamp> Task::due() const {
  if (!is_each()) return lead().due;
  std::optional<base::Timestamp> latest;
  for (const TaskParty& party : parties) {
    if (party.role != PartyRole::part || party.state == State::cancelled) continue;
    if (!party.due) return std::nullopt;
    if (!latest || *latest < *party.due) latest = party.due;
  }
  return latest;
}

}  // namespace policies::tasks
