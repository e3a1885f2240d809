#include "mailstore/office/mails/outputs.h"

#include "mailstore/office/mails/record_outputs.h"
#include "mailstore/office/mails/task_outputs.h"

namespace mailstore::office {

bool has_outputs(const Event& event) {
  if (const auto* arrived = std::get_if<DocumentArrived>(&event.body)) return arrived->duplicate_of != 0;
  if (const auto* status = std::get_if<StatusReceived>(&event.body))
    return status->status != policies::dispatch::ExchangeStatus::arrived;
  return !std::holds_alternative<BookOpened>(event.body);
}

bool needs_cause(const Event& event) {
  return std::holds_alternative<TaskAssigned>(event.body) || std::holds_alternative<TaskStep>(event.body);
}

std::vector<Output> outputs_of(const OutputTools& tools, const Event& event,
                               const std::optional<policies::tasks::Task>& task, std::string_view cause) {
  if (const auto* body = std::get_if<TaskAssigned>(&event.body)) {
    return task ? outputs_of_assignment(tools, event, *body, *task, cause) : std::vector<Output>();
  }
  if (const auto* body = std::get_if<TaskStep>(&event.body)) {
    return task ? outputs_of_step(tools, event, *body, *task, cause) : std::vector<Output>();
  }
  if (const auto* body = std::get_if<Answered>(&event.body)) return outputs_of_answer(tools, event, *body);
  if (const auto* body = std::get_if<NumberReserved>(&event.body)) return outputs_of_number(tools, event, *body);
  if (const auto* body = std::get_if<NumberVoided>(&event.body)) return outputs_of_void(tools, event, *body);
  if (const auto* body = std::get_if<DocumentDispatched>(&event.body)) return outputs_of_dispatch(tools, event, *body);
  if (const auto* body = std::get_if<DocumentArrived>(&event.body)) return outputs_of_arrival(tools, event, *body);
  if (const auto* body = std::get_if<DocumentRegistered>(&event.body))
    return outputs_of_registration(tools, event, *body);
  if (const auto* body = std::get_if<DocumentReturned>(&event.body)) return outputs_of_return(tools, event, *body);
  if (const auto* body = std::get_if<StatusReceived>(&event.body)) return outputs_of_status(tools, event, *body);
  return {};
}

}  // namespace mailstore::office
