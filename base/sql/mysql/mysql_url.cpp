#include "base/sql/mysql/mysql_url.h"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include <algorithm>

namespace base::sql {
namespace {

Error bad(const Sentence& why) {
  return Error::permanent(
      ErrorCode::bad_input,
      {"database.url phải có dạng mysql://người-dùng:mật-khẩu@máy:cổng/tên?socket=ĐƯỜNG-DẪN: " + why.vi,
       "database.url must look like mysql://user:password@host:port/name?socket=PATH: " + why.en});
}

bool plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// By what is written, not by what a name resolves to today.
bool is_this_machine(const MysqlAddress& address) {
  std::string host = address.host;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const bool all_numbers =
      std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return !address.socket.empty() || host == "localhost" || host == "::1" || (host.starts_with("127.") && all_numbers);
}

}  // namespace

Result<MysqlAddress> parse_mysql_url(const std::string& url) {
  MysqlAddress out;
  try {
    const Poco::URI uri(url);
    if (uri.getScheme() != "mysql") return bad({"phần đầu", "scheme"});
    if (!uri.getHost().empty()) out.host = uri.getHost();
    if (uri.getPort() != 0) out.port = uri.getPort();
    const std::string user_info = uri.getUserInfo();  // not yet decoded
    const std::size_t colon = user_info.find(':');
    Poco::URI::decode(user_info.substr(0, colon), out.user);
    if (colon != std::string::npos) Poco::URI::decode(user_info.substr(colon + 1), out.password);
    out.database = uri.getPath().empty() ? "" : uri.getPath().substr(1);
    for (const auto& [key, value] : uri.getQueryParameters()) {
      if (key == "socket") {
        out.socket = value;
      } else if (key == "ssl_ca") {
        out.ssl_ca = value;
      } else if (key == "plaintext") {
        if (value != "yes" && value != "no") return bad({"plaintext là yes hoặc no", "plaintext is yes or no"});
        out.plaintext = value == "yes";
      } else {
        return bad({"không có tùy chọn " + key, "unknown option " + key});
      }
    }
  } catch (const Poco::Exception&) {
    return bad({"không đọc được", "it cannot be read"});
  }
  if (!plain_name(out.database)) return bad({"tên cơ sở dữ liệu", "the name of the database"});
  if (out.user.empty()) return bad({"thiếu người dùng", "the user is missing"});
  if (!is_this_machine(out) && out.ssl_ca.empty() && !out.plaintext) {
    return Error::permanent(
        ErrorCode::bad_input,
        {"Cơ sở dữ liệu ở máy khác (" + out.host +
             ") phải được kiểm tra bằng TLS: thêm ?ssl_ca=TỆP.pem vào database.url; hoặc plaintext=yes nếu đường truyền đã được bảo vệ. Chưa làm gì.",
         "The database is on another machine (" + out.host +
             "): password hashes and mail would cross the network unprotected. Add ?ssl_ca=FILE.pem to database.url, or plaintext=yes when the line "
             "itself is protected. Nothing was done."});
  }
  return out;
}

}  // namespace base::sql
