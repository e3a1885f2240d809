#include "tests/bench/mail_maker.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

#include "base/text/encoding.h"

namespace bench {

namespace {

constexpr std::int64_t kFirstTime = 1'640'970'000;  // 1 January 2022, 00:00 at +07:00
constexpr std::int64_t kTimeStep = 150;
constexpr int kLongestThread = 12;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {  // splitmix64
  std::uint64_t z = a * 0x9E3779B97F4A7C15ull + b + 0x632BE59BD9B4E019ull;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() { return state_ = mixed(state_, 1); }
  std::uint64_t below(std::uint64_t end) { return end == 0 ? 0 : next() % end; }
  bool chance(std::uint64_t per_thousand) { return below(1000) < per_thousand; }
  template <std::size_t n>
  const char* one_of(const char* const (&list)[n]) {
    return list[below(n)];
  }

 private:
  std::uint64_t state_;
};

constexpr const char* kFamily[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Lò"};
constexpr const char* kMiddle[] = {"Văn", "Thị", "Đức", "Minh", "Thu", "Quốc", "Hồng", "Ngọc", "Hữu", "Thanh"};
constexpr const char* kGiven[] = {"An",  "Bình", "Châu", "Dũng", "Giang", "Hà",  "Hải",  "Khánh", "Lan",  "Linh",
                                  "Mai", "Nam",  "Phúc", "Quân", "Sơn",   "Tâm", "Thảo", "Trang", "Tuấn", "Yến"};
constexpr const char* kGivenAscii[] = {"an",  "binh", "chau", "dung", "giang", "ha",  "hai",  "khanh", "lan",  "linh",
                                       "mai", "nam",  "phuc", "quan", "son",   "tam", "thao", "trang", "tuan", "yen"};
constexpr const char* kSyllables[] = {"ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu",
                                      "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu"};

std::string syllables(std::uint64_t number, int count) {
  std::string out;
  for (int i = 0; i < count; ++i, number /= 20) out += kSyllables[number % 20];
  return out;
}

std::string letters_and_digits(Random& random, std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += "abcdef0123456789"[random.below(16)];
  return out;
}

struct Person {
  std::string name, address;
  bool inside = false;
};

Person person(std::uint64_t seed, std::uint64_t index, const std::string& domain) {
  Random random(mixed(seed, index ^ 0x50455253ull));
  Person out;
  out.inside = index < 300;
  if (index % 3 != 2) {
    const std::size_t given = random.below(20);
    out.name = std::string(random.one_of(kFamily)) + ' ' + random.one_of(kMiddle) + ' ' + kGiven[given];
    out.address = kGivenAscii[given] + std::to_string(index);
  } else {
    std::string first = syllables(random.next(), 2), last = syllables(random.next(), 3);
    out.address = first + '.' + last;
    first[0] = static_cast<char>(first[0] - 32);
    last[0] = static_cast<char>(last[0] - 32);
    out.name = first + ' ' + last;
  }
  out.address += '@' + (out.inside ? domain : syllables(random.below(400), 3) + ".example");
  return out;
}

// A slip of the keys somewhere in an ASCII word.
void mistype(std::string& word, Random& random) {
  if (word.size() < 4 || static_cast<unsigned char>(word[0]) >= 0x80) return;
  const std::size_t at = 1 + random.below(word.size() - 2);
  if (static_cast<unsigned char>(word[at]) >= 0x80 || static_cast<unsigned char>(word[at + 1]) >= 0x80) return;
  switch (random.below(4)) {
    case 0: std::swap(word[at], word[at + 1]); break;
    case 1: word.erase(at, 1); break;
    case 2: word.insert(at, 1, word[at]); break;
    default: word[at] = static_cast<char>('a' + random.below(26)); break;
  }
}

std::string encoded_word(const std::string& text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
  if (ascii) return text;
  std::string out;  // whole characters, lines of at most 76
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = std::min<std::size_t>(39, text.size() - at);
    while (size > 1 && at + size < text.size() && (text[at + size] & 0xC0) == 0x80) --size;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base::base64_encode(text.substr(at, size)) + "?=";
    at += size;
  }
  return out;
}

std::string mail_date(std::int64_t time) {
  const std::time_t local = time + 7 * 3600;
  std::tm parts{};
  ::gmtime_r(&local, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0700", &parts);
  return text;
}

}  // namespace

// One message on its way: what is said, before it is put into MIME.
class MailMaker::Draft {
 public:
  Draft(const MailMaker& maker, std::uint64_t number)
      : maker_(maker), number_(number), random_(mixed(maker.options_.seed, number)) {
    kind_ = random_.below(100);
    ancestry();
    // Who answers writes the language of the one he answers.
    vietnamese_ = mixed(maker.options_.seed, root() ^ 0x4C41ull) % 100 < 48;
    header();
    if (is_newsletter()) newsletter();
    else text();
    if (kind_ >= 92) attach();
  }

  std::string mime();
  std::string words() const { return header_ + subject_ + "\r\n" + plain_ + html_words_ + file_name_; }

 private:
  bool is_newsletter() const { return kind_ >= 58 && kind_ < 75 && parents_.empty(); }
  std::uint64_t root() const { return parents_.empty() ? number_ : parents_.back(); }

  static std::uint64_t parent_of(const MailMaker& maker, std::uint64_t number) {  // itself: it answers nothing
    Random random(mixed(maker.options_.seed, number ^ 0x5448ull));
    if (number < 10 || !random.chance(420)) return number;
    return number - 1 - random.below(std::min<std::uint64_t>(number, 300));
  }
  void ancestry() {
    for (std::uint64_t at = number_; parents_.size() < kLongestThread;) {
      const std::uint64_t up = parent_of(maker_, at);
      if (up == at) break;
      parents_.push_back(at = up);
    }
  }

  Person somebody() {
    const std::uint64_t known = random_.chance(750) ? 300 : 300 + number_ / 3;
    const std::uint64_t a = random_.below(known), b = random_.below(known);
    return person(maker_.options_.seed, std::min(a, b), maker_.options_.domain);
  }

  // A run of words as they stand in the corpus, here and there a name, an id or a slip among them.
  void say(std::string& out, std::size_t octets, const char* line_end) {
    const std::vector<std::string>& all = vietnamese_ ? maker_.words_.vietnamese : maker_.words_.english;
    const std::size_t until = out.size() + octets;
    std::size_t line = 0;
    while (out.size() < until) {
      std::size_t at = random_.below(all.size());
      for (std::size_t run = 4 + random_.below(20); run > 0; --run, at = (at + 1) % all.size()) {
        std::string word = all[at];
        if (random_.chance(vietnamese_ ? 3 : 6)) mistype(word, random_);
        const std::size_t before = out.size();
        out += word;
        if (random_.chance(4)) out += ' ' + strange();
        line += out.size() - before + 1;
        out += line > 66 ? line_end : " ";
        if (line > 66) line = 0;
      }
    }
    out += line_end;
  }
  std::string strange() {
    switch (random_.below(6)) {
      case 0: return somebody().name;
      case 1: return std::to_string(random_.below(100'000'000));
      case 2: return "H" + std::to_string(random_.below(90)) + "-" + std::to_string(random_.below(10'000'000));
      case 3:
        return std::to_string(1 + random_.below(2000)) + "/" + std::to_string(2016 + random_.below(11)) + "/QĐ-UBND";
      case 4: return address_of_page();
      default: return syllables(random_.next(), 2 + static_cast<int>(random_.below(3)));
    }
  }
  std::string address_of_page() {
    return "https://" + syllables(random_.below(9000), 3) + ".example/" + syllables(random_.below(400), 2) + "/" +
           letters_and_digits(random_, 10);
  }

  void header();
  void text();
  void newsletter();
  void attach();
  std::string quoted_printable_or(const std::string& text, std::string& encoding);

  const MailMaker& maker_;
  std::uint64_t number_, kind_ = 0;
  Random random_;
  std::vector<std::uint64_t> parents_;  // nearest first
  bool vietnamese_ = false;
  std::string header_, subject_, plain_, html_, html_words_, file_, file_name_;
};

void MailMaker::Draft::header() {
  const MailMaker& m = maker_;
  const Person from =
      person(m.options_.seed, mixed(m.options_.seed, number_ ^ 0x46ull) % (300 + number_ / 4), m.options_.domain);
  std::string to;
  for (std::uint64_t i = 0, n = 1 + random_.below(random_.chance(80) ? 15 : 3); i < n; ++i) {
    const Person one = somebody();
    to += (to.empty() ? "" : ",\r\n\t") + encoded_word(one.name) + " <" + one.address + ">";
  }
  const std::string date = mail_date(m.unix_time(number_)), relay = syllables(random_.below(900), 3) + ".example";
  header_ += "Received: from " + relay + " (" + relay + " [203.0.113." + std::to_string(random_.below(250)) +
             "])\r\n\tby mx." + m.options_.domain + " with ESMTPS id " + letters_and_digits(random_, 12) +
             "\r\n\tfor <hop.thu@" + m.options_.domain + ">; " + date + "\r\n";
  if (!from.inside) {
    std::string signature;
    for (int i = 0; i < 190; ++i) signature += static_cast<char>(random_.next());
    header_ += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + relay +
               "; s=s1;\r\n\th=from:to:subject:date;\r\n\tb=";
    const std::string b = base::base64_encode(signature);
    for (std::size_t at = 0; at < b.size(); at += 68) header_ += (at == 0 ? "" : "\r\n\t ") + b.substr(at, 68);
    header_ += "\r\n";
  }
  header_ += "From: " + encoded_word(from.name) + " <" + from.address + ">\r\nTo: " + to + "\r\n";
  if (random_.chance(200)) header_ += "Cc: " + somebody().address + "\r\n";
  header_ += "Date: " + date + "\r\nMessage-ID: " + m.message_id(number_) + "\r\n";
  if (!parents_.empty()) {
    header_ += "In-Reply-To: " + m.message_id(parents_.front()) + "\r\nReferences:";
    for (auto it = parents_.rbegin(); it != parents_.rend(); ++it)
      header_ += (it == parents_.rbegin() ? " " : "\r\n\t") + m.message_id(*it);
    header_ += "\r\n";
  }
  if (kind_ < 30) header_ += "List-Id: <" + syllables(kind_, 3) + ".lists.example>\r\nPrecedence: list\r\n";
  header_ += std::string("User-Agent: ") + (kind_ % 2 == 0 ? "Mozilla Thunderbird" : "Webmail/1.6") +
             "\r\nMIME-Version: 1.0\r\n";

  Random of_root(mixed(m.options_.seed, root() ^ 0x5355ull));
  const std::vector<std::string>& all = vietnamese_ ? m.words_.vietnamese : m.words_.english;
  std::string title;
  std::size_t at = of_root.below(all.size());
  for (std::uint64_t n = 3 + of_root.below(7); n > 0; --n, at = (at + 1) % all.size())
    title += (title.empty() ? "" : " ") + all[at];
  if (of_root.chance(200)) title = "[#" + std::to_string(of_root.below(10'000'000)) + "] " + title;
  if (!parents_.empty()) title = (vietnamese_ && root() % 3 == 0 ? "TL: " : "Re: ") + title;
  for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half})
    title += ' ' + m.planted(planted, Place::subject, number_);
  subject_ = "Subject: " + encoded_word(title) + "\r\n";
}

void MailMaker::Draft::text() {
  plain_ = vietnamese_ ? "Kính gửi " + somebody().name + ",\r\n\r\n" : "Hi " + somebody().name + ",\r\n\r\n";
  if (!parents_.empty()) {  // what is answered, quoted
    Random quoted(mixed(maker_.options_.seed, parents_.front()));
    std::swap(random_, quoted);
    std::string lines;
    say(lines, 200 + random_.below(400), "\r\n> ");
    std::swap(random_, quoted);
    plain_ += "> " + lines + "\r\n\r\n";
  }
  const std::uint64_t size = random_.below(100);
  const std::size_t octets = size < 55   ? 300 + random_.below(1000)
                             : size < 94 ? 1600 + random_.below(2800)
                                         : 5000 + random_.below(9000);
  for (std::size_t said = 0; said < octets;) {
    const std::size_t paragraph = 200 + random_.below(700);
    say(plain_, std::min(paragraph, octets - said + 60), "\r\n");
    plain_ += "\r\n";
    said += paragraph;
  }
  if (random_.chance(600)) plain_ += address_of_page() + "\r\n";
  for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half})
    plain_ += maker_.planted(planted, Place::body, number_) + ' ';
  plain_ += "\r\n-- \r\n" + somebody().name + "\r\n";
}

void MailMaker::Draft::newsletter() {
  html_ =
      "<html><head><style>body{font-family:Arial;color:#222}td{padding:8px}</style></head><body><table width=\"600\">\r\n";
  const std::uint64_t stories = 3 + random_.below(5);
  for (std::uint64_t i = 0; i < stories; ++i) {
    std::string story;
    say(story, 140 + random_.below(260), "\r\n");
    const std::string page = address_of_page();
    html_ += "<tr><td class=\"story\"><h3>" + story.substr(0, story.find('\r')) + "</h3><p style=\"margin:0\">" +
             story + "</p><a href=\"" + page + "?utm_source=thu&amp;id=" + letters_and_digits(random_, 12) + "\">" +
             (vietnamese_ ? "xem tiếp" : "read more") + "</a></td></tr>\r\n";
    html_words_ += story + page + "\r\n";
    if (random_.chance(700)) plain_ += story + page + "\r\n\r\n";
  }
  html_ += "<tr><td><img src=\"https://img.example/" + letters_and_digits(random_, 16) +
           ".gif\" width=1 height=1></td></tr></table><p>";
  for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half}) {
    plain_ += maker_.planted(planted, Place::body, number_) + ' ';
    html_ += maker_.planted(planted, Place::body, number_) + ' ';
  }
  html_ += "</p></body></html>\r\n";
  plain_ += "\r\n";
}

void MailMaker::Draft::attach() {
  for (std::size_t n = 900 + random_.below(7'000); n > 0; n -= std::min<std::size_t>(n, 8)) {
    const std::uint64_t eight = random_.next();
    file_.append(reinterpret_cast<const char*>(&eight), 8);
  }
  file_name_ = std::to_string(1 + random_.below(3000)) + "-" + syllables(random_.next(), 3) +
               (random_.chance(500) ? ".pdf" : ".docx");
}

std::string MailMaker::Draft::quoted_printable_or(const std::string& text, std::string& encoding) {
  const std::uint64_t way = random_.below(100);
  encoding = way < 55 ? "8bit" : way < 85 ? "quoted-printable" : "base64";
  return way < 55 ? text : way < 85 ? base::quoted_printable_encode(text) : base::base64_encode_lines(text);
}

std::string MailMaker::Draft::mime() {
  std::string encoding;
  const std::string body = quoted_printable_or(plain_, encoding);
  std::string part =
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
  const std::string edge = "=_" + letters_and_digits(random_, 20);
  if (!html_.empty()) {
    part = "Content-Type: multipart/alternative; boundary=\"" + edge + "\"\r\n\r\n--" + edge + "\r\n" + part +
           "\r\n--" + edge +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           base::quoted_printable_encode(html_) + "\r\n--" + edge + "--\r\n";
  }
  if (!file_.empty()) {
    part = "Content-Type: multipart/mixed; boundary=\"m" + edge + "\"\r\n\r\n--m" + edge + "\r\n" + part + "\r\n--m" +
           edge + "\r\nContent-Type: application/octet-stream; name=\"" + file_name_ +
           "\"\r\nContent-Disposition: attachment; filename=\"" + file_name_ +
           "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base::base64_encode_lines(file_) + "\r\n--m" + edge +
           "--\r\n";
  }
  return header_ + subject_ + part;
}

MailMaker::MailMaker(CorpusWords words, MakerOptions options)
    : words_(std::move(words)), options_(std::move(options)) {}

std::string MailMaker::message(std::uint64_t number) const { return Draft(*this, number).mime(); }

std::string MailMaker::words_of(std::uint64_t number) const { return Draft(*this, number).words(); }

std::string MailMaker::message_id(std::uint64_t number) const {
  Random random(mixed(options_.seed, number ^ 0x4D49ull));
  return "<" + letters_and_digits(random, 16) + "." + std::to_string(number) + "@" + syllables(random.below(700), 3) +
         ".example>";
}

std::int64_t MailMaker::unix_time(std::uint64_t number) const {
  return kFirstTime + static_cast<std::int64_t>(number) * kTimeStep;
}

std::string MailMaker::sender(std::uint64_t number) const {
  return person(options_.seed, mixed(options_.seed, number ^ 0x46ull) % (300 + number / 4), options_.domain).address;
}

std::uint64_t MailMaker::period(Planted planted) const {
  const std::uint64_t hits = planted == Planted::twenty ? 20 : 2000;
  return planted == Planted::half ? 2 : std::max<std::uint64_t>(2, options_.planned / hits);
}

std::string MailMaker::planted(Planted planted, Place place, std::uint64_t number) const {
  const char* const subject[] = {"vks", "vkt", "vku"};
  const char* const body[] = {"vkb", "vkd", "vkg"};
  const auto index = static_cast<std::size_t>(planted);
  return (place == Place::subject ? subject : body)[index] + syllables(number % period(planted), 4);
}

std::uint64_t MailMaker::holders(Planted planted, std::uint64_t number, std::uint64_t count) const {
  const std::uint64_t p = period(planted), first = number % p;
  return first >= count ? 0 : (count - first - 1) / p + 1;
}

}  // namespace bench
