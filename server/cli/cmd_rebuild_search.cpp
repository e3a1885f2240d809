// vanthu rebuild search: the index made anew from the store.
#include "server/cli/command.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House* house, const Arguments&, CommandIo& io) {
  auto done = house->search->rebuild([&io](std::int64_t now, std::int64_t total) {
    io.progress("indexed " + std::to_string(now) + " of " + std::to_string(total));
  });
  if (!done) return done.error();
  io.out("The search index is rebuilt.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec rebuild_search_command() {
  return {"rebuild search", "Deletes the search index and makes it anew; mail stays as it is.", {}, {}, Place::house, run};
}

}  // namespace server::cli
