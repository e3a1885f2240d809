// Builds outgoing mail: header, text, HTML alternative, attachments, raw parts. The same input gives the same bytes:
// date, Message-ID and boundary seed are passed in. CRLF everywhere, no line over 998 bytes. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mime/address.h"
#include "base/mime/header_text.h"

namespace base {

struct OutgoingAttachment {
  std::string file_name;                                  // UTF-8, may be empty
  std::string content_type = "application/octet-stream";  // type/subtype, may carry parameters
  std::string bytes;
  std::string content_id;  // without brackets; set: inline inside multipart/related
  bool inline_disposition = false;
};

struct OutgoingMail {
  std::vector<Address> from;    // names in UTF-8, not yet encoded
  std::vector<Address> sender;  // at most one counts
  std::vector<Address> reply_to;
  std::vector<Address> to;
  std::vector<Address> cc;
  std::string subject;  // UTF-8
  Timestamp date;
  int date_offset_minutes = kOfficeOffsetMinutes;
  std::string message_id;                                         // without brackets; see make_message_id()
  std::string in_reply_to;                                        // without brackets, may be empty
  std::vector<std::string> references;                            // without brackets
  std::vector<std::pair<std::string, std::string>> extra_fields;  // name, UTF-8 unstructured text
  std::string text;                                               // UTF-8, any line ends; may be empty when html is not
  std::string html;                                               // UTF-8; with text: multipart/alternative
  std::vector<OutgoingAttachment> attachments;
  std::string boundary_seed;  // any text; boundaries are made from it and the content never holds them
  HeaderEncoding encoding = HeaderEncoding::encoded_words;
};

std::string build_message(const OutgoingMail& mail);

// An entity = header fields + blank line + body, for composing multiparts by hand (reports, signed mail later).
std::string text_entity(std::string_view utf8, std::string_view subtype = "plain");
std::string binary_entity(std::string_view content_type, std::string_view bytes, std::string_view file_name = {});
// message/rfc822 (or message/global of RFC 6532 for one with UTF-8 headers), bytes as they are.
std::string message_entity(std::string_view message, std::string_view subtype = "rfc822");
// "Content-Type: multipart/…; boundary=…" + blank line + parts; labelled 8bit when anything inside is. parameters: ";
// report-type=delivery-status" or empty.
std::string multipart_entity(std::string_view subtype, const std::vector<std::string>& entities,
                             std::string_view boundary_seed, std::string_view parameters = {});
// The header of `mail` (text, html and attachments unused), "MIME-Version: 1.0" and then the entity.
std::string build_message_from_entity(const OutgoingMail& mail, std::string_view entity);

// "ts.unique@domain" from a time and a random or counted token.
std::string make_message_id(Timestamp now, std::string_view unique, std::string_view domain);

// "Name <a@b>, …" folded after commas.
std::string format_address_list(const std::vector<Address>& list, HeaderEncoding encoding, std::size_t name_size = 0);

}  // namespace base
