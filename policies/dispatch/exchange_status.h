// The status codes with which a receiving office answers a document (domain.md 6.7). Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/dispatch/document_number.h"
#include "policies/dispatch/refusal.h"

namespace policies::dispatch {

enum class ExchangeStatus {
  arrived = 1,
  refused = 2,
  registered = 3,
  assigned = 4,
  processing = 5,
  finished = 6,
  recall_asked = 13,
  recall_agreed = 15,
  recall_refused = 16,
};

std::string code_of(ExchangeStatus status);                         // "01" … "16"
std::optional<ExchangeStatus> parse_status(std::string_view code);  // "01" and "1"
const Sentence& status_name(ExchangeStatus status);                 // "Đã đến" / "arrived"
bool is_sent_by_issuer(ExchangeStatus status);                      // only recall_asked
bool needs_reason(ExchangeStatus status);                           // refused, recall_refused

// What is known so far of one document at one receiver.
struct ExchangeState {
  std::optional<ExchangeStatus> last;  // the last of 01 … 06
  bool recall_open = false;            // 13 without its 15 or 16
  bool recalled = false;               // 15 was given: nothing may follow
  bool operator==(const ExchangeState&) const = default;
};

// 01 → (02 | 03) → 04 → 05 → 06, skipping allowed, never back; 13 at any time before 06, then 15 | 16 (also after 06: a
// late recall is answered by 16). The same code again: refused as "status-again" (harmless, ignore it); else
// "status-order".
std::optional<Refusal> may_follow(const ExchangeState& state, ExchangeStatus next);
ExchangeState after(ExchangeState state, ExchangeStatus next);  // REQUIRES: may_follow() said nothing

// "[TT 03] 147/BC-UBND đã tiếp nhận": the subject of a status mail.
std::string status_subject(ExchangeStatus status, const DocumentNumber& number);
struct StatusSubject {
  ExchangeStatus status = ExchangeStatus::arrived;
  DocumentNumber number;
};
std::optional<StatusSubject> parse_status_subject(std::string_view subject);

}  // namespace policies::dispatch
