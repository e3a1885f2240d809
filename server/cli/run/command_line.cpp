#include "server/cli/run/command_line.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "server/cli/run/error_words.h"

namespace server::cli {

namespace {

base::Error usage_error(const std::string& vi, const std::string& en, const CommandSpec& command) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {vi + " Chưa làm gì.", en + " Nothing was done.\n" + usage(command)});
}

// `staff` alone: what begins with that word.
base::Error unknown_command(const std::vector<std::string>& words) {
  const std::string given = "`" + words[0] + (words.size() > 1 ? " " + words[1] : "") + "`";
  std::string near;
  for (const CommandSpec& command : all_commands()) {
    if (command.name.starts_with(words[0] + " "))
      near += "\nvanthu " + std::string(command.name) + ": " + std::string(command.help);
  }
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Không có lệnh " + given + ". Chưa làm gì; `vanthu help` liệt kê các lệnh.",
       "There is no command " + given + ". Nothing was done; `vanthu help` lists the commands." + near});
}

std::size_t words_in(std::string_view name) {
  return static_cast<std::size_t>(std::count(name.begin(), name.end(), ' ')) + 1;
}

// The command whose words begin argv; the longest name wins.
const CommandSpec* find_command(const std::vector<std::string>& argv) {
  const CommandSpec* best = nullptr;
  for (const CommandSpec& command : all_commands()) {
    std::size_t count = words_in(command.name);
    if (argv.size() < count) continue;
    std::string joined = argv[0];
    for (std::size_t i = 1; i < count; ++i) joined += " " + argv[i];
    if (joined == command.name && (best == nullptr || words_in(best->name) < count)) best = &command;
  }
  return best;
}

const OptionSpec* find_option(const CommandSpec& command, std::string_view name) {
  for (const OptionSpec& option : command.options) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

void print_error(const base::Error& error, const Arguments& arguments, CommandIo& io) {
  if (!arguments.json) return io.err(error_text(error));
  nlohmann::json object = {{"error", base::to_string(error.code)},
                           {"text", base::one_line(base::in_words(error))},
                           {"detail", error.detail_for_log}};
  io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

bool enough_positionals(const CommandSpec& command, std::size_t count) {
  std::size_t least = 0, most = 0;
  for (std::string_view name : command.positionals) {
    if (name.ends_with('*')) most = static_cast<std::size_t>(-1) - 64;
    else if (!name.ends_with('?')) ++least;
    ++most;
  }
  return count >= least && count <= most;
}

}  // namespace

std::string usage(const CommandSpec& command) {
  std::string text = "vanthu " + std::string(command.name);
  for (std::string_view name : command.positionals) {
    bool optional = name.ends_with('?') || name.ends_with('*');
    std::string plain(optional ? name.substr(0, name.size() - 1) : name);
    text += optional ? " [" + plain + (name.ends_with('*') ? "…" : "") + "]" : " " + plain;
  }
  for (const OptionSpec& option : command.options) {
    text += " [" + std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value)) + "]";
  }
  text += " [--config FILE] [--json]\n  " + std::string(command.help) + "\n";
  for (const OptionSpec& option : command.options) {
    text += "  " + std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value)) + ": " +
            std::string(option.help) + "\n";
  }
  return text;
}

std::string init_usage() {
  return "vanthu init --data DIR --domain DOMAIN… --org \"NAME\" [--port-base N] [--hostname NAME] [--database URL]\n"
         "  Tạo thư mục dữ liệu với cấu hình, cơ sở dữ liệu và chứng thư. / Makes a data directory with settings, database and certificates.\n"
         "  --port-base N: cộng vào các cổng chuẩn, chỉ nghe ở 127.0.0.1 để trình diễn; mặc định 10000; 0 = cổng chuẩn, mọi địa chỉ, dùng thật / "
         "added to the standard ports, on 127.0.0.1 only, a demonstration; default 10000; 0 = standard ports, all addresses, a real office\n"
         "  --hostname NAME: tên máy chủ; mặc định mail.DOMAIN, hoặc localhost khi N > 0 / the host's name; default mail.DOMAIN, or localhost when N > 0\n"
         "  --database URL: mysql://user:password@host:port/name; mặc định SQLite trong DIR / default SQLite in DIR\n";
}

std::string serve_usage() {
  return "vanthu serve [--config FILE]\n"
         "  Chạy máy chủ; in `ready` khi mọi cổng đã mở. SIGTERM: dừng. SIGHUP: đọc lại chứng thư, mức nhật ký, stop_grace và mục [outbound]; những gì khác đã đổi được nêu trong "
         "nhật ký và có giá trị từ lần khởi động sau; con dấu số tự được đọc lại. / Runs; prints `ready` when all listeners are open. SIGTERM stops. SIGHUP reads certificates, "
         "log level, stop_grace and everything of [outbound] again and names in the log what else has changed and counts from the next start; seals are read again by themselves.\n";
}

std::string overview() {
  std::string text =
      "Vanthu: thư điện tử công vụ, văn bản và nhiệm vụ cho cơ quan nhà nước. / Official mail, documents and tasks for public offices.\n\n" +
      init_usage() + serve_usage();
  for (const CommandSpec& command : all_commands()) text += usage(command);
  return text +
         "\n`vanthu LỆNH --help`: riêng một lệnh. Mã thoát: 0 xong, 64 gõ sai lệnh, 65 dữ liệu sai hoặc có chỗ không khớp, 69 không dùng được, 75 hãy thử lại sau, 77 không có quyền, 78 cấu hình sai.\n"
         "`vanthu COMMAND --help`: one command. Exit codes: 0 done, 64 usage, 65 bad data or a found mismatch, 69 unavailable, 75 try later, 77 no permission, 78 settings.\n";
}

base::Result<ParsedLine> parse_line(const std::vector<std::string>& argv) {
  ParsedLine line;
  std::vector<std::string> words;
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < argv.size(); ++i) {  // --config and --json may stand anywhere
    if (argv[i] == "--json") line.arguments.json = true;
    else if (argv[i] == "--config" && i + 1 < argv.size()) line.config = argv[++i];
    else if (argv[i].starts_with("--config=")) line.config = argv[i].substr(9);
    else rest.push_back(argv[i]);
  }
  if (rest.size() > 1 && (rest[0] == "help" || rest[0] == "--help" || rest[0] == "-h")) {  // `help staff import`
    rest.erase(rest.begin());
    rest.push_back("--help");
  }
  if (rest.empty() || rest[0] == "help" || rest[0] == "--help" || rest[0] == "-h") {
    line.help = overview();
    return line;
  }
  if (rest[0] == "init" || rest[0] == "serve") {  // run by main(); here only `help init`
    line.help = rest[0] == "init" ? init_usage() : serve_usage();
    return line;
  }
  if (rest[0] == "--version" || rest[0] == "version") {
    line.help = "vanthu 0.1.0\n";
    return line;
  }
  const CommandSpec* command = find_command(rest);
  if (command == nullptr) return unknown_command(rest);
  line.command = command;
  bool only_positionals = false;
  for (std::size_t i = words_in(command->name); i < rest.size(); ++i) {
    const std::string& word = rest[i];
    if (only_positionals || word.size() < 2 || !word.starts_with("--")) {
      line.arguments.positionals.push_back(word);
      continue;
    }
    if (word == "--") {
      only_positionals = true;
      continue;
    }
    if (word == "--help") {
      line.command = nullptr;
      line.help = usage(*command) + (command->more_help == nullptr ? "" : "\n" + command->more_help());
      return line;
    }
    std::size_t equals = word.find('=');
    std::string name = word.substr(0, equals);
    const OptionSpec* option = find_option(*command, name);
    if (option == nullptr)
      return usage_error("Lệnh này không có tùy chọn " + name + ".",
                         "`" + std::string(command->name) + "` has no option " + name + ".", *command);
    if (option->value.empty()) {
      line.arguments.flags.insert(name);
    } else if (equals != std::string::npos) {
      line.arguments.options[name].push_back(word.substr(equals + 1));
    } else if (i + 1 < rest.size()) {
      line.arguments.options[name].push_back(rest[++i]);
    } else {
      return usage_error(name + " cần một giá trị.", name + " wants a value.", *command);
    }
  }
  if (!enough_positionals(*command, line.arguments.positionals.size())) {
    const std::string count = std::to_string(line.arguments.positionals.size());
    return usage_error(
        "Lệnh này nhận sai số đối số (" + count + ").",
        "`" + std::string(command->name) + "` was given " + count + (count == "1" ? " argument." : " arguments."),
        *command);
  }
  return line;
}

int exit_code_of(const base::Error& error) {
  using base::ErrorCode;
  switch (error.code) {
    case ErrorCode::no_permission:
    case ErrorCode::auth_failed: return exit_code::kNoPermission;
    case ErrorCode::unavailable:
    case ErrorCode::unsupported: return exit_code::kUnavailable;
    case ErrorCode::busy:
    case ErrorCode::timeout:
    case ErrorCode::disk_full:
    case ErrorCode::conflict:
    case ErrorCode::stopped: return exit_code::kTryLater;
    case ErrorCode::internal: return exit_code::kInternal;
    case ErrorCode::io: return error.temporary ? exit_code::kTryLater : exit_code::kUnavailable;
    default: return error.temporary ? exit_code::kTryLater : exit_code::kData;
  }
}

base::Result<int> refuse_usage(const base::Error& error, const Arguments& arguments, CommandIo& io) {
  if (error.code != base::ErrorCode::bad_input) return error;
  print_error(error, arguments, io);
  return exit_code::kUsage;
}

int run_command(const ParsedLine& line, House* house, CommandIo& io) {
  try {
    // REQUIRES: a house, unless the command runs anywhere.
    const auto* in_house = std::get_if<CommandSpec::InHouse>(&line.command->run);
    const base::Result<int> result = in_house != nullptr
                                         ? (*in_house)(*house, line.arguments, io)
                                         : std::get<CommandSpec::Anywhere>(line.command->run)(line.arguments, io);
    if (result) return *result;
    print_error(result.error(), line.arguments, io);
    return exit_code_of(result.error());
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, "CLI-0001", "a command ended with an exception",
              {{"command", std::string(line.command->name)}, {"what", failure.what()}});
    io.err(
        std::string(
            "Lệnh hỏng ngoài dự kiến; những gì đã ghi xong vẫn còn. Xin báo cho người phát triển. / The command failed unexpectedly; what was committed "
            "before stays. Please report this: ") +
        failure.what() + "\n");
    return exit_code::kInternal;
  }
}

}  // namespace server::cli
