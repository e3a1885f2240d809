// The words of each role, with examples that can be answered as they stand: what TRỢ GIÚP says, and the page that is
// printed. Pure, thread-safe.
#pragma once

#include <vector>

#include "policies/tasks/task_text.h"

namespace policies::tasks {

enum class HelpRole { leader, head, staff, clerk };

struct HelpLine {
  Sentence words;  // "XONG", "HẠN MỚI 20/12/2026"
  Sentence what;
  enum class Where { to_task_mail, to_task_mailbox, to_records, to_document } where = Where::to_task_mail;
};
std::vector<HelpLine> help_lines(HelpRole role);
// `task_mailbox` and `records_mailbox`: addresses of the reader's office, shown in the examples; may be empty.
MessageText help_message(HelpRole role, std::string_view name, std::string_view task_mailbox,
                         std::string_view records_mailbox);

}  // namespace policies::tasks
