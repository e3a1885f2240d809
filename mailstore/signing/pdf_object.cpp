#include "mailstore/signing/pdf_object.h"

#include <algorithm>

namespace mailstore::signing {

namespace {

constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxEntries = 256;    // of one dictionary
constexpr std::size_t kMaxValues = 200000;  // each costs us a hundred bytes

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0'; }
bool is_regular(char c) { return !is_white(c) && std::string_view("()<>[]{}/%").find(c) == std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
int hex_value(char c) {
  return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool read_number(std::string_view word, std::uint64_t& out) {
  if (word.empty() || word.size() > 15 || !std::all_of(word.begin(), word.end(), is_digit)) return false;
  out = 0;
  for (const char c : word) out = out * 10 + static_cast<std::uint64_t>(c - '0');
  return true;
}

std::string name_of(std::string_view written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '#' && i + 2 < written.size() && hex_value(written[i + 1]) >= 0 &&
        hex_value(written[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(written[i + 1]) * 16 + hex_value(written[i + 2]));
      i += 2;
    } else {
      out += written[i];
    }
  }
  return out;
}

}  // namespace

const PdfObject* PdfObject::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

bool PdfObject::is_name(std::string_view key, std::string_view value) const {
  const PdfObject* entry = find(key);
  return entry != nullptr && entry->kind == Kind::name && entry->name == value;
}

bool same(const PdfObject& a, const PdfObject& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case PdfObject::Kind::name: return a.name == b.name;
    case PdfObject::Kind::array:
      return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same);
    case PdfObject::Kind::dictionary:
      return a.entries.size() == b.entries.size() &&
             std::all_of(a.entries.begin(), a.entries.end(), [&](const auto& entry) {
               const PdfObject* other = b.find(entry.key);
               return other != nullptr && same(entry.value, *other);
             });
    case PdfObject::Kind::reference: return a.number == b.number;
    default: return a.raw == b.raw;
  }
}

void PdfCursor::skip_white() {
  while (at_ < bytes_.size()) {
    if (is_white(bytes_[at_])) {
      ++at_;
    } else if (bytes_[at_] == '%') {
      while (at_ < bytes_.size() && bytes_[at_] != '\r' && bytes_[at_] != '\n') ++at_;
    } else {
      return;
    }
  }
}

bool PdfCursor::at_end() {
  skip_white();
  return at_ >= bytes_.size();
}

std::string_view PdfCursor::regular() {
  const std::size_t begin = at_;
  while (at_ < bytes_.size() && is_regular(bytes_[at_])) ++at_;
  return bytes_.substr(begin, at_ - begin);
}

bool PdfCursor::word(std::string_view expected) {
  skip_white();
  const std::size_t saved = at_;
  if (regular() == expected) return true;
  at_ = saved;
  return false;
}

bool PdfCursor::whole(std::uint64_t& number) {
  skip_white();
  const std::size_t saved = at_;
  if (read_number(regular(), number)) return true;
  at_ = saved;
  return false;
}

bool PdfCursor::object_head(std::uint64_t& number) {
  const std::size_t saved = at_;
  std::uint64_t generation = 0;
  if (whole(number) && whole(generation) && generation == 0 && word("obj")) return true;
  at_ = saved;
  return false;
}

bool PdfCursor::literal() {
  int open = 0;
  for (; at_ < bytes_.size(); ++at_) {
    if (bytes_[at_] == '\\') {
      ++at_;
    } else if (bytes_[at_] == '(') {
      ++open;
    } else if (bytes_[at_] == ')' && --open == 0) {
      ++at_;
      return true;
    }
  }
  return false;
}

bool PdfCursor::array(PdfObject& out, int depth) {
  out.kind = PdfObject::Kind::array;
  ++at_;
  for (;;) {
    skip_white();
    if (peek() == ']') {
      ++at_;
      return true;
    }
    if (!value(out.items.emplace_back(), depth + 1)) return false;
  }
}

bool PdfCursor::dictionary(PdfObject& out, int depth) {
  out.kind = PdfObject::Kind::dictionary;
  at_ += 2;
  for (;;) {
    skip_white();
    if (peek() == '>' && peek(1) == '>') {
      at_ += 2;
      return true;
    }
    if (peek() != '/') return false;
    ++at_;
    std::string key = name_of(regular());
    if (out.entries.size() >= kMaxEntries || out.find(key) != nullptr)
      return false;  // two answers to one question: none
    PdfObject item;
    if (!value(item, depth + 1)) return false;
    out.entries.push_back({std::move(key), std::move(item)});
  }
}

bool PdfCursor::value(PdfObject& out, int depth) {
  skip_white();
  if (depth > kMaxDepth || at_ >= bytes_.size() || ++values_ > kMaxValues) return false;
  const std::size_t begin = at_;
  bool good = true;
  switch (peek()) {
    case '[': good = array(out, depth); break;
    case '(':
      out.kind = PdfObject::Kind::string;
      good = literal();
      break;
    case '<':
      if (peek(1) == '<') {
        good = dictionary(out, depth);
      } else {
        out.kind = PdfObject::Kind::string;
        at_ = std::min(bytes_.find('>', at_), bytes_.size() - 1) + 1;
        good = bytes_[at_ - 1] == '>';
      }
      break;
    case '/':
      ++at_;
      out.kind = PdfObject::Kind::name;
      out.name = name_of(regular());
      break;
    default: {
      const std::string_view word = regular();
      if (word.empty()) return false;
      if (!read_number(word, out.number)) break;
      out.kind = PdfObject::Kind::number;
      const std::size_t saved = at_;  // "12 0 R"?
      std::uint64_t generation = 0;
      if (whole(generation) && this->word("R")) out.kind = PdfObject::Kind::reference;
      else at_ = saved;
    }
  }
  out.raw = bytes_.substr(begin, at_ - begin);
  return good;
}

bool PdfCursor::skip_stream(const PdfObject& dictionary) {
  if (!word("stream")) return false;
  if (peek() == '\r') ++at_;
  if (peek() != '\n') return false;
  ++at_;
  const PdfObject* length = dictionary.find("Length");
  if (length == nullptr || length->kind != PdfObject::Kind::number || length->number > bytes_.size() - at_)
    return false;
  at_ += length->number;
  return word("endstream");
}

}  // namespace mailstore::signing
