#include "policies/dispatch/dispatch_subject.h"

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"

namespace policies::dispatch {

namespace {

std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

// "[VB 147/BC-UBND] - Kết quả", "[VB 147/BC-UBND]: Kết quả": what parts the tag from the words is not theirs.
std::string abstract_of(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view mark : {" ", "\t", "-", ":", "–", "—"}) {
      if (!text.starts_with(mark)) continue;
      text.remove_prefix(mark.size());
      more = true;
    }
  }
  return one_line(text);
}

// "Re:", "Fwd:", "Trả lời:" …: words of at most three, ended by a colon, before the tag.
bool is_reply_prefix(std::string_view text) {
  const std::string folded = base::fold(text);
  std::size_t at = 0;
  bool some = false;
  while (at < folded.size()) {
    if (folded[at] == ' ') {
      ++at;
      continue;
    }
    const std::size_t colon = folded.find(':', at);
    if (colon == std::string::npos) return false;
    std::string word = folded.substr(at, colon - at);
    while (!word.empty() && word.back() == ' ') word.pop_back();
    bool known = false;
    for (const std::string_view prefix :
         {"re", "fw", "fwd", "tr", "aw", "sv", "wg", "tra loi", "chuyen tiep", "tl", "ct", "hoi am"})
      known = known || word == prefix;
    if (!known) return false;
    some = true;
    at = colon + 1;
  }
  return some;
}

// Where "[VB" stands with a blank or the end behind it; npos when nowhere.
std::size_t find_tag(std::string_view text, std::size_t* inside) {
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    std::size_t word = at + 1;
    while (word < text.size() && text[word] == ' ') ++word;
    if (!base::starts_with_ignoring_case(text.substr(word), "VB")) continue;
    word += 2;
    if (word < text.size() && text[word] != ' ' && text[word] != ']' && text[word] != ':') continue;
    *inside = word;
    return at;
  }
  return std::string_view::npos;
}

}  // namespace

DispatchSubject parse_dispatch_subject(std::string_view subject) {
  DispatchSubject out;
  const std::string text = one_line(base::utf8_prefix_bytes(subject, 4096));
  std::size_t inside = 0;
  const std::size_t tag = find_tag(text, &inside);
  if (tag == std::string::npos) return out;
  const std::string before = text.substr(0, tag);
  const bool first = before.find_first_not_of(' ') == std::string::npos;
  if (!first && !is_reply_prefix(before)) return out;  // quoted somewhere in the words of a subject
  const std::size_t end = text.find(']', inside);
  out.kind = DispatchSubject::Kind::broken;
  out.tag = one_line(std::string_view(text).substr(inside, end == std::string::npos ? end : end - inside));
  if (out.tag.starts_with(':')) out.tag = one_line(std::string_view(out.tag).substr(1));
  if (end == std::string::npos) return out;
  out.abstract = abstract_of(std::string_view(text).substr(end + 1));
  const std::optional<DocumentNumber> number = parse_document_number(out.tag);
  if (!number) {
    if (!first) out.kind = DispatchSubject::Kind::reply;
    return out;
  }
  out.number = *number;
  out.kind = first ? DispatchSubject::Kind::dispatch : DispatchSubject::Kind::reply;
  return out;
}

std::string build_dispatch_subject(const DocumentNumber& number, std::string_view abstract) {
  const std::string line = one_line(abstract);
  return "[VB " + format_document_number(number) + "]" + (line.empty() ? "" : " " + line);
}

}  // namespace policies::dispatch
