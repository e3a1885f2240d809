#include "server/outbound/client_reply.h"

#include <charconv>
#include <utility>

#include "base/text/case.h"

namespace server::outbound {

namespace {

constexpr int kMaxReplyLines = 200;
constexpr std::size_t kMaxReplyText = 16 * 1024;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 3463 §2: class "." subject "." detail, before a blank or the end. The length, 0 when there is none.
std::size_t enhanced_length(std::string_view text, int code) {
  std::size_t end = text.find(' ');
  std::string_view word = text.substr(0, end);
  if (word.size() < 5 || word.size() > 9 || word[0] != '0' + code / 100 || word[1] != '.') return 0;
  int dots = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '.') {
      ++dots;
      if (i + 1 == word.size() || word[i + 1] == '.') return 0;
    } else if (!is_digit(word[i])) {
      return 0;
    }
  }
  return dots == 2 ? word.size() : 0;
}

}  // namespace

std::string ClientReply::status() const {
  if (!enhanced.empty()) return enhanced;
  return std::to_string(code / 100) + ".0.0";
}

std::string ClientReply::one_line() const {
  std::string out = std::to_string(code);
  if (!enhanced.empty()) out += " " + enhanced;
  if (!text.empty()) out += " " + text;
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

ReplyReader::State ReplyReader::feed(std::string_view line) {
  bool good = line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && is_digit(line[1]) && is_digit(line[2]);
  if (!good || ++lines_ > kMaxReplyLines) return State::broken;
  int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  if (lines_ > 1 && code != reply_.code) return State::broken;
  reply_.code = code;
  bool last = line.size() == 3 || line[3] == ' ';
  if (!last && line[3] != '-') return State::broken;
  std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view();
  if (std::size_t length = enhanced_length(text, code)) {
    if (reply_.enhanced.empty()) reply_.enhanced = std::string(text.substr(0, length));
    text.remove_prefix(length);
    if (!text.empty()) text.remove_prefix(1);
  }
  if (reply_.text.size() + text.size() < kMaxReplyText) {
    if (lines_ > 1) reply_.text += '\n';
    reply_.text += text;
  }
  return last ? State::complete : State::more;
}

ClientReply ReplyReader::take() {
  lines_ = 0;
  ClientReply out = std::move(reply_);
  reply_ = ClientReply();
  return out;
}

Extensions parse_extensions(std::string_view text) {
  Extensions out;
  out.esmtp = true;
  bool first = true;  // the first line is the greeting
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (std::exchange(first, false)) continue;
    std::size_t blank = line.find_first_of(" =");
    std::string keyword = base::to_ascii_upper(line.substr(0, blank));
    std::string_view rest = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
    if (keyword == "STARTTLS") out.starttls = true;
    if (keyword == "PIPELINING") out.pipelining = true;
    if (keyword == "8BITMIME") out.eight_bit = true;
    if (keyword == "SMTPUTF8") out.smtputf8 = true;
    if (keyword == "DSN") out.dsn = true;
    if (keyword == "SIZE") {
      out.has_size = true;
      std::from_chars(rest.data(), rest.data() + rest.size(), out.size);
    }
    if (keyword == "AUTH" &&
        base::find_ignoring_case(std::string(" ") + std::string(rest) + " ", " PLAIN ") != std::string_view::npos) {
      out.auth_plain = true;
    }
  }
  return out;
}

std::string encode_xtext(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && c != '+' && c != '=') {
      out += c;
    } else {
      out += '+';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace server::outbound
