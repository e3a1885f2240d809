// What one client can make an IMAP session hold, say or do: memory of literals, slow literals, commands before the
// sign-in.
#include <doctest/doctest.h>

#include "tests/server/imap/raw_client.h"
#include "tests/server/imap/transcript.h"

using namespace std::chrono_literals;

namespace {

using Client = tests::RawClient;

struct OneEngine {
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  std::unique_ptr<base::Database> open() {
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    return engine.open();
  }
};

const std::string kSignIn = std::string("a LOGIN binh@bimson.example ") + tests::kPassword + "\r\n";

int count_of(const std::string& text, const std::string& word) {
  int count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("imap/session_bounds: commands before the sign-in come to an end, behind it they do not") {
  OneEngine one;
  tests::ImapHouse house(one.open());
  for (const char* command : {"x NOOP", "x CAPABILITY", "x ID NIL"}) {
    CAPTURE(command);
    Client client(house);
    std::string flood;
    for (int i = 0; i < 1000; ++i) flood += std::string(command) + "\r\n";
    client.send(flood);
    const std::string got = client.until("no such text");
    CHECK(count_of(got, "x OK") == 100);
    CHECK(got.find("* BYE Too many commands before the sign-in") != std::string::npos);
  }
  Client client(house);
  std::string flood = kSignIn;
  for (int i = 0; i < 1000; ++i) flood += "x NOOP\r\n";
  client.send(flood + "y NOOP\r\n");
  const std::string got = client.until("y OK");
  CHECK(count_of(got, "x OK") == 1000);
}

TEST_CASE("imap/session_bounds: a literal must keep coming, and one that does may take its time") {
  OneEngine one;
  tests::ImapHouse house(one.open());
  {
    Client client(house);
    client.send(kSignIn + "b APPEND INBOX {100000}\r\n");
    CHECK(client.until("+ OK").find("+ OK") != std::string::npos);
    client.send("Subject: slow\r\n");
    house.clock.advance(61s);
    client.send("X: y\r\n");
    CHECK(client.until("no such text").find("* BYE [UNAVAILABLE] The literal comes too slowly") != std::string::npos);
  }
  CHECK(house.receive.holders() == 0);
  Client client(house);
  client.send(kSignIn + "b APPEND INBOX {400002}\r\n");
  CHECK(client.until("+ OK").find("+ OK") != std::string::npos);
  for (int i = 0; i < 4; ++i) {
    house.clock.advance(50s);
    client.send(std::string(100000, 'x'));
  }
  CHECK(house.receive.use().large > 0);
  client.send("\r\n\r\n");
  CHECK(client.until("b OK").find("b OK") != std::string::npos);
  // Behind it the session idles as long as it likes.
  house.clock.advance(20min);
  client.send("c NOOP\r\n");
  CHECK(client.until("c OK").find("c OK") != std::string::npos);
  CHECK(house.receive.holders() == 0);
}

TEST_CASE("imap/session_bounds: a literal that is refused or dropped leaves no clock running and no memory held") {
  OneEngine one;
  tests::ImapHouse house(one.open());
  Client client(house);
  client.send(kSignIn + "b APPEND INBOX {999999999}\r\n");
  CHECK(client.until("b NO").find("b NO [TOOBIG]") != std::string::npos);
  house.clock.advance(5min);
  client.send("c NOOP\r\n");
  CHECK(client.until("c OK").find("c OK") != std::string::npos);
  client.send("d APPEND Nowhere {20+}\r\n" + std::string(20, 'x') + "\r\n");
  CHECK(client.until("d NO").find("d NO [TRYCREATE]") != std::string::npos);
  house.clock.advance(5min);
  client.send("e NOOP\r\n");
  CHECK(client.until("e OK").find("e OK") != std::string::npos);
  client.send("f APPEND INBOX {0+}\r\n\r\n");
  CHECK(client.until("f NO").find("f NO") != std::string::npos);
  house.clock.advance(5min);
  client.send("g NOOP\r\n");
  CHECK(client.until("g OK").find("g OK") != std::string::npos);
  CHECK(house.receive.holders() == 0);
}
