// Internal to ruling: the choices that stand among the inquiries, because they are asked for in the same place.
#pragma once

#include "mailstore/office/ruling/ruling.h"
#include "policies/reminders/preference_words.h"

namespace mailstore::office {

Ruling rule_preference(const IntakeHead& head, const policies::reminders::PreferenceWish& wish);

}  // namespace mailstore::office
