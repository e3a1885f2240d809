// The real client side: NetConnector over TCP and TLS to a small SMTP server on loopback that offers STARTTLS, breaks
// it, shows a wrong certificate, or hangs up.
#include <doctest/doctest.h>

#include <mutex>

#include "server/net/listener.h"
#include "server/outbound/attempt.h"
#include "server/outbound/net_connector.h"
#include "tests/server/net/made_certificate.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using mailstore::RecipientState;
using server::net::Listener;
using server::net::ListenerOptions;
using server::net::LoopGroup;
using server::net::TlsClientContext;
using server::net::TlsContext;
using server::net::TlsSource;
using server::outbound::MxRecord;
using server::outbound::NetConnector;
using server::outbound::OutboundSettings;

// How the server of a test behaves, and what it was given.
struct Behaviour {
  bool offers_tls = true;
  bool breaks_tls = false;  // says 220 and hangs up
  std::string hangs_up_at;  // "EHLO", "MAIL", "."
};
struct Taken {
  bool tls = false;
  std::string data;
};
struct Server {
  Behaviour behaviour;
  std::mutex mutex;  // guards what follows
  std::vector<Taken> taken;
  int connections = 0;
};

base::Co<std::string> line_of(base::Stream& stream, std::string& in) {
  while (in.find("\r\n") == std::string::npos) {
    char buffer[4096];
    const auto got = co_await stream.read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return std::string();
    in.append(buffer, *got);
  }
  const std::size_t end = in.find("\r\n");
  std::string line = in.substr(0, end);
  in.erase(0, end + 2);
  co_return line;
}

base::Co<std::string> data_of(base::Stream& stream, std::string& in) {
  std::string out;
  for (;;) {
    std::string line = co_await line_of(stream, in);
    if (line == "." || out.size() > 65536) co_return out;  // a peer that is gone gives empty lines for ever
    out += line + "\n";
  }
}

base::Co<void> serve(std::unique_ptr<base::Stream> stream, Server* server) {
  const Behaviour behaviour = server->behaviour;
  {
    std::lock_guard<std::mutex> lock(server->mutex);
    ++server->connections;
  }
  std::string in;
  auto said = co_await stream->write("220 mx.elsewhere.example\r\n");
  while (said) {
    const std::string line = co_await line_of(*stream, in);
    const std::string verb = line.substr(0, 4);
    std::string answer = "250 2.0.0 ok\r\n";
    if (line.empty() || (!behaviour.hangs_up_at.empty() && verb == behaviour.hangs_up_at)) break;
    if (verb == "EHLO") {
      answer = "250-mx.elsewhere.example\r\n";
      if (behaviour.offers_tls && !stream->tls().active) answer += "250-STARTTLS\r\n";
      answer += "250 8BITMIME\r\n";
    }
    if (verb == "QUIT") answer = "221 2.0.0 bye\r\n";
    if (verb == "STAR") {
      said = co_await stream->write("220 2.0.0 go\r\n");
      if (behaviour.breaks_tls) break;
      auto secure = co_await stream->start_tls();
      if (!secure) break;
      in.clear();
      continue;
    }
    if (verb == "DATA") {
      said = co_await stream->write("354 go\r\n");
      std::string data =
          co_await data_of(*stream, in);  // named: a braced aggregate around co_await is freed twice by GCC 12
      if (behaviour.hangs_up_at == ".") break;
      std::lock_guard<std::mutex> lock(server->mutex);
      server->taken.push_back({stream->tls().active, std::move(data)});
    }
    said = co_await stream->write(answer);
  }
  stream->close();
}

class Names final : public server::outbound::Resolver {
 public:
  base::Co<base::Result<std::vector<MxRecord>>> mx(std::string) override {
    std::vector<MxRecord> out{{10, "mx.elsewhere.example"}};
    co_return out;
  }
  base::Co<base::Result<std::vector<std::string>>> addresses(std::string) override {
    std::vector<std::string> out{"127.0.0.1"};
    co_return out;
  }
};

class Bytes final : public server::outbound::MessageSource {
 public:
  base::Co<base::Result<std::string>> next() override {
    std::string piece = done_ ? "" : "Subject: x\r\n\r\n.mot\r\n";
    done_ = true;
    co_return piece;
  }
  void rewind() override { done_ = false; }

 private:
  bool done_ = false;
};

struct World {
  explicit World(Behaviour behaviour, const std::string& certificate_names = "DNS:localhost,DNS:mx.elsewhere.example") {
    server.behaviour = std::move(behaviour);
    const auto files = tests::make_certificate(folder, "mx", certificate_names);
    root = files.chain_file;
    auto context = TlsContext::load({files});
    REQUIRE(context.has_value());
    auto group = LoopGroup::start(2);
    REQUIRE(group.has_value());
    loops = std::move(*group);
    ListenerOptions options;
    options.name = "mx";
    options.endpoints = {{"127.0.0.1", 0}};
    options.tls = std::make_shared<TlsSource>(*context);
    auto* shared = &server;
    auto opened = Listener::open(
        *loops, std::move(options),
        [shared](std::unique_ptr<base::Stream> stream, std::stop_token) { return serve(std::move(stream), shared); });
    REQUIRE(opened.has_value());
    listener = std::move(*opened);
    settings.hostname = "mail.bimson.example";
    settings.port = listener->endpoints().at(0).port;
    settings.connect_timeout = settings.greeting_timeout = settings.command_timeout = 5s;
  }

  // One attempt; answers the recipient afterwards. trusted: the server's certificate counts as a root.
  mailstore::QueueRecipient attempt(bool trusted) {
    TlsClientContext::Options roots;
    roots.system_roots = false;
    if (trusted) roots.ca_file = root;
    auto context = TlsClientContext::make(roots);
    REQUIRE(context.has_value());
    NetConnector connector(*context);
    Names names;
    Bytes bytes;
    mailstore::QueueItem item;
    item.reverse_path = "binh@bimson.example";
    item.domain = "elsewhere.example";
    item.recipients.resize(1);
    item.recipients[0].address = "friend@elsewhere.example";
    server::outbound::AttemptParts parts{connector, names, settings, bytes, [](server::outbound::SmtpClient*) {}};
    (void)tests::on_loop(loops->at(0), server::outbound::attempt(std::move(parts), item));
    return item.recipients[0];
  }
  void through_relay(const std::string& name) {
    settings.relay.host = name;
    settings.relay.port = settings.port;
    settings.relay.tls_required = true;
  }

  tests::ScratchFolder folder;
  std::string root;
  Server server;
  std::unique_ptr<LoopGroup> loops;
  OutboundSettings settings;
  std::unique_ptr<Listener> listener;
};

}  // namespace

TEST_CASE("outbound/tls: STARTTLS is used when offered, whoever signed the certificate (RFC 7435)") {
  World world({}, "DNS:somebody.else");
  CHECK(world.attempt(false).state == RecipientState::delivered);
  REQUIRE(world.server.taken.size() == 1);
  CHECK(world.server.taken[0].tls);
  CHECK(world.server.taken[0].data == "Subject: x\n\n..mot\n");
}

TEST_CASE("outbound/tls: without STARTTLS in clear, but not to a relay that must have it") {
  Behaviour plain;
  plain.offers_tls = false;
  World world(plain);
  CHECK(world.attempt(true).state == RecipientState::delivered);
  REQUIRE(world.server.taken.size() == 1);
  CHECK_FALSE(world.server.taken[0].tls);
  world.through_relay("localhost");
  const auto waiting = world.attempt(true);
  CHECK(waiting.state == RecipientState::waiting);
  CHECK(waiting.status == "4.7.10");
  CHECK(world.server.taken.size() == 1);
}

TEST_CASE("outbound/tls: a handshake that breaks is followed by a try in clear, never at a relay that must have TLS") {
  Behaviour broken;
  broken.breaks_tls = true;
  World world(broken);
  CHECK(world.attempt(false).state == RecipientState::delivered);
  REQUIRE(world.server.taken.size() == 1);
  CHECK_FALSE(world.server.taken[0].tls);
  CHECK(world.server.connections == 2);
  world.through_relay("localhost");
  CHECK(world.attempt(true).state == RecipientState::waiting);
  CHECK(world.server.taken.size() == 1);
  CHECK(world.server.connections == 3);
}

TEST_CASE("outbound/tls: a relay's certificate must be trusted and carry its name") {
  World world({}, "DNS:localhost");
  world.through_relay("localhost");
  CHECK(world.attempt(false).state == RecipientState::waiting);  // nobody vouches for it
  CHECK(world.server.taken.empty());
  CHECK(world.attempt(true).state == RecipientState::delivered);
  REQUIRE(world.server.taken.size() == 1);
  CHECK(world.server.taken[0].tls);
  World other({}, "DNS:other.example");
  other.through_relay("localhost");
  CHECK(other.attempt(true).state == RecipientState::waiting);  // vouched for, but it is another's
  CHECK(other.server.taken.empty());
}

TEST_CASE("outbound/tls: a server that hangs up leaves the mail waiting with the reason") {
  for (const char* at : {"EHLO", "MAIL", "."}) {
    CAPTURE(at);
    Behaviour behaviour;
    behaviour.hangs_up_at = at;
    World world(behaviour);
    const auto left = world.attempt(true);
    CHECK(left.state == RecipientState::waiting);
    CHECK(left.status.starts_with("4."));
    CHECK_FALSE(left.diagnostic.empty());
    CHECK(world.server.taken.empty());
  }
  World gone({});
  gone.listener.reset();
  const auto left = gone.attempt(true);
  CHECK(left.state == RecipientState::waiting);
  CHECK(left.status == "4.4.1");
}
