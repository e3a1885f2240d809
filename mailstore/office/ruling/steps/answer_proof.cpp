#include "mailstore/office/ruling/steps/answer_proof.h"

#include <algorithm>

#include "base/text/case.h"
#include "mailstore/office/ruling/steps/task_case.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/tasks/texts/conversation_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

using Whose = AnsweredMail::Whose;

bool is_step(const Event& event) {
  const auto* step = std::get_if<TaskStep>(&event.body);
  return step != nullptr && step->event.kind != tasks::EventKind::commented;
}

bool is_of_series(const Event& event) {
  return std::holds_alternative<SeriesChanged>(event.body) || std::holds_alternative<SeriesEnded>(event.body);
}

// Written by hand: a command, about a task that the author names himself. Plain words need a mail that they answer.
bool names_task(const IntakeHead& head, const ReplyAsk& ask, const tasks::Task& task) {
  if (ask.reply.intent == policies::replies::Intent::comment) return false;
  return ask.by_name || base::to_ascii_upper(head.subject).find(task.head.number) != std::string::npos;
}

struct Proven {
  const RulingTools& tools;
  const IntakeHead& head;

  base::Result<bool> operator()(const ReplyAsk& ask) const {
    const AnsweredMail& parent = head.parent;
    if (parent.whose == Whose::others) return false;
    if (parent.task) return parent.task->token.task == ask.token.task;
    if (parent.question || parent.series) return false;
    if (ask.by_name && parent.whose == Whose::ours) return true;
    auto task = read_task(tools.reader, ask.token.task);
    if (!task) return task.error();
    return *task && names_task(head, ask, **task);
  }
  // Nobody but whom it was put to has its address.
  base::Result<bool> operator()(const QuestionAsk& ask) const {
    if (head.parent.whose == Whose::none) return true;
    return head.parent.question == QuestionToken{head.office.value, ask.seq};
  }
  base::Result<bool> operator()(const SeriesAsk& ask) const {
    if (head.parent.series)
      return head.parent.series->series == ask.series && head.parent.series->office == head.office;
    return head.parent.whose != Whose::others && !head.parent.task && !head.parent.question;
  }
  template <class Ask>
  base::Result<bool> operator()(const Ask&) const {
    return head.parent.whose != Whose::others;
  }
};

// The same question again: what is answered now is our mail.
base::Result<Ruling> ask_once_more(const RulingTools& tools, const IntakeHead& head, tasks::Unproven unproven,
                                   std::int64_t seq) {
  auto asked = read_question(tools.reader, head.office, seq);
  if (!asked) return asked.error();
  const auto* before = *asked ? std::get_if<Question>(&(*asked)->event.body) : nullptr;
  Ruling ruling;
  if (before == nullptr) return ruling;
  Question again = *before;
  const std::string why = answer_text(
      head,
      unproven == tasks::Unproven::hidden_words
          ? base::
                Sentence{"Thư vừa rồi của Anh/Chị có chữ ẩn mà người đọc không thấy nên chưa làm gì. Xin trả lời thư này bằng chữ thường.",
                         "Your last message has hidden words that nobody sees, so nothing was done. Please answer this message in plain text."}
          : base::Sentence{
                "Thư vừa rồi của Anh/Chị không trả lời đúng thư hỏi của máy chủ nên chưa làm gì. Xin trả lời thư này.",
                "Your last message does not answer the question that this server sent, so nothing was done. Please answer this message."});
  if (!again.text.starts_with(why)) again.text = why + "\n" + again.text;
  Event event = event_of(head, std::move(again));
  event.answers = seq;
  event.source = (*asked)->event.source != 0 ? (*asked)->event.source : seq;
  ruling.events.push_back(std::move(event));
  return ruling;
}

base::Result<Ruling> ask_about_steps(const RulingTools& tools, const IntakeHead& head, int card, tasks::Unproven why,
                                     Ruling ruling) {
  Question question;
  question.rule = why == tasks::Unproven::hidden_words ? "hidden-words" : "not-our-mail";
  std::vector<base::Sentence> said;
  for (const Event& event : ruling.events) {
    if (!is_step(event)) continue;
    const auto& step = std::get<TaskStep>(event.body);
    question.task = step.task;
    question.steps.push_back(step.event);
    said.push_back(tasks::describe(step.event, head.author.full_name));
  }
  auto task = read_task(tools.reader, question.task);
  if (!task) return task.error();
  const TaskCase c(tools, head, std::move(task->value()), card);
  const tasks::MessageText text =
      tasks::unproven_message(c.task(), c.party(), c.side(), why, head.text.text, said, head.at);
  question.party = card;
  question.subject = text.subject;
  question.text = text.in(head.english);
  std::erase_if(ruling.events, is_step);
  ruling.events.push_back(event_of(head, std::move(question)));
  return ruling;
}

// Series have no confirming word: what would do it is said.
Ruling tell_about_series(const IntakeHead& head, tasks::Unproven why, const std::string& number) {
  const bool hidden = why == tasks::Unproven::hidden_words;
  const std::string words = policies::phrases::shortened(head.text.text, 200);
  const base::Sentence reason =
      hidden ? base::Sentence{"có chữ ẩn mà người đọc không thấy", "it has hidden words that nobody sees"}
             : base::Sentence{"trả lời một thư không do máy chủ này gửi",
                              "it answers a mail that this server did not send"};
  const base::Sentence said{
      "Thư của Anh/Chị nói về chu kỳ " + number + ": “" + words + "”, nhưng " + reason.vi +
          ", nên chưa thay đổi gì. Muốn thực hiện, xin trả lời thư của chu kỳ, hoặc soạn thư mới gửi hộp thư giao việc, "
          "tiêu đề ghi [" +
          number + "], dòng đầu ghi lệnh.",
      "Your message is about the series " + number + ": “" + words + "”, but " + reason.en +
          "; nothing was changed. To have it done, answer a mail of the series, or write a new one to the task mailbox "
          "with [" +
          number + "] in its subject and the command in its first line."};
  return Ruling{{answer_of(head, AnswerFrom::tasks, hidden ? "hidden-words" : "not-our-mail", "Re: " + head.subject,
                           answer_text(head, said))},
                std::nullopt};
}

bool is_other_act(const Event& event) {
  return std::holds_alternative<AccessGranted>(event.body) || std::holds_alternative<AccessWithdrawn>(event.body) ||
         std::holds_alternative<NumberReserved>(event.body) || std::holds_alternative<NumberVoided>(event.body) ||
         std::holds_alternative<DocumentRegistered>(event.body) || std::holds_alternative<DocumentReturned>(event.body);
}

// Short commands of other kinds are quickly written again.
Ruling tell_to_write_plainly(const Intake& intake) {
  const bool records = std::holds_alternative<RecordsAsk>(intake.ask);
  const base::Sentence said{"Thư của Anh/Chị có chữ ẩn mà người đọc không thấy; phần nhìn thấy là: “" +
                                policies::phrases::shortened(intake.head.text.text, 200) +
                                "”. Chưa làm gì. Xin soạn lại bằng chữ thường trong một thư mới.",
                            "Your message has hidden words that nobody sees; what is seen is: “" +
                                policies::phrases::shortened(intake.head.text.text, 200) +
                                "”. Nothing was done. Please write it again in plain text as a new message."};
  return Ruling{{answer_of(intake.head, records ? AnswerFrom::records : AnswerFrom::tasks, "hidden-words",
                           "Re: " + intake.head.subject, answer_text(intake.head, said))},
                std::nullopt};
}

int card_of_ask(const Intake& intake, const Ruling& ruling) {
  if (const auto* reply = std::get_if<ReplyAsk>(&intake.ask)) return card_of(reply->token);
  for (const Event& event : ruling.events) {
    if (is_step(event)) return std::get<TaskStep>(event.body).event.party;
  }
  return 0;
}

}  // namespace

base::Result<Ruling> ask_unless_proven(const RulingTools& tools, const Intake& intake, Ruling ruling) {
  const auto answering =
      std::find_if(ruling.events.begin(), ruling.events.end(), [](const Event& event) { return event.answers != 0; });
  const bool steps = std::any_of(ruling.events.begin(), ruling.events.end(), is_step);
  const bool series = std::any_of(ruling.events.begin(), ruling.events.end(), is_of_series);
  const IntakeHead& head = intake.head;
  const bool hides = head.hides_words && std::any_of(ruling.events.begin(), ruling.events.end(), is_other_act);
  if (answering == ruling.events.end() && !steps && !series && !hides) return ruling;
  auto proven = std::visit(Proven{tools, head}, intake.ask);
  if (!proven) return proven.error();
  if (*proven && !head.hides_words) return ruling;
  const auto why = *proven ? tasks::Unproven::hidden_words : tasks::Unproven::not_our_mail;
  if (answering != ruling.events.end()) return ask_once_more(tools, head, why, answering->answers);
  if (series) {
    const auto* ask = std::get_if<SeriesAsk>(&intake.ask);
    return tell_about_series(head, why, ask != nullptr ? ask->number : std::string());
  }
  if (!steps) return tell_to_write_plainly(intake);
  const int card = card_of_ask(intake, ruling);
  return ask_about_steps(tools, head, card, why, std::move(ruling));
}

}  // namespace mailstore::office
