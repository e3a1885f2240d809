#include "policies/speech/sentence_meaning.h"

#include <algorithm>

#include "policies/phrases/word_at.h"
#include "policies/speech/fact_slot.h"
#include "policies/speech/names.h"
#include "policies/speech/sentence_units.h"
#include "policies/speech/together.h"

namespace policies::speech {

namespace {

using phrases::Word;
using phrases::Words;

constexpr int kFiller = 10, kOpener = 9, kAct = 10, kTold = 16, kSending = 12, kRunOn = 40, kPerhaps = 95,
              kUnreachable = 1 << 28;

class Parser : SentenceUnits {
 public:
  using SentenceUnits::SentenceUnits;

  Meaning read(std::uint8_t side) {
    side_ = side;
    chosen_.clear();
    torn_ = false;
    Meaning meaning;
    meaning.business = is_business();
    if (sentence_.cut || !parse()) {
      find_likely(meaning);
      return meaning;
    }
    meaning.covered = true;
    bool perhaps = false, sole = false, joined = false, wished = false, parted = true;
    const Row* last = nullptr;
    std::vector<const Unit*> facts, short_of_reason;
    for (const auto& [at, unit] : chosen_) {
      const bool filler = unit->row == nullptr || unit->row->act == Act::none;
      parted = parted || (filler && parts_clauses(at, unit->end));
      if (unit->row == nullptr) continue;
      const Row& row = *unit->row;
      meaning.names_file = meaning.names_file || (row.flags & kWithFiles) != 0;
      if ((row.flags & kFact) != 0) facts.push_back(unit);
      if (row.act == Act::none) continue;
      // Without a comma or "và" between them two acts are one that is said otherwise: "Tiếp tục đôn đốc", "Chưa nhận
      // được văn bản".
      joined = joined || (last != nullptr && !parted && !parts_clauses(at, at + 1) && last->act != row.act &&
                          (is_act(row) || (last->flags & kSole) != 0) && (is_act(*last) || (row.flags & kSole) != 0) &&
                          row.act != Act::yes && last->act != Act::yes);
      // "Cảm ơn em đã hoàn thành nhiệm vụ", "Chúc mừng anh đã …": what somebody else did. "Không dám nhận" is no talk.
      joined = joined || (wished && !parted && is_act(row));
      wished = is_act(row) ? false : wished || ((row.flags & kTalk) != 0 && (wishes(at, unit->end) || !greets(at)));
      sole = sole || (row.flags & kSole) != 0;
      last = &row;
      parted = parts_clauses(unit->end - 1, unit->end);
      if (is_act(row)) {
        put(evaluate(*unit, at), meaning.acts);
        if ((row.flags & kNeedsReason) != 0) short_of_reason.push_back(unit);
      }
      // "Chưa xong, được 90% rồi": with a part that is only likely all of it is.
      torn_ = torn_ || (row.act == Act::progress && (row.flags & kLikely) != 0);
      perhaps = perhaps || (is_act(row) && (row.flags & kLikely) != 0);
    }
    if (perhaps && meaning.acts.size() > 1) {
      for (Said& said : meaning.acts) said.whole = false;
    }
    if (joined || (sole && meaning.acts.size() > 1)) {  // "Không gia hạn", "Đúng, hủy việc này"
      meaning.acts.clear();
      meaning.covered = false;
      find_likely(meaning);
      return meaning;
    }
    if (!facts.empty() && meaning.acts.empty()) {  // no talk: "Chị Lan ốm, ạ"
      meaning.covered = false;
      return meaning;
    }
    take_facts(facts, meaning.acts);
    for (Said& said : meaning.acts) {
      const bool wants = std::any_of(short_of_reason.begin(), short_of_reason.end(),
                                     [&](const Unit* unit) { return unit->row->act == said.act; });
      said.whole = said.whole && !(wants && said.reason.empty());
    }
    settle(meaning.acts);
    for (Said& said : meaning.acts) said.whole = said.whole && !torn_;
    meaning.talk = meaning.acts.empty() && !sentence_.question;
    if (meaning.names_file && !hearing_.has_files) {
      for (Said& said : meaning.acts) said.whole = said.whole && said.act != Act::done && said.act != Act::send_up;
    }
    return meaning;
  }

 private:
  bool native(const Row& row) const { return row.sides == kAnybody || (row.sides & side_) != 0; }

  static int cost(const Row* row) {
    if (row == nullptr) return kFiller;
    if ((row->flags & kLikely) != 0) return kPerhaps;
    if ((row->flags & kFact) != 0) return kTold;
    if ((row->flags & kBySending) != 0) return kSending;
    if ((row->flags & kSole) != 0) return kPerhaps - 5;
    return (row->flags & kOpening) != 0 ? kOpener : is_act(*row) ? kAct : kFiller;
  }

  // The cheapest way to account for every word; one with an act goes before one without. False: there is none.
  bool parse() {
    const std::size_t n = words_.size();
    struct Step {
      int cost = kUnreachable;
      std::size_t from = 0;
      int state = 0;
      const Unit* unit = nullptr;
    };
    std::vector<std::array<Step, 2>> best(n + 1);  // [1]: an act stands before
    best[0][0].cost = 0;
    for (std::size_t at = 0; at < n; ++at) {
      for (int state = 0; state < 2; ++state) {
        const int so_far = best[at][static_cast<std::size_t>(state)].cost;
        if (so_far >= kUnreachable) continue;
        for (const Unit& unit : units_[at]) {
          const bool act = unit.row != nullptr && is_act(*unit.row);
          if (unit.row != nullptr) {
            const auto flags = unit.row->flags;
            if ((flags & (kOpening | kBegins)) != 0 && state == 1) continue;
            if ((flags & kClosing) != 0 && state == 0) continue;
            if ((flags & kFirst) != 0 && at != 0 && words_[at].exact == "da") continue;
            if ((flags & kAlone) != 0 && (at != 0 || unit.end != n)) continue;
            if (!native(*unit.row)) continue;
          }
          const int total =
              so_far + cost(unit.row) + (act && runs_on(best[at][1].unit, state, *unit.row, at) ? kRunOn : 0);
          Step& step = best[unit.end][act || state == 1 ? 1 : 0];
          if (total < step.cost) step = {total, at, state, &unit};
        }
      }
    }
    int state = best[n][1].cost < kUnreachable ? 1 : 0;
    if (best[n][static_cast<std::size_t>(state)].cost >= kUnreachable) return false;
    for (std::size_t at = n; at > 0;) {
      const Step& step = best[at][static_cast<std::size_t>(state)];
      chosen_.insert(chosen_.begin(), {step.from, step.unit});
      at = step.from;
      state = step.state;
    }
    return true;
  }

  // "Vâng em làm xong rồi": "em làm" is no act in front of another one without a comma.
  bool runs_on(const Unit* before, int state, const Row& row, std::size_t at) const {
    return state == 1 && before != nullptr && before->row != nullptr && is_act(*before->row) &&
           before->row->act != row.act && !parts_clauses(at - 1, at) && !parts_clauses(at, at + 1);
  }

  // Acts for which the state of things beside them is the reason. One told beside another act may turn it round: "Xong
  // rồi, còn thiếu phụ lục".
  static bool takes_fact(Act act) {
    switch (act) {
      case Act::ask_extension:
      case Act::refuse:
      case Act::hand_on:
      case Act::deny:
      case Act::give_back:
      case Act::cancel:
      case Act::suspend:
      case Act::resume:
      case Act::change_due:
      case Act::urge:
      case Act::recall: return true;
      default: return false;
    }
  }

  void take_facts(const std::vector<const Unit*>& facts, std::vector<Said>& acts) const {
    if (facts.empty()) return;
    bool of_others = false;
    std::string told;
    for (const Unit* unit : facts) {
      const auto range = unit->captures.of(Slot::fact);
      of_others = of_others || is_of_others(reading_, range.begin);
      told += (told.empty() ? "" : ", ") + free_text(reading_, range.begin, range.end);
    }
    const bool all = std::all_of(acts.begin(), acts.end(), [](const Said& said) { return takes_fact(said.act); });
    for (Said& said : acts) {
      // "Phường Hạc Thành thiếu người, xin gia hạn đến 15/12" may be told of them.
      const bool his = of_others && (said.act == Act::ask_extension || said.act == Act::refuse);
      said.whole = said.whole && all && !his;
      if (said.reason.empty() && takes_fact(said.act)) said.reason = told;
    }
  }

  // Acts of one sentence that make each other uncertain.
  static void settle(std::vector<Said>& acts) {
    // "Gấp: 16h chiều nay nộp": the new day presses by itself.
    const bool day =
        std::any_of(acts.begin(), acts.end(), [](const Said& said) { return said.act == Act::change_due && said.due; });
    if (day) std::erase_if(acts, [](const Said& said) { return said.act == Act::urge && said.argument.empty(); });
    bool denied = false, doubt = false;
    for (const Said& said : acts) {
      // "Chuyển chưa": a question about the state makes all the rest one.
      doubt = doubt || (said.act == Act::ask_state && acts.size() > 1);
      // "Không gia hạn cho em đến 18/12" gives no new day.
      denied = denied || said.act == Act::deny;
      // "Không gấp lắm, làm ngay nhé"
      const bool calm = said.act == Act::set_priority && said.priority == Priority::normal;
      doubt = doubt || (calm && acts.size() > 1);
      doubt = doubt || (denied && said.act == Act::change_due);
    }
    for (Said& said : acts) said.whole = said.whole && !doubt;
  }

  bool parts_clauses(std::size_t at, std::size_t end) const {
    for (; at < end; ++at) {
      if (words_[at].kind == Word::Kind::mark && words_[at].exact != "%" && words_[at].exact != "/") return true;
      if (phrases::is_any(words_[at], {"và", "đồng", "rồi", "ạ", "nhé", "nha"})) return true;
    }
    return false;
  }

  bool wishes(std::size_t at, std::size_t end) const {
    for (; at < end; ++at) {
      if (phrases::is_any(words_[at], {"cảm", "chúc", "mừng", "lỗi", "mong"})) return true;
    }
    return false;
  }

  bool greets(std::size_t at) const {
    return phrases::is_any(words_[at], {"chào", "xin", "kính", "hi", "hello", "dear", "thưa", "em", "good"});
  }

  bool has_word(std::initializer_list<std::string_view> list) const {
    return std::any_of(words_.begin(), words_.end(), [&](const Word& word) { return phrases::is_any(word, list); });
  }

  bool says_finished(std::size_t at, std::size_t end) const {
    for (; at < end; ++at) {
      if (phrases::is_any(words_[at], {"xong", "hoàn", "done", "completed", "finished", "complete"})) return true;
    }
    return false;
  }

  std::string slice(Captures::Range range) const {
    if (range.end == 0) return {};
    return free_text(reading_, range.begin, range.end);
  }

  Said evaluate(const Unit& unit, std::size_t at) const {
    const Row& row = *unit.row;
    const Captures& c = unit.captures;
    Said said;
    said.act = row.act;
    said.words = sentence_.text;
    said.role = row.role;
    said.priority = row.priority;
    said.no_due = (row.flags & kNoDue) != 0;
    if (c.has(Slot::due) && (row.flags & kKeepsUnclear) == 0) {
      Due due = due_at(reading_, c.of(Slot::due).begin);
      said.due = std::move(due.deadline);
      said.unclear = std::move(due.unclear);
    }
    if (c.has(Slot::day)) {
      Due due = due_at(reading_, c.of(Slot::day).begin);
      said.due = std::move(due.deadline);
      said.unclear = std::move(due.unclear);
    }
    if (c.has(Slot::less)) said.unclear = phrases::UnclearDeadline{slice(c.of(Slot::less)), phrases::Problem::vague};
    if (c.has(Slot::percent)) said.percent = percent_in(reading_, c.of(Slot::percent).begin, c.of(Slot::percent).end);
    for (const Slot slot : {Slot::who, Slot::unit}) {
      if (!c.has(slot)) continue;
      auto names = names_in(reading_, c.of(slot).begin, c.of(slot).end);
      said.who.insert(said.who.end(), names.begin(), names.end());
    }
    if (c.has(Slot::instead)) {
      const auto names = names_in(reading_, c.of(Slot::instead).begin, c.of(Slot::instead).end);
      if (!names.empty()) said.instead_of = names.front();
    }
    if (c.has(Slot::reason)) said.reason = reason_text(reading_, c.of(Slot::reason).begin, c.of(Slot::reason).end);
    if (c.has(Slot::middle)) said.reason = reason_text(reading_, c.of(Slot::middle).begin, c.of(Slot::middle).end);
    if (c.has(Slot::lack)) said.reason = slice(c.of(Slot::lack));
    for (const Slot slot : {Slot::text, Slot::remark}) {
      if (!c.has(slot)) continue;
      (row.act == Act::deny || row.act == Act::give_back ? said.reason : said.argument) = slice(c.of(slot));
    }
    if (row.act == Act::add_text && c.has(Slot::remark)) said.argument = free_text(reading_, at, unit.end);
    if (c.has(Slot::type)) said.argument = slice(c.of(Slot::type));
    if (c.has(Slot::document)) said.argument = slice(c.of(Slot::document));
    if (c.has(Slot::filter)) said.argument = slice(c.of(Slot::filter));
    if (c.has(Slot::period)) said.argument = slice(c.of(Slot::period));
    if (c.has(Slot::field)) said.field = slice(c.of(Slot::field));
    if (said.act == Act::progress && said.percent == 100 && says_finished(at, unit.end)) said.act = Act::done;
    // "Em xin gửi kết quả trong file đính kèm", and there it is
    if (said.act == Act::accept && (row.flags & kLikely) != 0 && hearing_.has_files &&
        has_word({"gửi", "gởi", "nộp", "trình"}) && !planned(at + 1) && !planned(words_.size()))
      said.act = Act::done;
    const bool files = (row.flags & kWithFiles) == 0 || hearing_.has_files;
    const bool question = sentence_.question && (row.flags & kQuestion) == 0;
    const bool unit_named =
        (row.flags & kPersons) != 0 && std::any_of(said.who.begin(), said.who.end(), [](const std::string& who) {
          return is_unit_name(phrases::split_words(who, 20));
        });
    // "Em hoàn thành ngay ạ" is a promise.
    const bool promised = said.act == Act::done && has_word({"ngay", "luôn", "sớm"}) && !has_word({"rồi", "đã", "vừa"});
    const bool hundred = said.act == Act::progress && said.percent == 100;  // "100% rồi": is it done?
    // "Hùng ơi, em làm ngay nhé" of a head is said to Hùng.
    const bool to_him = said.act == Act::accept && (side_ & kHead) != 0 && has_word({"ơi"});
    said.whole = !unit_named && !promised && !hundred && !to_him && !swallows_day(said, c) &&
                 (row.flags & kLikely) == 0 && files && !question && !said.unclear && native(row);
    return said;
  }

  // "Nhớ kèm ảnh, gửi trước 5/12": a day of its own in what is to be added.
  bool swallows_day(const Said& said, const Captures& c) const {
    if (said.act != Act::add_text || !c.has(Slot::remark)) return false;
    const auto range = c.of(Slot::remark);
    for (std::size_t at = range.begin; at < range.end; ++at) {
      if (phrases::match_longest(words_, at, {"trước", "đến", "chậm nhất", "muộn nhất", "hạn", "trong", "vào"}) > 0 &&
          due_at(reading_, at).deadline)
        return true;
    }
    return false;
  }

  // One of each kind: a certain one goes before one that is not, and takes what the other knows.
  void put(Said said, std::vector<Said>& acts) {
    const auto same = std::find_if(acts.begin(), acts.end(), [&](const Said& other) {
      const bool parties = said.act == Act::add_party || said.act == Act::remove_party || said.act == Act::hand_on;
      return other.act == said.act && (!parties || other.who == said.who);
    });
    if (same == acts.end()) {
      acts.push_back(std::move(said));
      return;
    }
    if (same->no_due != said.no_due) {  // "Hạn không rút lại, còn 2/12"
      torn_ = true;
      same->no_due = false;
    }
    if (same->due && said.due && same->due->due != said.due->due) {
      same->whole = said.whole = false;
      same->unclear = phrases::UnclearDeadline{same->due->words + ", " + said.due->words, phrases::Problem::vague};
      same->due.reset();
      return;
    }
    if (said.whole && !same->whole) std::swap(said, *same);
    if (!same->due) same->due = said.due;
    if (same->percent < 0) same->percent = said.percent;
    if (same->reason.empty()) same->reason = said.reason;
    if (same->argument.empty()) same->argument = said.argument;
  }

  bool unit_stands_at(std::size_t at) { return !slots_.of(Slot::unit, at).empty(); }

  bool is_business() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (words_[at].kind == Word::Kind::digits || phrases::is_mark(words_[at], '@')) return true;
      if (phrases::is_any(words_[at], {"không", "chưa",  "xin",  "đề",     "yêu", "cần",      "phải", "nhờ",
                                       "hạn",   "xong",  "giao", "chuyển", "kèm", "file",     "nếu",  "sẽ",
                                       "duyệt", "trình", "việc", "gửi",    "nộp", "deadline", "task", "please"}))
        return true;
      if (unit_stands_at(at)) return true;
    }
    return false;
  }

  bool any_before(std::size_t at, std::initializer_list<std::string_view> list) const {
    for (std::size_t i = 0; i < at; ++i) {
      if (phrases::match_longest(words_, i, list) > 0) return true;
    }
    return false;
  }

  // Is what stands at `at` denied, asked or only thought of?
  bool turned_round(const Row& row, std::size_t at, std::size_t end) const {
    const bool says_it_is = row.act == Act::done || row.act == Act::accept || row.act == Act::approve ||
                            row.act == Act::close || row.act == Act::progress || row.act == Act::yes;
    for (std::size_t back = 1; back <= 4 && back <= at; ++back) {
      const Word& word = words_[at - back];
      if (phrases::is_any(word,
                          {"không", "chưa", "đừng", "chẳng", "chả", "khỏi", "khoan", "not", "never", "don", "chớ"}))
        return true;
      if (word.kind == Word::Kind::mark) break;
    }
    if (phrases::match_longest(words_, end,
                               {"cuộc", "buổi", "họp", "hội nghị", "lịch", "hẹn", "vé", "phòng họp", "tiệc", "chuyến",
                                "giấy mời", "meeting", "the meeting", "bản gốc", "cho tôi bản"}) > 0)
      return true;  // it is not the task
    if (!says_it_is) return false;
    if (any_before(at, {"nếu", "khi nào", "bao giờ", "lúc nào", "giả sử",  "giá mà",    "ước gì", "hễ",
                        "if",  "when",    "unless",  "once",    "sau khi", "trước khi", "đợi",    "chờ",
                        "nói", "bảo",     "kêu",     "theo",    "mong",    "hy vọng"}))
      return true;
    if (sentence_.question) return true;
    for (std::size_t i = end; i < words_.size(); ++i) {
      // "đã có 15 đơn vị nộp, còn 4 đơn vị chưa nộp"
      if (row.act == Act::progress && i + 1 < words_.size() && words_[i + 1].kind == Word::Kind::letters) continue;
      if (phrases::is_any(words_[i], {"chưa", "không", "hả", "thì"})) return true;
      if (phrases::is_any(words_[i], {"mới"}) && i + 1 < words_.size() && words_[i + 1].kind == Word::Kind::letters)
        return true;  // "15/12 mới xong", not "bản mới"
      if (words_[i].exact == "à" || (row.act == Act::done && phrases::is_any(words_[i], {"nhưng"}))) return true;
    }
    return false;
  }

  bool planned(std::size_t at) const {
    for (std::size_t i = 0; i < at; ++i) {  // "Quyết định" plans nothing
      if (phrases::is_any(words_[i], {"định"}) &&
          (i == 0 || !phrases::is_any(words_[i - 1], {"quyết", "nghị", "quy", "xác", "thẩm", "giám", "nhất", "ổn"})))
        return true;
    }
    return any_before(at, {"sẽ", "yên tâm", "hứa", "cam kết", "đảm bảo", "sắp", "dự kiến", "cố gắng", "phấn đấu",
                           "chuẩn bị", "will", "going to", "mai", "chiều nay", "tối nay", "tuần sau", "hẹn"});
  }

  struct Likely {
    const Unit* unit = nullptr;
    std::size_t at = 0;
    int score = 0;
    Act act() const { return unit->row->act; }
  };

  // The longest words of an act among those that begin in [begin, end); `wanted`: only such ones.
  template <typename Wanted>
  Likely longest(std::size_t begin, std::size_t end, Wanted wanted) {
    Likely best;
    for (std::size_t at = begin; at < end; ++at) {
      for (const Unit& unit : units_[at]) {
        if (unit.row == nullptr || !is_act(*unit.row) || unit.row->act == Act::yes || unit.row->act == Act::no)
          continue;
        if ((unit.row->flags & kBegins) != 0 && at > begin + 2) continue;
        if ((unit.row->flags & (kAlone | kSole | kBySending)) != 0) continue;
        if ((unit.row->flags & kNeedsWho) != 0 && !names_somebody()) continue;
        if (!wanted(unit) || turned_round(*unit.row, at, unit.end)) continue;
        int score = static_cast<int>(unit.end - at - free_words(unit)) * 4;
        if (!native(*unit.row)) score -= 30;
        if ((unit.row->flags & kLikely) == 0) score += 2;
        if (score > best.score || (best.unit == nullptr && native(*unit.row))) best = {&unit, at, score};
      }
    }
    return best;
  }

  // What a sentence that says more means perhaps, and what its other clauses say besides: "Số liệu sai, sửa lại rồi gửi
  // trước 4/12". Who is asked back must find all of it.
  void find_likely(Meaning& meaning) {
    Likely best = longest(0, units_.size(), [](const Unit&) { return true; });
    if (best.unit == nullptr) return;
    // "Phần 1 xong rồi, em đang làm phần 2"
    if (best.act() == Act::done || (best.act() == Act::accept && (best.unit->row->flags & kLikely) != 0)) {
      const Likely under_way = longest(
          0, units_.size(), [&](const Unit& unit) { return unit.row->act == Act::progress && native(*unit.row); });
      if (under_way.unit != nullptr) best = under_way;
    }
    std::vector<std::pair<std::size_t, Said>> found;
    found.emplace_back(best.at, likely_said(best));
    std::size_t begin = 0;
    for (std::size_t end = 1; native(*best.unit->row) && end <= words_.size(); ++end) {
      const bool behind = end == best.unit->end;  // "làm lại trong 3 ngày"
      if (end < words_.size() && !ends_clause(end) && !behind) continue;
      const bool same_clause = begin == best.unit->end;
      const Likely other = longest(begin, end, [&](const Unit& unit) {
        return native(*unit.row) && says_enough(unit) && (!same_clause || unit.row->act == Act::change_due) &&
               goes_with_all(unit.row->act, found);
      });
      begin = end;
      const bool apart =
          other.unit != nullptr && other.unit->end <= end && (other.unit->end <= best.at || best.unit->end <= other.at);
      if (!apart) continue;
      Said said = likely_said(other);
      const bool same = std::any_of(found.begin(), found.end(), [&](const auto& known) {
        return known.second.act == said.act && known.second.who == said.who;
      });
      if (!same) found.emplace_back(other.at, std::move(said));
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& one : found) meaning.acts.push_back(std::move(one.second));
  }

  // Of a slot that takes whatever stands there nothing was understood.
  static std::size_t free_words(const Unit& unit) {
    std::size_t count = 0;
    for (const Slot slot : {Slot::text, Slot::remark}) {
      const auto range = unit.captures.of(slot);
      if (range.end > range.begin + 1u) count += range.end - range.begin - 1u;
    }
    return count;
  }

  bool ends_clause(std::size_t at) const {
    if (phrases::is_mark(words_[at], ',') || words_[at].exact == "–" || phrases::is_any(words_[at], {"và"}))
      return true;
    return phrases::is_any(words_[at], {"rồi"}) && at + 2 < words_.size() &&
           words_[at + 1].kind == Word::Kind::letters &&
           !phrases::is_any(words_[at + 1], {"ạ", "nhé", "anh", "chị", "em", "thì", "mà", "đó", "đấy"});
  }

  // An act of a further clause: a bare word is too little.
  static bool says_enough(const Unit& unit) {
    const Captures& c = unit.captures;
    if (unit.row->act == Act::change_due && (unit.row->flags & kNoDue) != 0) return true;
    switch (unit.row->act) {
      case Act::change_due:
      case Act::ask_extension: return c.has(Slot::due) || c.has(Slot::day);
      case Act::change_lead:
      case Act::add_party:
      case Act::remove_party:
      case Act::hand_on: return c.has(Slot::who) || c.has(Slot::unit);
      case Act::set_priority:
      case Act::give_back:
      case Act::approve:
      case Act::deny:
      case Act::accept:
      case Act::progress: return true;
      default: return false;
    }
  }

  static bool goes_with_all(Act act, const std::vector<std::pair<std::size_t, Said>>& found) {
    const bool many = act == Act::add_party || act == Act::remove_party || act == Act::hand_on;
    return std::all_of(found.begin(), found.end(), [&](const auto& known) {
      return known.second.act == act ? many : goes_with(known.second.act, act);
    });
  }

  Said likely_said(const Likely& likely) const {
    Said said = evaluate(*likely.unit, likely.at);
    said.whole = false;
    if (said.act == Act::done && planned(likely.at)) said.act = Act::accept;
    complete(said);
    return said;
  }

  bool names_somebody() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      if (unit_stands_at(at)) return true;
    }
    return false;
  }

  // A time, a share or a party that stands elsewhere in the sentence.
  void complete(Said& said) const {
    for (std::size_t at = 0; said.act == Act::progress && said.percent < 0 && at < words_.size(); ++at) {
      if (phrases::is_separator(words_, at + 1, '%')) said.percent = percent_in(reading_, at, at + 1);
    }
    const bool wants_due = said.act == Act::ask_extension || said.act == Act::change_due;
    for (std::size_t at = 0; wants_due && !said.due && !said.unclear && at < words_.size(); ++at) {
      Due due = due_at(reading_, at);
      said.due = std::move(due.deadline);
      if (due.end != 0 && !said.due) said.unclear = std::move(due.unclear);
    }
    const bool wants_who = said.act == Act::hand_on || said.act == Act::change_lead || said.act == Act::add_party ||
                           said.act == Act::remove_party;
    for (std::size_t at = 0; wants_who && said.who.empty() && at < words_.size(); ++at) {
      if (const std::size_t end = unit_at(reading_, at); end != 0) said.who = names_in(reading_, at, end);
    }
  }

  std::uint8_t side_ = 0;
  bool torn_ = false;  // it says two things of the deadline
  std::vector<std::pair<std::size_t, const Unit*>> chosen_;
};

}  // namespace

std::vector<Meaning> meanings_of(std::string_view text, const Utterance& sentence, const Hearing& hearing,
                                 const std::vector<std::uint8_t>& sides) {
  Parser parser(text, sentence, hearing);
  std::vector<Meaning> out;
  for (const std::uint8_t side : sides) out.push_back(parser.read(side));
  return out;
}

}  // namespace policies::speech
