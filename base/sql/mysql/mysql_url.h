// mysql://user:password@host:port/name?socket=PATH&ssl_ca=PATH&plaintext=yes. Percent-encoding where needed. Pure.
#pragma once

#include <string>

#include "base/result.h"

namespace base::sql {

struct MysqlAddress {
  std::string host = "localhost";
  unsigned port = 3306;
  std::string socket;  // when set, host and port are not used
  std::string user;
  std::string password;
  std::string database;    // letters, digits, '_' and '-' only
  std::string ssl_ca;      // PEM file; the server's certificate is then checked
  bool plaintext = false;  // another machine's database is talked to without TLS, in so many words
};

// A database on another machine needs ssl_ca (or plaintext=yes): password hashes and mail go over that line, and a
// server that nobody checked may be anybody. Errors: bad_input. The error never shows the password.
Result<MysqlAddress> parse_mysql_url(const std::string& url);

}  // namespace base::sql
