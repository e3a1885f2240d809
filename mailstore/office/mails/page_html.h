// What the mails that are lists are made of (digest, leader's page, welcome): one column of tables with inline styles,
// readable where no style counts. Internal to mails. English bits have lang="en" (html_languages.h). Pure.
#pragma once

#include <string>

#include "base/sentence.h"

namespace mailstore::office {

enum class Tone { late, near, done, calm };  // the words say it too: colour never stands alone

// Up to the first section; title and greeting.
std::string page_begin(const base::Sentence& title, const base::Sentence& greeting);
std::string section_begin(Tone tone, const base::Sentence& heading);
// "Phòng Nội vụ", above the lines of a group.
std::string group_row(const std::string& name);
// Line ends become breaks; what stands before the first stands out when `strong`.
std::string said_row(const base::Sentence& said, bool strong = false);
// A word that can be answered as it stands, and what it does.
std::string word_row(const base::Sentence& word, const base::Sentence& what);
std::string section_end();
std::string page_end(const base::Sentence& foot);

}  // namespace mailstore::office
