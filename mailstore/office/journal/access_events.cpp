#include "mailstore/office/journal/access_events.h"

#include "directory/people/access_grants.h"
#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

using base::Sentence;
using directory::AccessGrant;
using directory::GrantKind;
namespace calendar = policies::calendar;

namespace {

std::string fields_text(const AccessGrant& grant) {
  std::string out;
  for (const std::string& field : grant.fields) out += (out.empty() ? "" : ", ") + field;
  return out;
}

}  // namespace

Json right_to_fields(const AccessRight& right) {
  const AccessGrant& grant = right.grant;
  Json json{{"grant", grant.id},
            {"kind", directory::to_string(grant.kind)},
            {"account", grant.account.value},
            {"name", right.name},
            {"from_us", grant.from.us},
            {"until_us", grant.until.us}};
  if (!right.address.empty()) json["address"] = right.address;
  if (grant.unit) json["unit"] = grant.unit.value;
  if (grant.for_account) json["for"] = grant.for_account.value;
  if (!right.for_name.empty()) json["for_name"] = right.for_name;
  if (!right.for_address.empty()) json["for_address"] = right.for_address;
  for (const std::string& field : grant.fields) json["fields"].push_back(field);
  return json;
}

AccessRight right_of(const Json& json) {
  AccessRight right;
  AccessGrant& grant = right.grant;
  grant.id = field<std::int64_t>(json, "grant");
  grant.kind = word_field<GrantKind>(json, "kind", directory::parse_grant_kind);
  grant.account = id_field<base::AccountId>(json, "account");
  grant.unit = id_field<base::UnitId>(json, "unit");
  grant.for_account = id_field<base::AccountId>(json, "for");
  grant.from = time_of(json, "from_us");
  grant.until = time_of(json, "until_us");
  for (const Json& one : list_field(json, "fields")) grant.fields.push_back(one.get<std::string>());
  right.name = field<std::string>(json, "name");
  right.address = field<std::string>(json, "address");
  right.for_name = field<std::string>(json, "for_name");
  right.for_address = field<std::string>(json, "for_address");
  return right;
}

Sentence span_of(const AccessGrant& grant) {
  const calendar::Date first = calendar::local_date(grant.from);
  const int begin = calendar::local_minute(grant.from);
  Sentence out{"từ ", "from "};
  if (begin != 0) {
    out.vi += calendar::clock_time(begin) + " ";
    out.en += calendar::clock_time(begin) + " on ";
  }
  out.vi += calendar::long_date_vi(first);
  out.en += calendar::long_date_en(first);
  if (grant.until.us == 0) return {out.vi + ", đến khi có thay đổi", out.en + " until further notice"};
  const int end = calendar::local_minute(grant.until);
  const calendar::Date last = calendar::local_date(end == 0 ? base::Timestamp(grant.until.us - 1) : grant.until);
  out.vi += (end == 0 ? " đến hết " : " đến " + calendar::clock_time(end) + " ") + calendar::long_date_vi(last);
  out.en +=
      (end == 0 ? " until the end of " : " until " + calendar::clock_time(end) + " on ") + calendar::long_date_en(last);
  return out;
}

Sentence what_of(const AccessRight& right) {
  const std::string leader_vi = right.for_name.empty() ? "lãnh đạo cơ quan" : right.for_name;
  const std::string leader_en = right.for_name.empty() ? "the leaders of the office" : right.for_name;
  switch (right.grant.kind) {
    case GrantKind::substitute: break;
    case GrantKind::enter:
      return {right.name + " nhập nhiệm vụ thay " + leader_vi,
              right.name + " enters tasks in the name of " + leader_en};
    case GrantKind::fields:
      return {right.name + " chỉ quyết định trong lĩnh vực " + fields_text(right.grant),
              right.name + " decides only in the fields " + fields_text(right.grant)};
  }
  return {right.name + " thay " + leader_vi, right.name + " stands in for " + leader_en};
}

Json Kind<AccessGranted>::to_fields(const AccessGranted& body) { return {{"right", right_to_fields(body.right)}}; }
AccessGranted Kind<AccessGranted>::from_fields(const Json& json, const Event&) { return {right_of(json.at("right"))}; }
Sentence Kind<AccessGranted>::sentence(const Event& event, const AccessGranted& body) {
  const Sentence who = author_of(event), what = what_of(body.right), span = span_of(body.right.grant);
  return {who.vi + " cho phép: " + what.vi + " " + span.vi + ".",
          who.en + " allowed: " + what.en + " " + span.en + "."};
}

Json Kind<AccessWithdrawn>::to_fields(const AccessWithdrawn& body) { return {{"right", right_to_fields(body.right)}}; }
AccessWithdrawn Kind<AccessWithdrawn>::from_fields(const Json& json, const Event&) {
  return {right_of(json.at("right"))};
}
Sentence Kind<AccessWithdrawn>::sentence(const Event& event, const AccessWithdrawn& body) {
  const Sentence who = author_of(event), what = what_of(body.right);
  return {who.vi + " rút: " + what.vi + ".", who.en + " withdrew: " + what.en + "."};
}

}  // namespace mailstore::office
