// Does the cost of a delivery and of a flag stay flat while a mailbox grows? One mailbox is filled by APPEND of small
// messages; at every size the same work is measured: deliveries of 2 KiB, STORE of one message, the view that follows,
// the first view of a new process. Times on the clock and of the processor: the latter says more on a machine with
// other work.
//   bench_growth_bench DIR [last size, default 200000]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/bench_office.h"

namespace {

using bench::must;
using bench::Took;

std::string message(const std::string& id, std::size_t size) {
  std::string text = "From: A <a@outside.example>\r\nTo: b@bench.example\r\nSubject: growth " + id +
                     "\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nMessage-ID: <" + id + "@outside.example>\r\n\r\n";
  while (text.size() < size) text += "Cong van so " + id + " ve viec trien khai ke hoach nam 2026.\r\n";
  return text;
}

struct Box {
  mailstore::MailStore& store;
  mailstore::Delivery& door;
  base::MailboxId id;
  int next = 0;

  std::string fresh(std::size_t size) { return message("g" + std::to_string(++next), size); }
};

void fill(Box& box, std::size_t target) {
  for (std::size_t have = must(base::run_blocking(box.store.selected().view(box.id)), "view")->size(); have < target;) {
    std::vector<mailstore::AppendMessage> batch(std::min<std::size_t>(400, target - have));
    for (auto& one : batch) one.bytes = box.fresh(300);
    have += batch.size();
    (void)must(base::run_blocking(box.door.append(box.id, std::move(batch))), "append");
  }
}

base::Co<void> sender(Box& box, int& left, int& done) {
  while (left > 0) {
    --left;
    mailstore::DeliverRequest request;
    request.reverse_path = "a@outside.example";
    request.recipients.push_back({"p@bench.example", {}, {}});
    request.bytes = box.fresh(2048);
    must(co_await box.door.deliver(std::move(request)), "deliver");
    ++done;
  }
}

void measure_deliveries(Box& box) {
  constexpr int kDeliveries = 1000;
  int left = kDeliveries, done = 0;
  const Took took;
  base::ManualExecutor executor;
  for (int i = 0; i < 20; ++i) base::spawn(executor, sender(box, left, done));
  executor.run_until([&] { return done == kDeliveries; });
  std::printf(" delivery %6.3f ms (cpu %5.3f)", took.milliseconds() / kDeliveries,
              took.cpu_milliseconds() / kDeliveries);
}

// STORE of single messages all over the mailbox, each followed by the view that a session asks for.
void measure_flags(Box& box) {
  constexpr std::size_t kChanges = 100;
  auto view = must(base::run_blocking(box.store.selected().view(box.id)), "view");
  std::vector<double> stores, views;
  const Took all;
  for (std::size_t i = 0; i < kChanges; ++i) {
    mailstore::StoreFlagsRequest request;
    request.mailbox = box.id;
    request.uids = {view->at(i * (view->size() / kChanges)).uid};
    request.flags.system = mailstore::flag::kFlagged;
    const Took store;
    (void)must(base::run_blocking(box.store.selected().store_flags(std::move(request))), "store");
    stores.push_back(store.milliseconds());
    const Took seen;
    view = must(base::run_blocking(box.store.selected().view(box.id)), "view");
    views.push_back(seen.milliseconds());
  }
  const double cpu = all.cpu_milliseconds() / kChanges;
  std::sort(stores.begin(), stores.end());
  std::sort(views.begin(), views.end());
  std::printf(" | STORE %6.3f ms, view after it %6.3f ms (cpu of both %5.3f)", stores[kChanges / 2],
              views[kChanges / 2], cpu);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: %s DIR [last size]\n", argv[0]), 64;
  const std::string dir = argv[1];
  const std::size_t last = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 200000;
  std::filesystem::remove_all(dir);
  bench::Office office(dir);
  Box box{*office.store, *office.door, office.inbox()};
  for (const std::size_t size : {1000, 10000, 50000, 100000, 200000, 500000, 1000000}) {
    if (size > last) break;
    fill(box, size);
    std::printf("%8zu messages:", size);
    measure_deliveries(box);
    measure_flags(box);
    const auto anew = office.store_anew();
    const Took cold;
    const auto view = must(base::run_blocking(anew->selected().view(box.id)), "view anew");
    std::printf(" | first view %8.1f ms (cpu %8.1f)\n", cold.milliseconds(), cold.cpu_milliseconds());
    std::fflush(stdout);
  }
  return 0;
}
