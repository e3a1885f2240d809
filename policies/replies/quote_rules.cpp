// Line rules, tried from the top; the first that holds ends the new text:
//   quote_mark       ">" at the beginning of a line
//   signature        "-- " alone on a line (RFC 3676 §4.3); the armour that ends a text signed with PGP (RFC 9580 §7)
//   forward          "---------- Forwarded message ---------", "Tin nhắn được chuyển tiếp" (Zalo), "Begin forwarded
//   message:" separator        "-----Original Message-----", "----- Thư gốc -----", ten or more underscores or equals
//   signs header_block     "From:" or "Từ:" with two more header lines among the next five (Outlook in every kind);
//   Hotmail and
//                    Huawei begin with "Date:" or "Chủ đề:", then "From:" has an address
//   attribution      "On … wrote:", "Vào … đã viết:", "Vào lúc … đã viết:", over up to four lines
//   phone_signature  "Gửi từ iPhone của tôi", "Sent from my iPhone", "Get Outlook for iOS"
#include "policies/replies/quote_rules.h"

#include <algorithm>
#include <array>

#include "base/text/fold.h"
#include "policies/phrases/words.h"

namespace policies::replies {

namespace {

using List = std::initializer_list<std::string_view>;

// Spaces of every kind that mail programs put at the ends of lines.
std::string_view trim_end(std::string_view text) {
  for (;;) {
    if (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\f'))
      text.remove_suffix(1);
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

bool starts_with_any(std::string_view text, List list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) { return text.starts_with(item); });
}

bool ends_with_any(std::string_view text, List list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view item) { return text.ends_with(item); });
}

bool contains_any(std::string_view text, List list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view item) { return text.find(item) != std::string_view::npos; });
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_forward_line(std::string_view folded) {
  if (folded.starts_with("[")) folded.remove_prefix(1);
  if (starts_with_any(folded,
                      {"begin forwarded message", "bat dau thu duoc chuyen tiep", "tin nhan duoc chuyen tiep",
                       "tin nhan chuyen tiep", "chuyen tiep tu zalo", "duoc chuyen tiep tu", "da chuyen tiep tu"})) {
    return true;
  }
  return folded.starts_with("--") &&
         contains_any(folded,
                      {"forwarded message", "thu chuyen tiep", "thu duoc chuyen tiep", "thu da chuyen tiep",
                       "tin nhan chuyen tiep", "tin nhan duoc chuyen tiep", "email chuyen tiep", "forwarded by"});
}

bool is_separator_line(const std::string& folded) {
  if (folded.size() >= 10 && folded.find_first_not_of('_') == std::string::npos) return true;
  if (folded.size() >= 10 && folded.find_first_not_of('=') == std::string::npos) return true;
  if (!folded.starts_with("--") || !folded.ends_with("--")) return false;
  return contains_any(
      folded, {"original message", "original appointment", "- original -", "thu goc", "tin goc", "tin nhan goc",
               "tin nhan ban dau", "thu ban dau", "email goc", "thong diep goc", "thong bao goc", "cuoc hen goc",
               "cuoc hen ban dau", "reply message", "replied message", "tra loi tin nhan", "tra loi thu", " wrote",
               " da viet"});  // Zoho: "---- On … wrote ----"
}

enum class Header { none, from, other };

// "Từ: …", "From: …", also "Từ : …"; Zimbra says "Gửi từ:" and "Gửi tới:".
Header header_of(const std::string& folded) {
  const auto colon = folded.find(':');
  if (colon == std::string::npos || colon > 20) return Header::none;
  std::string_view name = std::string_view(folded).substr(0, colon);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  constexpr std::array<std::string_view, 4> from{"from", "tu", "nguoi gui", "gui tu"};
  constexpr std::array<std::string_view, 23> others{
      "sent",    "date",          "to",        "cc",      "subject",  "da gui",     "ngay",     "ngay gui",
      "den",     "toi",           "gui toi",   "gui den", "gui cho",  "nguoi nhan", "kinh gui", "chu de",
      "tieu de", "dong kinh gui", "thoi gian", "gui luc", "reply-to", "gui",        "ngay gio"};
  if (std::find(from.begin(), from.end(), name) != from.end()) return Header::from;
  return std::find(others.begin(), others.end(), name) != others.end() ? Header::other : Header::none;
}

bool is_header_block(const std::vector<Line>& lines, std::size_t at) {
  const Header first = header_of(lines[at].folded);
  if (first == Header::none) return false;
  bool from = first == Header::from;
  int others = from ? 0 : 1;
  for (std::size_t i = at + 1, seen = 0; i < lines.size() && seen < 5; ++i) {
    if (lines[i].folded.empty()) {
      if (i > at + 2) break;
      continue;
    }
    ++seen;
    const Header header = header_of(lines[i].folded);
    if (header == Header::other) ++others;
    // "Date:" opens a block only when "From:" with an address follows at once or behind one more header: "Thời gian:",
    // "Từ: 8h" do not.
    if (header == Header::from && seen <= 2 && lines[i].folded.find('@') != std::string::npos) from = true;
    if (!from && header == Header::none) return false;
  }
  return from && others >= 2;
}

// Yahoo on phones writes the quoted words behind the attribution: "On Mon, Nov 23, 2026 at 9:15 AM, A<a@b> wrote: Kính
// gửi".
bool attribution_with_text(const std::string& line) {
  const auto wrote = std::min(line.find(" wrote:"), line.find(" da viet:"));
  const std::string_view head = std::string_view(line).substr(0, wrote);
  return wrote != std::string::npos && has_digit(head) && head.find('@') != std::string_view::npos;
}

// "vao th 2", "vao lúc 09:15", "on mon", "ngay 23/11/2026", "luc 09:15": the first line has the date. "Vào sổ" has
// none.
bool opens_attribution(const Line& line) {
  return starts_with_any(line.folded, {"on ", "vao ", "luc ", "ngay "}) && has_digit(line.folded);
}

bool is_capital(std::string_view raw) { return !raw.empty() && raw.front() >= 'A' && raw.front() <= 'Z'; }

// "On 23 Nov 2026, at 09:15, A <a@b> wrote:" and its Vietnamese sisters; wrapped over up to four lines.
bool is_attribution(const std::vector<Line>& lines, std::size_t at) {
  // The older "A wrote on 23/11/26:" is known by its end alone.
  const bool opens = opens_attribution(lines[at]);
  std::string joined;
  for (std::size_t i = at; i < lines.size() && i < at + 4; ++i) {
    if (lines[i].folded.empty()) {
      if (i > at) break;
      return false;
    }
    // In flattened HTML the writer's last line stands right above: "Ngày 20/12 em nộp", "Vào Th 2, 23 thg 11 … đã
    // viết:".
    if (i > at && opens_attribution(lines[i]) && is_capital(trim_front(lines[i].raw))) return false;
    joined += (joined.empty() ? "" : " ") + lines[i].folded;
    if (joined.size() > 2 * kMaxRuleLine) return false;
    const bool ends =
        ends_with_any(joined, {"wrote:", "da viet:", "viet:", "da viet :"}) || (opens && joined.ends_with("da viet"));
    if (ends) return has_digit(joined) && (opens || i == at);
    if (opens && i == at && attribution_with_text(joined)) return true;
    if (!opens) {
      // "Nguyễn Văn Bình wrote on 23/11/26 09:15:", "… đã viết vào 23/11/2026:"
      return joined.ends_with(":") && has_digit(joined) &&
             contains_any(joined, {" wrote on ", " da viet vao ", " da viet luc ", " da viet ngay "});
    }
  }
  return false;
}

// What programs write about themselves below the text. "Gửi từ phòng Văn hóa" and "Sent with the figures" are words of
// people.
bool is_program_signature(const std::string& folded) {
  if (folded.size() > 120) return false;
  if (starts_with_any(folded, {"sent from my ",     "sent from outlook", "sent from mail for", "sent from yahoo",
                               "sent from samsung", "sent from zalo",    "sent from gmail",    "sent via ",
                               "get outlook for",   "gui tu iphone",     "gui tu ipad",        "gui tu dien thoai",
                               "gui tu outlook",    "gui tu thu cho",    "gui tu mail",        "gui tu may tinh bang",
                               "gui tu samsung",    "gui tu thiet bi",   "gui tu zalo",        "gui tu gmail",
                               "gui tu yahoo",      "gui tu galaxy",     "gui tu bluemail",    "gui tu xiaomi",
                               "gui tu oppo",       "gui tu vivo",       "duoc gui tu ",       "da gui tu ",
                               "tai outlook cho",   "nhan outlook cho",  "tai xuong outlook",  "lay outlook cho",
                               "get bluemail for",  "tai bluemail cho",  "tai xuong bluemail"})) {
    return true;
  }
  const bool says_sent =
      starts_with_any(folded, {"sent from ", "sent with ", "sent using ", "gui tu ", "gui bang ", "gui qua ",
                               "duoc gui bang ", "duoc gui qua ", "da gui bang ", "da gui qua "});
  return says_sent &&
         contains_any(folded, {"iphone",       "ipad",      "apple watch", "android", "outlook",    "gmail",
                               "yahoo",        "proton",    "tuta",        "spark",   "bluemail",   "k-9 mail",
                               "fairemail",    "aquamail",  "mymail",      "edison",  "airmail",    "mailspring",
                               "canary",       "em client", " hey",        "zoho",    "nine",       "boxer",
                               "samsung",      "galaxy",    "xiaomi",      "redmi",   "huawei",     "oppo",
                               "vivo",         "realme",    "blackberry",  "windows", "zalo",       "zimbra",
                               "viettel mail", "vnpt mail", "thunderbird", "mobile",  "smartphone", "dien thoai"});
}

constexpr std::string_view kPgpText = "-----begin pgp signed message-----";
constexpr std::string_view kPgpSignature = "-----begin pgp signature-----";

// The mark of a picture that stood there.
bool is_picture_mark(const std::string& folded) {
  const bool brackets = folded.starts_with('[') && folded.ends_with(']') && folded.find('[', 1) == std::string::npos;
  return brackets && starts_with_any(folded, {"[cid:", "[image:", "[inline image", "[anh:", "[hinh anh:"});
}

// "wrote", "said", "viết" and an address in brackets are what tells an attribution from words that lead to the quote.
bool names_writer(const std::string& line) {
  std::string text = " " + line;
  if (!text.ends_with(':')) return false;
  text.pop_back();
  while (text.ends_with(' ')) text.pop_back();
  const bool address = text.find('@') != std::string::npos && text.find_first_of("<>)") != std::string::npos;
  return address || ends_with_any(text, {" wrote", " writes", " write", " said", " says", " viet", " ecrit", " schrieb",
                                         " escribio"});
}

bool only_rule(const std::string& folded) {
  return folded.size() >= 3 && folded.find_first_not_of("-_=") == std::string::npos;
}

}  // namespace

std::vector<Line> split_lines(std::string_view body) {
  std::vector<Line> lines;
  while (!body.empty() && lines.size() < kMaxReplyLines) {
    const auto end = body.find('\n');
    Line line;
    line.raw = trim_end(body.substr(0, end));
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    const std::string_view trimmed = trim_front(line.raw);
    if (trimmed.size() <= kMaxRuleLine) {
      line.folded = base::fold(phrases::visible(trimmed));
      std::erase(line.folded, '*');
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

bool is_quoted_line(const Line& line) { return trim_front(line.raw).starts_with(">"); }

bool is_blank_line(const Line& line) {
  return trim_front(line.raw).empty() || (line.raw.size() < 40 && trim_front(phrases::visible(line.raw)).empty()) ||
         is_picture_mark(line.folded);
}

Cut cut_at(const std::vector<Line>& lines, std::size_t at) {
  const Line& line = lines[at];
  if (is_quoted_line(line)) return Cut::quote_mark;
  if (line.folded.empty()) return Cut::none;
  const std::string_view trimmed = trim_front(line.raw);
  if (trimmed == "--" || trimmed == "—" || line.folded == kPgpSignature) return Cut::signature;
  if (is_forward_line(line.folded)) return Cut::forward;
  if (is_separator_line(line.folded)) return Cut::separator;
  if (is_header_block(lines, at)) return Cut::header_block;
  if (is_attribution(lines, at)) return Cut::attribution;
  if (is_program_signature(line.folded)) return Cut::phone_signature;
  return Cut::none;
}

std::size_t text_begin(const std::vector<Line>& lines) {
  std::size_t at = 0;
  while (at < lines.size() && is_blank_line(lines[at])) ++at;
  if (at == lines.size() || lines[at].folded != kPgpText) return 0;
  // RFC 9580 §7: armour headers up to an empty line.
  while (at < lines.size() && !lines[at].raw.empty()) ++at;
  return at;
}

std::size_t end_before_quote(const std::vector<Line>& lines, std::size_t begin, std::size_t end) {
  auto drop_blank = [&] {
    while (end > begin && (is_blank_line(lines[end - 1]) || only_rule(lines[end - 1].folded))) --end;
  };
  drop_blank();
  if (end == begin || !names_writer(lines[end - 1].folded)) return end;
  const std::size_t last = end - 1;
  end = last;
  // Wrapped: "2026-11-23 9:15 GMT+07:00 Bình <", "b@x.example>:"; "--On Monday, November 23, 2026 …", "<b@x.example>
  // wrote:".
  const std::string& tail = lines[last].folded;
  const bool wrapped = tail.starts_with('<') || tail == "wrote:" || tail == "da viet:" ||
                       (last > begin && lines[last - 1].folded.ends_with('<'));
  if (wrapped && last > begin && !lines[last - 1].folded.empty()) --end;
  drop_blank();
  return end;
}

}  // namespace policies::replies
