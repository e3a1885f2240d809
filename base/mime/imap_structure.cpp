#include "base/mime/imap_structure.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kMaxQuoted = 900;  // longer strings go as literals: some clients read lines into fixed buffers

class Writer {
 public:
  Writer(std::string& out, ImapStrings strings) : out_(out), strings_(strings) {}

  void raw(std::string_view text) { out_ += text; }
  void string(std::string_view value) { append_imap_string(out_, value, strings_); }
  void upper(std::string_view value) { append_imap_string(out_, to_ascii_upper(value), strings_); }
  void nstring(const std::optional<std::string>& value) {
    if (value) string(*value);
    else raw("NIL");
  }
  // Empty means absent.
  void nonempty(std::string_view value) {
    if (value.empty()) raw("NIL");
    else string(value);
  }
  void number(std::uint64_t n) { out_ += std::to_string(n); }

  // RFC 9051 §7.5.2 address structure.
  void address(const Address& a) {
    raw("(");
    switch (a.kind) {
      case Address::Kind::group_begin:
        raw("NIL NIL ");
        string(a.name);
        raw(" NIL");
        break;
      case Address::Kind::group_end: raw("NIL NIL NIL NIL"); break;
      case Address::Kind::mailbox:
        nonempty(a.name);
        raw(" ");
        nonempty(a.route);
        raw(" ");
        string(a.mailbox);  // NIL here or in the host would say "group"
        raw(" ");
        string(a.host);
        break;
    }
    raw(")");
  }
  void address_list(const std::vector<Address>& list) {
    if (list.empty()) return raw("NIL");
    raw("(");
    for (const Address& a : list) address(a);
    raw(")");
  }

  void envelope(const Envelope& e) {
    raw("(");
    nstring(e.date);
    raw(" ");
    nstring(e.subject);
    raw(" ");
    address_list(e.from);
    raw(" ");
    address_list(e.sender.empty() ? e.from : e.sender);
    raw(" ");
    address_list(e.reply_to.empty() ? e.from : e.reply_to);
    for (const auto* list : {&e.to, &e.cc, &e.bcc}) {
      raw(" ");
      address_list(*list);
    }
    raw(" ");
    nstring(e.in_reply_to);
    raw(" ");
    nstring(e.message_id);
    raw(")");
  }

  void parameters(const std::vector<Parameter>& list) {
    if (list.empty()) return raw("NIL");
    char before = '(';
    for (const Parameter& p : list) {
      out_ += before;
      string(p.name);
      raw(" ");
      string(p.value);
      before = ' ';
    }
    raw(")");
  }

  void body(const Part& part, bool extended) {
    raw("(");
    if (part.is_multipart() && !part.children.empty()) multipart(part, extended);
    else single(part, extended);
    raw(")");
  }

 private:
  void multipart(const Part& part, bool extended) {
    for (const Part& child : part.children) body(child, extended);
    raw(" ");
    string(part.content_type.subtype);
    if (!extended) return;
    raw(" ");
    parameters(part.content_type.parameters);
    extension(part);
  }

  void single(const Part& part, bool extended) {
    const ContentType& type = part.content_type;
    string(type.type);
    raw(" ");
    string(type.subtype);
    raw(" ");
    // RFC 3501 §7.4.2: a text part without charset is US-ASCII and said so.
    if (type.type == "text" && type.parameters.empty()) raw("(\"charset\" \"us-ascii\")");
    else parameters(type.parameters);
    raw(" ");
    nstring(part.content_id);
    raw(" ");
    nstring(part.description);
    raw(" ");
    string(part.encoding.empty() ? std::string_view("7bit") : std::string_view(part.encoding));
    raw(" ");
    number(part.body.size());
    if (part.is_message() && !part.children.empty()) {
      raw(" ");
      envelope(*part.envelope);
      raw(" ");
      body(part.children.front(), extended);
      raw(" ");
      number(part.body_lines);
    } else if (type.type == "text") {
      raw(" ");
      number(part.body_lines);
    }
    if (!extended) return;
    raw(" ");
    nstring(part.md5);
    extension(part);
  }

  // disposition, language, location
  void extension(const Part& part) {
    raw(" ");
    if (part.disposition.type.empty()) {
      raw("NIL");
    } else {
      raw("(");
      string(part.disposition.type);
      raw(" ");
      parameters(part.disposition.parameters);
      raw(")");
    }
    raw(" ");
    if (part.languages.empty()) {
      raw("NIL");
    } else {
      char before = '(';
      for (const std::string& tag : part.languages) {
        out_ += before;
        string(tag);
        before = ' ';
      }
      raw(")");
    }
    raw(" ");
    nstring(part.location);
  }

  std::string& out_;
  ImapStrings strings_;
};

}  // namespace

void append_imap_string(std::string& out, std::string_view value, ImapStrings strings) {
  bool quotable = value.size() <= kMaxQuoted;
  bool has_nul = false;
  bool eight_bit = false;
  for (const char c : value) {
    if (c == '\0') has_nul = true;
    if (c == '\r' || c == '\n') quotable = false;
    if (static_cast<unsigned char>(c) >= 0x80) eight_bit = true;
  }
  if (has_nul) {
    std::string clean(value);
    clean.erase(std::remove(clean.begin(), clean.end(), '\0'), clean.end());
    return append_imap_string(out, clean, strings);
  }
  if (eight_bit && (strings == ImapStrings::rev1 || !is_valid_utf8(value))) quotable = false;
  if (!quotable) {
    out += '{';
    out += std::to_string(value.size());
    out += "}\r\n";
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

std::string imap_envelope(const Envelope& envelope, ImapStrings strings) {
  std::string out;
  Writer(out, strings).envelope(envelope);
  return out;
}

std::string imap_body(const Part& root, ImapStrings strings) {
  std::string out;
  Writer(out, strings).body(root, false);
  return out;
}

std::string imap_body_structure(const Part& root, ImapStrings strings) {
  std::string out;
  Writer(out, strings).body(root, true);
  return out;
}

}  // namespace base
