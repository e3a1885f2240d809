// query   = and *( OR and )                OR: "OR" / "HOẶC" / "HOAC" in capitals
// and     = unary *( [AND] unary )         AND: "AND" / "VÀ" / "VA"
// unary   = ( NOT / "-" ) unary / primary  NOT: "NOT" / "KHÔNG" / "KHONG"
// primary = [field ":"] ( quoted / word / "(" query ")" )
// A word ends at a blank, a quote or a parenthesis; a trailing "*" makes it the beginning of words. Words without a
// letter or digit say nothing and are passed over. What looks like a field (fields.h: looks_like_field) and is none is
// an error; any other colon belongs to the word.
#include "mailstore/search/query/query_tree.h"

#include "base/text/utf8.h"

namespace mailstore::search {
namespace {

using policies::dispatch::NumberWords;
using policies::dispatch::parse_number_words;

enum class TokenKind : std::uint8_t { end, word, quoted, open, close, minus, op_and, op_or, op_not, field };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t at = 0;  // byte in the query
  std::string_view text;
  const FieldInfo* field = nullptr;
};

class Parser {
 public:
  Parser(std::string_view text, base::Timestamp now) : text_(text), now_(now) {}

  base::Result<Node> parse() {
    if (text_.size() > kMaxQueryBytes) {
      return base::Error::permanent(base::ErrorCode::bad_input, {"Câu tìm kiếm quá dài.", "The query is too long."});
    }
    advance();
    if (token_.kind == TokenKind::end && !failed_) return Node{};
    Node node = parse_or(0);
    if (!failed_ && token_.kind == TokenKind::close) fail(token_.at, "dấu ) thừa", "this ) has no (");
    if (failed_) return error_;
    return node;
  }

 private:
  void fail(std::size_t at, std::string_view vietnamese, std::string_view english) {
    if (failed_) return;
    failed_ = true;
    const std::string place = std::to_string(base::code_point_count(text_.substr(0, at)) + 1);
    error_ = base::Error::permanent(base::ErrorCode::bad_input,
                                    {"Câu tìm kiếm, ký tự " + place + ": " + std::string(vietnamese) + ".",
                                     "Query, character " + place + ": " + std::string(english) + "."});
    token_ = Token{TokenKind::end, text_.size(), {}, nullptr};
    position_ = text_.size();
  }

  static std::size_t blank_length(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (text.substr(at, 2) == "\xC2\xA0") return 2;
    return text.substr(at, 3) == "\xE3\x80\x80" ? 3 : 0;
  }
  // Straight and typographic quotes are one.
  static std::size_t quote_length(std::string_view text, std::size_t at) {
    if (text[at] == '"') return 1;
    const std::string_view three = text.substr(at, 3);
    return three == "\xE2\x80\x9C" || three == "\xE2\x80\x9D" || three == "\xE2\x80\x9E" ? 3 : 0;
  }

  void advance() {
    if (failed_) return;
    while (position_ < text_.size()) {
      const std::size_t n = blank_length(text_, position_);
      if (n == 0) break;
      position_ += n;
    }
    token_ = Token{TokenKind::end, position_, {}, nullptr};
    if (position_ >= text_.size()) return;
    if (const std::size_t n = quote_length(text_, position_)) return read_quoted(n);
    const char c = text_[position_];
    if (c == '(' || c == ')') {
      token_.kind = c == '(' ? TokenKind::open : TokenKind::close;
      ++position_;
      return;
    }
    if (c == '-' && position_ + 1 < text_.size() && blank_length(text_, position_ + 1) == 0) {
      token_.kind = TokenKind::minus;
      ++position_;
      return;
    }
    read_word();
  }

  void read_quoted(std::size_t opening) {
    const std::size_t begin = position_ + opening;
    for (std::size_t at = begin; at < text_.size(); ++at) {
      if (const std::size_t n = quote_length(text_, at)) {
        token_.kind = TokenKind::quoted;
        token_.text = text_.substr(begin, at - begin);
        position_ = at + n;
        return;
      }
    }
    fail(position_, "thiếu dấu ngoặc kép đóng", "the quotation mark is not closed");
  }

  void read_word() {
    const std::size_t begin = position_;
    std::size_t at = begin;
    while (at < text_.size() && blank_length(text_, at) == 0 && quote_length(text_, at) == 0 && text_[at] != '(' &&
           text_[at] != ')') {
      if (text_[at] == ':') {
        if (const FieldInfo* field = find_field(text_.substr(begin, at - begin))) {
          token_.kind = TokenKind::field;
          token_.field = field;
          token_.text = text_.substr(begin, at - begin);
          position_ = at + 1;
          return;
        }
        if (!in_value_ && looks_like_field(text_.substr(begin, at - begin), text_.substr(at + 1))) {
          const std::string name(text_.substr(begin, at - begin));
          fail(begin,
               "không có trường \"" + name + ":\"; các trường là " + field_names() +
                   "; nếu là chữ cần tìm, hãy đặt trong \"ngoặc kép\"",
               "there is no field \"" + name + ":\"; if these are words to be found, put them into \"quotes\"");
          return;
        }
      }
      ++at;
    }
    position_ = at;
    token_.kind = TokenKind::word;
    token_.text = text_.substr(begin, at - begin);
    if (token_.text == "AND" || token_.text == "VÀ" || token_.text == "VA") token_.kind = TokenKind::op_and;
    else if (token_.text == "OR" || token_.text == "HOẶC" || token_.text == "HOAC") token_.kind = TokenKind::op_or;
    else if (token_.text == "NOT" || token_.text == "KHÔNG" || token_.text == "KHONG") token_.kind = TokenKind::op_not;
  }

  static Node join(NodeKind kind, std::vector<Node> parts) {
    if (parts.empty()) return Node{};
    if (parts.size() == 1) return std::move(parts.front());
    Node node;
    node.kind = kind;
    node.children = std::move(parts);
    return node;
  }

  Node parse_or(int depth) {
    std::vector<Node> parts;
    parts.push_back(parse_and(depth));
    while (!failed_ && token_.kind == TokenKind::op_or) {
      advance();
      parts.push_back(parse_and(depth));
    }
    return join(NodeKind::either, std::move(parts));
  }

  bool starts_unary() const {
    return token_.kind != TokenKind::end && token_.kind != TokenKind::close && token_.kind != TokenKind::op_or;
  }

  Node parse_and(int depth) {
    std::vector<Node> parts;
    bool any = false;
    for (bool first = true;; first = false) {
      if (failed_) return Node{};
      if (!first && token_.kind == TokenKind::op_and) {
        advance();
        if (!starts_unary() || token_.kind == TokenKind::op_and) {
          fail(token_.at, "cần một từ ở đây", "a word is missing here");
          return Node{};
        }
      }
      if (!starts_unary()) break;
      if (token_.kind == TokenKind::op_and) {
        fail(token_.at, "cần một từ trước AND", "a word is missing before AND");
        return Node{};
      }
      any = true;
      Node node = parse_unary(depth);
      if (node.kind != NodeKind::all) parts.push_back(std::move(node));  // said nothing
    }
    if (!any) fail(token_.at, "cần một từ ở đây", "a word is missing here");
    return join(NodeKind::both, std::move(parts));
  }

  Node parse_unary(int depth) {
    if (depth >= kMaxQueryDepth) {
      fail(token_.at, "quá nhiều dấu ngoặc lồng nhau", "too deeply nested");
      return Node{};
    }
    if (token_.kind == TokenKind::minus || token_.kind == TokenKind::op_not) {
      advance();
      if (!starts_unary() || token_.kind == TokenKind::op_and) {
        fail(token_.at, "cần một từ sau NOT", "a word is missing after NOT");
        return Node{};
      }
      Node child = parse_unary(depth + 1);
      if (child.kind == NodeKind::all) return child;
      Node node;
      node.kind = NodeKind::negation;
      node.children.push_back(std::move(child));
      return node;
    }
    return parse_primary(depth);
  }

  Node parse_primary(int depth) {
    const FieldInfo* field = field_;
    const Token name = token_;
    if (token_.kind == TokenKind::field) {
      if (field_) {
        fail(token_.at, "trường tìm kiếm lồng nhau", "a field inside a field");
        return Node{};
      }
      field = token_.field;
      const bool glued = position_ < text_.size() && blank_length(text_, position_) == 0;
      if (!glued) {
        fail(position_, "thiếu giá trị sau \"" + std::string(name.text) + ":\"",
             "a value is missing after \"" + std::string(name.text) + ":\"");
        return Node{};
      }
      in_value_ = true;
      if (text_[position_] == '-') read_word_plainly();
      else advance();
      in_value_ = false;
      if (token_.kind == TokenKind::field) {  // "so:so:5": the second is no field
        fail(token_.at, "trường tìm kiếm lồng nhau", "a field inside a field");
        return Node{};
      }
    }
    if (token_.kind == TokenKind::open) return parse_group(field, depth);
    if (token_.kind != TokenKind::word && token_.kind != TokenKind::quoted) {
      fail(token_.at, "cần một từ ở đây", "a word is missing here");
      return Node{};
    }
    if (++leaves_ > kMaxQueryLeaves) {
      fail(token_.at, "quá nhiều từ", "too many words");
      return Node{};
    }
    Node node = leaf(field, token_);
    advance();
    return node;
  }

  // A value that begins with '-' is no negation.
  void read_word_plainly() {
    token_ = Token{TokenKind::end, position_, {}, nullptr};
    read_word();
    if (token_.kind != TokenKind::field) token_.kind = TokenKind::word;
  }

  Node parse_group(const FieldInfo* field, int depth) {
    const std::size_t opened = token_.at;
    const FieldInfo* outer = field_;
    field_ = field;
    advance();
    Node node = parse_or(depth + 1);
    field_ = outer;
    if (failed_) return Node{};
    if (token_.kind != TokenKind::close) {
      fail(opened, "thiếu dấu ) đóng", "the parenthesis is not closed");
      return Node{};
    }
    advance();
    return node;
  }

  Node leaf(const FieldInfo* field, const Token& token) {
    if (!field) return words_leaf(Field::any, token);
    switch (field->type) {
      case FieldType::words: return words_leaf(field->field, token);
      case FieldType::number: return number_leaf(token);
      default: return condition_leaf(*field, token);
    }
  }

  Node words_leaf(Field field, const Token& token) {
    Node node;
    node.field = field;
    node.exact = token.kind == TokenKind::quoted;
    std::string_view text = token.text;
    if (!node.exact && text.ends_with('*')) {
      node.prefix = true;
      while (text.ends_with('*')) text.remove_suffix(1);
    }
    node.words = word_forms(text);
    if (node.words.empty()) {
      if (field != Field::any) fail(token.at, "cần ít nhất một chữ hoặc số", "at least one letter or digit is needed");
      return Node{};
    }
    node.kind = NodeKind::words;
    if (node.exact || node.prefix || (field != Field::any)) return node;
    std::optional<NumberWords> number = parse_number_words(text);
    if (!number || number->number.empty() || number->symbol.empty()) return node;
    Node by_number;
    by_number.kind = NodeKind::number;
    by_number.field = Field::number;
    by_number.number = std::move(*number);
    std::vector<Node> parts;
    parts.push_back(std::move(node));
    parts.push_back(std::move(by_number));
    return join(NodeKind::either, std::move(parts));
  }

  Node number_leaf(const Token& token) {
    Node node;
    node.field = Field::number;
    if (std::optional<NumberWords> number = parse_number_words(token.text)) {
      node.kind = NodeKind::number;
      node.number = std::move(*number);
      return node;
    }
    // "147 bc ubnd": the number, then the groups of the symbol.
    const std::vector<WordForm> words = word_forms(token.text);
    std::string joined;
    for (std::size_t i = 0; i < words.size(); ++i) {
      joined += words[i].folded;
      if (i + 1 < words.size()) joined += i == 0 && words[0].folded.front() <= '9' ? "/" : "-";
    }
    if (std::optional<NumberWords> number = parse_number_words(joined)) {
      node.kind = NodeKind::number;
      node.number = std::move(*number);
      return node;
    }
    fail(token.at, "không phải số, ký hiệu văn bản, ví dụ so:147/BC-UBND",
         "not a document number, for example so:147/BC-UBND");
    return Node{};
  }

  Node condition_leaf(const FieldInfo& field, const Token& token) {
    Node node;
    node.field = field.field;
    Range range;
    bool good = false;
    switch (field.type) {
      case FieldType::date:
        node.kind = NodeKind::received;
        good = parse_dates(field.field, token.text, now_, range);
        break;
      case FieldType::size:
        node.kind = NodeKind::size;
        good = parse_size_range(token.text, range);
        break;
      case FieldType::state:
        node.kind = NodeKind::state;
        good = parse_state(token.text, node.bit, node.bit_set);
        break;
      case FieldType::has:
        node.kind = NodeKind::has_attachment;
        good = parse_has(token.text);
        break;
      default:
        node.kind = NodeKind::mailbox;
        node.mailbox = base::to_nfc(token.text);
        good = !token.text.empty();
    }
    node.from = range.from;
    node.until = range.until;
    if (good) return node;
    const std::string name(field.name), example(field.example);
    fail(token.at, "giá trị của \"" + std::string(field.vietnamese) + ":\" không hiểu được, ví dụ " + example,
         "this value of \"" + name + ":\" is not understood, for example " + example);
    return Node{};
  }

  std::string_view text_;
  const base::Timestamp now_;
  std::size_t position_ = 0;
  Token token_;
  const FieldInfo* field_ = nullptr;  // of the group we are in
  bool in_value_ = false;             // behind a field's colon: another colon belongs to the value
  int leaves_ = 0;
  bool failed_ = false;
  base::Error error_;
};

}  // namespace

base::Result<Node> parse_query(std::string_view text, base::Timestamp now) { return Parser(text, now).parse(); }

}  // namespace mailstore::search
