// HTML and flowed text of any bytes: never a crash, valid text from valid text, nothing beyond the bound, no soft break
// left.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/mime/flowed_text.h"
#include "base/mime/html_text.h"
#include "base/text/case.h"
#include "base/text/file_text.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

static void require(bool condition) {
  if (!condition) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = base::sanitize_utf8({reinterpret_cast<const char*>(data), size});
  const std::string flat = base::html_to_text(text);
  require(base::is_valid_utf8(flat));
  require(base::html_to_text(text, 100).size() <= 100 + text.size());
  for (const bool del_sp : {false, true}) {
    const std::string joined = base::join_flowed(text, del_sp);
    require(base::is_valid_utf8(joined));
    base::FlowedJoiner joiner(del_sp);
    std::string pieces;
    for (std::size_t at = 0; at < text.size(); at += 7) joiner.add(std::string_view(text).substr(at, 7), pieces);
    joiner.end(pieces);
    require(pieces == joined);
  }
  std::string flat_pieces;
  require(base::visit_html_text(text, [&](std::string_view piece) { return flat_pieces += piece, true; }));
  require(flat_pieces == flat);
  (void)base::text_of_file({reinterpret_cast<const char*>(data), size});
  // What was folded once stays as it is, and what nobody sees is gone.
  const std::string clean = base::clean_letters(text);
  require(base::clean_letters(clean) == clean);
  const std::string folded = base::fold(text);
  for (std::size_t at = 0; at < folded.size();) require(!base::is_invisible(base::next_code_point(folded, at)));
  // A text holds itself, however its letters were written.
  if (!clean.empty()) require(base::CasemapFinder(clean).contains_in_raw("\n" + text + "\n"));
  return 0;
}
