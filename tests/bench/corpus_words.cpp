#include "tests/bench/corpus_words.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <utility>

namespace bench {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What tar writes of all files in the archive, one behind the other, in the archive's order.
std::string read_archive(const fs::path& archive) {
  std::string out;
  FILE* pipe = ::popen(("tar -xJOf '" + archive.string() + "' 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return out;
  char chunk[65536];
  for (std::size_t n = 0; (n = std::fread(chunk, 1, sizeof chunk, pipe)) > 0;) out.append(chunk, n);
  return ::pclose(pipe) == 0 ? out : std::string();
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

// Words of letters with the punctuation behind them; lines of mail that are header fields or quotes are left out.
void take_words(std::string_view text, bool mail, std::vector<std::string>& out) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (mail && (line.starts_with('>') || line.starts_with("From ") || line.starts_with('\t') ||
                 line.substr(0, 30).find(": ") != line.npos || line.find('@') != line.npos)) {
      continue;
    }
    for (std::size_t at = 0; at < line.size();) {
      if (!is_letter(line[at])) {
        ++at;
        continue;
      }
      std::size_t stop = at;
      while (stop < line.size() && is_letter(line[stop])) ++stop;
      const bool ascii = std::all_of(line.begin() + static_cast<std::ptrdiff_t>(at),
                                     line.begin() + static_cast<std::ptrdiff_t>(stop), [](char c) { return c > 0; });
      const std::size_t size = stop - at;
      if (size <= 24 && (ascii || !mail)) {
        std::string word(line.substr(at, size));
        if (stop < line.size() && (line[stop] == '.' || line[stop] == ',')) word += line[stop];
        out.push_back(std::move(word));
      }
      at = stop;
    }
  }
}

// A list, the most frequent word first, as a text in which the word of rank r stands about 3,000 / (r + 3) times.
std::vector<std::string> text_of_list(std::string_view list) {
  std::vector<std::string> ranked, out;
  take_words(list, false, ranked);
  for (std::size_t rank = 0; rank < ranked.size(); ++rank) out.insert(out.end(), 3000 / (rank + 3) + 1, ranked[rank]);
  std::mt19937_64 order(1);
  for (std::size_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[order() % i]);
  return out;
}

}  // namespace

CorpusWords read_corpus_words(const std::string& directory, const std::string& lists) {
  CorpusWords out;
  const fs::path archive = fs::path(directory) / "easy-ham.tar.xz", office = fs::path(directory) / "vi-admin.txt";
  if (!directory.empty() && fs::exists(archive) && fs::exists(office)) {
    take_words(read_archive(archive), true, out.english);
    take_words(read_file(office), false, out.vietnamese);
    out.from_corpus = true;
  }
  if (out.english.size() < 1000 || out.vietnamese.size() < 1000) {
    out = {};
    out.english = text_of_list(read_file(fs::path(lists) / "english.txt"));
    out.vietnamese = text_of_list(read_file(fs::path(lists) / "vietnamese.txt"));
  }
  if (out.english.size() < 1000 || out.vietnamese.size() < 1000) {
    std::fprintf(stderr, "no words: neither %s nor %s can be read\n", directory.c_str(), lists.c_str());
    std::exit(66);
  }
  return out;
}

CorpusWords read_corpus_words() {
  const char* given = std::getenv("VANTHU_CORPUS");
  const std::string source = VANTHU_SOURCE_DIR;
  return read_corpus_words(given != nullptr ? given : source + "/../shared/corpus", source + "/tests/bench/words");
}

}  // namespace bench
