// Line rules, tried from the top; the first that holds ends the new text:
//   quote_mark       ">" at the beginning of a line
//   separator        "-----Original Message-----", "----- Thư gốc -----", ten or more underscores or equals signs
//   forward          "---------- Forwarded message ---------", "Tin nhắn được chuyển tiếp" (Zalo), "Begin forwarded message:"
//   header_block     "From:" or "Từ:" with two more header lines among the next five (Outlook in every kind)
//   attribution      "On … wrote:", "Vào … đã viết:", "Vào lúc … đã viết:", over up to four lines
//   signature        "-- " alone on a line (RFC 3676 §4.3)
//   phone_signature  "Gửi từ iPhone của tôi", "Sent from my iPhone", "Get Outlook for iOS"; with nothing above it, it is passed
//                    over: some phones put it first and the cursor below
#include "policies/tasks/quoted_reply.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/tasks/words.h"

namespace policies::tasks {

namespace {

constexpr std::size_t kMaxRuleLine = 400;  // bytes; a longer line is prose

struct Line {
  std::string_view raw;    // without trailing white space
  std::string folded;      // trimmed, folded, stars and quotes around header names dropped; empty for very long lines
};

// Spaces of every kind that mail programs put at the ends of lines.
std::string_view trim_end(std::string_view text) {
  for (;;) {
    if (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\f')) text.remove_suffix(1);
    else if (text.ends_with("\xC2\xA0")) text.remove_suffix(2);
    else if (text.ends_with("\xE2\x80\x8B") || text.ends_with("\xEF\xBB\xBF")) text.remove_suffix(3);
    else return text;
  }
}

std::string_view trim_front(std::string_view text) {
  for (;;) {
    if (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    else if (text.starts_with("\xC2\xA0")) text.remove_prefix(2);
    else if (text.starts_with("\xE2\x80\x8B") || text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    else return text;
  }
}

std::vector<Line> split_lines(std::string_view body) {
  std::vector<Line> lines;
  while (!body.empty() && lines.size() < kMaxReplyLines) {
    const auto end = body.find('\n');
    Line line;
    line.raw = trim_end(body.substr(0, end));
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    const std::string_view trimmed = trim_front(line.raw);
    if (trimmed.size() <= kMaxRuleLine) {
      line.folded = base::fold(visible(trimmed));
      std::erase(line.folded, '*');
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) { return text.starts_with(item); });
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) { return text.find(item) != std::string_view::npos; });
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_forward_line(std::string_view folded) {
  if (folded.starts_with("[")) folded.remove_prefix(1);
  if (starts_with_any(folded, {"begin forwarded message", "bat dau thu duoc chuyen tiep", "tin nhan duoc chuyen tiep", "tin nhan chuyen tiep",
                               "chuyen tiep tu zalo", "duoc chuyen tiep tu", "da chuyen tiep tu"})) {
    return true;
  }
  return folded.starts_with("--") && contains_any(folded, {"forwarded message", "thu chuyen tiep", "thu duoc chuyen tiep", "tin nhan chuyen tiep",
                                                           "tin nhan duoc chuyen tiep", "email chuyen tiep", "forwarded by"});
}

bool is_separator_line(const std::string& folded) {
  if (folded.size() >= 10 && folded.find_first_not_of('_') == std::string::npos) return true;
  if (folded.size() >= 10 && folded.find_first_not_of('=') == std::string::npos) return true;
  if (!folded.starts_with("--") || !folded.ends_with("--")) return false;
  return contains_any(folded, {"original message", "original appointment", "thu goc", "tin goc", "tin nhan goc", "tin nhan ban dau", "thu ban dau",
                               "email goc", "thong diep goc", "reply message", "replied message", "tra loi tin nhan", "tra loi thu", " wrote", " da viet"});  // Zoho: "---- On … wrote ----"
}

enum class Header { none, from, other };

// "Từ: …", "From: …", also "Từ : …".
Header header_of(const std::string& folded) {
  const auto colon = folded.find(':');
  if (colon == std::string::npos || colon > 20) return Header::none;
  std::string_view name = std::string_view(folded).substr(0, colon);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  constexpr std::array<std::string_view, 3> from{"from", "tu", "nguoi gui"};
  constexpr std::array<std::string_view, 20> others{"sent",    "date",       "to",       "cc",      "subject", "da gui",      "ngay",     "ngay gui", "den",     "toi",
                                                    "gui toi", "nguoi nhan", "kinh gui", "chu de",  "tieu de", "dong kinh gui", "thoi gian", "gui luc",  "reply-to", "gui"};
  if (std::find(from.begin(), from.end(), name) != from.end()) return Header::from;
  return std::find(others.begin(), others.end(), name) != others.end() ? Header::other : Header::none;
}

bool is_header_block(const std::vector<Line>& lines, std::size_t at) {
  if (header_of(lines[at].folded) != Header::from) return false;
  int others = 0;
  for (std::size_t i = at + 1, seen = 0; i < lines.size() && seen < 5; ++i) {
    if (lines[i].folded.empty()) {
      if (i > at + 2) break;
      continue;
    }
    ++seen;
    if (header_of(lines[i].folded) == Header::other) ++others;
  }
  return others >= 2;
}

// Yahoo on phones writes the quoted words behind the attribution: "On Mon, Nov 23, 2026 at 9:15 AM, A<a@b> wrote:   Kính gửi".
bool attribution_with_text(const std::string& line) {
  const auto wrote = std::min(line.find(" wrote:"), line.find(" da viet:"));
  const std::string_view head = std::string_view(line).substr(0, wrote);
  return wrote != std::string::npos && has_digit(head) && head.find('@') != std::string_view::npos;
}

// "On 23 Nov 2026, at 09:15, A <a@b> wrote:" and its Vietnamese sisters; wrapped over up to four lines.
bool is_attribution(const std::vector<Line>& lines, std::size_t at) {
  const std::string& first = lines[at].folded;
  // "vao th 2", "vao lúc 09:15", "on mon", "ngay 23/11/2026", "luc 09:15"; the older "A wrote on 23/11/26:" by its end alone.
  const bool opens = starts_with_any(first, {"on ", "vao ", "luc ", "ngay "});
  std::string joined;
  for (std::size_t i = at; i < lines.size() && i < at + 4; ++i) {
    if (lines[i].folded.empty()) {
      if (i > at) break;
      return false;
    }
    joined += (joined.empty() ? "" : " ") + lines[i].folded;
    if (joined.size() > 2 * kMaxRuleLine) return false;
    const bool ends = joined.ends_with("wrote:") || joined.ends_with("da viet:") || joined.ends_with("viet:") || joined.ends_with("da viet :") ||
                      (opens && joined.ends_with("da viet"));
    if (ends) return has_digit(joined) && (opens || i == at);
    if (opens && i == at && attribution_with_text(joined)) return true;
    if (!opens) {
      // "Nguyễn Văn Bình wrote on 23/11/26 09:15:", "… đã viết vào 23/11/2026:"
      return joined.ends_with(":") && has_digit(joined) && contains_any(joined, {" wrote on ", " da viet vao ", " da viet luc ", " da viet ngay "});
    }
  }
  return false;
}

bool is_phone_signature(const std::string& folded) {
  if (folded.size() > 120) return false;
  return starts_with_any(folded, {"sent from my ", "sent from outlook", "sent from mail for", "sent from yahoo", "sent from samsung", "sent from zalo",
                                  "sent from gmail", "sent via ", "get outlook for", "gui tu iphone", "gui tu ipad", "gui tu dien thoai", "gui tu outlook",
                                  "gui tu thu cho", "gui tu mail", "gui tu may tinh bang", "gui tu samsung", "gui tu thiet bi", "gui tu zalo", "gui tu gmail",
                                  "gui tu yahoo", "gui tu galaxy", "gui tu bluemail", "gui tu xiaomi", "gui tu oppo", "gui tu vivo", "duoc gui tu ", "da gui tu ", "tai outlook cho", "nhan outlook cho",
                                  "tai xuong outlook"});
}

Cut cut_at(const std::vector<Line>& lines, std::size_t at) {
  const Line& line = lines[at];
  const std::string_view trimmed = trim_front(line.raw);
  if (trimmed.starts_with(">")) return Cut::quote_mark;
  if (line.folded.empty()) return Cut::none;
  if (trimmed == "--" || trimmed == "—") return Cut::signature;
  if (is_forward_line(line.folded)) return Cut::forward;
  if (is_separator_line(line.folded)) return Cut::separator;
  if (is_header_block(lines, at)) return Cut::header_block;
  if (is_attribution(lines, at)) return Cut::attribution;
  if (is_phone_signature(line.folded)) return Cut::phone_signature;
  return Cut::none;
}

bool blank(const Line& line) { return trim_front(line.raw).empty() || (line.raw.size() < 40 && trim_front(visible(line.raw)).empty()); }

// Unquoted lines below a block of quoted ones: the writer answered at the bottom.
bool answered_below(const std::vector<Line>& lines, std::size_t from) {
  bool quoted = false;
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (trim_front(lines[i].raw).starts_with(">")) {
      quoted = true;
    } else if (quoted && !blank(lines[i])) {
      return cut_at(lines, i) == Cut::none;
    }
  }
  return false;
}

// Does anything but blank lines and further signatures stand before the next cut?
bool has_text_of_its_own(const std::vector<Line>& lines, std::size_t from) {
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (blank(lines[i])) continue;
    const Cut cut = cut_at(lines, i);
    if (cut != Cut::phone_signature) return cut == Cut::none;
  }
  return false;
}

}  // namespace

const char* to_string(Cut cut) {
  constexpr std::array<const char*, 8> words{"none",      "quote_mark", "attribution",     "header_block",
                                             "separator", "signature",  "phone_signature", "forward"};
  return words.at(static_cast<std::size_t>(cut));
}

NewText new_text(std::string_view body_utf8) {
  const std::vector<Line> lines = split_lines(base::utf8_prefix_bytes(body_utf8, kMaxReplyText));
  NewText out;
  std::size_t begin = 0, end = lines.size();
  bool empty = true;
  std::optional<bool> goes_on;   // below signatures that stand first
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.cut = cut_at(lines, i);
    if (out.cut == Cut::phone_signature && empty && !goes_on) goes_on = has_text_of_its_own(lines, i + 1);
    if (out.cut == Cut::phone_signature && empty && *goes_on) {
      begin = i + 1;
    } else if (out.cut != Cut::none) {
      end = i;
      break;
    }
    empty = empty && (begin == i + 1 || blank(lines[i]));
  }
  const std::size_t cut_line = end;
  while (begin < end && blank(lines[begin])) ++begin;
  while (end > begin && blank(lines[end - 1])) --end;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) out.text += '\n';
    out.text += trim_front(lines[i].raw).empty() ? std::string_view() : lines[i].raw;
  }
  // Below a signature that stands first, a command cannot be told from a name.
  const bool below_signature = out.cut == Cut::signature && has_text_of_its_own(lines, cut_line + 1);
  out.text_below = out.text.empty() && out.cut != Cut::none && (below_signature || answered_below(lines, cut_line));
  return out;
}

}  // namespace policies::tasks
