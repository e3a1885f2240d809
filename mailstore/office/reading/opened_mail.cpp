#include "mailstore/office/reading/opened_mail.h"

#include "base/crypto/cms.h"
#include "base/mime/decoded_text.h"
#include "base/text/case.h"
#include "mailstore/signing/smime.h"

namespace mailstore::office {

namespace {

bool is_pkcs7(const base::Part& part) {
  return part.content_type.is("application", "pkcs7-mime") || part.content_type.is("application", "x-pkcs7-mime");
}

// One layer.
std::optional<std::string> opened_once(const base::ParsedMessage& message, std::string_view bytes) {
  if (!is_pkcs7(message.root)) return std::nullopt;
  const std::string der = base::decode_body(message.root, bytes);
  if (!base::is_signed_data(der)) return std::nullopt;
  std::string content =
      base::verify_opaque(der, base::TrustStore(), base::Timestamp(), base::SignatureUse::mail).content;
  if (content.empty()) return std::nullopt;
  return content;
}

}  // namespace

std::optional<std::string> opened_entity(const base::ParsedMessage& message, std::string_view bytes) {
  std::optional<std::string> content = opened_once(message, bytes);
  for (int depth = 1; content && depth < signing::kMaxSmimeDepth; ++depth) {
    auto inner = opened_once(base::parse_message(*content), *content);
    if (!inner) break;
    content = std::move(inner);
  }
  return content;
}

bool is_encrypted(const base::ParsedMessage& message, std::string_view bytes) {
  if (message.root.content_type.is("multipart", "encrypted")) return true;
  if (!is_pkcs7(message.root)) return false;
  const auto kind = message.root.content_type.parameter("smime-type");
  if (kind && base::equals_ignoring_case(*kind, "enveloped-data")) return true;
  return !base::is_signed_data(base::decode_body(message.root, bytes));
}

}  // namespace mailstore::office
