#include "directory/gate/sasl.h"

#include <doctest/doctest.h>

#include <vector>

#include "base/text/encoding.h"

namespace {

using namespace directory;
using namespace std::string_literals;

// The conversation as one text: challenges behind "?", then the credentials or the refusal.
std::string play(std::string_view mechanism, std::optional<std::string_view> initial,
                 std::vector<std::string> lines = {}) {
  const auto exchange = SaslExchange::make(mechanism);
  if (!exchange) return "not offered";
  std::string out;
  SaslStep step = exchange->begin(initial);
  std::size_t next = 0;
  while (const auto* challenge = std::get_if<SaslChallenge>(&step)) {
    out += "?" + challenge->line + " ";
    if (next == lines.size()) return out + "waits";
    step = exchange->take(lines[next++]);
  }
  if (const auto* refusal = std::get_if<SaslRefusal>(&step)) {
    return out + (*refusal == SaslRefusal::cancelled    ? "cancelled"
                  : *refusal == SaslRefusal::not_base64 ? "not base64"
                                                        : "malformed");
  }
  const auto& given = std::get<SaslCredentials>(step);
  return out + given.mechanism + " [" + given.identity + "] [" + given.login + "] [" + given.password + "]";
}

std::string b64(std::string_view text) { return base::base64_encode(text); }

TEST_CASE("sasl: PLAIN and LOGIN, with and without an initial response") {
  struct Row {
    std::string mechanism;
    std::optional<std::string> initial;
    std::vector<std::string> lines;
    std::string meaning;
  };
  const Row rows[] = {
      {"PLAIN", b64("\0an\0secret"s), {}, "PLAIN [] [an] [secret]"},
      {"plain", b64("binh\0an\0secret"s), {}, "PLAIN [binh] [an] [secret]"},
      {"PLAIN", std::nullopt, {b64("\0an\0"s)}, "? PLAIN [] [an] []"},
      {"PLAIN", std::nullopt, {}, "? waits"},
      {"PLAIN", std::nullopt, {"*"}, "? cancelled"},
      {"PLAIN", std::nullopt, {"!!!"}, "? not base64"},
      {"PLAIN", "!!!", {}, "not base64"},
      {"PLAIN", "*", {}, "not base64"},
      {"PLAIN", "=", {}, "malformed"},
      {"PLAIN", "", {}, "malformed"},
      {"PLAIN", b64("an\0secret"s), {}, "malformed"},
      {"PLAIN", b64("\0an\0sec\0ret"s), {}, "malformed"},
      {"PLAIN", std::nullopt, {""}, "? malformed"},
      {"LOGIN", std::nullopt, {b64("an"), b64("secret")}, "?VXNlcm5hbWU6 ?UGFzc3dvcmQ6 LOGIN [] [an] [secret]"},
      {"LOGIN", b64("an"), {b64("secret")}, "?UGFzc3dvcmQ6 LOGIN [] [an] [secret]"},
      {"LOGIN", "=", {b64("\0x"s)}, "?UGFzc3dvcmQ6 LOGIN [] [] [\0x]"s},
      {"LOGIN", std::nullopt, {b64("an"), "*"}, "?VXNlcm5hbWU6 ?UGFzc3dvcmQ6 cancelled"},
      {"LOGIN", std::nullopt, {"="}, "?VXNlcm5hbWU6 not base64"},
      {"CRAM-MD5", std::nullopt, {}, "not offered"},
      {"", std::nullopt, {}, "not offered"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.mechanism);
    CAPTURE(row.meaning);
    CHECK(play(row.mechanism, row.initial ? std::optional<std::string_view>(*row.initial) : std::nullopt, row.lines) ==
          row.meaning);
  }
}

TEST_CASE("sasl: every mechanism that is offered can be made") {
  CHECK(SaslExchange::mechanisms().size() == 2);
  for (const std::string_view name : SaslExchange::mechanisms()) CHECK(SaslExchange::make(name) != nullptr);
}

}  // namespace
