// Checks of a request that several endpoints share. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/http/message.h"

namespace webmail::http {

// False for a request that a page of another site made a browser send: Sec-Fetch-Site says so, or Origin is not our Host.
// Our endpoints keep no session and want the present password each time; this is the second lock.
bool same_origin(const base::HttpRequest& request);

// RFC 7617: the credentials of "Authorization: Basic …". Nothing when there are none or they are malformed.
struct BasicCredentials {
  std::string user, password;
};
std::optional<BasicCredentials> basic_credentials(const base::HttpRequest& request);

// 405 with Allow, 413, 403 as JSON or plain text.
base::HttpResponse method_not_allowed(std::string_view allow);
base::HttpResponse refuse_foreign_origin();

inline constexpr std::size_t kMaxForm = 16 * 1024;   // bytes of a form or a JSON request

}  // namespace webmail::http
