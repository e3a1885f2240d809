#include "mailstore/office/rows/project.h"

#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

base::Result<void> project_read_event(base::SqlTransaction& tx, const Event& event) {
  if (event.answers != 0) {
    auto closed = close_question(tx, event);
    if (!closed) return closed;
  }
  return std::visit([&](const auto& body) { return project_event(tx, event, body); }, event.body);
}

base::Result<void> project(base::SqlTransaction& tx, const Event& event) {
  // What a rebuild will read: text that is no UTF-8 is repaired by then, and what cannot be read back must never be
  // committed.
  auto read = parse_event(to_json(event));
  if (!read)
    return base::Error::permanent(
        base::ErrorCode::corrupt,
        {"Không ghi được sự kiện này vào nhật ký nghiệp vụ.", "The event cannot be kept in a journal."},
        base::describe(read.error()));
  return project_read_event(tx, *read);
}

}  // namespace mailstore::office
