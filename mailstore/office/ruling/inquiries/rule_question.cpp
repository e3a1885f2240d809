#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/minutes_ruling.h"
#include "mailstore/office/ruling/question_ruling.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/step_ruling.h"
#include "policies/replies/yes_no.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
using policies::replies::YesNo;

namespace {

struct Answering {
  const RulingTools& tools;
  const IntakeHead& head;
  const Event& asked;
  const Question& question;
  const QuestionAsk& ask;

  // Words and files of the first mail: what was asked again refers to it.
  std::int64_t source() const { return asked.source != 0 ? asked.source : asked.seq; }
  Event closing(Event event) const {
    event.answers = asked.seq;
    event.source = source();
    return event;
  }
  // Nothing is done; the question stays as it is.
  Ruling tell(const char* rule, const base::Sentence& what) const {
    return Ruling{{answer_of(head, AnswerFrom::tasks, rule, "Re: " + question.subject, answer_text(head, what))},
                  std::nullopt};
  }
};

Ruling withdrawn(const Answering& a) {
  Ruling ruling = a.tell("withdrawn", {"Đã bỏ theo ý Anh/Chị. Không có gì được thực hiện từ thư trước.",
                                       "Dropped as you wish. Nothing was done from the message before."});
  ruling.events.front().answers = a.asked.seq;
  return ruling;
}

// Asked again with what the answer has added. The last time says that a new mail is needed.
Ruling ask_again(const Answering& a, TaskDraft draft, std::vector<std::string> several,
                 policies::phrases::DeadlineAnswer deadline) {
  tasks::Unclear unclear = missing_of(draft);
  const std::string rule = missing_rule(draft);
  if (deadline.verdict != policies::phrases::DeadlineVerdict::none && draft.deadline_open) {
    unclear.deadline = std::move(deadline);
    unclear.deadline_open = false;
  }
  unclear.several = std::move(several);
  unclear.encrypted = a.ask.encrypted;
  unclear.known = draft.assignment;
  unclear.last_time = a.question.round >= kMostRounds;
  const tasks::MessageText text = tasks::ask_back_message(a.question.subject, unclear);
  if (unclear.last_time)
    return Ruling{{a.closing(answer_of(a.head, AnswerFrom::tasks, rule.empty() ? "several-names" : rule, text.subject,
                                       text.in(a.head.english)))},
                  std::nullopt};
  Question again;
  again.rule = rule.empty() ? "several-names" : rule;
  again.subject = text.subject;
  again.text = text.in(a.head.english);
  again.round = a.question.round + 1;
  again.drafts.push_back(std::move(draft));
  return Ruling{{a.closing(event_of(a.head, std::move(again)))}, std::nullopt};
}

base::Result<Ruling> complete_draft(const Answering& a) {
  const TaskDraft& draft = a.question.drafts.front();
  const YesNo answer = policies::replies::read_yes_no(a.head.text.text);
  if (answer == YesNo::no) return withdrawn(a);
  // Rights are asked when he acts: he may have lost them since he was asked.
  const tasks::Assignment& given = draft.assignment;
  const auto refused =
      draft.name_open
          ? given_by(a.tools, a.head, given.parties).refusal
          : may_not_give(a.tools, a.head, given.entered_by ? given.assigner : base::AccountId(), given.parties);
  if (refused) {
    const tasks::MessageText text = tasks::not_allowed_message(a.question.subject, *refused);
    return Ruling{
        {a.closing(answer_of(a.head, AnswerFrom::tasks, "no-permission", text.subject, text.in(a.head.english)))},
        std::nullopt};
  }
  if (answer == YesNo::yes && missing_rule(draft).empty()) {
    auto created = create_task(a.tools, a.head, draft);
    if (!created) return created.error();
    return Ruling{{a.closing(std::move(*created))}, std::nullopt};
  }
  if (answer == YesNo::yes && draft.deadline_open && draft.deadline_candidate) {
    TaskDraft taken = draft;
    take_candidate(taken);
    if (!missing_rule(taken).empty()) return ask_again(a, std::move(taken), {}, {});
    auto created = create_task(a.tools, a.head, std::move(taken));
    if (!created) return created.error();
    return Ruling{{a.closing(std::move(*created))}, std::nullopt};
  }
  Completed completed = complete(a.tools, a.head, draft);
  if (completed.out_of_reach)
    return Ruling{{a.closing(answer_of(
                      a.head, AnswerFrom::tasks, "no-permission",
                      tasks::not_allowed_message(a.question.subject, *completed.out_of_reach).subject,
                      tasks::not_allowed_message(a.question.subject, *completed.out_of_reach).in(a.head.english)))},
                  std::nullopt};
  if (!completed.used && completed.several.empty() && missing_rule(draft).empty())
    return a.tell(
        "not-understood",
        {"Chưa hiểu câu trả lời, chưa giao việc nào. Xin trả lời ĐÚNG, KHÔNG hoặc ghi thời hạn, ví dụ: hạn 20/12.",
         "The answer was not understood; nothing has been assigned. Please reply YES, NO, or give the deadline, for example: by 20 Dec."});
  if (!completed.several.empty() || !missing_rule(completed.draft).empty())
    return ask_again(a, std::move(completed.draft), std::move(completed.several), std::move(completed.deadline));
  auto created = create_task(a.tools, a.head, std::move(completed.draft));
  if (!created) return created.error();
  return Ruling{{a.closing(std::move(*created))}, std::nullopt};
}

// "18/12" for "HẠN MỚI <ngày>", "thiếu phụ lục" for "TRẢ LẠI": the command that the answer makes whole; nothing: it
// does not.
std::optional<QuestionAsk> made_whole(const Answering& a) {
  if (a.question.command.empty() || a.ask.reply.intent != policies::replies::Intent::comment) return std::nullopt;
  std::string whole = a.question.command;
  const auto open = whole.find('<');
  const std::string& text = a.head.text.text;
  const std::string line = text.substr(0, text.find('\n'));
  if (line.empty() || line.find('<') != std::string::npos) return std::nullopt;
  whole = open == std::string::npos ? whole + " " + line : whole.substr(0, open) + line;
  if (line.size() < text.size()) whole += text.substr(line.size());
  QuestionAsk ask = a.ask;
  ask.reply = policies::replies::parse_reply(whole, {a.tools.calendar, a.head.at, std::nullopt});
  if (!ask.reply.applies()) return std::nullopt;
  return ask;
}

// The table of several points: corrected, confirmed, dropped, or taken as the single task that it might be.
base::Result<Ruling> answer_table(const Answering& a) {
  auto answered = answer_points(a.tools, a.head, a.question);
  if (!answered) return answered.error();
  if (answered->one) {
    if (!missing_rule(*answered->one).empty()) return ask_again(a, std::move(*answered->one), {}, {});
    const tasks::Assignment& given = answered->one->assignment;
    const base::AccountId leader = given.entered_by ? given.assigner : base::AccountId();
    if (const auto refused = may_not_give(a.tools, a.head, leader, given.parties)) {
      const tasks::MessageText text = tasks::not_allowed_message(a.question.subject, *refused);
      return Ruling{
          {a.closing(answer_of(a.head, AnswerFrom::tasks, "no-permission", text.subject, text.in(a.head.english)))},
          std::nullopt};
    }
    auto created = create_task(a.tools, a.head, std::move(*answered->one));
    if (!created) return created.error();
    return Ruling{{a.closing(std::move(*created))}, std::nullopt};
  }
  for (Event& event : answered->ruling.events) {
    if (answered->closes) event = a.closing(std::move(event));
  }
  return std::move(answered->ruling);
}

// A yes does what was offered, with the words and files of the mail before; other words are an answer to the task.
base::Result<Ruling> confirm_steps(const Answering& a) {
  const ReplyToken token{a.question.task, token_party(a.question.party)};
  const YesNo answer = policies::replies::read_yes_no(a.head.text.text);
  if (answer == YesNo::no) {
    Ruling ruling = a.tell("withdrawn", {"Vâng, thư trước chỉ được giữ là ý kiến; nhiệm vụ không thay đổi.",
                                         "Understood: the message before is kept as a remark; the task is unchanged."});
    ruling.events.front().answers = a.asked.seq;
    return ruling;
  }
  const std::optional<QuestionAsk> whole = made_whole(a);
  if (answer == YesNo::yes && a.question.steps.empty())
    return a.tell(
        "still-incomplete",
        {"Vẫn còn thiếu phần chưa ghi; chưa có gì thay đổi. Xin trả lời thư trước và ghi riêng phần đó, ví dụ: 20/12.",
         "Something is still missing; nothing was changed. Please answer the message before with that piece alone, for example: 20 Dec."});
  auto ruling = whole                  ? rule_words(a.tools, a.head, token, *whole)
                : answer == YesNo::yes ? rule_steps(a.tools, a.head, token, a.question.steps, a.asked.seq)
                                       : rule_words(a.tools, a.head, token, a.ask);
  if (!ruling) return ruling;
  for (Event& event : ruling->events) {
    event.answers = a.asked.seq;
    if (answer == YesNo::yes) event.source = a.source();
  }
  return ruling;
}

}  // namespace

base::Result<Ruling> rule_answer(const RulingTools& tools, const IntakeHead& head, const AskedQuestion& question,
                                 const QuestionAsk& ask) {
  const auto* body = std::get_if<Question>(&question.event.body);
  if (body == nullptr) return does_not_fit("a question that is none");
  // What was pinned to the question goes on with what its answer does.
  IntakeHead pinned;
  if (!body->mails.empty()) {
    pinned = head;
    pinned.mails.insert(pinned.mails.begin(), body->mails.begin(), body->mails.end());
  }
  const Answering a{tools, body->mails.empty() ? head : pinned, question.event, *body, ask};
  if (question.event.actor != head.author.id) {
    const directory::Account* asked = tools.view.find_account(question.event.actor);
    const std::string who = asked != nullptr ? asked->full_name : question.event.actor_name;
    // Its subject is not for him either.
    return Ruling{
        {answer_of(head, AnswerFrom::tasks, "not-asked", "Re: " + head.subject,
                   answer_text(head, {"Câu hỏi này dành cho " + who +
                                          "; câu trả lời của Anh/Chị không được áp dụng. Không có gì thay đổi.",
                                      "This question was put to " + who +
                                          "; your answer was not applied. Nothing was changed."}))},
        std::nullopt};
  }
  if (question.answered_seq != 0)
    return a.tell(
        "answered-before",
        {"Câu hỏi này đã được trả lời trước đó; thư này không làm thay đổi gì. Muốn đổi, xin trả lời thư của nhiệm vụ hoặc gửi thư giao việc mới.",
         "This question was answered before; this message changed nothing. To change it, please answer the mail of the task or send a new assignment."});
  if (!body->choices.empty()) {
    if (policies::replies::read_yes_no(head.text.text) == YesNo::no) return withdrawn(a);
    return a.tell(
        "which-task-open",
        {"Chưa rõ nhiệm vụ nào trong danh sách; chưa có gì thay đổi. Xin trả lời thư trước bằng một số thứ tự (1 đến " +
             std::to_string(body->choices.size()) + ") hoặc số của nhiệm vụ, ví dụ: " + body->choices.front().number +
             "; KHÔNG nếu không cần nữa.",
         "It is not clear which task of the list is meant; nothing was changed. Please answer the message before with "
         "one place in the list (1 to " +
             std::to_string(body->choices.size()) + ") or the number of a task, for example: " +
             body->choices.front().number + "; NO if it is not needed any more."});
  }
  if (body->access) return rule_access_answer(tools, head, question.event, *body);
  if (asks_points(*body)) return answer_table(a);
  if (!body->drafts.empty()) {
    if (head.text.text.empty() && head.to.empty()) return ask_again(a, body->drafts.front(), {}, {});
    return complete_draft(a);
  }
  return confirm_steps(a);
}

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const QuestionAsk& ask) {
  auto question = read_question(tools.reader, head.office, ask.seq);
  if (!question) return question.error();
  if (!*question)
    return Ruling{{answer_of(head, AnswerFrom::tasks, "no-such-question", "Re: " + head.subject,
                             answer_text(head, {"Không tìm thấy câu hỏi của thư này. Không có gì thay đổi.",
                                                "The question of this message was not found. Nothing was changed."}))},
                  std::nullopt};
  return rule_answer(tools, head, **question, ask);
}

}  // namespace mailstore::office
