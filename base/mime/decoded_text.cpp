#include "base/mime/decoded_text.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mime/flowed_text.h"
#include "base/mime/header_scan.h"
#include "base/mime/header_text.h"
#include "base/mime/html_text.h"
#include "base/text/charset.h"
#include "base/text/encoding.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace base {

namespace {

// Encoded bytes worth decoding for so much text: base64 and quoted-printable need at most three times the bytes, HTML
// tags more.
constexpr std::size_t kEncodedPerText = 4;

std::string_view part_bytes(const Part& part, std::string_view bytes) {
  if (part.body.begin > bytes.size()) return {};
  return bytes.substr(part.body.begin, part.body.size());
}

std::string undo_encoding(const Part& part, std::string_view body) {
  if (part.encoding == "base64") return base64_decode_lenient(body);
  if (part.encoding == "quoted-printable") return quoted_printable_decode(body);
  return std::string(body);
}

bool is_encoded(const Part& part) { return part.encoding == "base64" || part.encoding == "quoted-printable"; }

std::string text_of(const Part& part, std::string_view body) {
  const std::string charset = part.content_type.charset();
  if (!is_encoded(part)) return as_typed(part.content_type, decode_charset(body, charset));
  return as_typed(part.content_type, decode_charset(undo_encoding(part, body), charset));
}

bool is_html(const Part& part) { return part.content_type.is("text", "html"); }

// The texts of the parts of one message, each decoded and flattened once however often it is asked for. Small ones are
// kept, up to kMost octets; of others there is one at a time.
class PartTexts {
 public:
  // `body` as in text_of(). Good until the next call, and longer when it is kept.
  const std::string& text(const Part& part, std::string_view body) { return found(part, body).text; }

  // HTML without its tags; of a long one no more than `max_bytes`.
  const std::string& flat(const Part& part, std::string_view body, std::size_t max_bytes) {
    Texts& texts = found(part, body);
    if (!texts.flat) {
      texts.flat = html_to_text(texts.text, &texts == &last_ ? max_bytes : static_cast<std::size_t>(-1));
    }
    return *texts.flat;
  }

 private:
  static constexpr std::size_t kMost = 1u << 20;
  struct Texts {
    std::string text;
    std::optional<std::string> flat;
  };

  Texts& found(const Part& part, std::string_view body) {
    const bool keep = body.size() == part.body.size() && body.size() <= kMost - kept_;
    if (body.size() == part.body.size()) {
      if (const auto known = texts_.find(&part); known != texts_.end()) return known->second;
    }
    if (!keep) return last_ = {text_of(part, body), std::nullopt};
    kept_ += body.size();
    return texts_[&part] = {text_of(part, body), std::nullopt};
  }

  std::unordered_map<const Part*, Texts> texts_;
  std::size_t kept_ = 0;
  Texts last_;
};

// CRLF and CR become LF, NUL goes.
void append_with_lf(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size());
  const bool has_nul = text.find('\0') != std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {  // whole runs: this goes over every text that comes in
    const std::size_t stop =
        std::min(has_nul ? text.find_first_of(std::string_view("\r\0", 2), at) : text.find('\r', at), text.size());
    out.append(text, at, stop - at);
    if (stop < text.size() && text[stop] == '\r' && (stop + 1 == text.size() || text[stop + 1] != '\n')) out += '\n';
    at = stop + 1;
  }
}

bool says_something(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
}

// The words of a text, to be asked whether another text says more. Compared as people read them: case and the place of
// a tone do not count, marks do.
class WordSet {
 public:
  explicit WordSet(std::string_view text) {
    for_each_word(exact_form(text),
                  [&](std::string_view word) { hashes_.push_back(std::hash<std::string_view>()(word)); });
    std::sort(hashes_.begin(), hashes_.end());
    hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
  }

  // The lines that hold a word which is not here.
  std::string lines_that_say_more(std::string_view text) const {
    std::string out;
    const std::string exact = exact_form(text);  // line ends stay where they are
    std::string_view compared = exact;
    while (!text.empty()) {
      const std::string_view line = take_line(text);
      bool more = false;
      for_each_word(take_line(compared), [&](std::string_view word) {
        more = more || !std::binary_search(hashes_.begin(), hashes_.end(), std::hash<std::string_view>()(word));
      });
      if (more) out.append(line) += '\n';
    }
    return out;
  }

 private:
  static std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
  }

  // Runs of letters and digits; what is beyond ASCII counts as letters, but for General Punctuation and the no-break
  // space.
  template <typename Visit>
  static void for_each_word(std::string_view text, const Visit& visit) {
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size();) {
      std::size_t parting = 0;
      if (at < text.size()) {
        const char c = text[at];
        const bool ascii_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (static_cast<unsigned char>(c) < 0x80) parting = ascii_word ? 0 : 1;
        else if (text.substr(at, 2) == "\xC2\xA0") parting = 2;
        else if (text.substr(at, 2) == "\xE2\x80" || text.substr(at, 2) == "\xE2\x81") parting = 3;
        if (parting == 0) {
          ++at;
          continue;
        }
      }
      if (at > begin) visit(text.substr(begin, at - begin));
      at += std::max<std::size_t>(parting, 1);
      begin = at;
    }
  }

  std::vector<std::size_t> hashes_;
};

class Collector {
 public:
  Collector(std::string_view bytes, std::size_t max_bytes, PartTexts& texts)
      : bytes_(bytes), max_bytes_(max_bytes), texts_(texts) {}

  // `said`: what a plain alternative says; of HTML beside it only what goes beyond that is taken. May be null.
  void part(const Part& part, const WordSet* said = nullptr) {
    if (part.is_multipart()) return multipart(part, said);
    if (part.is_attachment() || (part.is_message() && part.disposition.type == "attachment")) {
      result_.has_attachment = true;
      std::string name = decoded_name(part);
      if (!name.empty()) result_.attachment_names.push_back(std::move(name));
    }
    if (part.is_message()) {
      if (part.envelope->subject) add_block(decode_header_text(*part.envelope->subject));
      const std::string inside = part.decoded_size ? decode_body(part, bytes_) : std::string();
      const std::string_view around = std::exchange(bytes_, part.decoded_size ? std::string_view(inside) : bytes_);
      for (const Part& child : part.children) this->part(child, said);
      bytes_ = around;
      return;
    }
    if (!is_text_like(part)) return;
    const std::string_view body = bounded_body(part);
    if (!is_html(part)) return add_block(texts_.text(part, body));
    const std::string& flat = texts_.flat(part, body, max_bytes_ + 1);
    add_block(said == nullptr ? flat : said->lines_that_say_more(flat));
  }

  DecodedText take() {
    if (result_.text.size() > max_bytes_) {
      result_.text.resize(utf8_prefix_bytes(result_.text, max_bytes_).size());
      result_.truncated = true;
    }
    result_.preview = preview_of(result_.text, false);
    if (result_.preview.empty()) result_.preview = preview_of(result_.text, true);
    return std::move(result_);
  }

 private:
  // RFC 2046 §5.1.4: alternatives say the same, but many a program puts a mere notice into the plain one, and people
  // read the HTML.
  void multipart(const Part& part, const WordSet* said) {
    if (part.content_type.subtype == "alternative" &&
        std::any_of(part.children.begin(), part.children.end(), has_html)) {
      std::string plain;
      for (const Part& child : part.children) {
        if (child.content_type.is("text", "plain")) plain.append(texts_.text(child, bounded_body(child))) += '\n';
      }
      if (says_something(plain)) {
        const WordSet words(plain);
        for (const Part& child : part.children) this->part(child, &words);
        return;
      }
    }
    for (const Part& child : part.children) this->part(child, said);
  }

  static bool has_html(const Part& part) { return part.is_multipart() || part.is_message() || is_html(part); }

  std::string_view bounded_body(const Part& part) {
    const std::string_view body = part_bytes(part, bytes_);
    const std::size_t left = max_bytes_ > result_.text.size() ? max_bytes_ - result_.text.size() : 0;
    const std::size_t wanted = left * kEncodedPerText;
    if (body.size() > wanted) result_.truncated = true;
    return body.substr(0, wanted);
  }

  static std::string decoded_name(const Part& part) {
    std::string name = part.file_name();
    if (name.empty() && part.is_message() && part.envelope->subject) name = decode_header_text(*part.envelope->subject);
    return name;
  }

  void add_block(std::string_view text) {
    if (!says_something(text)) return;
    if (!result_.text.empty()) result_.text += "\n\n";
    append_with_lf(result_.text, text);
    while (!result_.text.empty() && (result_.text.back() == '\n' || result_.text.back() == ' '))
      result_.text.pop_back();
  }

  // White space runs become one blank; quoted lines are left out unless they are all there is.
  static std::string preview_of(std::string_view text, bool with_quotes) {
    std::string out;
    std::size_t left = kMaxPreview;
    bool blank = false;
    for (std::size_t at = 0; at < text.size() && left > 0;) {
      const bool line_start = at == 0 || text[at - 1] == '\n';
      if (line_start && text[at] == '>' && !with_quotes) {
        at = line_end(text, at);
        continue;
      }
      if (static_cast<unsigned char>(text[at]) <= ' ') {
        blank = true;
        ++at;
        continue;
      }
      if (blank && !out.empty()) {
        if (left == 1) break;
        out += ' ';
        --left;
      }
      blank = false;
      const std::size_t start = at;
      next_code_point(text, at);
      out += text.substr(start, at - start);
      --left;
    }
    return out;
  }

  std::string_view bytes_;
  std::size_t max_bytes_;
  PartTexts& texts_;
  DecodedText result_;
};

struct Pieces {
  std::function<bool(std::string_view piece)> visit;  // false: enough
  std::function<std::size_t()> room;                  // octets of text still wanted
  PartTexts& texts;
  bool cut = false;  // there was more
};

// Whether to go on.
bool visit_part(const Part& part, std::string_view bytes, bool with_header, Pieces& pieces) {
  if (with_header && part.header.begin <= bytes.size()) {
    const std::string_view header = bytes.substr(part.header.begin, part.header.size());
    for (const HeaderField& field : index_header(header)) {
      const std::string line = std::string(field.name(header)) + ": " + decode_header_text(field.value(header)) + '\n';
      if (!pieces.visit(line)) return false;
    }
  }
  const std::string inside = part.decoded_size ? decode_body(part, bytes) : std::string();
  for (const Part& child : part.children) {
    if (!visit_part(child, part.decoded_size ? std::string_view(inside) : bytes, true, pieces)) return false;
  }
  if (!part.children.empty() || !is_text_like(part)) return true;
  const std::string_view body = part_bytes(part, bytes);
  const std::size_t room = pieces.room();
  const std::size_t most = room < body.size() / kEncodedPerText ? room * kEncodedPerText : body.size();
  pieces.cut = pieces.cut || most < body.size();
  std::string text;
  append_with_lf(text, pieces.texts.text(part, body.substr(0, most)));
  text += '\n';
  if (!pieces.visit(text)) return false;
  // Words that tags or references cut apart are found too.
  if (!is_html(part)) return true;
  return pieces.visit(pieces.texts.flat(part, body.substr(0, most), static_cast<std::size_t>(-1)) + '\n');
}

}  // namespace

namespace {

DecodedText decode(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes, PartTexts& texts) {
  Collector collector(bytes, max_bytes, texts);
  collector.part(message.root);
  return collector.take();
}

SearchableBody searchable(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes,
                          PartTexts& texts) {
  SearchableBody out;
  const auto room = [&] { return max_bytes - std::min(out.text.size(), max_bytes); };
  const auto visit = [&](std::string_view piece) {
    out.text += piece;
    return out.text.size() <= max_bytes;
  };
  Pieces pieces{visit, room, texts};
  const bool whole = visit_part(message.root, bytes, false, pieces);
  out.cut = pieces.cut || !whole;
  if (out.text.size() > max_bytes) out.text.resize(utf8_prefix_bytes(out.text, max_bytes).size());
  return out;
}

}  // namespace

DecodedText decode_text(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes) {
  PartTexts texts;
  return decode(message, bytes, max_bytes, texts);
}

MessageTexts message_texts(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes) {
  PartTexts texts;
  MessageTexts out;
  out.decoded = decode(message, bytes, max_bytes, texts);
  out.searchable = searchable(message, bytes, max_bytes, texts);
  return out;
}

bool is_text_like(const Part& part) {
  const ContentType& type = part.content_type;
  return type.type == "text" ||
         (type.type == "message" && !part.is_message() && type.subtype != "partial" && type.subtype != "external-body");
}

std::string decode_body(const Part& part, std::string_view bytes) {
  return undo_encoding(part, part_bytes(part, bytes));
}

std::string decode_text_part(const Part& part, std::string_view bytes) {
  return text_of(part, part_bytes(part, bytes));
}

void visit_searchable(const ParsedMessage& message, std::string_view bytes,
                      std::function<bool(std::string_view piece)> visit) {
  PartTexts texts;
  Pieces pieces{std::move(visit), [] { return static_cast<std::size_t>(-1); }, texts};
  visit_part(message.root, bytes, false, pieces);
}

SearchableBody searchable_body(const ParsedMessage& message, std::string_view bytes, std::size_t max_bytes) {
  PartTexts texts;
  return searchable(message, bytes, max_bytes, texts);
}

}  // namespace base
