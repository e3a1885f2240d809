// Internal: how dates and digests stand in columns.
#pragma once

#include <algorithm>
#include <string>

#include "base/crypto/hash.h"
#include "base/sql/database.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"
#include "policies/dispatch/numbering.h"

namespace mailstore::office {

inline std::string column_of(policies::calendar::Date date) {
  return date.year == 0 ? std::string() : policies::calendar::iso_date(date);
}
inline policies::calendar::Date date_of_column(std::string_view text) {
  policies::calendar::Date none;
  none.year = 0;
  return policies::calendar::parse_date(text).value_or(none);
}
inline base::SqlBlob column_of(const base::Sha256& digest) {
  return base::SqlBlob{{reinterpret_cast<const char*>(digest.data()), digest.size()}};
}
inline base::Sha256 digest_of_column(std::string_view bytes) {
  base::Sha256 digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}
// Text for a VARCHAR(most) column: MySQL refuses what is longer. The whole stands in the journal.
inline std::string fitting(const std::string& text, std::size_t most) {
  return std::string(base::utf8_prefix_code_points(text, most));
}
inline base::Error does_not_fit(const char* what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Nhật ký nghiệp vụ không khớp với các sổ.", "The journal does not fit the registers."},
                                what);
}
// "NV-2026-000123", "NV.LAM-SON-2026-000123" → 2026, 123; false: no such number.
bool split_number(std::string_view number, int& year, int& ordinal);
// The outcome of an INSERT of a projection: a key that is there already does not fit either.
inline base::Result<void> added(const base::Result<std::int64_t>& rows, const char* what) {
  if (rows) return {};
  return rows.error().code == base::ErrorCode::exists ? does_not_fit(what) : rows.error();
}
// Is this the row that follows the newest one of its book?
bool is_next(const policies::dispatch::BookState& book, int year, int number, policies::calendar::Date date);

}  // namespace mailstore::office
