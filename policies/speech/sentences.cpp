#include "policies/speech/sentences.h"

#include <algorithm>
#include <array>

#include "base/text/fold.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/speech/speech.h"
#include "policies/speech/telex.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

struct Spelling {
  std::string_view written;
  std::string_view meant;  // one or two words
};

// Only what means one thing wherever it stands; "a", "e", "c" are in the lexicon.
constexpr std::array<Spelling, 86> kSpellings{
    {{"ko", "không"},    {"k", "không"},         {"kg", "không"},      {"khg", "không"},    {"hk", "không"},
     {"hok", "không"},   {"hông", "không"},      {"hong", "không"},    {"hem", "không"},    {"kô", "không"},
     {"khôg", "không"},  {"đc", "được"},         {"dc", "được"},       {"đx", "được"},      {"đk", "được"},
     {"r", "rồi"},       {"rùi", "rồi"},         {"rui", "rồi"},       {"òi", "rồi"},       {"rầu", "rồi"},
     {"vs", "với"},      {"zới", "với"},         {"j", "gì"},          {"nv", "nhiệm vụ"},  {"nvu", "nhiệm vụ"},
     {"vb", "văn bản"},  {"cv", "công văn"},     {"bc", "báo cáo"},    {"bcao", "báo cáo"}, {"hs", "hồ sơ"},
     {"kq", "kết quả"},  {"okie", "ok"},         {"oki", "ok"},        {"oke", "ok"},       {"okê", "ok"},
     {"okay", "ok"},     {"okela", "ok"},        {"okla", "ok"},       {"oks", "ok"},       {"xog", "xong"},
     {"xg", "xong"},     {"lm", "làm"},          {"trc", "trước"},     {"hnay", "hôm nay"}, {"ntn", "thế nào"},
     {"sn", "sao"},      {"tks", "cảm ơn"},      {"thanks", "cảm ơn"}, {"thank", "cảm ơn"}, {"thx", "cảm ơn"},
     {"thks", "cảm ơn"}, {"cám", "cảm"},         {"nhá", "nhé"},       {"nhe", "nhé"},      {"nghen", "nhé"},
     {"nhen", "nhé"},    {"hén", "nhé"},         {"nhes", "nhé"},      {"zậy", "vậy"},      {"zay", "vậy"},
     {"mik", "mình"},    {"dag", "đang"},        {"đag", "đang"},      {"wa", "quá"},       {"hổng", "không"},
     {"tui", "tôi"},     {"mần", "làm"},         {"vg", "vâng"},       {"zâng", "vâng"},    {"cx", "cũng"},
     {"ik", "đi"},       {"bít", "biết"},        {"bik", "biết"},      {"mn", "mọi người"}, {"ae", "anh em"},
     {"mún", "muốn"},    {"tgian", "thời gian"}, {"tg", "thời gian"},  {"nge", "nghe"},     {"nhoa", "nhé"},
     {"nhóe", "nhé"},    {"gởi", "gửi"},         {"thui", "thôi"},     {"okey", "ok"},      {"dùm", "giùm"},
     {"dum", "giùm"}}};

bool is_capital(std::string_view raw) { return !raw.empty() && base::lower_form(raw) != raw; }

Word spelled(const Word& from, std::string_view meant) {
  Word word = from;
  word.exact = base::exact_form(meant);
  word.folded = base::fold(meant);
  return word;
}

void put_right(std::string_view text, const Words& all, std::size_t at, Words& out) {
  const Word& word = all[at];
  const auto found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                  [&](const Spelling& spelling) { return spelling.written == word.exact; });
  if (found == kSpellings.end() || word.kind != Word::Kind::letters) {
    const std::string typed = word.kind == Word::Kind::letters ? telex_meant(word.exact) : std::string();
    out.push_back(typed.empty() ? word : spelled(word, typed));
    return;
  }
  // "cv Minh", "phân công cv": somebody.
  if (word.exact == "cv" && at + 1 < all.size() && all[at + 1].kind == Word::Kind::letters &&
      is_capital(text.substr(all[at + 1].begin, all[at + 1].end - all[at + 1].begin)) &&
      !phrases::is_any(all[at + 1], {"số", "ubnd", "đến", "đi", "của"})) {
    out.push_back(spelled(word, "chuyên"));
    out.push_back(spelled(word, "viên"));
    return;
  }
  // "dc Bình" is a comrade; "tờ 5/k", "04/CV" are numbers of something.
  const bool comrade =
      (word.exact == "dc" || word.exact == "đc") && at + 1 < all.size() && all[at + 1].kind == Word::Kind::letters &&
      (is_capital(text.substr(all[at + 1].begin, all[at + 1].end - all[at + 1].begin)) ||
       (at > 0 && phrases::is_any(all[at - 1], {"giao", "chuyển", "nhờ", "thêm", "mời", "rút", "của", "và"})));
  const bool numbered = word.joined && at > 0;
  const std::string_view raw = text.substr(word.begin, word.end - word.begin);
  const bool name = at > 0 && !phrases::is_mark(all[at - 1], '\n') && raw.size() > 1 && is_capital(raw) &&
                    raw.back() >= 'a' && phrases::is_any(word, {"hong", "hem", "sn", "dag", "hok"});  // "chị Hong"
  if (comrade || numbered || name) {
    out.push_back(comrade ? spelled(word, "đ") : word);
    if (comrade) {
      out.push_back(spelled(word, "/"));
      out.push_back(spelled(word, "c"));
      out[out.size() - 2].kind = Word::Kind::mark;
    }
    return;
  }
  const auto space = found->meant.find(' ');
  out.push_back(spelled(word, found->meant.substr(0, space)));
  if (space != std::string_view::npos) out.push_back(spelled(word, found->meant.substr(space + 1)));
}

bool is_ellipsis(const Words& words, std::size_t at) {
  return words[at].exact == "…" || (phrases::is_mark(words[at], '.') && at > 0 && phrases::is_mark(words[at - 1], '.'));
}

// "P. Nội vụ", "TP. Thanh Hóa", "v.v." do not end anything.
bool ends_sentence(const Words& words, std::size_t at) {
  const Word& word = words[at];
  if (word.kind != Word::Kind::mark) return false;
  if (phrases::is_mark(word, '\n') || phrases::is_mark(word, '!') || phrases::is_mark(word, '?') ||
      phrases::is_mark(word, ';') || word.exact == "？" || is_ellipsis(words, at))
    return true;
  if (!phrases::is_mark(word, '.')) return false;
  const bool inside = at + 1 < words.size() && words[at + 1].joined && !phrases::is_mark(words[at + 1], '\n') &&
                      words[at + 1].kind != Word::Kind::mark;
  if (inside) {  // "18.12", "a.b"; a sentence that goes on without a space: "xong rồi ạ.Gửi anh"
    return at > 0 && words[at - 1].kind == Word::Kind::letters && words[at - 1].exact.size() > 2 &&
           words[at + 1].kind == Word::Kind::letters && words[at + 1].exact.size() > 2 && words[at].joined &&
           !(at + 2 < words.size() && phrases::is_mark(words[at + 2], '.') && words[at + 2].joined);
  }
  const bool numbering = at == 1 || (at >= 2 && phrases::is_mark(words[at - 2], '\n'));
  if (numbering && words[at - 1].kind == Word::Kind::digits) return false;  // "1. Thêm …"
  return at == 0 || !phrases::is_any(words[at - 1], {"p", "tp", "tt", "tx", "ubnd", "đ", "st", "ths", "ts", "mr", "ms",
                                                     "mrs", "no", "dec", "nov", "jan", "feb", "q", "h"});
}

// A line end in the middle of a sentence that the mail program wrapped.
bool is_wrap(std::string_view text, const Words& words, std::size_t at, std::size_t line_begin) {
  constexpr std::size_t columns = 60;
  if (!phrases::is_mark(words[at], '\n') || at + 1 >= words.size() || at == 0) return false;
  const Word& next = words[at + 1];
  const std::string_view raw = text.substr(next.begin, next.end - next.begin);
  const bool goes_on = next.kind == Word::Kind::digits || (next.kind == Word::Kind::letters && !is_capital(raw));
  return goes_on && words[at].begin >= line_begin + columns;
}

bool is_closing(const Words& words) {
  return words.size() <= 8 &&
         phrases::match_longest(words, 0,
                                {"trân trọng", "kính thư", "thân ái", "thân mến", "regards", "best regards",
                                 "kind regards", "br", "sincerely", "kính chào", "thân", "xin trân trọng cảm ơn",
                                 "trân trọng cảm ơn", "trân trọng kính chào"}) > 0 &&
         (words.size() <= 5 || phrases::match_phrase(words, 0, "trân trọng") > 0);
}

}  // namespace

std::vector<Utterance> utterances(std::string_view text) {
  std::vector<Utterance> out;
  const Words words = phrases::split_words(text);
  std::size_t begin = 0, line_begin = 0;
  bool starts_line = true;
  for (std::size_t at = 0; at <= words.size() && out.size() < kMaxSentences; ++at) {
    const bool wraps = at < words.size() && is_wrap(text, words, at, line_begin);
    if (at < words.size() && phrases::is_mark(words[at], '\n')) line_begin = words[at].end;
    if (at < words.size() && (wraps || !ends_sentence(words, at))) continue;
    Utterance sentence;
    std::size_t end = at;
    for (std::size_t i = begin; i < end; ++i) {
      if (sentence.words.size() >= kMaxSentenceWords) {
        sentence.cut = true;
        break;
      }
      if (!phrases::is_mark(words[i], '\n')) put_right(text, words, i, sentence.words);
    }
    const bool asks = at < words.size() && (phrases::is_mark(words[at], '?') || words[at].exact == "？");
    const bool line_ends = at >= words.size() || phrases::is_mark(words[at], '\n');
    if (!sentence.words.empty()) {
      const std::size_t last = at < words.size() && !line_ends ? words[at].end : words[at - 1].end;
      sentence.text = phrases::one_line(text.substr(words[begin].begin, last - words[begin].begin), kMaxArgument);
      sentence.question = asks;
      sentence.alone = starts_line && line_ends;
      const bool closing = is_closing(sentence.words);
      out.push_back(std::move(sentence));
      if (closing && (line_ends || at + 1 >= words.size() || phrases::is_mark(words[at + 1], '\n'))) break;
    } else if (asks && !out.empty()) {
      out.back().question = true;  // "xong chưa ??"
    }
    starts_line = line_ends;
    begin = at + 1;
  }
  return out;
}

}  // namespace policies::speech
