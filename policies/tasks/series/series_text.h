// What is said of series: to who began, changed or ended one, to whoever must see to one that cannot go on, lists. Both
// languages, as all messages (task_text.h). Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policies/tasks/series/series.h"
#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

inline constexpr std::size_t kShownPeriods = 3;  // of those to come

// The rule in words, with the one that follows it.
Sentence describe_rule(const Series& series);

// To its author: all that was understood, the next due days, how to change or end it.
MessageText series_started_message(const Series& series, const std::vector<ComingPeriod>& coming);

// To its author and the assigner: what was changed, as it stands now.
MessageText series_changed_message(const Series& series, const SeriesChange& change, std::string_view actor_name,
                                   const std::vector<ComingPeriod>& coming);

// `actor_name` "": it ran out.
MessageText series_ended_message(const Series& series, std::string_view actor_name, std::string_view reason);

// It cannot go on: to the assigner, the leaders of the office and the clerks.
MessageText series_stopped_message(const Series& series);

// Periods that passed while nothing ran: to the assigner.
MessageText series_missed_message(const Series& series, const SeriesChange& change,
                                  const std::vector<ComingPeriod>& coming);

// What an answer that changed nothing hears: why, where the series stands, what can be written.
MessageText series_told_message(const Series& series, const Sentence& why, const std::vector<ComingPeriod>& coming);

struct SeriesLine {
  const Series* series = nullptr;
  std::vector<ComingPeriod> coming;
};
MessageText series_list_message(const std::vector<SeriesLine>& lines, std::string_view scope);

// "(kỳ tháng 12/2026)": behind the title of a period's task.
std::string period_title(const Series& series, calendar::Date due);

}  // namespace policies::tasks
