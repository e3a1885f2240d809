// A leader's mail to his task mailbox becomes a task when nothing is missing. What is, is asked back with all that is
// clear kept as a draft, so that the answer need say only the missing piece.
#include "base/text/fold.h"
#include "mailstore/office/ruling/drafting/known_matter.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/minutes_ruling.h"
#include "mailstore/office/ruling/question_ruling.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/speech/speech.h"
#include "policies/tasks/texts/conversation_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

tasks::TaskParty party_of_account(const directory::DirectoryView& view, const directory::Account& account,
                                  base::UnitId own_office) {
  tasks::TaskParty party;
  const directory::Unit* unit = view.find_unit(account.unit);
  if (account.purpose == directory::kSectionTasks && unit != nullptr) {
    party.unit = unit->id;
    party.account = account.id;
    party.address = account.address;
    party.name = unit->name;
    party.unit_code = unit->code;
    return party;
  }
  const bool speaks_for_office = account.purpose == directory::kTasks || account.purpose == directory::kRecords;
  if (speaks_for_office && account.office != own_office) {
    const directory::Account* mailbox = view.role_mailbox(account.office, directory::kTasks);
    const directory::Unit* office = view.find_unit(account.office);
    party.unit = account.office;
    party.account = mailbox != nullptr ? mailbox->id : account.id;
    party.address = mailbox != nullptr ? mailbox->address : account.address;
    party.name = office != nullptr ? office->name : account.full_name;
    party.unit_code = office != nullptr ? office->code : "";
    return party;
  }
  party.account = account.id;
  party.address = account.address;
  party.name = account.full_name;
  party.unit_code = unit != nullptr ? unit->code : "";
  return party;
}

namespace {

Ruling answered(const IntakeHead& head, const char* rule, const tasks::MessageText& text) {
  return Ruling{{answer_of(head, AnswerFrom::tasks, rule, text.subject, text.in(head.english))}, std::nullopt};
}

// A mail program that keeps neither Reply-To nor In-Reply-To leaves the subject.
base::Result<std::optional<AskedQuestion>> question_by_subject(const RulingTools& tools, const IntakeHead& head) {
  const std::string subject = tasks::without_reply_words(head.subject);
  const std::string folded = base::fold(subject);
  if (!folded.starts_with("can lam ro") && !folded.starts_with("can xac nhan")) return std::optional<AskedQuestion>();
  return find_open_question(tools.reader, head.office, head.author.id, subject);
}

// "Cảm ơn các đồng chí" to the task mailbox alone is no task without a lead.
bool is_talk(const RulingTools& tools, const IntakeHead& head) {
  const directory::Account* box = tools.view.role_mailbox(head.office, directory::kTasks);
  for (const auto& to : head.to) {
    if (box == nullptr || tools.view.find_address(to.address) != box) return false;
  }
  const policies::speech::Hearing hearing{{true, true, true, true}, tools.calendar, head.at, {}, false, {}};
  return policies::speech::read_speech(head.text.text, hearing).small_talk_only;
}

Ruling perhaps_a_task(const IntakeHead& head, TaskDraft draft) {
  const tasks::MessageText text = tasks::perhaps_task_message(draft.assignment);
  Question question;
  question.rule = "confirm-task";
  question.subject = text.subject;
  question.text = text.in(head.english);
  question.drafts.push_back(std::move(draft));
  return Ruling{{event_of(head, std::move(question))}, std::nullopt};
}

// Nobody saw all of what stands in it.
Ruling as_it_is_seen(const IntakeHead& head, TaskDraft draft) {
  const tasks::MessageText text = tasks::hidden_words_message(draft.assignment);
  Question question;
  question.rule = "hidden-words";
  question.subject = text.subject;
  question.text = text.in(head.english);
  question.drafts.push_back(std::move(draft));
  return Ruling{{event_of(head, std::move(question))}, std::nullopt};
}

// The same words to the same parties again: twice by mistake, or meant?
Ruling once_more(const IntakeHead& head, TaskDraft draft, const tasks::Task& before) {
  const tasks::MessageText text = tasks::same_again_message(before, head.at);
  Question question;
  question.rule = "same-again";
  question.subject = text.subject;
  question.text = text.in(head.english);
  question.drafts.push_back(std::move(draft));
  return Ruling{{event_of(head, std::move(question))}, std::nullopt};
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask) {
  auto question = question_by_subject(tools, head);
  if (!question) return question.error();
  if (*question) {
    const QuestionAsk answer{(*question)->event.seq, ask.reply, ask.encrypted, ask.has_files};
    return rule_answer(tools, head, **question, answer);
  }
  if (is_talk(tools, head))
    return Ruling{{answer_of(head, AnswerFrom::tasks, "talk-kept",
                             "Re: " + policies::phrases::shortened(tasks::title_of(head.subject)),
                             answer_text(head, {"Thư của Anh/Chị đã vào hộp thư giao việc; chưa giao việc nào.",
                                                "Your mail is in the task mailbox; nothing was assigned."}))},
                  std::nullopt};
  Drafted drafted = draft_of_mail(tools, head, ask);
  auto basis = basis_of(tools, head.office, head.subject, head.text.text);
  if (!basis) return basis.error();
  drafted.draft.assignment.basis = std::move(*basis);
  if (auto points = ask_about_points(tools, head, ask, drafted.draft)) return std::move(*points);
  if (drafted.out_of_reach)
    return answered(head, "no-permission", tasks::not_allowed_message(head.subject, *drafted.out_of_reach));
  if (ask.encrypted) return answered(head, "encrypted", tasks::ask_back_message(head.subject, drafted.unclear));
  if (const std::string rule = missing_rule(drafted.draft); !rule.empty()) {
    drafted.unclear.known = drafted.draft.assignment;
    const tasks::MessageText text = tasks::ask_back_message(head.subject, drafted.unclear);
    Question question;
    question.rule = rule;
    question.subject = text.subject;
    question.text = text.in(head.english);
    question.drafts.push_back(std::move(drafted.draft));
    return Ruling{{event_of(head, std::move(question))}, std::nullopt};
  }
  auto known = same_again(tools, head, drafted.draft.assignment);
  if (!known) return known.error();
  if (*known) return once_more(head, std::move(drafted.draft), **known);
  if (head.hides_words) return as_it_is_seen(head, std::move(drafted.draft));
  if (ask.perhaps) return perhaps_a_task(head, std::move(drafted.draft));
  auto created = create_task(tools, head, std::move(drafted.draft));
  if (!created) return created.error();
  return Ruling{{std::move(*created)}, std::nullopt};
}

}  // namespace mailstore::office
