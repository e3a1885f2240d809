#include "mailstore/office/project.h"

#include "mailstore/office/rows.h"

namespace mailstore::office {

base::Result<void> project(base::SqlTransaction& tx, const Event& event) {
  return std::visit([&](const auto& body) { return project_event(tx, event, body); }, event.body);
}

}  // namespace mailstore::office
