// Every transcript of transcripts/ against the real store, door, gate and directory, on every storage engine; then once
// more with one octet per write.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/server/imap/imap_house.h"
#include "tests/server/imap/transcript.h"

namespace {

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> out;
  const char* only = std::getenv("VANTHU_TEST_TRANSCRIPT");
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(VANTHU_SOURCE_DIR) + "/tests/server/imap/transcripts")) {
    if (entry.path().extension() != ".imap") continue;
    if (only == nullptr || entry.path().stem() == only) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("imap/transcripts: every conversation goes as written") {
  int statements = 0;
  for (const auto& path : scripts()) {
    tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
      CAPTURE(path.filename().string());
      tests::ImapHouse house(std::move(db));
      tests::Transcript transcript(house.service);
      CHECK(transcript.play(text_of(path)) == "");
      statements += transcript.statements();
    });
  }
  MESSAGE("statements played: " << statements);
  CHECK(statements > 0);
}

TEST_CASE("imap/transcripts: one octet at a time changes nothing") {
  for (const auto& path : scripts()) {
    CAPTURE(path.filename().string());
    tests::TempDirectory folder;
    tests::StorageEngine engine{"sqlite", {}};
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    tests::ImapHouse house(engine.open());
    tests::Transcript transcript(house.service, 1);
    CHECK(transcript.play(text_of(path)) == "");
  }
}
