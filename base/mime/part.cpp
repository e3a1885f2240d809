#include "base/mime/header_text.h"
#include "base/mime/message.h"

namespace base {

std::string Part::file_name() const {
  if (auto name = disposition.parameter("filename"); name && !name->empty()) return *name;
  return content_type.parameter("name").value_or(std::string());
}

bool Part::is_attachment() const {
  if (is_multipart()) return false;
  if (disposition.type == "attachment" || is_message()) return true;
  const std::string& type = content_type.type;
  const std::string& subtype = content_type.subtype;
  // Pictures that the HTML shows, signatures and machine-readable twins of the text are no attachments.
  if (type == "image" && content_id) return false;
  if (type == "application" && (subtype == "pkcs7-signature" || subtype == "x-pkcs7-signature" ||
                                subtype == "pgp-signature" || subtype == "ld+json"))
    return false;
  if (type == "text" || type == "message") return !file_name().empty();
  return true;
}

bool operator==(const Part& a, const Part& b) {
  const bool same_envelope = a.envelope && b.envelope ? *a.envelope == *b.envelope : !a.envelope && !b.envelope;
  return same_envelope && a.header == b.header && a.body == b.body && a.body_lines == b.body_lines &&
         a.content_type == b.content_type && a.encoding == b.encoding && a.disposition == b.disposition &&
         a.content_id == b.content_id && a.description == b.description && a.md5 == b.md5 && a.location == b.location &&
         a.decoded_size == b.decoded_size && a.languages == b.languages && a.children == b.children;
}

}  // namespace base
