// Throws bytes at a whole session in every state, over the real store: before sign-in, signed in, with a mailbox
// selected, with QRESYNC and UTF8=ACCEPT, in IDLE. First octet: the state and the size of the pieces.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/log.h"
#include "tests/server/imap/imap_house.h"

namespace {

struct FuzzHouse {
  doctest::Context checks;  // the house's own checks, outside of any test case
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  std::unique_ptr<tests::ImapHouse> house;

  FuzzHouse() {
    checks.setAsDefaultForAssertsOutOfTestCases();
    checks.setAssertHandler([](const doctest::AssertData& data) {
      if (data.m_failed && (data.m_at & doctest::assertType::is_warn) == 0) std::abort();
    });
    base::set_log_level(base::LogLevel::error);
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    house = std::make_unique<tests::ImapHouse>(engine.open());
  }
};

base::Co<void> drain(base::Stream& stream, bool& closed) {
  std::string buffer(8192, '\0');
  for (;;) {
    const auto got = co_await stream.read(buffer.data(), buffer.size());
    if (!got || *got == 0) break;
  }
  closed = true;
}

base::Co<void> feed(base::Stream& stream, std::string bytes, std::size_t piece) {
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, piece);
    const auto done = co_await stream.write(part);
    if (!done) co_return;
    rest.remove_prefix(part.size());
  }
  // Ends whatever a literal or IDLE waits for.
  const std::string end = "\r\nDONE\r\nz LOGOUT\r\n";
  (void)co_await stream.write(end);
}

std::string prelude(unsigned state) {
  const std::string login = std::string("p1 LOGIN binh@bimson.example ") + tests::kPassword + "\r\n";
  const std::string mail = "p2 APPEND INBOX {24+}\r\nSubject: x\r\n\r\nsome body\r\n\r\n";
  switch (state % 6) {
    case 0: return "";
    case 1: return login;
    case 2: return login + mail + "p3 SELECT INBOX\r\n";
    case 3: return login + mail + "p3 ENABLE QRESYNC UTF8=ACCEPT\r\np4 SELECT INBOX\r\n";
    case 4: return login + "p3 EXAMINE INBOX\r\n";
    default: return login + mail + "p3 SELECT INBOX\r\np4 IDLE\r\n";
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static FuzzHouse fuzz;
  if (size == 0 || size > 4096) return 0;
  base::ManualExecutor executor;
  auto ends = base::make_memory_pipe(64 * 1024, {"127.0.0.1", 1, true});
  base::Stream& client = *ends.second;
  bool closed = false;
  base::spawn(executor, fuzz.house->service.serve(std::move(ends.first)));
  base::spawn(executor, drain(client, closed));
  std::string bytes = prelude(data[0]);
  bytes.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  base::spawn(executor, feed(client, std::move(bytes), 1 + data[0] / 6 * 7));
  bool asked = false;
  executor.run_until([&] {
    if (!asked) executor.start_timer(std::chrono::milliseconds(500), [&] { client.close(); });
    asked = true;
    return closed && fuzz.house->service.sessions() == 0;
  });
  return 0;
}
