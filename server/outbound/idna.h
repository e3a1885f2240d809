// Domain names as DNS wants them: U-labels become A-labels (RFC 5890, UTS 46). Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace server::outbound {

// Lower case, without a last dot. bad_input for what can be no host name.
base::Result<std::string> to_a_labels(std::string_view domain);

}  // namespace server::outbound
