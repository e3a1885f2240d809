// Internal: the sentences of a text and what they are about, as far as a time in them is concerned: something handed
// in, something reported, a meeting with a day of its own. Pure; linear time.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "policies/phrases/words.h"

namespace policies::phrases {

struct Clause {
  std::size_t begin = 0, end = 0;  // words; `end` is the mark that ends it, or the end of the text
  bool hands_in = false;           // "nộp", "xong", "send"
  bool reports = false;            // "báo cáo": also the name of a thing
  bool asks = false;               // ends in "?"
  bool acts() const { return hands_in || reports; }
  std::size_t size() const { return end - begin; }
};
// `words` were cut from `text`. A line that begins in lower case goes on with the sentence of the line above.
std::vector<Clause> clauses_of(std::string_view text, const Words& words);

bool phrase_at(const Words& words, std::size_t position, std::initializer_list<std::string_view> list);

bool is_handing_in(const Words& words, std::size_t position);
bool is_reporting(const Words& words, std::size_t position);
// Meetings, feasts and laws have days of their own.
bool is_meeting(const Words& words, std::size_t position);
// Five words before to four words behind the range begin … end, inside the clause.
bool meeting_near(const Words& words, const Clause& clause, std::size_t begin, std::size_t end);

// Words of address and politeness, and those that say nothing new beside a time: "nhé", "em", "đ/c", "ạ", "please".
// Number of words, 0: none.
std::size_t polite_words(const Words& words, std::size_t position);
bool only_polite(const Words& words, std::size_t begin, std::size_t end);  // marks are polite too

// Is the time at begin … end when something shall be handed in or done? Looks at the words between the commas around it
// (at most 24 on either side): a word of handing in, of reporting right beside it, or what is to be done at their head;
// the time alone on its own. Not when a meeting is near, something went by ("đã"), the writer speaks of himself ("tôi
// sẽ"), asks, or names what lies in that time ("số liệu trong tháng 12"). `near`: the time is of this week, this month
// or a day, which a thing to be done can hardly be of.
bool is_due_then(const Words& words, const Clause& clause, std::size_t begin, std::size_t end, bool near = false);

}  // namespace policies::phrases
