// The words that generated mail is made of, as they follow each other in real texts: English mail and Vietnamese office
// prose. From the corpus beside the project where it lies there, else from the lists committed here. Immutable.
#pragma once

#include <string>
#include <vector>

namespace bench {

struct CorpusWords {
  std::vector<std::string> english, vietnamese;
  bool from_corpus = false;
};

// `directory`: with easy-ham.tar.xz and vi-admin.txt; when they are not there, `lists` with english.txt and
// vietnamese.txt. Ends the program when neither can be read.
CorpusWords read_corpus_words(const std::string& directory, const std::string& lists);
// From $VANTHU_CORPUS, else ../shared/corpus beside the project, else the lists committed in tests/bench/words.
CorpusWords read_corpus_words();

}  // namespace bench
