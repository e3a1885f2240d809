#include "mailstore/delivery/desk/answer_brake.h"

namespace mailstore {

AnswerBrake::Key AnswerBrake::key_of(const office::Intake& intake) {
  const auto* reply = std::get_if<office::ReplyAsk>(&intake.ask);
  const office::ReplyToken token = reply != nullptr ? reply->token : office::ReplyToken{};
  return {intake.head.author.id.value, token.task, token.party};
}

base::Sha256 AnswerBrake::words_of(const office::Intake& intake) { return base::sha256(intake.head.text.text); }

bool AnswerBrake::is_stuck(const office::Intake& intake) {
  base::MutexLock lock(mutex_);
  const auto found = conversations_.find(key_of(intake));
  return found != conversations_.end() && found->second.times >= kSameWords && found->second.words == words_of(intake);
}

void AnswerBrake::note(const office::Intake& intake, bool only_words) {
  const Key key = key_of(intake);
  base::MutexLock lock(mutex_);
  const auto found = conversations_.find(key);
  if (!only_words) {
    if (found == conversations_.end()) return;
    order_.erase(found->second.place);
    conversations_.erase(found);
    return;
  }
  const base::Sha256 words = words_of(intake);
  if (found != conversations_.end()) {
    Conversation& known = found->second;
    known.times = known.words == words ? known.times + 1 : 1;
    known.words = words;
    order_.splice(order_.begin(), order_, known.place);
    return;
  }
  order_.push_front(key);
  conversations_[key] = {words, 1, order_.begin()};
  if (conversations_.size() <= kConversations) return;
  conversations_.erase(order_.back());
  order_.pop_back();
}

}  // namespace mailstore
