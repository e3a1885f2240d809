#include "base/config/settings.h"

#include <doctest/doctest.h>

namespace {

struct Sample {
  std::int64_t limit = 10;
  bool open = false;
  std::string name = "văn thư";
  std::vector<std::string> domains = {"a.example"};
  unsigned threads = 2;
  base::DescribeSettings describe() {
    return [this](base::SettingVisitor& v) {
      v.section("smtp", "Receiving mail.");
      v.integer("limit", limit, 1, 100, "messages", "How many.");
      v.boolean("open", open, "Whether.");
      v.former("limited");
      v.section("office", "The office.");
      v.text("name", name, "Its name.");
      v.words("domains", domains, "Its domains.");
      v.number("threads", threads, 1, 8, "", "Threads.");
    };
  }
};

std::string error_of(const char* toml) {
  Sample sample;
  auto result = base::read_settings("vanthu.toml", toml, sample.describe());
  return result ? "" : base::one_line(result.error().text);
}

}  // namespace

TEST_CASE("config/settings: values are read into their fields") {
  Sample sample;
  auto result = base::read_settings(
      "f", "[smtp]\nlimit = 20\nopen = true\n[office]\nname = \"UBND\"\ndomains=[\"x\",\"y\"]\nthreads = 4\n",
      sample.describe());
  REQUIRE(result);
  CHECK(sample.limit == 20);
  CHECK(sample.open);
  CHECK(sample.name == "UBND");
  CHECK(sample.domains == std::vector<std::string>{"x", "y"});
  CHECK(sample.threads == 4);
}

TEST_CASE("config/settings: an unknown key is an error that names the line and the nearest key") {
  std::string text = error_of("[smtp]\n\nlimits = 20\n");
  CHECK(text.find("vanthu.toml:3") != std::string::npos);
  CHECK(text.find("Did you mean smtp.limit?") != std::string::npos);
  CHECK(error_of("[smpt]\nlimit = 2\n").find("there is no setting smpt") != std::string::npos);
}

TEST_CASE("config/settings: a key of earlier versions is read without complaint, and neither offered nor written") {
  CHECK(error_of("[smtp]\nlimited = 20\n") == "");
  CHECK(error_of("[office]\nlimited = 20\n").find("there is no setting office.limited") != std::string::npos);
  CHECK(error_of("[smtp]\nlimitee = 20\n").find("Did you mean smtp.limit?") != std::string::npos);
  Sample sample, defaults;
  CHECK(base::write_settings(sample.describe(), defaults.describe()).find("limited") == std::string::npos);
}

TEST_CASE("config/settings: wrong types, ranges and broken TOML are told apart") {
  CHECK(error_of("[smtp]\nlimit = 0\n").find("from 1 to 100 (messages)") != std::string::npos);
  CHECK(error_of("[smtp]\nlimit = \"5\"\n").find("whole number") != std::string::npos);
  CHECK(error_of("[smtp]\nopen = 1\n").find("true or false") != std::string::npos);
  CHECK(error_of("[office]\ndomains = [1]\n").find("list of texts") != std::string::npos);
  CHECK(error_of("[smtp\n").find("not TOML") != std::string::npos);
  CHECK(error_of("smtp = 3\n").find("section") != std::string::npos);
}

TEST_CASE("config/settings: the written file reads back as the same values") {
  Sample sample, defaults, again;
  sample.limit = 77;
  sample.name = "a \"quoted\" \\ name";
  std::string file = base::write_settings(sample.describe(), defaults.describe());
  CHECK(file.find("\nlimit = 77\n") != std::string::npos);
  CHECK(file.find("# open = false") != std::string::npos);
  REQUIRE(base::read_settings("f", file, again.describe()));
  CHECK(again.limit == 77);
  CHECK(again.name == sample.name);
  CHECK(base::settings_manual(sample.describe()).find("| `limit` | `77` | 1 … 100 messages | How many. |") !=
        std::string::npos);
}
