// What mail from outside says about its signatures; they are verified apart from everything else.
#include "base/mime/header_fields.h"
#include "base/text/case.h"
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/signing/authentication_results.h"

namespace mailstore {

// RFC 7281: what we found out about the signatures of a mail from outside. It is shown, never acted upon.
base::Co<base::Result<std::string>> Desk::signature_results(const std::string& bytes) {
  const std::string_view looked_at = std::string_view(bytes).substr(0, kPrepareInline);
  const std::string_view header = looked_at.substr(0, base::header_size(looked_at));
  const bool whole_header =
      header.size() < looked_at.size() || looked_at.size() == bytes.size();  // else the pool finds out
  const std::string type = base::to_ascii_lower(base::header_value(header, "Content-Type").value_or(""));
  const bool may_be_signed = type.find("multipart/") != std::string::npos ||
                             type.find("message/") != std::string::npos ||
                             type.find("application/") != std::string::npos;
  if (whole_header && !may_be_signed) co_return std::string();
  // Most mail holds no signature at all and does not wait for those that do.
  auto look = [&bytes]() -> base::Result<bool> { return signing::holds_signatures(base::parse_message(bytes), bytes); };
  auto some = co_await parts_->parse_pool.run(look);
  if (!some) co_return some.error();
  if (!*some) co_return std::string();
  auto job = [this, &bytes]() -> base::Result<std::string> {
    const auto verdict = signing::verify_message(bytes, office_->certificates().trust(), parts_->clock.now());
    const std::string results = signing::authentication_results(verdict);
    if (results.empty()) return std::string();
    return "Authentication-Results: " + parts_->settings.hostname + "; " + results + "\r\n";
  };
  co_return co_await signature_pool_.run(job);
}

}  // namespace mailstore
