// Finds what GCC 12 miscompiles (base/async/co.h): lambdas with captures by value and braced values inside co_await
// expressions. A lexical check of every source file; names in the message are file:line.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "tests/base/async/source_text.h"

namespace {

using tests::blanked;
using tests::matching;

char before(const std::string& text, std::size_t at) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1]))) --at;
  return at > 0 ? text[at - 1] : '\0';
}

bool captures_by_value(std::string_view list) {
  std::size_t depth = 0, start = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && (list[i] == '(' || list[i] == '{' || list[i] == '<')) ++depth;
    if (i < list.size() && (list[i] == ')' || list[i] == '}' || list[i] == '>')) --depth;
    if (i < list.size() && (list[i] != ',' || depth > 0)) continue;
    std::string_view item = list.substr(start, i - start);
    start = i + 1;
    while (!item.empty() && std::isspace(static_cast<unsigned char>(item.front()))) item.remove_prefix(1);
    while (!item.empty() && std::isspace(static_cast<unsigned char>(item.back()))) item.remove_suffix(1);
    if (!item.empty() && item.front() != '&' && item != "this") return true;
  }
  return false;
}

bool type_name_before(const std::string& text, std::size_t brace) {
  std::size_t start = brace;
  while (start > 0 && (std::isalnum(static_cast<unsigned char>(text[start - 1])) || text[start - 1] == '_')) --start;
  return start < brace && std::isupper(static_cast<unsigned char>(text[start]));
}

// Line numbers of co_await expressions of one file that break the rule.
std::vector<std::size_t> offences(const std::string& source) {
  const std::string text = blanked(source);
  std::vector<std::size_t> out;
  for (std::size_t at = text.find("co_await"); at != std::string::npos; at = text.find("co_await", at + 1)) {
    bool bad = false;
    std::size_t i = at + 8;
    for (int depth = 0; i < text.size() && !bad; ++i) {
      const char c = text[i];
      const char previous = before(text, i);
      if (c == ';' && depth == 0) break;
      if (c == ')' && --depth < 0) break;
      if (c == '(') ++depth;
      if (c == '[' && (previous == '(' || previous == ',')) {
        std::size_t end = matching(text, i);
        bad = captures_by_value(std::string_view(text).substr(i + 1, end - i - 1));
        std::size_t body = text.find('{', end);
        i = body == std::string::npos ? text.size() : matching(text, body);
      } else if (c == '{') {
        if (depth == 0 && previous == ')') break;  // the body of if (co_await …)
        std::size_t end = matching(text, i);
        const bool empty = text.find_first_not_of(" \n", i + 1) == end;
        bad = !empty && (previous == '(' || previous == ',' || type_name_before(text, i));
        i = end;
      }
    }
    if (bad) out.push_back(1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + at, '\n')));
  }
  return out;
}

}  // namespace

TEST_CASE("async/rule: the check itself tells right from wrong") {
  CHECK(offences("auto x = co_await run([s] { return 1; });").size() == 1);
  CHECK(offences("co_await run([=]() -> int { return 1; });").size() == 1);
  CHECK(offences("co_await run(pool,\n [&out, s = std::move(t)] { ; });").size() == 1);
  CHECK(offences("co_await connect({.ip = ip});").size() == 1);
  CHECK(offences("co_await connect(Where{ip, 1});").size() == 1);
  CHECK(offences("if (!co_await run([s] {})) co_return;").size() == 1);
  CHECK(offences("co_await run([&] { return g({1, 2}); });").empty());
  CHECK(offences("co_await run([this, &x] {}); auto f = [s] {};").empty());
  CHECK(offences("co_await run({}); // co_await f([s]{});").empty());
  CHECK(offences("if (co_await f()) { g([s] {}); }").empty());
  CHECK(offences("auto job = [s] { return \"co_await f([s])\"; };\nco_await run(std::move(job));").empty());
}

TEST_CASE("async/rule: no lambda with captures by value and no braced value inside a co_await expression") {
  std::size_t files = tests::for_each_source([](const std::string& name, const std::string& source) {
    for (std::size_t line : offences(source)) {
      FAIL_CHECK(name << ":" << line << " name the lambda or value before co_await (base/async/co.h)");
    }
  });
  CHECK(files > 10);
}
