// What the dictionaries say about a question and some messages. Blocking, thread-safe.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "mailstore/store/text_candidates.h"
#include "mailstore/substring/shelf.h"
#include "mailstore/substring/words.h"

namespace mailstore::substring {

// What a question by text asks of the words. No terms: no dictionary helps.
Question question_of(const TextQuery& query);

// `damaged` is told of each dictionary that could not be read; its documents count as not entered.
using Damaged = std::function<void(const std::shared_ptr<const Dictionary>&, const base::Error&)>;
std::vector<TextKnown> narrow(const Shelf& shelf, const TextQuery& query, std::span<const TextSubject> subjects,
                              const Damaged& damaged);

}  // namespace mailstore::substring
