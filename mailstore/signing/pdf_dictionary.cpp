#include "mailstore/signing/pdf_dictionary.h"

#include <algorithm>

#include "base/text/charset.h"
#include "base/text/utf8.h"

namespace mailstore::signing {

namespace {

constexpr std::size_t kMaxText = 1024;  // bytes kept of a string

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0'; }
bool is_delimiter(char c) { return std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }
bool is_regular(char c) { return !is_white(c) && !is_delimiter(c); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// ISO 32000-1 §7.9.2.2: UTF-16BE with a mark, UTF-8 with a mark (2.0), else one byte per character.
std::string text_of(std::string_view bytes) {
  if (bytes.starts_with("\xFE\xFF")) return base::decode_charset(bytes.substr(2), "utf-16be");
  if (bytes.starts_with("\xEF\xBB\xBF")) return base::sanitize_utf8(bytes.substr(3));
  return base::decode_guess(bytes);
}

struct Value {
  enum class Kind { other, name, number, string, hex, array };
  Kind kind = Kind::other;
  std::size_t begin = 0, end = 0;
  std::string text;                    // name without its slash; string unescaped; at most kMaxText bytes
  std::vector<std::uint64_t> numbers;  // of an array: its whole numbers, at most five
  bool only_numbers = true;
  std::uint64_t number = 0;
  bool whole = false;
};

// Reads one object. Everything ends: each step moves forward or fails; `work` counts the bytes.
class Reader {
 public:
  Reader(std::string_view bytes, std::size_t at, std::size_t& work, std::vector<PdfSignatureDictionary>& found)
      : bytes_(bytes), at_(at), work_(work), found_(found) {}
  std::size_t at() const { return at_; }
  bool value(Value& out, std::size_t depth);

 private:
  bool more() const { return at_ < bytes_.size() && work_ > 0; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0'; }
  void step() {
    ++at_;
    if (work_ > 0) --work_;
  }
  void skip_white();
  bool dictionary(std::size_t depth);
  bool array(Value& out, std::size_t depth);
  bool name(Value& out);
  bool literal_string(Value& out);
  bool hex_string(Value& out);
  bool regular(Value& out);
  bool reference_tail();

  std::string_view bytes_;
  std::size_t at_;
  std::size_t& work_;
  std::vector<PdfSignatureDictionary>& found_;
};

void Reader::skip_white() {
  while (more()) {
    if (is_white(peek())) {
      step();
    } else if (peek() == '%') {
      while (more() && peek() != '\r' && peek() != '\n') step();
    } else {
      return;
    }
  }
}

bool Reader::name(Value& out) {
  out.kind = Value::Kind::name;
  for (step(); more() && is_regular(peek()); step()) {
    char c = peek();
    if (c == '#' && hex_value(peek(1)) >= 0 && hex_value(peek(2)) >= 0) {
      c = static_cast<char>(hex_value(peek(1)) * 16 + hex_value(peek(2)));
      step();
      step();
    }
    if (out.text.size() < kMaxText) out.text += c;
  }
  return true;
}

bool Reader::literal_string(Value& out) {
  out.kind = Value::Kind::string;
  int open = 1;
  for (step(); more(); step()) {
    char c = peek();
    if (c == '\\') {
      step();
      if (!more()) return false;
      c = peek();
      if (c >= '0' && c <= '7') {
        int code = c - '0';
        for (int i = 0; i < 2 && peek(1) >= '0' && peek(1) <= '7'; ++i) {
          step();
          code = code * 8 + (peek() - '0');
        }
        c = static_cast<char>(code);
      } else if (c == '\r' || c == '\n') {  // the line goes on
        if (c == '\r' && peek(1) == '\n') step();
        continue;
      } else {
        constexpr std::string_view kFrom = "nrtbf", kTo = "\n\r\t\b\f";
        if (const std::size_t i = kFrom.find(c); i != std::string_view::npos) c = kTo[i];
      }
    } else if (c == '(') {
      ++open;
    } else if (c == ')' && --open == 0) {
      step();
      return true;
    }
    if (out.text.size() < kMaxText) out.text += c;
  }
  return false;
}

bool Reader::hex_string(Value& out) {
  out.kind = Value::Kind::hex;
  int high = -1;
  for (step(); more(); step()) {
    const char c = peek();
    if (c == '>') {
      step();
      return true;
    }
    if (is_white(c)) continue;
    const int digit = hex_value(c);
    if (digit < 0) return false;
    if (high < 0) {
      high = digit;
    } else {
      if (out.text.size() < kMaxText) out.text += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return false;
}

// Numbers and keywords (true, null, R).
bool Reader::regular(Value& out) {
  const std::size_t begin = at_;
  bool digits = true;
  while (more() && is_regular(peek())) {
    digits = digits && is_digit(peek());
    step();
  }
  if (at_ == begin) return false;
  const std::string_view word = bytes_.substr(begin, at_ - begin);
  if (digits && word.size() <= 15) {
    out.kind = Value::Kind::number;
    out.whole = true;
    for (const char c : word) out.number = out.number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

bool Reader::array(Value& out, std::size_t depth) {
  out.kind = Value::Kind::array;
  step();
  for (;;) {
    skip_white();
    if (!more()) return false;
    if (peek() == ']') {
      step();
      return true;
    }
    Value item;
    if (!value(item, depth + 1)) return false;
    if (item.whole && out.numbers.size() < 5) out.numbers.push_back(item.number);
    else out.only_numbers = false;
  }
}

// After a number in a dictionary: "0 R" makes it a reference.
bool Reader::reference_tail() {
  const std::size_t saved = at_;
  skip_white();
  if (is_digit(peek())) {
    while (more() && is_digit(peek())) step();
    skip_white();
    if (peek() == 'R' && !is_regular(peek(1))) {
      step();
      return true;
    }
  }
  at_ = saved;
  return false;
}

void take(PdfSignatureDictionary& out, const std::string& key, const Value& value, bool& has_range,
          bool& has_contents) {
  const bool is_text = value.kind == Value::Kind::string || value.kind == Value::Kind::hex;
  if (key == "ByteRange") {
    has_range = true;
    out.byte_range_ok = value.kind == Value::Kind::array && value.only_numbers && value.numbers.size() == 4;
    if (out.byte_range_ok) std::copy(value.numbers.begin(), value.numbers.end(), out.byte_range.begin());
  } else if (key == "Contents") {
    has_contents = true;
    out.contents_begin = value.begin;
    out.contents_end = value.end;
    out.contents_is_hex = value.kind == Value::Kind::hex;
  } else if (key == "Type" && value.kind == Value::Kind::name) {
    out.type = value.text;
  } else if (key == "SubFilter" && value.kind == Value::Kind::name) {
    out.sub_filter = value.text;
  } else if (key == "Name" && is_text) {
    out.name = text_of(value.text);
  } else if (key == "Reason" && is_text) {
    out.reason = text_of(value.text);
  } else if (key == "M" && is_text) {
    out.time = text_of(value.text);
  }
}

bool Reader::dictionary(std::size_t depth) {
  PdfSignatureDictionary here;
  bool has_range = false, has_contents = false, twice = false;
  here.begin = at_;
  step();
  step();
  for (;;) {
    skip_white();
    if (!more()) return false;
    if (peek() == '>' && peek(1) == '>') {
      step();
      step();
      break;
    }
    if (peek() != '/') return false;
    Value key, item;
    if (!name(key)) return false;
    skip_white();
    if (!value(item, depth + 1)) return false;
    if (item.whole) reference_tail();
    twice = twice || (key.text == "ByteRange" && has_range) || (key.text == "Contents" && has_contents);
    take(here, key.text, item, has_range, has_contents);
  }
  if (has_range && has_contents) {
    if (twice) here.byte_range_ok = false;  // two answers to one question: none
    found_.push_back(std::move(here));
  }
  return true;
}

bool Reader::value(Value& out, std::size_t depth) {
  if (depth > kMaxPdfNesting || !more()) return false;
  out.begin = at_;
  bool good = false;
  switch (peek()) {
    case '<': good = peek(1) == '<' ? dictionary(depth) : hex_string(out); break;
    case '(': good = literal_string(out); break;
    case '[': good = array(out, depth); break;
    case '/': good = name(out); break;
    default: good = regular(out); break;
  }
  out.end = at_;
  return good;
}

// The places behind "12 0 obj" before `from`, nearest first, at most four.
std::vector<std::size_t> object_starts(std::string_view bytes, std::size_t from, std::size_t& work) {
  std::vector<std::size_t> out;
  const std::size_t floor = from > kMaxPdfBackward ? from - kMaxPdfBackward : 0;
  const std::string_view window = bytes.substr(floor, from - floor);
  std::size_t limit = window.size();
  while (out.size() < 4 && limit > 0) {
    const std::size_t at = window.rfind("obj", limit - 1);
    const std::size_t read = limit - (at == std::string_view::npos ? 0 : at);
    work -= std::min(work, read);
    if (at == std::string_view::npos || work == 0) break;
    limit = at;
    std::size_t back = at;
    while (back > 0 && is_white(window[back - 1])) --back;
    if (back > 0 && is_digit(window[back - 1])) out.push_back(floor + at + 3);  // not "endobj"
  }
  return out;
}

}  // namespace

PdfScan scan_pdf_signatures(std::string_view bytes, std::size_t allowed) {
  PdfScan out;
  constexpr std::string_view kKey = "/ByteRange";
  const std::size_t begun = std::min(allowed, kMaxPdfWork);
  std::size_t work = begun, seen = 0, read_to = 0;
  for (std::size_t at = bytes.find(kKey); at != std::string_view::npos; at = bytes.find(kKey, at + kKey.size())) {
    if (at < read_to) continue;  // inside an object that was read
    if (++seen > kMaxPdfOccurrences || work == 0) {
      out.too_much = true;
      break;
    }
    bool inside = false;
    for (const std::size_t start : object_starts(bytes, at, work)) {
      std::vector<PdfSignatureDictionary> found;
      std::size_t begin = start;
      while (begin < at && is_white(bytes[begin])) ++begin;
      Reader reader(bytes, begin, work, found);
      Value object;
      if (!reader.value(object, 0) || reader.at() <= at) continue;
      inside = true;
      read_to = reader.at();
      for (PdfSignatureDictionary& dictionary : found) out.dictionaries.push_back(std::move(dictionary));
      break;
    }
    if (!inside) out.unreadable = true;
  }
  if (work == 0) out.too_much = true;
  out.work = begun - work;
  return out;
}

}  // namespace mailstore::signing
