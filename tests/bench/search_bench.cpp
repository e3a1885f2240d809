// How fast mail is indexed and found, beside mu and notmuch where they are installed, on the same messages, in one run.
//   bench_search_bench DIR CORPUS [copies]
// DIR: a scratch directory, emptied first. CORPUS: a directory of message files or a .tar.xz of such. copies: how often
// each message is put in (with another Message-ID and a word of its own), default 1. Nothing foreign is built; peers
// that are not there are skipped. What is measured of ours: catch_up() = rows from SQL, terms, Xapian with fsync;
// queries: index, check against SQL, page of 50 with snippets.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "mailstore/search/search.h"
#include "mailstore/search/shards/holder_sets.h"
#include "mailstore/search/shards/sealed_shard.h"
#include "mailstore/search/shards/word_row.h"
#include "tests/bench/bench_office.h"

namespace {

using bench::Clock;
using bench::cpu_seconds;
using bench::must;

namespace fs = std::filesystem;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

int shell(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }
bool installed(const char* program) { return shell(std::string("command -v ") + program) == 0; }

// Bytes this process has given to the disk so far (/proc/self/io), in MB.
double written() {
  std::ifstream in("/proc/self/io");
  std::string name;
  for (double value = 0; in >> name >> value;) {
    if (name == "write_bytes:") return value / 1e6;
  }
  return 0;
}

// What mailstore/search/README.md says of its files: shards, octets of a word row, the time a set of holders takes.
void parts(const std::string& directory, base::Database& db, base::AccountId account) {
  auto files = base::make_file_system();
  std::size_t shards = 0, documents = 0, rows = 0, words = 0;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (!entry.is_directory()) continue;
    const auto shard = must(mailstore::search::SealedShard::open(*files, entry.path().string()), "shard");
    ++shards;
    for (std::size_t number = 0; number < shard->size(); ++number, ++documents) {
      const std::string row = must(shard->row(static_cast<mailstore::search::DocumentNumber>(number)), "row");
      rows += row.size();
      for (const auto& field : must(mailstore::search::decode_row(row), "row")) words += field.size();
    }
  }
  std::printf("ours: %zu shards, %zu documents, %zu words, %.2f octets of row a word\n", shards, documents, words,
              static_cast<double>(rows) / static_cast<double>(std::max<std::size_t>(words, 1)));
  constexpr int kTimes = 20;
  const double began = cpu_seconds();
  std::size_t held = 0;
  for (int i = 0; i < kTimes; ++i) {
    mailstore::search::HolderSets sets(db);
    held = must(sets.of({&account, 1}), "holders")->size();
  }
  std::printf("ours: a set of %zu contents made in %.2f ms of CPU\n", held, (cpu_seconds() - began) * 1000 / kTimes);
}

std::string shell_word(const std::string& path) { return "'" + path + "'"; }

std::uintmax_t size_below(const std::string& path) {
  std::uintmax_t size = 0;
  if (!fs::exists(path)) return size;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) size += entry.file_size();
  }
  return size;
}

// The corpus as a Maildir, so that all sides read the same files. Returns its messages.
std::vector<std::string> make_maildir(const std::string& dir, std::string corpus, int copies) {
  if (corpus.ends_with(".tar.xz")) {
    fs::create_directories(dir + "/corpus");
    if (shell("tar -xJf " + shell_word(corpus) + " -C " + shell_word(dir + "/corpus")) != 0) std::exit(1);
    corpus = dir + "/corpus";
  }
  for (const char* part : {"/cur", "/new", "/tmp"}) fs::create_directories(dir + "/maildir" + part);
  std::vector<std::string> messages;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (int copy = 0; copy < copies; ++copy) {
    for (const fs::path& path : paths) {
      std::ifstream in(path, std::ios::binary);
      std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      if (bytes.starts_with("From ")) bytes.erase(0, bytes.find('\n') + 1);
      if (copy > 0) {
        const std::string mark = "copy" + std::to_string(copy) + "x" + std::to_string(messages.size());
        bytes = "Message-ID: <" + mark + "@copies.example>\n" + bytes + "\n" + mark + "\n";
      }
      const std::string name = dir + "/maildir/cur/" + std::to_string(1700000000 + messages.size()) + ".M" +
                               std::to_string(messages.size()) + ".bench:2,S";
      std::ofstream(name, std::ios::binary) << bytes;
      messages.push_back(std::move(bytes));
    }
  }
  return messages;
}

const std::vector<std::string> kQueries = {"linux",
                                           "perl module",
                                           "\"operating system\"",
                                           "razor AND spam",
                                           "free OR beer",
                                           "subject:re",
                                           "install*",
                                           "from:rob",
                                           "http -spam",
                                           "exmh window",
                                           "microsoft security",
                                           "has:attachment",
                                           "\"mailing list\" linux",
                                           "kernel",
                                           "zzznothing",
                                           "is:unread linux"};

void ours(const std::string& dir, std::vector<std::string> messages) {
  bench::Office office(dir, 1, mailstore::search_migrations());
  const base::MailboxId inbox = office.inbox();
  const std::size_t count = messages.size();
  const auto imported = Clock::now();
  for (std::size_t i = 0; i < count; i += 100) {
    std::vector<mailstore::AppendMessage> batch;
    for (std::size_t j = i; j < std::min(i + 100, count); ++j) {
      mailstore::AppendMessage one;
      one.bytes = std::move(messages[j]);
      one.internal_date =
          mailstore::InternalDate{base::Timestamp::from_seconds(1700000000 + static_cast<std::int64_t>(j)), 420};
      batch.push_back(std::move(one));
    }
    (void)must(base::run_blocking(office.door->append(inbox, std::move(batch))), "append");
  }
  std::printf("ours: stored %zu messages in %.2f s (before indexing)\n", count, seconds_since(imported));
  auto search = must(mailstore::Search::open(*office.store, office.clock, dir + "/search"), "search");
  const double before = written();
  const auto start = Clock::now();
  const double cpu_before = cpu_seconds();
  must(search->catch_up(), "catch_up");
  const double took = seconds_since(start), cpu = cpu_seconds() - cpu_before;
  const std::uintmax_t size = size_below(dir + "/search");
  std::printf("ours: indexed %zu messages in %.2f s: %.0f/s, index %.1f MB, %.1f MB written\n", count, took,
              static_cast<double>(count) / took, static_cast<double>(size) / 1e6, written() - before);
  std::printf("ours: %.2f s of CPU, %.3f ms a message\n", cpu, cpu * 1000 / static_cast<double>(count));
  parts(dir + "/search", *office.db, office.account());
  std::vector<double> times;
  const double cpu_asked = cpu_seconds();
  for (int round = 0; round < 5; ++round) {
    for (const std::string& query : kQueries) {
      const auto asked = Clock::now();
      const auto answer = must(base::run_blocking(search->query({office.account()}, query, 0, 50)), "query");
      times.push_back(seconds_since(asked) * 1000);
      if (round == 4)
        std::printf("ours: %-24s %7lld hits %7.2f ms\n", query.c_str(), static_cast<long long>(answer.total),
                    times.back());
    }
  }
  std::sort(times.begin(), times.end());
  std::printf("ours: query p50 %.2f ms, p95 %.2f ms, worst %.2f ms, %.2f ms of CPU each\n", times[times.size() / 2],
              times[times.size() * 95 / 100], times.back(),
              (cpu_seconds() - cpu_asked) * 1000 / static_cast<double>(times.size()));
}

// `kept`: where its index lies.
void peer(const char* name, const std::string& prepare, const std::string& index, std::size_t count,
          const std::string& kept) {
  if (!installed(name)) return (void)std::printf("%s: not installed, skipped\n", name);
  if (shell(prepare) != 0) return (void)std::printf("%s: could not be set up, skipped\n", name);
  const auto start = Clock::now();
  const int code = shell(index);
  const double took = seconds_since(start);
  if (code != 0) return (void)std::printf("%s: failed, skipped\n", name);
  std::printf("%s: indexed %zu messages in %.2f s: %.0f/s, index %.1f MB\n", name, count, took,
              static_cast<double>(count) / took, static_cast<double>(size_below(kept)) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: %s DIR CORPUS [copies]\n", argv[0]), 64;
  const std::string dir = fs::absolute(argv[1]).string();
  fs::remove_all(dir);
  fs::create_directories(dir);
  std::vector<std::string> messages =
      make_maildir(dir, fs::absolute(argv[2]).string(), argc > 3 ? std::atoi(argv[3]) : 1);
  const std::size_t count = messages.size();
  const std::string maildir = shell_word(dir + "/maildir");
  ours(dir, std::move(messages));
  peer("mu", "mu init --muhome=" + shell_word(dir + "/mu") + " -m " + maildir,
       "mu index --muhome=" + shell_word(dir + "/mu"), count, dir + "/mu");
  const std::string config = dir + "/notmuch-config";
  std::ofstream(config)
      << "[database]\npath=" << dir
      << "/maildir\n[user]\nname=P\nprimary_email=p@bench.example\n[new]\ntags=\n[maildir]\nsynchronize_flags=false\n";
  peer("notmuch", "true", "NOTMUCH_CONFIG=" + shell_word(config) + " notmuch new --no-hooks", count,
       dir + "/maildir/.notmuch");
  return 0;
}
