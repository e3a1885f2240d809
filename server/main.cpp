// The program. Commands, serving and making a data directory are in server/cli; this file only chooses.
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "server/cli/command_line.h"
#include "server/cli/data_lock.h"
#include "server/cli/error_words.h"
#include "server/cli/house.h"
#include "server/cli/init.h"
#include "server/cli/local_io.h"
#include "server/cli/remote_run.h"
#include "server/cli/serve.h"

namespace {

using namespace server::cli;

// --config FILE or DIR, else $VANTHU_CONFIG, ./vanthu.toml, /etc/vanthu/vanthu.toml, /var/lib/vanthu/vanthu.toml.
std::string settings_file(const std::string& given) {
  std::error_code ignored;
  std::vector<std::string> places;
  const char* environment = std::getenv("VANTHU_CONFIG");
  if (!given.empty()) places = {given};
  else if (environment != nullptr && *environment != '\0') places = {environment};
  else places = {"vanthu.toml", "/etc/vanthu/vanthu.toml", "/var/lib/vanthu/vanthu.toml"};
  for (std::string& place : places) {
    if (std::filesystem::is_directory(place, ignored)) place += "/vanthu.toml";
    if (std::filesystem::exists(place, ignored)) return std::filesystem::canonical(place, ignored).string();
  }
  return std::filesystem::absolute(places.front(), ignored).string();
}

int fail(CommandIo& io, const base::Error& error, int code) {
  io.err(error_text(error));
  return code;
}

int run_line(const std::vector<std::string>& argv, const ParsedLine& line, CommandIo& io) {
  if (line.command->place == Place::anywhere) return run_command(line, nullptr, io);
  const std::string file = settings_file(line.config);
  auto lock = DataLock::take(base::parent_directory(file));
  if (!lock && lock.error().code == base::ErrorCode::busy) {
    auto code = run_remotely(base::parent_directory(file) + "/run/control.sock", argv, io);
    if (code) return *code;
    return fail(io, code.error().code == base::ErrorCode::not_found ? lock.error() : code.error(), exit_code::kTryLater);
  }
  if (!lock) return fail(io, lock.error(), exit_code_of(lock.error()));
  auto house = House::open(file);
  if (!house) {
    bool settings = house.error().code == base::ErrorCode::bad_input || house.error().code == base::ErrorCode::not_found;
    return fail(io, house.error(), settings ? exit_code::kConfig : exit_code_of(house.error()));
  }
  return run_command(line, house->get(), io);
}

}  // namespace

int main(int argc, char** argv) {
  // Large buffers (messages, the memory of a password hash) go back to the system when freed: glibc would otherwise raise
  // its threshold after the first one and keep them in the arenas of every thread.
  ::mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
  ::mallopt(M_ARENA_MAX, 4);
  LocalIo io(::isatty(STDERR_FILENO) == 1);
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "init") {
    auto code = run_init({words.begin() + 1, words.end()}, io);
    return code ? *code : fail(io, code.error(), exit_code_of(code.error()));
  }
  bool serving = !words.empty() && words[0] == "serve";
  if (serving) {
    std::string config = words.size() == 3 && words[1] == "--config" ? words[2] : "";
    if (words.size() > 1 && config.empty()) {
      return fail(io, base::Error::permanent(base::ErrorCode::bad_input, "`serve` chỉ nhận --config FILE; chưa làm gì. / `serve` takes --config FILE only; nothing was done.\nvanthu serve [--config FILE]"), exit_code::kUsage);
    }
    auto code = serve(settings_file(config));
    bool settings = !code && (code.error().code == base::ErrorCode::bad_input || code.error().code == base::ErrorCode::not_found);
    return code ? *code : fail(io, code.error(), settings ? exit_code::kConfig : exit_code_of(code.error()));
  }
  auto line = parse_line(words);
  if (!line) return fail(io, line.error(), exit_code::kUsage);
  if (line->command == nullptr) {
    io.out(line->help);
    return exit_code::kOk;
  }
  return run_line(words, *line, io);
}
