// What the HTTP front answers by itself, as a sentence in both languages. Internal to the HTTP front; pure.
#pragma once

#include "base/http/reply.h"

namespace server::net {

// 400, 408, 413, 414, 417, 431, 500, 501 or 505.
base::HttpReply http_refusal(int status);

}  // namespace server::net
