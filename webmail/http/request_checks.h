// Checks of a request that several endpoints share. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/http/head.h"
#include "base/http/reply.h"

namespace webmail::http {

// False for a request that a page of another site made a browser send: Sec-Fetch-Site says so, or Origin is not the
// host that was asked. Our endpoints keep no session and want the present password each time; this is the second lock.
bool same_origin(const base::HttpHead& head);

// RFC 7617: the credentials of "Authorization: Basic …". Nothing when there are none or they are malformed.
struct BasicCredentials {
  std::string user, password;
};
std::optional<BasicCredentials> basic_credentials(const base::HttpHead& head);

// 405 with Allow, 403 as JSON.
base::HttpReply method_not_allowed(std::string_view allow);
base::HttpReply refuse_foreign_origin();

}  // namespace webmail::http
