#include "server/outbound/runner.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <set>

#include "base/async/executor.h"
#include "base/async/signal.h"
#include "base/log.h"
#include "server/outbound/item_run.h"

namespace server::outbound {

namespace {

constexpr std::chrono::seconds kSweep{30};      // the queue is read at least so often, whatever is signalled
constexpr std::chrono::seconds kStopGrace{10};  // attempts may finish so long after stop()
constexpr std::size_t kMaxHeld = 2000;          // items that wait here, leased, for a connection to their domain
constexpr std::size_t kTake = 50;               // items taken from the queue at once

}  // namespace

struct Runner::State : std::enable_shared_from_this<Runner::State> {
  State(OutboundParts p, OutboundSettings s)
      : parts(p),
        settings(std::move(s)),
        idle(settings, parts.clock, [this](std::unique_ptr<SmtpClient> client) { part(std::move(client)); }) {}

  const OutboundParts parts;
  const OutboundSettings settings;
  base::Signal changed;
  std::atomic<bool> stopping{false};

  // The executor's thread only.
  struct Held {
    mailstore::QueueItem item;
    base::Timestamp until;  // of the lease, with a margin
  };
  std::map<std::string, int> active_of;  // by destination
  std::map<std::string, std::deque<Held>> held;
  std::set<SmtpClient*> clients;
  IdleConnections idle;
  int active = 0;
  int parting = 0;  // connections that are being told QUIT
  std::size_t held_count = 0;

  std::string destination(const mailstore::QueueItem& item) const {
    return settings.relay.host.empty() ? item.domain : settings.relay.host;
  }
  bool room_for(const std::string& domain) const {
    auto found = active_of.find(domain);
    return active < settings.connections &&
           (found == active_of.end() || found->second < settings.connections_per_domain);
  }
  void start(mailstore::QueueItem item);
  void part(std::unique_ptr<SmtpClient> client);
  void start_held();
  base::Co<void> put_back(mailstore::QueueItem item);
  base::Co<void> take();
  base::Co<void> wait();
  base::Co<void> drain();
  base::Co<void> part_with_all();
  static base::Co<void> run_quit(std::shared_ptr<State> self, std::unique_ptr<SmtpClient> client);
  static base::Co<void> run_item(std::shared_ptr<State> self, std::string domain, mailstore::QueueItem item);
};

base::Co<void> Runner::State::run_item(std::shared_ptr<State> self, std::string domain, mailstore::QueueItem item) {
  SmtpClient* current = nullptr;
  // By reference: this frame outlives the run.
  std::function<void(SmtpClient*)> on_client = [&self, &current](SmtpClient* client) {
    if (current) self->clients.erase(current);
    current = client;
    if (current) self->clients.insert(current);
  };
  std::string id = std::to_string(item.id.value);
  try {
    ItemRun run(self->parts, self->settings, self->idle, std::move(item));
    co_await run.run(on_client);
  } catch (const std::exception& e) {
    base::log(base::LogLevel::error, "OUT-0004", "an exception ended an attempt", {{"queue", id}, {"what", e.what()}});
  }
  on_client(nullptr);
  --self->active;
  if (--self->active_of[domain] == 0) self->active_of.erase(domain);
  self->changed.notify();
}

base::Co<void> Runner::State::run_quit(std::shared_ptr<State> self, std::unique_ptr<SmtpClient> client) {
  self->clients.insert(client.get());
  co_await client->quit();
  self->clients.erase(client.get());
  client.reset();
  --self->parting;
  self->changed.notify();
}

void Runner::State::part(std::unique_ptr<SmtpClient> client) {
  ++parting;
  base::spawn(*base::Executor::current(), run_quit(shared_from_this(), std::move(client)));
}

// QUIT takes 5 s at the most.
base::Co<void> Runner::State::part_with_all() {
  idle.close_all();
  while (parting > 0) (void)co_await changed.wait(std::chrono::seconds(1));
}

void Runner::State::start(mailstore::QueueItem item) {
  std::string domain = destination(item);
  ++active;
  ++active_of[domain];
  base::spawn(*base::Executor::current(), run_item(shared_from_this(), domain, std::move(item)));
}

void Runner::State::start_held() {
  base::Timestamp now = parts.clock.now();
  for (auto queue = held.begin(); queue != held.end();) {
    std::deque<Held>& items = queue->second;
    while (!items.empty() && room_for(queue->first)) {
      // An item whose lease is nearly over may be taken again by the next pass: let it.
      if (items.front().until > now) start(std::move(items.front().item));
      items.pop_front();
      --held_count;
    }
    queue = items.empty() ? held.erase(queue) : std::next(queue);
  }
}

base::Co<void> Runner::State::put_back(mailstore::QueueItem item) {
  const std::string id = std::to_string(item.id.value);
  base::Result<void> done = co_await parts.queue.finish(std::move(item), parts.clock.now(), false);
  if (!done)
    base::log(base::LogLevel::warning, "OUT-0005", "an item was not put back; it is tried again after its lease",
              {{"queue", id}, {"error", base::describe(done.error())}});
}

base::Co<void> Runner::State::take() {
  start_held();
  // No more is taken than can be held: what a busy destination does not get now stays in the queue.
  while (active < settings.connections && held_count < kMaxHeld && !stopping) {
    base::Timestamp now = parts.clock.now();
    base::Result<std::vector<mailstore::QueueItem>> due = co_await parts.queue.take_due(now, kTake, settings.lease);
    if (!due) {
      base::log(base::LogLevel::warning, "OUT-0006", "the outgoing queue could not be read",
                {{"error", base::describe(due.error())}});
      co_return;
    }
    if (due->empty()) co_return;
    for (mailstore::QueueItem& item : *due) {
      std::string domain = destination(item);
      if (room_for(domain)) {
        start(std::move(item));
      } else {
        held[domain].push_back({std::move(item), now + settings.lease / 2});
        ++held_count;
      }
    }
  }
}

base::Co<void> Runner::State::wait() {
  std::chrono::milliseconds pause = kSweep;
  if (active < settings.connections) {
    base::Result<base::Timestamp> next = co_await parts.queue.next_due();
    if (next && next->us < INT64_MAX / 2) {
      auto until = std::chrono::duration_cast<std::chrono::milliseconds>(*next - parts.clock.now()) +
                   std::chrono::milliseconds(1);
      pause = std::clamp<std::chrono::milliseconds>(until, std::chrono::milliseconds(200), kSweep);
    }
  }
  if (const auto idling = idle.until_next()) pause = std::min(pause, *idling);
  if (!stopping) (void)co_await changed.wait(pause);
  idle.close_expired();
}

// After stop(): what is held goes back at once, what runs may finish, then connections are cut. A connection in doubt
// (the final dot is out) gets twice the time, because cutting it may send a message twice.
base::Co<void> Runner::State::drain() {
  for (auto& [domain, items] : held) {
    for (Held& one : items) co_await put_back(std::move(one.item));
  }
  held.clear();
  held_count = 0;
  idle.close_all();
  for (int round = 1; active > 0; ++round) {
    (void)co_await changed.wait(kStopGrace);
    for (SmtpClient* client : clients) {
      if (active > 0 && (!client->in_doubt() || round > 1)) client->cut();
    }
  }
  co_await part_with_all();
}

Runner::Runner(OutboundParts parts, OutboundSettings settings)
    : state_(std::make_shared<State>(parts, std::move(settings))) {}
Runner::~Runner() = default;

base::Co<void> Runner::run() {
  std::weak_ptr<State> weak = state_;
  state_->parts.queue.on_new([weak] {
    if (auto state = weak.lock()) state->changed.notify();
  });
  while (!state_->stopping) {
    co_await state_->take();
    co_await state_->wait();
  }
  co_await state_->drain();
}

base::Co<std::size_t> Runner::run_once() {
  std::size_t count = 0;
  for (;;) {
    base::Result<std::vector<mailstore::QueueItem>> due =
        co_await state_->parts.queue.take_due(state_->parts.clock.now(), 100, state_->settings.lease);
    if (!due || due->empty()) {
      co_await state_->part_with_all();
      co_return count;
    }
    for (mailstore::QueueItem& item : *due) {
      ++count;
      std::string domain = state_->destination(item);
      ++state_->active;
      ++state_->active_of[domain];
      co_await State::run_item(state_, domain, std::move(item));
    }
  }
}

void Runner::stop() {
  state_->stopping = true;
  state_->changed.notify();
}

void Runner::wake() { state_->changed.notify(); }

}  // namespace server::outbound
