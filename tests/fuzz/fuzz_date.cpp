// Any bytes as a date; what was understood is written and understood again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/mime/date.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto date = base::parse_mail_date(bytes)) {
    const auto again = base::parse_mail_date(base::format_mail_date(date->time, date->offset_minutes));
    require(again.has_value() && again->time == date->time && again->offset_minutes == date->offset_minutes);
    date->local_day();
  }
  if (const auto date = base::parse_internal_date(bytes)) {
    const auto again = base::parse_internal_date(base::format_internal_date(date->time, date->offset_minutes));
    require(again.has_value() && *again == *date);
  }
  base::parse_imap_date(bytes);
  return 0;
}
