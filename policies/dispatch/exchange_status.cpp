#include "policies/dispatch/exchange_status.h"

#include <array>

#include "base/text/case.h"

namespace policies::dispatch {

namespace {

struct Entry {
  ExchangeStatus status;
  Sentence name;
};

const std::array<Entry, 9>& table() {
  static const std::array<Entry, 9> entries = {{
      {ExchangeStatus::arrived, {"Đã đến", "arrived"}},
      {ExchangeStatus::refused, {"Từ chối tiếp nhận", "refused"}},
      {ExchangeStatus::registered, {"Đã tiếp nhận", "registered"}},
      {ExchangeStatus::assigned, {"Phân công", "assigned"}},
      {ExchangeStatus::processing, {"Đang xử lý", "being processed"}},
      {ExchangeStatus::finished, {"Hoàn thành", "finished"}},
      {ExchangeStatus::recall_asked, {"Lấy lại", "recall asked"}},
      {ExchangeStatus::recall_agreed, {"Đồng ý lấy lại", "recall agreed"}},
      {ExchangeStatus::recall_refused, {"Từ chối lấy lại", "recall refused"}},
  }};
  return entries;
}

Refusal out_of_order(const ExchangeState& state, ExchangeStatus next) {
  const std::string what = code_of(next) + " (" + status_name(next).vi + ")";
  const std::string last =
      state.last ? code_of(*state.last) + " (" + status_name(*state.last).vi + ")" : std::string("–");
  return refusal(
      "status-order",
      "Trạng thái " + what + " không thể đến sau " + last + (state.recalled ? ": văn bản đã được lấy lại." : ".") +
          " Trạng thái cũ được giữ nguyên.",
      "Status " + code_of(next) + " (" + status_name(next).en + ") cannot follow " +
          (state.last ? code_of(*state.last) + " (" + status_name(*state.last).en + ")" : std::string("nothing")) +
          (state.recalled ? ": the document was recalled." : ".") + " The old status stays.");
}

Refusal again(ExchangeStatus status) {
  return refusal("status-again", "Trạng thái " + code_of(status) + " đã được ghi nhận trước đó.",
                 "Status " + code_of(status) + " is already recorded.");
}

}  // namespace

std::string code_of(ExchangeStatus status) { return format_number(static_cast<int>(status)); }

std::optional<ExchangeStatus> parse_status(std::string_view code) {
  int value = 0;
  if (code.empty() || code.size() > 2) return std::nullopt;
  for (const char c : code) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  for (const Entry& entry : table()) {
    if (static_cast<int>(entry.status) == value) return entry.status;
  }
  return std::nullopt;
}

const Sentence& status_name(ExchangeStatus status) {
  for (const Entry& entry : table()) {
    if (entry.status == status) return entry.name;
  }
  return table().front().name;
}

bool is_sent_by_issuer(ExchangeStatus status) { return status == ExchangeStatus::recall_asked; }
bool needs_reason(ExchangeStatus status) {
  return status == ExchangeStatus::refused || status == ExchangeStatus::recall_refused;
}

std::optional<Refusal> may_follow(const ExchangeState& state, ExchangeStatus next) {
  switch (next) {
    case ExchangeStatus::recall_asked:
      if (state.recall_open) return again(next);
      if (state.recalled || state.last == ExchangeStatus::refused || state.last == ExchangeStatus::finished)
        return out_of_order(state, next);
      return std::nullopt;
    case ExchangeStatus::recall_agreed:
      if (state.recalled) return again(next);
      if (!state.recall_open || state.last == ExchangeStatus::finished) return out_of_order(state, next);
      return std::nullopt;
    case ExchangeStatus::recall_refused:
      // Also when the work was finished before the recall was read.
      return state.recall_open ? std::nullopt : std::optional<Refusal>(out_of_order(state, next));
    default: break;
  }
  if (state.recalled) return out_of_order(state, next);
  if (!state.last) return std::nullopt;
  if (*state.last == next) return again(next);
  const bool refusal_fits = next == ExchangeStatus::refused && state.last == ExchangeStatus::arrived;
  const bool goes_on = next != ExchangeStatus::refused && state.last != ExchangeStatus::refused &&
                       static_cast<int>(next) > static_cast<int>(*state.last);
  if (refusal_fits || goes_on) return std::nullopt;
  return out_of_order(state, next);
}

ExchangeState after(ExchangeState state, ExchangeStatus next) {
  switch (next) {
    case ExchangeStatus::recall_asked: state.recall_open = true; break;
    case ExchangeStatus::recall_agreed:
      state.recall_open = false;
      state.recalled = true;
      break;
    case ExchangeStatus::recall_refused: state.recall_open = false; break;
    default: state.last = next; break;
  }
  return state;
}

std::string status_subject(ExchangeStatus status, const DocumentNumber& number) {
  std::string word = status_name(status).vi;
  if (word.starts_with("Đ")) word.replace(0, std::string_view("Đ").size(), "đ");
  else word[0] = base::ascii_lower(word[0]);
  return "[TT " + code_of(status) + "] " + format_document_number(number) + " " + word;
}

std::optional<StatusSubject> parse_status_subject(std::string_view subject) {
  const std::size_t begin = subject.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return std::nullopt;
  subject = subject.substr(begin);
  if (!base::starts_with_ignoring_case(subject, "[TT ")) return std::nullopt;
  const std::size_t end = subject.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view code = subject.substr(4, end - 4);
  while (code.starts_with(' ')) code.remove_prefix(1);
  while (code.ends_with(' ')) code.remove_suffix(1);
  const std::optional<ExchangeStatus> status = parse_status(code);
  const std::optional<DocumentNumber> number = find_document_number(subject.substr(end + 1));
  if (!status || !number) return std::nullopt;
  return StatusSubject{*status, *number};
}

}  // namespace policies::dispatch
