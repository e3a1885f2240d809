// vanthu search ADDRESS QUERY: what that account may read, as JSON.
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/async/executor.h"
#include "server/cli/command.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

std::size_t count_option(const Arguments& arguments, const std::string& name, std::size_t fallback) {
  std::string text = arguments.option(name);
  std::size_t value = fallback;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The accounts whose mail `account` may read: its own and its role mailboxes.
std::vector<base::AccountId> readable(const House& house, const directory::Account& account) {
  std::vector<base::AccountId> ids = {account.id};
  for (const directory::Account* role : house.directory->view()->role_mailboxes_of(account.id)) ids.push_back(role->id);
  return ids;
}

base::Result<int> run(House* house, const Arguments& arguments, CommandIo& io) {
  auto account = house->account(arguments.positionals[0]);
  if (!account) return account.error();
  if (!house->serving) {
    if (auto indexed = house->search->catch_up(); !indexed) return indexed.error();
  }
  auto answer = base::run_blocking(house->search->query(readable(*house, *account), arguments.positionals[1],
                                                        count_option(arguments, "--offset", 0),
                                                        count_option(arguments, "--limit", 50)));
  if (!answer) return answer.error();
  nlohmann::json results = nlohmann::json::array();
  for (const mailstore::SearchHit& hit : answer->hits) {
    results.push_back({{"id", std::to_string(hit.email.value)}, {"mailbox", hit.mailbox_path}, {"uid", hit.uid.value},
                       {"date", base::iso_date_time(hit.received, base::kOfficeOffsetMinutes)}, {"from", hit.from},
                       {"subject", hit.subject}, {"snippet", hit.snippet}});
  }
  nlohmann::json object = {{"total", answer->total}, {"results", results}};
  io.out(object.dump(arguments.json ? -1 : 1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec search_command() {
  return {"search", "Searches what that account may read. Words without marks find words with marks; \"quotes\" are exact.",
          {"ADDRESS", "QUERY"}, {{"--limit", "N", "at most N results, default 50"}, {"--offset", "N", "skip the first N"}},
          Place::house, run};
}

}  // namespace server::cli
