// Internal: what points of minutes and the answers to their table are made of: the names in a text and what they are to
// do, put into a draft.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mailstore/office/ruling/rights/named_party.h"
#include "mailstore/office/ruling/ruling.h"
#include "policies/minutes/point_actors.h"

namespace mailstore::office {

// What names and actors a text has.
struct ReadNames {
  std::vector<NamedParty> named;
  policies::minutes::Actors actors;  // its roles are those of `named`
};
ReadNames read_names(std::string_view text, std::vector<NamedParty> named);
NameScope scope_of(const IntakeHead& head);
ReadNames read_one(const RulingTools& tools, const IntakeHead& head, std::string_view text, bool bare = false);

bool has_party(const std::vector<policies::tasks::TaskParty>& parties, const policies::tasks::TaskParty& party);

// Those who act by `read`, put into the draft in the place of those who were there, but for the informed.
void take_actors(const RulingTools& tools, const IntakeHead& head, const std::string& text, const ReadNames& read,
                 TaskDraft& draft);

// Why a deadline is not clear; empty: it is.
base::Sentence doubt_of(const policies::phrases::DeadlineAnswer& answer);

}  // namespace mailstore::office
