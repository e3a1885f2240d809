#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/dispatch/dispatch_check.h"

namespace policies::dispatch {

namespace {

constexpr std::size_t kTextRead = 256 * 1024;

std::string_view trim(std::string_view text, std::string_view what) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) + 1 - begin);
}

// In capitals, as a stamp. The two-word marks also without their diacritics; "MAT" alone would hit too many other words.
Secrecy stamp(std::string_view text) {
  if (text == "MẬT") return Secrecy::secret;
  if (text == "TỐI MẬT" || text == "TOI MAT") return Secrecy::top_secret;
  if (text == "TUYỆT MẬT" || text == "TUYET MAT") return Secrecy::absolute;
  return Secrecy::none;
}

// Where the place alone says that a mark is meant: in brackets, behind "Độ mật:".
Secrecy any_case(std::string_view text) {
  const std::string folded = base::fold(text);
  const std::string exact = base::lower_form(text);
  if (exact == "mật" || (folded == "mat" && exact == "mat")) return Secrecy::secret;
  if (folded == "toi mat") return Secrecy::top_secret;
  if (folded == "tuyet mat") return Secrecy::absolute;
  return Secrecy::none;
}

Secrecy labelled(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > 64) return Secrecy::none;
  const std::string label = base::fold(trim(line.substr(0, colon), " \t*_-"));
  if (label != "do mat" && label != "muc do mat" && label != "muc mat" && label != "dau do mat" && label != "dau mat") return Secrecy::none;
  return any_case(trim(line.substr(colon + 1), " \t*_.[]()"));
}

Secrecy of_line(std::string_view line) {
  const Secrecy by_label = labelled(line);
  return by_label != Secrecy::none ? by_label : stamp(trim(line, " \t\r*_.[](){}|\""));
}

// "MẬT: …", "TỐI MẬT - …": the mark at the head, parted from what follows. "MẬT KHẨU …" is none.
Secrecy at_head(std::string_view text) {
  text = trim(text, " \t*_\"");
  const std::size_t end = text.find_first_of(":;,.-|/");
  return stamp(trim(text.substr(0, end), " \t"));
}

Secrecy of_subject(std::string_view subject) {
  Secrecy out = at_head(subject);
  for (std::size_t at = subject.find_first_of("[("); at != std::string_view::npos; at = subject.find_first_of("[(", at + 1)) {
    const std::size_t end = subject.find_first_of("])", at);
    if (end == std::string_view::npos) break;
    out = std::max(out, any_case(trim(subject.substr(at + 1, end - at - 1), " \t")));
    out = std::max(out, at_head(subject.substr(end + 1)));
  }
  return out;
}

}  // namespace

const char* mark_of(Secrecy secrecy) {
  switch (secrecy) {
    case Secrecy::none: return "";
    case Secrecy::secret: return "MẬT";
    case Secrecy::top_secret: return "TỐI MẬT";
    case Secrecy::absolute: return "TUYỆT MẬT";
  }
  return "";
}

Secrecy find_secret_mark(std::string_view subject, std::string_view text) {
  Secrecy out = of_subject(base::to_nfc(base::utf8_prefix_bytes(subject, 4096)));
  const std::string nfc = base::to_nfc(base::utf8_prefix_bytes(text, kTextRead));
  for (std::size_t begin = 0; begin < nfc.size();) {
    const std::size_t end = std::min(nfc.find('\n', begin), nfc.size());
    const std::string_view line = trim(std::string_view(nfc).substr(begin, end - begin), " \t\r");
    if (line.size() <= 128) out = std::max(out, of_line(line));
    begin = end + 1;
  }
  return out;
}

}  // namespace policies::dispatch
