// Internal: the rows of the lexicon: which words are which act, on whose side. Compiled once; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "policies/speech/pattern.h"

namespace policies::speech {

inline constexpr std::uint8_t kAssigner = 1, kHolder = 2, kHead = 4, kClerk = 8, kAnybody = 15;

// What holds of a row's words.
inline constexpr std::uint32_t kLikely = 1,  // meant perhaps: asked back even when nothing else stands there
    kWithFiles = 2,                          // certain only when the mail brings a file
    kQuestion = 4,                           // may be a question
    kOpening = 8,                            // no act: only in front of acts
    kClosing = 16,                           // no act: only behind acts
    kNoDue = 32,                             // "bỏ hạn"
    kKeepsUnclear = 64,                      // a time that cannot be read does not matter
    kBegins = 128,                           // only at the beginning of the sentence, behind fillers
    kTalk = 256,                             // no act: small talk that fills a sentence by itself
    kNeedsWho = 512,                         // meant only when a unit or person stands in the sentence
    kSole = 1024,                            // only with fillers: "không"
    kAlone = 2048,                           // only as the whole sentence: "báo cáo"
    kFirst = 4096,                           // only at the very beginning: "da" behind a word is "đã"
    kPersons = 8192,                         // certain only of persons: "Phòng Kinh tế xử lý" may say whose it is
    kFact = 16384,                           // no act: a state of things that is the reason of the act beside it
    kBySending = 32768,    // an act only where nothing else is: "Em gửi anh báo cáo" beside a request
    kNeedsReason = 65536;  // certain only when a reason stands in the sentence

struct Row {
  Act act = Act::none;
  std::uint8_t sides = kAnybody;
  std::uint32_t flags = 0;
  std::string_view pattern;
  PartyWord role = PartyWord::unsaid;
  Priority priority = Priority::unsaid;
};

std::span<const Row> holder_rows();
std::span<const Row> assigner_rows();
std::span<const Row> common_rows();  // records, anybody's, fillers and small talk

struct CompiledRow {
  const Row* row = nullptr;
  Pattern pattern;
};

class Lexicon {
 public:
  static const Lexicon& get();
  // The rows whose pattern can begin with the token, in the order of the tables.
  void candidates(const Token& token, std::vector<const CompiledRow*>& out) const;

 private:
  Lexicon();
  void add(std::span<const Row> rows);
  std::vector<CompiledRow> rows_;
  std::vector<std::vector<std::size_t>> by_exact_, by_folded_;
  std::vector<std::size_t> always_;  // begin with a slot
};

}  // namespace policies::speech
