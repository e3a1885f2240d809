#include "server/outbound/attempt.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/log.h"
#include "base/text/utf8.h"
#include "server/outbound/route.h"
#include "server/outbound/transfer.h"

namespace server::outbound {

namespace {

constexpr std::size_t kMaxAddresses = 8;  // addresses tried in one attempt (RFC 5321 §5.1 asks for at least two)

std::vector<std::size_t> waiting(const mailstore::QueueItem& item) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < item.recipients.size(); ++i) {
    if (item.recipients[i].state == mailstore::RecipientState::waiting) out.push_back(i);
  }
  return out;
}

void set_failure(mailstore::QueueItem& item, const std::vector<std::size_t>& which, bool temporary,
                 const std::string& status, const std::string& diagnostic, const std::string& host) {
  for (std::size_t i : which) {
    mailstore::QueueRecipient& recipient = item.recipients[i];
    recipient.status = status;
    recipient.diagnostic = diagnostic;
    recipient.remote_mta = host;
    if (!temporary) recipient.state = mailstore::RecipientState::failed;
  }
}

void set_reply(mailstore::QueueItem& item, std::size_t index, const ClientReply& reply, const std::string& host) {
  mailstore::QueueRecipient& recipient = item.recipients[index];
  recipient.status = reply.status();
  recipient.diagnostic = reply.one_line();
  recipient.remote_mta = host;
  if (reply.positive()) recipient.state = mailstore::RecipientState::delivered;
  if (reply.permanent()) recipient.state = mailstore::RecipientState::failed;
}

enum class Next { finished, try_next };

// A connection to one address, as far as needed. Told to `on_client` while it lives.
class Visit {
 public:
  Visit(AttemptParts& parts, mailstore::QueueItem& item, AttemptOutcome& outcome, NextHop target)
      : parts_(parts), item_(item), outcome_(outcome), target_(std::move(target)) {}
  ~Visit() { parts_.on_client(nullptr); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  base::Co<Next> run();

 private:
  base::Co<bool> open(bool with_tls, bool& tls_failed);
  base::Co<bool> secure(bool& tls_failed);
  base::Co<bool> authenticate();
  base::Co<bool> take_over();
  base::Co<Next> transfer();
  bool server_wants_a_new_connection(const SendOutcome& sent) const;
  base::Co<void> leave(bool usable);
  void drop() {
    cut_ = cut_ || (client_ && client_->was_cut());
    parts_.on_client(nullptr);
    client_.reset();
  }
  bool relay_wants_tls() const { return !parts_.settings.relay.host.empty() && parts_.settings.relay.tls_required; }
  void note(bool temporary, const std::string& status, const std::string& diagnostic) {
    set_failure(item_, waiting(item_), temporary, status, diagnostic, target_.host);
  }
  void note_error(const base::Error& error) {
    bool timed_out = error.code == base::ErrorCode::timeout;
    note(true, timed_out ? "4.4.1" : "4.4.2",
         error.text.en + (error.detail_for_log.empty() ? "" : " (" + error.detail_for_log + ")"));
  }

  AttemptParts& parts_;
  mailstore::QueueItem& item_;
  AttemptOutcome& outcome_;
  NextHop target_;
  std::unique_ptr<SmtpClient> client_;
  bool reused_ = false;  // the connection has carried other messages
  bool stale_ = false;   // it took no more: nothing was said about this message
  bool cut_ = false;     // we stop: no other connection
};

// Connects and greets; with TLS when offered. False: `note` has the reason.
base::Co<bool> Visit::open(bool with_tls, bool& tls_failed) {
  auto stream = co_await parts_.connector.connect(target_.ip, target_.port, parts_.settings.connect_timeout);
  if (!stream) {
    note(true, "4.4.1", "no connection to " + target_.host + " [" + target_.ip + "]: " + stream.error().text.en);
    co_return false;
  }
  client_ = std::make_unique<SmtpClient>(std::move(*stream), parts_.settings);
  parts_.on_client(client_.get());
  base::Result<ClientReply> greeting = co_await client_->greet();
  if (!greeting) {
    note_error(greeting.error());
    co_return false;
  }
  if (!greeting->positive()) {
    // RFC 5321 §4.2.4: a host that answers 5xx to everybody may not be the last word of its domain: the next one is
    // asked.
    note(true, greeting->permanent() ? "4.3.0" : greeting->status(), greeting->one_line());
    co_return false;
  }
  if (with_tls && client_->extensions().starttls) co_return co_await secure(tls_failed);
  if (!relay_wants_tls()) co_return true;
  note(true, "4.7.10", "the relay offers no TLS, which the settings demand");
  co_return false;
}

base::Co<bool> Visit::secure(bool& tls_failed) {
  base::Result<ClientReply> secured = co_await client_->start_tls(parts_.connector, target_.host, relay_wants_tls());
  if (secured && secured->positive()) co_return true;
  tls_failed = true;
  if (!secured) {
    note_error(secured.error());
  } else {
    note(true, "4.7.0", secured->one_line());
  }
  co_return false;
}

base::Co<bool> Visit::authenticate() {
  const RelayHost& relay = parts_.settings.relay;
  if (relay.host.empty() || relay.user.empty()) co_return true;
  bool safe = client_->tls().active || client_->stream()->peer().loopback;
  if (!safe || !client_->extensions().auth_plain) {
    note(true, "4.7.0",
         safe ? "the relay offers no AUTH PLAIN" : "the relay offers no TLS: the password is not sent in clear");
    co_return false;
  }
  base::Result<ClientReply> reply = co_await client_->auth_plain(relay.user, relay.password);
  if (!reply) {
    note_error(reply.error());
    co_return false;
  }
  if (reply->positive()) co_return true;
  // A wrong password is the administrator's to mend: the mail waits.
  note(true, "4.7.8", "the relay refused our sign-in: " + reply->one_line());
  co_return false;
}

// A connection that waits for more mail to this address. False: there is none that lives.
base::Co<bool> Visit::take_over() {
  while (parts_.idle != nullptr) {
    client_ = parts_.idle->take(target_);
    if (!client_) co_return false;
    parts_.on_client(client_.get());
    bool ready = co_await client_->ready_again();
    if (ready) {
      reused_ = true;
      co_return true;
    }
    drop();
    if (cut_) co_return false;
  }
  co_return false;
}

// Servers limit the messages of a connection and say so with 421, or with 452 to MAIL: a new connection is asked at
// once. Another refusal (a grey list) is about the message, whatever the connection.
bool Visit::server_wants_a_new_connection(const SendOutcome& sent) const {
  bool any_421 = false;
  for (const ClientReply& reply : sent.recipients) {
    if (reply.positive()) return false;
    any_421 = any_421 || reply.code == 421;
  }
  const bool enough = sent.sender_refused && !sent.recipients.empty() && sent.recipients.front().code == 452;
  return reused_ && (any_421 || enough);
}

// The end of a transaction. usable: its answers are all here, and the server has not said good-bye.
base::Co<void> Visit::leave(bool usable) {
  if (usable && parts_.idle != nullptr) {
    parts_.on_client(nullptr);
    parts_.idle->keep(target_, std::move(client_));
    co_return;
  }
  co_await client_->quit();
}

base::Co<Next> Visit::transfer() {
  const Extensions& server = client_->extensions();
  std::vector<std::size_t> all = waiting(item_);
  MessageBytes bytes;
  if (!server.eight_bit || !server.smtputf8) {
    base::Result<MessageBytes> examined = co_await examine(parts_.source);
    if (!examined) {
      note(true, "4.3.0", "the message could not be read here: " + examined.error().text.en);
      co_return Next::finished;
    }
    bytes = *examined;
  }
  // Recipients that this server cannot be told fail alone.
  if (!server.smtputf8) {
    std::vector<std::size_t> possible;
    for (std::size_t i : all) {
      auto alone = make_envelope(item_, {i}, server, {});
      if (CannotTake* problem = std::get_if<CannotTake>(&alone)) {
        set_failure(item_, {i}, false, problem->status, problem->reason, target_.host);
      } else {
        possible.push_back(i);
      }
    }
    all = std::move(possible);
    if (all.empty()) co_return Next::finished;
  }
  auto envelope = make_envelope(item_, all, server, bytes);
  if (CannotTake* problem = std::get_if<CannotTake>(&envelope)) {
    note(false, problem->status, problem->reason);
    co_await leave(true);
    co_return Next::finished;
  }
  base::Result<SendOutcome> sent = co_await client_->send(std::get<OutgoingEnvelope>(envelope), parts_.source);
  if (!sent) {
    // After the final dot another host might deliver a second copy at once; before it, it may well help.
    bool in_doubt = client_->in_doubt();
    stale_ = reused_ && !in_doubt;
    note_error(sent.error());
    co_return in_doubt ? Next::finished : Next::try_next;
  }
  if (server_wants_a_new_connection(*sent)) {
    stale_ = true;
    co_return Next::try_next;
  }
  bool any_answer = false, good_bye = false;
  for (std::size_t n = 0; n < all.size(); ++n) {
    const ClientReply& reply = sent->recipients[n];
    good_bye = good_bye || reply.code == 421;
    set_reply(item_, all[n], reply, target_.host);
    any_answer = any_answer || reply.positive() || reply.permanent();
    if (reply.positive() && !server.dsn) outcome_.relayed.push_back(all[n]);
  }
  co_await leave(!good_bye);
  co_return any_answer ? Next::finished : Next::try_next;
}

base::Co<Next> Visit::run() {
  bool tls_failed = false;
  bool again = co_await take_over();
  if (again) {
    Next next = co_await transfer();
    if (!stale_) co_return next;
    drop();
    reused_ = stale_ = false;
  }
  if (cut_) co_return Next::finished;
  bool open_now = co_await open(true, tls_failed);
  // RFC 7435: broken TLS is not worse than none, unless it is demanded.
  if (!open_now && tls_failed && !relay_wants_tls()) {
    drop();
    if (!cut_) open_now = co_await open(false, tls_failed);
  }
  bool welcome = false;
  if (open_now) welcome = co_await authenticate();
  Next next = Next::try_next;
  if (welcome) next = co_await transfer();
  drop();
  co_return cut_ ? Next::finished : next;
}

bool is_loopback_name(const std::string& name) { return name == "localhost"; }

}  // namespace

base::Co<AttemptOutcome> attempt(AttemptParts parts, mailstore::QueueItem& item) {
  AttemptOutcome outcome;
  Route route = co_await find_route(parts.resolver, item.domain, parts.settings);
  if (route.hosts.empty()) {
    set_failure(item, waiting(item), route.none.temporary, route.none.status, route.none.reason, "");
    co_return outcome;
  }
  std::size_t tried = 0;
  for (Host& host : route.hosts) {
    if (host.addresses.empty() && is_loopback_name(host.name)) host.addresses = {"127.0.0.1"};
    if (host.addresses.empty()) {
      base::Result<std::vector<std::string>> found = co_await parts.resolver.addresses(host.name);
      if (found && !found->empty()) {
        host.addresses = std::move(*found);
      } else {
        bool gone = found || found.error().code == base::ErrorCode::not_found;
        bool last_word = gone && route.hosts.size() == 1 && parts.settings.relay.host.empty();
        set_failure(item, waiting(item), !last_word, last_word ? "5.4.4" : "4.4.3",
                    "the host " + host.name + " has no address", host.name);
        continue;
      }
    }
    for (const std::string& ip : host.addresses) {
      if (++tried > kMaxAddresses) co_return outcome;
      Visit visit(parts, item, outcome, NextHop{host.name, ip, host.port});
      Next next = co_await visit.run();
      if (next == Next::finished || waiting(item).empty()) co_return outcome;
    }
  }
  co_return outcome;
}

}  // namespace server::outbound
