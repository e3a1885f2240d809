// mysql://user:password@host:port/name?socket=PATH&ssl_ca=PATH. Percent-encoding where needed. Pure.
#pragma once

#include <string>

#include "base/result.h"

namespace base::sql {

struct MysqlAddress {
  std::string host = "localhost";
  unsigned port = 3306;
  std::string socket;       // when set, host and port are not used
  std::string user;
  std::string password;
  std::string database;     // letters, digits, '_' and '-' only
  std::string ssl_ca;       // PEM file; the server's certificate is then checked
};

// Errors: bad_input. The error never shows the password.
Result<MysqlAddress> parse_mysql_url(const std::string& url);

}  // namespace base::sql
