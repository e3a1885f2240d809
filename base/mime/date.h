// Dates of mail: RFC 5322 §3.3 with the obsolete forms of §4.3, and IMAP's date-time and date. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace base {

struct ZonedTime {
  Timestamp time;          // UTC, whole seconds
  int offset_minutes = 0;  // east is positive, -1439 … 1439; 0 when the zone is unknown
  bool operator==(const ZonedTime&) const = default;
  // Day number since 1970-01-01 in the written zone: IMAP SENTON and SORT look at the date "disregarding time and
  // timezone".
  std::int64_t local_day() const;
};

// What a Date field says. Its date is valid; its time perhaps not: then it counts as 00:00:00 of that date (RFC 5256
// §2.2).
struct MailDate : ZonedTime {
  bool time_valid = true;
  bool operator==(const MailDate&) const = default;
};

// Tolerant: day name, comments, seconds and zone may be missing, 2- and 3-digit years, obsolete zones (EST, UT,
// military letters = unknown), extra words after it. Nothing when no day, month and year can be read (years 1900 …
// 9999).
std::optional<MailDate> parse_mail_date(std::string_view value);
// "Mon, 23 Nov 2026 16:32:00 +0700".
std::string format_mail_date(Timestamp time, int offset_minutes);

// RFC 9051 date-time "23-Nov-2026 16:32:00 +0700" (day may have a leading space), without the quotes. Strict.
std::optional<ZonedTime> parse_internal_date(std::string_view text);
std::string format_internal_date(Timestamp time, int offset_minutes);

// RFC 9051 date "1-Feb-1994" (quotes already removed) as a day number since 1970-01-01. Strict.
std::optional<std::int64_t> parse_imap_date(std::string_view text);

// Days since 1970-01-01 of a Gregorian date. REQUIRES: month 1 … 12.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

}  // namespace base
