#include "mailstore/office/mails/leader_page_mail.h"

#include "mailstore/office/mails/page_html.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

namespace reminders = policies::reminders;

Tone tone_of(reminders::PageSection::Kind kind) {
  using Kind = reminders::PageSection::Kind;
  switch (kind) {
    case Kind::overdue: return Tone::late;
    case Kind::waiting:
    case Kind::near_due: return Tone::near;
    case Kind::done: return Tone::done;
    default: return Tone::calm;
  }
}

}  // namespace

std::string leader_page_html(const reminders::LeaderPage& page) {
  const std::string name = policies::phrases::one_line(page.name), scope = policies::phrases::one_line(page.scope);
  const base::Sentence counts = reminders::counts_of(page);
  base::Sentence greeting{"Kính gửi " + name + ". " + scope + ": " + counts.vi + ".",
                          "To " + name + ". " + scope + ": " + counts.en + "."};
  if (!page.figures.vi.empty()) {
    greeting.vi += "\n" + page.figures.vi;
    greeting.en += "\n" + page.figures.en;
  }
  std::string html = page_begin(reminders::title_of(page), greeting);
  for (const reminders::PageSection& section : page.sections) {
    const std::string number = " (" + std::to_string(section.count) + ")";
    html += section_begin(tone_of(section.kind), {section.heading.vi + number, section.heading.en});
    for (const reminders::PageGroup& group : section.groups) {
      html += group_row(group.unit);
      for (const base::Sentence& line : group.lines) html += said_row(line, true);
    }
    if (!section.more.vi.empty()) html += said_row(section.more);
    html += section_end();
  }
  return html + page_end(reminders::foot_of(page));
}

}  // namespace mailstore::office
