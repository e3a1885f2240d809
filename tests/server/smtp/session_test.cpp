// SMTP sessions whose server changes under them; all other conversations are transcripts (transcript_test.cpp).
#include <doctest/doctest.h>

#include "base/text/encoding.h"
#include "server/net/receive_memory.h"
#include "server/smtp/service.h"
#include "tests/server/dialogue.h"
#include "tests/server/office.h"

using namespace server::smtp;
using tests::MailOffice;

namespace {

const base::PeerAddress kStranger{"203.0.113.7", 4711, false};
server::net::ReceiveMemory receive{{}};

base::Co<std::string> met_by(SmtpService& service) {
  auto pipe = base::make_memory_pipe(64 * 1024, kStranger);
  base::spawn(*base::Executor::current(), service.serve(std::move(pipe.second), SmtpMode::port25));
  tests::Dialogue dialogue(*pipe.first);
  co_return co_await dialogue.play("S: 421 4.3.2*\nEOF\n");
}

// The opening of a session with sign-in on port 465.
std::string signed_in_as(const std::string& login) {
  const std::string response = std::string(1, '\0') + login + std::string(1, '\0') + tests::kPassword;
  return "S: 220*\nC: EHLO pc\nS- 250 HELP\nC: AUTH PLAIN " + base::base64_encode(response) + "\nS: 235 2.7.0*\n";
}

}  // namespace

TEST_CASE("smtp/session: a stopping server says so") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    SmtpService service({*office.delivery, *office.gate, *office.directory, office.clock, receive, office.parsing}, {});
    service.stop();
    CHECK(base::run_blocking(met_by(service)) == "");
  });
}

namespace {

base::Co<std::string> password_changes_under_a_session(MailOffice& office, SmtpService& service) {
  auto pipe = base::make_memory_pipe(64 * 1024, kStranger);
  (void)co_await pipe.second->start_tls();
  base::spawn(*base::Executor::current(), service.serve(std::move(pipe.second), SmtpMode::submissions));
  tests::Dialogue dialogue(*pipe.first);
  std::string problem = co_await dialogue.play(signed_in_as("binh@bimson.example"));
  if (!problem.empty()) co_return problem;
  directory::ChangeRequest change;
  change.address = "binh@bimson.example";
  change.current = tests::kPassword;
  change.next = "Song-Chay-77?";
  change.peer = kStranger;
  directory::ChangeAnswer changed = co_await office.gate->change_password(std::move(change));
  if (changed.verdict != directory::ChangeVerdict::changed) co_return std::string("the password was not changed");
  std::string ended = co_await dialogue.play("S: 421 4.7.0*\nEOF\n");
  pipe.first->close();
  while (service.sessions() > 0) co_await base::sleep_for(std::chrono::milliseconds(1));
  co_return ended;
}

}  // namespace

TEST_CASE("smtp/session: a changed password ends open sessions") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    MailOffice office(std::move(db));
    SmtpService service({*office.delivery, *office.gate, *office.directory, office.clock, receive, office.parsing}, {});
    CHECK(base::run_blocking(password_changes_under_a_session(office, service)) == "");
  });
}
