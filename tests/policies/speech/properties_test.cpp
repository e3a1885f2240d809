// What holds of every sentence of the lists, and of any. VANTHU_SOURCE_DIR
#include <doctest/doctest.h>

#include <chrono>
#include <iostream>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/replies/reply_grammar.h"
#include "rows.h"

using namespace speech_rows;

namespace {

std::vector<Row> all_rows() {
  auto rows = read_rows("sentences.txt");
  for (const char* file : {"habits.txt", "strangers.txt", "officials.txt", "traps.txt", "officials_2.txt",
                           "traps_2.txt", "officials_3.txt", "traps_3.txt", "widened.txt"}) {
    const auto more = read_rows(file);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

bool certain(const Speech& speech, Act act) {
  for (const Said& said : speech.acts) {
    if (said.act == act && said.whole) return true;
  }
  return false;
}

bool certain_of_all(const Speech& speech) {
  bool all = !speech.acts.empty();
  for (const Said& said : speech.acts) all = all && said.whole;
  return all;
}

// Words that the writer adds himself, in which anything may stand.
bool has_own_words(const Speech& speech) {
  for (const Said& said : speech.acts) {
    if (!said.reason.empty() || !said.argument.empty() || !said.field.empty()) return true;
  }
  return false;
}

bool may_be_asked(Act act) {
  return act == Act::ask_state || act == Act::list || act == Act::report || act == Act::help || act == Act::history;
}

bool one_sentence(const std::string& text) {
  const auto end = text.find_first_of(".!?\n;");
  return end == std::string::npos || end + 1 == text.size();
}

std::string without_end(std::string text) {
  while (!text.empty() && std::string(".!?").find(text.back()) != std::string::npos) text.pop_back();
  return text;
}

std::string says(const Speech& speech) {
  std::string out;
  for (const Said& said : speech.acts) out += std::string(to_string(said.act)) + (said.whole ? " " : "? ");
  return out;
}

}  // namespace

TEST_CASE("speech: a word of denial anywhere leaves no act certain that was certain before") {
  int looked_at = 0;
  for (const Row& row : all_rows()) {
    const Speech before = read(row.sides, row.sentence);
    if (before.acts.size() != 1 || !before.acts[0].whole || has_own_words(before) || before.acts[0].act == Act::thanks)
      continue;
    if (!one_sentence(row.sentence)) continue;
    const std::string text = without_end(row.sentence);
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (at != 0 && at != text.size() && text[at] != ' ') continue;
      for (const std::string word : {"chưa", "không", "đừng", "nếu"}) {
        const std::string more = at == 0 ? word + " " + text : text.substr(0, at) + " " + word + text.substr(at);
        const Speech after = read(row.sides, more);
        INFO(row.name() << "  +  " << more << " => " << shown(after));
        for (const Said& said : before.acts) {
          // "Không, không được": a no stays one, and so does a question that says "chưa".
          if (said.act == Act::deny || said.act == Act::no || said.act == Act::cancel || said.act == Act::ask_state)
            continue;
          if (has_own_words(after)) continue;  // it stands in a reason now
          if (after.acts.empty()) continue;
          if (said.act == Act::set_priority && after.acts.front().priority == Priority::normal)
            continue;  // "không khẩn"
          CHECK_FALSE(certain(after, said.act));
        }
        ++looked_at;
      }
    }
  }
  std::cout << "denied: " << looked_at << " sentences\n";
  CHECK(looked_at > 5000);
}

TEST_CASE("speech: a question is nothing that may be applied") {
  for (const Row& row : all_rows()) {
    const Speech before = read(row.sides, row.sentence);
    if (!one_sentence(row.sentence)) continue;
    for (const std::string end :
         {"?", " không?", " chưa ạ?", " phải không em", " hả anh", " à", " được không", " chứ"}) {
      const Speech after = read(row.sides, without_end(row.sentence) + end);
      INFO(row.name() << "  +  " << end << " => " << shown(after));
      for (const Said& said : before.acts) {
        if (said.act == Act::thanks || may_be_asked(said.act)) continue;
        const bool own = !said.argument.empty() || !said.field.empty();
        if (own && end != "?") continue;  // "Bổ sung: …" goes to the end of the line
        CHECK_FALSE(certain(after, said.act));
      }
    }
  }
}

TEST_CASE("speech: politeness before and behind changes nothing") {
  for (const Row& row : all_rows()) {
    const Speech before = read(row.sides, row.sentence);
    if (!certain_of_all(before) || before.acts.front().act == Act::thanks || !one_sentence(row.sentence)) continue;
    const bool first = !has_own_words(before);
    if (base::fold(row.sentence).starts_with("da")) continue;  // it is polite already
    std::vector<std::pair<std::string, std::string>> more{{"Dạ ", ""},
                                                          {"Dạ, ", ""},
                                                          {"Thưa anh, ", ""},
                                                          {"Kính gửi anh Hùng,\n", ""},
                                                          {"", "\nEm cảm ơn anh."},
                                                          {"", "\nTrân trọng,\nNguyễn Thị Lan\n0912 345 678"},
                                                          {"", ". Xin cảm ơn!"}};
    if (first && row.sentence.find('?') == std::string::npos) {
      for (const std::string end : {" ạ", " nhé", " ạ, em cảm ơn anh", " nhé em", " 🙏", " ạ!"})
        more.emplace_back("", end);
    }
    for (auto [before_it, behind_it] : more) {
      if (base::is_ascii(row.sentence)) {  // nobody writes half of it without marks
        before_it = base::fold(before_it);
        behind_it = base::fold(behind_it);
      }
      const std::string text = before_it + (behind_it.empty() ? row.sentence : without_end(row.sentence)) + behind_it;
      const Speech after = read(row.sides, text);
      INFO(row.name() << "  +  " << text << " => " << shown(after));
      CHECK(says(after) == says(before));
    }
  }
}

TEST_CASE("speech: without marks it is the same act or likely, and never another one") {
  int same = 0, weaker = 0, nothing = 0;
  for (const Row& row : all_rows()) {
    const Speech before = read(row.sides, row.sentence), after = read(row.sides, base::fold(row.sentence));
    INFO(row.name() << " => " << shown(after));
    if (row.sentence.ends_with(" à")) continue;  // "xong roi a" is also "xong rồi ạ"
    for (const Said& said : after.acts) {
      if (!said.whole || said.act == Act::thanks) continue;
      CHECK(certain(before, said.act));
    }
    if (before.acts.empty() || before.acts.front().act == Act::thanks) continue;
    if (says(before) == says(after)) ++same;
    else if (!after.acts.empty()) ++weaker;
    else ++nothing;
  }
  std::cout << "without marks: " << same << " the same, " << weaker << " otherwise, " << nothing << " nothing\n";
  CHECK(nothing * 20 <= same + weaker + nothing);
}

TEST_CASE("speech: the command that is advised is read as the act that was meant") {
  const auto names_first = [](const std::string& target, const Said& said) {
    return !said.who.empty() && target.find(said.who.front()) != std::string::npos;
  };
  const auto reads_as = [&](const std::string& words, const Said& said, const std::string& sides) {
    using policies::replies::Intent;
    const auto reply = policies::replies::parse_reply(
        words, {cal::shipped_calendar(), now(), cal::end_of_day(cal::Date{2026, 12, 10})});
    if (reply.applies()) {
      switch (reply.intent) {
        case Intent::accept: return said.act == Act::accept;
        case Intent::progress: return said.act == Act::progress && reply.percent == said.percent;
        case Intent::done: return said.act == Act::done || said.act == Act::send_up;
        case Intent::extend: return said.due && reply.due && reply.due->due == said.due->due;
        case Intent::refuse: return said.act == Act::refuse || said.act == Act::give_back || said.act == Act::cancel;
        case Intent::approve: return said.act == Act::approve || said.act == Act::yes;
        case Intent::deny: return said.act == Act::deny || said.act == Act::no;
        case Intent::give_back: return said.act == Act::give_back;
        case Intent::close: return said.act == Act::close || said.act == Act::done;
        case Intent::cancel: return said.act == Act::cancel;
        case Intent::suspend: return said.act == Act::suspend;
        case Intent::resume: return said.act == Act::resume;
        case Intent::register_document: return said.act == Act::register_it;
        case Intent::reserve_number: return said.act == Act::ask_number;
        case Intent::new_due:
          return said.act == Act::change_due &&
                 (said.no_due ? reply.no_due : said.due && reply.due && reply.due->due == said.due->due);
        case Intent::give_hand: return said.act == Act::hand_on && names_first(reply.target, said);
        case Intent::take_back: return said.act == Act::take_back;
        case Intent::add_party: return said.act == Act::add_party && names_first(reply.target, said);
        case Intent::remove_party: return said.act == Act::remove_party && names_first(reply.target, said);
        case Intent::lead:
          return (said.act == Act::change_lead || said.act == Act::hand_on) && names_first(reply.target, said);
        case Intent::reassign: return said.act == Act::hand_on && names_first(reply.target, said);
        case Intent::add_text: return said.act == Act::add_text;
        case Intent::priority:
          return said.act == Act::set_priority && reply.priority == static_cast<int>(said.priority) - 1;
        case Intent::urge: return said.act == Act::urge;
        default: return false;
      }
    }
    const Speech speech = read(sides, words);
    return speech.acts.size() == 1 && speech.acts[0].whole &&
           (speech.acts[0].act == said.act || (said.act == Act::yes && speech.acts[0].act == Act::approve) ||
            (said.act == Act::hand_on && speech.acts[0].act == Act::change_lead) ||
            (said.act == Act::change_lead && speech.acts[0].act == Act::hand_on)) &&
           speech.acts[0].who == said.who && speech.acts[0].priority == said.priority &&
           (!said.due || (speech.acts[0].due && speech.acts[0].due->due == said.due->due));
  };
  int advised = 0;
  for (const Row& row : all_rows()) {
    for (const Said& said : read(row.sides, row.sentence).acts) {
      const auto has = [&](char c) { return row.sides.find(c) != std::string::npos; };
      const Side side{has('A'), has('H'), has('U'), has('C')};
      const base::Sentence advice = nearest_command(said, side);
      INFO(row.name() << " => " << advice.vi << " / " << advice.en);
      CHECK(advice.vi.empty() == advice.en.empty());
      if (side.assigner) CHECK(advice.vi.find("GIA HẠN") == std::string::npos);
      if (advice.vi.empty() || advice.vi.find('<') != std::string::npos) continue;
      CHECK(reads_as(advice.vi, said, row.sides + "+"));
      CHECK(reads_as(advice.en, said, row.sides + "+"));
      ++advised;
    }
  }
  CHECK(advised > 300);
}

TEST_CASE("speech: a chairman is not advised what he may not do") {
  Said said;
  said.act = Act::ask_extension;
  CHECK(nearest_command(said, {.assigner = true}).vi == "HẠN MỚI <ngày>");
  CHECK(nearest_command(said, {.holder = true}).vi == "GIA HẠN <ngày> <lý do>");
  said.act = Act::take_back;
  CHECK(nearest_command(said, {.holder = true}).empty());
  said.act = Act::close;
  CHECK(nearest_command(said, {.holder = true}).empty());
}

TEST_CASE("speech: who stands on two sides is asked when his words mean two things") {
  CHECK(says(read("AH", "Lùi hạn đến 18/12")) == "ask_extension? change_due? ");
  CHECK(says(read("AH", "Em làm xong rồi ạ")) == "done ");
  CHECK(says(read("AHU", "Thêm Phòng Tư pháp phối hợp")) == "add_party ");
}

TEST_CASE("speech: acts that exclude each other are asked back") {
  for (const auto& pair :
       std::vector<std::pair<std::string, std::string>>{{"H", "Em làm xong rồi ạ. Em xin lùi đến 18/12 ạ."},
                                                        {"A", "Đồng ý nhé em. Làm lại nhé."},
                                                        {"A", "Hạn mới 18/12. Hạn mới 20/12."},
                                                        {"A", "Hủy việc này nhé. Hạn mới 18/12."},
                                                        {"H", "Em nhận việc này. Em xin từ chối vì thiếu người."}}) {
    const Speech speech = read(pair.first, pair.second);
    INFO(pair.second << " => " << shown(speech));
    CHECK(speech.conflict);
    CHECK(speech.certain() == nullptr);
    CHECK(speech.acts.size() >= 1);
  }
}

TEST_CASE("speech: what stands below a closing formula, a long mail and nothing at all") {
  CHECK(read("H", "").acts.empty());
  CHECK_FALSE(read("H", "").small_talk_only);
  CHECK_FALSE(read("H", "").business);
  CHECK(read("H+", "").business);
  CHECK(says(read("H", "Em làm xong rồi ạ.\nTrân trọng,\nPhòng Nội vụ\nChưa xong")) == "done ");
  CHECK(says(read("H", "Em làm xong rồi ạ\n\nNguyễn Văn Bình")) == "done ");
  CHECK(read("H", "Cảm ơn anh").small_talk_only);
  CHECK(read("H", "Việc này đến đâu rồi?").asks);
  const auto started = std::chrono::steady_clock::now();
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "em xin lùi hạn đến 18/12 vì chờ Phòng Tư pháp và Phòng Nội vụ ";
  CHECK_FALSE(certain_of_all(read("AHUC", many)));
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "Giao Phòng A, Phòng B và Phòng C xử lý trước 18/12 nếu\n";
  CHECK_FALSE(certain_of_all(read("AHUC", lines)));
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(5));
}
