// What stands behind XIN SỐ: "BC", "báo cáo", "CV VX" (letters name their field), "BC 08/9/2026" (an earlier date).
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policies/calendar/date.h"
#include "policies/dispatch/document_types.h"

namespace mailstore::office {

struct NumberWish {
  const policies::dispatch::DocumentType* type = nullptr;   // nothing fits: nullptr
  const policies::dispatch::DocumentType* other = nullptr;  // typed without marks it could also be this one
  std::string unit;                                         // "VX"
  std::optional<policies::calendar::Date> date;
  std::string unclear;  // type is nullptr, but the first words are one: what stands behind them, "29/02"
};

NumberWish read_number_wish(std::string_view text);

}  // namespace mailstore::office
