// Any bytes: parse, render, look up sections, store the structure and read it back, decode the text. The same bytes are
// also given to the structure decoder as if they came from a damaged store.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/mime/decoded_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/section.h"
#include "base/mime/structure_codec.h"
#include "base/text/utf8.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// Ranges lie inside the parent's body, in order.
void check_part(const base::Part& part, std::uint64_t begin, std::uint64_t end) {
  require(part.header.begin >= begin && part.header.begin <= part.header.end);
  require(part.header.end <= part.body.begin && part.body.begin <= part.body.end && part.body.end <= end);
  require(!part.is_multipart() || !part.children.empty());
  require(part.is_message() == (part.children.size() == 1 && !part.is_multipart()));
  for (const base::Part& child : part.children) {
    if (part.decoded_size) check_part(child, 0, *part.decoded_size);
    else check_part(child, part.body.begin, part.body.end);
  }
}

void check_message(std::string_view bytes, const base::ParseLimits& limits) {
  const base::ParsedMessage message = base::parse_message(bytes, limits);
  check_part(message.root, 0, bytes.size());
  base::imap_envelope(message.envelope, base::ImapStrings::utf8_accept);
  require(base::is_valid_utf8(base::imap_envelope(message.envelope)));
  require(base::is_valid_utf8(base::imap_body_structure(message.root)));
  base::imap_body(message.root);
  const auto again = base::decode_structure(base::encode_structure(message));
  require(again.has_value() && again->root == message.root && again->envelope == message.envelope &&
          again->flags == message.flags);
  const std::string sections = base::encode_sections(message);
  const auto cut = base::decode_structure(sections);
  require(cut.has_value() && cut->root == message.root && cut->size == message.size);
  const auto outline = base::decode_outline(sections);
  require(outline.has_value() && outline->root.header == message.root.header &&
          outline->root.body == message.root.body && outline->size == message.size);
  for (const char* spec : {"", "1", "1.1", "2.1", "HEADER", "TEXT", "1.HEADER", "1.TEXT", "1.MIME",
                           "HEADER.FIELDS (Subject)", "1.HEADER.FIELDS.NOT (To)"}) {
    base::section_text(message, bytes, *base::parse_section(spec));
  }
  const base::DecodedText text = base::decode_text(message, bytes, 10000);
  require(base::is_valid_utf8(text.text) && text.text.size() <= 10000);
  require(base::is_valid_utf8(text.preview) && base::code_point_count(text.preview) <= base::kMaxPreview);
  require(base::is_valid_utf8(base::searchable_body(message, bytes, 10000).text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_message(bytes, {});
  base::ParseLimits tight;
  tight.depth = 2;
  tight.parts = 4;
  tight.header_fields = 3;
  tight.field_bytes = 20;
  tight.all_header_fields = 8;
  tight.addresses = 5;
  tight.parameters = 5;
  tight.structure_floor = tight.structure_octets = 2000;
  tight.decoded_octets = 100;
  check_message(bytes, tight);
  if (const auto stored = base::decode_structure(bytes)) {
    base::imap_body_structure(stored->root);
    base::section_place(*stored, *base::parse_section("1.1.MIME"));
    require(base::decode_structure(base::encode_sections(*stored)).has_value());
  }
  if (const auto outline = base::decode_outline(bytes)) {
    require(outline->root.header.begin <= outline->root.header.end && outline->root.header.end <= outline->size);
  }
  return 0;
}
