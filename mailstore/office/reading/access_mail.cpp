#include "mailstore/office/reading/access_mail.h"

#include <algorithm>

#include "policies/speech/delegation.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace speech = policies::speech;

namespace {

// What is to be read: the text; the subject only of a mail that is no answer and no forwarding.
std::string words_in(const MailInHand& hand) {
  const std::string& text = hand.head.text.text;
  if (speech::delegation_act(text) != speech::DelegationAct::none) return text;
  const std::string& subject = hand.head.subject;
  const bool own_subject = hand.head.answers.empty() && policies::tasks::without_reply_words(subject) == subject;
  if (!own_subject || speech::delegation_act(subject) == speech::DelegationAct::none) return "";
  return text.empty() ? subject : subject + "\n" + text;
}

}  // namespace

std::optional<AccessAsk> delegation_in(const MailInHand& hand) {
  if (hand.encrypted || hand.itip || hand.reply.intent != policies::replies::Intent::comment) return std::nullopt;
  AccessAsk ask;
  ask.words = words_in(hand);
  if (ask.words.empty() || ask.words.size() > speech::kMaxDelegation) return std::nullopt;
  for (const HeaderRecipient& to : hand.head.to) {
    const directory::Account* account = hand.tools.view.find_address(to.address);
    if (account == nullptr || account->office != hand.head.author.office) return std::nullopt;
    if (account->kind == directory::AccountKind::person) ask.to_people.push_back(account->id);
    else if (account->purpose == directory::kSectionTasks) return std::nullopt;  // a task for a section
  }
  return ask;
}

}  // namespace mailstore::office
