#include "policies/replies/yes_no.h"

#include <algorithm>

#include "policies/phrases/words.h"
#include "policies/replies/reply_commands.h"
#include "policies/replies/reply_grammar.h"

namespace policies::replies {

namespace {

constexpr std::size_t kMostWords = 10;

// Says nothing by itself: "dạ", "em", "nhé".
bool is_small(const phrases::Word& word) {
  return phrases::is_any(
      word, {"dạ", "em",  "anh",  "chị", "nhé", "nha", "nhá", "ạ",      "rồi",    "thế", "vậy", "nhe", "a",  "e",
             "c",  "tôi", "mình", "ơi",  "nữa", "cảm", "ơn",  "thanks", "please", "sếp", "cô",  "chú", "bác"});
}

std::size_t yes_at(const phrases::Words& words, std::size_t at) {
  const std::string& exact = words[at].exact;
  if (exact == "👍" || exact == "👌" || exact == "✅") return 1;
  return phrases::match_longest(
      words, at,
      {"đúng",    "đúng rồi",  "đúng vậy", "đúng thế", "chính xác", "chuẩn",  "phải",   "phải rồi", "có",
       "ừ",       "ừm",        "uh",       "vâng",     "ok",        "oke",    "okay",   "okie",     "okela",
       "đồng ý",  "nhất trí",  "xác nhận", "được",     "được rồi",  "làm đi", "cứ thế", "cứ vậy",   "tạo",
       "tạo đi",  "giao",      "giao đi",  "tạo nữa",  "yes",       "y",      "yep",    "right",    "correct",
       "confirm", "confirmed", "agree",    "agreed",   "đc",        "dk",     "dc"});
}

std::size_t no_at(const phrases::Words& words, std::size_t at) {
  return phrases::match_longest(words, at, {"không",      "không phải",
                                            "không đúng", "không đồng ý",
                                            "không cần",  "không cần nữa",
                                            "không tạo",  "ko",
                                            "k",          "khỏi",
                                            "sai",        "sai rồi",
                                            "nhầm",       "nhầm rồi",
                                            "thôi",       "thôi không cần",
                                            "bỏ",         "bỏ đi",
                                            "bỏ qua",     "hủy",
                                            "hủy đi",     "no",
                                            "n",          "nope",
                                            "wrong",      "cancel",
                                            "never mind"});
}

}  // namespace

YesNo read_yes_no(std::string_view new_text) {
  const std::string shown =
      phrases::visible(trim(new_text).substr(0, std::min(trim(new_text).find('\n'), kMaxCommandLine)));
  const std::string_view line = trim(shown);
  if (line.ends_with("?")) return YesNo::neither;
  const phrases::Words words = phrases::split_words(line, kMostWords + 1);
  if (words.empty() || words.size() > kMostWords) return YesNo::neither;
  bool yes = false, no = false;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t denied = no_at(words, at), agreed = yes_at(words, at);
    if (denied > 0 && denied >= agreed) {
      no = true;
      at += denied;
    } else if (agreed > 0) {
      yes = true;
      at += agreed;
    } else if (words[at].kind == phrases::Word::Kind::mark || is_small(words[at])) {
      ++at;
    } else {
      return YesNo::neither;
    }
  }
  if (yes == no) return YesNo::neither;  // "không, đúng rồi"
  return yes ? YesNo::yes : YesNo::no;
}

}  // namespace policies::replies
