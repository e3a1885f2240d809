// vanthu queue list|retry|cancel: outgoing mail, with reasons.
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/async/executor.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<std::vector<base::QueueId>> ids_of(const Arguments& arguments) {
  std::vector<base::QueueId> ids;
  for (const std::string& word : arguments.positionals) {
    std::int64_t value = 0;
    auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (bad != std::errc() || end != word.data() + word.size()) {
      return base::Error::permanent(
          base::ErrorCode::bad_input,
          {word + " không phải mã thư trong hàng đợi. Chưa thay đổi gì; `vanthu queue list` cho xem các mã.",
           word + " is no queue id. Nothing was changed. `vanthu queue list` shows the ids."});
    }
    ids.emplace_back(value);
  }
  return ids;
}

const char* word(mailstore::RecipientState state) {
  switch (state) {
    case mailstore::RecipientState::waiting: return "waiting";
    case mailstore::RecipientState::delivered: return "delivered";
    case mailstore::RecipientState::failed: return "failed";
    case mailstore::RecipientState::cancelled: return "cancelled";
  }
  return "waiting";
}

base::Result<int> list(House& house, const Arguments& arguments, CommandIo& io) {
  auto items = base::run_blocking(house.queue->list());
  if (!items) return items.error();
  nlohmann::json array = nlohmann::json::array();
  std::string text;
  for (const mailstore::QueueItem& item : *items) {
    nlohmann::json recipients = nlohmann::json::array();
    std::string lines;
    for (const mailstore::QueueRecipient& recipient : item.recipients) {
      recipients.push_back({{"address", recipient.address},
                            {"state", word(recipient.state)},
                            {"status", recipient.status},
                            {"diagnostic", recipient.diagnostic}});
      lines += "    " + recipient.address + " " + word(recipient.state) +
               (recipient.diagnostic.empty() ? "" : ": " + recipient.diagnostic) + "\n";
    }
    const std::string next = base::iso_date_time(item.next_attempt, base::kOfficeOffsetMinutes);
    array.push_back({{"id", std::to_string(item.id.value)},
                     {"from", item.reverse_path},
                     {"domain", item.domain},
                     {"size", item.size},
                     {"created", base::iso_date_time(item.created, base::kOfficeOffsetMinutes)},
                     {"next_attempt", next},
                     {"attempts", item.attempts},
                     {"recipients", recipients}});
    text += std::to_string(item.id.value) + ": <" + item.reverse_path + "> → " + item.domain + ", " +
            std::to_string(item.size) + " byte, " + std::to_string(item.attempts) +
            " lần thử / attempts, lần tới / next " + next + "\n" + lines;
  }
  if (arguments.json) io.out(array.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  else io.out(text.empty() ? "Hàng đợi gửi đi đang trống. / The outgoing queue is empty.\n" : text);
  return exit_code::kOk;
}

template <bool cancel>
base::Result<int> change(House& house, const Arguments& arguments, CommandIo& io) {
  auto ids = ids_of(arguments);
  if (!ids) return refuse_usage(ids.error(), arguments, io);
  if (cancel && ids->empty()) {
    return refuse_usage(base::Error::permanent(base::ErrorCode::bad_input,
                                               {"Hãy ghi mã thư: vanthu queue cancel ID…. Chưa thay đổi gì.",
                                                "Say which: vanthu queue cancel ID…. Nothing was changed."}),
                        arguments, io);
  }
  auto count = base::run_blocking(cancel ? house.queue->cancel(*ids) : house.queue->retry_now(*ids));
  if (!count) return count.error();
  if (*count == 0 && !ids->empty()) {
    return base::Error::permanent(
        base::ErrorCode::bad_input,
        {"Không có thư đang chờ mang mã đó. Chưa thay đổi gì; `vanthu queue list` cho xem các mã.",
         "No waiting mail has that id. Nothing was changed. `vanthu queue list` shows the ids."});
  }
  const std::string number = std::to_string(*count);
  io.out(cancel ? "Đã hủy " + number + " thư; người gửi nhận được báo cáo. / " + number +
                      " cancelled; their senders get a report.\n"
                : "Gửi lại ngay " + number + " thư. / " + number + " will be tried now.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec queue_list_command() {
  return {"queue list", "Thư đi đang chờ, kèm lý do. / Outgoing mail that waits, with reasons.", {}, {}, Place::house,
          list};
}
CommandSpec queue_retry_command() {
  return {
      "queue retry",
      "Gửi lại ngay thư đang chờ; không ghi ID thì gửi lại tất cả. / Tries waiting mail now; without ids all of it.",
      {"ID*"},
      {},
      Place::house,
      change<false>};
}
CommandSpec queue_cancel_command() {
  return {
      "queue cancel",
      "Thôi gửi thư đang chờ; người gửi nhận được báo lỗi. / Gives waiting mail up; its senders get a failure report.",
      {"ID*"},
      {},
      Place::house,
      change<true>};
}

}  // namespace server::cli
