#include "base/mime/header_text.h"
#include "base/mime/message.h"

namespace base {

std::string Part::file_name() const {
  if (auto name = disposition.parameter("filename"); name && !name->empty()) return *name;
  return content_type.parameter("name").value_or(std::string());
}

bool Part::is_attachment() const {
  if (is_multipart()) return false;
  if (disposition.type == "attachment") return true;
  if (disposition.type == "inline" && content_type.type == "image" && content_id) return false;
  if (content_type.type == "text") return !file_name().empty();
  if (content_type.is("application", "pkcs7-signature") || content_type.is("application", "x-pkcs7-signature") ||
      content_type.is("application", "pgp-signature")) {
    return false;
  }
  return !(content_type.type == "image" && content_id && disposition.type.empty());
}

bool operator==(const Part& a, const Part& b) {
  const bool same_envelope = a.envelope && b.envelope ? *a.envelope == *b.envelope : !a.envelope && !b.envelope;
  return same_envelope && a.header == b.header && a.body == b.body && a.body_lines == b.body_lines && a.content_type == b.content_type &&
         a.encoding == b.encoding && a.disposition == b.disposition && a.content_id == b.content_id && a.description == b.description &&
         a.md5 == b.md5 && a.location == b.location && a.languages == b.languages && a.children == b.children;
}

}  // namespace base
