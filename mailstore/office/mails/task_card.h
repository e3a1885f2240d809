// The body of a task message in its four forms, rendered from one record: text, JSON-LD, HTML card, VTODO
// (structured-mail.md 3). All say the same; a test asserts it. Pure, thread-safe. libical only in vtodo.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "policies/tasks/steps/task_state.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

struct TaskCard {
  const policies::tasks::Task* task = nullptr;  // as it stands after the event
  int party = 0;                                // whom it is for or about
  bool to_assigner = false;                     // written to the assigner's side
  bool calendar = true;                         // carry the VTODO (assignments and steps that change its facts)
  bool english = true;                          // with the English twin
  policies::tasks::MessageText text;            // of policies/tasks/texts/task_text.h
  std::string reply_address;            // "nv+….…@d"; the mailto: target of the buttons; "" = no answer expected
  std::string role_address, role_name;  // ORGANIZER: the office's task mailbox
  std::string acting_address, acting_name;  // SENT-BY: the person who acted
  base::Timestamp now;                      // of the event: DTSTAMP
  std::int64_t seq = 0;                     // of the event in the office's journal
  std::string domain;                       // of the UID: "nv-<task>@domain"
  std::vector<std::string> files;           // MIME entities of the assigner's attachments, byte for byte as in his mail
};

// One card, no remote content, no script, styles inline; buttons are mailto: links to reply_address whose body is the
// reply word.
std::string html_card(const TaskCard& card);
// application/ld+json: a schema.org Action with our own context (sml full representation); UTF-8, one object.
std::string json_ld(const TaskCard& card);
// RFC 5545 VCALENDAR, METHOD:REQUEST (CANCEL for a cancelled task) with one VTODO, CRLF, folded. Errors: internal
// (libical refused its own tree).
base::Result<std::string> vtodo(const TaskCard& card);

// multipart/mixed { multipart/alternative { text/plain, application/ld+json, text/html }, files …, text/calendar }: the
// whole entity, CRLF, to be signed or put into a message as it is; without files and calendar the alternative alone.
// Errors: of vtodo().
base::Result<std::string> task_entity(const TaskCard& card, std::string_view boundary_seed);

}  // namespace mailstore::office
