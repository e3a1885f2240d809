// Internal: the mails that follow from events of series. The task of a period has its mails as any task.
#pragma once

#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesStarted& body);
std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesChanged& body);
std::vector<Output> outputs_of_series(const OutputTools& tools, const Event& event, const SeriesEnded& body);

}  // namespace mailstore::office
