// The greeting of a new account as HTML; as a mail: list_mail() with welcome_message(). Pure.
#pragma once

#include <string>

#include "policies/tasks/texts/welcome_text.h"

namespace mailstore::office {

std::string welcome_html(const policies::tasks::Welcome& welcome);

}  // namespace mailstore::office
