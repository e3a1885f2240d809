// Ends conversations of programs that do not say they are programs: two answering machines without a mark, or one that
// answers our refusals. Who sends the same words about the same task again and again, and nothing comes of it, is no
// longer answered. In memory only, and only so many conversations: after a restart the count begins again. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <tuple>

#include "base/crypto/hash.h"
#include "base/thread_annotations.h"
#include "mailstore/office/reading/intake.h"

namespace mailstore {

class AnswerBrake {
 public:
  static constexpr int kSameWords = 8;  // nobody writes the same eight times running
  static constexpr std::size_t kConversations = 10000;

  // These words were sent so often already that a comment or an answer of ours would only keep a loop going.
  bool is_stuck(const office::Intake& intake);
  // What became of it. `only_words`: a comment, or an answer of ours that changed nothing.
  void note(const office::Intake& intake, bool only_words);

 private:
  using Key = std::tuple<std::int64_t, std::int64_t, int>;  // author, task, party
  struct Conversation {
    base::Sha256 words{};
    int times = 0;
    std::list<Key>::iterator place;
  };
  static Key key_of(const office::Intake& intake);
  static base::Sha256 words_of(const office::Intake& intake);

  base::Mutex mutex_;
  std::map<Key, Conversation> conversations_ GUARDED_BY(mutex_);
  std::list<Key> order_ GUARDED_BY(mutex_);  // the latest first
};

}  // namespace mailstore
