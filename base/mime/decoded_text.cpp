#include "base/mime/decoded_text.h"

#include <algorithm>
#include <utility>

#include "base/mime/header_scan.h"
#include "base/mime/header_text.h"
#include "base/mime/html_text.h"
#include "base/text/charset.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// Encoded bytes worth decoding for so much text: base64 and quoted-printable need at most three times the bytes, HTML tags more.
constexpr std::size_t kEncodedPerText = 4;

std::string_view part_bytes(const Part& part, std::string_view bytes) {
  if (part.body.begin > bytes.size()) return {};
  return bytes.substr(part.body.begin, part.body.size());
}

std::string undo_encoding(const Part& part, std::string_view body) {
  if (part.encoding == "base64") return base64_decode_lenient(body);
  if (part.encoding == "quoted-printable") return quoted_printable_decode(body);
  return std::string(body);
}

bool is_text_like(const Part& part) {
  const ContentType& type = part.content_type;
  return type.type == "text" || (type.type == "message" && !part.is_message() && type.subtype != "partial" && type.subtype != "external-body");
}

bool is_encoded(const Part& part) { return part.encoding == "base64" || part.encoding == "quoted-printable"; }

std::string text_of(const Part& part, std::string_view body) {
  if (!is_encoded(part)) return decode_charset(body, part.content_type.charset());
  return decode_charset(undo_encoding(part, body), part.content_type.charset());
}

bool is_html(const Part& part) { return part.content_type.is("text", "html"); }

// CRLF and CR become LF, NUL goes.
void append_with_lf(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size());
  const bool has_nul = text.find('\0') != std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {   // whole runs: this goes over every text that comes in
    const std::size_t stop = std::min(has_nul ? text.find_first_of(std::string_view("\r\0", 2), at) : text.find('\r', at), text.size());
    out.append(text, at, stop - at);
    if (stop < text.size() && text[stop] == '\r' && (stop + 1 == text.size() || text[stop + 1] != '\n')) out += '\n';
    at = stop + 1;
  }
}

bool says_something(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
}

class Collector {
 public:
  Collector(std::string_view bytes, std::size_t max_bytes) : bytes_(bytes), max_bytes_(max_bytes) {}

  void part(const Part& part, bool html_wanted = true) {
    if (part.is_multipart()) return multipart(part, html_wanted);
    if (part.is_attachment() || (part.is_message() && part.disposition.type == "attachment")) {
      result_.has_attachment = true;
      std::string name = decoded_name(part);
      if (!name.empty()) result_.attachment_names.push_back(std::move(name));
    }
    if (part.is_message()) {
      if (part.envelope->subject) add_block(decode_header_text(*part.envelope->subject));
      const std::string inside = part.decoded_size ? decode_body(part, bytes_) : std::string();
      const std::string_view around = std::exchange(bytes_, part.decoded_size ? std::string_view(inside) : bytes_);
      for (const Part& child : part.children) this->part(child, html_wanted);
      bytes_ = around;
      return;
    }
    if (!is_text_like(part) || (is_html(part) && !html_wanted)) return;
    const std::string_view body = bounded_body(part);
    const std::string text = text_of(part, body);
    add_block(is_html(part) ? html_to_text(text, max_bytes_) : text);
  }

  DecodedText take() {
    if (result_.text.size() > max_bytes_) {
      result_.text.resize(utf8_prefix_bytes(result_.text, max_bytes_).size());
      result_.truncated = true;
    }
    result_.preview = preview_of(result_.text, false);
    if (result_.preview.empty()) result_.preview = preview_of(result_.text, true);
    return std::move(result_);
  }

 private:
  void multipart(const Part& part, bool html_wanted) {
    bool html = html_wanted;
    if (part.content_type.subtype == "alternative") {
      // Plain text that says something makes its HTML twin a repetition.
      for (const Part& child : part.children) {
        if (child.content_type.is("text", "plain") && says_something(text_of(child, bounded_body(child)))) html = false;
      }
    }
    for (const Part& child : part.children) this->part(child, html);
  }

  std::string_view bounded_body(const Part& part) {
    const std::string_view body = part_bytes(part, bytes_);
    const std::size_t left = max_bytes_ > result_.text.size() ? max_bytes_ - result_.text.size() : 0;
    const std::size_t wanted = left * kEncodedPerText;
    if (body.size() > wanted) result_.truncated = true;
    return body.substr(0, wanted);
  }

  static std::string decoded_name(const Part& part) {
    std::string name = part.file_name();
    if (name.empty() && part.is_message() && part.envelope->subject) name = decode_header_text(*part.envelope->subject);
    return name;
  }

  void add_block(std::string_view text) {
    if (!says_something(text)) return;
    if (!result_.text.empty()) result_.text += "\n\n";
    append_with_lf(result_.text, text);
    while (!result_.text.empty() && (result_.text.back() == '\n' || result_.text.back() == ' ')) result_.text.pop_back();
  }

  // White space runs become one blank; quoted lines are left out unless they are all there is.
  static std::string preview_of(std::string_view text, bool with_quotes) {
    std::string out;
    std::size_t left = kMaxPreview;
    bool blank = false;
    for (std::size_t at = 0; at < text.size() && left > 0;) {
      const bool line_start = at == 0 || text[at - 1] == '\n';
      if (line_start && text[at] == '>' && !with_quotes) {
        at = line_end(text, at);
        continue;
      }
      if (static_cast<unsigned char>(text[at]) <= ' ') {
        blank = true;
        ++at;
        continue;
      }
      if (blank && !out.empty()) {
        if (left == 1) break;
        out += ' ';
        --left;
      }
      blank = false;
      const std::size_t start = at;
      next_code_point(text, at);
      out += text.substr(start, at - start);
      --left;
    }
    return out;
  }

  std::string_view bytes_;
  std::size_t max_bytes_;
  DecodedText result_;
};

void collect_searchable(const Part& part, std::string_view bytes, std::size_t max_bytes, bool with_header, std::string& out) {
  if (out.size() >= max_bytes) return;
  if (with_header && part.header.begin <= bytes.size()) {
    const std::string_view header = bytes.substr(part.header.begin, part.header.size());
    for (const HeaderField& field : index_header(header)) {
      out += field.name(header);
      out += ": ";
      out += decode_header_text(field.value(header));
      out += '\n';
    }
  }
  const std::string inside = part.decoded_size ? decode_body(part, bytes) : std::string();
  for (const Part& child : part.children) collect_searchable(child, part.decoded_size ? std::string_view(inside) : bytes, max_bytes, true, out);
  if (!part.children.empty() || !is_text_like(part) || out.size() >= max_bytes) return;
  const std::string text = text_of(part, part_bytes(part, bytes).substr(0, (max_bytes - out.size()) * kEncodedPerText));
  append_with_lf(out, text);
  out += '\n';
  // Words that tags or entities cut apart are found too.
  if (is_html(part)) out += html_to_text(text, max_bytes) + '\n';
}

}  // namespace

DecodedText decode_text(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes) {
  Collector collector(bytes, max_bytes);
  collector.part(message.root);
  return collector.take();
}

std::string decode_body(const Part& part, std::string_view bytes) { return undo_encoding(part, part_bytes(part, bytes)); }

std::string decode_text_part(const Part& part, std::string_view bytes) { return text_of(part, part_bytes(part, bytes)); }

std::string searchable_body(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes) {
  std::string out;
  collect_searchable(message.root, bytes, max_bytes, false, out);
  if (out.size() > max_bytes) out.resize(utf8_prefix_bytes(out, max_bytes).size());
  return out;
}

}  // namespace base
