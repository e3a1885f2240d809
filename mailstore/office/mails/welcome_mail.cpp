#include "mailstore/office/mails/welcome_mail.h"

#include "mailstore/office/mails/page_html.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

std::string welcome_html(const tasks::Welcome& welcome) {
  std::string html = page_begin({"Chào mừng Anh/Chị", "Welcome"}, tasks::welcome_greeting(welcome));
  for (const tasks::WelcomePart& part : tasks::welcome_parts(welcome)) {
    html += section_begin(Tone::calm, part.heading);
    for (const base::Sentence& said : part.said) html += said_row(said);
    html += section_end();
  }
  const base::Sentence assign = tasks::how_to_assign(welcome.role, welcome.addresses);
  if (!assign.vi.empty())
    html += section_begin(Tone::calm, {"Giao việc", "To give a task"}) + said_row(assign) + section_end();
  for (const tasks::HelpBlock& block : tasks::help_blocks(welcome.role, welcome.addresses)) {
    html += section_begin(Tone::calm, block.heading);
    for (const tasks::HelpLine& line : block.lines) html += word_row(line.words, line.what);
    html += section_end();
  }
  return html + page_end(tasks::plain_words_note());
}

}  // namespace mailstore::office
