// How the forms stand together (structured-mail.md 3): the machine form is neither first nor last of the alternatives,
// since old programs show the first and new ones the last that they know.
#include "base/mime/builder.h"
#include "base/text/encoding.h"
#include "mailstore/office/mails/html_languages.h"
#include "mailstore/office/mails/task_card.h"
#include "policies/tasks/steps/task_state.h"

namespace mailstore::office {

namespace {

// Without a disposition: a named or attached part would be listed among the leader's files.
std::string json_entity(const std::string& json) {
  return "Content-Type: application/ld+json\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         base::base64_encode_lines(json);
}

}  // namespace

base::Result<std::string> task_entity(const TaskCard& card, std::string_view boundary_seed) {
  const std::string seed(boundary_seed);
  std::vector<std::string> parts;
  parts.push_back(base::multipart_entity("alternative",
                                         {base::text_entity(card.text.in(card.english)), json_entity(json_ld(card)),
                                          base::text_entity(html_in(html_card(card), card.english), "html")},
                                         seed + "/alternative"));
  parts.insert(parts.end(), card.files.begin(), card.files.end());
  if (card.calendar) {
    auto calendar = vtodo(card);
    if (!calendar) return calendar.error();
    const bool cancel = calendar->find("\r\nMETHOD:CANCEL\r\n") != std::string::npos;
    // RFC 6047 §2.4: the method in the content type is that of the object.
    parts.push_back(base::binary_entity(
        std::string("text/calendar; charset=utf-8; method=") + (cancel ? "CANCEL" : "REQUEST") + "; component=VTODO",
        *calendar, "nhiem-vu.ics"));
  }
  if (parts.size() == 1) return parts.front();
  return base::multipart_entity("mixed", parts, seed + "/mixed");
}

}  // namespace mailstore::office
