#include "base/mime/address.h"

#include <algorithm>

#include "base/mime/header_scan.h"
#include "base/text/utf8.h"

namespace base {

namespace {

bool is_atext(char c) {
  // RFC 5322 §3.2.3 and RFC 6532 §3.2: every non-ASCII character too.
  const auto b = static_cast<unsigned char>(c);
  return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Words collected until something tells whether they are a name or an address.
struct Pending {
  std::string phrase;   // words with single blanks, quotes undone
  std::string local;    // the same without blanks, up to the last "@"
  std::string host;     // after the last "@"
  std::string comment;  // the last comment: the name in "a@b (Name)"
  bool at_sign = false;
  bool blank = false;  // white space since the last word
  bool any = false;    // something stood here, if only ""
  int words = 0;
};

class ListParser {
 public:
  ListParser(std::string_view text, const AddressRoom& room) : text_(text), room_(room) {}

  AddressList parse() {
    while (at_ < text_.size() && !out_.cut) step();
    finish_bare();
    if (in_group_) out_.list.push_back(Address{Address::Kind::group_end, {}, {}, {}, {}});
    return std::move(out_);
  }

 private:
  bool add(Address address) {
    const std::size_t octets = listed_octets(address);
    if (out_.cut || out_.list.size() >= room_.count || octets > room_.octets - out_.octets) {
      out_.cut = true;
      return false;
    }
    out_.octets += octets;
    out_.list.push_back(std::move(address));
    return true;
  }

  void step() {
    const char c = text_[at_];
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        pending_.blank = true;
        ++at_;
        break;
      case '(': pending_.comment = read_comment(); break;
      case '"':
        ++at_;
        add_word(read_quoted());
        break;
      case '[': add_word(read_literal()); break;
      case '<':
        ++at_;
        read_angle();
        break;
      case ',':
        ++at_;
        finish_bare();
        break;
      case ';':
        ++at_;
        finish_bare();
        close_group();
        break;
      case ':':
        ++at_;
        open_group_or_text();
        break;
      case '@':
        ++at_;
        add_at();
        break;
      case '>': ++at_; break;
      default: add_word(read_run()); break;
    }
  }

  // A run of ordinary characters; an encoded word is taken whole, whatever specials a careless sender left inside.
  std::string read_run() {
    const std::size_t start = at_;
    if (text_.substr(at_, 2) == "=?") {
      const std::size_t end = encoded_word_end();
      if (end != 0) {
        at_ = end;
        return std::string(text_.substr(start, end - start));
      }
    }
    ++at_;
    while (at_ < text_.size() && std::string_view(" \t\r\n(\"[<,;:@>").find(text_[at_]) == std::string_view::npos)
      ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  std::size_t encoded_word_end() const {
    std::size_t mark = at_ + 1;
    for (int i = 0; i < 3; ++i) {
      // Never further than one line's words: repeated starts stay linear.
      mark = text_.substr(0, std::min(text_.size(), mark + 200)).find_first_of("? \t\r\n<", mark + 1);
      if (mark == std::string_view::npos || text_[mark] != '?') return 0;
    }
    return mark + 1 < text_.size() && text_[mark + 1] == '=' ? mark + 2 : 0;
  }

  std::string read_comment() {
    std::string out;
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '(' && depth++ == 0) continue;
      if (c == ')' && --depth == 0) {
        ++at_;
        break;
      }
      if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
      out += c;
    }
    return std::string(trim_wsp(out));
  }

  std::string read_quoted() {
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '"') {
        ++at_;
        break;
      }
      if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
      out += c;
    }
    return out;
  }

  std::string read_literal() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != ']' && text_[at_] != '>' && text_[at_] != ',') ++at_;
    if (at_ < text_.size() && text_[at_] == ']') ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  void add_word(const std::string& word) {
    Pending& p = pending_;
    if (p.blank && !p.phrase.empty()) p.phrase += ' ';
    if (p.blank || p.words == 0) ++p.words;
    p.blank = false;
    p.any = true;
    p.phrase += word;
    (p.at_sign ? p.host : p.local) += word;
  }

  void add_at() {
    Pending& p = pending_;
    if (p.at_sign) {  // "a@b@c": the last one counts
      p.local += '@';
      p.local += p.host;
      p.host.clear();
    }
    p.at_sign = true;
    p.any = true;
    p.blank = false;
    p.phrase += '@';
  }

  void open_group_or_text() {
    if (in_group_ || pending_.at_sign || !pending_.any) {
      add_word(":");
      return;
    }
    in_group_ = add(Address{Address::Kind::group_begin, std::move(pending_.phrase), {}, {}, {}});
    pending_ = {};
  }

  void close_group() {
    if (in_group_) out_.list.push_back(Address{Address::Kind::group_end, {}, {}, {}, {}});
    in_group_ = false;
  }

  // After "<": [route ":"] local "@" domain ">". Then up to the next "," or ";".
  void read_angle() {
    Address address;
    address.name = std::move(pending_.phrase);
    const std::string name_comment = std::move(pending_.comment);
    pending_ = {};
    bool domain = false;
    bool closed = false;
    std::string route;
    for (; at_ < text_.size() && !closed;) {
      const char c = text_[at_];
      std::string& target = domain ? address.host : address.mailbox;
      if (c == '>') closed = true, ++at_;
      else if (c == '"') ++at_, target += read_quoted();
      else if (c == '(') read_comment();
      else if (c == '[' && domain) target += read_literal();
      else if (c == '@' && !domain) domain = true, ++at_;
      else if (c == '@') address.mailbox += '@' + address.host, address.host.clear(), ++at_;
      else if (c == ':' && domain && address.mailbox.empty()) {  // what was read is a route, RFC 5322 §4.4
        address.route = route + '@' + address.host;
        address.host.clear();
        domain = false;
        ++at_;
      } else if (c == ',' && domain && address.mailbox.empty()) {
        route += '@' + address.host + ',';
        address.host.clear();
        domain = false;
        ++at_;
      } else if (c == ',' && !route.empty() && !domain) {
        ++at_;
      } else if (c == ',' || c == ';') {
        closed = true;  // unfinished "<a@b, c@d"
      } else {
        if (!is_wsp(c) && c != '\r' && c != '\n' && c != '<') target += c;
        ++at_;
      }
    }
    skip_to_separator(address, name_comment);
    add(std::move(address));
  }

  void skip_to_separator(Address& address, const std::string& name_comment) {
    std::string comment = name_comment;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ';') {
      if (text_[at_] == '(') comment = read_comment();
      else if (text_[at_] == '"') ++at_, read_quoted();
      else if (text_[at_] == '<' && !address.mailbox.empty()) break;  // "<a@b> <c@d>": two addresses
      else ++at_;
    }
    if (at_ < text_.size() && text_[at_] == ',') ++at_;
    if (address.name.empty()) address.name = std::move(comment);
  }

  void finish_bare() {
    Pending p = std::move(pending_);
    pending_ = {};
    if (!p.any) return;
    Address address;
    if (p.at_sign) {
      address.name = std::move(p.comment);
      address.mailbox = std::move(p.local);
      address.host = std::move(p.host);
      // "Name Words a@b" without brackets: the last word is the address.
      const std::size_t at = p.phrase.rfind('@');
      const std::size_t blank = p.phrase.rfind(' ', at);
      if (p.words > 1 && blank != std::string::npos && blank + 1 < at && p.phrase.find('"') == std::string::npos) {
        address.name = p.phrase.substr(0, blank);
        address.mailbox = p.phrase.substr(blank + 1, at - blank - 1);
      }
    } else if (p.words <= 1) {
      address.name = std::move(p.comment);
      address.mailbox = std::move(p.phrase);
    } else {
      address.name = std::move(p.phrase);
    }
    add(std::move(address));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Pending pending_;
  bool in_group_ = false;
  AddressRoom room_;
  AddressList out_;
};

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.' ? text[i - 1] == '.' : !is_atext(text[i])) return false;
  }
  return true;
}

// RFC 5321 §4.1.2: labels of letters, digits and inner hyphens, U-labels by RFC 6531; literals in brackets.
bool is_domain(std::string_view domain) {
  if (domain.size() > 255 || domain.empty()) return false;
  if (domain.front() == '[') {
    return domain.size() > 2 && domain.back() == ']' && std::all_of(domain.begin() + 1, domain.end() - 1, [](char c) {
             return c > ' ' && c < 0x7F && c != '[' && c != ']' && c != '\\';
           });
  }
  std::size_t label = 0;
  for (std::size_t i = 0; i <= domain.size(); ++i) {
    if (i == domain.size() || domain[i] == '.') {
      if (label == 0 || label > 63 || domain[i - 1] == '-') return false;
      label = 0;
      continue;
    }
    const auto c = static_cast<unsigned char>(domain[i]);
    const bool letter_digit =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80 || c == '_';
    if (!letter_digit && !(c == '-' && label > 0)) return false;
    ++label;
  }
  return true;
}

}  // namespace

std::string quote_local_part(std::string_view local) {
  if (is_dot_atom(local)) return std::string(local);
  std::string out = "\"";
  for (const char c : local) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  return out += '"';
}

std::string Address::addr_spec() const {
  if (kind != Kind::mailbox || (mailbox.empty() && host.empty())) return {};
  std::string out = quote_local_part(mailbox);
  if (!host.empty()) out += '@' + host;
  return out;
}

std::size_t listed_octets(const Address& a) {
  constexpr std::size_t kAround = 20;  // `(NIL NIL "" "")` and the lengths of the stored form
  return kAround + rendered_octets(a.name) + rendered_octets(a.route) + rendered_octets(a.mailbox) +
         rendered_octets(a.host);
}

AddressList read_address_list(std::string_view value, const AddressRoom& room) {
  const std::string clean = clean_value(value);
  return ListParser(clean, room).parse();
}

std::vector<Address> parse_address_list(std::string_view value) { return read_address_list(value, {}).list; }

std::optional<AddrSpec> parse_addr_spec(std::string_view text) {
  if (!is_valid_utf8(text) || text.size() > 1000) return std::nullopt;
  AddrSpec spec;
  std::size_t at = 0;
  if (!text.empty() && text.front() == '"') {
    for (at = 1; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
      if (at >= text.size() || static_cast<unsigned char>(text[at]) < ' ' || text[at] == 0x7F) return std::nullopt;
      spec.local += text[at];
    }
    ++at;
  } else {
    at = std::min(text.find('@'), text.size());
    spec.local = text.substr(0, at);
    if (!is_dot_atom(spec.local)) return std::nullopt;
  }
  if (at >= text.size() || text[at] != '@') return std::nullopt;
  spec.domain = text.substr(at + 1);
  if (!is_domain(spec.domain) || spec.local.size() > 64 * 4) return std::nullopt;
  return spec;
}

}  // namespace base
