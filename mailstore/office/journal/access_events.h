// Events of rights: somebody may act by another's hand, or no longer. The right itself is a row of the directory,
// written in the commit of the event (directory/people/access_grants.h); nothing is folded from these events, so a
// rebuild of the registers takes no right away and gives none back.
#pragma once

#include <string>
#include <vector>

#include "directory/people/types.h"
#include "mailstore/office/journal/kind.h"

namespace mailstore::office {

// The row in the names of that day.
struct AccessRight {
  directory::AccessGrant grant;
  std::string name, address;          // of the account; of a unit its name
  std::string for_name, for_address;  // "Chủ tịch Mai Đình Lâm"; "": any leader of the office
};

struct AccessGranted {
  AccessRight right;
};
template <>
struct Kind<AccessGranted> {
  static constexpr KindWords<> kWords{"access.granted"};
  static nlohmann::json to_fields(const AccessGranted& body);
  static AccessGranted from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const AccessGranted& body) { return body.right.name; }
  static base::Sentence sentence(const Event& event, const AccessGranted& body);
  static bool has_outputs(const AccessGranted&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const AccessGranted&) { return 0; }
  static bool only_words(const AccessGranted&) { return false; }
  static std::int64_t* document(AccessGranted&) { return nullptr; }
};

struct AccessWithdrawn {
  AccessRight right;  // until when it would have counted
};
template <>
struct Kind<AccessWithdrawn> {
  static constexpr KindWords<> kWords{"access.withdrawn"};
  static nlohmann::json to_fields(const AccessWithdrawn& body);
  static AccessWithdrawn from_fields(const nlohmann::json& json, const Event& head);
  static std::string about(const AccessWithdrawn& body) { return body.right.name; }
  static base::Sentence sentence(const Event& event, const AccessWithdrawn& body);
  static bool has_outputs(const AccessWithdrawn&) { return true; }
  static constexpr bool kNeedsCause = false;
  static std::int64_t task(const AccessWithdrawn&) { return 0; }
  static bool only_words(const AccessWithdrawn&) { return false; }
  static std::int64_t* document(AccessWithdrawn&) { return nullptr; }
};

// The right as JSON; a draft of one stands in a question too.
nlohmann::json right_to_fields(const AccessRight& right);
AccessRight right_of(const nlohmann::json& json);

// "từ thứ Bảy, ngày 05/12/2026 đến hết thứ Năm, ngày 10/12/2026"; with hours when it does not begin or end with a day.
base::Sentence span_of(const directory::AccessGrant& grant);
// "Trần Văn Bình thay Chủ tịch Mai Đình Lâm", "Văn phòng nhập nhiệm vụ thay …", "… phụ trách lĩnh vực VX, KT".
base::Sentence what_of(const AccessRight& right);

}  // namespace mailstore::office
