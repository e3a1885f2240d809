#include "mailstore/office/ruling/steps/result_files.h"

#include <map>

#include "mailstore/office/rows/trail_rows.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// The last result of each person of that party, by the number of his hand.
base::Result<std::map<int, Event>> results_of(base::SqlReader& reader, std::int64_t task, int party) {
  auto trail = read_trail(reader, task);
  if (!trail) return trail.error();
  std::map<int, Event> last;
  for (Event& event : *trail) {
    const auto* step = std::get_if<TaskStep>(&event.body);
    if (step == nullptr || step->event.kind != tasks::EventKind::hand_submitted || step->event.party != party ||
        !step->event.hand)
      continue;
    const int hand = *step->event.hand;
    last.insert_or_assign(hand, std::move(event));
  }
  return last;
}

void add(TaskStep& step, std::vector<std::string>& names, const Event& result) {
  const auto& body = std::get<TaskStep>(result.body);
  names.insert(names.end(), body.files.begin(), body.files.end());
  step.mails.insert(step.mails.end(), body.mails.begin(), body.mails.end());
  if (result.source != 0) step.mails.push_back({result.office, result.source});
  step.mails.push_back({result.office, result.seq});
}

}  // namespace

base::Result<void> add_result_files(base::SqlReader& reader, Ruling& ruling) {
  for (Event& event : ruling.events) {
    auto* step = std::get_if<TaskStep>(&event.body);
    if (step == nullptr || step->event.kind != tasks::EventKind::submitted) continue;
    auto task = read_task(reader, step->task);
    if (!task) return task.error();
    if (!*task || static_cast<std::size_t>(step->event.party) >= (*task)->parties.size()) continue;
    const auto& hands = (*task)->parties[static_cast<std::size_t>(step->event.party)].hands;
    auto results = results_of(reader, step->task, step->event.party);
    if (!results) return results.error();
    std::vector<std::string> names;
    for (const auto& [hand, result] : *results) {
      const bool there = static_cast<std::size_t>(hand) < hands.size() &&
                         hands[static_cast<std::size_t>(hand)].state == tasks::HandState::submitted;
      if (there && (!step->event.hand || *step->event.hand == hand)) add(*step, names, result);
    }
    if (step->mails.size() > kMostMailRefs) step->mails.resize(kMostMailRefs);
    step->files.insert(step->files.begin(), names.begin(), names.end());
  }
  return {};
}

}  // namespace mailstore::office
