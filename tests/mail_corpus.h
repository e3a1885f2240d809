// Real mail for tests: every message of the corpus, when it lies beside the project.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace tests {

// False when there is no corpus.
inline bool visit_mail_corpus(const std::function<void(const std::string&)>& visit) {
  namespace fs = std::filesystem;
  const fs::path archive = fs::path(VANTHU_SOURCE_DIR) / ".." / "shared" / "corpus" / "easy-ham.tar.xz";
  if (!fs::exists(archive)) {
    MESSAGE("no corpus beside the project: skipped");
    return false;
  }
  std::string directory = (fs::temp_directory_path() / "vanthu-corpus-XXXXXX").string();
  REQUIRE(mkdtemp(directory.data()) != nullptr);
  const std::string command = "tar -C '" + directory + "' -xJf '" + archive.string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    visit(std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
  }
  fs::remove_all(directory);
  return true;
}

}  // namespace tests
