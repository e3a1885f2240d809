// What happened, in one sentence for people: the text of the journal's messages. Pure, thread-safe.
#pragma once

#include "mailstore/office/journal/event.h"
#include "policies/access/sentence.h"

namespace mailstore::office {

policies::access::Sentence sentence_of(const Event& event);
// Who did it: "Nguyễn Văn Bình", "Hệ thống".
policies::access::Sentence author_of(const Event& event);
// "147/BC-UBND" of a row of a book.
std::string number_text(int number, const std::string& symbol);

}  // namespace mailstore::office
