#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <ctime>

namespace base {

namespace {

std::atomic<LogLevel> least_level{LogLevel::info};

void append_escaped(std::string& out, std::string_view value) {
  for (unsigned char c : value) {
    if (c < 0x20 || c == 0x7f || c == '"' || c == '\\') {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", c);
      out += hex;
    } else {
      out += static_cast<char>(c);
    }
  }
}

const char* name(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "error";
}

}  // namespace

void set_log_level(LogLevel least) { least_level = least; }

void log(LogLevel level, std::string_view id, std::string_view text, std::initializer_list<LogField> fields) {
  if (level < least_level.load(std::memory_order_relaxed)) return;
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  char stamp[40];
  std::size_t n = std::strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(stamp + n, sizeof stamp - n, ".%03ldZ", now.tv_nsec / 1000000);
  std::string line = stamp;
  line += ' ';
  line += name(level);
  line += ' ';
  line += id;
  line += ' ';
  append_escaped(line, text);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.key;
    line += "=\"";
    append_escaped(line, field.value);
    line += '"';
  }
  line += '\n';
  // One write per line: lines of several threads do not mix.
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace base
