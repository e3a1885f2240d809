#include "base/mime/html_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/mime/html_references.h"
#include "base/text/case.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// What a reference stands for: one code point, or two.
struct Reference {
  std::string_view name;
  char32_t first = 0, second = 0;
  bool bare = false;  // known without its semicolon
};

std::vector<Reference> read_table() {
  std::vector<Reference> out;
  out.reserve(2200);
  for (std::string_view rest = kHtmlReferences; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    const std::size_t sign = item.find_first_of("=*");
    Reference one{item.substr(0, sign), 0, 0, item[sign] == '*'};
    char32_t* value = &one.first;
    for (const char c : item.substr(sign + 1)) {
      if (c == ',') value = &one.second;
      else *value = *value * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : c - 'A' + 10);
    }
    out.push_back(one);
  }
  return out;
}

const Reference* find_reference(std::string_view name) {
  static const std::vector<Reference> table = read_table();
  const auto at = std::lower_bound(table.begin(), table.end(), name,
                                   [](const Reference& one, std::string_view n) { return one.name < n; });
  return at != table.end() && at->name == name ? &*at : nullptr;
}

constexpr std::size_t kLongestName = 31, kLongestBare = 6;

bool is_name_byte(char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9'); }

// 0x80 … 0x9F are read as windows-1252, by 13.2.5.80.
constexpr std::array<char16_t, 32> kUpperControls = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

char32_t numbered(char32_t value) {
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return kReplacement;
  return value >= 0x80 && value <= 0x9F ? kUpperControls[value - 0x80] : value;
}

// "&#7871;", "&#x1EBF;", also without the semicolon. Nothing when no digit follows; else moves `at` past it.
std::optional<Reference> read_number(std::string_view text, std::size_t& at) {
  std::size_t i = at + 2;
  const bool hex = i < text.size() && ascii_lower(text[i]) == 'x';
  if (hex) ++i;
  const std::size_t first_digit = i;
  char32_t value = 0;
  for (; i < text.size(); ++i) {
    const char low = ascii_lower(text[i]);
    const int digit = low >= '0' && low <= '9' ? low - '0' : hex && low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    if (digit < 0) break;
    value = std::min<char32_t>(value * (hex ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  if (i == first_digit) return std::nullopt;
  at = i + (i < text.size() && text[i] == ';' ? 1 : 0);
  return Reference{{}, numbered(value), 0, true};
}

// The reference at text[at] == '&' (13.2.5.72 and following, for text outside of attributes); moves past it, or gives
// "&" alone.
Reference read_reference(std::string_view text, std::size_t& at) {
  const Reference ampersand{{}, U'&', 0, true};
  if (at + 1 < text.size() && text[at + 1] == '#') {
    const std::optional<Reference> number = read_number(text, at);
    return number ? *number : (++at, ampersand);
  }
  std::size_t size = 0;
  while (size <= kLongestName && at + 1 + size < text.size() && is_name_byte(text[at + 1 + size])) ++size;
  if (at + 1 + size < text.size() && text[at + 1 + size] == ';') {
    if (const Reference* whole = find_reference(text.substr(at + 1, size))) return at += size + 2, *whole;
  }
  // "&ampx": the longest name that needs no semicolon.
  for (std::size_t length = std::min(size, kLongestBare); length >= 2; --length) {
    const Reference* known = find_reference(text.substr(at + 1, length));
    if (known != nullptr && known->bare) return at += length + 1, *known;
  }
  return ++at, ampersand;
}

bool is_blank_code_point(char32_t c) {
  return c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x202F || c == 0x205F;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

bool is_block(std::string_view tag) {
  constexpr std::string_view kBlocks[] = {"address", "article", "blockquote", "br",    "dd", "div", "dl",  "dt",
                                          "footer",  "form",    "h1",         "h2",    "h3", "h4",  "h5",  "h6",
                                          "header",  "hr",      "li",         "main",  "ol", "p",   "pre", "section",
                                          "table",   "tbody",   "thead",      "title", "tr", "ul"};
  return std::find(std::begin(kBlocks), std::end(kBlocks), tag) != std::end(kBlocks);
}

class Flattener {
 public:
  Flattener(std::string_view html, std::size_t max_bytes, bool listed = false)
      : html_(html), max_bytes_(max_bytes), listed_(listed) {}

  std::string run() {
    while (at_ < html_.size() && out_.size() < max_bytes_) step();
    return end();
  }

  bool run(const std::function<bool(std::string_view)>& visit) {
    while (at_ < html_.size()) {
      step();
      if (out_.size() < kPiece) continue;
      // The last character stays: what follows asks for it.
      std::size_t ready = out_.size() - 1;
      while (ready > 0 && (static_cast<unsigned char>(out_[ready]) & 0xC0) == 0x80) --ready;
      if (!visit(std::string_view(out_).substr(0, ready))) return false;
      out_.erase(0, ready);
    }
    return visit(end());
  }

 private:
  static constexpr std::size_t kPiece = 64 << 10;

  void step() {
    const char c = html_[at_];
    if (c == '<') tag();
    else if (c == '&') reference();
    else if (is_space(c)) space_ = true, ++at_;
    else text();
  }
  std::string end() {
    while (!out_.empty() && out_.back() == '\n') out_.pop_back();
    return std::move(out_);
  }

  void before_text() {
    if (space_ && !out_.empty() && out_.back() != '\n') out_ += ' ';
    space_ = false;
  }
  void text() {
    before_text();
    const std::size_t start = at_;
    while (at_ < html_.size() && html_[at_] != '<' && html_[at_] != '&' && !is_space(html_[at_])) ++at_;
    out_ += html_.substr(start, at_ - start);
  }
  void reference() {
    const Reference found = read_reference(html_, at_);
    if (is_blank_code_point(found.first)) {
      space_ = true;
    } else if (found.first != 0xAD) {  // nobody sees a soft hyphen
      before_text();
      append_code_point(out_, found.first);
      if (found.second != 0) append_code_point(out_, found.second);
    }
  }
  void line_break() {
    if (in_row_) {
      space_ = true;
      return;
    }
    space_ = false;
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }

  void skip_past(std::string_view mark) {
    const std::size_t found = html_.find(mark, at_);
    at_ = found == std::string_view::npos ? html_.size() : found + mark.size();
  }

  // At "<". A "<" that starts no tag is text.
  void tag() {
    if (html_.substr(at_, 4) == "<!--") {
      at_ += 4;
      return skip_past("-->");
    }
    std::size_t i = at_ + 1;
    const bool closing = i < html_.size() && html_[i] == '/';
    if (closing) ++i;
    const bool name_follows = i < html_.size() && ((ascii_lower(html_[i]) >= 'a' && ascii_lower(html_[i]) <= 'z') ||
                                                   html_[i] == '!' || html_[i] == '?');
    if (!name_follows) {
      before_text();
      out_ += '<';
      ++at_;
      return;
    }
    const std::size_t start = i;
    while (i < html_.size() && !is_space(html_[i]) && html_[i] != '>' && html_[i] != '/') ++i;
    const std::string name = to_ascii_lower(html_.substr(start, std::min<std::size_t>(i - start, 20)));
    at_ = i;
    skip_attributes();
    if (name == "tr") in_row_ = false;
    if (is_block(name)) line_break();
    if (name == "td" || name == "th") space_ = true;
    if (listed_) list_tag(name, closing, html_.substr(i, at_ - i));
    if (!closing && (name == "script" || name == "style")) skip_element("</" + name);
  }

  // To after ">"; ">" inside quoted attribute values does not count.
  void skip_attributes() {
    char quote = '\0';
    for (; at_ < html_.size(); ++at_) {
      const char c = html_[at_];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && html_[at_ - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        ++at_;
        return;
      }
    }
  }
  // What a reader sees before an item, and between cells.
  void list_tag(std::string_view name, bool closing, std::string_view attributes) {
    if (name == "ol" || name == "ul") {
      if (closing && !lists_.empty()) lists_.pop_back();
      else if (!closing && lists_.size() < 50) lists_.push_back(name == "ul" ? -1 : start_of(attributes));
    } else if (name == "li" && !closing && !lists_.empty()) {
      before_text();
      out_ += lists_.back() < 0 ? std::string("- ") : std::to_string(lists_.back()) + ". ";
      if (lists_.back() >= 0) ++lists_.back();
    } else if (name == "tr" && !closing) {
      in_row_ = is_plain_row();
      cells_ = 0;
    } else if ((name == "td" || name == "th") && !closing && in_row_ && cells_++ > 0) {
      space_ = false;
      out_ += '\t';
    }
  }
  // <ol start="3">: 3.
  static int start_of(std::string_view attributes) {
    std::size_t at = find_ignoring_case(attributes, "start=");
    if (at == std::string_view::npos) return 1;
    at += 6;
    if (at < attributes.size() && (attributes[at] == '"' || attributes[at] == '\'')) ++at;
    int value = 0;
    for (int digits = 0; digits < 4 && at < attributes.size() && attributes[at] >= '0' && attributes[at] <= '9';
         ++digits)
      value = value * 10 + (attributes[at++] - '0');
    return value;
  }
  // A row of two cells at least, and no table in it: not one that only places things.
  bool is_plain_row() const {
    int cells = 0;
    for (std::size_t at = html_.find('<', at_); at != std::string_view::npos; at = html_.find('<', at + 1)) {
      const std::string tag = to_ascii_lower(html_.substr(at, 6));
      if (tag.starts_with("<table")) return false;
      if (tag.starts_with("</tr") || tag.starts_with("<tr") || tag.starts_with("</tab")) break;
      cells += tag.starts_with("<td") || (tag.starts_with("<th") && tag != "<thead") ? 1 : 0;
    }
    return cells >= 2;
  }
  void skip_element(const std::string& end_tag) {
    const std::size_t found = find_ignoring_case(html_, end_tag, at_);
    at_ = found == std::string_view::npos ? html_.size() : found;
    if (at_ < html_.size()) skip_past(">");
  }

  std::string_view html_;
  std::size_t max_bytes_;
  std::size_t at_ = 0;
  bool space_ = false;
  bool listed_ = false;
  bool in_row_ = false;     // lines in its cells are one
  int cells_ = 0;           // of the row so far
  std::vector<int> lists_;  // the next number of each list around this place; -1: dashes
  std::string out_;
};

}  // namespace

std::string html_to_text(std::string_view html, std::size_t max_bytes) { return Flattener(html, max_bytes).run(); }

std::string html_to_listed_text(std::string_view html, std::size_t max_bytes) {
  return Flattener(html, max_bytes, true).run();
}

bool visit_html_text(std::string_view html, const std::function<bool(std::string_view piece)>& visit) {
  return Flattener(html, static_cast<std::size_t>(-1)).run(visit);
}

}  // namespace base
