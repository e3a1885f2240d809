// SIGHUP: the settings file is read again while the server runs. Pure but for the copies it makes.
#pragma once

#include <string>
#include <vector>

#include "server/house/settings.h"

namespace server {

// Keys ("imap.idle_timeout") whose values differ, in the order of the manual.
std::vector<std::string> changed_settings(const Settings& before, const Settings& after);

// Of `keys`: what a running server takes (SIGHUP), and what counts from the next start.
struct ChangedKeys {
  std::vector<std::string> taken, waiting;
  bool outbound = false;  // some of the taken ones are of outgoing mail
};
ChangedKeys sort_changes(const std::vector<std::string>& keys);

// `running` with what a running server takes of `file`.
Settings with_taken(const Settings& running, const Settings& file);

}  // namespace server
