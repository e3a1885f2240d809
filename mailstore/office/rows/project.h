// Internal: how each kind of event changes the rows. Everything is read from the event as the journal holds it.
#pragma once

#include "base/sql/database.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const TaskAssigned& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const TaskStep& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const NumberReserved& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const BookOpened& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const NumberVoided& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentDispatched& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const StatusReceived& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentArrived& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentRegistered& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const DocumentReturned& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const Answered& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const Question& body);
// Rights are rows of the directory: nothing is folded.
inline base::Result<void> project_event(base::SqlTransaction&, const Event&, const AccessGranted&) { return {}; }
inline base::Result<void> project_event(base::SqlTransaction&, const Event&, const AccessWithdrawn&) { return {}; }
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesStarted& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesChanged& body);
base::Result<void> project_event(base::SqlTransaction& tx, const Event& event, const SeriesEnded& body);
// The task of a period was given: its series knows. REQUIRES: body.assignment.series != 0.
base::Result<void> note_period(base::SqlTransaction& tx, const Event& event, const TaskAssigned& body);
// The question that the event answers is no longer open (Event::answers).
base::Result<void> close_question(base::SqlTransaction& tx, const Event& event);

// project() for an event that parse_event() gave.
base::Result<void> project_read_event(base::SqlTransaction& tx, const Event& event);

}  // namespace mailstore::office
