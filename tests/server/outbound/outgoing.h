// The outgoing queue of a small office on a fake clock, with scripted servers as peers.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/outbound/runner.h"
#include "tests/server/office.h"
#include "tests/server/outbound/peer.h"

namespace tests {

// A server with these extensions that takes the message of binh to `to`; `after` is played after the final dot's
// answer.
inline std::string accepting(const std::string& extensions,
                             const std::string& mail = "MAIL FROM:<binh@bimson.example>*",
                             const std::string& rcpt = "RCPT TO:<friend@elsewhere.example>*") {
  std::string out = "C: 220 mx ready\nS: EHLO mail.bimson.example\nC: 250-mx\n";
  for (std::size_t at = 0; at < extensions.size();) {
    std::size_t end = std::min(extensions.find(' ', at), extensions.size());
    out += "C: 250-" + extensions.substr(at, end - at) + "\n";
    at = end + 1;
  }
  out += "C: 250 HELP\nS: " + mail + "\nC: 250 2.1.0 ok\nS: " + rcpt +
         "\nC: 250 2.1.5 ok\nS: DATA\nC: 354 go\nS- .\nC: 250 2.0.0 taken\n";
  return out + "S: QUIT\nC: 221 bye\n";
}
// A server that answers MAIL, RCPT or DATA with something else.
inline std::string refusing_rcpt(const std::string& answer) {
  return "C: 220 mx\nS: EHLO *\nC: 250-mx\nC: 250-PIPELINING\nC: 250 8BITMIME\nS: MAIL *\nS: RCPT *\nC: 250 ok\nC: " +
         answer + "\nS- QUIT\nC: 221 bye\n";
}

struct Outgoing {
  explicit Outgoing(std::unique_ptr<base::Database> db) : office(std::move(db)) { open({}); }
  void open(server::outbound::OutboundSettings settings) {
    settings.hostname = "mail.bimson.example";
    settings.report_from = "mailer-daemon@bimson.example";
    server::outbound::OutboundParts parts{
        *office.queue, office.store->contents(), *office.delivery, *office.directory, office.clock, office.ids, network,
        network};
    runner = std::make_unique<server::outbound::Runner>(parts, settings);
  }
  // binh writes to an address outside.
  void submit(const std::string& to = "friend@elsewhere.example", mailstore::Notify notify = {}, bool smtputf8 = false,
              const std::string& body = "hello\r\n", bool headers_only = false) {
    mailstore::DeliverRequest request;
    request.source = mailstore::Source::submission;
    request.reverse_path = "binh@bimson.example";
    request.author = office.binh;
    mailstore::EnvelopeRecipient recipient;
    recipient.address = to;
    recipient.notify = notify;
    recipient.original = "rfc822;old+name@elsewhere.example";
    request.recipients.push_back(recipient);
    request.bytes = "From: binh@bimson.example\r\nSubject: outgoing\r\n\r\n" + body;
    request.smtputf8 = smtputf8;
    request.body_8bit = true;
    request.envid = "env+1";
    request.return_headers_only = headers_only;
    must(base::run_blocking(office.delivery->deliver(std::move(request))));
  }
  std::size_t run() {
    std::size_t count = base::run_blocking(runner->run_once());
    for (const std::string& problem : network.problems) CHECK(problem == "");
    network.problems.clear();
    return count;
  }
  std::vector<std::string> reports() { return office.inbox(office.binh); }

  MailOffice office;
  ScriptedNetwork network;
  std::unique_ptr<server::outbound::Runner> runner;
};

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace tests
