// One line per event to standard error: time, level, id, message, key=value pairs. Passwords and bodies never go in.
// Every warning and error carries an id unique in the source ("SMTP-0012"), so that a line finds its place.
// Thread-safe. The level is set once by main.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace base {

enum class LogLevel { debug, info, warning, error };

struct LogField {
  std::string_view key;
  std::string value;
};

void set_log_level(LogLevel least);
// id: "AREA-0000"; text: what happened, one sentence; fields: account, session, peer, error….
// Control characters in values are escaped, so that no peer can forge a line.
void log(LogLevel level, std::string_view id, std::string_view text, std::initializer_list<LogField> fields = {});

}  // namespace base
