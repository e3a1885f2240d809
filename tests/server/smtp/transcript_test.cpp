// Every transcript of transcripts/ against the real directory, gate and door, on every storage engine; then once more
// with one octet per write.
#include "tests/server/smtp/transcript.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> out;
  const char* only = std::getenv("VANTHU_TEST_TRANSCRIPT");
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(VANTHU_SOURCE_DIR) + "/tests/server/smtp/transcripts")) {
    if (entry.path().extension() != ".smtp") continue;
    if (only == nullptr || entry.path().stem() == only) out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

int play(const std::filesystem::path& path, std::unique_ptr<base::Database> database, std::size_t piece) {
  CAPTURE(path.filename().string());
  std::ifstream in(path, std::ios::binary);
  tests::Transcript transcript(std::move(database), {std::istreambuf_iterator<char>(in), {}}, piece);
  tests::MailOffice& office = transcript.office();
  const base::AccountId fresh = office.person("Phạm Mới", directory::Role::staff, "moi@bimson.example");
  transcript.word("one-time", tests::must(office.gate->reset_password(fresh, "", false, "test")));
  transcript.on("disable an", [&office] { tests::must(office.admin->disable(office.an, "test")); });
  CHECK(transcript.play() == "");
  return transcript.statements();
}

}  // namespace

TEST_CASE("smtp/transcripts: every conversation goes as written") {
  int statements = 0;
  for (const auto& path : scripts()) {
    tests::for_each_engine(
        [&](std::unique_ptr<base::Database> database) { statements += play(path, std::move(database), 0); });
  }
  MESSAGE("statements played: " << statements);
  CHECK(statements > 0);
}

TEST_CASE("smtp/transcripts: one octet at a time changes nothing") {
  for (const auto& path : scripts()) {
    tests::TempDirectory folder;
    tests::StorageEngine engine{"sqlite", {}};
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    play(path, engine.open(), 1);
  }
}
