// Internal: which acts one mail may say side by side. Pure.
#pragma once

#include "policies/speech/speech.h"

namespace policies::speech {

bool goes_with(Act a, Act b);

}  // namespace policies::speech
