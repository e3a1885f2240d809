#include "base/mime/section.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/encoding.h"

namespace base {

namespace {

Error bad_section() { return Error::permanent(ErrorCode::bad_input, protocol_words("bad section")); }

// "1.2" at the front of text; leaves what follows the number part (without its dot).
bool take_part_numbers(std::string_view& text, std::vector<std::uint32_t>& part) {
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    std::uint64_t number = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      number = number * 10 + static_cast<std::uint64_t>(text[i] - '0');
      if (number > 0xFFFFFFFFull) return false;
    }
    if (text.front() == '0') return false;  // nz-number
    part.push_back(static_cast<std::uint32_t>(number));
    text.remove_prefix(i);
    if (text.empty()) return true;
    if (text.front() != '.' || text.size() == 1) return false;
    text.remove_prefix(1);
  }
  return true;
}

// "(From "To")": atoms and quoted strings.
bool read_field_list(std::string_view text, std::vector<std::string>& fields) {
  if (text.size() < 3 || text.front() != '(' || text.back() != ')') return false;
  text = text.substr(1, text.size() - 2);
  std::size_t i = 0;
  for (;;) {
    std::string name;
    if (i < text.size() && text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && ++i == text.size()) return false;
        name += text[i];
      }
      if (i == text.size()) return false;
      ++i;
    } else {
      while (i < text.size() && text[i] > ' ' && text[i] < 0x7F &&
             std::string_view("(){%*\"\\]").find(text[i]) == std::string_view::npos)
        name += text[i++];
      if (name.empty()) return false;
    }
    fields.push_back(std::move(name));
    if (i == text.size()) return true;
    if (text[i++] != ' ') return false;
  }
}

// A part and the encoded messages around it, outermost first.
struct Found {
  const Part* part = nullptr;
  std::vector<const Part*> encoded;
};

// Into the message that the part embeds; false when there is none.
bool enter_message(Found& found) {
  if (!found.part->is_message() || found.part->children.empty()) return false;
  if (found.part->decoded_size) found.encoded.push_back(found.part);
  found.part = &found.part->children.front();
  return true;
}

// Part numbers count within a message (the whole one or an embedded one): the children of its root when that is a
// multipart, else 1 for the root's own body.
Found find(const ParsedMessage& message, const std::vector<std::uint32_t>& path) {
  Found found{&message.root, {}};
  bool at_message_root = true;
  for (const std::uint32_t number : path) {
    if (!at_message_root && found.part->is_message()) {
      if (!enter_message(found)) return {};
      at_message_root = true;
    }
    if (found.part->is_multipart()) {
      if (number == 0 || number > found.part->children.size()) return {};
      found.part = &found.part->children[number - 1];
    } else if (number != 1 || !at_message_root) {
      return {};
    }
    at_message_root = false;
  }
  return found;
}

// The header that HEADER of a path means: of the message, or of the message embedded in that part.
Found message_root(const ParsedMessage& message, const std::vector<std::uint32_t>& path) {
  Found found = find(message, path);
  if (path.empty() || found.part == nullptr) return found;
  if (!enter_message(found)) return {};
  return found;
}

std::string decoded(std::string_view encoding, std::string_view octets) {
  return encoding == "base64" ? base64_decode_lenient(octets) : quoted_printable_decode(octets);
}

}  // namespace

Result<SectionSpec> parse_section(std::string_view text) {
  SectionSpec spec;
  if (!take_part_numbers(text, spec.part)) return bad_section();
  if (text.empty()) return spec;
  const auto word_is = [&](std::string_view word) { return equals_ignoring_case(text, word); };
  if (word_is("HEADER")) spec.kind = SectionSpec::Kind::header;
  else if (word_is("TEXT")) spec.kind = SectionSpec::Kind::text;
  else if (word_is("MIME") && !spec.part.empty()) spec.kind = SectionSpec::Kind::mime;
  else {
    constexpr std::string_view kFields = "HEADER.FIELDS ";
    constexpr std::string_view kFieldsNot = "HEADER.FIELDS.NOT ";
    const bool negate = starts_with_ignoring_case(text, kFieldsNot);
    if (!negate && !starts_with_ignoring_case(text, kFields)) return bad_section();
    spec.kind = negate ? SectionSpec::Kind::header_fields_not : SectionSpec::Kind::header_fields;
    if (!read_field_list(text.substr(negate ? kFieldsNot.size() : kFields.size()), spec.fields)) return bad_section();
  }
  return spec;
}

const Part* find_part(const ParsedMessage& message, const std::vector<std::uint32_t>& path) {
  return find(message, path).part;
}

std::optional<SectionPlace> section_place(const ParsedMessage& message, const SectionSpec& spec,
                                          std::uint64_t prefix_size) {
  using Kind = SectionSpec::Kind;
  if (spec.kind == Kind::all && spec.part.empty()) return SectionPlace{{0, message.size + prefix_size}, {}};
  const bool of_part = spec.kind == Kind::all || spec.kind == Kind::mime;
  const Found found = of_part ? find(message, spec.part) : message_root(message, spec.part);
  if (found.part == nullptr) return std::nullopt;
  const bool body = spec.kind == Kind::all || spec.kind == Kind::text;
  const ByteRange range = body ? found.part->body : found.part->header;
  SectionPlace place;
  place.range = found.encoded.empty() ? range : found.encoded.front()->body;
  // The stored prefix is the beginning of the root header.
  const bool root_header = !body && found.part == &message.root;
  place.range = {root_header ? 0 : place.range.begin + prefix_size, place.range.end + prefix_size};
  for (std::size_t i = 0; i < found.encoded.size(); ++i) {
    place.inside.push_back(
        {found.encoded[i]->encoding, i + 1 < found.encoded.size() ? found.encoded[i + 1]->body : range});
  }
  return place;
}

std::string inside_section(const SectionPlace& place, std::string_view octets) {
  std::string text(octets);
  for (const SectionPlace::Step& step : place.inside) {
    const std::string whole = decoded(step.encoding, text);
    const std::size_t begin = std::min<std::size_t>(step.range.begin, whole.size());
    text = whole.substr(begin, std::min<std::size_t>(step.range.end, whole.size()) - begin);
  }
  return text;
}

std::optional<std::string> section_text(const ParsedMessage& message, std::string_view bytes, const SectionSpec& spec,
                                        std::uint64_t prefix_size) {
  const auto place = section_place(message, spec, prefix_size);
  if (!place || place->range.end > bytes.size()) return std::nullopt;
  const std::string text = inside_section(*place, place->range.of(bytes));
  if (spec.kind == SectionSpec::Kind::header_fields) return select_header_fields(text, spec.fields, false);
  if (spec.kind == SectionSpec::Kind::header_fields_not) return select_header_fields(text, spec.fields, true);
  return text;
}

}  // namespace base
