// What one client can make an SMTP session hold, say or do: memory of messages, gathered answers, talk without end,
// slow data, turns of large messages.
#include <doctest/doctest.h>

#include "server/net/receive_memory.h"
#include "server/smtp/service.h"
#include "tests/server/dialogue.h"
#include "tests/server/office.h"

using namespace server::smtp;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kMiB = 1 << 20;
const base::PeerAddress kStranger{"203.0.113.7", 4711, false};

SmtpSettings test_settings() {
  SmtpSettings settings;
  settings.hostname = "mail.bimson.example";
  settings.max_message_bytes = kMiB;
  return settings;
}

// A stream that notes its largest write.
class WatchedStream final : public base::Stream {
 public:
  WatchedStream(std::unique_ptr<base::Stream> inner, std::size_t& largest)
      : inner_(std::move(inner)), largest_(largest) {}
  base::Co<base::Result<std::size_t>> read(char* buffer, std::size_t size) override {
    return inner_->read(buffer, size);
  }
  base::Co<base::Result<void>> write(std::string_view bytes) override {
    largest_ = std::max(largest_, bytes.size());
    return inner_->write(bytes);
  }
  base::Co<base::Wake> wait(base::Signal* signal, std::chrono::milliseconds timeout) override {
    return inner_->wait(signal, timeout);
  }
  void set_read_timeout(std::chrono::milliseconds timeout) override { inner_->set_read_timeout(timeout); }
  void set_write_timeout(std::chrono::milliseconds timeout) override { inner_->set_write_timeout(timeout); }
  base::Co<base::Result<void>> start_tls() override { return inner_->start_tls(); }
  base::TlsState tls() const override { return inner_->tls(); }
  base::PeerAddress peer() const override { return inner_->peer(); }
  void close() override { inner_->close(); }

 private:
  std::unique_ptr<base::Stream> inner_;
  std::size_t& largest_;
};

// One office, one service, several clients on one executor.
struct House {
  explicit House(SmtpSettings settings = test_settings(), server::net::ReceiveMemorySettings memory = {})
      : receive(memory),
        service({*office.delivery, *office.gate, *office.directory, office.clock, receive, office.parsing}, settings) {}
  ~House() {
    for (auto& client : clients) client->close();
    executor.run_until([&] {  // nothing is parked on them any more
      return service.sessions() == 0 && std::all_of(sent.begin(), sent.end(), [](const auto& done) { return *done; });
    });
  }

  static std::unique_ptr<base::Database> database(tests::TempDirectory& folder) {
    tests::StorageEngine engine{"sqlite", {}};
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    return engine.open();
  }

  base::Stream& connect(base::PeerAddress peer = kStranger) {
    auto [client, server] = base::make_memory_pipe(64 * 1024, std::move(peer));
    auto watched = std::make_unique<WatchedStream>(std::move(server), largest_write);
    base::spawn(executor, service.serve(std::move(watched), SmtpMode::port25));
    clients.push_back(std::move(client));
    return *clients.back();
  }
  static base::Co<void> play_to(base::Stream& stream, std::string script, std::string& problem, bool& done) {
    tests::Dialogue dialogue(stream);
    problem = co_await dialogue.play(std::move(script));
    done = true;
  }
  std::string play(base::Stream& stream, std::string script) {
    std::string problem;
    bool done = false;
    base::spawn(executor, play_to(stream, std::move(script), problem, done));
    executor.run_until([&] { return done; });
    return problem;
  }
  static base::Co<void> write_to(base::Stream& stream, std::string bytes, bool& done) {
    (void)co_await stream.write(bytes);
    done = true;
  }
  // Sends it all, and lets the server work until `until`.
  void send(base::Stream& stream, std::string bytes, const std::function<bool()>& until = {}) {
    auto done = std::make_shared<bool>(false);
    sent.push_back(done);
    base::spawn(executor, write_to(stream, std::move(bytes), *done));
    executor.run_until([&] { return *done && (!until || until()); });
  }
  void settle() {  // everything that can run has run
    for (int i = 0; i < 200; ++i) {
      bool turned = false;
      executor.post([&turned] { turned = true; });
      executor.run_until([&] { return turned; });
    }
  }

  tests::TempDirectory folder;
  tests::MailOffice office{database(folder)};
  server::net::ReceiveMemory receive;
  std::size_t largest_write = 0;
  SmtpService service;
  base::ManualExecutor executor;
  std::vector<std::unique_ptr<base::Stream>> clients;
  std::vector<std::shared_ptr<bool>> sent;
};

const char* kOpening =
    "S: 220*\nC: EHLO x\nS- 250 HELP\nC: MAIL FROM:<y@outside.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 250*\n";
const std::string kData = std::string(kOpening) + "C: DATA\nS: 354*\n";

std::string lines(std::size_t octets) {
  std::string out;
  while (out.size() < octets) out += std::string(98, 'x') + "\r\n";
  return out;
}

}  // namespace

TEST_CASE("smtp/session_bounds: a message over the limit holds no memory while its rest comes") {
  House house;
  base::Stream& client = house.connect();
  CHECK(house.play(client, kData) == "");
  house.send(client, lines(600 * 1024), [&] { return house.receive.use().large >= 512 * 1024; });
  house.send(client, lines(600 * 1024), [&] { return house.receive.use().large == 0; });
  CHECK(house.receive.use().small == 0);
  CHECK(house.play(client, "RAW: .\\r\\n\nS: 552*\nC: NOOP\nS: 250*\n") == "");

  base::Stream& chunks = house.connect();
  CHECK(house.play(chunks, std::string(kOpening) + "RAW: BDAT 1200000\\r\\n\n") == "");
  house.send(chunks, lines(600 * 1024), [&] { return house.receive.use().large >= 512 * 1024; });
  house.send(chunks, lines(600 * 1024), [&] { return house.receive.use().large == 0; });
  CHECK(house.receive.holders() == 1);
}

TEST_CASE(
    "smtp/session_bounds: without room a message is refused, gives everything back, and small mail passes beside it") {
  House house(test_settings(), {kMiB, kMiB / 2});
  base::Stream& client = house.connect();
  CHECK(house.play(client, kData) == "");
  house.send(client, lines(500 * 1024), [&] { return house.receive.use().large == 512 * 1024; });
  base::Stream& other = house.connect();
  CHECK(house.play(other, kData) == "");
  house.send(other, lines(300 * 1024));
  CHECK(house.play(other, "RAW: .\\r\\n\nS: 452 4.3.1*\n") == "");
  CHECK(house.receive.use().large == 512 * 1024);
  CHECK(house.play(
            other,
            "C: MAIL FROM:<y@outside.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 250*\nC: DATA\nS: 354*\n"
            "C: From: y@outside.example\nC: Subject: small\nC: \nC: .\nS: 250*\n") == "");
  house.send(client, lines(100 * 1024), [&] { return house.receive.use().large == 0; });
  CHECK(house.play(client, "RAW: .\\r\\n\nS: 452 4.3.1*\n") == "");
  CHECK(house.receive.holders() == 0);
}

TEST_CASE("smtp/session_bounds: answers to pipelined commands are not gathered without end") {
  SmtpSettings settings = test_settings();
  settings.max_idle_commands = 1000000;
  House house(settings);
  base::Stream& client = house.connect();
  CHECK(house.play(client, "S: 220*\nC: EHLO x\nS- 250 HELP\n") == "");
  std::string flood;
  for (int i = 0; i < 10000; ++i) flood += "HELP\r\n";  // 60 KB of commands, answers of some MB; nobody reads
  house.send(client, flood, [&] { return house.largest_write > 0 && house.clients.front(); });
  house.settle();
  CHECK(house.largest_write > 16 * 1024);
  CHECK(house.largest_write < 40 * 1024);
}

TEST_CASE("smtp/session_bounds: talk that leads nowhere ends, mail with pauses does not") {
  SmtpSettings settings = test_settings();
  settings.max_idle_commands = 20;
  House house(settings);
  for (const char* command : {"NOOP", "HELP", "EHLO again", "HELO again", "VRFY an", "RSET", "BDAT 0", "AUTH PLAIN"}) {
    CAPTURE(command);
    std::string script = std::string(command) == "BDAT 0" ? kOpening : "S: 220*\nC: EHLO x\nS- 250 HELP\n";
    for (int i = 0; i < 25; ++i) script += "C: " + std::string(command) + "\n";
    CHECK(house.play(house.connect(), script + "S- 421 4.7.0*\nEOF\n") == "");
  }
  SmtpSettings few = settings;
  few.max_recipients = 100;
  House doubles(few);
  std::string same = kOpening;
  for (int i = 0; i < 250; ++i) same += "C: RCPT TO:<binh@bimson.example>\n";
  CHECK(doubles.play(doubles.connect(), same + "S- 421 4.7.0*\nEOF\n") == "");

  // Fifty messages with RSET and NOOP between them; and a connection kept alive for a day.
  base::Stream& client = house.connect();
  CHECK(house.play(client, "S: 220*\nC: EHLO x\nS- 250 HELP\n") == "");
  const std::string mail =
      "C: RSET\nS: 250*\nC: NOOP\nS: 250*\nC: MAIL FROM:<y@outside.example>\nS: 250*\nC: RCPT TO:<binh@bimson.example>\nS: 250*\n"
      "C: DATA\nS: 354*\nC: From: y@outside.example\nC: Subject: s\nC: \nC: .\nS: 250*\n";
  for (int i = 0; i < 50; ++i) CHECK(house.play(client, mail) == "");
  for (int i = 0; i < 100; ++i) {
    house.office.clock.advance(10s);
    CHECK(house.play(client, "C: NOOP\nS: 250*\nC: NOOP\nS: 250*\n") == "");
  }
}

TEST_CASE("smtp/session_bounds: data must keep coming, in DATA, within a chunk and between chunks") {
  House house;
  base::Stream& data = house.connect();
  CHECK(house.play(data, kData + "C: one line\n") == "");
  house.settle();
  house.office.clock.advance(61s);
  CHECK(house.play(data, "C: another\nS: 421 4.4.2*\nEOF\n") == "");

  base::Stream& chunk = house.connect();
  CHECK(house.play(chunk, std::string(kOpening) + "RAW: BDAT 100\\r\\nabc\n") == "");
  house.settle();
  house.office.clock.advance(61s);
  CHECK(house.play(chunk, "RAW: d\nS: 421 4.4.2*\nEOF\n") == "");

  base::Stream& between = house.connect();
  CHECK(house.play(between, std::string(kOpening) + "RAW: BDAT 3\\r\\nabc\nS: 250*\n") == "");
  house.office.clock.advance(61s);
  CHECK(house.play(between, "RAW: BDAT 3\\r\\nabc\nS: 421 4.4.2*\nEOF\n") == "");

  base::Stream& slow = house.connect();  // slow and steady
  CHECK(house.play(slow, kData) == "");
  house.send(slow, "From: y@outside.example\r\n\r\n");
  for (int i = 0; i < 10; ++i) {
    house.office.clock.advance(50s);
    house.send(slow, lines(61 * 1024));
    house.settle();
  }
  CHECK(house.play(slow, "RAW: .\\r\\n\nS: 250*\n") == "");
}

TEST_CASE("smtp/session_bounds: an exception or a lost client leaves no session and no memory counted") {
  House house;
  base::Stream& client = house.connect();
  CHECK(house.play(client, kData) == "");
  house.send(client, lines(500 * 1024), [&] { return house.receive.use().large > 0; });
  client.close();
  house.executor.run_until([&] { return house.service.sessions() == 0; });
  CHECK(house.receive.use().large == 0);
  CHECK(house.receive.holders() == 0);
}

TEST_CASE("smtp/session_bounds: large messages of one source take turns; who goes away while waiting is not served") {
  House house;
  std::vector<base::Stream*> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(&house.connect());
    CHECK(house.play(*clients.back(), kData) == "");
    house.send(*clients.back(),
               "From: y@outside.example\r\nSubject: " + std::to_string(i) + "\r\n\r\n" + lines(500 * 1024));
  }
  house.settle();
  // All three end at once; the first has its turn, the second leaves, the third waits.
  for (base::Stream* client : clients) {
    auto done = std::make_shared<bool>(false);
    house.sent.push_back(done);
    base::spawn(house.executor, House::write_to(*client, ".\r\n", *done));
  }
  house.executor.run_until([&] { return *house.sent.back(); });
  clients[1]->close();
  CHECK(house.play(*clients[0], "S: 250*\n") == "");
  CHECK(house.play(*clients[2], "S: 250*\n") == "");
  house.executor.run_until([&] { return house.service.sessions() == 2; });
  CHECK(house.office.inbox(house.office.binh).size() == 2);
}
