#include "base/mime/section.h"

#include <algorithm>

#include "base/text/case.h"

namespace base {

namespace {

Error bad_section() { return Error::permanent(ErrorCode::bad_input, "bad section"); }

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
      while (i < text.size() && text[i] > ' ' && text[i] < 0x7F && std::string_view("(){%*\"\\]").find(text[i]) == std::string_view::npos) name += text[i++];
      if (name.empty()) return false;
    }
    fields.push_back(std::move(name));
    if (i == text.size()) return true;
    if (text[i++] != ' ') return false;
  }
}

// The header that HEADER of a path means: of the message, or of the message embedded in that part.
const Part* message_root(const ParsedMessage& message, const std::vector<std::uint32_t>& path) {
  if (path.empty()) return &message.root;
  const Part* part = find_part(message, path);
  if (part == nullptr || !part->is_message() || part->children.empty()) return nullptr;
  return &part->children.front();
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

// Part numbers count within a message (the whole one or an embedded one): the children of its root when that is a multipart,
// else 1 for the root's own body.
const Part* find_part(const ParsedMessage& message, const std::vector<std::uint32_t>& path) {
  const Part* part = &message.root;
  bool at_message_root = true;
  for (const std::uint32_t number : path) {
    if (!at_message_root && part->is_message()) {
      if (part->children.empty()) return nullptr;
      part = &part->children.front();
      at_message_root = true;
    }
    if (part->is_multipart()) {
      if (number == 0 || number > part->children.size()) return nullptr;
      part = &part->children[number - 1];
    } else if (number != 1 || !at_message_root) {
      return nullptr;
    }
    at_message_root = false;
  }
  return part;
}

std::optional<ByteRange> section_range(const ParsedMessage& message, const SectionSpec& spec, std::uint64_t prefix_size) {
  const auto shifted = [&](ByteRange range) { return ByteRange{range.begin + prefix_size, range.end + prefix_size}; };
  const auto header_of = [&](const Part& root) {
    // The stored prefix is the beginning of the root header.
    return &root == &message.root ? ByteRange{0, root.header.end + prefix_size} : shifted(root.header);
  };
  using Kind = SectionSpec::Kind;
  if (spec.kind == Kind::all && spec.part.empty()) return ByteRange{0, message.size + prefix_size};
  if (spec.kind == Kind::header || spec.kind == Kind::header_fields || spec.kind == Kind::header_fields_not) {
    const Part* root = message_root(message, spec.part);
    if (root == nullptr) return std::nullopt;
    return header_of(*root);
  }
  if (spec.kind == Kind::text) {
    const Part* root = message_root(message, spec.part);
    if (root == nullptr) return std::nullopt;
    return shifted(root->body);
  }
  const Part* part = find_part(message, spec.part);
  if (part == nullptr) return std::nullopt;
  if (spec.kind == Kind::mime) return header_of(*part);
  return shifted(part->body);
}

std::optional<std::string> section_text(const ParsedMessage& message, std::string_view bytes, const SectionSpec& spec, std::uint64_t prefix_size) {
  const auto range = section_range(message, spec, prefix_size);
  if (!range || range->end > bytes.size()) return std::nullopt;
  const std::string_view text = range->of(bytes);
  if (spec.kind == SectionSpec::Kind::header_fields) return select_header_fields(text, spec.fields, false);
  if (spec.kind == SectionSpec::Kind::header_fields_not) return select_header_fields(text, spec.fields, true);
  return std::string(text);
}

}  // namespace base
