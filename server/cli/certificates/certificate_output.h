// How certificates, trusted roots and what is to be said about them are printed, as text and as JSON. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "directory/certificates/certificates.h"
#include "server/cli/run/command.h"

namespace server::cli {

nlohmann::json json_of(const directory::TrustedItem& item);
nlohmann::json json_of(const directory::RegisteredCertificate& certificate, std::string_view address);
nlohmann::json json_of(const base::CertificateInfo& certificate);
nlohmann::json json_of(const std::vector<directory::Notice>& notices);

// "gốc / root  3f2a…  CN=…  until 2036-11-23".
std::string line_of(const directory::TrustedItem& item);
// "vanthu@…  3f2a…  CN=…  until 2027-11-23".
std::string line_of(const directory::RegisteredCertificate& certificate, std::string_view address);
// "2036-11-23", office zone; "" for 0.
std::string day_of(base::Timestamp time);

// Each on a line of standard error: "! Vietnamese / English".
void print_notices(const std::vector<directory::Notice>& notices, CommandIo& io);
void print_json(const nlohmann::json& value, CommandIo& io);

}  // namespace server::cli
