// Source files as text for lexical rules: all of ours, with comments and literals blanked out.
#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace tests {

// Comments and literals blanked out, length and lines kept.
inline std::string blanked(std::string text) {
  std::size_t i = 0;
  auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t k = from; k < to && k < text.size(); ++k) {
      if (text[k] != '\n') text[k] = ' ';
    }
  };
  while (i < text.size()) {
    if (text.compare(i, 2, "//") == 0) {
      std::size_t end = std::min(text.find('\n', i), text.size());
      blank(i, end);
      i = end;
    } else if (text.compare(i, 2, "/*") == 0) {
      std::size_t end = std::min(text.find("*/", i), text.size() - 2) + 2;
      blank(i, end);
      i = end;
    } else if (text.compare(i, 2, "R\"") == 0) {
      std::size_t open = text.find('(', i);
      std::string close = ")" + text.substr(i + 2, open - i - 2) + "\"";
      std::size_t end = std::min(text.find(close, open), text.size() - close.size()) + close.size();
      blank(i, end);
      i = end;
    } else if (text[i] == '"' ||
               (text[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))))) {
      std::size_t end = i + 1;
      while (end < text.size() && text[end] != text[i]) end += text[end] == '\\' ? 2 : 1;
      blank(i + 1, end);
      i = end + 1;
    } else {
      ++i;
    }
  }
  return text;
}

inline std::size_t matching(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[' || text[i] == '{') ++depth;
    if (text[i] == ')' || text[i] == ']' || text[i] == '}') --depth;
    if (depth == 0) return i;
  }
  return text.size();
}

// Calls `see` with the name (from the root) and the text of every .cpp and .h of ours; returns how many.
inline std::size_t for_each_source(const std::function<void(const std::string&, const std::string&)>& see) {
  const std::filesystem::path root = VANTHU_SOURCE_DIR;
  std::size_t files = 0;
  for (const char* folder : {"base", "policies", "directory", "mailstore", "webmail", "server", "tests"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string kind = entry.path().extension().string();
      if (kind != ".cpp" && kind != ".h") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string source((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      ++files;
      see(std::filesystem::relative(entry.path(), root).string(), source);
    }
  }
  return files;
}

}  // namespace tests
