#include "server/smtp/arguments.h"

#include <charconv>
#include <vector>

#include "base/mime/address.h"
#include "base/text/case.h"
#include "base/text/utf8.h"

namespace server::smtp {

namespace {

constexpr std::size_t kMaxPath = 1024;  // octets; RFC 5321 §4.5.3.1.3 asks for 256, UTF-8 names need more
constexpr std::size_t kMaxParameters = 20;
constexpr std::size_t kMaxEnvid = 100;  // RFC 3461 §4.4
constexpr std::size_t kMaxOrcpt = 500;  // RFC 3461 §4.2

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Parameter {
  std::string keyword;     // upper case
  std::string_view value;  // "" when none
  bool has_value = false;
};

// esmtp-param *(SP esmtp-param), RFC 5321 §4.1.2. nullopt: not of that form.
std::optional<std::vector<Parameter>> split_parameters(std::string_view text) {
  std::vector<Parameter> out;
  text = trim(text);
  while (!text.empty()) {
    std::size_t end = text.find(' ');
    std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : trim(text.substr(end));
    std::size_t equals = word.find('=');
    std::string_view keyword = word.substr(0, equals);
    if (keyword.empty() || out.size() == kMaxParameters) return std::nullopt;
    for (std::size_t i = 0; i < keyword.size(); ++i) {
      char c = base::ascii_upper(keyword[i]);
      bool good = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (i > 0 && c == '-');
      if (!good) return std::nullopt;
    }
    bool has_value = equals != std::string_view::npos;
    std::string_view value = has_value ? word.substr(equals + 1) : std::string_view();
    if (has_value && value.empty()) return std::nullopt;
    for (unsigned char c : value) {
      if (c <= 0x20 || c == 0x7F) return std::nullopt;
    }
    for (const Parameter& earlier : out) {
      if (earlier.keyword == base::to_ascii_upper(keyword)) return std::nullopt;
    }
    out.push_back({base::to_ascii_upper(keyword), value, has_value});
  }
  return out;
}

// The text inside <…> and what follows it. Quoted strings may hold ">".
struct BracketedPath {
  std::string_view inside, after;
};
std::optional<BracketedPath> split_path(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.front() != '<') return std::nullopt;
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '>' && !quoted) {
      std::string_view after = text.substr(i + 1);
      if (!after.empty() && after.front() != ' ') return std::nullopt;
      return BracketedPath{text.substr(1, i - 1), after};
    }
  }
  return std::nullopt;
}

// Mailbox of a Path; the obsolete source route "@a,@b:" is accepted and ignored (RFC 5321 §4.1.1.3, appendix C).
std::optional<std::string> parse_mailbox(std::string_view path) {
  if (path.size() > kMaxPath || !base::is_valid_utf8(path)) return std::nullopt;
  for (unsigned char c : path) {
    if (c < 0x20 || c == 0x7F) return std::nullopt;
  }
  if (!path.empty() && path.front() == '@') {
    std::size_t colon = path.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    path.remove_prefix(colon + 1);
  }
  std::optional<base::AddrSpec> address = base::parse_addr_spec(path);
  if (!address) return std::nullopt;
  return base::quote_local_part(address->local) + "@" + address->domain;
}

Reply bad_parameters() { return syntax_error("Parameters are malformed or given twice"); }
Reply unknown_parameter(const Parameter& parameter) {
  return {555, "5.5.4", "Parameter not recognized: " + parameter.keyword};
}

std::optional<Reply> take_mail_parameter(MailArgs& args, const Parameter& p) {
  if (p.keyword == "SIZE") {  // RFC 1870 §6.1
    auto [end, problem] = std::from_chars(p.value.data(), p.value.data() + p.value.size(), args.size);
    if (problem != std::errc() || end != p.value.data() + p.value.size() || args.size < 0 || p.value.size() > 20) {
      if (problem == std::errc::result_out_of_range) return Reply{552, "5.3.4", "Message is too large"};
      return syntax_error("SIZE takes a number");
    }
  } else if (p.keyword == "BODY") {  // RFC 6152 §2
    if (base::equals_ignoring_case(p.value, "8BITMIME")) {
      args.body_8bit = true;
    } else if (!base::equals_ignoring_case(p.value, "7BIT")) {
      return syntax_error("BODY is 7BIT or 8BITMIME");
    }
  } else if (p.keyword == "SMTPUTF8") {  // RFC 6531 §3.4: no value
    if (p.has_value) return syntax_error("SMTPUTF8 takes no value");
    args.smtputf8 = true;
  } else if (p.keyword == "RET") {  // RFC 3461 §4.3
    if (base::equals_ignoring_case(p.value, "HDRS")) {
      args.headers_only = true;
    } else if (!base::equals_ignoring_case(p.value, "FULL")) {
      return syntax_error("RET is FULL or HDRS");
    }
  } else if (p.keyword == "ENVID") {  // RFC 3461 §4.4
    std::optional<std::string> envid = decode_xtext(p.value);
    if (!envid || p.value.size() > kMaxEnvid || !base::is_ascii(*envid))
      return syntax_error("ENVID is xtext of at most 100 characters");
    for (char c : *envid) {
      if (c < 0x20 || c == 0x7F) return syntax_error("ENVID holds control characters");
    }
    args.envid = std::move(*envid);
  } else if (p.keyword == "AUTH") {  // RFC 4954 §5: understood; who sent it is what the sign-in says
    if (!p.has_value) return syntax_error("AUTH takes a value");
  } else {
    return unknown_parameter(p);
  }
  return std::nullopt;
}

// RFC 3461 §4.1.
bool take_notify(mailstore::Notify& notify, std::string_view value) {
  notify = {false, false, false, false};
  bool any = false;
  while (!value.empty()) {
    std::size_t comma = value.find(',');
    std::string_view word = value.substr(0, comma);
    if (comma != std::string_view::npos && comma + 1 == value.size()) return false;
    value = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
    if (base::equals_ignoring_case(word, "NEVER")) {
      if (any || !value.empty()) return false;
      notify.never = true;
      return true;
    }
    if (base::equals_ignoring_case(word, "SUCCESS")) {
      notify.success = true;
    } else if (base::equals_ignoring_case(word, "FAILURE")) {
      notify.failure = true;
    } else if (base::equals_ignoring_case(word, "DELAY")) {
      notify.delay = true;
    } else {
      return false;
    }
    any = true;
  }
  return any;
}

// RFC 3461 §4.2, RFC 6533 §3: "rfc822;xtext" or "utf-8;utf-8-addr-xtext".
std::optional<std::string> parse_orcpt(std::string_view value) {
  std::size_t semicolon = value.find(';');
  if (semicolon == std::string_view::npos || semicolon == 0 || value.size() > kMaxOrcpt) return std::nullopt;
  std::string_view type = value.substr(0, semicolon);
  for (char c : type) {
    bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!good) return std::nullopt;
  }
  std::string_view rest = value.substr(semicolon + 1);
  std::optional<std::string> address =
      base::equals_ignoring_case(type, "utf-8") ? decode_utf8_xtext(rest) : decode_xtext(rest);
  if (!address || address->empty()) return std::nullopt;
  for (unsigned char c : *address) {
    if (c < 0x20 || c == 0x7F) return std::nullopt;
  }
  return base::to_ascii_lower(type) + ";" + *address;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

CommandLine split_command(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && line[end] != ' ' && line[end] != '\t') ++end;
  CommandLine out;
  if (end <= kMaxVerb) out.verb = base::to_ascii_upper(line.substr(0, end));
  out.rest = trim(line.substr(end));
  return out;
}

Parsed<std::string> parse_helo(std::string_view rest) {
  // RFC 5321 §4.1.1.1; some clients add words after the name, which say nothing.
  std::string_view name = rest.substr(0, rest.find(' '));
  if (name.empty()) return syntax_error("Say who you are: EHLO your.host.name");
  if (name.size() > 255 || !base::is_valid_utf8(name)) return syntax_error("That is no host name");
  for (unsigned char c : name) {
    if (c <= 0x20 || c == 0x7F || c == '"' || c == '<' || c == '>' || c == '(' || c == ')' || c == ';' || c == '\\') {
      return syntax_error("That is no host name");
    }
  }
  return std::string(name);
}

Parsed<MailArgs> parse_mail(std::string_view rest) {
  // RFC 5321 §4.1.1.2: "FROM:" without a blank; blanks after the colon are a common mistake and harmless.
  if (!base::starts_with_ignoring_case(rest, "FROM:")) return syntax_error("Syntax: MAIL FROM:<address>");
  std::optional<BracketedPath> path = split_path(rest.substr(5));
  if (!path) return syntax_error("Syntax: MAIL FROM:<address>");
  std::optional<std::vector<Parameter>> parameters = split_parameters(path->after);
  if (!parameters) return bad_parameters();
  MailArgs args;
  args.extended = !parameters->empty();
  for (const Parameter& parameter : *parameters) {
    if (std::optional<Reply> refused = take_mail_parameter(args, parameter)) return *refused;
  }
  if (!path->inside.empty()) {
    std::optional<std::string> mailbox = parse_mailbox(path->inside);
    if (!mailbox) return Reply{501, "5.1.7", "Sender address is malformed"};
    // RFC 6531 §3.5.
    if (!args.smtputf8 && !base::is_ascii(*mailbox)) return Reply{553, "5.6.7", "Address needs the SMTPUTF8 parameter"};
    args.reverse_path = std::move(*mailbox);
  }
  return args;
}

Parsed<mailstore::EnvelopeRecipient> parse_rcpt(std::string_view rest, bool smtputf8) {
  if (!base::starts_with_ignoring_case(rest, "TO:")) return syntax_error("Syntax: RCPT TO:<address>");
  std::optional<BracketedPath> path = split_path(rest.substr(3));
  if (!path || path->inside.empty()) return syntax_error("Syntax: RCPT TO:<address>");
  std::optional<std::vector<Parameter>> parameters = split_parameters(path->after);
  if (!parameters) return bad_parameters();
  mailstore::EnvelopeRecipient out;
  for (const Parameter& parameter : *parameters) {
    if (parameter.keyword == "NOTIFY") {
      if (!take_notify(out.notify, parameter.value))
        return syntax_error("NOTIFY is NEVER or a list of SUCCESS, FAILURE, DELAY");
    } else if (parameter.keyword == "ORCPT") {
      std::optional<std::string> original = parse_orcpt(parameter.value);
      if (!original) return syntax_error("ORCPT is type;xtext");
      out.original = std::move(*original);
    } else {
      return unknown_parameter(parameter);
    }
  }
  if (base::equals_ignoring_case(path->inside, "postmaster")) {
    out.address = "postmaster";
    return out;
  }
  std::optional<std::string> mailbox = parse_mailbox(path->inside);
  if (!mailbox) return Reply{501, "5.1.3", "Recipient address is malformed"};
  if (!smtputf8 && !base::is_ascii(*mailbox))
    return Reply{553, "5.6.7", "Address needs the SMTPUTF8 parameter of MAIL"};
  out.address = std::move(*mailbox);
  return out;
}

Parsed<BdatArgs> parse_bdat(std::string_view rest) {
  BdatArgs args;
  std::size_t blank = rest.find(' ');
  std::string_view number = rest.substr(0, blank);
  auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), args.size);
  if (number.empty() || problem != std::errc() || end != number.data() + number.size()) {
    return syntax_error("Syntax: BDAT octets [LAST]");
  }
  std::string_view word = blank == std::string_view::npos ? std::string_view() : trim(rest.substr(blank));
  if (!word.empty() && !base::equals_ignoring_case(word, "LAST")) return syntax_error("Syntax: BDAT octets [LAST]");
  args.last = !word.empty();
  return args;
}

std::optional<std::string> decode_xtext(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '+') {
      if (i + 2 >= text.size()) return std::nullopt;
      int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c > 0x20 && c < 0x7F && c != '=') {
      out += static_cast<char>(c);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

std::optional<std::string> decode_utf8_xtext(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '\\') {  // "\x{" 1*6HEXDIG "}"
      std::size_t close = text.find('}', i);
      if (close == std::string_view::npos || text.substr(i, 3) != "\\x{") return std::nullopt;
      std::string_view digits = text.substr(i + 3, close - i - 3);
      std::uint32_t code_point = 0;
      auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), code_point, 16);
      bool good =
          !digits.empty() && digits.size() <= 6 && problem == std::errc() && end == digits.data() + digits.size();
      if (!good || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) return std::nullopt;
      base::append_code_point(out, code_point);
      i = close;
    } else if (c > 0x20 && c != 0x7F && c != '=') {
      out += static_cast<char>(c);
    } else {
      return std::nullopt;
    }
  }
  if (!base::is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace server::smtp
