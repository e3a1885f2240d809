// JSON answers of the endpoints: about one person at one moment, so kept by nobody.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/http/reply.h"

namespace webmail::http {

base::HttpReply answer_json(int status, const nlohmann::json& body);

}  // namespace webmail::http
