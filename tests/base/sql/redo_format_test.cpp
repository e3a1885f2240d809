// What the encoder says of a log's writes, applied to an empty file, gives the log again, whatever was written.
#include "base/sql/redo/redo_format.h"

#include <doctest/doctest.h>

#include <cstring>
#include <random>

using base::sql::kFrameHeader;
using base::sql::kLogHeader;

namespace {

constexpr std::size_t kPage = 1024;

// A log in memory, written through an encoder.
struct Log {
  std::string bytes, entries;
  base::sql::RedoEncoder encoder{[this](std::int64_t offset, char* out, std::size_t size) {
    if (static_cast<std::size_t>(offset) + size > bytes.size()) return false;
    std::memcpy(out, bytes.data() + offset, size);
    return true;
  }};

  void write(std::size_t offset, const std::string& what) {
    encoder.add(static_cast<std::int64_t>(offset), what, entries);
    if (bytes.size() < offset + what.size()) bytes.resize(offset + what.size());
    bytes.replace(offset, what.size(), what);
  }
};

std::string log_header(char salt) {
  std::string out(kLogHeader, salt);
  out[8] = out[9] = out[11] = 0;
  out[10] = static_cast<char>(kPage >> 8);
  return out;
}

std::string frame(unsigned number, const std::string& page) {
  std::string out(kFrameHeader, '\1');
  for (unsigned i = 0; i < 4; ++i) out[i] = static_cast<char>(number >> (24 - 8 * i));
  return out + page;
}

std::size_t place(std::size_t frame_number) { return kLogHeader + frame_number * (kFrameHeader + kPage); }

base::Result<std::string> applied(const std::string& entries) {
  std::string file;
  const auto read = [&](std::int64_t offset, char* out, std::size_t size) {
    if (static_cast<std::size_t>(offset) + size > file.size()) return false;
    std::memcpy(out, file.data() + offset, size);
    return true;
  };
  const auto write = [&](std::int64_t offset, std::string_view bytes) {
    const auto at = static_cast<std::size_t>(offset);
    if (at + bytes.size() > (1u << 24)) return false;
    if (file.size() < at + bytes.size()) file.resize(at + bytes.size());
    file.replace(at, bytes.size(), bytes);
    return true;
  };
  auto done = base::sql::apply_entries(entries, read, write);
  if (!done) return done.error();
  return file;
}

std::string random_page(std::mt19937& random) {
  std::string page(kPage, '\0');
  for (char& c : page) c = static_cast<char>(random());
  return page;
}

}  // namespace

TEST_CASE("sql/redo format: any log comes back, with pages that change, rolled back frames and single octets") {
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Log log;
    std::vector<std::string> pages(12);
    for (std::string& page : pages) page = random_page(random);
    log.write(0, log_header('s'));
    std::size_t next = 0;
    for (int group = 0; group < 30; ++group) {
      std::string together;
      const std::size_t first = next;
      for (unsigned i = 0, count = 1 + random() % 6; i < count; ++i, ++next) {
        const unsigned number = static_cast<unsigned>(random() % pages.size());
        std::string& page = pages[number];
        for (unsigned change = 0, changes = random() % 5; change < changes; ++change) {
          const std::size_t at = random() % kPage, size = std::min<std::size_t>(random() % 90, kPage - at);
          for (std::size_t k = at; k < at + size; ++k) page[k] = static_cast<char>(random());
        }
        if (random() % 10 == 0) page = random_page(random);
        together += frame(number + 1, page);
      }
      log.write(place(first), together);
      if (random() % 4 == 0) next = first;                              // rolled back: written over
      if (random() % 5 == 0) log.write(place(first) + 16, "checksum");  // as when a spilled page is written again
      if (random() % 9 == 0) log.encoder.forget();
      if (random() % 25 == 0) {
        log.write(0, log_header('t'));
        next = 0;
      }
    }
    auto back = applied(log.entries);
    REQUIRE(back);
    CHECK(*back == log.bytes);
  }
}

TEST_CASE("sql/redo format: a page that hardly changes costs what changed") {
  std::mt19937 random(7);
  Log log;
  std::string page = random_page(random);
  log.write(0, log_header('s'));
  log.write(place(0), frame(3, page));
  const std::size_t before = log.entries.size();
  page[100] ^= 1;
  page.replace(500, 20, "twenty other octets.");
  log.write(place(1), frame(3, page));
  CHECK(log.entries.size() - before < 100);
  // Another page, or the same one after a failure, is told as a whole.
  log.encoder.forget();
  const std::size_t then = log.entries.size();
  log.write(place(2), frame(3, page));
  CHECK(log.entries.size() - then > kPage);
  CHECK(*applied(log.entries) == log.bytes);
}

TEST_CASE("sql/redo format: entries that are cut or changed are an error or other octets, never a crash") {
  std::mt19937 random(11);
  Log log;
  std::string page = random_page(random);
  log.write(0, log_header('s'));
  for (std::size_t i = 0; i < 4; ++i) {
    page[i * 200] ^= 5;
    log.write(place(i), frame(9, page));
  }
  std::size_t errors = 0;
  for (std::size_t cut = 1; cut < log.entries.size(); ++cut) {
    errors += applied(log.entries.substr(0, cut)) ? 0 : 1;
    std::string changed = log.entries;
    changed[cut] ^= static_cast<char>(1 + random() % 255);
    (void)applied(changed);
  }
  CHECK(errors > log.entries.size() - 10);
}
