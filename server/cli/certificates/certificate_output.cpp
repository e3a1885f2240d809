#include "server/cli/certificates/certificate_output.h"

#include <nlohmann/json.hpp>

namespace server::cli {

namespace {

// null for 0.
nlohmann::json time_of(base::Timestamp time) {
  return time.us == 0 ? nlohmann::json() : nlohmann::json(base::iso_date_time(time, base::kOfficeOffsetMinutes));
}

bool is_root(const directory::TrustedItem& item) { return item.kind == directory::TrustedItem::Kind::root; }

}  // namespace

nlohmann::json json_of(const directory::TrustedItem& item) {
  nlohmann::json out = {{"kind", is_root(item) ? "root" : "revocation_list"},
                        {"fingerprint", item.sha256_fingerprint},
                        {"subject", item.subject},
                        {"serial", item.serial},
                        {"not_before", time_of(item.not_before)},
                        {"not_after", time_of(item.not_after)},
                        {"added", time_of(item.added)},
                        {"added_by", item.added_by}};
  if (!is_root(item)) out["revoked_certificates"] = item.entries;
  return out;
}

nlohmann::json json_of(const directory::RegisteredCertificate& c, std::string_view address) {
  return {{"address", address},
          {"fingerprint", c.sha256_fingerprint},
          {"subject", c.subject},
          {"issuer", c.issuer},
          {"serial", c.serial},
          {"not_before", time_of(c.not_before)},
          {"not_after", time_of(c.not_after)},
          {"added", time_of(c.added)},
          {"added_by", c.added_by},
          {"removed", time_of(c.removed)},
          {"removed_by", c.removed_by}};
}

nlohmann::json json_of(const base::CertificateInfo& c) {
  return {{"fingerprint", c.sha256_fingerprint},
          {"subject", c.subject},
          {"issuer", c.issuer},
          {"serial", c.serial},
          {"emails", c.emails},
          {"not_before", time_of(c.not_before)},
          {"not_after", time_of(c.not_after)}};
}

nlohmann::json json_of(const std::vector<directory::Notice>& notices) {
  nlohmann::json out = nlohmann::json::array();
  for (const directory::Notice& one : notices)
    out.push_back({{"code", one.code}, {"vi", one.text.vi}, {"en", one.text.en}});
  return out;
}

std::string day_of(base::Timestamp time) {
  return time.us == 0 ? std::string() : base::iso_date_time(time, base::kOfficeOffsetMinutes).substr(0, 10);
}

std::string line_of(const directory::TrustedItem& item) {
  std::string out = is_root(item) ? "gốc/root\t" : "danh sách thu hồi/revocation list\t";
  out += item.sha256_fingerprint + "\t" + item.subject + "\t" + day_of(item.not_before) + "…" + day_of(item.not_after);
  if (!is_root(item)) out += "\t" + std::to_string(item.entries);
  return out + "\n";
}

std::string line_of(const directory::RegisteredCertificate& c, std::string_view address) {
  std::string out = std::string(address) + "\t" + c.sha256_fingerprint + "\t" + c.subject + "\t" +
                    day_of(c.not_before) + "…" + day_of(c.not_after);
  if (c.removed.us != 0) out += "\tđã gỡ/removed " + day_of(c.removed) + " (" + c.removed_by + ")";
  return out + "\n";
}

void print_notices(const std::vector<directory::Notice>& notices, CommandIo& io) {
  for (const directory::Notice& one : notices) io.err("! " + base::one_line(one.text) + "\n");
}

void print_json(const nlohmann::json& value, CommandIo& io) {
  io.out(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace server::cli
