#include "base/mime/searchable_pieces.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/mime/decoded_text.h"
#include "base/mime/flowed_text.h"
#include "base/mime/header_scan.h"
#include "base/mime/header_text.h"
#include "base/mime/html_text.h"
#include "base/text/charset.h"

namespace base {
namespace {

// CRLF and CR become LF, NUL goes, wherever the pieces part.
class LineEnds {
 public:
  void add(std::string_view piece, std::string& out) {
    if (cr_ && !piece.empty()) {
      cr_ = false;
      if (piece[0] != '\n') out += '\n';
    }
    for (std::size_t at = 0; at < piece.size();) {
      const std::size_t stop = std::min(piece.find_first_of(std::string_view("\r\0", 2), at), piece.size());
      out.append(piece, at, stop - at);
      at = stop + 1;
      if (stop >= piece.size() || piece[stop] != '\r') continue;
      if (at == piece.size()) cr_ = true;
      else if (piece[at] != '\n') out += '\n';
    }
  }
  void end(std::string& out) {
    if (cr_) out += '\n';
    cr_ = false;
  }

 private:
  bool cr_ = false;  // the last piece ended with it
};

class Walk {
 public:
  explicit Walk(const VisitPiece& visit) : visit_(visit) {}

  // Whether to go on.
  bool part(const Part& part, std::string_view bytes, bool with_header) {
    if (with_header && part.header.begin <= bytes.size()) {
      const std::string_view header = bytes.substr(part.header.begin, part.header.size());
      for (const HeaderField& field : index_header(header)) {
        const std::string line =
            std::string(field.name(header)) + ": " + decode_header_text(field.value(header)) + '\n';
        if (!visit_(line, true)) return false;
      }
    }
    const std::string inside = part.decoded_size ? decode_body(part, bytes) : std::string();
    for (const Part& child : part.children) {
      if (!this->part(child, part.decoded_size ? std::string_view(inside) : bytes, true)) return false;
    }
    return !part.children.empty() || !is_text_like(part) || text(part, bytes);
  }

 private:
  bool text(const Part& part, std::string_view bytes) {
    std::string_view body = part.body.begin <= bytes.size() ? bytes.substr(part.body.begin, part.body.size()) : "";
    std::string undone;
    if (part.encoding == "base64" || part.encoding == "quoted-printable") {
      undone = decode_body(part, bytes);
      body = undone;
    }
    const std::string charset = part.content_type.charset();
    std::size_t octets = 0;
    if (!typed_text(part, body, charset, octets)) return false;
    if (!part.content_type.is("text", "html")) return true;
    // Words that tags or references cut apart are found too.
    std::string markup;
    markup.reserve(octets);
    visit_charset(body, charset, [&](std::string_view piece) { return markup += piece, true; });
    if (!visit_html_text(markup, [&](std::string_view piece) { return visit_(piece, false); })) return false;
    return visit_("\n", true);
  }

  bool typed_text(const Part& part, std::string_view body, const std::string& charset, std::size_t& octets) {
    std::optional<FlowedJoiner> joiner;
    if (is_flowed(part.content_type)) joiner.emplace(drops_soft_spaces(part.content_type));
    LineEnds line_ends;
    std::string typed, out;
    const bool more = visit_charset(body, charset, [&](std::string_view piece) {
      octets += piece.size();
      out.clear();
      if (joiner) {
        typed.clear();
        joiner->add(piece, typed);
        piece = typed;
      }
      line_ends.add(piece, out);
      return visit_(out, false);
    });
    if (!more) return false;
    typed.clear();
    out.clear();
    if (joiner) joiner->end(typed);
    line_ends.add(typed, out);
    line_ends.end(out);
    return visit_(out += '\n', true);
  }

  const VisitPiece& visit_;
};

}  // namespace

void visit_searchable_pieces(const ParsedMessage& message, std::string_view bytes, const VisitPiece& visit) {
  Walk(visit).part(message.root, bytes, false);
}

}  // namespace base
