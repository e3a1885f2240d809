#include "base/mime/builder.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "base/mime/content_type.h"
#include "base/mime/date.h"
#include "base/text/case.h"
#include "base/text/encoding.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kFoldAt = 76;

// FNV-1a, 64 bits: a boundary needs no secrecy, only difference, and the content is checked besides.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 1469598103934665603ull;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return h;
}

// A boundary made from the seed that none of the entities holds.
std::string make_boundary(std::string_view seed, const std::vector<std::string>& entities) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    char text[40];
    std::snprintf(text, sizeof text, "=_%016llx_%llu",
                  static_cast<unsigned long long>(hash_of(std::string(seed) + '#' + std::to_string(attempt))),
                  static_cast<unsigned long long>(entities.size()));
    const std::string boundary = text;
    const bool taken = std::any_of(entities.begin(), entities.end(),
                                   [&](const std::string& e) { return e.find(boundary) != std::string::npos; });
    if (!taken) return boundary;
  }
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
      out += "\r\n";
    } else if (c == '\n') {
      out += "\r\n";
    } else {
      out += c;
    }
  }
  if (!out.empty() && out.back() != '\n') out += "\r\n";
  return out;
}

bool is_plain_7bit(std::string_view text) {
  if (!is_ascii(text) || text.find('\0') != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end - at > 78) return false;
    // White space at a line's end and mbox "From " do not survive every way: let quoted-printable keep them.
    if (end > at + 1 && (text[end - 2] == ' ' || text.substr(at, 5) == "From ")) return false;
    at = end + 1;
  }
  return true;
}

// Values that go into a header as they are: no line may start through them.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return out;
}

void add_field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

void add_addresses(std::string& out, std::string_view name, const std::vector<Address>& list, HeaderEncoding encoding) {
  if (!list.empty()) add_field(out, name, format_address_list(list, encoding, name.size() + 2));
}

std::string id_list(const std::vector<std::string>& ids, std::size_t name_size) {
  std::string out;
  std::size_t column = name_size;
  for (const std::string& id : ids) {
    const std::string word = '<' + one_line(id) + '>';
    if (!out.empty()) {
      const bool fold = column + word.size() + 1 > kFoldAt;
      out += fold ? "\r\n " : " ";
      column = fold ? 1 : column + 1;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string header_of(const OutgoingMail& mail) {
  std::string out;
  add_field(out, "Date", format_mail_date(mail.date, mail.date_offset_minutes));
  add_addresses(out, "From", mail.from, mail.encoding);
  if (!mail.sender.empty()) add_addresses(out, "Sender", {mail.sender.front()}, mail.encoding);
  add_addresses(out, "Reply-To", mail.reply_to, mail.encoding);
  add_addresses(out, "To", mail.to, mail.encoding);
  add_addresses(out, "Cc", mail.cc, mail.encoding);
  add_field(out, "Subject", encode_header_text(mail.subject, mail.encoding, 9));
  if (!mail.message_id.empty()) add_field(out, "Message-ID", '<' + one_line(mail.message_id) + '>');
  if (!mail.in_reply_to.empty()) add_field(out, "In-Reply-To", '<' + one_line(mail.in_reply_to) + '>');
  add_field(out, "References", id_list(mail.references, 12));
  for (const auto& [name, value] : mail.extra_fields)
    add_field(out, one_line(name), encode_header_text(value, mail.encoding, name.size() + 2));
  out += "MIME-Version: 1.0\r\n";
  return out;
}

// "Content-Disposition: attachment; filename*=…", a parameter per line, long ones in RFC 2231 continuations.
void add_name_parameter(std::string& out, std::string_view name, std::string_view value) {
  const std::string whole = encode_parameter(name, value);
  if (whole.size() <= kFoldAt - 3) {
    out += ";\r\n ";
    out += whole;
    return;
  }
  // RFC 2231 §3 and §4: pieces that cut no character, every one percent-encoded.
  const std::string clean = sanitize_utf8(value);
  std::string_view rest = clean;
  for (std::size_t number = 0; !rest.empty(); ++number) {
    const std::string_view piece = utf8_prefix_bytes(rest, 16);
    const std::string numbered = std::string(name) + '*' + std::to_string(number) + '*';
    out += ";\r\n " + numbered + '=' + (number == 0 ? "utf-8''" : "") + percent_encode(piece);
    rest.remove_prefix(piece.size());
  }
}

std::string attachment_entity(const OutgoingAttachment& attachment) {
  const std::string type =
      one_line(attachment.content_type.empty() ? "application/octet-stream" : attachment.content_type);
  std::string out = "Content-Type: " + type;
  if (!attachment.file_name.empty()) add_name_parameter(out, "name", attachment.file_name);
  out += "\r\nContent-Disposition: ";
  out += attachment.inline_disposition || !attachment.content_id.empty() ? "inline" : "attachment";
  if (!attachment.file_name.empty()) add_name_parameter(out, "filename", attachment.file_name);
  out += "\r\n";
  if (!attachment.content_id.empty()) add_field(out, "Content-ID", '<' + one_line(attachment.content_id) + '>');
  // RFC 2045 §6.4, RFC 2046 §5.2.1: what holds other entities may not be encoded.
  if (starts_with_ignoring_case(type, "message/rfc822") || starts_with_ignoring_case(type, "multipart/")) {
    out += is_ascii(attachment.bytes) ? "Content-Transfer-Encoding: 7bit\r\n\r\n"
                                      : "Content-Transfer-Encoding: 8bit\r\n\r\n";
    return out += with_crlf(attachment.bytes);
  }
  out += "Content-Transfer-Encoding: base64\r\n\r\n";
  return out += base64_encode_lines(attachment.bytes);
}

// text, html, both as alternatives; images with a Content-ID stand beside the HTML.
std::string content_entity(const OutgoingMail& mail, std::string_view seed) {
  std::string html;
  if (!mail.html.empty()) {
    std::vector<std::string> related = {text_entity(mail.html, "html")};
    for (const OutgoingAttachment& a : mail.attachments) {
      if (!a.content_id.empty()) related.push_back(attachment_entity(a));
    }
    html = related.size() == 1
               ? std::move(related.front())
               : multipart_entity("related", related, std::string(seed) + "/related", "; type=\"text/html\"");
  }
  if (html.empty()) return text_entity(mail.text);
  if (mail.text.empty()) return html;
  return multipart_entity("alternative", {text_entity(mail.text), html}, std::string(seed) + "/alternative");
}

}  // namespace

std::string format_address_list(const std::vector<Address>& list, HeaderEncoding encoding, std::size_t name_size) {
  std::string out;
  std::size_t column = name_size;
  bool comma = false;
  for (const Address& a : list) {
    std::string item;
    bool next_comma = true;
    if (a.kind == Address::Kind::group_begin) {
      item = encode_phrase(a.name, encoding) + ':';
      next_comma = false;
    } else if (a.kind == Address::Kind::group_end) {
      out += ';';
      comma = true;
      continue;
    } else {
      const std::string spec = one_line(a.addr_spec());
      item = a.name.empty() ? spec : encode_phrase(a.name, encoding) + " <" + spec + '>';
    }
    if (comma) out += ',';
    const std::size_t first_line = std::min(item.find('\r'), item.size());
    if (!out.empty()) {
      const bool fold = column + first_line + 2 > kFoldAt;
      out += fold ? "\r\n " : " ";
      column = fold ? 1 : column + 2;
    }
    out += item;
    const std::size_t last_line = item.rfind('\n');
    column = last_line == std::string::npos ? column + item.size() : item.size() - last_line - 1;
    comma = next_comma;
  }
  return out;
}

std::string text_entity(std::string_view utf8, std::string_view subtype) {
  const std::string text = with_crlf(sanitize_utf8(utf8));
  std::string out = "Content-Type: text/" + one_line(subtype) + "; charset=utf-8\r\nContent-Transfer-Encoding: ";
  if (is_plain_7bit(text)) return out + "7bit\r\n\r\n" + text;
  std::string quoted = quoted_printable_encode(text);
  const std::string base64 = base64_encode_lines(text);
  if (quoted.size() > base64.size() + base64.size() / 2) return out + "base64\r\n\r\n" + base64;
  return out + "quoted-printable\r\n\r\n" + quoted;
}

std::string binary_entity(std::string_view content_type, std::string_view bytes, std::string_view file_name) {
  OutgoingAttachment attachment;
  attachment.file_name = file_name;
  attachment.content_type = content_type;
  attachment.bytes = bytes;
  return attachment_entity(attachment);
}

std::string message_entity(std::string_view message, std::string_view subtype) {
  std::string out =
      "Content-Type: message/" + one_line(subtype) + "\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: ";
  out += is_ascii(message) ? "7bit\r\n\r\n" : "8bit\r\n\r\n";
  return out += message;
}

std::string multipart_entity(std::string_view subtype, const std::vector<std::string>& entities,
                             std::string_view boundary_seed, std::string_view parameters) {
  const std::string boundary = make_boundary(boundary_seed, entities);
  std::string out =
      "Content-Type: multipart/" + one_line(subtype) + one_line(parameters) + ";\r\n boundary=\"" + boundary + "\"\r\n";
  // RFC 2045 §6.4: 8-bit octets anywhere inside are told by everything around them; nothing said means 7bit (§6.1).
  if (!std::all_of(entities.begin(), entities.end(), [](const std::string& entity) { return is_ascii(entity); }))
    out += "Content-Transfer-Encoding: 8bit\r\n";
  out += "\r\n";
  for (const std::string& entity : entities) {
    out += "--" + boundary + "\r\n";
    out += entity;
    // The line end before a boundary belongs to the boundary: an entity that ends a line keeps it by this one.
    out += "\r\n";
  }
  return out += "--" + boundary + "--\r\n";
}

std::string build_message_from_entity(const OutgoingMail& mail, std::string_view entity) {
  std::string out = header_of(mail);
  return out.append(entity);
}

std::string build_message(const OutgoingMail& mail) {
  const std::string seed = mail.boundary_seed.empty() ? mail.message_id : mail.boundary_seed;
  std::vector<std::string> entities = {content_entity(mail, seed)};
  for (const OutgoingAttachment& a : mail.attachments) {
    if (a.content_id.empty() || mail.html.empty()) entities.push_back(attachment_entity(a));
  }
  const std::string entity =
      entities.size() == 1 ? std::move(entities.front()) : multipart_entity("mixed", entities, seed + "/mixed");
  return build_message_from_entity(mail, entity);
}

std::string make_message_id(Timestamp now, std::string_view unique, std::string_view domain) {
  return std::to_string(now.us) + '.' + std::string(unique) + '@' + std::string(domain);
}

}  // namespace base
