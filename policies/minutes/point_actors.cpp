#include "policies/minutes/point_actors.h"

#include <algorithm>

#include "policies/phrases/words.h"

namespace policies::minutes {

namespace {

using phrases::is_mark;
using phrases::match_longest;
using phrases::Word;
using phrases::Words;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Before a name, and not part of it: "Giao đ/c", "Yêu cầu Trưởng", "Thủ trưởng".
std::size_t lead_in(const Words& words, std::size_t at) {
  return match_longest(words, at,
                       {"giao",
                        "giao cho",
                        "giao nhiệm vụ cho",
                        "giao trách nhiệm cho",
                        "yêu cầu",
                        "đề nghị",
                        "phân công",
                        "thống nhất giao",
                        "cử",
                        "cho",
                        "đ / c",
                        "đc",
                        "đồng chí",
                        "các đồng chí",
                        "ông",
                        "bà",
                        "anh",
                        "chị",
                        "em",
                        "thủ trưởng",
                        "trưởng",
                        "đồng chí trưởng",
                        "đồng chí chủ tịch",
                        "lãnh đạo",
                        "chủ tịch",
                        "giám đốc",
                        "hiệu trưởng",
                        "đơn vị thực hiện :",
                        "đơn vị chủ trì :",
                        "đơn vị :",
                        "người thực hiện :",
                        "thực hiện :",
                        "chủ trì :",
                        "phụ trách :",
                        "đầu mối :",
                        "trách nhiệm :",
                        "cơ quan chủ trì :",
                        "cơ quan thực hiện :",
                        "giao :",
                        "do",
                        "phân công cho",
                        "đề nghị các đồng chí",
                        "assign",
                        "assign to",
                        "please ask",
                        "lead :",
                        "who :",
                        "tiếp tục giao",
                        "nhất trí giao",
                        "trước mắt giao",
                        "riêng",
                        "đối với"});
}

std::size_t separator(const Words& words, std::size_t at) {
  if (at >= words.size()) return 0;
  if (is_mark(words[at], ',') || is_mark(words[at], ';') || is_mark(words[at], '&') || is_mark(words[at], '+') ||
      is_mark(words[at], '/'))
    return 1;
  return match_longest(words, at, {"và", "and"});
}

std::size_t with_others(const Words& words, std::size_t at) {
  return match_longest(
      words, at,
      {"phối hợp với", "phối hợp cùng", "phối hợp cùng với", "cùng", "cùng với",
       "phối hợp :", "đơn vị phối hợp :", "cơ quan phối hợp :", "phối hợp chặt chẽ với", "together with", "with",
       "chủ động phối hợp với", "chủ trì phối hợp với", "chủ trì , phối hợp với", "chủ trì phối hợp cùng",
       "chủ trì , phối hợp cùng", "chủ trì cùng", "chủ trì , cùng", "phối hợp"});
}

std::size_t leading(const Words& words, std::size_t at) {
  return match_longest(words, at,
                       {"chủ trì", "làm đầu mối", "đầu mối", "chịu trách nhiệm chính", "chịu trách nhiệm", "phụ trách",
                        "là đơn vị chủ trì", "làm chủ trì", "lead", "leads", "là đầu mối"});
}

// A unit's first word; what makes it another word stands behind it: "phòng chống", "tổ chức", "ban hành".
bool is_unit_word(const Words& words, std::size_t at) {
  if (at >= words.size()) return false;
  if (match_longest(words, at,
                    {"phòng chống", "phòng , chống", "phòng ngừa", "phòng dịch", "phòng cháy", "ban hành", "ban đầu",
                     "tổ chức", "trường hợp", "đội ngũ", "hội nghị", "hội họp", "hội thảo", "đoàn viên", "hội viên",
                     "trung tâm của", "sở hữu", "sở dĩ"}) > 0)
    return false;
  return match_longest(
             words, at,
             {"phòng",    "ban",       "công an",  "ban chỉ huy", "bch",        "quân sự",     "trạm",    "trường",
              "đội",      "hội",       "đoàn",     "văn phòng",   "trung tâm",  "sở",          "ubnd",    "hạt",
              "bộ phận",  "tổ",        "thôn",     "chi cục",     "mặt trận",   "ủy ban",      "cán bộ",  "công chức",
              "kế toán",  "địa chính", "tư pháp",  "thanh tra",   "viện",       "tòa án",      "kho bạc", "ngân hàng",
              "điện lực", "bhxh",      "bảo hiểm", "liên đoàn",   "hợp tác xã", "ủy viên",     "phường",  "xã",
              "p .",      "chi đoàn",  "mttq",     "ttyt",        "bqlda",      "ban quản lý", "vp",      "thuế"}) > 0;
}

bool is_person_word(const Words& words, std::size_t at) {
  return match_longest(words, at, {"đ / c", "đc", "đồng chí", "ông", "bà"}) > 0;
}

// "các phường", "UBND các xã, phường": each of a kind.
struct Group {
  std::size_t end = 0;  // words; 0: none
  std::vector<std::string> kinds;
};
Group group_at(const Words& words, std::size_t at) {
  Group out;
  std::size_t i = at + match_longest(words, at, {"ubnd", "ủy ban nhân dân", "chủ tịch ubnd"});
  const std::size_t each = match_longest(words, i, {"các", "tất cả các", "toàn thể các", "mỗi", "từng", "8", "all"});
  if (each == 0) return out;
  i += each;
  for (;;) {
    const std::size_t unit = match_longest(
        words, i,
        {"phường", "xã", "phòng", "ban", "đơn vị", "ngành", "địa phương", "phòng ban", "cơ quan", "thôn", "trường",
         "thị trấn", "wards", "units", "đồng chí", "phòng chuyên môn", "cơ quan chuyên môn", "đoàn thể"});
    if (unit == 0) break;
    if (match_longest(words, i, {"phòng chống", "ban hành"}) > 0) break;
    std::string kind;
    for (std::size_t word = i; word < i + unit; ++word) kind += (kind.empty() ? "" : " ") + words[word].folded;
    out.kinds.push_back(std::move(kind));
    i += unit;
    out.end = i;
    const std::size_t next = separator(words, i);
    if (next == 0) break;
    i += next;
  }
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, const std::vector<NameSpan>& names)
      : text_(text), words_(phrases::split_words(text, kMostPointWords)), names_(names) {
    out_.roles.assign(names.size(), Acting::no);
    name_at_.assign(words_.size(), kNone);
    std::size_t name = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      while (name < names.size() && names[name].end <= words_[i].begin) ++name;
      if (name < names.size() && words_[i].begin >= names[name].begin) name_at_[i] = name;
    }
  }

  Actors read() {
    const std::size_t behind = opening();
    for (std::size_t at = behind; at < words_.size();) at = inner(at);
    if (!has_lead()) tail();
    if (!has_lead() && out_.unknown.empty()) labelled();
    out_.unknown_leads = out_.unknown_leads && !has_lead();
    bounds(behind);
    out_.only_who = (has_lead() || out_.unknown_leads) && nothing_else();
    return std::move(out_);
  }

 private:
  bool has_lead() const {
    return !out_.groups.empty() || std::find(out_.roles.begin(), out_.roles.end(), Acting::lead) != out_.roles.end();
  }
  std::size_t name_end(std::size_t at) const {
    const std::size_t name = name_at_[at];
    while (at < words_.size() && name_at_[at] == name) ++at;
    return at;
  }
  // The first that leads does; others with it cooperate.
  void give(std::size_t at, bool cooperates) {
    Acting& role = out_.roles[name_at_[at]];
    if (role != Acting::no) return;
    role = cooperates || has_lead() || out_.unknown_leads ? Acting::cooperating : Acting::lead;
  }

  // Names at this place, parted by commas; where they end. `at` itself when there is none.
  std::size_t list(std::size_t at, bool cooperates, bool unknown_too) {
    std::size_t end = at;
    for (;;) {
      std::size_t i = at;
      for (std::size_t n; i < words_.size() && name_at_[i] == kNone && (n = lead_in(words_, i)) > 0;) i += n;
      if (i >= words_.size()) break;
      if (name_at_[i] != kNone) {
        give(i, cooperates);
        end = name_end(i);
      } else if (const Group group = group_at(words_, i); group.end > 0 && !cooperates) {
        for (const std::string& kind : group.kinds) out_.groups.push_back(kind);
        end = group.end;
      } else if (const std::size_t length = unknown_too ? unknown(i, cooperates) : 0; length > 0) {
        end = i + length;
      } else {
        break;
      }
      if (end < words_.size() && is_mark(words_[end], '(')) end = past_brackets(end);
      const std::size_t next = separator(words_, end);
      if (next == 0) break;
      at = end + next;
    }
    return end;
  }

  // "(đ/c Nam)" behind a unit: its head, said by name.
  std::size_t past_brackets(std::size_t at) const {
    for (std::size_t i = at + 1; i < words_.size() && i < at + 8; ++i) {
      if (is_mark(words_[i], ')')) return i + 1;
      if (match_longest(words_, i, {"hạn", "trước", "phối hợp", "chủ trì"}) > 0 || words_[i].kind == Word::Kind::digits)
        return at;
    }
    return at;
  }

  // Somebody who is meant and whom nobody knows: words of a unit or a person up to what says that they were a name.
  std::size_t unknown(std::size_t at, bool cooperates) {
    const bool unit = is_unit_word(words_, at), person = !unit && at > 0 && is_addressed(at);
    if (!unit && !person) return 0;
    std::size_t end = at;
    bool closed = false;
    for (; end < words_.size() && end < at + 9; ++end) {
      const Word& word = words_[end];
      if (word.kind == Word::Kind::mark && word.exact != "-" && word.exact != "–") {
        closed =
            is_mark(word, ':') || is_mark(word, ')') || cooperates || separator(words_, end) > 0 || is_mark(word, '(');
        break;
      }
      if (end > at &&
          (leading(words_, end) > 0 || with_others(words_, end) > 0 ||
           match_longest(words_, end, {"khẩn trương", "có trách nhiệm", "tham mưu",  "báo cáo",   "rà soát",
                                       "xây dựng",    "triển khai",     "thực hiện", "tổ chức",   "kiểm tra",
                                       "hoàn thành",  "chuẩn bị",       "lập",       "tiếp tục",  "chỉ đạo",
                                       "tăng cường",  "đôn đốc",        "trình",     "tập trung", "chủ động",
                                       "nghiên cứu",  "theo dõi",       "bố trí",    "xử lý",     "giải quyết"}) > 0)) {
        closed = true;
        break;
      }
      if (end > at && name_at_[end] != kNone) {
        end = name_end(end) - 1;  // "Trường THCS Lam Sơn": a known name in one that is not
        continue;
      }
      if (end > at && separator(words_, end) > 0) {
        closed = true;
        break;
      }
    }
    if (end == words_.size()) closed = cooperates || person;
    if (!closed || end == at) return 0;
    if (!cooperates && !has_lead() && out_.unknown.empty()) out_.unknown_leads = true;
    out_.unknown.emplace_back(text_.substr(words_[at].begin, words_[end - 1].end - words_[at].begin));
    return end - at;
  }

  bool is_addressed(std::size_t at) const {
    return is_person_word(words_, at - 1) || (at >= 3 && is_person_word(words_, at - 3)) ||
           (at >= 2 && is_person_word(words_, at - 2));
  }

  // Those at the head of the point; the word behind them.
  std::size_t opening() {
    std::size_t at = 0;
    while (at < words_.size() && words_[at].kind == Word::Kind::mark && name_at_[at] == kNone) ++at;
    if (const std::size_t n = with_others(words_, at); n > 0) {
      // "Phối hợp với Phòng A rà soát": with whom, not who.
      const std::size_t end = list(at + n, true, false);
      return end > at + n ? end : at;
    }
    std::size_t end = list(at, false, true);
    if (end == at || !(has_lead() || out_.unknown_leads)) return at;
    opened_ = true;
    for (bool more = true; more && end < words_.size();) {
      more = false;
      if (const std::size_t n = with_others(words_, end); n > 0) {
        const std::size_t others = list(end + n, true, true);
        more = others > end + n;
        end = others;
      } else if (const std::size_t role = leading(words_, end); role > 0) {
        end += role;
        more = true;
      } else if (separator(words_, end) > 0) {
        std::size_t next = end + separator(words_, end);
        const std::size_t led = leading(words_, next), with = with_others(words_, next);
        if (with > 0) {
          const std::size_t others = list(next + with, true, true);
          more = others > next + with;
          if (more) end = others;
        } else if (led > 0) {
          end = next + led;
          more = true;
        } else if (const std::size_t others = cooperating_list(next); others > 0) {
          end = others;
          more = true;
        }
      }
    }
    return end;
  }

  // "…, Phòng A, Phòng B phối hợp": the words behind them; 0: they do not cooperate, nothing is given.
  std::size_t cooperating_list(std::size_t at) {
    std::size_t i = at;
    while (i < words_.size()) {
      for (std::size_t n; i < words_.size() && name_at_[i] == kNone && (n = lead_in(words_, i)) > 0;) i += n;
      if (i >= words_.size()) return 0;
      if (name_at_[i] != kNone) i = name_end(i);
      else if (is_unit_word(words_, i)) {
        std::size_t to = i + 1;
        while (to < words_.size() && to < i + 7 && separator(words_, to) == 0 && words_[to].kind != Word::Kind::mark &&
               match_longest(words_, to, {"phối hợp", "cùng", "hỗ trợ"}) == 0)
          ++to;
        i = to;
      } else {
        return 0;
      }
      const std::size_t last =
          match_longest(words_, i, {"phối hợp", "cùng phối hợp", "cùng làm", "hỗ trợ", "tham gia"});
      if (last > 0 && match_longest(words_, i, {"phối hợp với", "phối hợp cùng"}) == 0) {
        list(at, true, true);
        return i + last;
      }
      const std::size_t next = separator(words_, i);
      if (next == 0) return 0;
      i += next;
    }
    return 0;
  }

  // In the middle: "… giao Phòng A chủ trì", "phối hợp với Phòng B"; the next word to look at.
  std::size_t inner(std::size_t at) {
    if (const std::size_t n = with_others(words_, at); n > 0) {
      const std::size_t end = list(at + n, true, false);
      return std::max(end, at + 1);
    }
    if (const std::size_t n =
            match_longest(words_, at,
                          {"giao", "giao cho", "phân công", "phân công cho", "chủ trì :", "đơn vị thực hiện :",
                           "đơn vị chủ trì :", "thực hiện :", "người thực hiện :", "phụ trách :", "cơ quan chủ trì :"});
        n > 0 && !(at > 0 && phrases::is_any(words_[at - 1], {"bàn", "chuyển", "trả"}))) {
      const std::size_t end = list(at + n, false, false);
      return std::max(end, at + 1);
    }
    if (name_at_[at] == kNone) return at + 1;
    const std::size_t end = name_end(at);
    std::size_t behind = end;
    // "Phòng A, Phòng B phối hợp": the words behind the list count for all of it.
    std::size_t i = end;
    while (i < words_.size()) {
      const std::size_t next = separator(words_, i);
      std::size_t to = i + next;
      for (std::size_t n; to < words_.size() && name_at_[to] == kNone && (n = lead_in(words_, to)) > 0;) to += n;
      if (next == 0 || to >= words_.size() || name_at_[to] == kNone) break;
      i = name_end(to);
      behind = i;
    }
    const bool with = match_longest(words_, behind, {"phối hợp với", "phối hợp cùng"}) > 0;
    if (leading(words_, end) > 0 || (with && !has_lead())) {
      give(at, false);
    } else if (!with && match_longest(words_, behind, {"phối hợp", "cùng phối hợp"}) > 0) {
      for (std::size_t word = at; word < behind; ++word) {
        if (name_at_[word] != kNone) give(word, true);
      }
      return behind;
    }
    return end;
  }

  // "… (Phòng Tư pháp, trước 20/12)", "… – Phòng Tư pháp – 20/12".
  void tail() {
    for (std::size_t at = words_.size(); at-- > 0;) {
      if (name_at_[at] != kNone) continue;  // the dash of a name
      const bool bracket = is_mark(words_[at], '(') || is_mark(words_[at], '[');
      const bool dash =
          is_mark(words_[at], ';') || is_mark(words_[at], ':') ||
          ((is_mark(words_[at], '-') || words_[at].exact == "–" || words_[at].exact == "—") && !words_[at].joined);
      const bool spoken = match_longest(words_, at, {"do", "giao cho"}) > 0 && at > 0;
      if (!bracket && !dash && !spoken && words_[at].exact != "\n") continue;
      const std::size_t before = out_.unknown.size();
      std::size_t from = at + 1;
      const std::size_t end = list(from, false, bracket);
      if (end == from) continue;
      if (!bracket && !ends_soon(end)) {
        // A name in a sentence.
        for (Acting& role : out_.roles) role = role == Acting::lead ? Acting::no : role;
        out_.groups.clear();
        out_.unknown.resize(before);
        out_.unknown_leads = false;
        continue;
      }
      std::size_t next = end + separator(words_, end);
      if (const std::size_t n = with_others(words_, next); n > 0) list(next + n, true, true);
      tail_ = at;
      return;
    }
  }

  // Nothing but a time, or the end, stands behind.
  bool ends_soon(std::size_t at) const {
    if (at >= words_.size()) return true;
    for (std::size_t i = at; i < words_.size(); ++i) {
      const Word& word = words_[i];
      if (word.kind != Word::Kind::letters || name_at_[i] != kNone) continue;
      if (phrases::is_any(word,
                          {"hạn",  "trước", "ngày",  "tháng", "năm",  "xong", "thời", "gian",  "hoàn", "thành", "h",
                           "giờ",  "thứ",   "hai",   "ba",    "tư",   "sáu",  "bảy",  "tuần",  "này",  "đến",   "hết",
                           "chậm", "nhất",  "trong", "và",    "phối", "hợp",  "chủ",  "trì",   "thực", "hiện",  "sau",
                           "by",   "đ",     "c",     "đồng",  "chí",  "là",   "cuối", "chiều", "sáng", "mai"}))
        continue;
      return false;
    }
    return true;
  }

  // "Đơn vị thực hiện: Phòng A" in a line of its own.
  void labelled() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      const std::size_t n = match_longest(words_, at,
                                          {"đơn vị thực hiện :", "đơn vị chủ trì :", "người thực hiện :", "thực hiện :",
                                           "chủ trì :", "phụ trách :", "cơ quan chủ trì :", "đơn vị :"});
      if (n > 0) list(at + n, false, true);
    }
  }

  void bounds(std::size_t behind) {
    out_.work_begin = 0;
    out_.work_end = text_.size();
    if (opened_ && behind < words_.size()) out_.work_begin = words_[behind].begin;
    else if (opened_) out_.work_begin = text_.size();
    if (tail_ != kNone && tail_ >= (opened_ ? behind : 0)) out_.work_end = words_[tail_].begin;
    while (out_.work_begin < out_.work_end &&
           std::string_view(" ,;:.-\t\n)").find(text_[out_.work_begin]) != std::string_view::npos)
      ++out_.work_begin;
    while (text_.substr(out_.work_begin, out_.work_end - out_.work_begin).starts_with("–")) {
      out_.work_begin += 3;
      while (out_.work_begin < out_.work_end && text_[out_.work_begin] == ' ') ++out_.work_begin;
    }
    first_work_ = opened_ ? behind : 0;
  }

  bool nothing_else() const {
    for (std::size_t i = first_work_; i < words_.size() && i < (tail_ == kNone ? words_.size() : tail_); ++i) {
      const Word& word = words_[i];
      if (word.kind != Word::Kind::letters || name_at_[i] != kNone) continue;
      if (phrases::is_any(word, {"hạn", "trước", "ngày", "thực", "hiện", "nhiệm", "vụ",    "sau", "các",
                                 "nội", "dung",  "việc", "như",  "đây",  "những", "tháng", "năm", "công",
                                 "tập", "trung", "chủ",  "trì",  "phối", "hợp",   "thì",   "có",  "trách"}))
        continue;
      return false;
    }
    return true;
  }

  std::string_view text_;
  Words words_;
  const std::vector<NameSpan>& names_;
  std::vector<std::size_t> name_at_;  // index of the name that a word is of
  bool opened_ = false;
  std::size_t tail_ = kNone, first_work_ = 0;
  Actors out_;
};

}  // namespace

bool Actors::leads() const {
  return !groups.empty() || std::find(roles.begin(), roles.end(), Acting::lead) != roles.end();
}

Actors read_actors(std::string_view text, const std::vector<NameSpan>& names) { return Reader(text, names).read(); }

bool begins_with_work(std::string_view text) {
  const Words words = phrases::split_words(text, 8);
  std::size_t at = 0;
  while (at < words.size() && words[at].kind == Word::Kind::mark) ++at;
  return match_longest(
             words, at,
             {"rà soát",    "báo cáo",  "xây dựng", "tham mưu",     "triển khai",  "tổ chức",    "thực hiện",
              "hoàn thành", "chuẩn bị", "kiểm tra", "đôn đốc",      "lập",         "trình",      "gửi",
              "nộp",        "phối hợp", "chỉ đạo",  "tuyên truyền", "tiếp tục",    "tăng cường", "giải quyết",
              "xử lý",      "cử",       "bố trí",   "đề xuất",      "khẩn trương", "chủ động",   "tập trung",
              "yêu cầu",    "đề nghị",  "giao",     "sửa",          "mua",         "làm",        "soạn",
              "đăng",       "niêm yết", "cập nhật", "tổng hợp",     "thống kê",    "nghiên cứu", "họp",
              "mời",        "chấm dứt", "vận động", "quyết toán",   "thanh toán",  "prepare",    "send",
              "report",     "check",    "theo dõi", "thẩm định",    "phê duyệt",   "ban hành",   "công khai"}) > 0;
}

}  // namespace policies::minutes
