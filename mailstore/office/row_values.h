// Internal: how dates and digests stand in columns.
#pragma once

#include <algorithm>
#include <string>

#include "base/crypto/hash.h"
#include "base/sql/database.h"
#include "policies/calendar/date.h"

namespace mailstore::office {

inline std::string column_of(policies::calendar::Date date) { return date.year == 0 ? std::string() : policies::calendar::iso_date(date); }
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
inline base::Error does_not_fit(const char* what) {
  return base::Error::permanent(base::ErrorCode::corrupt, "The journal does not fit the registers.", what);
}

}  // namespace mailstore::office
