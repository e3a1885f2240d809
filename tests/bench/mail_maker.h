// Makes mail for measuring, like that of an office in its second decade: list mail, Vietnamese office prose, answers
// with references and quotes, HTML newsletters, attachments. Message `number` of a seed is always the same and needs
// none of the others: a mailbox of 200,000 begins with the messages of one of 10,000. The vocabulary grows with the
// number (names, ids, URLs, typing errors), about 9 new terms a message. Immutable after construction, hence
// thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/corpus_words.h"

namespace bench {

// Words planted so that a search has a known number of hits: of `planned` messages about so many hold one word.
enum class Planted { twenty, two_thousand, half };
// Where it stands.
enum class Place { subject, body };

struct MakerOptions {
  std::uint64_t seed = 1;
  std::uint64_t planned = 200'000;    // messages of the mailbox, to which Planted refers
  std::string domain = "so.example";  // of the office; others write from elsewhere
};

class MailMaker {
 public:
  MailMaker(CorpusWords words, MakerOptions options);

  std::string message(std::uint64_t number) const;     // CRLF, no lone LF, no line over 998 octets
  std::string message_id(std::uint64_t number) const;  // with its brackets
  std::int64_t unix_time(std::uint64_t number) const;  // of its Date; 150 s from one to the next
  std::string sender(std::uint64_t number) const;      // the bare address
  // What its parts say, undecoded letters: to count terms.
  std::string words_of(std::uint64_t number) const;
  std::string planted(Planted planted, Place place, std::uint64_t number) const;
  // Messages 0 … count-1 that hold the word planted in message `number`.
  std::uint64_t holders(Planted planted, std::uint64_t number, std::uint64_t count) const;

 private:
  class Draft;
  std::uint64_t period(Planted planted) const;

  CorpusWords words_;
  MakerOptions options_;
};

}  // namespace bench
