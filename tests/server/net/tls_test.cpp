// TLS over loopback: implicit and STARTTLS, SNI, verification, reload, stalled handshakes, half-broken peers, and
// Python-free clients: OpenSSL's own blocking client checks resumption and versions.
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "base/async/parking.h"
#include "server/net/listener.h"
#include "server/net/socket_stream.h"
#include "server/net/tls_context.h"
#include "tests/server/net/made_certificate.h"
#include "tests/server/net/on_loop.h"

namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using base::Result;
using server::net::CertificateFiles;
using server::net::Listener;
using server::net::ListenerOptions;
using server::net::LoopGroup;
using server::net::SocketStream;
using server::net::TlsClientContext;
using server::net::TlsContext;
using server::net::TlsSource;
using Stream = std::unique_ptr<base::Stream>;

base::Co<void> echo(Stream stream, std::stop_token) {
  base::TlsState tls = stream->tls();
  std::string hello = tls.active ? tls.protocol + " " + tls.server_name + "\n" : "plain\n";
  if (!co_await stream->write(hello)) co_return;
  char buffer[20000];
  for (;;) {
    if (co_await stream->wait(nullptr, base::kForever) != base::Wake::readable) co_return;
    auto got = co_await stream->read(buffer, sizeof buffer);
    if (!got || *got == 0) co_return;
    if (!co_await stream->write(std::string_view(buffer, *got))) co_return;
  }
}

// Reads one line in plain, then upgrades; what is left of the plaintext must not come out afterwards.
base::Co<void> upgrading(Stream stream, std::stop_token) {
  char buffer[4096];
  auto got = co_await stream->read(buffer, sizeof buffer);
  if (!got || *got == 0) co_return;
  if (!co_await stream->write("220 go\n")) co_return;
  auto secure = co_await stream->start_tls();
  if (!secure) co_return;
  co_await echo(std::move(stream), {});
}

base::Co<std::string> read_line(base::Stream& stream) {
  std::string out;
  char byte;
  for (;;) {
    auto got = co_await stream.read(&byte, 1);
    if (!got) co_return out + "!" + base::to_string(got.error().code);
    if (*got == 0) co_return out + "!end";
    if (byte == '\n') co_return out;
    out += byte;
  }
}

struct Dial {
  std::uint16_t port;
  SocketStream::ClientTls tls;
  std::string first;  // sent in plain before the upgrade, with one line read back
};

base::Co<std::unique_ptr<SocketStream>> open(std::uint16_t port) {
  SocketStream::Connect where{.ip = "127.0.0.1", .port = port};
  auto stream = co_await SocketStream::connect(std::move(where));
  if (!stream) co_return nullptr;
  (*stream)->set_read_timeout(10s);
  co_return std::move(*stream);
}

// The greeting after the handshake, or the error; then an echo of `total` bytes.
base::Co<std::string> visit(Dial dial, std::size_t total, base::TlsState* seen) {
  auto stream = co_await open(dial.port);
  if (!stream) co_return "no connection";
  if (!dial.first.empty()) {
    if (!co_await stream->write(dial.first)) co_return "no write";
    std::string go = co_await read_line(*stream);
    if (go != "220 go") co_return go;
  }
  auto secure = co_await stream->start_tls_client(dial.tls);
  if (!secure) co_return std::string("!") + base::to_string(secure.error().code);
  if (seen) *seen = stream->tls();
  std::string hello = co_await read_line(*stream);
  std::string sent(total, 'x');
  for (std::size_t i = 0; i < total; ++i) sent[i] = static_cast<char>('a' + i % 19);
  std::string back(std::min<std::size_t>(total, 30000), '\0');
  for (std::size_t at = 0; at < total; at += back.size()) {
    std::string_view piece = std::string_view(sent).substr(at, back.size());
    if (!co_await stream->write(piece)) co_return "write failed";
    std::size_t have = 0;
    while (have < piece.size()) {
      auto got = co_await stream->read(back.data() + have, piece.size() - have);
      if (!got || *got == 0) co_return "read failed";
      have += *got;
    }
    if (std::string_view(back).substr(0, have) != piece) co_return "wrong bytes";
  }
  co_return hello;
}

base::Co<std::unique_ptr<SocketStream>> open_held(std::uint16_t port, SocketStream::ClientTls tls) {
  auto stream = co_await open(port);
  if (!stream || !co_await stream->start_tls_client(tls)) co_return nullptr;
  (void)co_await read_line(*stream);
  co_return std::move(stream);
}

base::Co<std::string> ask_held(std::unique_ptr<SocketStream> stream) {
  auto sent = co_await stream->write("still here\n");
  if (!sent) co_return "no write";
  co_return co_await read_line(*stream);
}

base::Co<std::string> talk_plain(std::uint16_t port) {
  auto stream = co_await open(port);
  if (!stream || !co_await stream->write("EHLO plain\r\n")) co_return "no write";
  co_return co_await read_line(*stream);
}

base::Co<bool> drop(Stream stream) {
  stream.reset();
  co_return true;
}

base::Co<void> try_start_tls(Stream stream, std::stop_token, std::promise<ErrorCode>* out) {
  auto done = co_await stream->start_tls();
  out->set_value(done ? ErrorCode::internal : done.error().code);
}

struct Office {
  tests::ScratchFolder folder;
  std::unique_ptr<LoopGroup> loops = std::move(*LoopGroup::start(2));
  CertificateFiles files = tests::make_certificate(folder, "main", "DNS:mail.example.vn,IP:127.0.0.1");
  std::shared_ptr<TlsSource> source = std::make_shared<TlsSource>(std::move(*TlsContext::load({files})));
  std::shared_ptr<const TlsClientContext> trusting =
      std::move(*TlsClientContext::make({.system_roots = false, .ca_file = files.chain_file}));
  std::shared_ptr<const TlsClientContext> strange = std::move(*TlsClientContext::make({.system_roots = false}));

  std::unique_ptr<Listener> listen(server::net::SessionHandler handler, bool implicit,
                                   std::chrono::milliseconds handshake = 10s) {
    ListenerOptions options;
    options.name = "tls-test";
    options.endpoints = {{"127.0.0.1", 0}};
    options.tls = source;
    options.implicit_tls = implicit;
    options.handshake_timeout = handshake;
    return std::move(*Listener::open(*loops, options, std::move(handler)));
  }
  std::string visit(Dial dial, std::size_t total = 100, base::TlsState* seen = nullptr) {
    return tests::on_loop(loops->at(1), ::visit(std::move(dial), total, seen));
  }
};

}  // namespace

TEST_CASE("net/tls: implicit TLS carries a megabyte both ways and tells protocol and SNI") {
  Office office;
  auto listener = office.listen(echo, true);
  const auto port = listener->endpoints().at(0).port;
  base::TlsState seen;
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", true}, ""}, 1 << 20, &seen) ==
        "TLSv1.3 mail.example.vn");
  CHECK(seen.active);
  CHECK(seen.verified);
  CHECK(seen.protocol == "TLSv1.3");
}

TEST_CASE("net/tls: STARTTLS drops what was pipelined before it") {
  Office office;
  auto listener = office.listen(upgrading, false);
  const auto port = listener->endpoints().at(0).port;
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", true}, "STARTTLS\n"}) == "TLSv1.3 mail.example.vn");
  // The injected command comes with the STARTTLS line: the session's own read takes and drops it.
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", true}, "STARTTLS\nEHLO injected\n"}, 50) ==
        "TLSv1.3 mail.example.vn");
}

TEST_CASE("net/tls: verification of chain and name, and what opportunistic TLS says") {
  Office office;
  auto listener = office.listen(echo, true);
  const auto port = listener->endpoints().at(0).port;
  CHECK(office.visit({port, {office.strange, "mail.example.vn", true}, ""}) == "!no_permission");
  CHECK(office.visit({port, {office.trusting, "other.example.vn", true}, ""}) == "!no_permission");
  CHECK(office.visit({port, {office.trusting, "127.0.0.1", true}, ""}) == "TLSv1.3 ");
  base::TlsState seen;
  CHECK(office.visit({port, {office.strange, "mail.example.vn", false}, ""}, 100, &seen) == "TLSv1.3 mail.example.vn");
  CHECK_FALSE(seen.verified);
  CHECK(office.visit({port, {office.trusting, "other.example.vn", false}, ""}, 100, &seen) ==
        "TLSv1.3 other.example.vn");
  CHECK_FALSE(seen.verified);
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", false}, ""}, 100, &seen) == "TLSv1.3 mail.example.vn");
  CHECK(seen.verified);
}

TEST_CASE("net/tls: the certificate follows SNI, the first one is the default") {
  Office office;
  auto second = tests::make_certificate(office.folder, "second", "DNS:*.second.vn");
  office.source->replace(std::move(*TlsContext::load({office.files, second})));
  auto listener = office.listen(echo, true);
  const auto port = listener->endpoints().at(0).port;
  auto trusts_second = std::move(*TlsClientContext::make({.system_roots = false, .ca_file = second.chain_file}));
  CHECK(office.visit({port, {trusts_second, "mail.second.vn", true}, ""}) == "TLSv1.3 mail.second.vn");
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", true}, ""}) == "TLSv1.3 mail.example.vn");
  CHECK(office.visit({port, {trusts_second, "mail.example.vn", true}, ""}) == "!no_permission");
}

TEST_CASE("net/tls: a reload changes new handshakes and leaves open connections alone") {
  Office office;
  auto listener = office.listen(echo, true);
  const auto port = listener->endpoints().at(0).port;
  auto fresh = tests::make_certificate(office.folder, "fresh", "DNS:mail.example.vn");
  auto trusts_fresh = std::move(*TlsClientContext::make({.system_roots = false, .ca_file = fresh.chain_file}));
  CHECK(office.visit({port, {trusts_fresh, "mail.example.vn", true}, ""}) == "!no_permission");
  SocketStream::ClientTls old{office.trusting, "mail.example.vn", true};
  auto held = tests::on_loop(office.loops->at(0), open_held(port, old));
  REQUIRE(held);
  office.source->replace(std::move(*TlsContext::load({fresh})));
  CHECK(office.visit({port, {trusts_fresh, "mail.example.vn", true}, ""}) == "TLSv1.3 mail.example.vn");
  CHECK(tests::on_loop(office.loops->at(0), ask_held(std::move(held))) == "still here");
}

TEST_CASE("net/tls: bad files are refused with a reason") {
  tests::ScratchFolder folder;
  auto one = tests::make_certificate(folder, "one", "DNS:a.vn");
  auto two = tests::make_certificate(folder, "two", "DNS:b.vn");
  auto gone = TlsContext::load({{folder / "none.pem", one.key_file}});
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == ErrorCode::not_found);
  auto mixed = TlsContext::load({{one.chain_file, two.key_file}});
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().code == ErrorCode::bad_input);
  std::ofstream(folder / "junk.pem") << "no certificate\n";
  CHECK_FALSE(TlsContext::load({{folder / "junk.pem", one.key_file}}));
  CHECK_FALSE(TlsContext::load({}));
  CHECK_FALSE(TlsClientContext::make({.system_roots = false, .ca_file = folder / "junk.pem"}));
  auto expired = tests::make_certificate(folder, "expired", "DNS:c.vn", -1);
  CHECK(TlsContext::load({expired}));
}

TEST_CASE("net/tls: silent, plain-talking and vanishing clients during the handshake disturb nobody") {
  Office office;
  auto listener = office.listen(echo, true, 300ms);
  const auto port = listener->endpoints().at(0).port;
  std::vector<Stream> silent;
  for (int i = 0; i < 20; ++i) silent.push_back(tests::on_loop(office.loops->at(0), open(port)));
  std::string answer = tests::on_loop(office.loops->at(0), talk_plain(port));
  CHECK(answer.find("TLSv1.3") == std::string::npos);
  CHECK(office.visit({port, {office.trusting, "mail.example.vn", true}, ""}, 100000) == "TLSv1.3 mail.example.vn");
  for (int i = 0; i < 400 && listener->active() > 0; ++i) std::this_thread::sleep_for(10ms);
  CHECK(listener->active() == 0);  // the handshake time-out ended the silent ones
  for (Stream& one : silent) {
    tests::on_loop(office.loops->at(0), drop(std::move(one)));
  }
}

TEST_CASE("net/tls: start_tls without a certificate is unsupported") {
  Office office;
  office.source->replace(nullptr);
  std::promise<ErrorCode> verdict;
  auto listener = office.listen(
      [&](Stream stream, std::stop_token stop) { return try_start_tls(std::move(stream), stop, &verdict); }, false);
  auto client = tests::on_loop(office.loops->at(0), open(listener->endpoints().at(0).port));
  CHECK(verdict.get_future().get() == ErrorCode::unsupported);
  office.loops->at(0).post([held = client.release()] { delete held; });
}

namespace {

struct SessionFree {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using SessionPtr = std::unique_ptr<SSL_SESSION, SessionFree>;

// A blocking visit with OpenSSL alone: connects, reads the greeting, returns what could be learnt.
struct Foreign {
  bool connected = false;
  bool resumed = false;
  SessionPtr session;
};

Foreign foreign_visit(std::uint16_t port, int version, SSL_SESSION* resume) {
  Foreign out;
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  SSL_CTX* ctx = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(ctx, 0);
  SSL_CTX_set_min_proto_version(ctx, version);
  SSL_CTX_set_max_proto_version(ctx, version);
  SSL* ssl = SSL_new(ctx);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
    SSL_set_fd(ssl, fd);
    if (resume) SSL_set_session(ssl, resume);
    if (SSL_connect(ssl) == 1) {
      char buffer[256];
      out.connected = SSL_read(ssl, buffer, sizeof buffer) > 0;
      out.resumed = SSL_session_reused(ssl) == 1;
      out.session.reset(SSL_get1_session(ssl));
      SSL_shutdown(ssl);
    }
  }
  SSL_free(ssl);
  SSL_CTX_free(ctx);
  ::close(fd);
  ERR_clear_error();
  return out;
}

}  // namespace

TEST_CASE("net/tls: TLS 1.2 and 1.3 sessions are resumed, TLS 1.1 is refused") {
  Office office;
  auto listener = office.listen(echo, true);
  const auto port = listener->endpoints().at(0).port;
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Foreign first = foreign_visit(port, version, nullptr);
    CHECK(first.connected);
    CHECK_FALSE(first.resumed);
    Foreign second = foreign_visit(port, version, first.session.get());
    CHECK(second.connected);
    CHECK(second.resumed);
  }
  CHECK_FALSE(foreign_visit(port, TLS1_1_VERSION, nullptr).connected);
}
