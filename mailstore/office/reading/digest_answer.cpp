#include "mailstore/office/reading/digest_answer.h"

#include <algorithm>
#include <cstdlib>

#include "mailstore/office/reading/reply_text.h"
#include "mailstore/office/reading/task_mail.h"
#include "policies/phrases/words.h"
#include "policies/speech/speech.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;

namespace {

struct Meant {
  tasks::Task task;
  int card = 0;
};

// The tasks of these numbers in which he has a part. What has ended waits for nobody.
base::Result<std::vector<Meant>> meant_by(const MailInHand& hand, const std::vector<std::string>& numbers) {
  std::vector<Meant> out;
  for (const std::string& number : numbers) {
    auto task = hand.tools.tasks.by_number(number);
    if (!task) return task.error();
    if (!*task || tasks::is_final((*task)->state())) continue;
    if (const auto card = card_for(**task, hand.head)) out.push_back({std::move(**task), *card});
  }
  return out;
}

// Those that his own words name, else those that the mail told of as it is quoted, else his open ones.
base::Result<std::vector<Meant>> meant(const MailInHand& hand) {
  auto out = meant_by(hand, task_numbers_in(hand.head.text.text));
  if (!out || !out->empty()) return out;
  out = meant_by(hand, task_numbers_in(quoted_below(hand.inside, hand.inside_bytes)));
  if (!out || !out->empty() || !hand.tools.tasks.open_of) return out;
  auto open = hand.tools.tasks.open_of(hand.head.author);
  if (!open) return open.error();
  for (tasks::Task& task : *open) {
    if (out->size() >= kMostChoices || tasks::is_final(task.state())) continue;
    if (const auto card = card_for(task, hand.head)) out->push_back({std::move(task), *card});
  }
  return out;
}

bool is_talk(const MailInHand& hand) {
  if (hand.has_files || hand.reply.intent != policies::replies::Intent::comment) return false;
  const policies::speech::Hearing hearing{{true, true, true, false}, hand.tools.calendar, hand.mail.at, {}, false, {}};
  return policies::speech::read_speech(hand.head.text.text, hearing).small_talk_only;
}

Intake said_once(const MailInHand& hand, const directory::Account& box) {
  Intake intake;
  intake.head = hand.head;
  intake.head.office = box.office;
  RemarkAsk& ask = intake.ask.emplace<RemarkAsk>();
  ask.rule = "digest-answered";
  ask.from_tasks = true;
  ask.thread = hand.head.answers.front();
  ask.what = {
      "Thư của Anh/Chị đã được giữ ở hộp thư giao việc; không có nhiệm vụ nào thay đổi. Muốn trả lời một nhiệm vụ, xin ghi số của nhiệm vụ và lệnh, ví dụ: NV-2026-000123 XONG.",
      "Your mail is kept in the task mailbox; no task was changed. To answer about a task, write its number and the command, for example: NV-2026-000123 DONE."};
  intake.filing.keep = hand.mail.recipients;
  return intake;
}

// "2", "số 2", "việc 2 ạ", "NV-2026-000012": its place among the choices, and what more was said.
struct Choice {
  int index = -1;
  std::string rest;
};
Choice read_choice(const std::string& text, const std::vector<TaskChoice>& choices) {
  const std::vector<std::string> numbers = task_numbers_in(text);
  for (std::size_t i = 0; numbers.size() == 1 && i < choices.size(); ++i) {
    if (choices[i].number == numbers.front()) return {static_cast<int>(i), {}};
  }
  if (!numbers.empty()) return {};
  const std::string line = text.substr(0, text.find('\n'));
  int index = -1;
  for (const phrases::Word& word : phrases::split_words(line, 12)) {
    if (word.kind == phrases::Word::Kind::mark) continue;
    if (word.kind == phrases::Word::Kind::digits && index < 0 && word.exact.size() <= 2) {
      index = std::atoi(std::string(word.exact).c_str()) - 1;
      continue;
    }
    if (!phrases::is_any(word, {"số", "việc", "nhiệm", "vụ", "thứ", "câu", "mục", "dạ", "ạ", "em", "anh", "chị", "nhé",
                                "là", "number", "task", "the", "thưa", "vâng"}))
      return {};
  }
  if (index < 0 || static_cast<std::size_t>(index) >= choices.size()) return {};
  return {index, line.size() < text.size() ? text.substr(line.size() + 1) : std::string()};
}

}  // namespace

base::Result<std::optional<Intake>> read_digest_answer(const MailInHand& hand) {
  const std::optional<Intake> none;
  if (hand.head.answers.empty() || !is_digest_of(hand.head.answers.front(), hand.head.author.id) || hand.itip)
    return none;
  const directory::Account* box = hand.tools.view.role_mailbox(hand.head.author.office, directory::kTasks);
  const bool to_us = box != nullptr && std::any_of(hand.mail.recipients.begin(), hand.mail.recipients.end(),
                                                   [&](const std::string& recipient) {
                                                     return hand.tools.view.find_address(recipient) == box;
                                                   });
  if (!to_us) return none;
  auto found = meant(hand);
  if (!found) return found.error();
  if (found->size() == 1)
    return std::optional<Intake>(reply_about(hand, *box, found->front().task, found->front().card));
  if (found->empty() || is_talk(hand)) return std::optional<Intake>(said_once(hand, *box));
  Intake intake;
  intake.head = hand.head;
  // Where they all belong to one office it asks: what comes of the answer closes the question.
  const base::UnitId first = found->front().task.head.office;
  const bool same =
      std::all_of(found->begin(), found->end(), [&](const Meant& one) { return one.task.head.office == first; });
  intake.head.office = same && hand.tools.view.role_mailbox(first, directory::kTasks) != nullptr ? first : box->office;
  WhichTaskAsk& ask = intake.ask.emplace<WhichTaskAsk>();
  for (const Meant& one : *found)
    ask.choices.push_back({one.task.head.task, one.card, one.task.head.number, one.task.head.title});
  intake.filing.keep = hand.mail.recipients;
  return std::optional<Intake>(std::move(intake));
}

base::Result<std::optional<Intake>> read_task_choice(const MailInHand& hand) {
  const std::optional<Intake> none;
  if (!hand.head.question || !hand.tools.tasks.open_question) return none;
  const base::UnitId office(hand.head.question->office);
  auto question = hand.tools.tasks.open_question(office, hand.head.question->seq, hand.head.author.id);
  if (!question) return question.error();
  if (!*question || (*question)->choices.empty()) return none;
  const Choice chosen = read_choice(hand.head.text.text, (*question)->choices);
  const directory::Account* box = hand.tools.view.role_mailbox(office, directory::kTasks);
  if (chosen.index < 0 || box == nullptr) return none;
  const TaskChoice& choice = (*question)->choices[static_cast<std::size_t>(chosen.index)];
  auto task = hand.tools.tasks.by_id(choice.task);
  if (!task) return task.error();
  if (!*task) return none;
  const auto card = card_for(**task, hand.head);
  if (!card) return none;
  MailInHand about{hand.tools, hand.mail,  hand.message, hand.inside,    hand.inside_bytes,
                   hand.head,  hand.reply, std::nullopt, hand.encrypted, hand.has_files};
  policies::replies::NewText& text = about.head.text;
  text = {};
  text.text = (*question)->words + (chosen.rest.empty() ? "" : "\n" + chosen.rest);
  about.reply = about.read_words(text.text);
  std::vector<std::string> files = (*question)->files;
  files.insert(files.end(), hand.head.files.begin(), hand.head.files.end());
  about.head.files = std::move(files);
  about.has_files = !about.head.files.empty();
  about.head.mails = (*question)->mails;
  about.head.mails.push_back({office, hand.head.question->seq});
  // The question proves what it was put for.
  if (about.head.parent.question == about.head.question) about.head.parent = {AnsweredMail::Whose::ours};
  about.head.question.reset();
  about.head.answered.reset();
  const bool here = (*task)->head.office == office;
  about.head.question_done = here ? hand.head.question->seq : 0;
  Intake intake = reply_about(about, *box, **task, *card);
  std::erase_if(intake.filing.keep,
                [&](const std::string& address) { return is_reply_address(hand.tools.view, address); });
  return std::optional<Intake>(std::move(intake));
}

}  // namespace mailstore::office
