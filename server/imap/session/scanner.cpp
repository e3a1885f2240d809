#include "server/imap/session/scanner.h"

#include "base/mime/date.h"
#include "base/text/case.h"

namespace server::imap {
namespace {

// RFC 9051 §9: atom-specials are "(" ")" "{" SP CTL "%" "*" DQUOTE "\" and "]".
bool is_atom_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7F && c != '(' && c != ')' && c != '{' && c != '%' && c != '*' && c != '"' &&
         c != '\\' && c != ']';
}
bool is_astring_char(char c) { return is_atom_char(c) || c == ']'; }
bool is_list_char(char c) { return is_astring_char(c) || c == '%' || c == '*'; }
bool is_tag_char(char c) { return is_astring_char(c) && c != '+'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sequence_char(char c) { return is_digit(c) || c == ':' || c == ',' || c == '*' || c == '$'; }
bool is_date_char(char c) { return is_atom_char(c); }

}  // namespace

void Scanner::fail(std::string_view why) {
  if (error_.empty()) error_ = why;
}

bool Scanner::accept(char c) {
  if (peek() != c || c == '\0') return false;
  ++position_;
  return true;
}

bool Scanner::accept_word(std::string_view word) {
  if (!ok()) return false;
  const std::string_view left = std::string_view(command_.text).substr(position_);
  if (!base::starts_with_ignoring_case(left, word)) return false;
  if (left.size() > word.size() && is_atom_char(left[word.size()]) && left[word.size()] != '[') return false;
  position_ += word.size();
  return true;
}

bool Scanner::accept_space_word(std::string_view word) {
  const std::size_t before = position_;
  if (accept(' ') && accept_word(word)) return true;
  position_ = before;
  return false;
}

void Scanner::expect(char c) {
  if (accept(c)) return;
  if (at_end()) return fail("Arguments are missing");
  fail(c == ' ' ? std::string("A space was expected") : std::string("'") + c + "' was expected");
}

void Scanner::end() {
  if (ok() && !at_end()) fail("There is more than the command takes");
}

std::string_view Scanner::take(bool (*member)(char), std::string_view what) {
  if (!ok()) return {};
  const std::string_view text = command_.text;
  const std::size_t begin = position_;
  while (position_ < text.size() && member(text[position_])) ++position_;
  if (position_ == begin) {
    fail(what);
    return {};
  }
  return text.substr(begin, position_ - begin);
}

std::string_view Scanner::tag() { return take(is_tag_char, "The tag is missing"); }

std::string_view Scanner::atom() { return take(is_atom_char, "A word was expected"); }

std::string Scanner::upper_atom() { return base::to_ascii_upper(atom()); }

std::string Scanner::flag() {
  std::string out;
  if (accept('\\')) out = "\\";
  out += atom();
  if (!ok()) error_ = "A flag was expected";
  return out;
}

std::vector<std::string> Scanner::flag_list() {
  std::vector<std::string> out;
  expect('(');
  while (ok() && !accept(')')) {
    if (!out.empty()) space();
    out.push_back(flag());
    if (out.size() > kMaxArguments) fail("The list is too long");
  }
  return out;
}

std::string Scanner::quoted() {
  std::string out;
  expect('"');
  const std::string_view text = command_.text;
  while (ok()) {
    if (at_end()) {
      fail("The quoted string does not end");
      break;
    }
    char c = text[position_++];
    if (c == '"') return out;
    if (c == '\\') {
      c = at_end() ? '\0' : text[position_++];
      if (c != '"' && c != '\\') fail("Only \\\" and \\\\ may be escaped in a quoted string");
    }
    if (c == '\r' || c == '\n' || c == '\0') fail("A quoted string holds no line ends");
    out += c;
  }
  return {};
}

std::string Scanner::literal(bool literal8) {
  if (literal8) accept('~');
  if (peek() != '{') {
    fail("A literal was expected");
    return {};
  }
  // The reader has checked the form; here it is only stepped over.
  const std::size_t close = command_.text.find("}\r\n", position_);
  if (close == std::string::npos || next_literal_ >= command_.literals.size()) {
    fail("A literal was expected");
    return {};
  }
  position_ = close + 3;
  return std::move(command_.literals[next_literal_++]);
}

std::string Scanner::string() {
  if (peek() == '"') return quoted();
  if (peek() == '{') return literal();
  fail("A string was expected");
  return {};
}

std::string Scanner::astring() {
  if (at_string()) return string();
  return std::string(take(is_astring_char, "A word or string was expected"));
}

std::string Scanner::list_mailbox() {
  if (at_string()) return string();
  return std::string(take(is_list_char, "A mailbox pattern was expected"));
}

bool Scanner::nil() { return accept_word("NIL"); }

std::int64_t Scanner::number64() {
  const std::string_view digits = take(is_digit, "A number was expected");
  std::uint64_t value = 0;
  for (const char c : digits) {
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > static_cast<std::uint64_t>(INT64_MAX) || digits.size() > 30) {
      fail("The number is too great");
      return 0;
    }
  }
  return static_cast<std::int64_t>(value);
}

std::uint32_t Scanner::number() {
  const std::int64_t value = number64();
  if (value > static_cast<std::int64_t>(UINT32_MAX)) fail("The number is too great");
  return ok() ? static_cast<std::uint32_t>(value) : 0;
}

std::uint32_t Scanner::nz_number() {
  const std::uint32_t value = number();
  if (ok() && value == 0) fail("The number must not be 0");
  return value;
}

SequenceSet Scanner::sequence_set() {
  const std::string_view text = take(is_sequence_char, "A message set was expected");
  if (!ok()) return {};
  auto set = SequenceSet::parse(text);
  if (!set || set->ranges.size() > kMaxArguments * 2) {
    fail("The message set is not valid");
    return {};
  }
  return *std::move(set);
}

std::int64_t Scanner::date() {
  const std::string text = peek() == '"' ? quoted() : std::string(take(is_date_char, "A date was expected"));
  if (!ok()) return 0;
  const auto day = base::parse_imap_date(text);
  if (!day) fail("The date is not valid; it looks like 1-Feb-2026");
  return day.value_or(0);
}

std::string_view Scanner::rest() {
  if (!ok()) return {};
  const std::string_view left = std::string_view(command_.text).substr(position_);
  position_ = command_.text.size();
  return left;
}

}  // namespace server::imap
