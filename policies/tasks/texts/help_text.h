// The words of each role, with examples that can be answered as they stand: what TRỢ GIÚP says, and the page that is
// printed. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policies/tasks/texts/task_text.h"

namespace policies::tasks {

enum class HelpRole { leader, head, staff, clerk, admin };
const Sentence& name_of(HelpRole role);  // "lãnh đạo"

struct HelpLine {
  Sentence words;  // "XONG", "HẠN MỚI 20/12/2026"
  Sentence what;
  enum class Where { to_task_mail, to_task_mailbox, to_records, to_document, on_server } where = Where::to_task_mail;
};
std::vector<HelpLine> help_lines(HelpRole role);

// Addresses of the reader's office, shown in the examples; may be empty.
struct HelpAddresses {
  std::string task_mailbox, records_mailbox;
};

// The lines by where the words are written.
struct HelpBlock {
  Sentence heading;  // ends in ':'
  std::vector<HelpLine> lines;
};
std::vector<HelpBlock> help_blocks(HelpRole role, const HelpAddresses& addresses);
// How a task is given, for those who may; else empty.
Sentence how_to_assign(HelpRole role, const HelpAddresses& addresses);
Sentence plain_words_note();

// The blocks and both notes as text.
Sentence help_body(HelpRole role, const HelpAddresses& addresses);

MessageText help_message(HelpRole role, std::string_view name, const HelpAddresses& addresses);

// The page that is printed and hung up: A4, no script, nothing remote, Vietnamese, with the English twin when asked.
// `office` may be empty.
std::string help_page_html(HelpRole role, std::string_view office, const HelpAddresses& addresses, bool english);
std::string help_page_text(HelpRole role, std::string_view office, const HelpAddresses& addresses, bool english);

}  // namespace policies::tasks
