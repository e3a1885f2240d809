#include "mailstore/office/reading/records_mail.h"

#include <algorithm>

#include "policies/dispatch/dispatch_subject.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;
using policies::replies::Intent;
using policies::replies::Reply;

namespace {

bool is_records_command(const Reply& reply) {
  return reply.intent == Intent::reserve_number || reply.intent == Intent::register_document;
}

// In answer to something that is no task's message: tasks cite documents too.
bool answers_other_than_tasks(const IntakeHead& head) {
  return !head.answers.empty() && !head.answered && head.subject.find("[NV") == std::string::npos;
}

// The tag as its sender wrote it ("[vb: 05/UBND-VX]"), or, of a document from outside, a number in the subject: what is
// listed as waiting.
bool answers_document(const IntakeHead& head) {
  if (!answers_other_than_tasks(head)) return false;
  return dispatch::parse_dispatch_subject(head.subject).kind != dispatch::DispatchSubject::Kind::none ||
         dispatch::find_document_number(head.subject).has_value();
}

// TỪ CHỐI, TRẢ LẠI and HỦY are commands of the records office only in an answer to what it sent or got; of a clerk,
// whatever the subject has become: the ruling looks up the document.
bool is_records_answer(const Reply& reply, const IntakeHead& head, bool clerk) {
  if (reply.intent == Intent::refuse || reply.intent == Intent::give_back)
    return answers_document(head) || (clerk && answers_other_than_tasks(head));
  return reply.intent == Intent::cancel && !head.answers.empty() && head.subject.find("[SỐ ") != std::string::npos;
}

// A clerk's words that were perhaps meant as a command: he is asked back, so that no document waits unseen.
bool is_records_slip(const Reply& reply, const IntakeHead& head, bool to_own_records) {
  if (reply.intent != Intent::comment && reply.intent != Intent::deny) return false;  // "Không tiếp nhận"
  const Intent near = policies::replies::nearly_intent(head.text.text);
  const bool below_quote =
      head.text.text_below && head.text.cut != policies::replies::Cut::signature;  // a signature alone forwards it
  if (near == Intent::reserve_number) return to_own_records;
  return answers_document(head) &&
         (near == Intent::register_document || near == Intent::refuse || near == Intent::give_back || below_quote);
}

// A clerk's new mail "XIN SỐ BC", with nothing else below it that asks for a number.
std::optional<Reply> asked_in_subject(const MailInHand& hand) {
  if (!hand.head.answers.empty() || policies::replies::nearly_intent(hand.head.text.text) == Intent::reserve_number)
    return std::nullopt;
  Reply reply = hand.read_words(hand.head.subject);
  if (reply.intent != Intent::reserve_number || reply.problem != policies::replies::ReplyProblem::none)
    return std::nullopt;
  return reply;
}

// The first records mailbox that it is addressed to.
base::UnitId records_addressed(const directory::DirectoryView& view, const Submission& mail) {
  for (const std::string& recipient : mail.recipients) {
    const directory::Account* role = view.role_at(recipient);
    if (role != nullptr && role->purpose == directory::kRecords) return role->office;
  }
  return {};
}

}  // namespace

std::optional<Intake> read_records_mail(const MailInHand& hand) {
  const directory::DirectoryView& view = hand.tools.view;
  const base::UnitId addressed = records_addressed(view, hand.mail);
  const auto offices = view.clerk_offices(hand.head.author.id);
  const bool own = std::find(offices.begin(), offices.end(), addressed) != offices.end();
  std::optional<Reply> of_subject;
  if (own && hand.reply.intent == Intent::comment) of_subject = asked_in_subject(hand);
  const Reply& reply = of_subject ? *of_subject : hand.reply;
  const bool to_task = std::any_of(hand.mail.recipients.begin(), hand.mail.recipients.end(),
                                   [&](const std::string& to) { return is_reply_address(view, to); });
  const bool answer = !to_task && (is_records_answer(reply, hand.head, !offices.empty()) ||
                                   (!offices.empty() && is_records_slip(reply, hand.head, own)));
  if (!is_records_command(reply) && !answer) return std::nullopt;
  // A number is asked of the office that is written to; an answer speaks for the clerk's own office.
  base::UnitId office;
  if (reply.intent == Intent::reserve_number) {
    if (!addressed) return std::nullopt;
    office = addressed;
  } else if (own) {
    office = addressed;
  } else {
    office = offices.empty() ? hand.head.author.office : offices.front();
  }
  Intake intake;
  intake.head = hand.head;
  intake.head.office = office;
  if (of_subject) intake.head.text.text = hand.head.subject;
  intake.ask = RecordsAsk{reply};
  intake.filing.keep = hand.mail.recipients;
  return intake;
}

}  // namespace mailstore::office
