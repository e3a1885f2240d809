#include "server/cli/serve.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <future>

#include "base/async/executor.h"
#include "base/log.h"
#include "server/cli/control_session.h"
#include "server/cli/data_lock.h"
#include "server/cli/house.h"
#include "server/cli/listeners.h"
#include "server/jobs/housekeeping.h"
#include "server/net/unix_listener.h"
#include "server/outbound/net_connector.h"
#include "server/outbound/runner.h"
#include "server/outbound/unbound_resolver.h"

namespace server::cli {

namespace {

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
  OutboundThread(House& house, net::EventLoop& loop, outbound::Connector& connector, outbound::Resolver& resolver)
      : runner_({*house.queue, *house.store, *house.delivery, *house.directory, house.clock, *house.ids, connector, resolver},
                house.settings.outbound) {
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

// Answers when it is time to stop.
void wait_for_signals(const sigset_t& signals, House& house, Listeners& listeners) {
  for (;;) {
    int number = 0;
    if (sigwait(&signals, &number) != 0) continue;
    if (number != SIGHUP) {
      base::log(base::LogLevel::info, "SRV-0002", "stopping", {{"signal", std::to_string(number)}});
      return;
    }
    auto settings = load_settings(house.settings_file);
    if (!settings) {
      base::log(base::LogLevel::error, "SRV-0003", "the settings were not read again; the old ones stay", {{"error", describe(settings.error())}});
      continue;
    }
    base::set_log_level(level_of(settings->server.log_level));
    auto reloaded = listeners.reload_certificates(house.path(settings->server.certificate), house.path(settings->server.key));
    if (!reloaded) {
      base::log(base::LogLevel::error, "SRV-0004", "the certificate was not read again; the old one stays", {{"error", describe(reloaded.error())}});
    } else {
      base::log(base::LogLevel::info, "SRV-0005", "certificate and log level read again; other settings count from the next start");
    }
  }
}

}  // namespace

// As many open files as the system lets us: a connection is one.
static void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

base::Result<int> serve(const std::string& settings_file) {
  raise_file_limit();
  sigset_t signals = block_signals();
  auto lock = DataLock::take(base::parent_directory(settings_file));
  if (!lock) return lock.error();
  auto opened = House::open(settings_file);
  if (!opened) return opened.error();
  House& house = **opened;
  house.serving = true;
  base::set_log_level(level_of(house.settings.server.log_level));
  if (auto recovered = house.delivery->recover(); !recovered) return recovered.error();
  house.search->start();

  auto loops = net::LoopGroup::start(static_cast<unsigned>(house.settings.server.loops));
  if (!loops) return loops.error();
  auto connector = outbound::NetConnector::make();
  if (!connector) return connector.error();
  auto resolver = outbound::UnboundResolver::make();
  if (!resolver) return resolver.error();
  base::Pool control_pool({"control", 4, 64});
  {
    OutboundThread outbound(house, (*loops)->next(), **connector, **resolver);
    auto listeners = Listeners::open(house, **loops);
    if (!listeners) return listeners.error();
    auto control = net::UnixListener::open(**loops, house.data + "/run/control.sock",
                                           [&house, &control_pool](std::unique_ptr<base::Stream> stream, std::stop_token stop) {
                                             return serve_control(house, control_pool, std::move(stream), stop);
                                           });
    if (!control) return control.error();
    jobs::Housekeeping housekeeping(*house.store, *house.delivery, *house.directory, {});
    housekeeping.start();
    base::log(base::LogLevel::info, "SRV-0001", "serving", {{"data", house.data}, {"hostname", house.settings.server.hostname}});
    std::printf("ready\n");
    std::fflush(stdout);
    wait_for_signals(signals, house, **listeners);
    (*control)->stop();
    (*listeners)->stop(std::chrono::seconds(house.settings.server.stop_grace));
    (*control)->wait_drained(std::chrono::seconds(5));
  }
  house.search->stop();
  base::log(base::LogLevel::info, "SRV-0006", "stopped");
  return 0;
}

}  // namespace server::cli
