// Command lines: argument vectors to a command and its arguments, help texts, and the run of one command. Pure except
// run().
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/cli/run/command.h"

namespace server::cli {

struct ParsedLine {
  const CommandSpec* command = nullptr;  // null: `help` holds what to print
  Arguments arguments;
  std::string config;  // --config FILE, else ""
  std::string help;
};

// argv without the program's name. Errors: bad_input (exit code 64) with the usage of the command meant.
base::Result<ParsedLine> parse_line(const std::vector<std::string>& argv);

// Runs it and prints its error, if any; answers the exit code. Catches nothing but bugs.
int run_command(const ParsedLine& line, House* house, CommandIo& io);

// Text of `vanthu help`, and of the two that are no commands of the table.
std::string overview();
std::string init_usage();
std::string serve_usage();
std::string usage(const CommandSpec& command);

}  // namespace server::cli
