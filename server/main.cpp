// The program. Commands, serving and making a data directory are in server/cli; this file only chooses.
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/sql/redo/redo_recovery.h"
#include "server/cli/run/command_line.h"
#include "server/cli/run/data_directory.h"
#include "server/cli/run/error_words.h"
#include "server/cli/run/init.h"
#include "server/cli/run/local_io.h"
#include "server/cli/run/remote_run.h"
#include "server/house/data_lock.h"
#include "server/house/house.h"
#include "server/serving/serve.h"

namespace {

using namespace server;
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

// Nothing is there to be opened: said before a lock or a database is missed. Where rights forbid a look, opening it
// tells.
bool has_settings(const std::string& file, CommandIo& io) {
  std::error_code why;
  if (std::filesystem::status(file, why).type() != std::filesystem::file_type::not_found) return true;
  fail(io,
       base::Error::permanent(
           base::ErrorCode::not_found,
           {"Không có tệp cấu hình " + file +
                ". Chưa làm gì; hãy ghi --config FILE, hoặc tạo thư mục dữ liệu bằng `vanthu init`.",
            "There is no settings file " + file +
                ". Nothing was done. Name it with --config FILE, or make a data directory with `vanthu init`."}),
       exit_code::kConfig);
  return false;
}

int run_line(const std::vector<std::string>& argv, const ParsedLine& line, CommandIo& io) {
  if (line.command->place == Place::anywhere) return run_command(line, nullptr, io);
  const std::string file = settings_file(line.config);
  if (!has_settings(file, io)) return exit_code::kConfig;
  const std::string data = base::parent_directory(file);
  if (auto entered = enter_data_directory(data, Entering::command); !entered)
    return fail(io, entered.error(), exit_code_of(entered.error()));
  auto lock = DataLock::take(data);
  if (!lock && lock.error().code == base::ErrorCode::busy) {
    auto code = run_remotely(data + "/run/control.sock", argv, io);
    if (code) return *code;
    return fail(io, code.error().code == base::ErrorCode::not_found ? lock.error() : code.error(),
                exit_code::kTryLater);
  }
  if (!lock) return fail(io, lock.error(), exit_code_of(lock.error()));
  if (line.arguments.has("--accept-loss")) {  // of `verify`, for this once
    const auto loss = line.arguments.has("--without-log") ? base::sql::Loss::without_log : base::sql::Loss::accepted;
    if (auto taken = base::sql::recover_redo_log(data + "/vanthu.db", "", loss); !taken)
      return fail(io, taken.error(), exit_code_of(taken.error()));
  }
  auto house = House::open(file);
  if (!house) {
    bool settings =
        house.error().code == base::ErrorCode::bad_input || house.error().code == base::ErrorCode::not_found;
    return fail(io, house.error(), settings ? exit_code::kConfig : exit_code_of(house.error()));
  }
  return run_command(line, house->get(), io);
}

// serve [--config FILE | --config=FILE] [--help]
int run_serve(const std::vector<std::string>& argv, CommandIo& io) {
  std::string config;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    if (argv[i] == "--help") {
      io.out(serve_usage());
      return exit_code::kOk;
    }
    const std::string given = argv[i] == "--config" && i + 1 < argv.size() ? argv[++i]
                              : argv[i].starts_with("--config=")           ? argv[i].substr(9)
                                                                           : "";
    if (given.empty()) {
      return fail(io,
                  base::Error::permanent(base::ErrorCode::bad_input,
                                         {"`serve` chỉ nhận --config FILE; chưa làm gì.",
                                          "`serve` takes --config FILE only; nothing was done.\n" + serve_usage()}),
                  exit_code::kUsage);
    }
    config = given;
  }
  const std::string file = settings_file(config);
  if (!has_settings(file, io)) return exit_code::kConfig;
  auto code = serve(file);
  const bool settings =
      !code && (code.error().code == base::ErrorCode::bad_input || code.error().code == base::ErrorCode::not_found);
  return code ? *code : fail(io, code.error(), settings ? exit_code::kConfig : exit_code_of(code.error()));
}

}  // namespace

int main(int argc, char** argv) {
  // Whatever this program makes is its user's alone: databases and indexes are made by libraries that ask for 0644.
  ::umask(0077);
  // Large buffers (messages, the memory of a password hash) go back to the system when freed: glibc would otherwise
  // raise its threshold after the first one and keep them in the arenas of every thread.
  ::mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024);
  ::mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
  ::mallopt(M_ARENA_MAX, 4);
  LocalIo io(::isatty(STDERR_FILENO) == 1);
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "init") {
    auto code = run_init({words.begin() + 1, words.end()}, io);
    return code ? *code : fail(io, code.error(), exit_code_of(code.error()));
  }
  if (!words.empty() && words[0] == "serve") return run_serve({words.begin() + 1, words.end()}, io);
  auto line = parse_line(words);
  if (!line) return fail(io, line.error(), exit_code::kUsage);
  if (line->command == nullptr) {
    io.out(line->help);
    return exit_code::kOk;
  }
  return run_line(words, *line, io);
}
