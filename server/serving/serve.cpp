#include "server/serving/serve.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <functional>
#include <future>
#include <optional>

#include "base/async/executor.h"
#include "base/log.h"
#include "mailstore/maintenance/mail_files.h"
#include "mailstore/search/search_reach.h"
#include "server/cli/run/data_directory.h"
#include "server/house/data_lock.h"
#include "server/house/house.h"
#include "server/jobs/housekeeping.h"
#include "server/jobs/memory_return.h"
#include "server/net/unix_listener.h"
#include "server/outbound/net_connector.h"
#include "server/outbound/runner.h"
#include "server/outbound/unbound_resolver.h"
#include "server/serving/control_session.h"
#include "server/serving/listeners.h"
#include "server/serving/reload.h"

namespace server {

namespace {

constexpr std::int64_t kWorthTelling = 1000;  // messages: fewer are indexed in a second or two

base::LogLevel level_of(const std::string& word) {
  if (word == "debug") return base::LogLevel::debug;
  if (word == "warning") return base::LogLevel::warning;
  if (word == "error") return base::LogLevel::error;
  return base::LogLevel::info;
}

sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

// The outgoing queue's runner on a loop, joined at the end.
class OutboundThread {
 public:
  OutboundThread(House& house, const outbound::OutboundSettings& settings, net::EventLoop& loop,
                 outbound::Connector& connector, outbound::Resolver& resolver)
      : runner_({*house.queue, house.store->contents(), *house.delivery, *house.directory, house.clock, *house.ids,
                 connector, resolver},
                settings) {
    base::spawn(loop, run(runner_, done_));
  }
  ~OutboundThread() {
    runner_.stop();
    done_.get_future().wait();
  }

 private:
  static base::Co<void> run(outbound::Runner& runner, std::promise<void>& done) {
    co_await runner.run();
    done.set_value();
  }
  outbound::Runner runner_;
  std::promise<void> done_;
};

std::string joined(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) out += (out.empty() ? "" : " ") + key;
  return out;
}

// SIGHUP. `running`: the settings in force, of the main thread; the parts keep their own copies.
void reload(Settings& running, House& house, Listeners& listeners,
            const std::function<void(const outbound::OutboundSettings&)>& restart_outbound) {
  auto file = load_settings(house.settings_file);
  if (!file) {
    base::log(base::LogLevel::error, "SRV-0003", "the settings were not read again; the old ones stay",
              {{"error", describe(file.error())}});
    return;
  }
  const ChangedKeys changed = sort_changes(changed_settings(running, *file));
  Settings next = with_taken(running, *file);
  base::set_log_level(level_of(next.server.log_level));
  auto reloaded = listeners.reload_certificates(house.path(next.server.certificate), house.path(next.server.key));
  if (!reloaded) {
    base::log(base::LogLevel::error, "SRV-0004", "the certificate was not read again; the old one stays",
              {{"error", describe(reloaded.error())}});
    next.server.certificate = running.server.certificate;
    next.server.key = running.server.key;
  }
  if (changed.outbound) restart_outbound(next.outbound);
  running = std::move(next);
  base::log(base::LogLevel::info, "SRV-0005", reloaded ? "certificate and settings read again" : "settings read again",
            {{"taken", joined(changed.taken)}});
  if (!changed.waiting.empty()) {
    base::log(
        base::LogLevel::warning, "SRV-0007",
        "these settings are changed in the file and count from the next start only; restart the server to use them",
        {{"settings", joined(changed.waiting)}});
  }
}

// Answers the signal when it is time to stop.
int wait_for_signals(const sigset_t& signals, const std::function<void()>& on_hangup) {
  for (;;) {
    int number = 0;
    if (sigwait(&signals, &number) != 0) continue;
    if (number != SIGHUP) return number;
    on_hangup();
  }
}

// After an update, or when the index was lost: what is made anew in the background while mail goes on.
void tell_what_is_being_made(House& house) {
  auto* reach = dynamic_cast<mailstore::SearchReach*>(house.search.get());
  if (reach == nullptr) return;
  std::vector<base::AccountId> accounts;
  for (const directory::Account& account : house.directory->view()->accounts()) accounts.push_back(account.id);
  if (const auto waiting = reach->waiting(accounts); !waiting || *waiting < kWorthTelling) return;
  const auto coverage = reach->coverage(accounts);
  if (!coverage) return;
  const std::string indexed = std::to_string(coverage->indexed), messages = std::to_string(coverage->messages);
  std::printf(
      "Đang lập chỉ mục tìm kiếm trong nền: %s/%s thư; thư vẫn đi lại bình thường. / The search index is being made "
      "in the background: %s of %s messages. Mail goes on meanwhile.\n",
      indexed.c_str(), messages.c_str(), indexed.c_str(), messages.c_str());
  std::fflush(stdout);
  base::log(base::LogLevel::info, "SRV-0009",
            "the search index is being made in the background; mail goes on meanwhile",
            {{"indexed", indexed}, {"messages", messages}});
}

// As many open files as the system lets us: a connection is one.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

base::Result<int> serve(const std::string& settings_file) {
  raise_file_limit();
  sigset_t signals = block_signals();
  if (auto entered = cli::enter_data_directory(base::parent_directory(settings_file), cli::Entering::serving); !entered)
    return entered.error();
  auto lock = DataLock::take(base::parent_directory(settings_file));
  if (!lock) return lock.error();
  auto opened = House::open(settings_file);
  if (!opened) return opened.error();
  House& house = **opened;
  if (auto there = mailstore::mail_files_are_there(*house.db, *house.blobs, house.data + "/blobs"); !there)
    return there.error();
  house.serving = true;
  base::set_log_level(level_of(house.settings.server.log_level));
  if (auto recovered = house.delivery->recover(); !recovered) return recovered.error();
  house.store->selected().finish_copies();
  house.search->start();
  house.substring->start();

  tell_what_is_being_made(house);

  auto loops = net::LoopGroup::start(static_cast<unsigned>(house.settings.server.loops));
  if (!loops) return loops.error();
  auto connector = outbound::NetConnector::make();
  if (!connector) return connector.error();
  auto resolver = outbound::UnboundResolver::make();
  if (!resolver) return resolver.error();
  base::Pool control_pool({"control", 4, 64});
  {
    // Begun anew when SIGHUP changes its settings: what it holds goes back into the queue, what is being sent is
    // finished first.
    std::optional<OutboundThread> outbound;
    const auto start_outbound = [&](const outbound::OutboundSettings& settings) {
      outbound.reset();
      outbound.emplace(house, settings, (*loops)->next(), **connector, **resolver);
    };
    start_outbound(house.settings.outbound);
    auto listeners = Listeners::open(house, **loops);
    if (!listeners) return listeners.error();
    auto control =
        net::UnixListener::open(**loops, house.data + "/run/control.sock",
                                [&house, &control_pool](std::unique_ptr<base::Stream> stream, std::stop_token stop) {
                                  return serve_control(house, control_pool, std::move(stream), stop);
                                });
    if (!control) return control.error();
    const ReminderRound reminders = reminder_round(house.settings);
    jobs::HousekeepingSettings duties;
    duties.remind = house.settings.reminders.enabled;
    duties.reminder_minute = reminders.minute;
    duties.reminder_rules = reminders.rules;
    jobs::Housekeeping housekeeping(*house.store, *house.office_desk, *house.directory, *house.gate, house.clock,
                                    duties);
    housekeeping.start();
    jobs::MemoryReturn memory({});
    memory.start();
    base::log(base::LogLevel::info, "SRV-0001", "serving",
              {{"data", house.data}, {"hostname", house.settings.server.hostname}});
    std::printf("ready\n");
    std::fflush(stdout);
    Settings running = house.settings;
    const int signal = wait_for_signals(signals, [&] { reload(running, house, **listeners, start_outbound); });
    base::log(base::LogLevel::info, "SRV-0002", "stopping", {{"signal", std::to_string(signal)}});
    (*control)->stop();
    (*listeners)->stop(std::chrono::seconds(running.server.stop_grace));
    (*control)->wait_drained(std::chrono::seconds(5));
  }
  house.substring->stop();
  house.search->stop();
  base::log(base::LogLevel::info, "SRV-0006", "stopped");
  return 0;
}

}  // namespace server
