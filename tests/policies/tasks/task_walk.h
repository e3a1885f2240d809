// Random walks through a task, for tests of its rules and of its JSON: every event kind, legal or not, whole or not.
#pragma once

#include <cstdint>
#include <string>

#include "policies/calendar/date.h"
#include "policies/tasks/steps/task_state.h"

namespace tests {

class TaskWalk {
 public:
  TaskWalk(std::uint64_t seed, policies::tasks::Mode mode) : seed_(seed * 2 + 1) {
    namespace pt = policies::tasks;
    head_.task = 7;
    head_.number = "NV-2026-000007";
    head_.title = "Rà soát hộ nghèo";
    head_.office = base::UnitId(100);
    head_.assigner = base::AccountId(1);
    head_.assigner_name = "Nguyễn Văn Bình";
    head_.assigned_at = at_;
    head_.due = policies::calendar::end_of_day({2026, 12, 20});
    head_.mode = mode;
    const bool each = mode == pt::Mode::each;
    head_.parties = {party(0, each ? pt::PartyRole::part : pt::PartyRole::lead),
                     party(1, each ? pt::PartyRole::part : pt::PartyRole::cooperating),
                     party(2, each ? pt::PartyRole::part : pt::PartyRole::cooperating),
                     party(3, pt::PartyRole::informed)};
  }

  const policies::tasks::Assignment& head() const { return head_; }
  std::uint32_t roll(std::uint32_t sides) {
    std::uint64_t mixed = seed_ += 0x9E3779B97F4A7C15ULL;  // splitmix64: rolls in a row do not hang together
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<std::uint32_t>((mixed ^ (mixed >> 31)) >> 32) % sides;
  }
  base::Timestamp now() const { return at_; }

  static policies::tasks::TaskParty party(int n, policies::tasks::PartyRole role) {
    constexpr const char* names[] = {"UBND phường Lam Sơn", "UBND phường Ba Đình", "Phòng Tư pháp", "Phòng Tài chính",
                                     "Phòng Văn hóa",       "UBND xã Quang Trung", "Phòng Kinh tế"};
    policies::tasks::TaskParty out;
    out.role = role;
    out.unit = base::UnitId(200 + n);
    out.account = base::AccountId(200 + n);
    out.name = names[n % 7];
    out.unit_code = "U" + std::to_string(n);
    out.address = "u" + std::to_string(n) + "@bimson.example";
    return out;
  }

  static policies::tasks::Hand person(int n) {
    constexpr const char* names[] = {"Cao Văn Tú", "Lê Thị Hoa", "Mai Văn Sáu"};
    policies::tasks::Hand out;
    out.account = base::AccountId(300 + n);
    out.address = "p" + std::to_string(n) + "@bimson.example";
    out.name = names[n % 3];
    return out;
  }

  // An event that may or may not be legal. Endings come seldom, so that walks go far.
  policies::tasks::TaskEvent next(const policies::tasks::Task& task) {
    namespace pt = policies::tasks;
    at_ = at_ + std::chrono::minutes(1 + roll(90));
    pt::TaskEvent event;
    event.seq = ++steps_;
    event.at = at_;
    event.actor = base::AccountId(1 + static_cast<std::int64_t>(roll(3)));
    do {
      event.kind = static_cast<pt::EventKind>(roll(pt::kEventKindCount));
    } while (is_ending(event.kind) && roll(12) != 0);
    event.party = static_cast<int>(roll(static_cast<std::uint32_t>(task.parties.size())));
    event.percent = static_cast<int>(roll(101));
    if (roll(4) != 0) event.due = at_ + std::chrono::hours(24 * (1 + roll(40)));
    if (roll(4) != 0) event.reason = "lý do " + std::to_string(steps_);
    event.whole = roll(3) == 0;
    event.due_day_off = roll(5) == 0;
    event.priority = static_cast<pt::Priority>(roll(4));
    if (roll(2) == 0) event.old_lead = roll(2) == 0 ? pt::PartyRole::cooperating : pt::PartyRole::informed;
    if (roll(2) == 0) event.to_party = static_cast<int>(roll(static_cast<std::uint32_t>(task.parties.size())));
    if (roll(3) != 0 && task.parties.size() < 40) {
      const auto role = roll(3) == 0     ? pt::PartyRole::informed
                        : task.is_each() ? pt::PartyRole::part
                                         : pt::PartyRole::cooperating;
      event.new_party = party(static_cast<int>(roll(7)), role);
    }
    if (event.kind == pt::EventKind::reassigned && task.parties.size() >= 40) event.kind = pt::EventKind::commented;
    if (roll(2) == 0) event.hand = static_cast<int>(roll(4));
    if (roll(4) != 0) event.person = person(static_cast<int>(roll(3)));
    if (event.kind == pt::EventKind::hand_given && roll(2) == 0) event.due.reset();
    // Walks are shorter than most deadlines.
    if (event.kind == pt::EventKind::escalated && roll(3) != 0) event.at = at_ + std::chrono::hours(24 * 60);
    // Hands are few: mostly one that is there.
    for (int i = 0; pt::is_hand_step(event.kind) && roll(4) != 0 && i < static_cast<int>(task.parties.size()); ++i) {
      const auto& hands = task.parties[static_cast<std::size_t>(i)].hands;
      if (hands.empty()) continue;
      event.party = i;
      event.hand = static_cast<int>(roll(static_cast<std::uint32_t>(hands.size())));
    }
    return event;
  }

 private:
  static bool is_ending(policies::tasks::EventKind kind) {
    using K = policies::tasks::EventKind;
    return kind == K::cancelled || kind == K::confirmed || kind == K::party_removed;
  }

  std::uint64_t seed_;
  std::int64_t steps_ = 0;
  base::Timestamp at_ = policies::calendar::at_minute({2026, 11, 23}, 600);
  policies::tasks::Assignment head_;
};

}  // namespace tests
