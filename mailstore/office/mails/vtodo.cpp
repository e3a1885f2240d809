// RFC 5545 and RFC 5546 (iTIP), written by libical. What our states say beyond its words stands in X-VANTHU-
// properties. DUE is always a UTC time, also for a whole day (16:59:59Z = the end of the day in +07:00): a DATE there
// means "before that day" by the example of RFC 5545 §3.6.2 and "on that day" in many programs, which would make a
// day's difference.
#include <libical/ical.h>

#include <memory>

#include "base/text/encoding.h"
#include "base/text/utf8.h"
#include "mailstore/office/mails/card_facts.h"
#include "policies/calendar/date.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace {

using policies::tasks::PartyRole;
using policies::tasks::State;
using policies::tasks::TaskParty;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

icaltimetype utc(base::Timestamp time) {
  return icaltime_from_timet_with_zone(static_cast<time_t>(time.seconds()), 0, icaltimezone_get_utc_timezone());
}

icalproperty_status status_of(State state) {
  switch (state) {
    case State::done: return ICAL_STATUS_COMPLETED;
    case State::cancelled: return ICAL_STATUS_CANCELLED;
    case State::in_progress:
    case State::wait_confirm:
    case State::redo: return ICAL_STATUS_INPROCESS;
    default: return ICAL_STATUS_NEEDSACTION;
  }
}

icalparameter_partstat partstat_of(const TaskParty& party) {
  if (party.reassigned_to) return ICAL_PARTSTAT_DELEGATED;
  switch (party.state) {
    case State::in_progress: return party.percent > 0 ? ICAL_PARTSTAT_INPROCESS : ICAL_PARTSTAT_ACCEPTED;
    case State::redo: return ICAL_PARTSTAT_INPROCESS;
    case State::wait_confirm:
    case State::done: return ICAL_PARTSTAT_COMPLETED;
    case State::refused: return ICAL_PARTSTAT_DECLINED;
    case State::suspended:
    case State::cancelled: return party.accepted_at ? ICAL_PARTSTAT_ACCEPTED : ICAL_PARTSTAT_NEEDSACTION;
    default: return ICAL_PARTSTAT_NEEDSACTION;
  }
}

// The lead answers for the task: its chair. Who is only informed does not take part.
icalparameter_role role_of(PartyRole role) {
  switch (role) {
    case PartyRole::lead: return ICAL_ROLE_CHAIR;
    case PartyRole::cooperating:
    case PartyRole::part: return ICAL_ROLE_REQPARTICIPANT;
    case PartyRole::informed: break;
  }
  return ICAL_ROLE_NONPARTICIPANT;
}

// RFC 5545 §3.2: a parameter value has no double quotes; RFC 6868 escapes are unknown to many programs.
std::string parameter_text(std::string text) {
  for (char& c : text) {
    if (c == '"') c = '\'';
  }
  return text;
}

// RFC 5545 §3.3.3. Programs compare these addresses letter by letter to find their own: only what an address must not
// hold in a URI is encoded, "+" stays.
std::string cal_address(std::string_view address) {
  std::string out = "mailto:";
  for (const char c : address)
    out += std::string_view("@+'!$*").find(c) != std::string_view::npos ? std::string(1, c)
                                                                        : base::percent_encode(std::string_view(&c, 1));
  return out;
}

void add_cn(icalproperty* property, const std::string& name) {
  if (!name.empty()) icalproperty_add_parameter(property, icalparameter_new_cn(parameter_text(name).c_str()));
}

void add_organizer(icalcomponent* todo, const TaskCard& card) {
  icalproperty* organizer = icalproperty_new_organizer(cal_address(card.role_address).c_str());
  add_cn(organizer, policies::phrases::one_line(card.role_name, kMaxFact));
  if (!card.acting_address.empty() && card.acting_address != card.role_address) {
    icalproperty_add_parameter(organizer, icalparameter_new_sentby(cal_address(card.acting_address).c_str()));
  }
  icalcomponent_add_property(todo, organizer);
}

void add_attendee(icalcomponent* todo, const policies::tasks::Task& task, const TaskParty& party) {
  icalproperty* attendee = icalproperty_new_attendee(cal_address(party.address).c_str());
  add_cn(attendee, policies::phrases::one_line(party.name, kMaxFact));
  icalproperty_add_parameter(attendee, icalparameter_new_role(role_of(party.role)));
  icalproperty_add_parameter(attendee, icalparameter_new_partstat(partstat_of(party)));
  const bool answers = party.role != PartyRole::informed && !policies::tasks::is_final(party.state) &&
                       !policies::tasks::is_final(task.state());
  icalproperty_add_parameter(attendee, icalparameter_new_rsvp(answers ? ICAL_RSVP_TRUE : ICAL_RSVP_FALSE));
  if (party.reassigned_to && static_cast<std::size_t>(*party.reassigned_to) < task.parties.size()) {
    const auto& to = task.parties[static_cast<std::size_t>(*party.reassigned_to)];
    icalproperty_add_parameter(attendee, icalparameter_new_delegatedto(cal_address(to.address).c_str()));
  }
  icalcomponent_add_property(todo, attendee);
}

void add_attachments(icalcomponent* todo, const CardFacts& facts) {
  for (const CardFile& file : facts.files) {
    if (file.content_id.empty()) continue;
    // RFC 2392: the Content-ID, percent-encoded.
    icalattach* attach = icalattach_new_from_url(("CID:" + base::percent_encode(file.content_id)).c_str());
    icalproperty* property = icalproperty_new_attach(attach);
    icalattach_unref(attach);
    icalproperty_add_parameter(property, icalparameter_new_fmttype(file.content_type.c_str()));
    icalcomponent_add_property(todo, property);
  }
}

void add_x(icalcomponent* todo, const char* name, const std::string& value) {
  icalproperty* property = icalproperty_new_x(value.c_str());
  icalproperty_set_x_name(property, name);
  icalcomponent_add_property(todo, property);
}

// 1 high: an hour is given, or it is urgent; 5 normal; 9 low: only informed (RFC 5545 §3.8.1.9).
int priority_of(const TaskCard& card, const CardFacts& facts) {
  const auto& party = card.task->parties.at(
      static_cast<std::size_t>(card.party) < card.task->parties.size() ? static_cast<std::size_t>(card.party) : 0);
  if (!card.to_assigner && party.role == PartyRole::informed) return 9;
  if (!facts.priority.empty()) return 1;
  return facts.due && *facts.due != policies::calendar::end_of_day(policies::calendar::local_date(*facts.due)) ? 1 : 5;
}

void add_dates(icalcomponent* todo, const TaskCard& card, const CardFacts& facts) {
  icalcomponent_add_property(todo, icalproperty_new_dtstamp(utc(card.now)));
  icalcomponent_add_property(todo, icalproperty_new_created(utc(card.task->head.assigned_at)));
  icalcomponent_add_property(todo, icalproperty_new_lastmodified(utc(card.now)));
  if (facts.due) icalcomponent_add_property(todo, icalproperty_new_due(utc(*facts.due)));
  const auto completed = policies::tasks::completed_at(facts.shown);
  if (completed) icalcomponent_add_property(todo, icalproperty_new_completed(utc(*completed)));
}

void add_words(icalcomponent* todo, const TaskCard& card, const CardFacts& facts) {
  icalcomponent_add_property(todo, icalproperty_new_summary(facts.title.c_str()));
  std::string description = base::sanitize_utf8(card.text.in(card.english));
  std::erase(description, '\r');
  std::erase(description, '\0');
  icalcomponent_add_property(todo, icalproperty_new_description(description.c_str()));
  // Who gave the task; the organizer is the office's mailbox.
  if (!facts.assigner.empty()) icalcomponent_add_property(todo, icalproperty_new_contact(facts.assigner.c_str()));
  const std::string comment = policies::phrases::one_line(card.text.opening.vi + " " + card.text.words, kMaxFact);
  if (!comment.empty()) icalcomponent_add_property(todo, icalproperty_new_comment(comment.c_str()));
}

Component component_of(const TaskCard& card, const CardFacts& facts) {
  icalcomponent* todo = icalcomponent_new(ICAL_VTODO_COMPONENT);
  const bool cancelled = facts.shown.state == State::cancelled;
  Component calendar(icalcomponent_vanew(
      ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"), icalproperty_new_prodid("-//Vanthu//Nhiem vu//VI"),
      icalproperty_new_calscale("GREGORIAN"),
      icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST), todo, nullptr));
  icalcomponent_add_property(todo, icalproperty_new_uid(facts.uid.c_str()));
  icalcomponent_add_property(todo, icalproperty_new_sequence(card.task->events));
  add_dates(todo, card, facts);
  add_organizer(todo, card);
  for (std::size_t i = 0; i < card.task->parties.size(); ++i) {
    const TaskParty& party = card.task->parties[i];
    if (!party.removed() || static_cast<int>(i) == card.party) add_attendee(todo, *card.task, party);
  }
  add_words(todo, card, facts);
  icalcomponent_add_property(todo, icalproperty_new_priority(priority_of(card, facts)));
  icalcomponent_add_property(todo, icalproperty_new_status(status_of(facts.shown.state)));
  icalcomponent_add_property(todo, icalproperty_new_percentcomplete(facts.percent));
  add_attachments(todo, facts);
  add_x(todo, "X-VANTHU-NUMBER", facts.number);
  add_x(todo, "X-VANTHU-STATE", policies::tasks::to_string(facts.shown.state));
  return calendar;
}

}  // namespace

base::Result<std::string> vtodo(const TaskCard& card) {
  const Component calendar = component_of(card, facts_of(card));
  if (!calendar)
    return base::Error::permanent(base::ErrorCode::internal,
                                  {"Không tạo được phần lịch của thư.", "The calendar part could not be made."},
                                  "libical gave no component");
  const std::unique_ptr<char, void (*)(void*)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                    [](void* p) { icalmemory_free_buffer(p); });
  if (!text)
    return base::Error::permanent(base::ErrorCode::internal,
                                  {"Không tạo được phần lịch của thư.", "The calendar part could not be made."},
                                  "libical could not write its component");
  // libical writes CRLF here; whatever it is built for, RFC 5545 §3.1 asks for CRLF.
  std::string out;
  for (const char* c = text.get(); *c != '\0'; ++c) {
    if (*c == '\r') continue;
    out += *c == '\n' ? std::string("\r\n") : std::string(1, *c);
  }
  return out;
}

}  // namespace mailstore::office
