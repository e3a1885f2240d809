#include "mailstore/office/reading/question_mail.h"

namespace mailstore::office {

std::optional<Intake> read_question_mail(const MailInHand& hand) {
  if (!hand.head.question) return std::nullopt;
  const directory::DirectoryView& view = hand.tools.view;
  const base::UnitId office(hand.head.question->office);
  const directory::Account* box = view.role_mailbox(office, directory::kTasks);
  if (box == nullptr) return std::nullopt;
  Intake intake;
  bool to_us = false;
  for (const std::string& recipient : hand.mail.recipients) {
    const directory::Account* account = view.find_address(recipient);
    if (is_reply_address(view, recipient) || (account != nullptr && account->id == box->id)) to_us = true;
    else intake.filing.keep.push_back(recipient);
  }
  if (!to_us) return std::nullopt;  // a question of ours shown to somebody else
  intake.head = hand.head;
  intake.head.office = office;
  intake.ask = QuestionAsk{hand.head.question->seq, hand.reply, hand.encrypted, hand.has_files};
  intake.filing.box = box->id;
  return intake;
}

}  // namespace mailstore::office
