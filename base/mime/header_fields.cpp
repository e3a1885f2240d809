#include "base/mime/header_fields.h"

#include "base/mime/field_selector.h"
#include "base/mime/header_scan.h"
#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// Calls visit(field) for each field until it returns false; gives the offset after the blank line or the end.
template <class Visit>
std::size_t scan_header(std::string_view bytes, Visit visit) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::size_t end = line_end(bytes, at);
    const std::string_view line = bytes.substr(at, end - at);
    if (is_blank_line(line)) return end;
    const FieldStart start = read_field_start(line);
    while (end < bytes.size() && is_wsp(bytes[end])) end = line_end(bytes, end);
    if (start.valid && !visit(HeaderField{at, at + start.name_size, at + start.colon + 1, end})) return end;
    at = end;
  }
  return at;
}

}  // namespace

std::size_t visit_header(std::string_view header, const std::function<bool(const HeaderField&)>& visit) {
  return scan_header(header, visit);
}

std::vector<HeaderField> index_header(std::string_view header, std::size_t max_fields) {
  std::vector<HeaderField> fields;
  scan_header(header, [&](const HeaderField& field) {
    fields.push_back(field);
    return fields.size() < max_fields;
  });
  return fields;
}

std::optional<std::string> header_value(std::string_view header, std::string_view name) {
  std::optional<std::string> found;
  scan_header(header, [&](const HeaderField& field) {
    if (!equals_ignoring_case(field.name(header), name)) return true;
    found = clean_value(field.value(header));
    return false;
  });
  return found;
}

std::vector<std::string> header_values(std::string_view header, std::string_view name) {
  std::vector<std::string> found;
  scan_header(header, [&](const HeaderField& field) {
    if (equals_ignoring_case(field.name(header), name)) found.push_back(clean_value(field.value(header)));
    return true;
  });
  return found;
}

std::size_t header_size(std::string_view message) {
  std::size_t at = 0;
  while (at < message.size()) {
    const std::size_t end = line_end(message, at);
    if (is_blank_line(message.substr(at, end - at))) return end;
    at = end;
  }
  return at;
}

std::string select_header_fields(std::string_view header, const std::vector<std::string>& names, bool negate) {
  const FieldNames wanted(names);
  FieldSelector selector(wanted, negate);
  std::string out;
  selector.feed(header, out);
  selector.finish(out);
  return out;
}

std::string remove_header_fields(std::string_view message, const std::vector<std::string>& names) {
  const FieldNames unwanted(names);
  std::string out;
  out.reserve(message.size());
  std::size_t kept_from = 0;
  scan_header(message, [&](const HeaderField& field) {
    if (unwanted.contains(field.name(message))) {
      out += message.substr(kept_from, field.begin - kept_from);
      kept_from = field.end;
    }
    return true;
  });
  out += message.substr(kept_from);
  return out;
}

std::size_t comment_end(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') ++at;
    else if (c == '(') ++depth;
    else if (c == ')' && --depth == 0) return at + 1;
  }
  return 0;
}

std::string without_comments(std::string_view text) {
  if (text.find('(') == std::string_view::npos) return std::string(text);
  std::string out;
  bool quoted = false, unclosed = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(' && !quoted && !unclosed) {
      const std::size_t end = comment_end(text, at);
      unclosed = end == 0;  // looked for once only: linear
      if (!unclosed) {
        at = end - 1;
        continue;
      }
    }
    if (c == '"') quoted = !quoted;
    out += c;
    if (quoted && c == '\\' && at + 1 < text.size()) out += text[++at];
  }
  return out;
}

std::string clean_value(std::string_view raw) {
  raw = trim_wsp(raw);
  std::string out;
  out.reserve(raw.size());
  for (const char c : raw) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  if (!is_valid_utf8(out)) out = decode_guess(out);
  return out;
}

}  // namespace base
