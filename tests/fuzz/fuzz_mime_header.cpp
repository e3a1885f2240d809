// Any bytes as a header value: text, content type, parameters, message ids, subjects; what we write is read back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/mime/content_type.h"
#include "base/mime/header_fields.h"
#include "base/mime/header_text.h"
#include "base/mime/html_text.h"
#include "base/mime/references.h"
#include "base/mime/report.h"
#include "base/mime/section.h"
#include "base/text/encoding.h"
#include "base/text/fold.h"
#include "base/text/opaque_string.h"
#include "base/text/utf8.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_written(const std::string& text, base::HeaderEncoding encoding) {
  const std::string written = base::encode_header_text(text, encoding, 9);
  std::size_t start = 0;
  for (std::size_t end = written.find("\r\n"); end != std::string::npos;
       start = end + 2, end = written.find("\r\n", start)) {
    require(end - start <= 998 && end + 2 < written.size() && written[end + 2] == ' ');
  }
  require(written.size() - start <= 998);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string text = base::decode_header_text(bytes);
  require(base::is_valid_utf8(text));
  check_written(text, base::HeaderEncoding::encoded_words);
  check_written(text, base::HeaderEncoding::utf8);
  require(base::is_ascii(base::encode_header_text(text, base::HeaderEncoding::encoded_words)));
  require(base::encode_phrase(text, base::HeaderEncoding::encoded_words).find('\n') == std::string::npos ||
          base::is_ascii(base::encode_phrase(text, base::HeaderEncoding::encoded_words)));

  const base::ContentType type = base::parse_content_type(bytes);
  for (const base::Parameter& parameter : type.parameters) {
    if (const auto value = base::decoded_parameter(type.parameters, parameter.name))
      require(base::is_valid_utf8(*value));
  }
  base::parse_disposition(bytes);
  const std::string clean = base::sanitize_utf8(bytes.substr(0, 1000));
  if (clean.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos) {
    const auto back = base::decoded_parameter(base::parse_parameters("; " + base::encode_parameter("n", clean)), "n");
    require(back.has_value());
    if (clean.find("=?") == std::string::npos) require(*back == clean);
  }

  base::message_ids(bytes);
  base::normalised_message_id(bytes);
  require(base::is_valid_utf8(base::base_subject(bytes).text));
  require(base::is_valid_utf8(base::html_to_text(clean)));
  base::parse_delivery_status(bytes);
  base::select_header_fields(bytes, {"a"}, true);
  (void)base::parse_section(bytes);

  require(base::is_valid_utf8(base::fold(bytes)) && base::is_valid_utf8(base::exact_form(bytes)));
  require(base::exact_form(base::exact_form(bytes)) == base::exact_form(bytes));
  (void)base::opaque_string(bytes);
  require(base::base64_decode_lenient(base::base64_encode_lines(bytes)) == bytes);
  const std::string name = base::sanitize_utf8(bytes);
  require(base::mailbox_utf7_decode(base::mailbox_utf7_encode(name)).value() == name);
  if (const auto decoded = base::mailbox_utf7_decode(bytes)) require(base::mailbox_utf7_encode(*decoded) == bytes);
  base::quoted_printable_decode(bytes);
  return 0;
}
