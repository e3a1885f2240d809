#include "policies/speech/speech.h"

#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/phrases/words.h"
#include "policies/speech/lexicon.h"
#include "policies/speech/sentence_meaning.h"
#include "policies/speech/sentences.h"
#include "policies/speech/together.h"

namespace policies::speech {

namespace {

using phrases::Words;

std::vector<std::uint8_t> sides_of(const Side& side) {
  std::vector<std::uint8_t> out;
  if (side.holder || side.head)
    out.push_back(static_cast<std::uint8_t>((side.holder ? kHolder : 0) | (side.head ? kHead : 0)));
  if (side.assigner) out.push_back(kAssigner);
  if (side.clerk) out.push_back(kClerk);
  if (out.empty()) out.push_back(0);
  return out;
}

bool same_acts(const std::vector<Said>& a, const std::vector<Said>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Said& x, const Said& y) { return x.act == y.act; });
}

// For one who stands on several sides: words that mean two things on them are certain for neither.
Meaning on_all_sides(std::string_view text, const Utterance& sentence, const Hearing& hearing) {
  std::optional<Meaning> out;
  for (Meaning& next : meanings_of(text, sentence, hearing, sides_of(hearing.side))) {
    if (!out) {
      out = std::move(next);
      continue;
    }
    const bool differ = !next.acts.empty() && !out->acts.empty() && !same_acts(next.acts, out->acts);
    const auto general = [](const Said& said) { return said.act == Act::yes || said.act == Act::no; };
    const bool only_yes = std::all_of(out->acts.begin(), out->acts.end(), general);
    const bool next_yes = std::all_of(next.acts.begin(), next.acts.end(), general);
    if (next.covered && (!out->covered || out->acts.empty() || (only_yes && !next_yes))) {
      out = std::move(next);
    } else if (out->covered == next.covered && differ && !next_yes) {
      for (Said& said : out->acts) said.whole = false;
      if (!out->covered) continue;
      for (Said& said : next.acts) {
        said.whole = false;
        out->acts.push_back(std::move(said));
      }
    }
  }
  return std::move(*out);
}

bool has_any(const Words& words, std::initializer_list<std::string_view> list) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrases::match_longest(words, at, list) > 0) return true;
  }
  return false;
}

// A sentence that nobody understood and that may take back what another one says.
bool may_take_back(const Utterance& sentence) {
  return has_any(sentence.words,
                 {"chưa", "không", "đừng", "khoan", "nhầm",   "nhưng", "tuy nhiên", "còn", "thiếu", "nếu",
                  "à",    "quên",  "not",  "but",   "except", "wait",  "sorry",     "trừ", "riêng", "lại"});
}

bool may_come_later(const Utterance& sentence) {
  return has_any(sentence.words, {"sẽ", "mai", "chiều nay", "tối nay", "tuần sau", "sau", "will", "tomorrow", "later"});
}

// "Được không em?", "Đúng không ạ?"
bool asks_whether(const Utterance& sentence) {
  return has_any(sentence.words, {"được không", "đúng không", "phải không", "được chứ", "có được", "ok không",
                                  "is that ok", "all right", "được chưa", "thế nào"});
}

// A name alone on its line below: who signed.
bool is_signature(const Utterance& sentence, std::string_view text, bool first) {
  if (first || !sentence.alone || sentence.words.size() > 6) return false;
  return std::all_of(sentence.words.begin(), sentence.words.end(), [&](const phrases::Word& word) {
    if (word.kind == phrases::Word::Kind::mark) return word.exact == "," || word.exact == "." || word.exact == "-";
    const auto raw = text.substr(word.begin, word.end - word.begin);
    return word.kind == phrases::Word::Kind::letters && base::lower_form(raw.substr(0, 2)) != raw.substr(0, 2);
  });
}

void put(Said said, Speech& speech) {
  const auto same = std::find_if(speech.acts.begin(), speech.acts.end(), [&](const Said& other) {
    const bool parties = said.act == Act::add_party || said.act == Act::remove_party || said.act == Act::hand_on ||
                         said.act == Act::add_text || said.act == Act::correct;
    return other.act == said.act && (!parties || (other.who == said.who && other.argument == said.argument));
  });
  if (same == speech.acts.end()) {
    speech.acts.push_back(std::move(said));
    return;
  }
  const bool differ = (said.due && same->due && said.due->due != same->due->due) || (said.no_due != same->no_due) ||
                      (said.percent >= 0 && same->percent >= 0 && said.percent != same->percent) ||
                      (!said.who.empty() && !same->who.empty() && said.who != same->who);
  speech.conflict = speech.conflict || differ;
  if (said.whole && !same->whole) std::swap(said, *same);
  if (!same->due && !same->unclear) same->due = said.due;
  if (same->percent < 0) same->percent = said.percent;
  if (same->who.empty()) same->who = said.who;
  if (same->reason.empty()) same->reason = said.reason;
  if (same->argument.empty()) same->argument = said.argument;
}

void drop(Speech& speech, Act act) {
  speech.acts.erase(
      std::remove_if(speech.acts.begin(), speech.acts.end(), [&](const Said& said) { return said.act == act; }),
      speech.acts.end());
}

bool has(const Speech& speech, Act act) {
  return std::any_of(speech.acts.begin(), speech.acts.end(), [&](const Said& said) { return said.act == act; });
}

bool has_whole(const Speech& speech, Act act) {
  return std::any_of(speech.acts.begin(), speech.acts.end(),
                     [&](const Said& said) { return said.act == act && said.whole; });
}

// What several acts say together.
void settle(Speech& speech) {
  // "Vâng, em xin lùi đến 18/12": the yes only leads in.
  const bool others =
      std::any_of(speech.acts.begin(), speech.acts.end(), [](const Said& said) { return said.act != Act::yes; });
  if (others) drop(speech, Act::yes);
  if (has_whole(speech, Act::done)) {
    // "Em xong rồi. Mai em gửi." is not done.
    const bool plans = has(speech, Act::accept) && !has_whole(speech, Act::accept);
    for (Said& said : speech.acts) said.whole = said.whole && !(plans && said.act == Act::done);
    drop(speech, Act::accept);
    std::erase_if(speech.acts, [](const Said& said) {
      return said.act == Act::progress && (said.percent == 100 || said.percent < 0);
    });
  }
  if (has(speech, Act::close)) drop(speech, Act::approve);  // "Tốt, kết thúc việc này"
  // "Đồng ý, gia hạn đến 18/12"
  const auto find = [&](Act act) {
    return std::find_if(speech.acts.begin(), speech.acts.end(), [&](const Said& said) { return said.act == act; });
  };
  if (const auto yes = find(Act::approve), due = find(Act::change_due);
      yes != speech.acts.end() && due != speech.acts.end() && yes->whole && due->whole && !yes->due && due->due) {
    yes->due = due->due;
    speech.acts.erase(find(Act::change_due));
  }
  for (std::size_t i = 0; i < speech.acts.size(); ++i) {
    for (std::size_t j = i + 1; j < speech.acts.size(); ++j)
      speech.conflict = speech.conflict || !goes_with(speech.acts[i].act, speech.acts[j].act);
  }
  for (Said& said : speech.acts) {
    if (said.act == Act::add_text && said.argument.empty()) said.whole = false;
  }
  if (speech.conflict) {
    for (Said& said : speech.acts) said.whole = false;
  }
}

}  // namespace

const Said* Speech::certain() const {
  const Said* found = nullptr;
  for (const Said& said : acts) {
    if (!said.whole) continue;
    if (found != nullptr) return nullptr;
    found = &said;
  }
  return found;
}

Speech read_speech(std::string_view new_text, const Hearing& hearing) {
  Speech speech;
  const bool cut = new_text.size() > kMaxSpeech;
  const std::string text = phrases::visible(base::utf8_prefix_bytes(new_text, kMaxSpeech));
  const std::vector<Utterance> sentences = utterances(text);
  bool talk_only = !hearing.has_files, taken_back = cut, later = false, doubted = false;
  std::optional<Said> talk;
  std::optional<std::string> file;  // the sentence that speaks of one
  for (const Utterance& sentence : sentences) {
    Meaning meaning = on_all_sides(text, sentence, hearing);
    if (meaning.acts.empty() && is_signature(sentence, text, &sentence == &sentences.front())) continue;
    speech.asks = speech.asks || sentence.question;
    speech.business = speech.business || (meaning.business && !meaning.talk) || !meaning.acts.empty();
    talk_only = talk_only && meaning.talk && !meaning.names_file;
    if (meaning.talk && !meaning.names_file && !talk) {
      talk.emplace();
      talk->act = Act::thanks;
      talk->whole = true;
      talk->words = sentence.text;
    }
    if (meaning.names_file && !file) file = sentence.text;
    if (!meaning.covered) {
      if (asks_whether(sentence) && sentence.question) doubted = true;
      taken_back = taken_back || (!sentence.question && may_take_back(sentence));
      later = later || may_come_later(sentence);
    }
    if (!meaning.covered && meaning.acts.empty()) {
      // What stands below "Bổ sung: …" belongs to it.
      Said* last = speech.acts.empty() ? nullptr : &speech.acts.back();
      if (last != nullptr && last->whole && last->act == Act::add_text && !sentence.question &&
          last->argument.size() + sentence.text.size() < kMaxArgument) {
        last->argument += "\n" + sentence.text;
        continue;
      }
      speech.not_understood.push_back(sentence.text);
    }
    for (Said& said : meaning.acts) put(std::move(said), speech);
  }
  settle(speech);
  const bool many = sentences.size() >= kMaxSentences;
  for (Said& said : speech.acts) {
    if (taken_back || doubted || many || (later && said.act == Act::done)) said.whole = false;
  }
  // "Báo cáo đính kèm ạ": of a holder, and the file is there, that is perhaps the result.
  if (speech.acts.empty() && file && hearing.has_files && (hearing.side.holder || hearing.side.head)) {
    Said& said = speech.acts.emplace_back();
    said.act = Act::done;
    said.words = *file;
  }
  speech.small_talk_only = talk_only && !sentences.empty();
  if (speech.acts.empty() && talk && speech.small_talk_only) speech.acts.push_back(std::move(*talk));
  speech.business = speech.business || hearing.has_files;
  return speech;
}

}  // namespace policies::speech
