// vanthu settings [--manual]: every setting with default, range and meaning; the sample file or the manual.
#include "server/house/settings.h"

#include "server/cli/run/command.h"

namespace server::cli {

namespace {

base::Result<int> run(const Arguments& arguments, CommandIo& io) {
  Settings settings, defaults;
  if (arguments.has("--manual")) io.out("# Settings of Vanthu\n" + base::settings_manual(describe(settings)));
  else io.out(base::write_settings(describe(settings), describe(defaults)));
  return exit_code::kOk;
}

}  // namespace

CommandSpec settings_command() {
  return {"settings",
          "In một tệp cấu hình mẫu. / Prints a sample settings file.",
          {},
          {{"--manual", "", "thành các bảng của sổ tay / as the manual's tables"}},
          Place::anywhere,
          run};
}

}  // namespace server::cli
