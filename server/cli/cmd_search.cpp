// vanthu search ADDRESS QUERY: what that account may read, as JSON.
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/async/executor.h"
#include "server/cli/command.h"
#include "server/cli/house.h"

namespace server::cli {

namespace {

base::Result<std::size_t> count_option(const Arguments& arguments, const std::string& name, std::size_t fallback) {
  if (!arguments.options.contains(name)) return fallback;
  const std::string text = arguments.option(name);
  std::size_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad == std::errc() && end == text.data() + text.size()) return value;
  return base::Error::permanent(base::ErrorCode::bad_input, "Sau " + name + " cần một số: “" + text + "”. Chưa làm gì. / " + name + " wants a number: “" + text + "”. Nothing was done.");
}

// The accounts whose mail `account` may read: its own and its role mailboxes.
std::vector<base::AccountId> readable(const House& house, const directory::Account& account) {
  std::vector<base::AccountId> ids = {account.id};
  for (const directory::Account* role : house.directory->view()->role_mailboxes_of(account.id)) ids.push_back(role->id);
  return ids;
}

base::Result<int> run(House* house, const Arguments& arguments, CommandIo& io) {
  auto offset = count_option(arguments, "--offset", 0), limit = count_option(arguments, "--limit", 50);
  if (!offset || !limit) return refuse_usage(!offset ? offset.error() : limit.error(), arguments, io);
  auto account = house->account(arguments.positionals[0]);
  if (!account) return account.error();
  if (!house->serving) {
    if (auto indexed = house->search->catch_up(); !indexed) return indexed.error();
  }
  auto answer = base::run_blocking(house->search->query(readable(*house, *account), arguments.positionals[1],
                                                        *offset, *limit));
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
  return {"search", "Tìm trong những gì tài khoản đó được đọc. Gõ không dấu vẫn tìm được chữ có dấu; trong \"ngoặc kép\" là tìm đúng từng chữ. / Searches what that account may read. Words without marks find words with marks; \"quotes\" are exact.",
          {"ADDRESS", "QUERY"}, {{"--limit", "N", "nhiều nhất N kết quả, mặc định 50 / at most N results, default 50"}, {"--offset", "N", "bỏ qua N kết quả đầu / skip the first N"}},
          Place::house, run};
}

}  // namespace server::cli
