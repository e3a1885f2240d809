#include "base/mime/html_text.h"

#include <algorithm>
#include <array>

#include "base/text/case.h"
#include "base/text/utf8.h"

namespace base {

namespace {

struct Entity {
  std::string_view name;
  char32_t code_point;
};

// The entities met in office mail; Vietnamese letters come as numbers or as these Latin-1 names. Sorted.
constexpr Entity kEntities[] = {
    {"AElig", 0xC6}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0}, {"Aring", 0xC5}, {"Atilde", 0xC3}, {"Auml", 0xC4}, {"Ccedil", 0xC7},
    {"ETH", 0xD0}, {"Eacute", 0xC9}, {"Ecirc", 0xCA}, {"Egrave", 0xC8}, {"Euml", 0xCB}, {"Iacute", 0xCD}, {"Icirc", 0xCE}, {"Igrave", 0xCC},
    {"Iuml", 0xCF}, {"Ntilde", 0xD1}, {"Oacute", 0xD3}, {"Ocirc", 0xD4}, {"Ograve", 0xD2}, {"Oslash", 0xD8}, {"Otilde", 0xD5}, {"Ouml", 0xD6},
    {"Scaron", 0x160}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Ugrave", 0xD9}, {"Uuml", 0xDC}, {"Yacute", 0xDD}, {"aacute", 0xE1}, {"acirc", 0xE2},
    {"aelig", 0xE6}, {"agrave", 0xE0}, {"amp", '&'}, {"apos", '\''}, {"aring", 0xE5}, {"atilde", 0xE3}, {"auml", 0xE4}, {"bull", 0x2022},
    {"ccedil", 0xE7}, {"cent", 0xA2}, {"copy", 0xA9}, {"dagger", 0x2020}, {"deg", 0xB0}, {"eacute", 0xE9}, {"ecirc", 0xEA}, {"egrave", 0xE8},
    {"emsp", ' '}, {"ensp", ' '}, {"eth", 0xF0}, {"euml", 0xEB}, {"euro", 0x20AC}, {"frac12", 0xBD}, {"ge", 0x2265}, {"gt", '>'},
    {"hellip", 0x2026}, {"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1}, {"igrave", 0xEC}, {"iuml", 0xEF}, {"laquo", 0xAB}, {"ldquo", 0x201C},
    {"le", 0x2264}, {"lsaquo", 0x2039}, {"lsquo", 0x2018}, {"lt", '<'}, {"mdash", 0x2014}, {"middot", 0xB7}, {"nbsp", ' '}, {"ndash", 0x2013},
    {"ne", 0x2260}, {"ntilde", 0xF1}, {"oacute", 0xF3}, {"ocirc", 0xF4}, {"ograve", 0xF2}, {"oslash", 0xF8}, {"otilde", 0xF5}, {"ouml", 0xF6},
    {"para", 0xB6}, {"plusmn", 0xB1}, {"pound", 0xA3}, {"quot", '"'}, {"raquo", 0xBB}, {"rarr", 0x2192}, {"rdquo", 0x201D}, {"reg", 0xAE},
    {"rsaquo", 0x203A}, {"rsquo", 0x2019}, {"scaron", 0x161}, {"sect", 0xA7}, {"shy", 0xAD}, {"szlig", 0xDF}, {"thinsp", ' '}, {"times", 0xD7},
    {"trade", 0x2122}, {"uacute", 0xFA}, {"ucirc", 0xFB}, {"ugrave", 0xF9}, {"uuml", 0xFC}, {"yacute", 0xFD}, {"yen", 0xA5}, {"zwj", 0x200D},
    {"zwnj", 0x200C},
};

constexpr std::size_t kMaxEntity = 32;  // bytes between "&" and ";"

// The entity at text[at] == '&'; moves past it, or gives "&" alone.
char32_t read_entity(std::string_view text, std::size_t& at) {
  std::size_t end = at + 1;
  while (end < text.size() && end - at <= kMaxEntity && (ascii_lower(text[end]) >= 'a' ? ascii_lower(text[end]) <= 'z' : (text[end] >= '0' && text[end] <= '9') || text[end] == '#')) ++end;
  const std::string_view name = text.substr(at + 1, end - at - 1);
  const std::size_t after = end < text.size() && text[end] == ';' ? end + 1 : end;
  if (name.size() > 1 && name[0] == '#') {
    const bool hex = ascii_lower(name[1]) == 'x';
    char32_t value = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const char low = ascii_lower(c);
      const int digit = low >= '0' && low <= '9' ? low - '0' : hex && low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
      if (digit < 0) return ++at, U'&';
      value = std::min<char32_t>(value * (hex ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
    }
    at = after;
    return value == 0xA0 ? U' ' : value == 0 ? kReplacement : value;
  }
  const auto* entity = std::lower_bound(std::begin(kEntities), std::end(kEntities), name, [](const Entity& e, std::string_view n) { return e.name < n; });
  if (after == end || entity == std::end(kEntities) || entity->name != name) return ++at, U'&';
  at = after;
  return entity->code_point;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

bool is_block(std::string_view tag) {
  constexpr std::string_view kBlocks[] = {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
                                          "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "thead", "title", "tr", "ul"};
  return std::find(std::begin(kBlocks), std::end(kBlocks), tag) != std::end(kBlocks);
}

class Flattener {
 public:
  Flattener(std::string_view html, std::size_t max_bytes) : html_(html), max_bytes_(max_bytes) {}

  std::string run() {
    while (at_ < html_.size() && out_.size() < max_bytes_) {
      const char c = html_[at_];
      if (c == '<') tag();
      else if (c == '&') entity();
      else if (is_space(c)) space_ = true, ++at_;
      else text();
    }
    while (!out_.empty() && out_.back() == '\n') out_.pop_back();
    return std::move(out_);
  }

 private:
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
  void entity() {
    const char32_t c = read_entity(html_, at_);
    if (c == U' ') {
      space_ = true;
    } else if (c != 0xAD) {  // soft hyphens hide words from search
      before_text();
      append_code_point(out_, c);
    }
  }
  void line_break() {
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
    const bool name_follows = i < html_.size() && ((ascii_lower(html_[i]) >= 'a' && ascii_lower(html_[i]) <= 'z') || html_[i] == '!' || html_[i] == '?');
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
    if (is_block(name)) line_break();
    if (name == "td" || name == "th") space_ = true;
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
  void skip_element(const std::string& end_tag) {
    const std::size_t found = find_ignoring_case(html_, end_tag, at_);
    at_ = found == std::string_view::npos ? html_.size() : found;
    if (at_ < html_.size()) skip_past(">");
  }

  std::string_view html_;
  std::size_t max_bytes_;
  std::size_t at_ = 0;
  bool space_ = false;
  std::string out_;
};

}  // namespace

std::string html_to_text(std::string_view html, std::size_t max_bytes) { return Flattener(html, max_bytes).run(); }

std::string decode_html_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') append_code_point(out, read_entity(text, at));
    else out += text[at++];
  }
  return out;
}

}  // namespace base
