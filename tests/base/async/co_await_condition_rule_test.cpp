// Finds the second thing GCC 12.2 miscompiles (base/async/co.h; GCC PR 106188): a co_await in the condition of an if,
// while or switch in a coroutine whose body declares no local variable at its top level: such a coroutine hangs or
// crashes. And co_await inside `a ? b : c`, which crashes. A lexical check; names in the message are file:line.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/base/async/source_text.h"

namespace {

using tests::blanked;
using tests::matching;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::size_t back_over_space(const std::string& text, std::size_t at) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1]))) --at;
  return at;
}

std::string word_before(const std::string& text, std::size_t at) {
  at = back_over_space(text, at);
  std::size_t start = at;
  while (start > 0 && is_word(text[start - 1])) --start;
  return text.substr(start, at - start);
}

std::size_t matching_back(const std::string& text, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (text[i] == ')') ++depth;
    if (text[i] == '(' && --depth == 0) return i;
  }
  return 0;
}

enum class Block { function, inner, other };

// What a '{' opens, judged by what stands before it.
Block block_at(const std::string& text, std::size_t brace) {
  static const std::set<std::string> kControl = {"if", "for", "while", "switch", "catch", "constexpr"};
  std::string word = word_before(text, brace);
  if (word == "else" || word == "do" || word == "try") return Block::inner;
  std::size_t at = back_over_space(text, brace);
  while (word == "const" || word == "override" || word == "noexcept" || word == "mutable" || word == "final") {
    at = back_over_space(text, at - word.size());
    word = word_before(text, at);
  }
  if (at > 0 && text[at - 1] == ')') {
    std::size_t open = matching_back(text, at - 1);
    return kControl.count(word_before(text, open)) ? Block::inner : Block::function;
  }
  if (at > 0 && text[at - 1] == ']') return Block::function;  // a lambda without parameters
  std::size_t arrow = text.rfind("->", brace);                // a lambda with a return type
  if (arrow != std::string::npos && text.find_first_of(";{}", arrow) == brace) return Block::function;
  if (at > 0 && (text[at - 1] == ';' || text[at - 1] == '{' || text[at - 1] == '}')) return Block::inner;
  return Block::other;
}

// True when the statement that starts at `at` declares a variable: two words before the first of = ; ( { [.
bool declares(const std::string& text, std::size_t at) {
  static const std::set<std::string> kNot = {"co_return", "co_await", "return", "if",   "while", "switch",
                                             "do",        "try",      "else",   "case", "break", "continue",
                                             "throw",     "delete",   "using",  "goto"};
  while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
  std::vector<std::string> words;
  int angle = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<') ++angle;
    if (c == '>') --angle;
    if (angle > 0) continue;
    if (is_word(c)) {
      if (i == at || !(is_word(text[i - 1]) || text[i - 1] == ':')) words.emplace_back();
      if (!words.empty()) words.back() += c;
      continue;
    }
    if (c == ':' && text.compare(i, 2, "::") != 0 && (i == 0 || text[i - 1] != ':')) break;
    if (std::isspace(static_cast<unsigned char>(c)) || c == '&' || c == '*' || c == ':' || c == '>') continue;
    if (c == '[' && words.size() == 1 && words[0] == "auto") return true;  // structured binding
    if (c == '(' && words.size() == 1 && words[0] == "for") {
      std::size_t end = text.find_first_of(";:", i);
      return text.find_first_not_of(" \n", i + 1) != end;
    }
    break;
  }
  return words.size() >= 2 && !kNot.count(words[0]) && words[0] != "for";
}

struct Frame {
  Block kind;
  bool declares = false;
  std::vector<std::size_t> conditions;  // where co_await stands in a condition
};

std::vector<std::size_t> offences(const std::string& source) {
  const std::string text = blanked(source);
  std::vector<Frame> stack;
  std::vector<std::size_t> out;
  auto innermost_function = [&]() -> Frame* {
    for (std::size_t i = stack.size(); i-- > 0;) {
      if (stack[i].kind == Block::function) return &stack[i];
    }
    return nullptr;
  };
  int parens = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(') {
      ++parens;
      const std::string word = word_before(text, i);
      if (word == "if" || word == "while" || word == "switch") {
        std::size_t end = matching(text, i);
        std::size_t await = text.find("co_await", i);
        if (await < end) {
          if (Frame* function = innermost_function()) function->conditions.push_back(await);
        }
      }
    }
    if (c == ')') --parens;
    if (c == '{') stack.push_back({block_at(text, i), false, {}});
    if (c == '}' && !stack.empty()) {
      Frame ended = stack.back();
      stack.pop_back();
      if (ended.kind == Block::function && !ended.declares) {
        out.insert(out.end(), ended.conditions.begin(), ended.conditions.end());
      }
    }
    if ((c == '{' || c == '}' || c == ';') && !stack.empty() && stack.back().kind == Block::function) {
      if (declares(text, i + 1)) stack.back().declares = true;
    }
    if (c == '?') {  // a ? b : c up to the end of the statement
      std::size_t end = std::min(text.find(';', i), text.size());
      std::size_t await = text.find("co_await", i);
      if (await < end && text.find(':', i) < end && text.find('{', i) > await) out.push_back(await);
    }
  }
  for (std::size_t& place : out) {
    place =
        1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
  }
  return out;
}

}  // namespace

TEST_CASE("async/rule: the check of conditions tells right from wrong") {
  CHECK(offences("Co<int> f(S& s) { if (!co_await s.write()) co_return 1; co_return co_await g(); }").size() == 1);
  CHECK(offences("Co<int> f() {\n while (co_await g()) {\n int x = 1; } co_return 1; }").size() == 1);
  CHECK(offences("Co<int> C::f() const { try { if (co_await g()) { co_return 2; } } catch (...) {} co_return 1; }")
            .size() == 1);
  CHECK(offences("namespace a { struct S { Co<int> f() { s.t = 1; switch (co_await g()) {} } }; }").size() == 1);
  CHECK(offences("Co<int> f(bool t) { auto x = 1; co_return t ? co_await g() : 1; }").size() == 1);
  CHECK(offences("Co<int> f() { auto x = co_await g(); if (co_await h()) co_return 1; co_return 2; }").empty());
  CHECK(offences("Co<int> f() { char b[4]; if (co_await h(b)) co_return 1; co_return 2; }").empty());
  CHECK(offences("Co<int> f() { if (co_await h()) co_return 1; base::Result<std::vector<int>> x = co_await g(); }")
            .empty());
  CHECK(offences("Co<int> f() { State& s = *state_; if (co_await h()) co_return 1; }").empty());
  CHECK(offences("Co<int> f() { Deadline d(5); if (co_await h()) co_return 1; }").empty());
  CHECK(offences("Co<int> f() { for (int i = 0; i < 3; ++i) { if (co_await h()) co_return 1; } }").empty());
  CHECK(offences("Co<int> f() { co_await g(); co_return co_await h(); }").empty());
}

TEST_CASE("async/rule: no co_await in conditions of coroutines without a local variable, none inside ?:") {
  std::size_t files = tests::for_each_source([](const std::string& name, const std::string& source) {
    for (std::size_t line : offences(source)) {
      FAIL_CHECK(name << ":" << line << " take the result into a local variable first (base/async/co.h)");
    }
  });
  CHECK(files > 10);
}
