#include "server/imap/session/reply.h"

#include "base/text/in_ascii.h"

namespace server::imap {
namespace {

using base::ErrorCode;

// RFC 5530 §3; OVERQUOTA also RFC 9208, TOOBIG RFC 7889.
std::string_view response_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found: return "NONEXISTENT";
    case ErrorCode::exists: return "ALREADYEXISTS";
    case ErrorCode::no_permission: return "NOPERM";
    case ErrorCode::auth_failed: return "AUTHENTICATIONFAILED";
    case ErrorCode::over_quota: return "OVERQUOTA";
    case ErrorCode::too_large: return "TOOBIG";
    case ErrorCode::limit: return "LIMIT";
    case ErrorCode::conflict: return "INUSE";
    case ErrorCode::bad_input:
    case ErrorCode::unsupported: return "CANNOT";
    case ErrorCode::corrupt: return "CORRUPTION";
    case ErrorCode::internal: return "SERVERBUG";
    default: return "UNAVAILABLE";  // busy, disk_full, io, unavailable, timeout, closed, stopped
  }
}

void append_safely(std::string& out, std::string_view text) {
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

}  // namespace

Reply refusal(const base::Error& error) {
  // The error's own sentence tells an administrator what to do.
  if (error.code == ErrorCode::disk_full) {
    return Reply::no(
        "UNAVAILABLE",
        base::one_line({"Máy chủ tạm hết chỗ chứa; chưa lưu gì, những gì đã có vẫn an toàn. Xin thử lại sau.",
                        "The server has no room left for now. Nothing was kept, what is there is safe. Try "
                        "again later."}));
  }
  return Reply::no(std::string(response_code(error.code)),
                   base::one_line(error.text.empty() ? base::Sentence("Không làm được", "It failed") : error.text));
}

std::string to_text(const Reply& reply, bool utf8) {
  std::string out = reply.kind == Reply::Kind::ok ? "OK " : reply.kind == Reply::Kind::no ? "NO " : "BAD ";
  if (!reply.code.empty()) {
    out += '[';
    append_safely(out, reply.code);
    out += "] ";
  }
  append_safely(out, reply.text);
  return utf8 ? out : base::in_ascii(out);
}

}  // namespace server::imap
