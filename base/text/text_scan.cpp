#include "base/text/text_scan.h"

#include <string.h>

#include <algorithm>

#include "base/text/search_form.h"
#include "base/text/utf8.h"

namespace base {
namespace {

// Where a text can be cut: before an ASCII letter, which combines with nothing before it. 0: not yet.
std::size_t cut_of(std::string_view text, std::size_t longest) {
  for (std::size_t at = text.size() - 1; at > 0; --at) {
    if (static_cast<unsigned char>(text[at]) < 0x80) return at;
  }
  return text.size() < longest ? 0 : utf8_prefix_bytes(text, text.size() - 1).size();
}

}  // namespace

TextScan::TextScan(const CasemapFinder& finder)
    : finder_(finder),
      literal_(!finder.needle().empty() && search_form(finder.needle()).empty()),
      piece_(std::max(kSearchFormPiece, finder.needle().size())) {}

bool TextScan::add(std::string_view piece) {
  if (finder_.needle().empty()) return true;
  rest_ += piece;
  if (rest_.size() < piece_) return false;
  const std::size_t cut = cut_of(rest_, 4 * piece_);
  if (cut == 0) return false;
  if (look(std::string_view(rest_).substr(0, cut))) return true;
  rest_.erase(0, cut);
  return false;
}

bool TextScan::end() {
  const bool found = finder_.needle().empty() || look(rest_);
  rest_.clear();
  window_.clear();
  return found;
}

bool TextScan::look(std::string_view text) {
  const std::string& needle = finder_.needle();
  if (is_ascii(text)) window_ += to_ascii_upper(text);
  else window_ += literal_ ? casemap(text) : search_form(text);
  // memmem: linear time on hostile needles, which std::string::find is not.
  if (::memmem(window_.data(), window_.size(), needle.data(), needle.size()) != nullptr) return true;
  if (window_.size() >= needle.size()) window_.erase(0, window_.size() - (needle.size() - 1));
  return false;
}

}  // namespace base
