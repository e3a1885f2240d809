// LIST patterns: against every way of reading them, and the limits that keep them cheap.
#include <doctest/doctest.h>

#include <random>

#include "server/imap/mailboxes/mailbox_pattern.h"

using server::imap::MailboxPattern;

namespace {

bool matches(std::string_view name, std::string_view pattern) {
  const auto made = MailboxPattern::make(pattern);
  REQUIRE(made);
  return made->matches(name);
}

// Tries everything.
bool tried(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] != '*' && pattern[0] != '%')
    return !name.empty() && name[0] == pattern[0] && tried(name.substr(1), pattern.substr(1));
  if (tried(name, pattern.substr(1))) return true;
  return !name.empty() && (pattern[0] == '*' || name[0] != '/') && tried(name.substr(1), pattern);
}

}  // namespace

TEST_CASE("imap/patterns: * and %") {
  struct Row {
    const char *name, *pattern;
    bool matches;
  };
  const Row rows[] = {{"a/b", "*", true},     {"a/b", "%", false},     {"a/b", "%/%", true},  {"a/b", "a/*", true},
                      {"a", "a/*", false},    {"a/b/c", "a/%", false}, {"a/b/c", "*c", true}, {"a/b/c", "%c", false},
                      {"a", "a", true},       {"a", "A", false},       {"", "*", true},       {"abc", "a%c", true},
                      {"ab/c", "a%c", false}, {"a/b/c", "a*%c", true}, {"x", "", false},      {"", "", true},
                      {"a/b", "%*%", true},   {"a/b", "%%", false},    {"aa", "a*a", true},   {"a", "a*a", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.pattern);
    CHECK(matches(row.name, row.pattern) == row.matches);
  }
}

TEST_CASE("imap/patterns: what is tried by hand matches, nothing else") {
  std::mt19937 random(11);
  const auto word = [&](std::string_view letters, std::size_t most) {
    std::string out;
    for (std::size_t count = random() % (most + 1); count > 0; --count) out += letters[random() % letters.size()];
    return out;
  };
  int matched = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string name = word("ab/", 8), pattern = word("ab/*%", 7);
    CAPTURE(name);
    CAPTURE(pattern);
    const bool wanted = tried(name, pattern);
    matched += wanted;
    CHECK(matches(name, pattern) == wanted);
  }
  CHECK(matched > 1000);
}

TEST_CASE("imap/patterns: runs of wildcards count as one, and a pattern has few") {
  std::string run, many;
  for (int i = 0; i < 300; ++i) {
    run += "%*";
    many += "a*";
  }
  const auto made = MailboxPattern::make(run + "b");
  REQUIRE(made);
  CHECK(made->wildcards() == 1);
  CHECK(made->matches("a/b"));
  CHECK_FALSE(made->matches(std::string(900, 'a')));
  CHECK(MailboxPattern::make("%%%")->ends_with_percent());
  CHECK_FALSE(MailboxPattern::make("%*%")->ends_with_percent());
  CHECK(MailboxPattern::make(many).error().code == base::ErrorCode::limit);
}
