#include "policies/speech/delegation.h"

#include <algorithm>

#include "policies/phrases/date_words.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

Words words_of(std::string_view text) { return phrases::split_words(text.substr(0, kMaxDelegation), 400); }

std::size_t withdrawal_at(const Words& words, std::size_t at) {
  const std::size_t length = phrases::match_longest(
      words, at, {"thôi ủy quyền",          "hết ủy quyền",       "rút ủy quyền",        "rút lại ủy quyền",
                  "hủy ủy quyền",           "hủy bỏ ủy quyền",    "bãi bỏ ủy quyền",     "chấm dứt ủy quyền",
                  "kết thúc ủy quyền",      "dừng ủy quyền",      "ngừng ủy quyền",      "ngưng ủy quyền",
                  "thu hồi ủy quyền",       "thu lại ủy quyền",   "thôi việc ủy quyền",  "chấm dứt việc ủy quyền",
                  "kết thúc việc ủy quyền", "rút quyền",          "thôi không ủy quyền", "end substitution",
                  "end the substitution",   "end my substitution"});
  if (length > 0) return length;
  // "không ủy quyền nữa", "không ủy quyền đ/c Bình nữa"
  const std::size_t no = phrases::match_longest(words, at, {"không ủy quyền", "thôi không ủy quyền"});
  if (no == 0) return 0;
  for (std::size_t i = at + no; i < std::min(words.size(), at + no + 12); ++i) {
    if (phrases::is_any(words[i], {"nữa"})) return no;
  }
  return 0;
}

// "thay tôi" is handing over only when it goes on with leading, or with nothing: "thay tôi dự họp" is an errand.
bool leads_on(const Words& words, std::size_t at) {
  if (at >= words.size() || words[at].kind == Word::Kind::mark) return true;
  return phrases::match_longest(words, at,
                                {"chỉ đạo", "điều hành", "phụ trách", "giải quyết", "xử lý", "quyết định", "làm việc",
                                 "từ", "đến", "trong", "hôm nay", "ngày mai", "ngày", "nhé", "ạ"}) > 0;
}

std::size_t gift_at(const Words& words, std::size_t at) {
  const std::size_t direct = phrases::match_longest(
      words, at, {"ủy quyền cho", "ủy quyền", "ủy nhiệm cho", "ủy nhiệm", "giao quyền cho", "giao quyền"});
  if (direct > 0) {
    const bool told_of = at > 0 && phrases::is_any(words[at - 1], {"giấy", "được", "theo", "bản", "đồng", "đơn", "mẫu",
                                                                   "về", "thừa", "việc", "sự", "đã", "không", "chưa"});
    return told_of ? 0 : direct;
  }
  const std::size_t instead = phrases::match_longest(
      words, at,
      {"thay tôi", "thay mặt tôi", "thay thế tôi", "làm thay tôi", "thay anh", "thay chị", "thay mình",
       "điều hành thay", "chỉ đạo thay", "điều hành thay tôi", "chỉ đạo thay tôi", "stands in for me"});
  return instead > 0 && leads_on(words, at + instead) ? instead : 0;
}

// What may stand around without changing anything.
std::size_t filler_at(const Words& words, std::size_t at) {
  return phrases::match_longest(words, at,
                                {"kính gửi",
                                 "kính báo",
                                 "tôi",
                                 "mình",
                                 "em",
                                 "anh",
                                 "chị",
                                 "xin",
                                 "đề nghị",
                                 "sẽ",
                                 "đi công tác",
                                 "đi họp",
                                 "đi học",
                                 "đi vắng",
                                 "nghỉ phép",
                                 "nghỉ ốm",
                                 "nghỉ",
                                 "vắng mặt",
                                 "vắng",
                                 "bận",
                                 "công tác",
                                 "trong thời gian",
                                 "trong thời gian này",
                                 "trong thời gian đó",
                                 "trong thời gian tôi",
                                 "thời gian",
                                 "trong những ngày này",
                                 "do",
                                 "vì",
                                 "nên",
                                 "và",
                                 "thì",
                                 "là",
                                 "cho",
                                 "để",
                                 "của",
                                 "các",
                                 "mọi",
                                 "toàn bộ",
                                 "điều hành",
                                 "chỉ đạo",
                                 "phụ trách",
                                 "giải quyết",
                                 "xử lý",
                                 "quyết định",
                                 "công việc",
                                 "việc",
                                 "nhiệm vụ",
                                 "hằng ngày",
                                 "hàng ngày",
                                 "chung",
                                 "cơ quan",
                                 "đơn vị",
                                 "văn phòng",
                                 "ủy ban",
                                 "ubnd",
                                 "hđnd",
                                 "đồng chí",
                                 "đ",
                                 "c",
                                 "đc",
                                 "ông",
                                 "bà",
                                 "chủ tịch",
                                 "phó chủ tịch",
                                 "giám đốc",
                                 "phó giám đốc",
                                 "trưởng phòng",
                                 "phó trưởng phòng",
                                 "chánh văn phòng",
                                 "phó chánh văn phòng",
                                 "thay tôi",
                                 "thay mặt tôi",
                                 "thay mặt",
                                 "thay",
                                 "ủy quyền",
                                 "giao",
                                 "trực tiếp",
                                 "nhé",
                                 "nha",
                                 "ạ",
                                 "thông báo",
                                 "để biết",
                                 "cảm ơn",
                                 "xin cảm ơn",
                                 "trân trọng",
                                 "trân trọng thông báo",
                                 "các đồng chí",
                                 "biết",
                                 "nữa",
                                 "từ nay",
                                 "kể từ nay",
                                 "tôi đã về",
                                 "đã về",
                                 "về",
                                 "cơ quan rồi",
                                 "rồi",
                                 "đến",
                                 "tới",
                                 "hết",
                                 "ngày",
                                 "từ",
                                 "kể từ",
                                 "từ ngày",
                                 "đến ngày",
                                 "đến hết",
                                 "đến hết ngày",
                                 "trong",
                                 "lúc",
                                 "bắt đầu",
                                 "thực hiện",
                                 "theo quy chế làm việc",
                                 "dear",
                                 "please",
                                 "thanks",
                                 "the",
                                 "from",
                                 "until",
                                 "to"});
}

// "đi công tác Hà Nội", "họp ở Thanh Hóa": where he is, in capitals.
std::size_t place_at(std::string_view text, const Words& words, std::size_t at) {
  std::size_t from = at;
  if (phrases::is_any(words[at], {"ở", "tại", "ra", "vào"})) ++from;
  else if (at == 0 || !phrases::is_any(words[at - 1], {"tác", "họp", "học"})) return 0;
  std::size_t end = from;
  while (end < words.size() && end < from + 4 && words[end].kind == Word::Kind::letters &&
         words[end].exact != text.substr(words[end].begin, words[end].end - words[end].begin))
    ++end;
  return end > from ? end - at : 0;
}

struct Reader {
  std::string_view text;
  const Words words;
  const std::vector<Place>& names;
  const phrases::Resolver resolver;
  const Words known;  // of the writer's own name and title
  std::vector<bool> used;
  Delegation out{};

  bool named(std::size_t at) const {
    return std::any_of(names.begin(), names.end(),
                       [&](const Place& place) { return words[at].begin < place.end && place.begin < words[at].end; });
  }
  bool is_known(std::size_t at) const {
    return words[at].kind == Word::Kind::letters &&
           std::any_of(known.begin(), known.end(), [&](const Word& word) { return word.exact == words[at].exact; });
  }
  // "Mai Đình Lâm" below the text is the writer, not tomorrow.
  bool is_own_name(std::size_t at) const {
    return is_known(at) && words[at].exact != text.substr(words[at].begin, words[at].end - words[at].begin);
  }
  void use(std::size_t at, std::size_t length) {
    for (std::size_t i = at; i < at + length && i < used.size(); ++i) used[i] = true;
  }
  bool behind(std::size_t at, std::initializer_list<std::string_view> list) const {
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
      const Word& word = words[at - back];
      if (phrases::is_any(word, list)) return true;
      if (!phrases::is_any(word, {"hết", "ngày", "cuối", "sáng", "chiều", "lúc", "the", "end", "of"})) return false;
    }
    return false;
  }

  std::optional<policies::calendar::Date> day_of(phrases::When when) {
    when.minute.reset();
    const auto resolved = resolver.from_when(when);
    if (!resolved.deadline) return std::nullopt;
    return resolved.deadline->date;
  }
  base::Timestamp begin_of(policies::calendar::Date day, std::optional<int> minute) const {
    const base::Timestamp at = calendar::at_minute(day, minute.value_or(0));
    return std::max(at, resolver.now);
  }
  static base::Timestamp end_of(policies::calendar::Date day, std::optional<int> minute) {
    return minute ? calendar::at_minute(day, *minute) : calendar::at_minute(calendar::add_days(day, 1), 0);
  }

  // "từ 5 đến 10/12", "5-10/12": a day whose month stands behind.
  bool bare_first_day(std::size_t at, const phrases::When& last, std::size_t last_at) {
    for (std::size_t back = 1; back <= 4 && back <= last_at - at; ++back) {
      const std::size_t i = last_at - back;
      const int number = phrases::number_of(words[i]);
      if (number < 1 || number > 31 || used[i]) continue;
      phrases::When first = last;
      first.day = number;
      first.minute.reset();
      first.weekday.reset();
      const auto day = day_of(first);
      use(i, 1);
      if (!day) out.unclear = true;
      else out.from = begin_of(*day, std::nullopt);
      return true;
    }
    return false;
  }

  void read_dates() {
    struct Found {
      phrases::When when;
      std::size_t at = 0;
      bool until = false, from = false;
    };
    std::vector<Found> found;
    for (std::size_t at = 0; at < words.size();) {
      if (named(at) || is_own_name(at) || words[at].kind == Word::Kind::mark) {
        ++at;
        continue;
      }
      const phrases::When when = phrases::read_when(words, at);
      Found one{when, at, behind(at, {"đến", "tới", "until", "to"}) || behind(at, {"hết"}),
                behind(at, {"từ", "from", "kể"})};
      // "toi" without marks may be the evening; a part of a day counts only where a time must stand.
      const bool time = when.has_day() || when.bad || (when.vague && (one.until || one.from));
      if (when.end <= at || !time) {
        ++at;
        continue;
      }
      use(at, when.end - at);
      found.push_back(one);
      at = when.end;
    }
    if (found.size() > 2) out.unclear = true;
    if (found.size() == 2 && !found[1].from && !found[0].until)
      found[1].until = found[0].from = true;  // "5/12 - 10/12"
    if (found.size() == 1 && found[0].until && found[0].when.has_date) bare_first_day(0, found[0].when, found[0].at);
    for (const Found& one : found) {
      const auto day = one.when.bad || one.when.vague ? std::nullopt : day_of(one.when);
      if (!day) {
        out.unclear = true;
        continue;
      }
      const bool only_day = found.size() == 1 && !one.until && !one.from && !out.from;
      if (one.from || only_day) out.from = begin_of(*day, one.when.minute);
      if (one.until || only_day) out.until = end_of(*day, only_day ? std::nullopt : one.when.minute);
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (used[at] || named(at)) continue;
      if (!out.from && phrases::match_longest(words, at, {"từ nay", "từ bây giờ", "from now"}) > 0) {
        out.from = resolver.now;
        use(at, phrases::match_longest(words, at, {"từ nay", "từ bây giờ", "from now"}));
      }
      const phrases::Span span = phrases::read_span_of_days(words, at, false);
      if (span.end <= at) continue;
      use(at, span.end - at);
      if (span.unit != phrases::Span::Unit::days || span.range || out.until || span.count < 1) {
        out.unclear = true;
        continue;
      }
      const base::Timestamp begin = out.from.value_or(resolver.now);
      out.until = end_of(calendar::add_days(calendar::local_date(begin), span.count - 1), std::nullopt);
    }
    if (out.until && (*out.until <= resolver.now || (out.from && *out.until <= *out.from))) {
      out.until.reset();
      out.unclear = true;
    }
  }

  void read_act() {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (const std::size_t length = withdrawal_at(words, at); length > 0) {
        out.act = DelegationAct::withdraw;
        use(at, length);
        return;
      }
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (const std::size_t length = gift_at(words, at); length > 0) {
        out.act = DelegationAct::give;
        use(at, length);
        return;
      }
    }
  }

  bool all_accounted() {
    for (std::size_t at = 0; at < words.size();) {
      if (phrases::is_mark(words[at], '?')) return false;
      if (used[at] || named(at) || words[at].kind == Word::Kind::mark) {
        ++at;
        continue;
      }
      std::size_t length = std::max(filler_at(words, at), place_at(text, words, at));
      if (length == 0 && is_known(at)) length = 1;
      if (length == 0) return false;
      at += length;
    }
    return true;
  }
};

Reader reader_of(std::string_view text, const std::vector<Place>& names, std::string_view known,
                 const calendar::Calendar& calendar, base::Timestamp now) {
  Words words = words_of(text);
  const std::size_t size = words.size();
  return Reader{
      text, std::move(words), names, phrases::Resolver{calendar, now}, words_of(known), std::vector<bool>(size, false)};
}

}  // namespace

DelegationAct delegation_act(std::string_view text) {
  const Words words = words_of(text);
  auto act = DelegationAct::none;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (withdrawal_at(words, at) > 0) return DelegationAct::withdraw;
    if (gift_at(words, at) > 0) act = DelegationAct::give;
  }
  return act;
}

Delegation read_delegation(std::string_view text, const std::vector<Place>& names, std::string_view known,
                           const calendar::Calendar& calendar, base::Timestamp now) {
  Reader reader = reader_of(text, names, known, calendar, now);
  reader.read_act();
  if (reader.out.act == DelegationAct::none) return {};
  if (reader.out.act == DelegationAct::give) reader.read_dates();
  reader.out.whole = text.size() <= kMaxDelegation && reader.all_accounted();
  return reader.out;
}

Delegation read_delegation_dates(std::string_view text, const std::vector<Place>& names,
                                 const calendar::Calendar& calendar, base::Timestamp now) {
  Reader reader = reader_of(text, names, {}, calendar, now);
  reader.read_dates();
  // "10/12" behind "until when?" is the end.
  if (reader.out.from && reader.out.until && !reader.out.unclear) {
    const Words& words = reader.words;
    const bool says_from = std::any_of(words.begin(), words.end(), [](const Word& word) {
      return phrases::is_any(word, {"từ", "from", "-", "–"});
    });
    if (!says_from) reader.out.from.reset();
  }
  return reader.out;
}

}  // namespace policies::speech
