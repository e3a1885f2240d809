#include "mailstore/office/mails/outputs.h"

#include "mailstore/office/mails/access_outputs.h"
#include "mailstore/office/mails/record_outputs.h"
#include "mailstore/office/mails/series_outputs.h"
#include "mailstore/office/mails/task_outputs.h"

namespace mailstore::office {

namespace {

// One answer for each kind of event: a kind without one does not compile.
struct OutputsOf {
  const OutputTools& tools;
  const Event& event;
  const std::optional<policies::tasks::Task>& task;
  const Causes& causes;

  std::vector<Output> operator()(const TaskAssigned& body) const {
    return task ? outputs_of_assignment(tools, event, body, *task, causes) : std::vector<Output>();
  }
  std::vector<Output> operator()(const TaskStep& body) const {
    return task ? outputs_of_step(tools, event, body, *task, causes) : std::vector<Output>();
  }
  std::vector<Output> operator()(const Answered& body) const { return outputs_of_answer(tools, event, body); }
  std::vector<Output> operator()(const Question& body) const { return outputs_of_question(tools, event, body); }
  std::vector<Output> operator()(const SeriesStarted& body) const { return outputs_of_series(tools, event, body); }
  std::vector<Output> operator()(const SeriesChanged& body) const { return outputs_of_series(tools, event, body); }
  std::vector<Output> operator()(const SeriesEnded& body) const { return outputs_of_series(tools, event, body); }
  std::vector<Output> operator()(const BookOpened&) const { return {}; }
  std::vector<Output> operator()(const NumberReserved& body) const { return outputs_of_number(tools, event, body); }
  std::vector<Output> operator()(const NumberVoided& body) const { return outputs_of_void(tools, event, body); }
  std::vector<Output> operator()(const DocumentDispatched& body) const {
    return outputs_of_dispatch(tools, event, body);
  }
  std::vector<Output> operator()(const DocumentArrived& body) const { return outputs_of_arrival(tools, event, body); }
  std::vector<Output> operator()(const DocumentRegistered& body) const {
    return outputs_of_registration(tools, event, body);
  }
  std::vector<Output> operator()(const DocumentReturned& body) const { return outputs_of_return(tools, event, body); }
  std::vector<Output> operator()(const StatusReceived& body) const { return outputs_of_status(tools, event, body); }
  std::vector<Output> operator()(const AccessGranted& body) const {
    return outputs_of_right(tools, event, body.right, true);
  }
  std::vector<Output> operator()(const AccessWithdrawn& body) const {
    return outputs_of_right(tools, event, body.right, false);
  }
};

}  // namespace

std::vector<Output> outputs_of(const OutputTools& tools, const Event& event,
                               const std::optional<policies::tasks::Task>& task, const Causes& causes) {
  return std::visit(OutputsOf{tools, event, task, causes}, event.body);
}

}  // namespace mailstore::office
