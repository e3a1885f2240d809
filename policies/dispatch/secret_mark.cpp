#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/dispatch/dispatch_check.h"

namespace policies::dispatch {

namespace {

std::string_view trim(std::string_view text, std::string_view what) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) + 1 - begin);
}

// In capitals, as a stamp. The two-word marks also without their diacritics; "MAT" alone would hit too many other
// words.
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
  if (label != "do mat" && label != "muc do mat" && label != "muc mat" && label != "dau do mat" && label != "dau mat")
    return Secrecy::none;
  return any_case(trim(line.substr(colon + 1), " \t*_.[]()"));
}

// A line of its own is a stamp in any case, when it has its marks: "Tuyệt mật", "Mật" (never "mật").
Secrecy of_line(std::string_view line) {
  const Secrecy by_label = labelled(line);
  if (by_label != Secrecy::none) return by_label;
  line = trim(line, " \t\r>*_.[](){}|\"");  // ">": quoted words go out too
  if (line == "Mật" || line == "Tối mật" || line == "Tối Mật" || line == "Tuyệt mật" || line == "Tuyệt Mật")
    return any_case(line);
  return stamp(line);
}

// "KHẨU", "ĐỘ" behind "MẬT" go on with a word in capitals; "Về", "V/v" begin the abstract.
bool is_in_capitals(std::string_view word) {
  std::size_t first = 0;
  if (!word.empty()) base::next_code_point(word, first);
  const std::string_view tail = word.substr(first);
  return !tail.empty() && base::lower_form(tail) != tail;
}

// The mark at the head of a subject: "MẬT: …", "TỐI MẬT Về việc …", "Độ mật: Mật …". "MẬT KHẨU …", "MẬT ĐỘ …" are none.
Secrecy at_head(std::string_view text) {
  text = trim(text, " \t*_\"");
  const std::size_t end = text.find_first_of(":;,.-|/");
  const std::string_view head = trim(text.substr(0, end), " \t");
  if (const Secrecy parted = stamp(head); parted != Secrecy::none) return parted;
  struct Mark {
    std::string_view lower;
    std::string_view upper;
  };
  constexpr Mark marks[] = {{"tuyệt mật", "TUYỆT MẬT"}, {"tối mật", "TỐI MẬT"}, {"mật", "MẬT"}};
  const bool after_label = end != std::string_view::npos && text[end] == ':' &&
                           labelled(std::string(text.substr(0, end)) + ": mật") != Secrecy::none;
  const std::string_view rest = after_label ? trim(text.substr(end + 1), " \t") : text;
  const std::string lower = base::lower_form(rest);
  for (const Mark& mark : marks) {
    if (!lower.starts_with(mark.lower)) continue;
    const std::string_view behind = lower.size() == rest.size() ? rest.substr(mark.lower.size()) : std::string_view();
    if (!behind.empty() && std::string_view(" \t.;,-–:|/").find(behind.front()) == std::string_view::npos) continue;
    const std::string_view next = trim(behind, " \t");
    const bool two_words = mark.lower.find(' ') != std::string_view::npos;
    const bool stamped = rest.starts_with(mark.upper) && !is_in_capitals(next.substr(0, next.find(' ')));
    if (after_label || two_words || stamped) return stamp(mark.upper);
  }
  return Secrecy::none;
}

Secrecy of_subject(std::string_view subject) {
  Secrecy out = at_head(subject);
  for (std::size_t at = subject.find_first_of("[("); at != std::string_view::npos;
       at = subject.find_first_of("[(", at + 1)) {
    const std::size_t end = subject.find_first_of("])", at);
    if (end == std::string_view::npos) break;
    out = std::max(out, any_case(trim(subject.substr(at + 1, end - at - 1), " \t")));
    out = std::max(out, at_head(subject.substr(end + 1)));
  }
  return out;
}

// "BÁO CÁO MẬT": the word in capitals, but not of "BẢO MẬT", "BÍ MẬT" or "MẬT KHẨU".
Secrecy word_in_capitals(std::string_view words) {
  std::string before;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    const std::string_view word = words.substr(begin, end - begin);
    const std::string_view rest = trim(words.substr(std::min(end + 1, words.size())), " ");
    const bool other_word = before == "bảo" || before == "bí" || before == "cơ" || before == "thân" ||
                            is_in_capitals(rest.substr(0, rest.find(' ')));
    if (stamp(word) == Secrecy::secret && !other_word) return Secrecy::secret;
    if (!word.empty()) before = base::exact_form(word);
    begin = end + 1;
  }
  return Secrecy::none;
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
  Secrecy out = of_subject(base::clean_letters(base::utf8_prefix_bytes(subject, 4096)));
  const std::string nfc = base::clean_letters(base::utf8_prefix_bytes(text, kSecretTextRead));
  for (std::size_t begin = 0; begin < nfc.size();) {
    const std::size_t end = std::min(nfc.find('\n', begin), nfc.size());
    const std::string_view line = trim(std::string_view(nfc).substr(begin, end - begin), " \t\r");
    if (line.size() <= 128) out = std::max(out, of_line(line));
    begin = end + 1;
  }
  return out;
}

Secrecy find_secret_mark_in_name(std::string_view file_name) {
  std::string words = base::clean_letters(base::utf8_prefix_bytes(file_name, 1024));
  if (const std::size_t dot = words.rfind('.'); dot != std::string::npos && dot > 0) words.resize(dot);
  for (char& c : words) {
    if (c == '-' || c == '_' || c == '.' || c == '+') c = ' ';
  }
  Secrecy out = std::max(of_subject(words), word_in_capitals(words));
  const std::string padded = " " + words + " ", lower = base::lower_form(padded);
  auto has = [](std::string_view text, std::string_view mark) {
    return text.find(" " + std::string(mark) + " ") != std::string_view::npos;
  };
  if (has(lower, "tối mật") || has(padded, "TOI MAT")) out = std::max(out, Secrecy::top_secret);
  if (has(lower, "tuyệt mật") || has(padded, "TUYET MAT")) out = std::max(out, Secrecy::absolute);
  return out;
}

}  // namespace policies::dispatch
