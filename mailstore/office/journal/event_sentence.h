// What happened, in one sentence for people: the text of the journal's messages. Pure, thread-safe.
#pragma once

#include "base/sentence.h"
#include "mailstore/office/journal/event.h"

namespace mailstore::office {

base::Sentence sentence_of(const Event& event);
// Who did it: "Nguyễn Văn Bình", "Hệ thống".
base::Sentence author_of(const Event& event);
// "147/BC-UBND" of a row of a book.
std::string number_text(int number, const std::string& symbol);

}  // namespace mailstore::office
