// The rows of the lists of sentences: what people write, and what it is. sentences.txt says how they are written.
#pragma once

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "policies/speech/speech.h"

namespace speech_rows {

namespace cal = policies::calendar;
using namespace policies::speech;

struct Expected {
  std::string act;
  char certainty = '=';  // '=' certain, '?' asked back, '~' either
  std::string arguments;
};

struct Row {
  std::string file;
  int line = 0;
  std::string sides, sentence, what;
  std::vector<Expected> acts;  // empty: none
  bool trap = false;           // anything that is not certain
  std::string never;           // this act must not be certain
  std::string name() const {
    return file + ":" + std::to_string(line) + ": " + sides + " | " + sentence + " | " + what;
  }
};

inline std::string trimmed(std::string text) {
  const auto first = text.find_first_not_of(' ');
  const auto last = text.find_last_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
}

inline std::vector<std::string> parts(const std::string& text, const std::string& by) {
  std::vector<std::string> out;
  std::size_t at = 0;
  for (;;) {
    const auto next = text.find(by, at);
    out.push_back(trimmed(text.substr(at, next == std::string::npos ? next : next - at)));
    if (next == std::string::npos) return out;
    at = next + by.size();
  }
}

inline std::vector<Row> read_rows(const std::string& file) {
  std::vector<Row> out;
  std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/tests/policies/speech/" + file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto cells = parts(line, " | ");
    Row row;
    row.file = file;
    row.line = number;
    if (cells.size() != 3) {
      row.what = "malformed";
      out.push_back(row);
      continue;
    }
    row.sides = cells[0];
    row.sentence = cells[1];
    row.what = cells[2];
    for (std::size_t at; (at = row.sentence.find("\\n")) != std::string::npos;) row.sentence.replace(at, 2, "\n");
    if (row.what[0] == '!') {
      row.trap = row.what == "!";
      row.never = row.what.substr(1);
    } else if (row.what != "-") {
      for (const std::string& part : parts(row.what, " & ")) {
        Expected expected;
        const auto space = part.find(' ');
        expected.act = part.substr(0, space);
        if (space != std::string::npos) expected.arguments = trimmed(part.substr(space));
        if (expected.act.back() == '?' || expected.act.back() == '~') {
          expected.certainty = expected.act.back();
          expected.act.pop_back();
        }
        row.acts.push_back(expected);
      }
    }
    out.push_back(row);
  }
  return out;
}

inline base::Timestamp now() { return cal::at_minute(cal::Date{2026, 11, 23}, 600); }

inline Speech read(const std::string& sides, const std::string& sentence) {
  const auto has = [&](char c) { return sides.find(c) != std::string::npos; };
  Hearing hearing{{has('A'), has('H'), has('U'), has('C')}, cal::shipped_calendar(), now()};
  hearing.current_due = cal::end_of_day(cal::Date{2026, 12, 10});
  hearing.has_files = has('+');
  hearing.own_names = {"UBND phường Lam Sơn"};
  return read_speech(sentence, hearing);
}

// "due=2026-12-18 who=A;B": what an act says, in the order of the row's names.
inline std::string value_of(const Said& said, const std::string& name) {
  if (name == "due") return said.due ? cal::iso_date(said.due->date) : "";
  if (name == "who") {
    std::string out;
    for (const std::string& who : said.who) out += (out.empty() ? "" : ";") + who;
    return out;
  }
  if (name == "instead") return said.instead_of;
  if (name == "role") return to_string(said.role);
  if (name == "prio") return to_string(said.priority);
  if (name == "percent") return std::to_string(said.percent);
  if (name == "arg") return said.argument;
  if (name == "why") return said.reason;
  if (name == "nodue") return said.no_due ? "" : "has a deadline";
  return "?";
}

// "name=value name=value": values have blanks.
inline std::vector<std::pair<std::string, std::string>> arguments(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals != std::string::npos || word == "nodue") {
      out.emplace_back(word.substr(0, equals), equals == std::string::npos ? "" : word.substr(equals + 1));
    } else if (!out.empty()) {
      out.back().second += " " + word;
    }
  }
  return out;
}

inline std::string shown(const Speech& speech) {
  std::string out;
  for (const Said& said : speech.acts) {
    out += (out.empty() ? "" : " & ") + std::string(to_string(said.act)) + (said.whole ? "" : "?");
    for (const char* name : {"due", "who", "instead", "arg", "why"}) {
      if (const std::string value = value_of(said, name); !value.empty()) out += std::string(" ") + name + "=" + value;
    }
    if (said.percent >= 0) out += " percent=" + std::to_string(said.percent);
    if (said.unclear) out += " unclear=" + said.unclear->words;
  }
  return out + (speech.conflict ? " (conflict)" : "");
}

// "approve|close": either of both.
inline bool is_act(const Expected& expected, Act act) {
  const auto acts = parts(expected.act, "|");
  return std::find(acts.begin(), acts.end(), to_string(act)) != acts.end();
}

inline const Said* find(const Speech& speech, const Expected& expected) {
  const auto found = std::find_if(speech.acts.begin(), speech.acts.end(),
                                  [&](const Said& said) { return is_act(expected, said.act); });
  return found == speech.acts.end() ? nullptr : &*found;
}

// Is an act certain that the row does not name as one that may be?
inline bool wrongly_certain(const Row& row, const Speech& speech) {
  for (const Said& said : speech.acts) {
    if (!said.whole || said.act == Act::thanks) continue;
    bool may = !row.never.empty() && row.never != to_string(said.act);
    for (const Expected& expected : row.acts) may = may || (is_act(expected, said.act) && expected.certainty != '?');
    if (!may) return true;
  }
  return false;
}

// Does the row name an act of which nothing is left?
inline bool lost(const Row& row, const Speech& speech) {
  for (const Expected& expected : row.acts) {
    if (find(speech, expected) == nullptr) return true;
  }
  return false;
}

// What differs; empty: nothing.
inline std::string difference(const Row& row, const Speech& speech) {
  if (row.what == "malformed") return "malformed row";
  if (wrongly_certain(row, speech)) return "wrongly certain";
  if (row.what == "-")
    return !speech.acts.empty() && speech.acts.front().act != Act::thanks ? "an act where none is" : "";
  for (const Expected& expected : row.acts) {
    const Said* said = find(speech, expected);
    if (said == nullptr) return "lost: " + expected.act;
    if (expected.certainty == '=' && !said->whole) return "only likely: " + expected.act;
    for (const auto& argument : arguments(expected.arguments)) {
      if (value_of(*said, argument.first) != argument.second) return "differs: " + argument.first;
    }
  }
  return "";
}

}  // namespace speech_rows
