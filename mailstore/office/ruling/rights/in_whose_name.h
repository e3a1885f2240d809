// By whose right a mail acts: the author's own, or that of a leader whose substitute he is or for whom the committee
// office enters. Asked anew each time somebody acts. Pure but for what it is given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/office/reading/reader_rights.h"
#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// "Chủ tịch UBND thị xã Mai Đình Lâm"; "" for nobody.
std::string leader_name(const directory::DirectoryView& view, base::AccountId leader);

// The refusal with what helps: whose task it is when it lies outside the author's fields, when his substitution ended.
base::Sentence why_not(const RulingTools& tools, const IntakeHead& head, const policies::tasks::Task& task,
                       base::Sentence refusal);

// What is said of a task that is not there, or is not the author's to see: the same of both, so that nobody learns by
// guessing which numbers there are. Whose rights are limited or have ended hears that, whatever he wrote about.
Ruling no_such_task(const RulingTools& tools, const IntakeHead& head);

// Somebody to whom a right was given or limited, now or at another time: why it does not reach is said to him.
bool has_dated_right(const directory::DirectoryView& view, const directory::Account& account);

// A leader of the office as a text names him behind "thay mặt", "thừa lệnh", "KT.", "TL.", "TUQ.". `said`: such words
// stand there. `leader`: whom they name; none: nobody, or several could be meant.
struct NamedLeader {
  bool said = false;
  const directory::Account* leader = nullptr;
};
NamedLeader leader_acted_for(const directory::DirectoryView& view, base::UnitId office, std::string_view text);
// The same of a text that is nothing but the answer to "in whose name?": "Chủ tịch", "đ/c Lâm".
const directory::Account* leader_named(const directory::DirectoryView& view, base::UnitId office,
                                       std::string_view text);

// In whose name a new task is given: by From, by the words at its beginning, else in the author's own as far as his
// right reaches, else as the substitute of the one leader for whom he stands in.
struct GivenBy {
  base::AccountId leader;                 // none: the author himself
  bool open = false;                      // he only enters for others and has not said for whom
  std::optional<base::Sentence> refusal;  // he may not give it
};
GivenBy given_by(const RulingTools& tools, const IntakeHead& head,
                 const std::vector<policies::tasks::TaskParty>& parties);

// Why the author may not give a task to these parties in that leader's name (none: in his own) now; nothing: he may.
std::optional<base::Sentence> may_not_give(const RulingTools& tools, const IntakeHead& head, base::AccountId leader,
                                           const std::vector<policies::tasks::TaskParty>& parties);

// Writes into the assignment who gives it and who entered it.
void set_giver(const RulingTools& tools, const IntakeHead& head, base::AccountId leader,
               policies::tasks::Assignment& given);

}  // namespace mailstore::office
