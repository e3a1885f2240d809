// Writes generated mail (mail_maker.h) for programs that read files, and counts its terms. Prints one JSON object.
//   mail_maker mbox FILE COUNT [PLANNED]
//   mail_maker maildir DIR COUNT [PLANNED]        cur/, new/, tmp/; all seen
//   mail_maker terms COUNT [PLANNED]              messages, octets, different terms
//   mail_maker show NUMBER [PLANNED]              one message
//   mail_maker facts COUNT [PLANNED] NUMBER…      what a search must find: planted words, Message-IDs, senders
// Seed 1. VANTHU_CORPUS: the folder of the corpus (default: ../shared/corpus beside the project).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "tests/bench/mail_maker.h"

namespace {

namespace fs = std::filesystem;

bool is_term_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

void take_terms(std::string_view text, std::unordered_set<std::size_t>& terms) {
  std::string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_term_byte(text[at])) {
      word += static_cast<char>(text[at] >= 'A' && text[at] <= 'Z' ? text[at] | 0x20 : text[at]);
    } else if (!word.empty()) {
      terms.insert(std::hash<std::string>()(word));
      word.clear();
    }
  }
}

int write_mbox(const bench::MailMaker& maker, const std::string& path, std::uint64_t count) {
  std::ofstream out(path, std::ios::binary);
  std::uint64_t octets = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string message = maker.message(i);
    octets += message.size();
    const std::time_t when = maker.unix_time(i);
    char date[64];
    std::strftime(date, sizeof date, "%a %b %d %H:%M:%S %Y", std::gmtime(&when));
    out << "From bench@example " << date << "\n";
    bool line_start = true;
    for (std::size_t at = 0; at < message.size(); ++at) {  // mboxrd, lines end with LF
      if (line_start) {
        const std::size_t marks = message.find_first_not_of('>', at);
        if (message.compare(marks, 5, "From ") == 0) out << '>';
      }
      line_start = message[at] == '\n';
      if (message[at] != '\r') out << message[at];
    }
    out << '\n';
  }
  out.flush();
  std::printf("{\"messages\": %llu, \"octets\": %llu}\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(octets));
  return out ? 0 : 74;
}

int write_maildir(const bench::MailMaker& maker, const std::string& path, std::uint64_t count) {
  for (const char* part : {"cur", "new", "tmp"}) fs::create_directories(fs::path(path) / part);
  std::uint64_t octets = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string message = maker.message(i);
    message.erase(std::remove(message.begin(), message.end(), '\r'), message.end());
    octets += message.size();
    const std::string name = std::to_string(maker.unix_time(i)) + ".M" + std::to_string(i) + ".bench:2,S";
    std::ofstream out(fs::path(path) / "cur" / name, std::ios::binary);
    if (!(out << message).flush()) return std::perror(name.c_str()), 74;
  }
  std::printf("{\"messages\": %llu, \"octets\": %llu}\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(octets));
  return 0;
}

int count_terms(const bench::MailMaker& maker, std::uint64_t count) {
  std::unordered_set<std::size_t> terms;
  std::uint64_t octets = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    octets += maker.message(i).size();
    take_terms(maker.words_of(i), terms);
  }
  std::printf("{\"messages\": %llu, \"octets\": %llu, \"terms\": %zu}\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(octets), terms.size());
  return 0;
}

int tell_facts(const bench::MailMaker& maker, std::uint64_t count, const std::vector<std::uint64_t>& numbers) {
  using bench::Place;
  using bench::Planted;
  std::printf("[");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::uint64_t n = numbers[i];
    std::printf("%s{\"number\": %llu, \"message_id\": \"%s\", \"sender\": \"%s\", \"unix_time\": %lld",
                i == 0 ? "" : ",\n ", static_cast<unsigned long long>(n), maker.message_id(n).c_str(),
                maker.sender(n).c_str(), static_cast<long long>(maker.unix_time(n)));
    const char* const names[] = {"twenty", "two_thousand", "half"};
    for (const Planted planted : {Planted::twenty, Planted::two_thousand, Planted::half}) {
      std::printf(", \"%s\": {\"subject\": \"%s\", \"body\": \"%s\", \"hits\": %llu}", names[static_cast<int>(planted)],
                  maker.planted(planted, Place::subject, n).c_str(), maker.planted(planted, Place::body, n).c_str(),
                  static_cast<unsigned long long>(maker.holders(planted, n, count)));
    }
    std::printf("}");
  }
  std::printf("]\n");
  return 0;
}

int usage() { return std::fprintf(stderr, "see the head of tests/bench/mail_maker_main.cpp for the usage\n"), 64; }

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> a(argv + 1, argv + argc);
  if (a.size() < 2) return usage();
  const bool to_path = a[0] == "mbox" || a[0] == "maildir";
  const std::size_t first = to_path ? 2 : 1;
  if (a.size() <= first) return usage();
  const std::uint64_t count = std::strtoull(a[first].c_str(), nullptr, 10);
  bench::MakerOptions options;
  if (a.size() > first + 1) options.planned = std::strtoull(a[first + 1].c_str(), nullptr, 10);
  const bench::MailMaker maker(bench::read_corpus_words(), options);
  if (a[0] == "mbox") return write_mbox(maker, a[1], count);
  if (a[0] == "maildir") return write_maildir(maker, a[1], count);
  if (a[0] == "terms") return count_terms(maker, count);
  if (a[0] == "show") return std::fputs(maker.message(count).c_str(), stdout) < 0 ? 74 : 0;
  if (a[0] == "facts") {
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 3; i < a.size(); ++i) numbers.push_back(std::strtoull(a[i].c_str(), nullptr, 10));
    return tell_facts(maker, count, numbers);
  }
  return usage();
}
