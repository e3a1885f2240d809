// The pure parts of outgoing mail: replies, extensions, dot-stuffing, MX order, domain names, schedule, transfer rules.
#include <doctest/doctest.h>

#include "server/outbound/client_reply.h"
#include "server/outbound/dot_stuffer.h"
#include "server/outbound/idna.h"
#include "server/outbound/retry_schedule.h"
#include "server/outbound/route.h"
#include "server/outbound/transfer.h"
#include "server/outbound/unbound_resolver.h"
#include "server/smtp/data_scanner.h"

using namespace server::outbound;
using namespace std::string_literals;

TEST_CASE("outbound/reply: one and several lines") {
  ReplyReader reader;
  CHECK(reader.feed("250-2.1.0 first") == ReplyReader::State::more);
  CHECK(reader.feed("250 2.1.0 last") == ReplyReader::State::complete);
  ClientReply reply = reader.take();
  CHECK(reply.code == 250);
  CHECK(reply.enhanced == "2.1.0");
  CHECK(reply.text == "first\nlast");
  CHECK(reader.feed("550 no") == ReplyReader::State::complete);
  reply = reader.take();
  CHECK(reply.status() == "5.0.0");
  CHECK(reply.one_line() == "550 no");
  for (const char* bad : {"", "25", "abc x", "250:x", "999 x", "150 x"}) {
    ReplyReader broken;
    CHECK(broken.feed(bad) == ReplyReader::State::broken);
  }
  ReplyReader mixed;
  CHECK(mixed.feed("250-a") == ReplyReader::State::more);
  CHECK(mixed.feed("550 b") == ReplyReader::State::broken);
}

TEST_CASE("outbound/reply: an enhanced code of another class is text") {
  ReplyReader reader;
  reader.feed("550 2.1.1 odd");
  ClientReply reply = reader.take();
  CHECK(reply.enhanced.empty());
  CHECK(reply.text == "2.1.1 odd");
}

TEST_CASE("outbound/extensions: read from EHLO, not from the greeting line") {
  Extensions e =
      parse_extensions("DSN.example greets\nPIPELINING\nSIZE 1000\n8BITMIME\nsmtputf8\nAUTH LOGIN PLAIN\nSTARTTLS");
  CHECK(e.pipelining);
  CHECK(e.has_size);
  CHECK(e.size == 1000);
  CHECK(e.eight_bit);
  CHECK(e.smtputf8);
  CHECK(e.auth_plain);
  CHECK(e.starttls);
  CHECK_FALSE(e.dsn);
}

TEST_CASE("outbound/dots: what we stuff the server's scanner gets back, in pieces of any size") {
  const std::string message = ".a\r\n..\r\nb\r\n.\r\n.c";
  for (std::size_t piece = 1; piece <= message.size(); ++piece) {
    DotStuffer stuffer;
    std::string wire;
    for (std::size_t at = 0; at < message.size(); at += piece)
      stuffer.feed(std::string_view(message).substr(at, piece), wire);
    stuffer.finish(wire);
    server::smtp::DataScanner scanner(server::smtp::DataScanner::Form::dots, {1000, 1000});
    CHECK(scanner.feed(wire) == wire.size());
    CHECK(scanner.done());
    CHECK_FALSE(scanner.lone_cr_or_lf());
    CHECK(scanner.take() == message + "\r\n");
  }
}

TEST_CASE("outbound/route: MX by preference, nothing at or behind ourselves") {
  auto first = [](std::size_t) { return std::size_t{0}; };
  auto order = order_mx({{20, "c"}, {10, "a"}, {10, "b"}}, "me", first);
  CHECK(order.size() == 3);
  CHECK(order.back() == "c");
  CHECK(order_mx({{10, "a"}, {20, "me"}, {20, "x"}, {30, "y"}}, "ME", first) == std::vector<std::string>{"a"});
  CHECK(order_mx({{10, "me"}}, "me", first).empty());
}

TEST_CASE("outbound/route: MX records in wire form") {
  auto good = parse_mx_rdata(
      "\x00\x0a\x02mx\x07"
      "Example\x00"s);
  REQUIRE(good);
  CHECK(good->preference == 10);
  CHECK(good->host == "mx.example");
  CHECK(parse_mx_rdata("\x00\x00\x00"s)->host.empty());
  for (const std::string& bad : {""s, "\x00"s, "\x00\x0a\x05mx"s, "\x00\x0a\x02mx"s, "\x00\x0a\x40"s, "\x00\x0a\x00x"s})
    CHECK_FALSE(parse_mx_rdata(bad));
}

TEST_CASE("outbound/idna: U-labels become A-labels") {
  CHECK(*to_a_labels("Example.ORG.") == "example.org");
  CHECK(*to_a_labels("bỉmsơn.vn") == "xn--bmsn-ngb5985b.vn");
  for (const char* bad : {"", ".", "a..b", "a b", "-\xff"}) CHECK_FALSE(to_a_labels(bad));
}

TEST_CASE("outbound/schedule: waits grow, end at the expiry, warn once") {
  OutboundSettings settings;
  mailstore::QueueItem item;
  item.created = base::Timestamp::from_seconds(1000000);
  base::Timestamp now = item.created;
  CHECK(next_attempt(item, settings, now) - now == std::chrono::minutes(1));
  item.attempts = 3;
  CHECK(next_attempt(item, settings, now) - now == std::chrono::minutes(30));
  item.attempts = 50;
  CHECK(next_attempt(item, settings, now) - now == std::chrono::hours(4));
  now = item.created + std::chrono::hours(119);
  CHECK(next_attempt(item, settings, now) == item.created + std::chrono::hours(120));
  CHECK_FALSE(expired(item, settings, now));
  CHECK(expired(item, settings, item.created + std::chrono::hours(120)));
  CHECK(delay_warning_due(item, settings, now));
  item.delay_reported = true;
  CHECK_FALSE(delay_warning_due(item, settings, now));
  item.expires = item.created + std::chrono::hours(2);
  CHECK(expiry(item, settings) == item.expires);
}

namespace {

mailstore::QueueItem item_for(const std::string& from, const std::string& to) {
  mailstore::QueueItem item;
  item.reverse_path = from;
  item.recipients.push_back({to, "", {}, mailstore::RecipientState::waiting, "", "", ""});
  item.size = 500;
  return item;
}

std::string outcome(const std::variant<OutgoingEnvelope, CannotTake>& result) {
  if (auto* cannot = std::get_if<CannotTake>(&result)) return cannot->status;
  const auto& envelope = std::get<OutgoingEnvelope>(result);
  return "<" + envelope.reverse_path + ">" + envelope.parameters + " <" + envelope.recipients[0].address + ">" +
         envelope.recipients[0].parameters;
}

}  // namespace

TEST_CASE("outbound/transfer: nothing is guessed and nothing is re-coded") {
  Extensions none, full;
  full.eight_bit = full.smtputf8 = full.dsn = full.has_size = true;
  auto ascii = item_for("a@x.example", "b@y.example");
  CHECK(outcome(make_envelope(ascii, {0}, none, {})) == "<a@x.example> <b@y.example>");
  CHECK(outcome(make_envelope(ascii, {0}, full, {})) == "<a@x.example> SIZE=500 <b@y.example>");

  auto eight = ascii;
  eight.body_8bit = true;
  CHECK(outcome(make_envelope(eight, {0}, full, {})) == "<a@x.example> SIZE=500 BODY=8BITMIME <b@y.example>");
  CHECK(outcome(make_envelope(eight, {0}, none, {false, true})) == "5.6.3");
  CHECK(outcome(make_envelope(eight, {0}, none, {false, false})) ==
        "<a@x.example> <b@y.example>");  // said 8BITMIME, is ASCII

  auto utf8 = ascii;
  utf8.smtputf8 = true;
  CHECK(outcome(make_envelope(utf8, {0}, full, {true, false})) ==
        "<a@x.example> SIZE=500 BODY=8BITMIME SMTPUTF8 <b@y.example>");
  Extensions eight_only;
  eight_only.eight_bit = true;
  CHECK(outcome(make_envelope(utf8, {0}, eight_only, {true, false})) == "5.6.7");
  CHECK(outcome(make_envelope(utf8, {0}, eight_only, {false, false})) == "<a@x.example> <b@y.example>");
  CHECK(outcome(make_envelope(item_for("a@x.example", "bình@y.example"), {0}, eight_only, {})) == "5.6.7");
  CHECK(outcome(make_envelope(item_for("bình@x.example", "b@y.example"), {0}, eight_only, {})) == "5.6.7");
  CHECK(outcome(make_envelope(item_for("a@x.example", "b@bỉmsơn.vn"), {0}, none, {})) ==
        "<a@x.example> <b@xn--bmsn-ngb5985b.vn>");

  Extensions small;
  small.has_size = true;
  small.size = 100;
  CHECK(outcome(make_envelope(ascii, {0}, small, {})) == "5.3.4");
}

TEST_CASE("outbound/transfer: DSN wishes travel on") {
  Extensions dsn;
  dsn.dsn = true;
  auto item = item_for("a@x.example", "b@y.example");
  item.envid = "id+1";
  item.return_headers_only = true;
  item.recipients[0].notify = {false, true, true, false};
  item.recipients[0].original = "rfc822;old+x@y.example";
  CHECK(outcome(make_envelope(item, {0}, dsn, {})) ==
        "<a@x.example> RET=HDRS ENVID=id+2B1 <b@y.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;old+2Bx@y.example");
  item.recipients[0].notify = {true, false, false, false};
  item.recipients[0].original = "";
  CHECK(outcome(make_envelope(item, {0}, dsn, {})) == "<a@x.example> RET=HDRS ENVID=id+2B1 <b@y.example> NOTIFY=NEVER");
}
