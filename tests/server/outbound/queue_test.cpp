// The outgoing queue end to end: real office and queue on a fake clock, scripted servers as peers, reports read back
// from the sender's box.
#include <doctest/doctest.h>

#include "base/mime/report.h"
#include "server/net/receive_memory.h"
#include "server/outbound/runner.h"
#include "server/smtp/service.h"
#include "tests/server/office.h"
#include "tests/server/outbound/outgoing.h"
#include "tests/server/outbound/peer.h"

using namespace server::outbound;
using tests::MailOffice;
using tests::ScriptedNetwork;

using tests::accepting;
using tests::has;
using tests::Outgoing;
using tests::refusing_rcpt;

TEST_CASE("outbound/queue: a message goes to the best MX and leaves the queue") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.mx_of["elsewhere.example"] = {{20, "b.elsewhere.example"}, {10, "a.elsewhere.example"}};
    out.network.addresses_of["a.elsewhere.example"] = {"192.0.2.1"};
    out.network.addresses_of["b.elsewhere.example"] = {"192.0.2.2"};
    out.network.scripts["192.0.2.1"] = {
        accepting("PIPELINING 8BITMIME SMTPUTF8 DSN SIZE", "MAIL FROM:<binh@bimson.example> SIZE=* ENVID=env+2B1",
                  "RCPT TO:<friend@elsewhere.example> ORCPT=rfc822;old+2Bname@elsewhere.example")};
    out.submit();
    CHECK(out.run() == 1);
    CHECK(out.network.connected == std::vector<std::string>{"192.0.2.1"});
    CHECK(out.office.queued().empty());
    CHECK(out.reports().empty());
    CHECK(out.run() == 0);
  });
}

TEST_CASE("outbound/queue: hosts that do not answer are passed over, then the mail waits and is tried again") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.mx_of["elsewhere.example"] = {{10, "a"}, {20, "b"}};
    out.network.addresses_of["a"] = {"2001:db8::1", "192.0.2.1"};
    out.network.addresses_of["b"] = {"192.0.2.2"};
    out.network.scripts["192.0.2.1"] = {"C: 421 4.3.2 too busy\n"};
    out.submit();
    CHECK(out.run() == 1);
    CHECK(out.network.connected == std::vector<std::string>{"2001:db8::1", "192.0.2.1", "192.0.2.2"});
    auto items = out.office.queued();
    REQUIRE(items.size() == 1);
    CHECK(items[0].attempts == 1);
    CHECK(items[0].next_attempt - out.office.clock.now() == std::chrono::minutes(1));
    CHECK(out.run() == 0);
    out.office.clock.advance(std::chrono::minutes(1));
    CHECK(out.run() == 1);
    CHECK(out.office.queued()[0].next_attempt - out.office.clock.now() == std::chrono::minutes(5));
    out.office.clock.advance(std::chrono::minutes(5));
    out.network.scripts["192.0.2.2"] = {accepting("8BITMIME")};
    CHECK(out.run() == 1);
    CHECK(out.office.queued().empty());
    CHECK(out.reports().empty());
  });
}

TEST_CASE("outbound/queue: a refusal comes back as a report of RFC 3464") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    out.network.scripts["192.0.2.1"] = {refusing_rcpt("550 5.1.1 no such user")};
    out.submit();
    CHECK(out.run() == 1);
    CHECK(out.office.queued().empty());
    auto reports = out.reports();
    REQUIRE(reports.size() == 1);
    const std::string& report = reports[0];
    CHECK(has(report, "Return-Path: <>\r\n"));
    CHECK(has(report, "multipart/report"));
    CHECK(has(report, "report-type=delivery-status"));
    CHECK(has(report, "Auto-Submitted: auto-replied"));
    CHECK(has(report, "Original-Envelope-Id: env+1"));
    CHECK(has(report, "Reporting-MTA: dns; mail.bimson.example"));
    CHECK(has(report, "Original-Recipient: rfc822;old+name@elsewhere.example"));
    CHECK(has(report, "Final-Recipient: rfc822; friend@elsewhere.example"));
    CHECK(has(report, "Action: failed"));
    CHECK(has(report, "Status: 5.1.1"));
    CHECK(has(report, "Remote-MTA: dns; mx.elsewhere.example"));
    CHECK(has(report, "Diagnostic-Code: smtp; 550 5.1.1 no such user"));
    CHECK(has(report, "Subject: outgoing"));
    CHECK(has(report, "\r\nhello\r\n"));
  });
}

TEST_CASE("outbound/queue: NOTIFY and RET are obeyed") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    out.network.scripts["192.0.2.1"] = {
        refusing_rcpt("550 5.1.1 no"), refusing_rcpt("550 5.1.1 no"), refusing_rcpt("550 5.1.1 no"),
        accepting("8BITMIME"),
        accepting("8BITMIME DSN", "MAIL *", "RCPT TO:<friend@elsewhere.example> NOTIFY=SUCCESS *")};
    out.submit("friend@elsewhere.example", {true, false, false, false});  // NEVER
    out.run();
    out.submit("friend@elsewhere.example", {false, true, false, false});  // SUCCESS only
    out.run();
    CHECK(out.reports().empty());
    out.submit("friend@elsewhere.example", {}, false, "hello\r\n", true);  // RET=HDRS
    out.run();
    REQUIRE(out.reports().size() == 1);
    CHECK_FALSE(has(out.reports()[0], "\r\nhello\r\n"));
    CHECK(has(out.reports()[0], "Subject: outgoing"));
    out.submit("friend@elsewhere.example", {false, true, false, false});  // to a server without DSN: "relayed"
    out.run();
    REQUIRE(out.reports().size() == 2);
    CHECK(has(out.reports()[1], "Action: relayed"));
    out.submit("friend@elsewhere.example", {false, true, false, false});  // to one with DSN: its own business
    out.run();
    CHECK(out.reports().size() == 2);
    CHECK(out.office.queued().empty());
  });
}

TEST_CASE("outbound/queue: after four hours one warning, after five days the end") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    out.submit();
    const base::Timestamp begin = out.office.clock.now();
    int attempts = 0;
    while (!out.office.queued().empty() && attempts < 100) {
      base::Timestamp next = tests::must(base::run_blocking(out.office.queue->next_due()));
      if (next > out.office.clock.now()) out.office.clock.set(next);
      attempts += static_cast<int>(out.run());
    }
    CHECK(attempts > 20);
    CHECK(attempts < 50);
    CHECK(out.office.clock.now() - begin >= std::chrono::hours(120));
    CHECK(out.office.clock.now() - begin < std::chrono::hours(125));
    auto reports = out.reports();
    REQUIRE(reports.size() == 2);
    CHECK(has(reports[0], "Action: delayed"));
    CHECK(has(reports[0], "Will-Retry-Until: "));
    CHECK_FALSE(has(reports[0], "\r\nhello\r\n"));
    CHECK(has(reports[1], "Action: failed"));
    CHECK(has(reports[1], "Status: 4.4.7"));
  });
}

TEST_CASE("outbound/queue: DNS that says no, nothing, or null MX") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.dns_down = true;
    out.submit();
    out.run();
    REQUIRE(out.office.queued().size() == 1);
    CHECK(out.office.queued()[0].recipients[0].status == "4.4.3");
    CHECK(out.reports().empty());
    out.network.dns_down = false;
    out.office.clock.advance(std::chrono::minutes(1));
    out.run();
    REQUIRE(out.reports().size() == 1);
    CHECK(has(out.reports()[0], "Status: 5.1.2"));
    out.network.mx_of["elsewhere.example"] = {{0, ""}};
    out.submit();
    out.run();
    REQUIRE(out.reports().size() == 2);
    CHECK(has(out.reports()[1], "Status: 5.1.10"));
    out.network.mx_of["elsewhere.example"] = {};  // exists without MX: the domain itself
    out.network.addresses_of["elsewhere.example"] = {"192.0.2.7"};
    out.network.scripts["192.0.2.7"] = {accepting("8BITMIME")};
    out.submit();
    out.run();
    CHECK(out.office.queued().empty());
    CHECK(out.reports().size() == 2);
  });
}

TEST_CASE("outbound/queue: servers without 8BITMIME or SMTPUTF8 get what they can take, the rest comes back") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    const std::string nothing = "C: 220 mx\nS: EHLO *\nC: 500 what\nS: HELO *\nC: 250 mx\n";
    out.network.scripts["192.0.2.1"] = {
        nothing + "S: QUIT\nC: 221 bye\n",
        nothing +
            "S: MAIL FROM:<binh@bimson.example>\nC: 250 ok\nS: RCPT TO:<friend@elsewhere.example>\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\nC: 250 ok\nS: QUIT\nC: 221 bye\n"};
    out.submit("friend@elsewhere.example", {}, false, "xin chào\r\n");
    out.run();
    REQUIRE(out.reports().size() == 1);
    CHECK(has(out.reports()[0], "Status: 5.6.3"));
    out.submit();  // said 8BITMIME, but is ASCII
    out.run();
    CHECK(out.reports().size() == 1);
    CHECK(out.office.queued().empty());

    out.network.scripts["192.0.2.1"] = {"C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250 8BITMIME\n"};
    out.submit("bạn@elsewhere.example", {}, true);
    out.run();
    REQUIRE(out.reports().size() == 2);
    CHECK(has(out.reports()[1], "Status: 5.6.7"));
  });
}

TEST_CASE("outbound/queue: TLS when offered, in clear when it breaks, never in clear when it is demanded") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    const std::string offer =
        "C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250-8BITMIME\nC: 250 STARTTLS\nS: STARTTLS\nC: 220 go\n";
    const std::string rest =
        "S: MAIL *\nC: 250 ok\nS: RCPT *\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\nC: 250 ok\nS: QUIT\nC: 221 bye\n";
    out.network.scripts["192.0.2.1"] = {offer + "S: EHLO *\nC: 250-mx\nC: 250 8BITMIME\n" + rest};
    out.submit();
    out.run();
    CHECK(out.office.queued().empty());
    out.network.tls_works = false;
    out.network.scripts["192.0.2.1"] = {offer, "C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250 8BITMIME\n" + rest};
    out.submit();
    out.run();
    CHECK(out.office.queued().empty());

    OutboundSettings settings;
    settings.relay.host = "192.0.2.9";
    settings.relay.tls_required = true;
    settings.relay.user = "u";
    settings.relay.password = "p";
    out.open(settings);
    out.network.scripts["192.0.2.9"] = {offer, "C: 220 mx\nS: EHLO *\nC: 250 8BITMIME\n"};
    out.submit();
    out.run();
    REQUIRE(out.office.queued().size() == 1);
    out.network.tls_works = true;
    out.network.scripts["192.0.2.9"] = {
        offer + "S: EHLO *\nC: 250-mx\nC: 250-8BITMIME\nC: 250 AUTH PLAIN\nS: AUTH PLAIN AHUAcA==\nC: 235 ok\n" + rest};
    out.office.clock.advance(std::chrono::minutes(1));
    out.run();
    CHECK(out.office.queued().empty());
    CHECK(out.reports().empty());
  });
}

TEST_CASE("outbound/queue: a cancelled message comes back to its sender") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.domain("elsewhere.example", "192.0.2.1");
    out.submit();
    out.run();
    CHECK(tests::must(base::run_blocking(out.office.queue->cancel({}))) == 1);
    out.office.clock.advance(std::chrono::minutes(10));
    out.run();
    REQUIRE(out.reports().size() == 1);
    CHECK(has(out.reports()[0], "cancelled"));
    CHECK(out.office.queued().empty());
  });
}

TEST_CASE("outbound/queue: a lost answer to the final dot is tried again later, not at the next host") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing out(std::move(db));
    out.network.mx_of["elsewhere.example"] = {{10, "a"}, {20, "b"}};
    out.network.addresses_of["a"] = {"192.0.2.1"};
    out.network.addresses_of["b"] = {"192.0.2.2"};
    out.network.scripts["192.0.2.1"] = {
        "C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250 8BITMIME\nS: MAIL *\nC: 250 ok\nS: RCPT *\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\n"};
    out.network.scripts["192.0.2.2"] = {accepting("8BITMIME")};
    out.submit();
    out.run();
    CHECK(out.network.connected == std::vector<std::string>{"192.0.2.1"});
    CHECK(out.office.queued().size() == 1);
  });
}

namespace {

// A connector whose every address is our own SMTP server: port 25 of a second office.
class OwnServer final : public Connector {
 public:
  explicit OwnServer(server::smtp::SmtpService& service) : service_(service) {}
  base::Co<base::Result<std::unique_ptr<base::Stream>>> connect(std::string, std::uint16_t,
                                                                std::chrono::milliseconds) override {
    auto pipe = base::make_memory_pipe(64 * 1024, {"198.51.100.1", 25, false});
    base::spawn(*base::Executor::current(), service_.serve(std::move(pipe.second), server::smtp::SmtpMode::port25));
    co_return std::move(pipe.first);
  }
  base::Co<base::Result<std::unique_ptr<base::Stream>>> start_tls(std::unique_ptr<base::Stream> stream, std::string,
                                                                  bool) override {
    (void)co_await stream->start_tls();
    co_return std::move(stream);
  }

 private:
  server::smtp::SmtpService& service_;
};

base::Co<void> run_until_empty(Runner& runner, mailstore::Queue& queue, bool& emptied) {
  for (int i = 0; i < 2000 && !emptied; ++i) {
    auto items = co_await queue.list();
    emptied = items && items->empty();
    if (!emptied) co_await base::sleep_for(std::chrono::milliseconds(5));
  }
  runner.stop();
}

base::Co<void> run_both(Runner& runner, mailstore::Queue& queue, server::smtp::SmtpService& service, bool& emptied) {
  base::spawn(*base::Executor::current(), run_until_empty(runner, queue, emptied));
  co_await runner.run();
  while (service.sessions() > 0) co_await base::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("outbound/queue: fifty messages travel from one of our servers to another, byte for byte") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    Outgoing sender(std::move(db));
    tests::TempDirectory other_folder;
    base::DatabaseOptions options;
    options.url = "sqlite:" + other_folder / "other.db";
    MailOffice receiver(tests::must(base::Database::open(options)));
    // Both offices serve bimson.example: the second one must not take the sender for its own.
    const std::string from_outside = "x@third.example";
    server::smtp::SmtpSettings smtp_settings;
    smtp_settings.hostname = "mx.bimson.example";
    server::net::ReceiveMemory receive{{}};
    server::smtp::SmtpService service(
        {*receiver.delivery, *receiver.gate, *receiver.directory, receiver.clock, receive, receiver.parsing},
        smtp_settings);
    OwnServer connector(service);
    sender.network.domain("elsewhere.example", "192.0.2.1");
    for (int i = 0; i < 50; ++i) {
      mailstore::DeliverRequest request;
      request.source = mailstore::Source::notice;
      request.reverse_path = from_outside;
      mailstore::EnvelopeRecipient recipient;
      recipient.address = "an@old.bimson.example";
      request.recipients.push_back(recipient);
      recipient.address = "x" + std::to_string(i) + "@elsewhere.example";
      request.recipients = {recipient};
      request.bytes = "From: x@third.example\r\nMessage-ID: <" + std::to_string(i) +
                      "@third.example>\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nSubject: m\r\n\r\n.dots\r\n..\r\n" +
                      std::string(static_cast<std::size_t>(i) * 100, 'x') + "\r\n";
      request.body_8bit = true;
      tests::must(base::run_blocking(sender.office.delivery->deliver(std::move(request))));
    }
    OutboundSettings settings;
    settings.hostname = "mail.bimson.example";
    settings.report_from = "mailer-daemon@bimson.example";
    OutboundParts parts{*sender.office.queue,
                        sender.office.store->contents(),
                        *sender.office.delivery,
                        *sender.office.directory,
                        sender.office.clock,
                        sender.office.ids,
                        connector,
                        sender.network};
    Runner runner(parts, settings);
    // The receiver knows no elsewhere.example: make it one of its own.
    tests::must(directory::add_domain(*receiver.directory, receiver.clock, receiver.ids, "elsewhere.example", "test"));
    for (int i = 0; i < 50; ++i)
      receiver.person("Người Thứ " + std::to_string(i), directory::Role::staff, "x" + std::to_string(i));
    bool emptied = false;
    base::run_blocking(run_both(runner, *sender.office.queue, service, emptied));
    CHECK(emptied);
    for (int i = 0; i < 50; i += 7) {
      const directory::Account* account = receiver.directory->view()->find_login("x" + std::to_string(i));
      REQUIRE(account != nullptr);
      auto mails = receiver.inbox(account->id);
      REQUIRE(mails.size() == 1);
      CHECK(mails[0].ends_with("Subject: m\r\n\r\n.dots\r\n..\r\n" +
                               std::string(static_cast<std::size_t>(i) * 100, 'x') + "\r\n"));
    }
  });
}
