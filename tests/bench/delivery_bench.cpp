// How many durable deliveries a second the door makes without a network: 10 KiB messages, 20 senders at a time.
//   bench_delivery_bench DIR [messages] [senders] [accounts] [size]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>

#include "tests/bench/bench_office.h"

namespace {

using bench::must;

// Office prose: words of a small vocabulary, about as compressible as real mail.
std::string make_body(std::size_t size) {
  static constexpr const char* kWords[] = {
      "công", "văn",    "số",   "về",  "việc", "triển", "khai", "kế",     "hoạch",   "báo",  "cáo",   "quý",  "phòng",
      "ban",  "thị",    "xã",   "đề",  "nghị", "các",   "đơn",  "vị",     "thực",    "hiện", "đúng",  "thời", "hạn",
      "giao", "nhiệm",  "vụ",   "kết", "quả",  "họp",   "ủy",   "nhân",   "dân",     "tài",  "chính", "đất",  "đai",
      "môi",  "trường", "giáo", "dục", "y",    "tế",    "ngày", "tháng",  "năm",     "kính", "gửi",   "trân", "trọng",
      "hồ",   "sơ",     "thủ",  "tục", "hành", "and",   "the",  "report", "meeting", "plan", "of",    "2026"};
  std::string out;
  unsigned state = 1;
  while (out.size() < size) {
    for (int word = 0; word < 12; ++word) {
      state = state * 1664525u + 1013904223u;
      out += kWords[(state >> 20) % std::size(kWords)];
      out += (state >> 12) % 23 == 0 ? std::to_string(state >> 24) + " " : std::string(" ");
    }
    out += "\r\n";
  }
  return out;
}

// Every message has other bytes; making it must cost next to nothing.
std::string message(int number, const std::string& body) {
  const std::string id = std::to_string(number);
  return "From: A <a@outside.example>\r\nTo: b@bench.example\r\nSubject: cong van so " + id +
         "\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nMessage-ID: <" + id +
         "@outside.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body;
}

std::string address(int person) { return "p" + (person == 0 ? "" : std::to_string(person)) + "@bench.example"; }

struct Load {
  mailstore::Delivery& door;
  int total, accounts;
  std::string body;
  int next = 0, done = 0;
};

base::Co<void> sender(Load& load) {
  while (load.next < load.total) {
    const int number = load.next++;
    mailstore::DeliverRequest request;
    request.reverse_path = "a@outside.example";
    request.recipients.push_back({address(number % load.accounts), {}, {}});
    request.bytes = message(number, load.body);
    request.received = "Received: from client by bench.example; Mon, 23 Nov 2026 16:32:00 +0700\r\n";
    must(co_await load.door.deliver(std::move(request)), "deliver");
    ++load.done;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: %s DIR [messages] [senders] [accounts] [size]\n", argv[0]), 64;
  const std::string dir = argv[1];
  const auto number = [&](int i, int fallback) { return argc > i ? std::atoi(argv[i]) : fallback; };
  const int messages = number(2, 20000), senders = number(3, 20), accounts = number(4, 100);
  const int size = number(5, 10240);
  const char* mysql = std::getenv("BENCH_MYSQL") == nullptr ? nullptr : std::getenv("VANTHU_TEST_MYSQL_URL");
  bench::Office office(dir, accounts, {}, mysql == nullptr ? "" : mysql);
  Load load{*office.door, messages, accounts, make_body(static_cast<std::size_t>(size))};
  const auto start = std::chrono::steady_clock::now();
  base::ManualExecutor executor;
  for (int i = 0; i < senders; ++i) base::spawn(executor, sender(load));
  executor.run_until([&] { return load.done == messages; });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%d messages of %d octets, %d senders, %d accounts: %.2f s, %.0f/s\n", messages, size, senders, accounts,
              seconds, messages / seconds);
  return 0;
}
