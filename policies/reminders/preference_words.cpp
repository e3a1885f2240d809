#include "policies/reminders/preference_words.h"

#include "policies/phrases/words.h"

namespace policies::reminders {

namespace {

using phrases::Words;

constexpr std::size_t kMostWords = 16;

struct Line {
  const Words& words;
  std::size_t at = 0;

  bool take(std::initializer_list<std::string_view> any) {
    const std::size_t length = phrases::match_longest(words, at, any);
    at += length;
    return length > 0;
  }
  void skip_polite() {
    while (take({"dạ", "em", "tôi", "xin", "cho em", "cho tôi", "cho anh", "cho chị", "cho mình", "anh", "chị", "nhờ",
                 "đề nghị", "muốn", "giúp", "giùm", "please", "i want to"})) {
    }
  }
  bool ends() {
    while (at < words.size() &&
           (words[at].kind == phrases::Word::Kind::mark ||
            take({"ạ", "nhé", "nha", "với", "giúp em", "giúp tôi", "giúp", "cảm ơn", "xin cảm ơn", "please", "thanks",
                  "nữa", "rồi", "em", "anh", "chị", "hằng ngày", "mỗi ngày"}))) {
      if (words.size() > at && words[at].kind == phrases::Word::Kind::mark) ++at;
    }
    return at >= words.size();
  }
};

}  // namespace

std::optional<PreferenceWish> read_preference_wish(std::string_view text) {
  const Words words = phrases::split_words(text, kMostWords + 1);
  if (words.empty() || words.size() > kMostWords) return std::nullopt;
  Line line{words};
  PreferenceWish wish;
  line.skip_polite();
  if (line.take({"thôi", "hủy", "bỏ", "ngừng", "dừng", "tắt", "không nhận", "đừng", "stop", "unsubscribe", "cancel"})) {
    wish.on = false;
    line.take({"đăng ký nhận", "đăng ký", "nhận", "gửi", "from"});
  } else if (line.take({"đăng ký nhận", "đăng ký", "nhận lại", "nhận", "bật", "subscribe to", "subscribe"})) {
    wish.on = true;
  }
  line.take({"the", "thư"});
  if (line.take({"bản tin", "morning page", "weekly page", "morning", "weekly"})) {
    const std::size_t begin = line.at > 0 ? line.at - 1 : 0;
    const bool morning = phrases::is_any(words[begin], {"morning"}) ||
                         (begin > 0 && phrases::is_any(words[begin - 1], {"morning"})) ||
                         line.take({"buổi sáng", "sáng", "hằng ngày", "hàng ngày", "mỗi sáng", "ngày"});
    const bool weekly = !morning && (phrases::is_any(words[begin], {"weekly"}) ||
                                     (begin > 0 && phrases::is_any(words[begin - 1], {"weekly"})) ||
                                     line.take({"hằng tuần", "hàng tuần", "mỗi tuần", "tuần"}));
    line.take({"page"});
    if (morning) wish.what = Wish::morning_page;
    if (weekly) wish.what = Wish::weekly_page;
    return line.ends() ? std::optional(wish) : std::nullopt;
  }
  if (line.take({"nhắc việc", "reminders", "reminder mails"})) {
    wish.what = Wish::reminders;
    if (!wish.on) {
      wish.on = true;
      if (line.take({"không", "tắt", "off", "no"})) wish.on = false;
      else line.take({"có", "bật", "on", "yes"});
    }
    return line.ends() ? std::optional(wish) : std::nullopt;
  }
  if (line.take({"bản tiếng anh", "tiếng anh", "english"})) {
    wish.what = Wish::english;
    if (line.take({"có", "bật", "on", "yes"})) wish.on = true;
    else if (line.take({"không", "tắt", "off", "no"})) wish.on = false;
    return line.ends() ? std::optional(wish) : std::nullopt;
  }
  return std::nullopt;
}

base::Sentence preference_commands() {
  return {
      "ĐĂNG KÝ bản tin sáng; ĐĂNG KÝ bản tin tuần; THÔI bản tin sáng; THÔI bản tin tuần; THÔI nhắc việc; NHẮC việc; "
      "TIẾNG ANH có; TIẾNG ANH không",
      "SUBSCRIBE morning page; SUBSCRIBE weekly page; UNSUBSCRIBE morning page; UNSUBSCRIBE weekly page; STOP "
      "reminders; REMINDERS on; ENGLISH yes; ENGLISH no"};
}

}  // namespace policies::reminders
