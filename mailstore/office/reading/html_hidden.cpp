// Styles come from the element itself, from old attributes (color, bgcolor, hidden) and from <style>: of a selector its
// last simple one counts (".x", "#x", "p"), whatever stands before it, and media are taken as given.
#include "mailstore/office/reading/html_hidden.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

#include "base/text/case.h"

namespace mailstore::office {

namespace {

constexpr std::size_t kMaxAttributes = 4000;  // bytes of one tag that are looked at
constexpr std::size_t kMaxDepth = 2000;       // open elements; what stands deeper is hidden
constexpr std::size_t kMaxStyles = 200 * 1024, kMaxRules = 4000, kMaxRule = 500, kMaxClasses = 20;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// ---- values

// Red, green, blue.
using Colour = std::array<int, 3>;

std::optional<Colour> colour_of(std::string_view value) {
  if (value.starts_with("#")) {
    value.remove_prefix(1);
    const bool is_short = value.size() == 3 || value.size() == 4;
    if (!is_short && value.size() != 6 && value.size() != 8) return std::nullopt;
    Colour out{};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string_view digits = is_short ? value.substr(i, 1) : value.substr(2 * i, 2);
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.at(i), 16);
      if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
      if (is_short) out.at(i) *= 17;
    }
    return out;
  }
  if (value.starts_with("rgb")) {
    Colour out{};
    std::size_t at = value.find('('), i = 0;
    for (; at != std::string_view::npos && i < 3; ++i) {
      ++at;
      while (at < value.size() && (is_blank(value[at]) || value[at] == ',')) ++at;
      const auto [end, error] = std::from_chars(value.data() + at, value.data() + value.size(), out.at(i));
      if (error != std::errc()) return std::nullopt;
      at = static_cast<std::size_t>(end - value.data());
      if (at < value.size() && value[at] == '%') out.at(i) = out.at(i) * 255 / 100;
      at = value.find_first_of(", ", at);
    }
    return i == 3 ? std::optional<Colour>(out) : std::nullopt;
  }
  struct Name {
    std::string_view word;
    Colour colour;
  };
  constexpr std::array<Name, 14> kNames{{{"white", {255, 255, 255}},
                                         {"snow", {255, 250, 250}},
                                         {"ivory", {255, 255, 240}},
                                         {"ghostwhite", {248, 248, 255}},
                                         {"whitesmoke", {245, 245, 245}},
                                         {"floralwhite", {255, 250, 240}},
                                         {"mintcream", {245, 255, 250}},
                                         {"azure", {240, 255, 255}},
                                         {"black", {0, 0, 0}},
                                         {"window", {255, 255, 255}},
                                         {"canvas", {255, 255, 255}},
                                         {"windowtext", {0, 0, 0}},
                                         {"yellow", {255, 255, 0}},
                                         {"red", {255, 0, 0}}}};
  for (const Name& name : kNames) {
    if (value == name.word) return name.colour;
  }
  return std::nullopt;
}

bool looks_same(const Colour& a, const Colour& b) {
  return std::abs(a[0] - b[0]) + std::abs(a[1] - b[1]) + std::abs(a[2] - b[2]) <= 60;
}

struct Length {
  double value = 0;
  std::string_view unit;
};
std::optional<Length> length_of(std::string_view value) {
  Length out;
  bool negative = false;
  if (value.starts_with("-") || value.starts_with("+")) {
    negative = value.front() == '-';
    value.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.value);
  if (error != std::errc()) return std::nullopt;
  out.unit = value.substr(static_cast<std::size_t>(end - value.data()));
  out.unit = out.unit.substr(0, out.unit.find_first_of(" /!,;)"));
  if (negative) out.value = -out.value;
  return out;
}

bool is_unreadable_size(const Length& size) {
  if (size.unit == "em" || size.unit == "rem" || size.unit == "ex" || size.unit == "ch") return size.value <= 0.2;
  if (size.unit == "%") return size.value <= 20;
  return size.value <= 2;
}

bool is_nothing(const std::optional<Length>& length) { return length && length->value <= 1; }
bool is_far_out(const std::optional<Length>& length) {
  return length && (length->value <= -300 || length->value >= 3000 || (length->value <= -50 && length->unit != "px"));
}

// ---- declarations

// "display: none; COLOR:#FFF" in lower case, comments and escapes undone.
std::string plain_css(std::string_view css) {
  std::string out;
  for (std::size_t i = 0; i < css.size(); ++i) {
    if (css.substr(i, 2) == "/*") {
      const std::size_t end = css.find("*/", i + 2);
      if (end == std::string_view::npos) break;
      i = end + 1;
    } else if (css[i] == '\\') {
      int value = 0;
      std::size_t digits = 0;
      while (digits < 6 && i + 1 + digits < css.size() &&
             std::string_view("0123456789abcdefABCDEF").find(css[i + 1 + digits]) != std::string_view::npos)
        ++digits;
      std::from_chars(css.data() + i + 1, css.data() + i + 1 + digits, value, 16);
      if (digits > 0 && value > 0 && value < 0x80) out += base::ascii_lower(static_cast<char>(value));
      i += digits;
      if (digits > 0 && i + 1 < css.size() && is_blank(css[i + 1])) ++i;
    } else {
      out += base::ascii_lower(css[i]);
    }
  }
  return out;
}

// References that can stand in an attribute's value: numbers, and the few names that matter to a style.
std::string without_references(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '&') {
      out += value[i];
      continue;
    }
    struct Name {
      std::string_view word;
      char letter;
    };
    constexpr std::array<Name, 12> kNames{{{"&colon;", ':'},
                                           {"&semi;", ';'},
                                           {"&quot;", '"'},
                                           {"&apos;", '\''},
                                           {"&num;", '#'},
                                           {"&lpar;", '('},
                                           {"&rpar;", ')'},
                                           {"&comma;", ','},
                                           {"&hyphen;", '-'},
                                           {"&period;", '.'},
                                           {"&tab;", ' '},
                                           {"&newline;", ' '}}};
    const auto name = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const Name& one) { return value.substr(i).starts_with(one.word); });
    if (name != kNames.end()) {
      out += name->letter;
      i += name->word.size() - 1;
      continue;
    }
    if (i + 2 >= value.size() || value[i + 1] != '#') continue;
    const bool hex = value[i + 2] == 'x';
    int code = 0;
    const char* begin = value.data() + i + (hex ? 3 : 2);
    const auto [end, error] = std::from_chars(begin, value.data() + value.size(), code, hex ? 16 : 10);
    if (error == std::errc() && code > 0 && code < 0x80) out += base::ascii_lower(static_cast<char>(code));
    i = static_cast<std::size_t>(end - value.data());
    if (i >= value.size() || value[i] != ';') --i;
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// What an element hands down, and whether it shows anything at all.
struct Look {
  bool gone = false;    // it and all inside
  bool unseen = false;  // visibility, which a child may have otherwise
  bool tiny = false;
  std::optional<Colour> ink;
  Colour ground{255, 255, 255};
  bool pictured = false;  // a picture is the ground: nothing is known of it

  bool shows() const {
    const Colour letters = ink.value_or(Colour{0, 0, 0});
    return !gone && !unseen && !tiny && (pictured || !ink || !looks_same(letters, ground));
  }
};

void declare(Look& look, std::string_view css) {
  bool cut = false, no_room = false, placed = false, far_out = false;
  while (!css.empty()) {
    const std::size_t end = std::min(css.find(';'), css.size());
    const std::string_view one = css.substr(0, end);
    css.remove_prefix(std::min(end + 1, css.size()));
    const std::size_t colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = trimmed(one.substr(0, colon)), value = trimmed(one.substr(colon + 1));
    const std::string_view word = value.substr(0, value.find_first_of(" !"));
    const auto length = length_of(word);
    if (name == "display") look.gone = look.gone || word == "none";
    else if (name == "mso-hide") look.gone = look.gone || word == "all";
    else if (name == "content-visibility" && word == "hidden") look.gone = true;
    else if (name == "visibility") look.unseen = word == "hidden" || word == "collapse";
    else if (name == "opacity" && length && length->value <= (length->unit == "%" ? 15 : 0.15)) look.gone = true;
    else if (name == "zoom" && length && length->value <= 0.1) look.gone = true;
    else if (name == "transform" && value.find("scale(0") != std::string_view::npos) look.gone = true;
    else if (name == "filter" && value.find("opacity(0") != std::string_view::npos) look.gone = true;
    else if (name == "clip-path" && (value.starts_with("inset(") || value.starts_with("circle(0"))) look.gone = true;
    else if (name == "clip" && value.starts_with("rect(0")) look.gone = true;
    else if (name == "font-size" && length) look.tiny = is_unreadable_size(*length);
    else if (name == "font-size") look.tiny = false;  // "small", "inherit": as people write
    else if (name == "font") {
      bool named = false;
      for (std::size_t at = 0; at < value.size() && !named;) {
        const std::size_t stop = std::min(value.find(' ', at), value.size());
        const auto size = length_of(value.substr(at, stop - at));
        // "bold 0/0 a": a weight ("400") has no unit, a size has one or is nothing.
        if (size && (!size->unit.empty() || size->value == 0)) look.tiny = is_unreadable_size(*size), named = true;
        at = stop + 1;
      }
    } else if (name == "color" || name == "-webkit-text-fill-color") {
      if (word == "transparent") look.ink = look.ground;
      else if (value.starts_with("rgba") || value.starts_with("rgb(")) {
        look.ink = colour_of(value);
        const std::size_t last = value.find_last_of(",/");
        const auto alpha = length_of(trimmed(value.substr(last == std::string_view::npos ? 0 : last + 1)));
        const auto commas = std::count(value.begin(), value.end(), ',');
        const bool has_alpha = commas == 3 || value.find('/') != std::string_view::npos;
        if (has_alpha && alpha && alpha->value <= (alpha->unit == "%" ? 15 : 0.15)) look.ink = look.ground;
      } else if (const auto colour = colour_of(word)) look.ink = colour;
      else if (word != "inherit" && word != "currentcolor") look.ink.reset();  // some colour that is seen on any ground
    } else if (name == "background-color" || name == "background") {
      if (value.find("url(") != std::string_view::npos || value.find("gradient(") != std::string_view::npos)
        look.pictured = true;
      if (const auto colour = colour_of(value.starts_with("rgb") ? value : word)) look.ground = *colour;
    } else if (name == "background-image" && word != "none") look.pictured = true;
    else if (name == "overflow" || name == "overflow-x" || name == "overflow-y")
      cut = cut || word == "hidden" || word == "clip";
    else if (name == "height" || name == "max-height" || name == "width" || name == "max-width")
      no_room = no_room || is_nothing(length);
    else if (name == "position") placed = word == "absolute" || word == "fixed" || word == "relative";
    else if (name == "left" || name == "top" || name == "right" || name == "bottom")
      far_out = far_out || is_far_out(length);
    else if (name == "text-indent" || name == "margin-left" || name == "margin-top" || name == "margin")
      look.gone = look.gone || is_far_out(length);
  }
  if ((cut && no_room) || (placed && far_out)) look.gone = true;
}

// ---- tags

struct Tag {
  std::size_t begin = 0, end = 0;  // "<" and behind ">"
  bool closing = false;
  std::string name;        // lower case
  std::string attributes;  // lower case, as written
};

// The value of an attribute in lower-case text; nothing when absent. `text`: begins behind the name of the tag.
std::optional<std::string_view> attribute(std::string_view text, std::string_view wanted) {
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && (is_blank(text[i]) || text[i] == '/' || text[i] == '>')) ++i;
    const std::size_t name = i;
    while (i < text.size() && !is_blank(text[i]) && text[i] != '=' && text[i] != '/' && text[i] != '>') ++i;
    const std::string_view found = text.substr(name, i - name);
    while (i < text.size() && is_blank(text[i])) ++i;
    std::string_view value;
    if (i < text.size() && text[i] == '=') {
      ++i;
      while (i < text.size() && is_blank(text[i])) ++i;
      if (i < text.size() && (text[i] == '"' || text[i] == '\'')) {
        const std::size_t close = std::min(text.find(text[i], i + 1), text.size());
        value = text.substr(i + 1, close - i - 1);
        i = close + 1;
      } else {
        const std::size_t begin = i;
        while (i < text.size() && !is_blank(text[i]) && text[i] != '>') ++i;
        value = text.substr(begin, i - begin);
      }
    }
    if (found == wanted) return value;  // the first of two counts
    if (i == name) ++i;
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 14> kVoid{"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                                 "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::array<std::string_view, 16> kNeverShown{"head",     "title",   "template", "iframe",  "object", "video",
                                                       "audio",    "canvas",  "datalist", "dialog",  "script", "style",
                                                       "noframes", "noembed", "svg",      "textarea"};
// Elements that end where the next of their kind begins.
constexpr std::array<std::string_view, 9> kEndsItself{"p", "li", "td", "th", "tr", "dt", "dd", "option", "a"};

class HiddenText {
 public:
  explicit HiddenText(std::string_view html) : html_(html) {}

  std::string run() {
    read_styles();
    out_.reserve(html_.size());
    for (Tag tag; next(tag);) {
      text_to(tag.begin);
      kept_to_ = tag.end;
      if (tag.closing) close(tag);
      else open(tag);
    }
    text_to(html_.size());
    return std::move(out_);
  }

 private:
  struct Open {
    std::string name;
    Look look;
    bool kept = true;  // its tags are in the output
  };

  const Look& look() const {
    static const Look plain;
    return open_.empty() ? plain : open_.back().look;
  }
  bool is_gone() const { return deep_ > 0 || look().gone; }

  void text_to(std::size_t end) {
    const std::string_view text = html_.substr(kept_to_, end - kept_to_);
    if (!is_gone() && look().shows()) out_ += text;
    else if (!text.empty()) out_ += ' ';
    kept_to_ = end;
  }
  void keep(const Tag& tag) { out_ += html_.substr(tag.begin, tag.end - tag.begin); }

  void open(const Tag& tag) {
    if (is_one_of(tag.name, kEndsItself) && !open_.empty() && open_.back().name == tag.name && deep_ == 0) {
      --counts_[tag.name];
      open_.pop_back();
    }
    Open one;
    one.name = tag.name;
    one.look = look();
    if (is_one_of(tag.name, kNeverShown)) one.look.gone = tag.name != "head" && tag.name != "style";
    if (tag.name == "body" || tag.name == "html") one.look.gone = false;
    style(one.look, tag);
    one.kept = !is_gone() && !one.look.gone;
    if (one.kept) keep(tag);
    if (is_one_of(tag.name, kVoid)) return;
    if (tag.name == "script" || tag.name == "style" || tag.name == "title" || tag.name == "textarea") {
      // Raw text up to its end tag.
      const std::size_t end = std::min(base::find_ignoring_case(html_, "</" + tag.name, tag.end), html_.size());
      if (one.kept) out_ += html_.substr(tag.end, end - tag.end);
      kept_to_ = at_ = end;
    }
    if (deep_ > 0 || open_.size() >= kMaxDepth) ++deep_;
    else {
      ++counts_[one.name];
      open_.push_back(std::move(one));
    }
  }

  void close(const Tag& tag) {
    if (deep_ > 0) {
      --deep_;
      return;
    }
    if (counts_[tag.name] == 0) {
      if (!is_gone()) keep(tag);
      return;
    }
    const auto found =
        std::find_if(open_.rbegin(), open_.rend(), [&](const Open& one) { return one.name == tag.name; });
    if (found->kept) keep(tag);
    const auto from = found.base() - 1;
    for (auto one = from; one != open_.end(); ++one) --counts_[one->name];
    open_.erase(from, open_.end());
  }

  void style(Look& look, const Tag& tag) const {
    const auto apply = [&](const std::string& selector) {
      const auto rule = rules_.find(selector);
      if (rule != rules_.end()) declare(look, rule->second);
    };
    if (!rules_.empty()) {
      apply(tag.name);
      apply("*");
      std::string_view classes = attribute(tag.attributes, "class").value_or("");
      for (std::size_t i = 0; i < kMaxClasses && !classes.empty(); ++i) {
        classes = trimmed(classes);
        std::size_t end = 0;
        while (end < classes.size() && !is_blank(classes[end])) ++end;
        apply("." + std::string(classes.substr(0, end)));
        classes.remove_prefix(end);
      }
      if (const auto id = attribute(tag.attributes, "id")) apply("#" + std::string(*id));
    }
    if (attribute(tag.attributes, "hidden")) look.gone = true;
    if (attribute(tag.attributes, "background")) look.pictured = true;
    if (const auto colour = attribute(tag.attributes, "bgcolor")) declare(look, "background:" + std::string(*colour));
    if (const auto colour = attribute(tag.attributes, tag.name == "body" ? "text" : "color"))
      declare(look, "color:" + std::string(*colour));
    if (const auto css = attribute(tag.attributes, "style")) declare(look, plain_css(without_references(*css)));
  }

  // ".a .b, p.c { display: none }": what the last simple selector of each says.
  void read_styles() {
    for (std::size_t at = base::find_ignoring_case(html_, "<style", 0); at < html_.size();) {
      const std::size_t begin = html_.find('>', at);
      if (begin == std::string_view::npos) return;
      const std::size_t end = std::min(base::find_ignoring_case(html_, "</style", begin), html_.size());
      read_rules(plain_css(html_.substr(begin + 1, std::min(end - begin - 1, kMaxStyles))));
      at = base::find_ignoring_case(html_, "<style", end);
    }
  }
  void read_rules(std::string_view css) {
    for (std::size_t at = 0; rules_.size() < kMaxRules;) {
      const std::size_t brace = css.find('{', at);
      if (brace == std::string_view::npos) return;
      std::string_view selectors = css.substr(at, brace - at);
      if (const std::size_t before = selectors.find_last_of(";}"); before != std::string_view::npos)
        selectors.remove_prefix(before + 1);
      at = brace + 1;
      if (trimmed(selectors).starts_with("@")) continue;  // what stands in it is read
      const std::size_t end = std::min(css.find('}', brace), css.size());
      const std::string_view declarations = css.substr(brace + 1, end - brace - 1);
      at = end;
      while (!selectors.empty()) {
        const std::size_t comma = std::min(selectors.find(','), selectors.size());
        std::string_view last = trimmed(selectors.substr(0, comma));
        selectors.remove_prefix(std::min(comma + 1, selectors.size()));
        last = last.substr(0, last.find_first_of(":["));
        if (const std::size_t part = last.find_last_of(" >+~"); part != std::string_view::npos)
          last.remove_prefix(part + 1);
        if (const std::size_t part = last.find_last_of(".#"); part != std::string_view::npos && part > 0)
          last.remove_prefix(part);
        if (last.empty()) continue;
        std::string& rule = rules_[std::string(last)];
        if (rule.size() < kMaxRule) rule += std::string(declarations.substr(0, kMaxRule)) + ";";
      }
    }
  }

  // The next tag; comments are left out of the output.
  bool next(Tag& tag) {
    for (;;) {
      at_ = html_.find('<', at_);
      if (at_ == std::string_view::npos) return false;
      if (html_.substr(at_, 4) == "<!--") {
        text_to(at_);
        kept_to_ = at_ = end_of_comment();
        continue;
      }
      if (at_ + 1 < html_.size() && (html_[at_ + 1] == '!' || html_[at_ + 1] == '?')) {  // "<!doctype", "<![if …]>"
        text_to(at_);
        kept_to_ = at_ = std::min(html_.find('>', at_), html_.size() - 1) + 1;
        continue;
      }
      if (!read(tag)) {
        ++at_;
        continue;
      }
      at_ = tag.end;
      return true;
    }
  }
  // "<!-->" and "<!--->" are whole; "--!>" ends one, too.
  std::size_t end_of_comment() {
    if (html_.substr(at_ + 4).starts_with(">")) return at_ + 5;
    if (html_.substr(at_ + 4).starts_with("->")) return at_ + 6;
    if (bang_ < at_ + 4) bang_ = std::min(html_.find("--!>", at_ + 4), html_.size());
    const std::size_t end = std::min(html_.find("-->", at_ + 4), html_.size());
    return std::min(std::min(end + 3, bang_ + 4), html_.size());
  }
  // At "<": a tag, or text.
  bool read(Tag& tag) const {
    std::size_t i = at_ + 1;
    tag.begin = at_;
    tag.closing = i < html_.size() && html_[i] == '/';
    if (tag.closing) ++i;
    if (i >= html_.size() || !is_letter(base::ascii_lower(html_[i]))) return false;
    const std::size_t name = i;
    while (i < html_.size() && !is_blank(html_[i]) && html_[i] != '>' && html_[i] != '/') ++i;
    tag.name = base::to_ascii_lower(html_.substr(name, std::min<std::size_t>(i - name, 20)));
    const std::size_t attributes = i;
    for (char quote = '\0'; i < html_.size(); ++i) {
      const char c = html_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && (html_[i - 1] == '=' || is_blank(html_[i - 1]))) {
        quote = c;
      } else if (c == '>') {
        break;
      }
    }
    tag.attributes = base::to_ascii_lower(html_.substr(attributes, std::min(i - attributes, kMaxAttributes)));
    tag.end = std::min(i + 1, html_.size());
    return true;
  }

  std::string_view html_;
  std::size_t at_ = 0, kept_to_ = 0;
  std::size_t bang_ = 0;  // the next "--!>" behind this place
  std::vector<Open> open_;
  std::size_t deep_ = 0;               // elements beyond kMaxDepth
  std::map<std::string, int> counts_;  // of open_ by name
  std::map<std::string, std::string> rules_;
  std::string out_;
};

}  // namespace

std::string without_hidden(std::string_view html_utf8) { return HiddenText(html_utf8).run(); }

}  // namespace mailstore::office
