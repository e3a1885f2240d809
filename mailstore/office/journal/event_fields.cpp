#include "mailstore/office/journal/event_fields.h"

#include <algorithm>

#include "base/text/encoding.h"

namespace mailstore::office {

const Json& list_field(const Json& json, const char* name) {
  static const Json kNone = Json::array();
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return kNone;
  if (!found->is_array()) throw BadField{std::string(name) + " is no list"};
  return *found;
}

base::Timestamp time_of(const Json& json, const char* name) {
  return base::Timestamp(field_between<std::int64_t>(json, name, 0, kLatestTime));
}

std::optional<base::Timestamp> time_field(const Json& json, const char* name) {
  auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::nullopt;
  return time_of(json, name);
}

policies::calendar::Date date_field(const Json& json, const char* name) {
  const auto text = field<std::string>(json, name);
  policies::calendar::Date none;
  none.year = 0;
  if (text.empty()) return none;
  auto date = policies::calendar::parse_date(text);
  if (!date) throw BadField{std::string(name) + " is no date"};
  return *date;
}

std::string date_text(policies::calendar::Date date) {
  return date.year == 0 ? "" : policies::calendar::iso_date(date);
}

base::Sha256 digest_of_hex(const std::string& hex, const char* name) {
  base::Sha256 digest{};
  auto bytes = base::hex_decode(hex);
  if (!bytes || bytes->size() != digest.size()) throw BadField{std::string(name) + " is no SHA-256"};
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

base::Sha256 digest_field(const Json& json, const char* name) {
  const auto hex = field<std::string>(json, name);
  return hex.empty() ? base::Sha256{} : digest_of_hex(hex, name);
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace mailstore::office
