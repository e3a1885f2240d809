// An answer to one of our task messages: the token names task and party, the submission proves who speaks, may()
// decides whether he may, the task's state what it means. A command goes first; what is none is read as people speak
// (task_words.h). What is not applied is answered, and changes nothing.
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/step_ruling.h"
#include "mailstore/office/ruling/steps/product_ruling.h"
#include "mailstore/office/ruling/steps/task_case.h"
#include "mailstore/office/ruling/steps/task_words.h"
#include "mailstore/office/ruling/steps/undo_ruling.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;
using policies::replies::Intent;

namespace {

tasks::Sentence nothing_written(const IntakeHead& head, const ReplyAsk& ask) {
  if (ask.encrypted) {
    return {
        "Thư được mã hóa nên máy chủ không đọc được lệnh. Không có gì thay đổi. Xin gửi lại không mã hóa (vẫn có thể ký số).",
        "The message is encrypted, so the server cannot read a command in it. Nothing was changed. Please send it again without encryption (signing is fine)."};
  }
  if (head.text.text_below) {
    return {
        "Phần trả lời nằm dưới thư gốc hoặc chữ ký nên không được đọc là lệnh. Xin ghi lệnh ở dòng đầu tiên, phía trên thư gốc và chữ ký.",
        "Your words stand below the quoted message or the signature and are not read as a command. Write the command in the first line, above both."};
  }
  return {"Thư trả lời không có nội dung mới của Anh/Chị.", "The reply has no new text of yours."};
}

// The task has that card, and the author may see it.
bool may_see_card(const RulingTools& tools, const IntakeHead& head, const tasks::Task& task, const ReplyToken& token) {
  const int card = card_of(token);
  if (card >= static_cast<int>(task.parties.size())) return false;
  return may_read(tools.view, head.actor, head.author.id, task, tasks::shown_party(task, card), head.at);
}

// seq of the event that the message told of which he answers, when it was about this party.
std::int64_t seen_by(const IntakeHead& head, const ReplyToken& token) {
  return head.answered && head.answered->token == token ? head.answered->seq : 0;
}

// "Không làm kịp đâu anh ạ" of who must act begins with a word of the assigner's side: it is said, not commanded.
bool is_talk_of_other_side(const TaskCase& c, const policies::replies::Reply& reply) {
  if (c.side().assigner) return false;
  const bool free_words =
      !reply.reason.empty() || !reply.words.empty() || reply.problem != policies::replies::ReplyProblem::none;
  switch (reply.intent) {
    case Intent::deny:
    case Intent::give_back:
    case Intent::cancel:
    case Intent::suspend:
    case Intent::add_text:
    case Intent::urge:
    case Intent::new_due: return free_words && !c.side().head;
    default: return false;
  }
}

// What the missing piece is put behind: the command itself, without a day that cannot be.
std::string without_bad_date(const policies::replies::Reply& reply) {
  std::string command = reply.command_line;
  if (reply.problem != policies::replies::ReplyProblem::bad_date) return command;
  const auto at = reply.due_words.empty() ? std::string::npos : command.find(reply.due_words);
  return at == std::string::npos ? std::string() : command.substr(0, at);
}

base::Result<Ruling> rule_command(const TaskCase& c, const policies::replies::Reply& reply, const ReplyAsk& ask) {
  if (auto offer = offer_assigner(c, reply)) return Ruling{{std::move(*offer)}, std::nullopt};
  auto judged = c.judge(reply);
  if (!judged) return judged.error();
  if (!judged->event) return std::move(judged->refusal);
  // The button of a calendar program brings no file and cannot.
  if (!ask.sequence) {
    auto question = ask_for_product(c, {*judged->event}, ask.has_files);
    if (!question) question = ask_for_missing(c, {*judged->event});
    if (question) return Ruling{{std::move(*question)}, std::nullopt};
  }
  return Ruling{{c.event_of_step(std::move(*judged->event))}, std::nullopt};
}

}  // namespace

base::Result<Ruling> rule_words(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                const QuestionAsk& asked) {
  ReplyAsk ask;
  ask.token = token;
  ask.reply = asked.reply;
  ask.encrypted = asked.encrypted;
  ask.has_files = asked.has_files;
  return rule_on(tools, head, ask);
}

base::Result<Ruling> rule_steps(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                const std::vector<tasks::TaskEvent>& steps, std::int64_t asked_seq) {
  auto found = read_task(tools.reader, token.task);
  if (!found) return found.error();
  if (!*found || !may_see_card(tools, head, **found, token)) return no_such_task(tools, head);
  TaskCase c(tools, head, std::move(**found), card_of(token), asked_seq);
  Ruling ruling;
  for (const tasks::TaskEvent& step : steps) {
    if (step.kind == tasks::EventKind::undone) return rule_undo(c);  // what it takes back is seen anew
    auto judged = c.judge(step);
    if (!judged) return judged.error();
    if (!judged->event) return std::move(judged->refusal);
    c.take(*judged->event);
    ruling.events.push_back(c.event_of_step(std::move(*judged->event)));
  }
  return ruling;
}

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const ReplyAsk& ask) {
  auto found = read_task(tools.reader, ask.token.task);
  if (!found) return found.error();
  if (!*found || !may_see_card(tools, head, **found, ask.token)) return no_such_task(tools, head);
  const TaskCase c(tools, head, std::move(**found), card_of(ask.token), seen_by(head, ask.token), ask.sequence);
  if (ask.several_tasks) {
    return c.refuse(
        "several-tasks",
        {"Thư này trả lời nhiều nhiệm vụ cùng lúc nên chưa rõ lệnh dành cho nhiệm vụ nào. Xin trả lời từng thư một.",
         "This message answers several tasks at once, so it is not clear which one is meant. Please answer each message by itself."});
  }
  if (head.text.text.empty()) return c.refuse("nothing-written", nothing_written(head, ask));
  const policies::replies::Reply reply =
      policies::replies::counted_from(ask.reply, {tools.calendar, head.at, c.party_value().due});
  if (reply.intent == Intent::comment || reply.intent == Intent::register_document ||
      reply.intent == Intent::reserve_number || is_talk_of_other_side(c, reply)) {
    if (const auto may = c.may(access::Action::comment); !may) return c.refuse("no-permission", may.refusal);
    return rule_plain_words(c, ask.has_files);
  }
  if (reply.problem != policies::replies::ReplyProblem::none) {
    const tasks::MessageText text =
        tasks::refusal_message(c.task(), c.party(), c.side(), tasks::describe(reply), head.at);
    return Ruling{{c.ask_for_rest("incomplete", text, without_bad_date(reply))}, std::nullopt};
  }
  if (reply.intent == Intent::undo) return rule_undo(c);
  return rule_command(c, reply, ask);
}

}  // namespace mailstore::office
