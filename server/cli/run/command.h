// Commands of the program: a table of specifications, one command per cmd_*.cpp. The same code runs inside the daemon
// (through the control socket) or in the process that was called (when nothing serves); CommandIo hides which.
#pragma once

#include <map>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace server {
struct House;
}

namespace server::cli {

// Where a command reads and writes. Paths are the caller's: relative ones count from its working directory.
// Implementations belong to one thread.
class CommandIo {
 public:
  virtual ~CommandIo() = default;
  virtual void out(std::string_view text) = 0;  // standard output
  virtual void err(std::string_view text) = 0;  // standard error
  // A progress line that the next one replaces; shown only on a terminal.
  virtual void progress(std::string_view text) = 0;
  // Files and standard input of the person who typed the command. Errors: not_found, io, too_large (256 MiB).
  virtual base::Result<std::string> read_file(const std::string& path) = 0;
  virtual base::Result<std::string> read_stdin() = 0;
  // Creates the file with that mode; exists when it is there.
  virtual base::Result<void> write_new_file(const std::string& path, std::string_view bytes, unsigned mode) = 0;
  // The same, replacing in one step a file that write_new_file() made before.
  virtual base::Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) = 0;
  // A path as the process that runs the command sees it (for directories it reads itself).
  virtual std::string absolute(const std::string& path) = 0;
  // What the caller sees at that absolute path (reach.h): the server may be shut in and see something else.
  virtual base::Result<std::string> place_of(const std::string& path) = 0;
  // Requested when the server that runs the command stops: long work then ends soon, keeps what is committed and
  // answers `stopped` with a sentence how to go on. Never requested in a process of its own.
  virtual std::stop_token stop() const { return {}; }
};

struct Arguments {
  std::vector<std::string> positionals;
  std::map<std::string, std::vector<std::string>> options;  // "--slips" → values
  std::set<std::string> flags;                              // "--plan"
  bool json = false;
  bool has(const std::string& flag) const { return flags.contains(flag); }
  std::string option(const std::string& name, std::string fallback = {}) const {
    auto found = options.find(name);
    return found == options.end() || found->second.empty() ? fallback : found->second.front();
  }
};

// Exit codes: sysexits as the contract names them.
namespace exit_code {
inline constexpr int kOk = 0, kUsage = 64, kData = 65, kUnavailable = 69, kInternal = 70, kTryLater = 75,
                     kNoPermission = 77, kConfig = 78;
}
int exit_code_of(const base::Error& error);
// What was typed behind an option, or is missing there (bad_input), is printed like every error and answers 64, as a
// wrong option does; other errors go on.
base::Result<int> refuse_usage(const base::Error& error, const Arguments& arguments, CommandIo& io);

enum class Place {
  house,        // needs the open house: inside the daemon, or in process under the lock
  house_alone,  // only in process: refused (75) while the server runs
  anywhere,     // needs no house
};

struct OptionSpec {
  std::string_view name;   // "--slips"
  std::string_view value;  // "OUT.csv"; "" = a flag
  std::string_view help;
};

struct CommandSpec {
  std::string_view name;  // "unit import"
  std::string_view help;
  std::vector<std::string_view> positionals;  // "units.csv"; a trailing '?' = optional, '*' = any number
  std::vector<OptionSpec> options;
  Place place = Place::house;
  // Answer the exit code.
  using InHouse = base::Result<int> (*)(House& house, const Arguments& arguments, CommandIo& io);
  using Anywhere = base::Result<int> (*)(const Arguments& arguments, CommandIo& io);
  std::variant<InHouse, Anywhere> run = InHouse();
  std::string (*more_help)() = nullptr;  // printed below the usage by --help of this command alone
};

// One per cmd_*.cpp.
CommandSpec unit_import_command();
CommandSpec staff_import_command();
CommandSpec account_set_password_command();
CommandSpec account_state_command(bool enable);
CommandSpec account_unlock_command();
CommandSpec account_list_command();
CommandSpec search_command();
CommandSpec queue_list_command();
CommandSpec queue_retry_command();
CommandSpec queue_cancel_command();
CommandSpec mail_import_command();
CommandSpec mail_export_command();
CommandSpec mail_replay_command();
CommandSpec book_open_command();
CommandSpec access_show_command();
CommandSpec calendar_import_command();
CommandSpec calendar_list_command();
CommandSpec calendar_show_command();
CommandSpec calendar_remove_command();
CommandSpec calendar_recount_command();
CommandSpec access_grant_command();
CommandSpec access_revoke_command();
CommandSpec report_accounts_command();
CommandSpec report_tasks_command();
CommandSpec report_dispatch_command();
CommandSpec report_office_command();
CommandSpec rebuild_search_command();
CommandSpec rebuild_registers_command();
CommandSpec verify_command();
CommandSpec backup_command();
CommandSpec restore_command();
CommandSpec settings_command();
CommandSpec trust_add_command();
CommandSpec trust_list_command();
CommandSpec trust_remove_command();
CommandSpec cert_add_command();
CommandSpec cert_list_command();
CommandSpec cert_remove_command();
CommandSpec seal_check_command();
CommandSpec preference_set_command();
CommandSpec preference_list_command();
CommandSpec guide_print_command();

const std::vector<CommandSpec>& all_commands();

}  // namespace server::cli
