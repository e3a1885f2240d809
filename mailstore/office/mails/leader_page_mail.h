// The leader's morning and weekly page as HTML; as a mail: list_mail() with page_message(). Pure.
#pragma once

#include <string>

#include "policies/reminders/leader_page.h"

namespace mailstore::office {

std::string leader_page_html(const policies::reminders::LeaderPage& page);

}  // namespace mailstore::office
