#include "mailstore/office/mails/html_languages.h"

namespace mailstore::office {

namespace {

constexpr std::string_view kMark = " lang=\"en\"";

// Where the element ends whose start tag begins at `begin`; npos: nowhere.
std::size_t end_of_element(std::string_view html, std::size_t begin) {
  const std::size_t name_end = html.find_first_of(" >", begin + 1);
  const std::string open = std::string(html.substr(begin, name_end - begin));
  const std::string close = "</" + open.substr(1) + ">";
  int depth = 0;
  for (std::size_t at = begin; at != std::string_view::npos && at < html.size(); ++at) {
    at = html.find('<', at);
    if (at == std::string_view::npos) break;
    if (html.substr(at).starts_with(close) && --depth == 0) return at + close.size();
    const std::string_view rest = html.substr(at);
    if (rest.starts_with(open) && rest.size() > open.size() && (rest[open.size()] == ' ' || rest[open.size()] == '>'))
      ++depth;
  }
  return std::string_view::npos;
}

}  // namespace

std::string without_english(std::string_view html) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t mark = html.find(kMark); mark != std::string_view::npos; mark = html.find(kMark, done)) {
    const std::size_t begin = html.rfind('<', mark);
    const std::size_t end = begin == std::string_view::npos || begin < done ? begin : end_of_element(html, begin);
    if (begin == std::string_view::npos || begin < done || end == std::string_view::npos) {
      out += html.substr(done, mark + 1 - done);
      done = mark + 1;
      continue;
    }
    out += html.substr(done, begin - done);
    while (out.ends_with(' ') || out.ends_with("<br>")) out.resize(out.size() - (out.ends_with(' ') ? 1 : 4));
    done = end;
  }
  out += html.substr(done);
  return out;
}

}  // namespace mailstore::office
