// Internal: the mails and events that follow from events of documents.
#pragma once

#include "mailstore/office/mails/outputs.h"

namespace mailstore::office {

std::vector<Output> outputs_of_number(const OutputTools& tools, const Event& event, const NumberReserved& body);
std::vector<Output> outputs_of_void(const OutputTools& tools, const Event& event, const NumberVoided& body);
std::vector<Output> outputs_of_dispatch(const OutputTools& tools, const Event& event, const DocumentDispatched& body);
std::vector<Output> outputs_of_arrival(const OutputTools& tools, const Event& event, const DocumentArrived& body);
std::vector<Output> outputs_of_registration(const OutputTools& tools, const Event& event,
                                            const DocumentRegistered& body);
std::vector<Output> outputs_of_return(const OutputTools& tools, const Event& event, const DocumentReturned& body);
std::vector<Output> outputs_of_status(const OutputTools& tools, const Event& event, const StatusReceived& body);

}  // namespace mailstore::office
