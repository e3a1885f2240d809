// Any bytes as what somebody wrote, on any side: what is certain keeps its promises, and what is asked is never
// certain.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/speech/speech.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace policies::speech;
  if (size == 0) return 0;
  const std::uint8_t bits = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto now = base::Timestamp::from_seconds(1795402800);
  Hearing hearing{{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0},
                  policies::calendar::shipped_calendar(),
                  now};
  if ((bits & 16) != 0) hearing.current_due = now + std::chrono::hours(240);
  hearing.has_files = (bits & 32) != 0;
  if ((bits & 64) != 0) hearing.own_names = {"UBND phường Lam Sơn", ""};
  const Speech speech = read_speech(text, hearing);
  require(!speech.small_talk_only || !hearing.has_files);
  const Said* certain = speech.certain();
  require(certain == nullptr || (certain->whole && !speech.conflict));
  for (const Said& said : speech.acts) {
    require(said.act != Act::none);
    require(said.percent >= -1 && said.percent <= 100);
    require(said.who.size() <= kMaxWho);
    require(!said.due || said.due->due >= now);
    require(!said.whole || !speech.conflict);
    require(!said.whole || !said.unclear);
    require(said.argument.size() <= kMaxArgument + 8 && said.reason.size() <= kMaxArgument + 8);
    const base::Sentence advice = nearest_command(said, hearing.side);
    require(advice.vi.empty() == advice.en.empty());
  }
  return 0;
}
