// One connection for several messages: RSET between them, servers that close, say good-bye or limit messages, and what
// must not change by it: no message lost, none sent twice, no attempt counted because a connection had grown old.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "base/async/executor.h"
#include "tests/server/outbound/outgoing.h"

using namespace server::outbound;
using tests::Outgoing;

namespace {

const std::string kHello = "C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250-PIPELINING\nC: 250-8BITMIME\nC: 250 SMTPUTF8\n";
const std::string kTake = "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\nC: 250 2.0.0 taken\n";
const std::string kReset = "S: RSET\nC: 250 ok\n";
const std::string kQuit = "S: QUIT\nC: 221 bye\nEOF\n";

struct Several : Outgoing {
  Several() : Outgoing(database()) { network.domain("elsewhere.example", "192.0.2.1"); }
  static std::unique_ptr<base::Database> database() {
    static tests::TempDirectory directory;
    static int number = 0;
    base::DatabaseOptions options;
    options.url = "sqlite:" + directory / ("reuse" + std::to_string(++number) + ".db");
    return tests::must(base::Database::open(options));
  }
  void scripts(std::vector<std::string> all) { network.scripts["192.0.2.1"] = std::move(all); }
  // How many connections it takes to send that many messages.
  std::size_t connections_for(int messages) {
    network.connected.clear();
    for (int i = 0; i < messages; ++i) submit();
    CHECK(run() == static_cast<std::size_t>(messages));
    return network.connected.size();
  }
};

}  // namespace

TEST_CASE(
    "outbound/reuse: three messages to one host go over one connection, with RSET between them and QUIT at the end") {
  Several out;
  out.scripts({kHello + kTake + kReset + kTake + kReset + kTake + kQuit});
  CHECK(out.connections_for(3) == 1);
  CHECK(out.office.queued().empty());
  CHECK(out.reports().empty());
}

TEST_CASE("outbound/reuse: the settings limit the messages of a connection, and may forbid keeping one") {
  Several out;
  OutboundSettings settings;
  settings.messages_per_connection = 2;
  out.open(settings);
  out.scripts({kHello + kTake + kReset + kTake + kQuit, kHello + kTake + kQuit});
  CHECK(out.connections_for(3) == 2);
  settings.messages_per_connection = 100;
  settings.idle_close = std::chrono::seconds(0);
  out.open(settings);
  out.scripts({kHello + kTake + kQuit, kHello + kTake + kQuit});
  CHECK(out.connections_for(2) == 2);
  CHECK(out.office.queued().empty());
}

TEST_CASE("outbound/reuse: a server that has closed, says good-bye or takes no more gets a new connection at once") {
  const std::string fresh = kHello + kTake + kQuit;
  const struct {
    const char* what;
    std::string first;
  } rows[] = {
      {"closed after the message", kHello + kTake},
      {"says 421 while it waits", kHello + kTake + "C: 421 4.4.2 idle too long\n"},
      {"421 to RSET", kHello + kTake + "S: RSET\nC: 421 4.7.0 enough\n"},
      {"RSET refused", kHello + kTake + "S: RSET\nC: 500 what\n"},
      {"closed at RSET", kHello + kTake + "S: RSET\n"},
      {"two answers to RSET", kHello + kTake + "S: RSET\nRAW: 250 ok\\r\\n250 more\\r\\n"},
      {"421 to MAIL", kHello + kTake + kReset + "S: MAIL *\nS: RCPT *\nC: 421 4.7.0 too many messages\n"},
      {"452 to MAIL", kHello + kTake + kReset + "S: MAIL *\nS: RCPT *\nC: 452 4.5.3 too many messages\nC: 503 no\n"},
      {"closed at MAIL", kHello + kTake + kReset + "S: MAIL *\n"},
      {"421 to RCPT", kHello + kTake + kReset + "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 421 4.3.2 going down\n"},
      {"closed in the data", kHello + kTake + kReset + "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 250 ok\nS: DATA\n"},
      {"421 after the data",
       kHello + kTake + kReset +
           "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\nC: 421 4.3.0 not taken\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    Several out;
    out.scripts({row.first, fresh});
    CHECK(out.connections_for(2) == 2);
    CHECK(out.office.queued().empty());
    CHECK(out.reports().empty());
  }
}

TEST_CASE("outbound/reuse: what a new connection says too counts, and is not asked a third time") {
  Several out;
  const std::string busy = "S: MAIL *\nS: RCPT *\nC: 452 4.3.1 no room\nC: 503 no\n";
  out.scripts({kHello + kTake + kReset + busy, kHello + busy + kQuit});
  CHECK(out.connections_for(2) == 2);
  REQUIRE(out.office.queued().size() == 1);
  CHECK(out.office.queued()[0].attempts == 1);
  CHECK(out.office.queued()[0].recipients[0].status == "4.3.1");
}

TEST_CASE("outbound/reuse: refusals of recipients are final for the attempt, and the connection goes on") {
  Several out;
  const std::string greylisted = "S: MAIL *\nS: RCPT *\nC: 451 4.7.1 later\nC: 503 no\n";
  const std::string grey = "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 450 4.7.1 come back later\n";
  const std::string no = "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 550 5.1.1 no such user\n";
  out.scripts({kHello + kTake + kReset + grey + kReset + no + kReset + greylisted + kReset + kTake + kQuit});
  CHECK(out.connections_for(5) == 1);
  REQUIRE(out.office.queued().size() == 2);
  CHECK(out.office.queued()[1].recipients[0].status == "4.7.1");
  CHECK(out.office.queued()[0].recipients[0].status == "4.7.1");
  CHECK(out.reports().size() == 1);
}

TEST_CASE("outbound/reuse: a lost answer to the final dot is not asked for again on a new connection") {
  Several out;
  out.scripts({kHello + kTake + kReset + "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 250 ok\nS: DATA\nC: 354 go\nS- .\n",
               kHello + kTake + kQuit});
  CHECK(out.connections_for(2) == 1);
  REQUIRE(out.office.queued().size() == 1);
  CHECK(out.office.queued()[0].recipients[0].status == "4.4.2");
}

TEST_CASE("outbound/reuse: 250 in answer to DATA is no delivery") {
  Several out;
  out.scripts({kHello + "S: MAIL *\nS: RCPT *\nC: 250 ok\nC: 250 ok\nS: DATA\nC: 250 ok\n"});
  CHECK(out.connections_for(1) == 1);
  REQUIRE(out.office.queued().size() == 1);
  CHECK(out.office.queued()[0].recipients[0].state == mailstore::RecipientState::waiting);
}

namespace {

// A server that loses patience in every way it can, but never with a message whose final dot it has taken.
class MoodyRelay final : public Connector {
 public:
  std::map<std::string, int> taken;  // Subject → how many times
  int connections = 0, most_at_once = 0, open = 0;

  base::Co<base::Result<std::unique_ptr<base::Stream>>> connect(std::string, std::uint16_t,
                                                                std::chrono::milliseconds) override {
    auto pipe = base::make_memory_pipe();
    ++connections;
    most_at_once = std::max(most_at_once, ++open);
    base::spawn(*base::Executor::current(), serve(std::move(pipe.second)));
    co_return std::move(pipe.first);
  }
  base::Co<base::Result<std::unique_ptr<base::Stream>>> start_tls(std::unique_ptr<base::Stream> stream, std::string,
                                                                  bool) override {
    co_return std::move(stream);
  }

 private:
  enum Mood { patient, closes_after, says_421_after, rset_421, mail_421, mail_452, rcpt_421, closes_in_data, kMoods };

  base::Co<std::string> line(base::Stream& stream, std::string& in) {
    std::size_t lf = in.find('\n');
    while (lf == std::string::npos) {
      char buffer[4096];
      auto count = co_await stream.read(buffer, sizeof buffer);
      if (!count || *count == 0) co_return std::string("<end>");
      in.append(buffer, *count);
      lf = in.find('\n');
    }
    std::string out = in.substr(0, lf);
    in.erase(0, lf + 1);
    if (out.ends_with('\r')) out.pop_back();
    co_return out;
  }
  static std::string after_message(Mood mood) {
    return mood == says_421_after ? "250 taken\r\n421 enough\r\n" : "250 taken\r\n";
  }

  base::Co<void> serve(std::unique_ptr<base::Stream> stream) {
    std::string in, reply = "220 mx\r\n";
    const auto mood = static_cast<Mood>(1 + random_() % (kMoods - 1));
    const int limit = 1 + static_cast<int>(random_() % 4);  // messages until the mood shows
    int count = 0;
    while (!reply.empty()) {
      auto written = co_await stream->write(reply);
      if (!written || (count >= limit && (mood == closes_after || mood == says_421_after)) || reply.starts_with("421"))
        break;
      std::string word = co_await line(*stream, in);
      reply = "250 ok\r\n";
      const bool tired = count >= limit;
      if (word == "<end>") break;
      if (word.starts_with("EHLO")) reply = "250-mx\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
      if (word == "RSET" && tired && mood == rset_421) reply = "421 enough\r\n";
      if (word.starts_with("MAIL") && tired && mood == mail_421) reply = "421 enough\r\n";
      if (word.starts_with("MAIL") && tired && mood == mail_452) reply = "452 4.5.3 enough\r\n";
      if (word.starts_with("RCPT") && tired && mood == rcpt_421) reply = "421 enough\r\n";
      if (word == "QUIT") break;
      if (word != "DATA") continue;
      auto asked = co_await stream->write("354 go\r\n");
      if (!asked || (tired && mood == closes_in_data)) break;
      std::string subject;
      for (std::string text; text != "." && text != "<end>";) {
        text = co_await line(*stream, in);
        if (text.starts_with("Subject: ")) subject = text;
        if (text == "<end>") subject.clear();
      }
      if (subject.empty()) break;
      ++taken[subject];
      ++count;
      reply = after_message(count >= limit ? mood : patient);
    }
    stream->close();
    --open;
  }

  std::mt19937 random_{20261124};
};

base::Co<void> stop_when_empty(Runner& runner, mailstore::Queue& queue, bool& emptied) {
  for (int i = 0; i < 6000 && !emptied; ++i) {
    auto items = co_await queue.list();
    emptied = items && items->empty();
    if (!emptied) co_await base::sleep_for(std::chrono::milliseconds(5));
  }
  runner.stop();
}

base::Co<void> run_until_empty(Runner& runner, mailstore::Queue& queue, bool& emptied) {
  base::spawn(*base::Executor::current(), stop_when_empty(runner, queue, emptied));
  co_await runner.run();
}

}  // namespace

TEST_CASE("outbound/reuse: four hundred messages to a moody relay arrive once each, at once, over fewer connections") {
  Several out;
  MoodyRelay relay;
  OutboundSettings settings;
  settings.hostname = "mail.bimson.example";
  settings.report_from = "mailer-daemon@bimson.example";
  settings.relay.host = "192.0.2.9";
  OutboundParts parts{*out.office.queue,
                      out.office.store->contents(),
                      *out.office.delivery,
                      *out.office.directory,
                      out.office.clock,
                      out.office.ids,
                      relay,
                      out.network};
  constexpr int kMessages = 400;
  for (int i = 0; i < kMessages; ++i) {
    mailstore::DeliverRequest request;
    request.source = mailstore::Source::notice;
    request.reverse_path = "x@third.example";
    mailstore::EnvelopeRecipient recipient;
    recipient.address = "friend@elsewhere.example";
    request.recipients.push_back(recipient);
    request.bytes = "From: x@third.example\r\nMessage-ID: <" + std::to_string(i) +
                    "@third.example>\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nSubject: " + std::to_string(i) +
                    "\r\n\r\n..\r\n" + std::string(static_cast<std::size_t>(i) * 37, 'x') + "\r\n";
    tests::must(base::run_blocking(out.office.delivery->deliver(std::move(request))));
  }
  Runner runner(parts, settings);
  bool emptied = false;
  base::run_blocking(
      run_until_empty(runner, *out.office.queue, emptied));  // the clock stands still: nothing may wait for a retry
  CHECK(emptied);
  CHECK(relay.taken.size() == kMessages);
  for (const auto& [subject, times] : relay.taken) CHECK_MESSAGE(times == 1, subject);
  CHECK(relay.connections < kMessages * 2 / 3);
  CHECK(relay.connections > kMessages / 10);
  CHECK(relay.most_at_once <= 2 * settings.connections_per_domain);  // those that are being closed beside those at work
  CHECK(relay.open == 0);
  MESSAGE(relay.connections << " connections for " << kMessages << " messages");
}
