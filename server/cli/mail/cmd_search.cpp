// vanthu search ADDRESS QUERY: what that account may read.
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/async/executor.h"
#include "mailstore/search/search_reach.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<std::size_t> count_option(const Arguments& arguments, const std::string& name, std::size_t fallback) {
  if (!arguments.options.contains(name)) return fallback;
  const std::string text = arguments.option(name);
  std::size_t value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (bad == std::errc() && end == text.data() + text.size()) return value;
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"Sau " + name + " cần một số: “" + text + "”. Chưa làm gì.",
                                 name + " wants a number: “" + text + "”. Nothing was done."});
}

// The accounts whose mail `account` may read: its own and its role mailboxes.
std::vector<base::AccountId> readable(const House& house, const directory::Account& account) {
  std::vector<base::AccountId> ids = {account.id};
  for (const directory::Account* role : house.directory->view()->role_mailboxes_of(account.id)) ids.push_back(role->id);
  return ids;
}

// A stranger wrote it and it goes to a terminal: nothing in it may move the cursor.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  }
  return text;
}

// Three lines a hit: where and when it lies, who wrote what, the words around the first match.
std::string text_of(const mailstore::SearchAnswer& answer, std::size_t offset) {
  if (answer.total == 0) return "Không tìm thấy thư nào. / Nothing was found.\n";
  std::string text;
  for (const mailstore::SearchHit& hit : answer.hits) {
    text += base::iso_date_time(hit.received, base::kOfficeOffsetMinutes) + "  " + printable(hit.mailbox_path) +
            "  UID " + std::to_string(hit.uid.value) + "\n";
    text += "  " + printable(hit.from) + ": " + printable(hit.subject) + "\n";
    if (!hit.snippet.empty()) text += "  " + printable(hit.snippet) + "\n";
  }
  const std::string total = std::to_string(answer.total), shown = std::to_string(answer.hits.size());
  text += "Tìm thấy " + total + " thư, trên đây là " + shown + " thư" +
          (offset > 0 ? " sau " + std::to_string(offset) + " thư đầu" : "") + ". / " + total + " found, " + shown +
          " shown" + (offset > 0 ? " behind the first " + std::to_string(offset) : "") + ".\n";
  return text;
}

// Nothing when all of it can be found.
std::string text_of(const mailstore::SearchCoverage& coverage) {
  if (coverage.complete()) return {};
  const std::string indexed = std::to_string(coverage.indexed), messages = std::to_string(coverage.messages);
  return "Chưa đủ: mới lập chỉ mục " + indexed + " trong " + messages +
         " thư; phần còn lại đang được lập trong nền, xin tìm lại sau. / Not complete: " + indexed + " of " + messages +
         " messages are indexed so far; the rest follows in the background, search again later.\n";
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto offset = count_option(arguments, "--offset", 0), limit = count_option(arguments, "--limit", 50);
  if (!offset || !limit) return refuse_usage(!offset ? offset.error() : limit.error(), arguments, io);
  auto account = house.account(arguments.positionals[0]);
  if (!account) return account.error();
  if (!house.serving) {
    if (auto indexed = house.search->catch_up(); !indexed) return indexed.error();
  }
  // Asked before the question: what it says is missing may have come meanwhile, never the other way round.
  auto* reach = dynamic_cast<mailstore::SearchReach*>(house.search.get());
  auto coverage = reach == nullptr ? base::Result<mailstore::SearchCoverage>(mailstore::SearchCoverage())
                                   : reach->coverage(readable(house, *account));
  if (!coverage) return coverage.error();
  auto answer =
      base::run_blocking(house.search->query(readable(house, *account), arguments.positionals[1], *offset, *limit));
  if (!answer) return answer.error();
  if (!arguments.json) {
    io.out(text_of(*answer, *offset) + text_of(*coverage));
    return exit_code::kOk;
  }
  nlohmann::json results = nlohmann::json::array();
  for (const mailstore::SearchHit& hit : answer->hits) {
    results.push_back({{"id", std::to_string(hit.email.value)},
                       {"mailbox", hit.mailbox_path},
                       {"uid", hit.uid.value},
                       {"date", base::iso_date_time(hit.received, base::kOfficeOffsetMinutes)},
                       {"from", hit.from},
                       {"subject", hit.subject},
                       {"snippet", hit.snippet}});
  }
  nlohmann::json object = {{"total", answer->total},
                           {"results", results},
                           {"complete", coverage->complete()},
                           {"messages", coverage->messages},
                           {"indexed", coverage->indexed}};
  io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec search_command() {
  return {
      "search",
      "Tìm trong những gì tài khoản đó được đọc. Gõ không dấu vẫn tìm được chữ có dấu; trong \"ngoặc kép\" là tìm đúng từng chữ. / Searches what that account may read. Words without marks find words with marks; \"quotes\" are exact.",
      {"ADDRESS", "QUERY"},
      {{"--limit", "N", "nhiều nhất N kết quả, mặc định 50 / at most N results, default 50"},
       {"--offset", "N", "bỏ qua N kết quả đầu / skip the first N"}},
      Place::house,
      run,
      mailstore::Search::help};
}

}  // namespace server::cli
