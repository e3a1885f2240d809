#include "base/error.h"

namespace base {

const char* to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input: return "bad_input";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::exists: return "exists";
    case ErrorCode::no_permission: return "no_permission";
    case ErrorCode::auth_failed: return "auth_failed";
    case ErrorCode::over_quota: return "over_quota";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::limit: return "limit";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::busy: return "busy";
    case ErrorCode::disk_full: return "disk_full";
    case ErrorCode::io: return "io";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::closed: return "closed";
    case ErrorCode::stopped: return "stopped";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

std::string describe(const Error& error) {
  std::string out = to_string(error.code);
  out += ": ";
  out += error.text_for_peer;
  if (!error.detail_for_log.empty()) {
    out += " (";
    out += error.detail_for_log;
    out += ")";
  }
  return out;
}

}  // namespace base
